"""Dates as people type them: taken where they are certain, the day before the month, and otherwise asked."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opcoord.reading.texts import parse_date


@pytest.mark.parametrize(
    "typed",
    [
        "21/03/2024",
        "21.03.2024",
        "21-03-2024",
        "21 03 2024",
        "21/3/2024",
        " 21/03/2024 ",
        "2024-03-21",
        "2024/03/21",
        "2024-03-21T00:00:00",
        "2024-03-21 00:00:00",
        "21 March 2024",
        "21st March 2024",
        "21 MAR 2024",
        "21 Mar. 2024",
        "21-Mar-2024",
        "21st of March, 2024",
        "March 21, 2024",
        "March 21st 2024",
        "Thursday 21 March 2024",
        "Thu, 21 March 2024",
        "Thurs 21/03/2024",
        "21\u00a0March\u00a02024",
    ],
)
def test_a_certain_date_is_taken(typed: str) -> None:
    assert parse_date(typed) == dt.date(2024, 3, 21)


def test_the_day_comes_before_the_month() -> None:
    assert parse_date("03/04/2024") == dt.date(2024, 4, 3)
    assert parse_date("13/03/2024") == dt.date(2024, 3, 13)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "03/13/2024",
        "30 February 2024",
        "30/02/2024",
        "29/02/2023",
        "31/04/2024",
        "00/03/2024",
        "21/03/24",
        "21 March 24",
        "21 March",
        "March 2024",
        "21/03/0202",
        "21/03/3024",
        "21/03-2024",
        "21032024",
        "45372",
        "21 Marvellous 2024",
        "21 Mai 2024",
        "21 Ju 2024",
        "21-22 March 2024",
        "21/03/2024 or 22/03/2024",
        "w/c 21/03/2024",
        "٢١/٠٣/٢٠٢٤",
        "Friday 21 March 2024",
        "Thu Thu 22 March 2024",
        "tomorrow",
    ],
)
def test_an_unsure_date_is_not_taken(typed: str) -> None:
    assert parse_date(typed) is None


@pytest.mark.parametrize(
    "style", ["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%A %d %B %Y", "%d-%b-%Y", "%B %d, %Y"]
)
@given(day=st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)))
def test_a_date_reads_back_in_every_style(style: str, day: dt.date) -> None:
    assert parse_date(day.strftime(style)) == day


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert parse_date(text) is None or any(each.isdigit() for each in text)
