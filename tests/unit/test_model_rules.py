"""Units, qualified sums and dates: the plain rules under every total."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opcoord.model.qualified import Qualified, combine_qualifiers, total
from opcoord.model.terms import Qualifier
from opcoord.model.units import format_amount, from_stored, json_number, to_stored
from opcoord.services.calendar import months_later

EXACT, AT_LEAST, OVER, ABOUT, ALMOST, UP_TO = (
    Qualifier.EXACT,
    Qualifier.AT_LEAST,
    Qualifier.OVER,
    Qualifier.ABOUT,
    Qualifier.ALMOST,
    Qualifier.UP_TO,
)


@pytest.mark.parametrize(
    ("stored", "unit", "text"),
    [
        (13_100_000, "GBP", "£131,000"),
        (7_550, "GBP", "£75.50"),
        (0, "GBP", "£0"),
        (-500, "GBP", "−£5"),
        (3_500_000, "g", "3,500 g"),
        (2_250, "g", "2.25 g"),
        (1_514, "count", "1,514"),
        (None, "count", ""),
        (100_000_000, "g", "100,000 g"),
    ],
)
def test_amounts_are_written_with_their_unit(stored: int | None, unit: str, text: str) -> None:
    assert format_amount(stored, unit) == text


@given(st.integers(-(10**12), 10**12), st.sampled_from(["GBP", "g", "people", "plants"]))
def test_a_stored_amount_comes_back_unchanged(stored: int, unit: str) -> None:
    assert to_stored(from_stored(stored, unit), unit) == stored
    number = json_number(stored, unit)
    assert to_stored(Decimal(str(number)), unit) == stored


def test_finer_than_a_penny_is_refused() -> None:
    with pytest.raises(ValueError):
        to_stored(Decimal("198.088"), "GBP")
    with pytest.raises(ValueError):
        to_stored(Decimal("2.5"), "people")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([EXACT, EXACT], EXACT),
        ([], EXACT),
        ([EXACT, AT_LEAST], AT_LEAST),
        ([EXACT, OVER], OVER),
        ([AT_LEAST, OVER], OVER),
        ([EXACT, ALMOST], ALMOST),
        ([ALMOST, UP_TO], UP_TO),
        ([ABOUT, OVER], ABOUT),
        ([OVER, UP_TO], ABOUT),
        ([EXACT, ABOUT], ABOUT),
    ],
)
def test_a_sum_is_as_exact_as_its_least_exact_part(parts: list[Qualifier], expected: Qualifier) -> None:
    assert combine_qualifiers(parts) == expected


def test_the_published_cash_adds_up_as_published() -> None:
    parts = [Qualified(13_100_000, AT_LEAST), Qualified(18_000_000), Qualified(5_185_300)]
    found = total(parts)
    assert found is not None and found.text("GBP") == "at least £362,853"


def test_the_sum_of_nothing_is_nothing() -> None:
    assert total([]) is None


@pytest.mark.parametrize("day", [dt.date(2024, 3, 4), dt.date(2023, 12, 29), dt.date(2024, 10, 31)])
@pytest.mark.parametrize("months", [1, 3, 4, 12])
def test_a_later_phase_starts_on_the_same_weekday(day: dt.date, months: int) -> None:
    later = months_later(day, months)
    assert later.weekday() == day.weekday()
    assert abs((later - day).days - months * 30.44) < 7
