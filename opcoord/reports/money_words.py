"""Finds the sums of money in words, and of what they are: "£2,000 in cash" as well as "drugs worth £2,000"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from opcoord.queries.views import MeasureView
from opcoord.reports.counted_words import DIGITS, vague_range

_MONEY = re.compile(rf"£\s?({DIGITS})(?:\.(\d{{1,2}}))?(?:\s?(k|m|million|thousand)\b)?", re.IGNORECASE)
_TIMES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
#: What stands between a name and the sum behind it, and between a sum and the name behind that.
_VAGUE = r"(?:(?:over|about|around|almost|nearly|at least|more than|up to|just|some|approximately|an estimated)\s+)*"
_WORTH = (
    r"(?:\s+(?:seized|found|recovered|taken))?(?:\s+(?:worth|of|valued at|to the value of|totalling|totalled|reached|was|were"
    r"|(?:amounted|amounting|came|coming|rose|fell) to|with an?(?: estimated)?(?: street)? value of)|\s*[:(])\s*"
)
_OF = re.compile(
    r"\s+(?:worth of|in|of)\s+(?:(?:suspected|criminal|illegal|illicit|controlled|seized|the)\s+)*",
    re.IGNORECASE,
)
_BEHIND_A_NAME = re.compile(rf"{_WORTH}{_VAGUE}$", re.IGNORECASE)
#: Words of a label that do not say what the money is of.
_WEAK = frozenset({"of", "which", "seized", "seizure", "recovered", "value", "street", "the"})
_WORD = re.compile(r"[A-Za-z]+\b")
_AND_MORE = re.compile(r"\s*(?:,|and|or|&)\s+[a-z]", re.IGNORECASE)
_LONGEST_NAME = 3
#: So many letters beside a sum are read for what it is of.
_NEAR = 80


@dataclass(frozen=True, slots=True)
class Money:
    """A sum: as it is written, between which amounts in pence it would be true, and the measure; None for any."""

    words: str
    low: int
    high: int
    measure: MeasureView | None

    def agrees(self, amounts: Iterable[int]) -> bool:
        """Whether it is one of the amounts, or one of them rounded."""
        return any(self.low <= each <= self.high for each in amounts)


def sums_of_money(text: str, measures: Sequence[MeasureView]) -> Iterator[Money]:
    """All sums in the text; `measures` are those in pounds."""
    names = [(each, stems) for each in measures for stems in _names(each)]
    for match in _MONEY.finditer(text):
        whole, pence, times = match[1].replace(",", ""), match[2] or "", (match[3] or "").lower()
        factor = _TIMES.get(times, 1)
        said = int(whole) * 100 * factor + (int(pence.ljust(2, "0")) * factor if pence else 0)
        # "£1.2 million" is a figure rounded to its last digit.
        step = 100 * factor // 10 ** len(pence) if factor > 1 else 1
        found, words = _behind(text, match, names)
        if found is None:
            found, words = _before(text, match, names)
        low, high = vague_range(text[: match.start()], said)
        yield Money(words, low - step // 2, high + step // 2, found)


def _behind(
    text: str, match: re.Match[str], names: Sequence[tuple[MeasureView, list[str]]]
) -> tuple[MeasureView | None, str]:
    """What the sum is said to be of in the words after it."""
    link = _OF.match(text, match.end())
    if link is None:
        return None, match[0]
    spoken = list(_WORD.finditer(text, link.end(), link.end() + _NEAR))
    stems = [_stem(each.group()) for each in spoken[:_LONGEST_NAME]]
    fitting = [(each, len(name)) for each, name in names if name == stems[: len(name)]]
    longest = max((length for _, length in fitting), default=0)
    found = {each.code: each for each, length in fitting if length == longest}
    if len(found) != 1 or _joined(text[spoken[longest - 1].end() :]):
        return None, match[0]
    return next(iter(found.values())), text[match.start() : spoken[longest - 1].end()]


def _before(
    text: str, match: re.Match[str], names: Sequence[tuple[MeasureView, list[str]]]
) -> tuple[MeasureView | None, str]:
    """What the sum is said to be of in the words before it."""
    link = _BEHIND_A_NAME.search(text, max(0, match.start() - _NEAR), match.start())
    if link is None:
        return None, match[0]
    near = max(0, link.start() - _NEAR)
    spoken = list(_WORD.finditer(text, near, link.start()))[-_LONGEST_NAME:]
    stems = [_stem(each.group()) for each in spoken]
    fitting = [(each, len(name)) for each, name in names if name == stems[-len(name) :]]
    longest = max((length for _, length in fitting), default=0)
    found = {each.code: each for each, length in fitting if length == longest}
    if len(found) != 1:
        return None, match[0]
    start = spoken[-longest].start()
    ahead = text[near:start].rstrip()
    # "Cash and drugs worth" is a sum of two things, and "heroin and other drugs" or "Class A drugs" are another thing.
    if ahead and not re.search(
        r"(?:[.,;:!?(]|\b(?:of|the|and|with|found|seized|took|recovered|in|suspected))$", ahead
    ):
        return None, match[0]
    if re.search(r"\band$", ahead) and "£" not in re.split(r"[.;!?](?=\s)", ahead)[-1]:
        return None, match[0]
    return next(iter(found.values())), text[start : match.end()]


def _joined(text: str) -> bool:
    """Whether something else may be counted in, as in "£5,000 in cash and drugs"."""
    return _AND_MORE.match(text) is not None


def _names(measure: MeasureView) -> list[list[str]]:
    stems = (
        [_stem(word) for word in re.findall(r"[A-Za-z]+", name)] for name in (measure.label, *measure.aliases)
    )
    return [kept for each in stems if (kept := [word for word in each if word not in _WEAK])]


def _stem(word: str) -> str:
    return word.lower().removesuffix("s")
