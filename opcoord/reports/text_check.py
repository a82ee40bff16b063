"""Reads the coordinator's words beside the figures: a sentence that says 10 forces above a table of 9 is pointed out.

Only what can be compared is: numbers of forces, phases, sums of money, and numbers that a measure's name follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from opcoord.model.units import stored_per_unit
from opcoord.queries.frozen_figures import JOINT, REGION, TO_DATE
from opcoord.queries.papers import WordingView
from opcoord.queries.views import MeasureView
from opcoord.reading.amounts.number_words import number_from_words
from opcoord.reports.evidence import Evidence

_DIGITS = r"\d{1,3}(?:,\d{3})+|\d{1,12}"
_WORDS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-[a-z]{3,5})?"
)
_NUMBER = rf"(?<![\w.,£-])({_DIGITS}|{_WORDS})"
_FORCES = re.compile(rf"{_NUMBER}\s+(?:of\s+(?:the\s+)?{_NUMBER}\s+)?(?:police\s+)?forces\b", re.IGNORECASE)
_PHASE = re.compile(rf"\bphase\s+{_NUMBER}", re.IGNORECASE)
_MONEY = re.compile(rf"£\s?({_DIGITS})(?:\.(\d{{1,2}}))?\s?(k|m|million|thousand)?\b", re.IGNORECASE)
_COUNTED = re.compile(rf"{_NUMBER}\s+([a-z][a-z-]+(?:\s+[a-z][a-z-]+){{0,3}})", re.IGNORECASE)
_TIMES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
#: Words of a label that say nothing about what is counted.
_WEAK = frozenset({"of", "the", "and", "made", "number", "in", "by", "for", "which", "people"})
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
        text = each.text[:_LONGEST]
        for check in (_forces, _phases, _money, _measures):
            doubts += [TextDoubt(each.place, says, found) for says, found in check(evidence, text)]
    return tuple(dict.fromkeys(doubts))


def hidden_numbers(evidence: Evidence, place: str, text: str) -> tuple[TextDoubt, ...]:
    """Where a force's own text, which has numbers of its own, says one that the document hides."""
    return tuple(
        TextDoubt(place, named, _HIDDEN)
        for named, said, measure in _counted(evidence, text[:_LONGEST])
        if said in _amounts(evidence, measure) - _amounts(evidence, measure, shown=True)
    )


def _forces(evidence: Evidence, text: str) -> Iterator[tuple[str, str]]:
    everybody = len(evidence.answering)
    received = len({each.agency for each in evidence.accepted} & set(evidence.answering))
    for match in _FORCES.finditer(text):
        said, whole = _number(match[1]), _number(match[2])
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
        if _number(match[1]) not in known | {evidence.phase.number + 1}:
            yield match[0], f"the operation has phases {min(known)} to {max(known)}"


def _money(evidence: Evidence, text: str) -> Iterator[tuple[str, str]]:
    amounts = {
        amount
        for each in evidence.measures.values()
        if each.unit == "GBP"
        for amount in _amounts(evidence, each)
    }
    for match in _MONEY.finditer(text):
        whole, pence, times = match[1].replace(",", ""), match[2] or "", (match[3] or "").lower()
        factor = _TIMES.get(times, 1)
        said = int(whole) * 100 * factor + (int(pence.ljust(2, "0")) * factor if pence else 0)
        # "£1.2 million" is a figure rounded to its last digit.
        step = 100 * factor // 10 ** len(pence) if factor > 1 else 1
        if not any(abs(said - each) <= step // 2 for each in amounts):
            yield match[0], "no sum of money of this phase or since the beginning is that"


def _measures(evidence: Evidence, text: str) -> Iterator[tuple[str, str]]:
    for named, said, measure in _counted(evidence, text):
        amounts = _amounts(evidence, measure)
        if amounts and said not in amounts:
            point = evidence.point(measure.code)
            total = point.total.text(measure.unit) if point and point.total else "none"
            yield named, f"the figures say {total} for {measure.label.lower()}"
        elif amounts and said not in _amounts(evidence, measure, shown=True):
            yield named, _HIDDEN


def _counted(evidence: Evidence, text: str) -> Iterator[tuple[str, int, MeasureView]]:
    """The numbers that a measure's name follows: as they are written, in stored units, and the measure."""
    for match in _COUNTED.finditer(text):
        said = _number(match[1])
        measure, words = _named(evidence, match[2])
        if said is not None and measure is not None:
            named = f"{match[1]} {' '.join(match[2].split()[:words])}"
            yield named, said * stored_per_unit(measure.unit), measure


def _named(evidence: Evidence, words: str) -> tuple[MeasureView | None, int]:
    """The measure of things whose name begins what follows a number, and how many words that name has.

    No measure where it could be several.
    """
    spoken = _stems(words)
    best: list[MeasureView] = []
    length = 0
    for measure in evidence.measures.values():
        if measure.unit in ("GBP", "g", "%"):
            continue
        for name in (measure.label, *measure.aliases):
            stems = [each for each in _stems(name) if each not in _WEAK]
            if stems and stems == spoken[: len(stems)] and len(stems) >= length:
                best = [measure] if len(stems) > length else [*(e for e in best if e is not measure), measure]
                length = len(stems)
    return (best[0] if len(best) == 1 else None), length


def _stems(words: str) -> list[str]:
    return [each.lower().removesuffix("s") for each in re.findall(r"[A-Za-z]+", words)]


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


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return (
        int(text.replace(",", "")) if text[0].isdigit() else number_from_words(text.lower().replace("-", " "))
    )
