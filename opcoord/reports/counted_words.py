"""Finds the numbers in words, and what they count: "70 arrests" as well as "the number of arrests rose to 70"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from opcoord.queries.views import MeasureView
from opcoord.reading.amounts.number_words import number_from_words

DIGITS = r"\d{1,3}(?:,\d{3})+|\d{1,12}"
_WORDS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-[a-z]{3,5})?"
)
NUMBER = rf"(?<![\w.,£-])({DIGITS}|{_WORDS})"
_AFTER = re.compile(rf"{NUMBER}\s+([a-z][a-z-]+(?:\s+[a-z][a-z-]+){{0,3}})", re.IGNORECASE)
_NEARLY = r"almost|nearly|up to|fewer than|less than|under|just under"
_OVER = r"over|more than|at least|just over"
_ABOUT = r"about|around|roughly|approximately|some|an estimated"
_EXACTLY = r"just|only|exactly|now|a total of|a record"
_VAGUE = re.compile(rf"\b(?:({_NEARLY})|({_OVER})|({_ABOUT}))\s+$", re.IGNORECASE)
#: "Over 300" is said of 322 but not of 400.
_ROUND = 10
_MOVED = (
    r"rose|fell|grew|went up|went down|increased|decreased|dropped|climbed|jumped|declined|came|amounted|added up"
    r"|(?:has|have|had) (?:risen|fallen|grown|gone up|gone down|increased|decreased|dropped|climbed|declined|come)"
    r"|rising|falling|growing|is up|are up|was up|were up|is down|are down|was down|were down"
)
_OF_PHASE = re.compile(r"\bphases?\s+$", re.IGNORECASE)
#: What stands between the name of something and how many there are of it.
_TOLD = re.compile(
    rf"(?P<link>\s+(?:(?:{_MOVED})(?:\s+from\s+{NUMBER})?\s+to|to|stood at|stands at|stand at|totalled|total|reached"
    rf"|numbered|was|were|is|are)\s+|\s*[:=]\s*|\s+[–—-]\s+|\s*\(\s*|,?\s+at\s+)"
    rf"(?:(?:{_NEARLY}|{_OVER}|{_ABOUT}|{_EXACTLY})\s+){{0,2}}{NUMBER}(?![\w%-]|[.,:]\d)",
    re.IGNORECASE,
)
_SPAN = r"(?:the |this |that )?(?:region|week|phase|operation|five forces|forces|month)"
#: What may follow such a number; after anything else it counts something else: "arrests were 12 minutes apart".
_ENDS = re.compile(
    r"\s*(?:$|[.,;:!?)(–—\n]|(?:and|but|while|when|after|compared|against|up|down|so far|to date|overall|altogether"
    r"|in total|in all|people|of which|of whom|last (?:phase|time)|this (?:phase|time|week)|which|from "
    rf"(?:{DIGITS})|(?:in|during|over|across|by|since|for) (?:phase (?:{DIGITS})|the end|{_SPAN}))\b)",
    re.IGNORECASE,
)
#: What may stand before a name without making it another thing, as "women" in "women safeguarded" does.
_BEFORE = re.compile(
    r"(?:^|[,;:(–—\n]|\b(?:(?:number|numbers|total|count|tally|figure|figures) (?:of|for)(?: the| all)?|the|total|all|our|and|but"
    r"|while|overall|regional|with|that|as|phase \d{1,3}|bringing|brought|brings|took|takes|taking|saw|when|drug-related))\s*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;!?\n](?=\s|$)|\n")
_PLACE = re.compile(r"\b(?:in|at|near|around|from|on)\s+((?:[A-Z][\w’'-]+\s?)+)", re.IGNORECASE)
_NO_PLACE = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|phase|operation"
    r"|class|region)\b",
    re.IGNORECASE,
)
#: Words of a label that say nothing about what is counted.
_WEAK = frozenset({"of", "the", "and", "made", "number", "in", "by", "for", "which", "people"})
_SPOKEN = re.compile(r"[A-Za-z&][\w&.’'-]*")
_NUMBER_ALONE = re.compile(r"(?<![A-Za-z.])\d")
_JOINED = re.compile(r"(?:,|\b(?:and|or)|&)\s*$", re.IGNORECASE)
_LONGEST_NAME = 7


@dataclass(frozen=True, slots=True)
class Counted:
    """A number and the measure that it is one of: as it is written, and between which amounts it would be true.

    Not `sure` where it may well be of something else: of a place that is no force, or of "women safeguarded".
    """

    words: str
    low: int
    high: int
    measure: MeasureView
    sure: bool = True

    def agrees(self, amounts: Iterable[int], per_unit: int) -> bool:
        """Whether it is one of the amounts, given in stored units, of which there are so many `per_unit`."""
        return any(self.low * per_unit <= each <= self.high * per_unit for each in amounts)


def number(text: str | None) -> int | None:
    """The number that digits or a word say."""
    if text is None:
        return None
    return (
        int(text.replace(",", "")) if text[0].isdigit() else number_from_words(text.lower().replace("-", " "))
    )


def counted(text: str, measures: Sequence[MeasureView], forces: Collection[str]) -> Iterator[Counted]:
    """The numbers with the name of a measure of things behind or before them; `forces` are names of no other place."""
    things = [each for each in measures if each.unit not in ("GBP", "g", "%")]
    yield from _number_first(text, things)
    yield from _number_last(text, things, forces)


def _number_first(text: str, measures: Sequence[MeasureView]) -> Iterator[Counted]:
    for match in _AFTER.finditer(text):
        said = number(match[1])
        measure, length = _named(measures, match[2])
        before = text[: match.start()]
        # "Since phase 1 arrests have risen" tells of no single arrest.
        if said is not None and measure is not None and not _OF_PHASE.search(before):
            words = f"{match[1]} {' '.join(match[2].split()[:length])}"
            yield Counted(words, *vague_range(before, said), measure)


def _number_last(text: str, measures: Sequence[MeasureView], forces: Collection[str]) -> Iterator[Counted]:
    between, names = _between(forces), _by_name(measures)
    for match in _TOLD.finditer(text):
        if not _ENDS.match(text, match.end()):
            continue
        start = max((each.end() for each in _CLAUSE.finditer(text, 0, match.start() + 1)), default=0)
        name, measure, alone = _name_at_end(names, between.sub("", text[start : match.start()]))
        if measure is None:
            continue
        end = _CLAUSE.search(text, match.end())
        sure = alone and not _elsewhere(text[start : end.start() if end else len(text)], forces)
        words = " ".join(text[text.rindex(name, start, match.start()) : match.end()].split())
        words += ")" if "(" in match["link"] else ""
        for group in (2, 3):
            said = number(match[group])
            if said is not None:
                yield Counted(words, *vague_range(text[: match.start(group)], said), measure, sure)


def vague_range(before: str, said: int) -> tuple[int, int]:
    """Between which amounts a number is true, by the word that stands before it: "over", "about" or none."""
    vague = _VAGUE.search(before)
    if vague is None:
        return said, said
    nearly, over, _ = vague.groups()
    return (said if over else said - said // _ROUND), (said if nearly else said + said // _ROUND)


def _between(forces: Collection[str]) -> re.Pattern[str]:
    """What may stand between a name and what is said of it, at the end of a text."""
    names = "|".join(re.escape(each) for each in sorted(forces, key=len, reverse=True)) or "region"
    return re.compile(
        r"(?:\s+(?:made|recorded|reported|numbers?|figures?|totals?|overall|altogether|in total|in all|so far|to date"
        rf"|this (?:phase|week|time)|(?:in|during|since|across|by|over|for|of) (?:phase (?:{DIGITS})|{_SPAN}|{names}"
        r"|the operation began)))+$",
        re.IGNORECASE,
    )


def _elsewhere(sentence: str, forces: Collection[str]) -> bool:
    known = {each.casefold() for each in forces}
    return any(
        match[1][0].isupper()
        and not _NO_PLACE.match(match[1])
        and not any(match[1].strip().casefold().startswith(each) for each in known)
        for match in _PLACE.finditer(sentence)
    )


def _by_name(measures: Sequence[MeasureView]) -> dict[tuple[str, ...], list[MeasureView]]:
    """The measures by the stems of their names, whole and without the words that say nothing."""
    found: dict[tuple[str, ...], list[MeasureView]] = {}
    for each in measures:
        whole = [tuple(_stems(name)) for name in (each.label, *each.aliases)]
        for stems in {*whole, *(tuple(word for word in name if word not in _WEAK) for name in whole)}:
            found.setdefault(stems, []).append(each)
    found.pop((), None)
    return found


def _name_at_end(
    names: Mapping[tuple[str, ...], Sequence[MeasureView]], text: str
) -> tuple[str, MeasureView | None, bool]:
    """The name of a measure that the text ends in, the measure (none where it could be several), and whether the name
    stands alone: "women safeguarded" may be counted otherwise than people.
    """
    spoken = list(_SPOKEN.finditer(text))[-_LONGEST_NAME:]
    for place, first in enumerate(spoken):
        name = text[first.start() :]
        found = () if _NUMBER_ALONE.search(name) else names.get(tuple(_stems(name)), ())
        if not found:
            continue
        people = place > 0 and spoken[place - 1].group().lower() == "people"
        before = text[: (spoken[place - 1] if people else first).start()]
        joined = _JOINED.search(before)
        # "Warrants and arrests: 83" is a sum of two things.
        sum_of_two = joined is not None and _name_at_end(names, before[: joined.start()])[0]
        alone = not before.strip() or _BEFORE.search(before) is not None
        return name.strip(), found[0] if len(found) == 1 and not sum_of_two else None, alone
    return "", None, False


def _named(measures: Sequence[MeasureView], words: str) -> tuple[MeasureView | None, int]:
    """The measure whose name begins what follows a number, and how many words that name has.

    No measure where it could be several.
    """
    spoken = _stems(words)
    best: list[MeasureView] = []
    length = 0
    for measure in measures:
        for name in (measure.label, *measure.aliases):
            stems = [each for each in _stems(name) if each not in _WEAK]
            if stems and stems == spoken[: len(stems)] and len(stems) >= length:
                best = [measure] if len(stems) > length else [*(e for e in best if e is not measure), measure]
                length = len(stems)
    return (best[0] if len(best) == 1 else None), length


def _stems(words: str) -> list[str]:
    return [each.lower().removesuffix("s") for each in re.findall(r"[A-Za-z]+", words)]
