"""Reads the coordinator's words beside the figures: a sentence that says 10 forces above a table of 9 is pointed out.

Only what can be compared is: numbers of forces, phases, sums of money, and numbers beside a measure's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from opcoord.model.units import stored_per_unit
from opcoord.queries.frozen_figures import JOINT, REGION, TO_DATE
from opcoord.queries.papers import WordingView
from opcoord.queries.views import MeasureView
from opcoord.reports.counted_words import NUMBER, Counted, counted, number
from opcoord.reports.evidence import Evidence
from opcoord.reports.money_words import sums_of_money

_FORCES = re.compile(rf"{NUMBER}\s+(?:of\s+(?:the\s+)?{NUMBER}\s+)?(?:police\s+)?forces\b", re.IGNORECASE)
_PHASE = re.compile(rf"\bphase\s+{NUMBER}", re.IGNORECASE)
_LONGEST = 4_000
_HIDDEN = "small numbers: this document hides it"


@dataclass(frozen=True, slots=True)
class TextDoubt:
    """Something in the words to look at: at which place, what they say, and what the figures say."""

    place: str
    says: str
    found: str

    def __str__(self) -> str:
        return f"{self.place}: it says “{self.says}”; {self.found}."


def text_doubts(evidence: Evidence, words: Iterable[WordingView]) -> tuple[TextDoubt, ...]:
    """What the words say that the figures do not."""
    public = evidence.options.public
    doubts: list[TextDoubt] = []
    for each in words:
        if public and each.internal:
            continue
        text = _readable(each.text)
        for check in (_forces, _phases, _money, _measures):
            doubts += [TextDoubt(each.place, says, found) for says, found in check(evidence, text)]
    return tuple(dict.fromkeys(doubts))


def hidden_numbers(evidence: Evidence, place: str, text: str) -> tuple[TextDoubt, ...]:
    """Where a force's own text, which has numbers of its own, says one that the document hides."""
    text = _readable(text)
    told = [
        each.words
        for each in _counted(evidence, text)
        if each.agrees(_hidden(evidence, each.measure), stored_per_unit(each.measure.unit))
    ]
    told += [
        each.words
        for each in sums_of_money(text, _of_money(evidence))
        if each.measure is not None and each.agrees(_hidden(evidence, each.measure))
    ]
    return tuple(TextDoubt(place, words, _HIDDEN) for words in dict.fromkeys(told))


def _readable(text: str) -> str:
    """So much of a text as is read, with single spaces: long runs of them would be looked through again and again."""
    return re.sub(r"[^\S\n]+", " ", text[:_LONGEST])


def _forces(evidence: Evidence, text: str) -> Iterator[tuple[str, str]]:
    everybody = len(evidence.answering)
    received = len({each.agency for each in evidence.accepted} & set(evidence.answering))
    for match in _FORCES.finditer(text):
        said, whole = number(match[1]), number(match[2])
        true = (
            said in (received, everybody, everybody - received)
            if whole is None
            else (said, whole) == (received, everybody)
        )
        if not true:
            yield match[0], f"{received} of {everybody} forces sent a return"


def _phases(evidence: Evidence, text: str) -> Iterator[tuple[str, str]]:
    known = {each.number for each in evidence.phases}
    for match in _PHASE.finditer(text):
        if number(match[1]) not in known | {evidence.phase.number + 1}:
            yield match[0], f"the operation has phases {min(known)} to {max(known)}"


def _money(evidence: Evidence, text: str) -> Iterator[tuple[str, str]]:
    of_money = _of_money(evidence)
    for each in sums_of_money(text, of_money):
        measures = of_money if each.measure is None else [each.measure]
        known = {amount for one in measures for amount in _amounts(evidence, one)}
        shown = {amount for one in measures for amount in _amounts(evidence, one, shown=True)}
        if each.agrees(shown):
            continue
        if each.agrees(known):
            yield each.words, _HIDDEN
        elif each.measure is None:
            yield each.words, "no sum of money of this phase or since the beginning is that"
        else:
            yield each.words, _otherwise(evidence, each.measure)


def _measures(evidence: Evidence, text: str) -> Iterator[tuple[str, str]]:
    for each in _counted(evidence, text):
        per_unit = stored_per_unit(each.measure.unit)
        amounts = _amounts(evidence, each.measure)
        if not amounts or each.agrees(_amounts(evidence, each.measure, shown=True), per_unit):
            continue
        if each.agrees(amounts, per_unit):
            yield each.words, _HIDDEN
        elif each.sure:
            yield each.words, _otherwise(evidence, each.measure)


def _otherwise(evidence: Evidence, measure: MeasureView) -> str:
    point = evidence.point(measure.code)
    total = point.total.text(measure.unit) if point and point.total else "none"
    return f"the figures say {total} for {measure.label.lower()}"


def _of_money(evidence: Evidence) -> list[MeasureView]:
    return [each for each in evidence.measures.values() if each.unit == "GBP"]


def _hidden(evidence: Evidence, measure: MeasureView) -> set[int]:
    """The amounts that the document prints nowhere."""
    return _amounts(evidence, measure) - _amounts(evidence, measure, shown=True)


def _counted(evidence: Evidence, text: str) -> Iterator[Counted]:
    forces = {
        name for code in evidence.agencies for name in (evidence.name(code), evidence.spoken_name(code))
    }
    return counted(text, tuple(evidence.measures.values()), forces)


def _amounts(evidence: Evidence, measure: MeasureView, shown: bool = False) -> set[int]:
    """Every amount that is known of a measure: of this phase, of those before, so far, of each force.

    Only what the document does not hide, where `shown`.
    """
    found: set[int] = set()
    for phase in evidence.phases:
        point = evidence.point(measure.code, phase.number)
        if point is None:
            continue
        shut = any(evidence.hides(measure.code, each, phase.number) for each in (REGION, JOINT))
        gross = None if shown and shut else point.gross
        values = {REGION: point.total, TO_DATE: point.cumulative, **point.by_agency}
        kept = (
            each
            for agency, each in values.items()
            if not (shown and evidence.hides(measure.code, agency, phase.number))
        )
        found |= {each.stored for each in (*kept, gross) if each is not None}
    return found
