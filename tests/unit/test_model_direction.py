"""Direction of travel: the commissioner's panel table of September 2023, and the edges of the band."""

from __future__ import annotations

import pytest

from opcoord import reference_data
from opcoord.model.direction import Direction, Trend, change, travel
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.queries.inexact_change import change_of

PANEL = {
    "Drug possession offences": ("−15.7 %", "−13.4 %", Trend.NOT_ASSIGNED),
    "Drug trafficking offences": ("−1.9 %", "−0.3 %", Trend.NOT_ASSIGNED),
    "Organised drug disruptions": ("+27.9 %", "+1,644.9 %", Trend.POSITIVE),
}


@pytest.mark.parametrize("row", reference_data.shipped("panel_measures.csv"), ids=lambda row: row["measure"])
def test_the_panel_table_comes_out_as_printed(row: dict[str, str]) -> None:
    found = travel(int(row["baseline"]), int(row["previous"]), int(row["current"]), row["preferred"])
    assert found.on_last.direction == row["printed_change_from_last"]
    assert found.on_baseline.direction == row["printed_change_from_baseline"]
    assert (found.on_last.percent, found.on_baseline.percent, found.trend) == PANEL[row["measure"]]


def test_exactly_the_band_is_a_change() -> None:
    assert change(1000, 1025).direction is Direction.UP
    assert change(1000, 975).direction is Direction.DOWN
    assert change(10_000, 10_249).direction is Direction.SAME
    assert change(1000, 1049, band_tenths=50).direction is Direction.SAME
    # Rounded it would read like the band itself, which is a change.
    assert (change(10_000, 10_249).percent, change(10_000, 10_249).remark) == ("+2.5 %", "just under 2.5 %")
    assert change(10_000, 10_244).remark == change(10_000, 10_250).remark == ""


def test_zero_and_tiny_baselines_are_said() -> None:
    assert change(0, 5).direction is Direction.UP
    assert change(0, 5).percent == ""
    assert change(0, 5).remark == "no percentage can be given of 0"
    assert change(0, 0).direction is Direction.SAME
    assert change(3, 6).remark == "compared with only 3"
    assert change(3, 6).percent == "+100.0 %"
    assert change(300, 600, unit="GBP").remark == "compared with only £3"
    assert change(3_000, 6_000, unit="GBP").remark == ""


def test_a_missing_figure_is_not_comparable() -> None:
    assert change(None, 5).direction is Direction.UNKNOWN
    assert travel(None, None, 5, "up").trend is Trend.NOT_ASSIGNED
    assert travel(None, 4, 5, "up").trend is Trend.POSITIVE


def test_the_trend_follows_what_is_preferred() -> None:
    assert travel(100, 100, 120, "down").trend is Trend.NEGATIVE
    assert travel(100, 100, 80, "down").trend is Trend.POSITIVE
    assert travel(100, 100, 101, "up").trend is Trend.STABLE
    assert travel(90, 110, 100, "up").trend is Trend.STABLE


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (Qualified(25), Qualified(20, Qualifier.OVER), "not comparable"),
        (Qualified(20, Qualifier.OVER), Qualified(20, Qualifier.OVER), "not comparable"),
        (Qualified(15, Qualifier.OVER), Qualified(38), "not comparable"),
        (Qualified(100), Qualified(101, Qualifier.ABOUT), "not comparable"),
        (Qualified(700, Qualifier.ALMOST), Qualified(650), "not comparable"),
        (Qualified(250, Qualifier.ALMOST), Qualified(370), "↑ up, about +48.0 %"),
        (Qualified(25), Qualified(30, Qualifier.AT_LEAST), "↑ up, about +20.0 %"),
        (Qualified(25, Qualifier.OVER), Qualified(20), "↓ down, about −20.0 %"),
        (Qualified(25), Qualified(20, Qualifier.UP_TO), "↓ down, about −20.0 %"),
        (Qualified(25), Qualified(20), "↓ down, −20.0 %"),
    ],
)
def test_a_direction_is_given_only_where_every_reading_of_the_figures_has_it(
    before: Qualified, now: Qualified, said: str
) -> None:
    found = change_of(before, now, "count")
    assert found.text == said
    assert found.remark == ("" if "," in said else "not exact enough to tell")
