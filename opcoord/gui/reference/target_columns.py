"""The columns of targets and baselines and how each cell is saved; what is typed is understood by the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opcoord.errors import OpcoordError
from opcoord.gui.reference.editable_model import EditableColumn
from opcoord.gui.reference.reference_columns import DIRECTIONS
from opcoord.gui.reference.target_rows import TargetRow
from opcoord.model.direction import DEFAULT_BAND_TENTHS
from opcoord.model.units import format_amount
from opcoord.services.standard_texts import band_text, read_band, read_phase

if TYPE_CHECKING:
    from opcoord.services.standards import StandardsService

#: The columns of the baseline.
OF_BASELINE = range(5, 8)
_DIRECTION_WORDS = dict(DIRECTIONS)


def target_columns(standards: StandardsService) -> tuple[EditableColumn[TargetRow], ...]:
    """Measure with unit, for whom, target, its phases, baseline, what it is, tolerance, preferred direction, reason."""

    def has_target(row: TargetRow) -> bool:
        return row.target is not None

    def has_baseline(row: TargetRow) -> bool:
        return row.baseline is not None

    def save_reason(row: TargetRow, text: Any) -> None:
        if row.target is not None:
            standards.change_target(row.target.id, reason=text)

    def save_label(row: TargetRow, text: Any) -> None:
        if row.baseline is not None:
            standards.set_baseline(row.code, row.baseline.amount, text, row.baseline.band_tenths)

    def save_band(row: TargetRow, text: Any) -> None:
        if row.baseline is not None:
            standards.set_baseline(row.code, row.baseline.amount, row.baseline.label, read_band(text))

    return (
        EditableColumn(
            "Measure (unit)", lambda row: row.label, sort_key=lambda row: row.label.strip().casefold()
        ),
        EditableColumn("For", lambda row: row.agency),
        EditableColumn(
            "Target",
            lambda row: format_amount(row.target.amount, row.measure.unit) if row.target else "",
            number=True,
            sort_key=lambda row: row.target.amount if row.target else None,
            save=lambda row, text: _save_target(standards, row, text),
        ),
        EditableColumn(
            "From",
            lambda row: f"phase {row.target.first_phase}" if row.target else "",
            sort_key=lambda row: row.target.first_phase if row.target else None,
            value=lambda row: str(row.target.first_phase) if row.target else "",
            save=lambda row, text: _save_first(standards, row, text),
            editable=has_target,
        ),
        EditableColumn(
            "To",
            _last_phase,
            value=lambda row: "" if row.target is None else str(row.target.last_phase or ""),
            save=lambda row, text: _save_last(standards, row, text),
            editable=has_target,
        ),
        EditableColumn(
            "Baseline",
            lambda row: format_amount(row.baseline.amount, row.measure.unit) if row.baseline else "",
            number=True,
            sort_key=lambda row: row.baseline.amount if row.baseline else None,
            save=lambda row, text: _save_baseline(standards, row, text),
            editable=lambda row: row.first,
        ),
        EditableColumn(
            "What it is",
            lambda row: row.baseline.label if row.baseline else "",
            save=save_label,
            editable=has_baseline,
        ),
        EditableColumn(
            "Tolerance",
            lambda row: band_text(row.baseline.band_tenths) if row.baseline else "",
            number=True,
            save=save_band,
            editable=has_baseline,
        ),
        EditableColumn(
            "Preferred",
            lambda row: _DIRECTION_WORDS.get(row.measure.preferred, "") if row.first else "",
            tool_tip=lambda _row: "Which way is better is said on the Measures tab.",
        ),
        EditableColumn(
            "Reason",
            lambda row: row.target.reason if row.target else "",
            save=save_reason,
            editable=has_target,
        ),
    )


def _last_phase(row: TargetRow) -> str:
    if row.target is None:
        return ""
    return "open" if row.target.last_phase is None else f"phase {row.target.last_phase}"


def _save_target(standards: StandardsService, row: TargetRow, text: Any) -> None:
    """An emptied cell takes the target away; a filled one begins a target with the current phase."""
    if not text:
        if row.target is not None:
            standards.remove_target(row.target.id)
    elif row.target is not None:
        standards.change_target(row.target.id, amount=standards.understand(row.code, text))
    else:
        standards.set_target(row.code, standards.understand(row.code, text), row.next_phase)


def _save_first(standards: StandardsService, row: TargetRow, text: Any) -> None:
    first = read_phase(text)
    if first is None:
        raise OpcoordError("A target needs a first phase.", "Type for example 7.")
    if row.target is not None:
        standards.change_target(row.target.id, first_phase=first)


def _save_last(standards: StandardsService, row: TargetRow, text: Any) -> None:
    if row.target is not None:
        last = None if str(text).casefold() == "open" else read_phase(text)
        standards.change_target(row.target.id, last_phase=last)


def _save_baseline(standards: StandardsService, row: TargetRow, text: Any) -> None:
    """An emptied cell takes the baseline away; a changed amount keeps its name and tolerance."""
    if not text:
        standards.remove_baseline(row.code)
        return
    kept = row.baseline
    standards.set_baseline(
        row.code,
        standards.understand(row.code, text),
        kept.label if kept is not None else "",
        kept.band_tenths if kept is not None else DEFAULT_BAND_TENTHS,
    )
