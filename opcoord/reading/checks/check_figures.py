"""Checks of one return's figures against each other and against what counts already. Pure: no file, no store.

Nothing is put right here and nothing raised: each doubt is a finding at the figure's cell, with its numbers.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from opcoord.model.dates import format_date
from opcoord.model.finding import Finding
from opcoord.model.qualified import total
from opcoord.model.refs import MeasureRef, ReadingContext
from opcoord.model.terms import Severity
from opcoord.model.units import from_stored, stored_per_unit
from opcoord.reading.checks.figure_words import measure_name, named_amount, qualified, warning_at
from opcoord.reading.checks.outliers import outlier_findings
from opcoord.reading.parsed import ParsedFigure

_CHECK_BOTH = "Check both with the force."
#: A number that stands in so many measures looks filled down by hand; small numbers repeat by themselves.
_FEWEST_REPEATED = 5
_SMALLEST_REPEATED = 10


def check_figures(
    figures: Sequence[ParsedFigure],
    context: ReadingContext,
    phase: int | None,
    agency: str | None,
    today: dt.date,
) -> list[Finding]:
    """What is odd about the figures of one return, in the order of the figures.

    Where agency or phase are not known yet, nothing is compared with what the agency reported before.
    """
    answered = [each for each in figures if each.amount is not None]
    findings = _not_begun(answered, context, phase, today)
    findings += part_findings(answered, context.measure)
    if agency is not None and phase is not None:
        findings += outlier_findings(answered, context, phase, agency)
    findings += _repeated(answered, context.measure)
    return findings


def part_findings(figures: Sequence[ParsedFigure], known: Mapping[str, MeasureRef]) -> list[Finding]:
    """A warning for each part that is more than its whole, and for parts that are so together.

    Where the whole itself is not answered, the next one above it that is. Never made to agree (rule 6).
    """
    amounts = {each.measure: each for each in figures if each.amount is not None}
    findings = []
    siblings: dict[str, list[ParsedFigure]] = defaultdict(list)
    too_much: set[str] = set()
    for part in amounts.values():
        if part.measure not in known or not known[part.measure].part_of:
            continue
        whole = _whole_of(part, amounts, known)
        if whole is None:
            continue
        if known[part.measure].part_of == whole.measure:
            siblings[whole.measure].append(part)
        if (part.amount or 0) > (whole.amount or 0):
            too_much.add(whole.measure)
            message = f"{named_amount(part, known)} is more than {named_amount(whole, known)}, of which it is a part."
            findings.append(warning_at(part, "part-exceeds-whole", message, _CHECK_BOTH))
    for code, parts in siblings.items():
        whole, together = amounts[code], total(qualified(each) for each in parts)
        if together is None or code in too_much or together.stored <= (whole.amount or 0):
            continue
        message = (
            f"The {len(parts)} parts of {named_amount(whole, known)} are more than it together: "
            f"{together.text(whole.unit)}."
        )
        remedy = "Check them with the force. Something may have been counted in two parts."
        findings.append(warning_at(whole, "part-exceeds-whole", message, remedy))
    return findings


def _whole_of(
    part: ParsedFigure, amounts: Mapping[str, ParsedFigure], known: Mapping[str, MeasureRef]
) -> ParsedFigure | None:
    """The nearest answered whole of the same unit; None without one, also where parts run in a circle."""
    seen = {part.measure}
    measure = known.get(part.measure)
    while measure is not None and measure.part_of not in seen:
        whole = amounts.get(measure.part_of)
        if whole is not None:
            return whole if whole.unit == part.unit and whole.measure in known else None
        seen.add(measure.part_of)
        measure = known.get(measure.part_of)
    return None


def _repeated(figures: Sequence[ParsedFigure], known: Mapping[str, MeasureRef]) -> list[Finding]:
    """A notice for one number in many measures, as when a cell was filled down by mistake."""
    same: dict[Decimal | int, list[ParsedFigure]] = defaultdict(list)
    for figure in figures:
        stored = figure.amount or 0
        # What is stored in ones is the number itself; the same number of pounds or grams is found beside it.
        in_ones = stored_per_unit(figure.unit) == 1
        same[stored if in_ones else from_stored(stored, figure.unit)].append(figure)
    findings = []
    for number, group in same.items():
        if len(group) < _FEWEST_REPEATED or number < _SMALLEST_REPEATED:
            continue
        number = Decimal(number)
        names = "; ".join(measure_name(each.measure, known) for each in group)
        message = f"The number {number.normalize():,f} stands in {len(group)} measures: {names}."
        remedy = "Look whether a cell was filled down by mistake."
        findings.append(
            Finding(Severity.NOTICE, "repeated-number", message, remedy, group[0].sheet, group[0].cell)
        )
    return findings


def _not_begun(
    figures: Sequence[ParsedFigure], context: ReadingContext, phase: int | None, today: dt.date
) -> list[Finding]:
    """Results cannot come before the phase: the wrong phase, or a plan sent as a return."""
    counted = [each for each in figures if each.amount]
    days = [first for each in context.phases if each.number == phase for first, _ in each.windows]
    if not counted or not days or min(days) <= today:
        return []
    held = f"{len(counted)} figure{'s' if len(counted) > 1 else ''}"
    message = f"The return holds {held} for phase {phase}, which begins only on {format_date(min(days))}."
    remedy = "Check which phase the return is for."
    return [Finding(Severity.WARNING, "phase-not-begun", message, remedy, counted[0].sheet)]
