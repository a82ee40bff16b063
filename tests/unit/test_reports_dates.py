"""Dates as people read them."""

from __future__ import annotations

import datetime as dt

import pytest

from opcoord.model.dates import format_date, format_moment, format_month, format_range, format_windows
from opcoord.queries.views import WindowView

day = dt.date


def test_a_date_has_no_leading_zero_and_a_whole_month() -> None:
    assert format_date(day(2022, 3, 7)) == "7 March 2022"
    assert format_date(None) == ""
    assert format_month(day(2022, 3, 7)) == "March 2022"
    assert format_moment(dt.datetime(2022, 3, 7, 9, 5)) == "7 March 2022, 09:05"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (day(2022, 3, 7), day(2022, 3, 13), "7 to 13 March 2022"),
        (day(2022, 11, 18), day(2022, 12, 3), "18 November to 3 December 2022"),
        (day(2022, 12, 28), day(2023, 1, 3), "28 December 2022 to 3 January 2023"),
        (day(2022, 3, 7), day(2022, 3, 7), "7 March 2022"),
        (day(2022, 3, 7), None, "7 March 2022"),
        (None, None, ""),
    ],
)
def test_a_range_repeats_nothing(first: dt.date | None, last: dt.date | None, text: str) -> None:
    assert format_range(first, last) == text


def test_windows_name_a_force_that_has_its_own() -> None:
    windows = [
        WindowView(day(2024, 3, 5), day(2024, 3, 11), "DO"),
        WindowView(day(2024, 3, 22), day(2024, 3, 24)),
        WindowView(day(2024, 3, 4), day(2024, 3, 10)),
    ]
    shared = "4 to 10 March 2024 and 22 to 24 March 2024"
    assert format_windows(windows) == f"{shared}; DO: 5 to 11 March 2024"
    assert format_windows(windows, {"DO": "Dorset Police"}).endswith("; Dorset Police: 5 to 11 March 2024")
    assert format_windows([]) == ""
