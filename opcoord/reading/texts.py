"""Cleaning of imported text: one normal form, nothing invisible, and dates as British offices write them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

#: Longer texts are cut before any pattern looks at them.
LONGEST_LOOKED_AT = 2_000

# Control characters but tab and line breaks, zero-width and bidirectional marks, lone surrogates, non-characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].{0,20})?")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})", re.IGNORECASE)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def clean(text: str) -> tuple[str, bool]:
    """`text` in normal form C without invisible characters, and whether any were taken out."""
    stripped = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", stripped), stripped != text


def storable(text: str) -> str:
    """`text` as it came, but for lone surrogates, which no store can hold."""
    return _SURROGATE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """`text` with every run of white space made one space."""
    return " ".join(text.split())


def quoted(text: str, longest: int = 60) -> str:
    """`text` as a message quotes it: one line, in quotation marks, cut where it is long."""
    line = one_line(clean(text[:LONGEST_LOOKED_AT])[0])
    return f"'{line[:longest]}…'" if len(line) > longest else f"'{line}'"


def parse_date(text: str) -> dt.date | None:
    """The day in `text`, the day before the month as in Britain; None where it is not certain."""
    text = one_line(text[:60])
    if match := _DAY_FIRST.fullmatch(text):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    if match := _ISO.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _WORDS.fullmatch(text):
        month = match[2].lower()[:3]
        if month in _MONTHS:
            return _date(int(match[3]), _MONTHS.index(month) + 1, int(match[1]))
    return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
