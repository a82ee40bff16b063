"""Recognises agencies and measures by the names that people type: for certain, or not at all.

Taken are names as they are known, the same words in another order or number, and names with words around them
that add nothing ("Number of arrests made", "Cash seized (£)"). Likeness only suggests.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from opcoord.model.refs import AgencyRef, MeasureRef
from opcoord.reading.names.label_words import (
    AND,
    participles,
    plain_words,
    singular,
    singulars,
    without_occasion,
)
from opcoord.reading.texts import clean

_MARKS = re.compile(r"[*†‡§^~]+|\[(?:note\s?)?\w{1,3}\]|\((?:note\s?)?\d{1,2}\)", re.IGNORECASE)
# Superscripts, and one or two digits stuck to the end of a word of four letters or more ("Somerset8").
_FOOTNOTE = re.compile(r"[¹²³⁰⁴-⁹]+|(?<=[^\W\d_]{4})\d{1,2}(?=\W|$)")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_IN_BRACKETS = re.compile(r"([^()]{1,200})\(([^()]{1,100})\)\s{0,9}")
_UNSPOKEN = frozenset({"total", "overall", "number", "count", "which", "police", AND})
_COUNTED = frozenset({"total", "overall", "number", "count"})
#: What may stand around a name because it only repeats how the measure is counted.
_UNIT_WORDS = {
    "GBP": frozenset({"total", "value", "amount", "£", "gbp", "pound"}),
    "g": frozenset({"total", "weight", "amount", "g", "gram"}),
    "%": frozenset({"%", "per", "cent"}),
}
_WORST_LIKENESS = 0.5
_WORST_WORD = 0.75
#: A text of more words is a sentence and not the name of something.
_MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Match:
    """A recognised `code`, or None with the codes that come closest as `suggestions`: best first, two at most."""

    code: str | None
    suggestions: tuple[str, ...] = ()


@lru_cache(maxsize=4_000)
def normalise(text: str) -> str:
    """`text` as headings are compared: folded, "&" as "and", without marks, footnote digits and punctuation."""
    text = clean(text[:300])[0]
    text = _FOOTNOTE.sub("", _MARKS.sub(" ", text))
    folded = (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()
    folded = folded.replace("&", " and ").replace("'", "").replace("’", "")
    return _NOT_WORD.sub(" ", folded).strip()


@lru_cache(maxsize=500)
def agency_words(text: str) -> str:
    """The words of an agency's name, with every word for a police force made one."""
    words = plain_words(text).replace("constabulary", "police").replace("police force", "police")
    return " ".join(word for word in words.split() if word != "the")


class _Name:
    """One name of one or more codes, taken apart once."""

    def __init__(self, words: str, shown: str) -> None:
        self.shown = shown
        self.codes: set[str] = set()
        self.singulars = singulars(words)
        self.bag = frozenset(self.singulars)
        self.compared = _compared(words)
        # "of which Class A" means what stands above it: it counts only as it is known.
        self.stands_alone = "which" not in self.bag

    def is_within(self, said: list[str]) -> bool:
        """Whether `said` holds this name: in any order, but unbroken where `said` joins what the name does not."""
        if not self.bag <= frozenset(said):
            return False
        if AND not in said or AND in self.bag:
            return True
        return f" {' '.join(self.singulars)} " in f" {' '.join(said)} "


