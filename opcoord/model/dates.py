"""Dates as they are written for people: "7 March 2022", "7 to 13 March 2022", the same in every locale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Protocol

# Not strftime: month names must stay English whatever the machine's locale is.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class DateRange(Protocol):
    """Anything with a first and a last day and, where the range is one agency's own, that agency's code."""

    @property
    def starts_on(self) -> dt.date:
        """First day."""

    @property
    def ends_on(self) -> dt.date:
        """Last day, included."""

    @property
    def agency(self) -> str:
        """Code of the agency whose own range this is; empty where it is everybody's."""


def format_date(day: dt.date | None) -> str:
    """For example "7 March 2022"; empty for None."""
    return "" if day is None else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def format_moment(moment: dt.datetime) -> str:
    """Date and time of day, for example "7 March 2022, 14:05"."""
    return f"{format_date(moment.date())}, {moment:%H:%M}"


def format_month(day: dt.date | None) -> str:
    """For example "March 2022"; empty for None."""
    return "" if day is None else f"{_MONTHS[day.month - 1]} {day.year}"


def format_range(first: dt.date | None, last: dt.date | None) -> str:
    """From the first to the last day without repeating what both share.

    For example "7 to 13 March 2022", "18 November to 3 December 2022", "28 December 2022 to 3 January 2023".
    One day, or a range of which only one end is known, is written as that date; nothing known is empty.
    """
    if first is None or last is None or first == last:
        return format_date(first or last)
    start = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        start += f" {_MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} to {format_date(last)}"


def format_windows(windows: Iterable[DateRange], names: Mapping[str, str] | None = None) -> str:
    """All ranges of a phase in order, those of single agencies last and named (by `names`, else by code).

    For example "4 to 10 March 2024; Dorset Police: 5 to 11 March 2024"; empty where there are none.
    """
    ordered = sorted(windows, key=lambda each: (each.agency, each.starts_on, each.ends_on))
    parts: list[str] = []
    for agency in dict.fromkeys(each.agency for each in ordered):
        ranges = [format_range(each.starts_on, each.ends_on) for each in ordered if each.agency == agency]
        who = f"{(names or {}).get(agency, agency)}: " if agency else ""
        parts.append(who + _join(ranges))
    return "; ".join(parts)


def _join(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
