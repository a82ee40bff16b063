"""Cleaning of imported text: one normal form, nothing invisible, and dates as British offices write them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from opcoord.excel.text_cells import INVISIBLE

#: Longer texts are cut before any pattern looks at them.
LONGEST_LOOKED_AT = 2_000

_SURROGATE = re.compile("[\ud800-\udfff]")
# Years of two figures, and years that no operation can have, are never certain.
_YEAR = r"((?:19|20)[0-9]{2})"
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})([/.\- ])([0-9]{{1,2}})\2{_YEAR}")
_YEAR_FIRST = re.compile(rf"{_YEAR}([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}})(?:[t ].{{0,20}})?")
_WORDS = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]([a-z]{{3,9}})\.?,?[ -]{_YEAR}")
_MONTH_FIRST = re.compile(rf"([a-z]{{3,9}})\.? ([0-9]{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}")
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs?|ur)?(?:day)?,? ")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def clean(text: str) -> tuple[str, bool]:
    """`text` in normal form C without invisible characters, and whether any were taken out."""
    if text.isascii() and text.isprintable():
        # Nearly all texts are, and have one form only.
        return text, False
    stripped = INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", stripped), stripped != text


def storable(text: str) -> str:
    """`text` as it came, but for lone surrogates, which no store can hold."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """`text` with every run of white space made one space."""
    return " ".join(text.split())


def quoted(text: str, longest: int = 60) -> str:
    """`text` as a message quotes it: one line, in quotation marks, cut where it is long."""
    line = one_line(clean(text[:LONGEST_LOOKED_AT])[0])
    return f"'{line[:longest]}…'" if len(line) > longest else f"'{line}'"


def parse_date(text: str) -> dt.date | None:
    """The day in `text`, the day before the month as in Britain; None where it is not certain."""
    text = one_line(text[:60]).casefold()
    if match := _WEEKDAY.match(text):
        day = parse_date(text[match.end() :])
        # A weekday that was not one makes the whole date unsure.
        return day if day and _WEEKDAYS[day.weekday()] == match[1] else None
    if match := _DAY_FIRST.fullmatch(text):
        return _date(int(match[4]), int(match[3]), int(match[1]))
    if match := _YEAR_FIRST.fullmatch(text):
        return _date(int(match[1]), int(match[3]), int(match[4]))
    if match := _WORDS.fullmatch(text):
        return _date(int(match[3]), month_named(match[2]), int(match[1]))
    if match := _MONTH_FIRST.fullmatch(text):
        return _date(int(match[3]), month_named(match[1]), int(match[2]))
    return None


def month_named(name: str) -> int:
    """The number of a month by its name or its first three letters, or 0."""
    for number, month in enumerate(_MONTHS, start=1):
        if name in (month, month[:3]) or (name == "sept" and number == 9):
            return number
    return 0


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
