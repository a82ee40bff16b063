"""Figures far from what was reported before, by plain multiples: the series are too short for statistics.

An agency's figure is weighed against its own other phases; where it has none above zero, against those of other
agencies up to this phase. Every message says how many figures it was weighed against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opcoord.model.finding import Finding
from opcoord.model.refs import PastFigure, ReadingContext
from opcoord.model.rules import changed_between
from opcoord.model.units import format_amount, stored_per_unit
from opcoord.reading.checks.figure_words import measure_name, warning_at
from opcoord.reading.parsed import ParsedFigure

#: From so many times the largest so far a figure is asked about, however few there are.
_TEN_TIMES = 10
#: From so many times the largest it is unusual, where there are at least `_FEWEST_FOR_UNUSUAL` to compare with.
_UNUSUAL_TIMES = 3
_FEWEST_FOR_UNUSUAL = 2
#: A fall to nothing, or below a tenth of the smallest, needs so many figures that were all above zero.
_FEWEST_FOR_FALL = 3
#: So many figures of other agencies say something about one that never reported the measure.
_FEWEST_OF_PEERS = 3
#: Less than ten times matters only where the difference is as large (in pounds, grams, things).
_MATTERS = {"GBP": 5_000, "g": 500}
_MATTERS_ELSE = 20
#: A fall matters where every phase had at least so much (in pounds, grams, things).
_FALL_MATTERS = {"GBP": 500, "g": 50}
_FALL_MATTERS_ELSE = 5

# What makes an amount so many times too large or too small, when it is typed or read in the wrong unit.
_TOO_LARGE = {
    "GBP": ((100, "pence typed as pounds"), (1000, "pounds read as thousands")),
    "g": ((1000, "grams read as kilograms"),),
}
_TOO_SMALL = {
    "GBP": ((1000, "thousands typed as pounds"), (100, "pounds read as pence")),
    "g": ((1000, "kilograms typed as grams"),),
}
_FRACTIONS = {100: "a hundredth of", 1000: "a thousandth of"}
_REMEDY = "Check it with the force."


@dataclass(frozen=True, slots=True)
class _Past:
    """What a figure is weighed against, and how a sentence names it: "3 earlier figures of Dorset Police"."""

    figures: tuple[PastFigure, ...]
    adjective: str
    whose: str
    own: bool

    @property
    def largest(self) -> int:
        return max(each.amount for each in self.figures)

    @property
    def smallest(self) -> int:
        return min(each.amount for each in self.figures)

    def among(self, superlative: str, amount: int, unit: str) -> str:
        """For example "the largest of 3 earlier figures of Dorset Police (37)"."""
        count = len(self.figures)
        which = f"the {superlative} of {count} {self.adjective} figures"
        if count == 1:
            which = f"the only {self.adjective} figure"
        return f"{which} of {self.whose} ({format_amount(amount, unit)})"


def outlier_findings(
    figures: Sequence[ParsedFigure], context: ReadingContext, phase: int, agency: str
) -> list[Finding]:
    """A warning for each figure that is far above or below what was reported before.

    What counts already for this very phase and agency is left out: the return is to replace it. So are figures that
    were counted by another rule.
    """
    if not context.history:
        return []
    name = next((each.name for each in context.agencies if each.code == agency), agency)
    findings = []
    for figure in figures:
        every = _of_one_rule(context, figure.measure, phase)
        past = _past(every, phase, agency, name)
        if figure.amount is None or past is None:
            continue
        label = measure_name(figure.measure, context.measure)
        found = _too_high(figure, figure.amount, past, label) or _too_low(figure, figure.amount, past, label)
        if found is not None:
            findings.append(found)
    return findings


def _of_one_rule(context: ReadingContext, measure: str, phase: int) -> Sequence[PastFigure]:
    """What is known of a measure from phases in which it was counted as in this one."""
    every = context.past.get(measure, ())
    known = context.measure.get(measure)
    if known is None or not known.rules:
        return every
    return [each for each in every if changed_between(each.phase, phase, known.rules) is None]


def _past(every: Sequence[PastFigure], phase: int, agency: str, name: str) -> _Past | None:
    """What a figure of the agency for the phase is weighed against, of `every` figure of the measure."""
    own = [each for each in every if each.agency == agency and each.phase != phase]
    if any(each.amount > 0 for each in own):
        adjective = "earlier" if all(each.phase < phase for each in own) else "other"
        return _Past(tuple(own), adjective, name, own=True)
    peers = [each for each in every if each.agency != agency and each.phase <= phase]
    if len(peers) >= _FEWEST_OF_PEERS and any(each.amount > 0 for each in peers):
        return _Past(tuple(peers), "known", "other agencies", own=False)
    return None


def _too_high(figure: ParsedFigure, amount: int, past: _Past, label: str) -> Finding | None:
    unit = figure.unit
    times, remainder = divmod(amount, past.largest)
    matters = amount - past.largest >= _MATTERS.get(unit, _MATTERS_ELSE) * stored_per_unit(unit)
    if times >= _TEN_TIMES:
        code = "ten-times"
    elif times >= _UNUSUAL_TIMES and matters and past.own and len(past.figures) >= _FEWEST_FOR_UNUSUAL:
        code = "unusually-high"
    else:
        return None
    multiple = f"{'more than ' if remainder else ''}{times:,} times"
    message = (
        f"{label}: {format_amount(amount, unit)} is {multiple} {past.among('largest', past.largest, unit)}."
    )
    slips = [
        (f"{factor:,} times", reason, amount // factor)
        for factor, reason in _TOO_LARGE.get(unit, ())
        if amount % factor == 0
    ]
    return warning_at(figure, code, message + _slip(slips, past, unit), _REMEDY)


def _too_low(figure: ParsedFigure, amount: int, past: _Past, label: str) -> Finding | None:
    unit = figure.unit
    matters = past.smallest >= _FALL_MATTERS.get(unit, _FALL_MATTERS_ELSE) * stored_per_unit(unit)
    if not past.own or not matters or amount < 0 or amount * 10 > past.smallest:
        return None
    slips = [
        (_FRACTIONS[factor], reason, amount * factor) for factor, reason in _TOO_SMALL.get(unit, ()) if amount
    ]
    # Exactly a thousandth of an earlier figure is a slip of the unit, however few figures there are.
    exact = any(meant == each.amount for _, _, meant in slips for each in past.figures)
    if len(past.figures) < _FEWEST_FOR_FALL and not exact:
        return None
    smallest = past.among("smallest", past.smallest, unit)
    if amount == 0:
        message = f"{label}: 0, after {smallest}."
        return warning_at(figure, "fell-to-zero", message, "Ask the force whether 0 is meant.")
    message = f"{label}: {format_amount(amount, unit)} is a tenth or less of {smallest}."
    return warning_at(figure, "unusually-low", message + _slip(slips, past, unit), _REMEDY)


def _slip(slips: list[tuple[str, str, int]], past: _Past, unit: str) -> str:
    """The sentence for the first slip of the unit that would explain the figure; empty where none does.

    A slip is (how the figure stands to what was meant, the slip in words, the amount that was meant).
    """
    for multiple, reason, meant in slips:
        same = [each.phase for each in past.figures if past.own and each.amount == meant]
        if same:
            return f" It is exactly {multiple} that of phase {same[-1]}, which looks like {reason}."
    for _, reason, meant in slips:
        # Ordinary is what lies within the past, or as much again at either end of it.
        if past.smallest <= meant * 2 and meant <= past.largest * 2:
            return f" It looks like {reason}: {format_amount(meant, unit)} would fit."
    return ""
