"""Region as published against the sum of its forces, for each phase and measure (rule 6). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from opcoord.model.joint import Deduction, net_of
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.model.units import adds_up, format_amount
from opcoord.queries.bounds import Bounds, bounds, rounds_to, say_the_same, sum_of_bounds
from opcoord.queries.force_values import ForceValues
from opcoord.queries.reconciliation_views import Account, ReconciliationRow, RowKind
from opcoord.queries.views import MeasureView

Expected = Mapping[int, Sequence[str]]
#: By measure and phase.
Deductions = Mapping[tuple[str, int], Sequence[Deduction]]


def region_rows(forces: ForceValues, expected: Expected, deductions: Deductions) -> list[ReconciliationRow]:
    """A row for each of the phases in `expected` and each measure with any figure, in order.

    `expected` holds the forces whose returns count in each phase. A force's value is its return, else its own
    announcement, else the sum of its parts as "at least".
    """
    rows = []
    for phase in expected:
        for measure in forces.measures.values():
            key = (phase, measure.code)
            if key in forces.returned.values or key in forces.published.by_measure:
                row = _row(forces, phase, measure, expected[phase], deductions.get((measure.code, phase), ()))
                if row is not None:
                    rows.append(row)
    return rows


def whole_behind(row: ReconciliationRow, forces: ForceValues) -> Account | None:
    """What the region published under another name, where that is less than this row's forces add up to."""
    if row.last is not None or not row.forces or not adds_up(row.unit):
        return None
    least = sum_of_bounds(each.value for each in row.forces)
    for code in forces.relations.related(row.measure):
        other = forces.published.last(row.phase, code)
        if other is not None and least.exceeds(bounds(other.value)):
            return other
    return None


def _row(
    forces: ForceValues,
    phase: int,
    measure: MeasureView,
    expected: Sequence[str],
    deductions: Sequence[Deduction],
) -> ReconciliationRow | None:
    first = forces.published.first(phase, measure.code)
    last = forces.published.last(phase, measure.code)
    values = forces.values(phase, measure.code, expected)
    if last is None and not values:
        return None
    sums = net_of({each.agency: each.value for each in values}, deductions, measure.unit)
    answered = {each.agency for each in values}
    row = ReconciliationRow(
        phase=phase,
        measure=measure.code,
        label=forces.subject(measure.code),
        unit=measure.unit,
        first=first,
        last=last,
        forces=values,
        missing=tuple(code for code in expected if code not in answered),
        sum=sums.net,
        adjustment=sums.adjustment,
        difference=_less(last, sums.net),
        first_difference=_less(first, sums.net),
        kind=RowKind.NO_REGION,
        sentence="",
    )
    return _judged(row, forces)


def _less(region: Account | None, forces: Qualified | None) -> int | None:
    return None if region is None or forces is None else region.value.stored - forces.stored


def _judged(row: ReconciliationRow, forces: ForceValues) -> ReconciliationRow:
    kind, sentence, implied = _verdict(row, forces)
    if row.first and row.last and not say_the_same(row.first.value, row.last.value, row.unit):
        sentence += f" First published as {row.first.text}, revised to {row.last.text}."
    return replace(row, kind=kind, sentence=sentence, implied=implied)


def _verdict(row: ReconciliationRow, forces: ForceValues) -> tuple[RowKind, str, Qualified | None]:
    region, parts = row.last, row.sum
    if region is None or parts is None:
        return (*_one_side(row, forces), None)
    least = _sum_bounds(row, parts)
    most = bounds(region.value)
    added = f"The forces’ sum is {parts.text(row.unit)}"
    if least.exceeds(most):
        return (
            RowKind.PARTS_EXCEED,
            f"{added}, which is more than the region’s published {region.text}.",
            None,
        )
    short = f"{added}, the region’s published figure {region.text}"
    if len(row.missing) == 1:
        return _implied(row, region, parts, forces.names[row.missing[0]])
    if row.missing:
        names = ", ".join(row.missing)
        return RowKind.SEVERAL_MISSING, f"{short}; {len(row.missing)} forces are missing ({names}).", None
    if most.exceeds(least) and not rounds_to(parts.stored, region.value.stored, row.unit):
        return RowKind.FALLS_SHORT, f"{short}, and no force is missing.", None
    if region.value.stored == parts.stored:
        return RowKind.AGREES, f"{added}, as the region published.", None
    return RowKind.AGREES, f"{added}; the region’s published {region.text} allows that.", None


def _sum_bounds(row: ReconciliationRow, parts: Qualified) -> Bounds:
    """The bounds of the sum, net of joint results."""
    if parts.qualifier is Qualifier.EXACT:
        return bounds(parts)
    gross = sum_of_bounds(each.value for each in row.forces)
    low = max(gross.low + row.adjustment, 0)
    return Bounds(low, None if gross.high is None else max(gross.high + row.adjustment, low))


def _one_side(row: ReconciliationRow, forces: ForceValues) -> tuple[RowKind, str]:
    if not adds_up(row.unit):
        return RowKind.NOT_ADDED, "Figures in this unit are not added."
    if row.sum is None:
        assert row.last is not None
        return RowKind.NO_FORCE, f"The region published {row.last.text}; no force’s figure is in."
    added = f"The forces’ sum is {row.sum.text(row.unit)}"
    behind = whole_behind(row, forces)
    if behind is None:
        return RowKind.NO_REGION, f"{added}; nothing was published for the region."
    return (
        RowKind.DEFINITIONS_DIFFER,
        f"{added}, which is more than the {behind.text} that the region published as “{behind.label}”: "
        "a part exceeds the whole, so the definitions differ.",
    )


def _implied(
    row: ReconciliationRow, region: Account, parts: Qualified, missing: str
) -> tuple[RowKind, str, Qualified | None]:
    added = f"The forces’ sum is {parts.text(row.unit)}, the region’s published figure {region.text}"
    if {region.value.qualifier, parts.qualifier} != {Qualifier.EXACT}:
        sentence = f"{added}; {missing} is missing. Not all figures are exact, so none is implied for it."
        return RowKind.ONE_MISSING, sentence, None
    implied = Qualified(region.value.stored - parts.stored)
    sentence = (
        f"{added}; {missing} is missing, so {format_amount(implied.stored, row.unit)} is implied for it. "
        "That is worked out and not a return."
    )
    return RowKind.ONE_MISSING, sentence, implied
