"""Recognises agencies and measures by the names that people type. Exact after normalising, or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from opcoord.model.refs import AgencyRef, MeasureRef
from opcoord.reading.texts import clean

_MARKS = re.compile(r"[*†‡§^~]+|\[(?:note\s?)?\w{1,3}\]|\((?:note\s?)?\d{1,2}\)", re.IGNORECASE)
# Superscripts, and one or two digits stuck to the end of a word of four letters or more ("Somerset8").
_FOOTNOTE = re.compile(r"[¹²³⁰⁴-⁹]+|(?<=[^\W\d_]{4})\d{1,2}(?=\W|$)")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_WORST_SUGGESTION = 75.0


@dataclass(frozen=True, slots=True)
class Match:
    """A recognised `code`, or None with the closest known name as a `suggestion` (empty where none is close)."""

    code: str | None
    suggestion: str = ""


@lru_cache(maxsize=2_000)
def normalise(text: str) -> str:
    """`text` as names are compared: folded, "&" as "and", without marks, footnote digits and punctuation."""
    text = clean(text[:300])[0]
    text = _FOOTNOTE.sub("", _MARKS.sub(" ", text))
    folded = (
        unicodedata.normalize("NFKC", text).casefold().replace("&", " and ").replace("'", "").replace("’", "")
    )
    return _NOT_WORD.sub(" ", folded).strip()


@lru_cache(maxsize=500)
def normalise_agency(text: str) -> str:
    """As `normalise`, with every word for a police force made one."""
    words = normalise(text).split()
    plain = ["police" if word in ("constabulary", "polices") else word for word in words if word != "the"]
    return " ".join(plain)


class Names:
    """Names by which codes are known. A name that stands for two codes is recognised as neither."""

    def __init__(self, known: Iterable[tuple[str, Iterable[str]]], *, agencies: bool = False) -> None:
        self._normalise = normalise_agency if agencies else normalise
        self._codes: dict[str, str | None] = {}
        self._shown: dict[str, str] = {}
        for code, names in known:
            for name in names:
                key = self._normalise(name)
                if not key:
                    continue
                self._shown.setdefault(key, name)
                other = self._codes.setdefault(key, code)
                if other != code:
                    self._codes[key] = None

    @classmethod
    def of_agencies(cls, agencies: Iterable[AgencyRef]) -> Names:
        """The names of agencies: code, full name and aliases."""
        return cls(((each.code, (each.name, each.code, *each.aliases)) for each in agencies), agencies=True)

    @classmethod
    def of_measures(cls, measures: Iterable[MeasureRef]) -> Names:
        """The names of measures: label, code and aliases."""
        return cls((each.code, (each.label, each.code, *each.aliases)) for each in measures)

    def match(self, text: str) -> Match:
        """The code that `text` names."""
        key = self._normalise(text)
        code = self._codes.get(key)
        return Match(code) if code is not None else Match(None, self._closest(key))

    def mentioned(self, text: str) -> set[str]:
        """The codes whose names occur as whole words in `text`, names inside longer names left out."""
        padded = f" {self._normalise(text)} "
        written = f" {_NOT_WORD.sub(' ', text[:300])} "
        found = {
            key
            for key, code in self._codes.items()
            # A short code counts only as it is written: "AS" is a force and "as" is a word.
            if code and f" {key} " in padded and (len(key) > 3 or f" {self._shown[key]} " in written)
        }
        longest = {
            key for key in found if not any(key != other and f" {key} " in f" {other} " for other in found)
        }
        return {code for key in longest if (code := self._codes[key]) is not None}

    def _closest(self, key: str) -> str:
        if not key:
            return ""
        from rapidfuzz import fuzz, process

        best = process.extractOne(key, list(self._shown), scorer=fuzz.ratio, score_cutoff=_WORST_SUGGESTION)
        return self._shown[best[0]] if best else ""
