"""Looks for personal data in free texts: a return needs numbers, not people (BAD_INPUT class 54).

The patterns are those of the United Kingdom, in `personal_patterns`. A finding names the kind and the cell and never
the value itself: whoever reads the finding may not need to know it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.reading.checks.personal_patterns import KINDS
from opcoord.reading.texts import LONGEST_LOOKED_AT, clean, one_line

#: Longer texts are looked at in pieces that share so much, so that nothing hides at a cut.
_SHARED = 200
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


def personal_kinds(text: str) -> list[str]:
    """What `text` looks as if it held: "a telephone number", "a date of birth"; empty for an ordinary note."""
    pieces = list(_pieces(text))
    return [kind for kind, pattern in KINDS if any(pattern.search(piece) for piece in pieces)]


def _pieces(text: str) -> Iterator[str]:
    # Full-width digits and non-breaking spaces are digits and spaces to whoever reads the note.
    line = one_line(unicodedata.normalize("NFKC", clean(text)[0]))
    for start in range(0, max(1, len(line)), LONGEST_LOOKED_AT - _SHARED):
        yield line[start : start + LONGEST_LOOKED_AT]


def _listed(kinds: list[str]) -> str:
    return f"{', '.join(kinds[:-1])} and {kinds[-1]}" if len(kinds) > 1 else kinds[0]
