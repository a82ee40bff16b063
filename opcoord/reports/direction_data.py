"""The direction of travel in words: only the same forces are compared, or it is said that none can be."""

from __future__ import annotations

from collections.abc import Iterable

from opcoord.model.direction import Change, Direction, Trend
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.model.units import format_amount, stored_per_unit
from opcoord.queries.frozen_figures import REGION, TO_DATE
from opcoord.queries.lineage import NumberReference
from opcoord.queries.standards import DirectionView
from opcoord.queries.views import MeasureView
from opcoord.reports.comparison import lengths
from opcoord.reports.content import NO_BASELINE, DirectionTable, TravelRow
from opcoord.reports.document import unbroken
from opcoord.reports.evidence import Evidence
from opcoord.reports.force_table import full_label, printed_label
from opcoord.reports.summary import SummaryQueries

#: So many forces that are compared are named.
_NAMED = 4
_NOTES = (
    "Up or down: a change of at least the tolerance band, 2.5 % unless a measure has its own; same: less than that.",
    "Trend: positive or negative by the direction that is wanted; not assigned where none is set, or nothing can be told.",
)


def direction_table(evidence: Evidence, queries: SummaryQueries) -> DirectionTable:
    """How each printed measure moved on the last phase that has answers and on its baseline."""
    moved = {each.measure.code: each for each in queries.directions(evidence.phase.number)}
    rows = []
    alone = []
    left_out = 0
    for measure in evidence.printed_measures:
        found = moved.get(measure.code)
        if found is None:
            continue
        if _hidden(evidence, found):
            left_out += 1
            continue
        changes = (found.travel.on_last, found.travel.on_baseline)
        unknown = all(each.direction is Direction.UNKNOWN for each in changes)
        told = found.counted_since is not None or None not in (found.previous, found.current)
        if unknown and not told and not found.travel.on_baseline.vague:
            alone.append(full_label(evidence, measure))
        else:
            rows.append(_row(evidence, found, measure))
    notes = list(_NOTES) if rows else []
    if left_out:
        measures = "1 measure is" if left_out == 1 else f"{left_out} measures are"
        notes.append(f"{measures} left out: small numbers.")
    if alone and rows:
        notes.append(f"Nothing to compare with, or not enough forces in both: {'; '.join(alone)}.")
    return DirectionTable(tuple(rows), tuple(notes))


def _hidden(evidence: Evidence, moved: DirectionView) -> bool:
    """Whether any number of the measure is hidden in one of the phases compared: a part of them would tell it.

    A baseline may have been taken from a total that is hidden, or be as small as one. The sum of some forces tells
    what these have in common, beside all that was taken off the total as joint.
    """
    code, baseline = moved.measure.code, moved.baseline
    hidden = {key for key in evidence.suppression.hidden if key[1] == code}
    public = evidence.options.public and moved.measure.sensitive
    compared = [
        evidence.point(code, each) for each in (moved.phase, moved.previous_phase) if each is not None
    ]
    if public and not moved.like_for_like and any(each is not None and each.adjustment for each in compared):
        return True
    if public and baseline is not None:
        small = evidence.operation.small_number * stored_per_unit(moved.measure.unit)
        totals = [evidence.point(code, phase) for phase, _, agency in hidden if agency == REGION]
        taken = {each.total.stored for each in totals if each is not None and each.total is not None}
        if 0 < baseline.amount < small or baseline.amount in taken:
            return True
    return any(phase in (moved.phase, moved.previous_phase) and at != TO_DATE for phase, _, at in hidden)


def _row(evidence: Evidence, moved: DirectionView, measure: MeasureView) -> TravelRow:
    unit = moved.measure.unit
    compared = moved.current if moved.previous is not None and moved.current is not None else moved.total
    last = (
        f"{unbroken(moved.previous.text(unit))}\n{unbroken(f'phase {moved.previous_phase}')}"
        if moved.previous is not None
        else ""
    )
    among = "" if moved.like_for_like else "+".join(moved.agencies)
    trend = moved.travel.trend
    return TravelRow(
        printed_label(evidence, measure),
        evidence.depth(measure),
        compared.text(unit),
        last,
        _on_last(moved),
        _on_baseline(moved),
        "not assigned" if trend is Trend.NOT_ASSIGNED else str(trend),
        _note(evidence, moved, compared),
        NumberReference(measure.code, moved.phase, among if compared is moved.current else ""),
        NumberReference(measure.code, moved.previous_phase or 0, among) if last else None,
    )


def _on_last(moved: DirectionView) -> str:
    if moved.previous_phase is None:
        return "no earlier phase"
    if moved.previous is None:
        return f"not comparable: other forces in phase {moved.previous_phase}"
    return _words(moved.travel.on_last)


def _on_baseline(moved: DirectionView) -> str:
    if moved.baseline is None:
        return NO_BASELINE
    amount = format_amount(moved.baseline.amount, moved.measure.unit)
    said = f"{_words(moved.travel.on_baseline)}; baseline {amount}"
    # Of all who answered, where the figure beside it is only of those compared with the last phase.
    other = moved.previous is not None and moved.current is not None and moved.current != moved.total
    return f"{said} against {moved.total.text(moved.measure.unit)}" if other else said


def _words(change: Change) -> str:
    remark = change.remark
    if change.direction is Direction.UNKNOWN:
        return f"not comparable: {remark}" if remark else "not comparable"
    return f"{unbroken(change.text)}; {remark}" if remark else unbroken(change.text)


def _note(evidence: Evidence, moved: DirectionView, compared: Qualified) -> str:
    notes = []
    if moved.previous is not None:
        if moved.like_for_like:
            notes.append("same forces")
        else:
            notes.append(_compared(evidence, moved))
        earlier = next((each for each in evidence.phases if each.number == moved.previous_phase), None)
        ran = lengths(evidence.phase, earlier) if earlier is not None else ""
        if ran:
            notes.append(f"phase {moved.previous_phase} ran {ran}")
    # The total of all who answered is set against a baseline alone.
    shown = [compared, moved.previous, moved.total if moved.baseline is not None else None]
    if any(each is not None and each.qualifier is not Qualifier.EXACT for each in shown):
        notes.append("not all figures are exact")
    if moved.provisional:
        notes.append("some figures are provisional")
    return "; ".join(notes)


def _compared(evidence: Evidence, moved: DirectionView) -> str:
    """Which forces are: by name, or where they are many how many, and who answered in one of the phases alone."""

    def named(codes: Iterable[str]) -> str:
        return ", ".join(evidence.spoken_name(code) for code in codes)

    points = (evidence.point(moved.measure.code, each) for each in (moved.phase, moved.previous_phase))
    answered = {code for point in points if point is not None for code in point.by_agency}
    order = {code: place for place, code in enumerate(evidence.agencies)}
    others = sorted(answered - set(moved.agencies), key=lambda code: (order.get(code, len(order)), code))
    if len(moved.agencies) <= _NAMED or len(others) >= len(moved.agencies):
        return f"only {named(moved.agencies)}"
    return f"{len(moved.agencies)} forces, without {named(others)}"
