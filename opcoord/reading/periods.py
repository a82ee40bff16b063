"""Which days a heading or a title names ("4 to 10 November 2023", "Nov-23", "2022/23"), and whether a phase has them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from opcoord.reading.texts import month_named, one_line

Days = tuple[dt.date, dt.date]

#: No heading is longer; a sentence may name days for any reason.
_LONGEST = 120
#: Figures of so many days before the phase as well are not those of the phase.
_MOST_DAYS_BEFORE = 40
_YEAR = r"((?:19|20)[0-9]{2})"
_MONTH = r"([a-z]{3,9})\.?"
_NUMERIC = re.compile(rf"\b([0-9]{{1,2}})[/.\-]([0-9]{{1,2}})[/.\-]{_YEAR}\b")
_YEAR_FIRST = re.compile(rf"\b{_YEAR}-([0-9]{{2}})-([0-9]{{2}})\b")
_DAY = re.compile(rf"\b([0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH},?[ -]{_YEAR}\b")
_MONTH_OF_YEAR = re.compile(
    rf"\b{_MONTH}[ ,\-/]{{1,2}}(?:{_YEAR}|['’-]([0-9]{{2}}))(?![0-9])|\b{_MONTH}-([0-9]{{2}})(?![0-9])"
)
_TWO_YEARS = re.compile(rf"\b{_YEAR}\s?[/-]\s?(?:20)?([0-9]{{2}})\b")
_ONE_YEAR = re.compile(rf"\b{_YEAR}\b")
#: Words beside a day on which something else happened than what was counted.
_OTHERWISE = re.compile(
    r"\b(?:as at|as of|updated|printed|issued|version|due|deadline|return(?:ed)? by|prepared|completed|signed|sent"
    r"|received|created|began|started|launched|established|act|order)\b"
)


def days_named(text: str) -> Days | None:
    """From which to which day the months, years and days in `text` reach; None where it names none for certain."""
    named = list(_named(one_line(text[:300]).casefold()))
    return (min(first for first, _ in named), max(last for _, last in named)) if named else None


def heads_other_days(text: str, windows: Sequence[Days]) -> bool:
    """Whether a heading of figures names days, and others than those of the phase with these `windows`."""
    days = _days_counted(text)
    if days is None or not windows:
        return False
    first, last = min(start for start, _ in windows), max(end for _, end in windows)
    if days[1] < first or days[0] > last:
        return True
    # A whole month or year may well stand for its phase; from one to another is more than a phase.
    return len(list(_named(one_line(text).casefold()))) > 1 and (first - days[0]).days > _MOST_DAYS_BEFORE


def is_over_before(text: str, windows: Sequence[Days]) -> bool:
    """Whether a title names days that were over before the phase with these `windows` began."""
    days = _days_counted(text)
    return days is not None and bool(windows) and days[1] < min(start for start, _ in windows)


def _days_counted(text: str) -> Days | None:
    if len(text) > _LONGEST or _OTHERWISE.search(text.casefold()):
        return None
    return days_named(text)


def _named(text: str) -> Iterator[Days]:
    """Each day, month and year in `text`; what was understood is taken out before the next kind is looked for."""
    rest = text
    for pattern, read in _KINDS:
        kept, at = [], 0
        for match in pattern.finditer(rest):
            days = read(match)
            if days is not None:
                yield days
                kept.append(rest[at : match.start()])
                at = match.end()
        rest = " ; ".join([*kept, rest[at:]])


def _numeric(match: re.Match[str]) -> Days | None:
    return _one_day(match[3], int(match[2]), match[1])


def _year_first(match: re.Match[str]) -> Days | None:
    return _one_day(match[1], int(match[2]), match[3])


def _day(match: re.Match[str]) -> Days | None:
    return _one_day(match[3], month_named(match[2]), match[1])


def _month(match: re.Match[str]) -> Days | None:
    month = month_named(match[1] or match[4])
    year = int(match[2]) if match[2] else 2000 + int(match[3] or match[5])
    return _span(year, month, year, month) if month else None


def _two_years(match: re.Match[str]) -> Days | None:
    year = int(match[1])
    # "2022/23" runs from April to March.
    return _span(year, 4, year + 1, 3) if int(match[2]) == (year + 1) % 100 else None


def _one_year(match: re.Match[str]) -> Days | None:
    return _span(int(match[1]), 1, int(match[1]), 12)


def _one_day(year: str, month: int, day: str) -> Days | None:
    try:
        date = dt.date(int(year), month, int(day))
    except ValueError:
        return None
    return date, date


def _span(year: int, month: int, last_year: int, last_month: int) -> Days:
    after = dt.date(last_year + last_month // 12, last_month % 12 + 1, 1)
    return dt.date(year, month, 1), after - dt.timedelta(days=1)


_KINDS = (
    (_NUMERIC, _numeric),
    (_YEAR_FIRST, _year_first),
    (_DAY, _day),
    (_MONTH_OF_YEAR, _month),
    (_TWO_YEARS, _two_years),
    (_ONE_YEAR, _one_year),
)
