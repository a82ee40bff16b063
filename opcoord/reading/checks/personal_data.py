"""Looks for personal data in free texts: a return needs numbers, not people (BAD_INPUT class 54).

The patterns are those of the United Kingdom, in `personal_patterns`. A finding names the kind and the cell and never
the value itself: whoever reads the finding may not need to know it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.reading.checks.personal_names import names
from opcoord.reading.checks.personal_patterns import KINDS, NAME
from opcoord.reading.texts import LONGEST_LOOKED_AT, clean, one_line

#: Longer texts are looked at in pieces that share so much, so that nothing hides at a cut.
_SHARED = 200
#: Word processors make dashes of hyphens, also in the midst of a number.
_DASHES = {ord(each): "-" for each in "\u2010\u2011\u2012\u2013"}
_REMEDY = "Ask the force for a return without it, or accept it with the reason why it must be kept."


def personal_findings(texts: Sequence[tuple[str, str, str]]) -> list[Finding]:
    """A warning for each cell whose text looks as if it held personal data; `texts` are (text, sheet, cell)."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for text, sheet, cell in texts:
        found = kinds.setdefault((sheet, cell), [])
        found += [kind for kind in personal_kinds(text) if kind not in found]
    return [
        Finding(
            Severity.WARNING,
            "personal-data",
            f"The text looks as if it holds {_listed(found)}.",
            _REMEDY,
            sheet,
            cell,
        )
        for (sheet, cell), found in kinds.items()
        if found
    ]


class Passage(NamedTuple):
    """Words that look like personal data, and the kind of which they are."""

    kind: str
    words: str


def personal_kinds(text: str) -> list[str]:
    """What `text` looks as if it held: "a telephone number", "a date of birth"; empty for an ordinary note."""
    return list(dict.fromkeys(each.kind for each in personal_passages(text)))


def personal_passages(text: str) -> list[Passage]:
    """The words themselves, by kind; for who must look at them on the page."""
    pieces = list(_pieces(text))
    found = []
    for kind, pattern in KINDS:
        for piece in pieces:
            found += [Passage(kind, match[0].strip(" ,;:")) for match in pattern.finditer(piece)]
            if kind == NAME:
                found += [Passage(kind, each) for each in names(piece)]
    return list(dict.fromkeys(found))


def _pieces(text: str) -> Iterator[str]:
    # Full-width digits and non-breaking spaces are digits and spaces to whoever reads the note.
    line = one_line(unicodedata.normalize("NFKC", clean(text)[0])).translate(_DASHES)
    for start in range(0, max(1, len(line)), LONGEST_LOOKED_AT - _SHARED):
        yield line[start : start + LONGEST_LOOKED_AT]


def _listed(kinds: list[str]) -> str:
    return f"{', '.join(kinds[:-1])} and {kinds[-1]}" if len(kinds) > 1 else kinds[0]
