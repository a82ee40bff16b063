"""The running totals on the overview: what each card says; plain rules without widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opcoord.model.rules import counted_differently
from opcoord.model.terms import Qualifier
from opcoord.model.units import format_amount
from opcoord.queries.views import MeasureResults, ResultPoint

CARDS = 4
#: Shown first where they have figures.
FIRST_MEASURES = ("arrests", "drugs_value", "cash_seized", "safeguarded", "weapons_seized", "warrants")


@dataclass(frozen=True)
class RunningTotal:
    """One card. `line` is the total of each phase, None where nobody answered.

    `parted` are the places in it from which on the measure is counted differently.
    """

    measure: str
    label: str
    total: str
    since: str
    change: str
    direction: str
    completeness: str
    line: tuple[int | None, ...]
    parted: tuple[int, ...]
    provisional: bool
    #: The first and the last phase that the total adds up.
    first_phase: int
    last_phase: int

    @property
    def sentence(self) -> str:
        """The whole card as one sentence for a screen reader."""
        parts = (f"{self.label}: {self.total} {self.since}", self.change, self.completeness)
        return ". ".join(part for part in parts if part) + "."


def running_totals(results: Sequence[MeasureResults]) -> list[RunningTotal]:
    """Four measures that have figures, those people ask for first."""
    known = {each.measure.code: each for each in results if _answered(each)}
    codes = [code for code in FIRST_MEASURES if code in known]
    by_answers = sorted(known, key=lambda code: -len(_answered(known[code])))
    codes += [code for code in by_answers if code not in codes and not known[code].measure.part_of]
    return [_card(known[code]) for code in codes[:CARDS]]


def _answered(results: MeasureResults) -> list[ResultPoint]:
    return [point for point in results.points if point.total is not None]


def _card(results: MeasureResults) -> RunningTotal:
    measure, answered = results.measure, _answered(results)
    last = answered[-1]
    first = answered[0]
    change, direction = _change(results)
    assert last.cumulative is not None
    return RunningTotal(
        measure=measure.code,
        label=measure.label,
        total=last.cumulative.text(measure.unit),
        since=_since(results, first.phase, last.phase),
        change=change,
        direction=direction,
        completeness=f"Phase {last.phase}: {last.completeness}",
        line=tuple(None if point.total is None else point.total.stored for point in results.points),
        parted=tuple(sum(point.phase < since for point in results.points) for since in results.breaks),
        provisional=any(point.provisional for point in answered),
        first_phase=first.phase,
        last_phase=last.phase,
    )


def _since(results: MeasureResults, first: int, last: int) -> str:
    if first == last:
        return f"in phase {first}"
    span = [point for point in results.points if first <= point.phase <= last]
    received, expected = sum(point.received for point in span), sum(point.expected for point in span)
    # Of the last phase alone the card says how many are in; this is what the large number is made of.
    answers = f"{received} of {expected} returns"
    return ", ".join((f"since phase {first}", answers, *map(counted_differently, results.breaks)))


def _change(results: MeasureResults) -> tuple[str, str]:
    """The last phase against the one before: only where both are exact and the same forces answered."""
    answered = _answered(results)
    last, unit = answered[-1], results.measure.unit
    assert last.total is not None
    said = f"{last.total.text(unit)} in phase {last.phase}"
    if len(answered) < 2:
        return said, ""
    before = answered[-2]
    assert before.total is not None
    since = results.measure.changed_between(before.phase, last.phase)
    if since is not None:
        return f"{said}, not comparable with phase {before.phase}: {counted_differently(since)}", ""
    exact = last.total.qualifier is Qualifier.EXACT and before.total.qualifier is Qualifier.EXACT
    if not exact or set(last.by_agency) != set(before.by_agency):
        return f"{said}, not comparable with phase {before.phase}", ""
    difference = last.total.stored - before.total.stored
    if difference == 0:
        return f"{said}, as in phase {before.phase}", "level"
    word = "more" if difference > 0 else "less" if unit in ("GBP", "g") else "fewer"
    amount = format_amount(abs(difference), unit)
    return f"{said}, {amount} {word} than phase {before.phase}", "up" if difference > 0 else "down"
