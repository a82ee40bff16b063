"""Which measures and free labels speak of the same thing in other words, so that their definitions may differ.

Two measures are related when they stand under one heading, are counted in one unit, neither is a part of the other, and a
name of one is a name of the other with words added: "disruptions" and "drug lines disrupted". A word that
occurs under several headings ("drug", "seized") relates nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from opcoord.queries.views import MeasureView

_WORD = re.compile(r"[a-z]+")
_ENDINGS = ("ions", "ion", "ings", "ing", "ed", "es", "s")
_LITTLE = frozenset({"of", "which", "the", "to", "in", "and", "by", "for", "all", "number", "related"})
_SHORTEST_STEM = 4
_MEASURED_UNITS = frozenset({"GBP", "g", "%"})
#: What a label counts, by its words; the words come as stems.
_COUNTED = {
    "people": frozenset({"people", "person", "adult", "children", "child", "victim", "user", "juvenile"}),
    "visits": frozenset({"visit", "check", "call"}),
    "addresses": frozenset({"address", "premis", "property"}),
    "referrals": frozenset({"referral"}),
}


@lru_cache(maxsize=4_000)
def stems(text: str) -> frozenset[str]:
    """The words of `text` without endings, well enough to compare: "disruptions" and "disrupted" are one."""
    return frozenset(_stem(word) for word in _WORD.findall(text.casefold()) if word not in _LITTLE)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


class Relations:
    """The relations among the measures of one operation."""

    def __init__(self, measures: Sequence[MeasureView]) -> None:
        self._measures = {each.code: each for each in measures}
        self._names = {
            each.code: tuple({stems(name): None for name in (each.label, *each.aliases) if stems(name)})
            for each in measures
        }
        self.parts: dict[str, list[str]] = defaultdict(list)
        for each in measures:
            if each.part_of:
                self.parts[each.part_of].append(each.code)
        headings: dict[str, set[str]] = defaultdict(set)
        for each in measures:
            for name in self._names[each.code]:
                for stem in name:
                    headings[stem].add(each.heading)
        self._telling = {
            stem for stem, under in headings.items() if len(under) == 1 and len(stem) >= _SHORTEST_STEM
        }
        self._related = self._find()

    def related(self, code: str) -> tuple[str, ...]:
        """The codes of the measures related to the measure of `code`."""
        return self._related.get(code, ())

    def named_in(self, label: str, unit: str) -> str:
        """The measure whose name `label` holds with words added ("drug-related arrests"); empty where not one alone."""
        said = stems(label)
        best: dict[str, int] = {}
        for code, names in self._names.items():
            if not _one_unit(unit, self._measures[code].unit):
                continue
            held = [len(name) for name in names if name <= said and name & self._telling]
            if held:
                best[code] = max(held)
        most = [code for code, size in best.items() if size == max(best.values())]
        return most[0] if len(most) == 1 else ""

    def whole_of(self, label: str, measure: str, unit: str) -> str:
        """The measure that a figure is a part of: its parent, or for a free label the top one that shares a word."""
        if measure:
            return self._measures[measure].part_of if measure in self._measures else ""
        said = stems(label) & self._telling
        tops = [
            each.code
            for each in self._measures.values()
            if each.unit == unit
            and not each.part_of
            and any(said & name for name in self._names[each.code])
            and self.parts.get(each.code)
        ]
        return tops[0] if len(tops) == 1 else ""

    def alike(self, one: tuple[str, str], other: tuple[str, str]) -> bool:
        """Whether two figures, each a (measure code, label), share a telling word in any of their names."""
        return bool(self._words(*one) & self._words(*other))

    def counted(self, label: str, measure: str) -> str:
        """What is counted: "people", "visits", "addresses", "referrals", or empty where the words do not say."""
        unit = self._measures[measure].unit if measure in self._measures else ""
        if unit in _COUNTED:
            return unit
        said = stems(label)
        return next((kind for kind, words in _COUNTED.items() if said & words), "")

    def _words(self, measure: str, label: str) -> frozenset[str]:
        names = (stems(label), *self._names.get(measure, ()))
        return frozenset().union(*names) & self._telling

    def _find(self) -> dict[str, tuple[str, ...]]:
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for each in self._measures.values():
            groups[each.heading, each.unit].append(each.code)
        found: dict[str, list[str]] = defaultdict(list)
        for codes in groups.values():
            for code in codes:
                for other in codes:
                    if code != other and not self._in_line(code, other) and self._extend(code, other):
                        found[code].append(other)
        return {code: tuple(others) for code, others in found.items()}

    def _extend(self, one: str, other: str) -> bool:
        return any(
            (mine <= theirs or theirs <= mine) and mine & theirs & self._telling
            for mine in self._names[one]
            for theirs in self._names[other]
        )

    def _in_line(self, one: str, other: str) -> bool:
        """Whether one of the two is a part of the other, near or far."""
        return other in self._line(one) or one in self._line(other)

    def _line(self, code: str) -> set[str]:
        above: set[str] = set()
        at = self._measures[code].part_of
        while at in self._measures and at not in above:
            above.add(at)
            at = self._measures[at].part_of
        return above


def _one_unit(said: str, unit: str) -> bool:
    """Whether a free label's unit can be the measure's: a plain number may count anything that is counted."""
    return said == unit or (said == "count" and unit not in _MEASURED_UNITS)