class Names:
    """Names by which codes are known. A name that stands for two codes is recognised as neither."""

    def __init__(self, split: Callable[[str], str]) -> None:
        self._split = split
        self._names: dict[str, _Name] = {}
        #: By code, the words that may be added to any of its names; empty for agencies.
        self._allowed: dict[str, frozenset[str]] = {}
        self._order: dict[str, int] = {}
        self._written: dict[str, str] = {}
        self._with_word: dict[str, list[_Name]] = {}
        self._alike: dict[str, dict[str, float]] = {}

    @classmethod
    def of_agencies(cls, agencies: Iterable[AgencyRef]) -> Names:
        """The names of agencies: code, full name and aliases, each also with "Police" where it is a force."""
        names = cls(agency_words)
        for each in agencies:
            known = [each.name, each.code, *each.aliases]
            if "police" in agency_words(each.name).split():
                known += [f"{name} Police" for name in known if "police" not in agency_words(name).split()]
            for name in known:
                names._add(each.code, name)
        return names

    @classmethod
    def of_measures(cls, measures: Iterable[MeasureRef]) -> Names:
        """The names of measures: label, code and aliases, and what may be said around them."""
        known = {each.code: each for each in measures}
        names = cls(plain_words)
        for code, measure in known.items():
            for name in (measure.label, *measure.aliases):
                names._add(code, name)
            # A code of several words counts only as it is written: "staff_deployed" is no way to say "staff".
            if "_" in code:
                names._written[code.casefold()] = code
            else:
                names._add(code, code)
            own = _UNIT_WORDS.get(measure.unit, _COUNTED | {singular(measure.unit)})
            names._allowed[code] = own | participles(_line_of(measure, known))
        return names

    def match(self, text: str) -> Match:
        """The code that `text` names, or those that come closest."""
        codes = self._codes(text)
        if len(codes) == 1:
            return Match(next(iter(codes)))
        two = tuple(sorted(codes, key=lambda code: self._order[code])[:2])
        return Match(None, two or self._closest(text))

    def code(self, text: str) -> str | None:
        """The code that `text` names; as `match` has it, without looking for what comes closest."""
        codes = self._codes(text)
        return next(iter(codes)) if len(codes) == 1 else None

    def mentioned(self, text: str) -> frozenset[str]:
        """The codes whose names occur as whole words in `text`, names inside longer names left out."""
        padded = f" {self._split(text)} "
        written = f" {_NOT_WORD.sub(' ', text[:300])} "
        found = {
            words
            for words, name in self._names.items()
            # A short code counts only as it is written: "AS" is a force and "as" is a word.
            if len(name.codes) == 1
            and f" {words} " in padded
            and (len(words) > 3 or f" {name.shown} " in written)
        }
        longest = {
            key for key in found if not any(key != other and f" {key} " in f" {other} " for other in found)
        }
        return frozenset(code for words in longest for code in self._names[words].codes)

    def _add(self, code: str, name: str) -> None:
        words = self._split(name)
        if words and words not in self._names:
            known = self._names[words] = _Name(words, name)
            for word in known.bag:
                self._with_word.setdefault(word, []).append(known)
        if words:
            self._names[words].codes.add(code)
        self._order.setdefault(code, len(self._order))

    def _codes(self, text: str) -> set[str]:
        codes = self._certain(text)
        if not codes and "(" in text and (parts := _IN_BRACKETS.fullmatch(text[:300])):
            # A name and, in brackets, another name of the same: "British Transport Police (BTP)".
            outside, inside = self._certain(parts[1]), self._certain(parts[2])
            codes = outside if outside == inside else set()
        return codes

    def _certain(self, text: str) -> set[str]:
        """The codes that `text` names beyond doubt; more than one where the name stands for several."""
        if written := self._written.get(text.casefold().strip(" :\n\t")):
            return {written}
        words = self._split(text)
        if known := self._names.get(words):
            return known.codes
        if not self._allowed:
            return set()
        said = singulars(without_occasion(words))
        same: set[str] = set()
        dressed: set[str] = set()
        for name in self._sharing(said):
            if not name.stands_alone or not name.is_within(said):
                continue
            added = frozenset(said) - name.bag
            if not added:
                same |= name.codes
            elif added != {AND}:
                dressed |= {code for code in name.codes if added - {AND} <= self._allowed[code]}
        return same or dressed

    def _sharing(self, words: Iterable[str]) -> set[_Name]:
        """The names that hold any of `words`."""
        return {name for word in words for name in self._with_word.get(word, ())}

    def _closest(self, text: str) -> tuple[str, ...]:
        said = _compared(without_occasion(self._split(text)))
        if not 1 <= len(said) <= _MOST_WORDS:
            return ()
        alike = [self._words_like(word) for word in said]
        likeness: dict[str, float] = {}
        for name in self._sharing({word for words in alike for word in words}):
            if not name.compared:
                continue
            found = sum(max(words.get(other, 0.0) for other in name.compared) for words in alike)
            used = sum(max(words.get(other, 0.0) for words in alike) for other in name.compared)
            score = (found / len(said) + used / len(name.compared)) / 2
            for code in name.codes:
                likeness[code] = max(score, likeness.get(code, 0.0))
        # Where two are as close, the operation's own order decides.
        best = sorted(likeness, key=lambda code: (-likeness[code], self._order[code]))[:2]
        return tuple(code for code in best if likeness[code] >= _WORST_LIKENESS)

    def _words_like(self, word: str) -> dict[str, float]:
        """The words of all names that are like `word`, with how alike they are, up to 1."""
        if word not in self._alike:
            from rapidfuzz import fuzz

            scores = {other: _likeness(word, other, fuzz.ratio) for other in self._with_word}
            self._alike[word] = {other: score for other, score in scores.items() if score}
        return self._alike[word]


def _line_of(measure: MeasureRef, known: dict[str, MeasureRef]) -> list[str]:
    """The labels of a measure and of all it is a part of."""
    labels: list[str] = []
    seen: set[str] = set()
    at: MeasureRef | None = measure
    while at is not None and at.code not in seen:
        seen.add(at.code)
        labels.append(at.label)
        at = known.get(at.part_of)
    return labels


def _compared(words: str) -> frozenset[str]:
    return frozenset(singulars(words)) - _UNSPOKEN


def _likeness(one: str, other: str, ratio: Callable[[str, str], float]) -> float:
    """How alike two words are, from 0 to 1; short words are alike only where they are the same."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 4:
        return 0.0
    score = ratio(one, other) / 100
    return score if score >= _WORST_WORD else 0.0
