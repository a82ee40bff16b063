"""The columns of the agency and measure tables and how each is saved; codes are kept and words are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from opcoord.gui.reference.editable_model import Choices, EditableColumn
from opcoord.gui.results.wording import INDENT, depths, full_labels, parents_first
from opcoord.model.terms import AgencyKind
from opcoord.model.units import unit_name
from opcoord.queries.views import AgencyView, MeasureView

if TYPE_CHECKING:
    from opcoord.services.reference import ReferenceService
    from opcoord.services.rules import RulesService

KINDS = tuple((kind.value, kind.value) for kind in AgencyKind)
UNITS = tuple(
    (unit, unit_name(unit))
    for unit in ("count", "people", "GBP", "g", "plants", "wraps", "pills", "visits", "addresses", "%")
)
#: Whether a figure is final when the phase ends, as arrests are, or grows for months, as charges do.
_BASES = (("window", "inside the phase"), ("maturing", "goes on growing"))
DIRECTIONS = (("", "not said"), ("up", "more is better"), ("down", "less is better"))
_NOT_A_PART = ("", "nothing")
_SEPARATOR = " | "


def agency_columns(reference: ReferenceService) -> tuple[EditableColumn[AgencyView], ...]:
    """Code (fixed), name, kind, whether it sends returns, contact, other names."""

    def saver(field: str) -> Callable[[AgencyView, Any], None]:
        return lambda agency, value: reference.save_agency(agency.code, **{field: value})

    return (
        EditableColumn("Code", lambda agency: agency.code),
        EditableColumn("Name", lambda agency: agency.name, save=saver("name")),
        EditableColumn("Kind", lambda agency: agency.kind, save=saver("kind"), choices=lambda _agency: KINDS),
        EditableColumn(
            "Sends returns",
            lambda agency: "yes" if agency.sends_returns else "no",
            save=saver("sends_returns"),
            tick=lambda agency: agency.sends_returns,
        ),
        EditableColumn("Contact", lambda agency: agency.contact, save=saver("contact")),
        EditableColumn(
            "Other names (a | b | c)",
            lambda agency: _SEPARATOR.join(agency.aliases),
            save=lambda agency, text: reference.save_agency(agency.code, aliases=_names(text)),
        ),
    )


def measure_columns(
    reference: ReferenceService, rules: RulesService, measures: Callable[[], Sequence[MeasureView]]
) -> tuple[EditableColumn[MeasureView], ...]:
    """Label, unit, heading, basis, direction, parent, counting rule, other names; `measures` gives all there are."""

    def saver(field: str) -> Callable[[MeasureView, Any], None]:
        return lambda measure, value: reference.save_measure(measure.code, **{field: value})

    def chosen(title: str, field: str, choices: Choices) -> EditableColumn[MeasureView]:
        words = dict(choices)

        def offered(measure: MeasureView) -> Choices:
            kept = getattr(measure, field)
            return choices if kept in words else (*choices, (kept, kept))

        return EditableColumn(
            title,
            lambda measure: words.get(getattr(measure, field), getattr(measure, field)),
            save=saver(field),
            value=lambda measure: getattr(measure, field),
            choices=offered,
        )

    return (
        EditableColumn(
            "Label",
            lambda measure: INDENT * depths(measures())[measure.code] + measure.label,
            sort_key=lambda measure: measure.label.casefold(),
            save=saver("label"),
            value=lambda measure: measure.label,
        ),
        chosen("Unit", "unit", UNITS),
        EditableColumn("Heading", lambda measure: measure.heading, save=saver("heading")),
        chosen("Counted", "basis", _BASES),
        chosen("Preferred", "preferred", DIRECTIONS),
        EditableColumn(
            "Sensitive",
            lambda measure: "yes" if measure.sensitive else "no",
            save=saver("sensitive"),
            tick=lambda measure: measure.sensitive,
        ),
        EditableColumn(
            "Part of",
            lambda measure: full_labels(measures()).get(measure.part_of, ""),
            save=saver("part_of"),
            value=lambda measure: measure.part_of,
            choices=lambda measure: _possible_parents(measure, measures()),
        ),
        EditableColumn(
            "Counting rule",
            _newest_rule,
            value=lambda measure: measure.newest_rule,
            save=lambda measure, text: rules.reword(measure.code, text),
        ),
        EditableColumn(
            "Other names (a | b | c)",
            lambda measure: _SEPARATOR.join(measure.aliases),
            save=lambda measure, text: reference.save_measure(measure.code, aliases=_names(text)),
        ),
    )


def _newest_rule(measure: MeasureView) -> str:
    since = f"From phase {measure.rules[-1].first_phase}: " if measure.rules else ""
    return since + measure.newest_rule


def _possible_parents(measure: MeasureView, measures: Sequence[MeasureView]) -> Choices:
    """All measures but this one and its own parts, each part named after what it is a part of."""
    labels = full_labels(measures)
    below = {measure.code}
    for _depth, each in parents_first(measures):
        if each.part_of in below:
            below.add(each.code)
    return (
        _NOT_A_PART,
        *((each.code, labels[each.code]) for _, each in parents_first(measures) if each.code not in below),
    )


def _names(text: str) -> list[str]:
    """Split at bars; every name once, in the order typed."""
    return list(dict.fromkeys(name.strip() for name in str(text).split("|") if name.strip()))
