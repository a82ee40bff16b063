"""The columns of the agency and measure tables and how each is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from opcoord.gui.reference.editable_model import EditableColumn
from opcoord.model.terms import AgencyKind
from opcoord.queries.views import AgencyView, MeasureView

if TYPE_CHECKING:
    from opcoord.services.reference import ReferenceService

KINDS = tuple(kind.value for kind in AgencyKind)
UNITS = ("count", "people", "GBP", "g", "plants", "wraps", "pills", "visits", "addresses", "%")
_BASES = ("window", "maturing")
_DIRECTIONS = ("", "up", "down")
_SEPARATOR = " | "


def agency_columns(reference: ReferenceService) -> tuple[EditableColumn[AgencyView], ...]:
    """Code (fixed), name, kind, whether it sends returns, contact, other names."""

    def saver(field: str) -> Callable[[AgencyView, Any], None]:
        return lambda agency, value: reference.save_agency(agency.code, **{field: value})

    return (
        EditableColumn("Code", lambda agency: agency.code),
        EditableColumn("Name", lambda agency: agency.name, saver("name")),
        EditableColumn("Kind", lambda agency: agency.kind, saver("kind"), choices=KINDS),
        EditableColumn(
            "Sends returns", lambda agency: agency.sends_returns, saver("sends_returns"), tick=True
        ),
        EditableColumn("Contact", lambda agency: agency.contact, saver("contact")),
        EditableColumn(
            "Other names (a | b | c)",
            lambda agency: _SEPARATOR.join(agency.aliases),
            lambda agency, text: reference.save_agency(agency.code, aliases=_names(text)),
        ),
    )


def measure_columns(reference: ReferenceService) -> tuple[EditableColumn[MeasureView], ...]:
    """Label, unit, heading, basis, direction, parent, counting rule, other names."""

    def saver(field: str) -> Callable[[MeasureView, Any], None]:
        return lambda measure, value: reference.save_measure(measure.code, **{field: value})

    return (
        EditableColumn("Label", lambda measure: measure.label, saver("label")),
        EditableColumn("Unit", lambda measure: measure.unit, saver("unit"), choices=UNITS),
        EditableColumn("Heading", lambda measure: measure.heading, saver("heading")),
        EditableColumn("Counted", lambda measure: measure.basis, saver("basis"), choices=_BASES),
        EditableColumn(
            "Preferred", lambda measure: measure.preferred, saver("preferred"), choices=_DIRECTIONS
        ),
        EditableColumn("Sensitive", lambda measure: measure.sensitive, saver("sensitive"), tick=True),
        EditableColumn("Part of", lambda measure: measure.part_of, saver("part_of")),
        EditableColumn("Counting rule", lambda measure: measure.definition, saver("definition")),
        EditableColumn(
            "Other names (a | b | c)",
            lambda measure: _SEPARATOR.join(measure.aliases),
            lambda measure, text: reference.save_measure(measure.code, aliases=_names(text)),
        ),
    )


def _names(text: str) -> list[str]:
    """Split at bars; every name once, in the order typed."""
    return list(dict.fromkeys(name.strip() for name in str(text).split("|") if name.strip()))
