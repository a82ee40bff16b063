"""Direction of travel: change against the last period and a baseline, with a tolerance band (DOMAIN.md, "Terms").

Integers and fractions only: "exactly 2.5 % is a change" must not hang on binary arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from opcoord.model.units import format_amount, stored_per_unit

#: The tolerance in tenths of a per cent: within it, figures count as the same.
DEFAULT_BAND_TENTHS = 25
#: Below so many things, pounds or grams a percentage says more than the figures do.
_TINY = 10


class Direction(StrEnum):
    """Which way a figure went."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    UNKNOWN = "not comparable"

    @property
    def arrow(self) -> str:
        """A sign that stands beside the word, never instead of it; empty where nothing can be said."""
        return {Direction.UP: "↑", Direction.DOWN: "↓", Direction.SAME: "↔"}.get(self, "")


class Trend(StrEnum):
    """Whether that is what was wanted."""

    POSITIVE = "positive"
    STABLE = "stable"
    NEGATIVE = "negative"
    NOT_ASSIGNED = "not assigned"


@dataclass(frozen=True, slots=True)
class Change:
    """A change from `before` to `now` (stored units); `ratio` is None where there is nothing to divide by."""

    before: int | None
    now: int | None
    direction: Direction
    ratio: Fraction | None
    #: What must be said beside the percentage, for example that the baseline is 0; else empty.
    remark: str = ""
    #: Whether a figure that is not exact is in it; then the percentage is only about right.
    vague: bool = False

    @property
    def percent(self) -> str:
        """For example "−15.7 %", "+1,644.9 %", "about +48.0 %"; empty where no percentage can be given."""
        if self.ratio is None:
            return ""
        tenths = round(self.ratio * 1000)
        sign = "+" if tenths > 0 else "−" if tenths < 0 else ""
        return f"{'about ' if self.vague else ''}{sign}{abs(tenths) // 10:,}.{abs(tenths) % 10} %"

    @property
    def text(self) -> str:
        """Arrow, word and percentage: "↓ down, −15.7 %", "↑ up", "not comparable"."""
        said = f"{self.direction.arrow} {self.direction}".strip()
        return f"{said}, {self.percent}" if self.percent else said


@dataclass(frozen=True, slots=True)
class Travel:
    """A measure's changes against the last period and the baseline, and the trend that they make."""

    on_last: Change
    on_baseline: Change
    trend: Trend


def change(
    before: int | None, now: int | None, band_tenths: int = DEFAULT_BAND_TENTHS, unit: str = "count"
) -> Change:
    """The change from `before` to `now`, stored amounts of `unit`; a change of exactly the band counts as one."""
    if before is None or now is None:
        return Change(before, now, Direction.UNKNOWN, None, "one of the two figures is missing")
    if before == 0:
        direction = Direction.SAME if now == 0 else Direction.UP if now > 0 else Direction.DOWN
        return Change(before, now, direction, None, "" if now == 0 else "no percentage can be given of 0")
    ratio = Fraction(now - before, abs(before))
    if abs(ratio) * 1000 < band_tenths:
        direction = Direction.SAME
    else:
        direction = Direction.UP if ratio > 0 else Direction.DOWN
    remarks = (_smallness(abs(before), unit), _nearness(direction, ratio, band_tenths))
    return Change(before, now, direction, ratio, "; ".join(filter(None, remarks)))


def _nearness(direction: Direction, ratio: Fraction, band_tenths: int) -> str:
    """What is said where a percentage is rounded to the band and yet lies inside it."""
    if direction is not Direction.SAME or abs(round(ratio * 1000)) < band_tenths:
        return ""
    return f"just under {band_tenths // 10}.{band_tenths % 10} %"


def _smallness(before: int, unit: str) -> str:
    return (
        f"compared with only {format_amount(before, unit)}" if before < _TINY * stored_per_unit(unit) else ""
    )


def travel(
    baseline: int | None,
    previous: int | None,
    current: int | None,
    preferred: str,
    band_tenths: int = DEFAULT_BAND_TENTHS,
) -> Travel:
    """How `current` stands against `previous` and `baseline`; `preferred` is "up", "down" or empty."""
    on_last = change(previous, current, band_tenths)
    on_baseline = change(baseline, current, band_tenths)
    return Travel(on_last, on_baseline, trend(on_last.direction, on_baseline.direction, preferred))


def trend(last: Direction, baseline: Direction, preferred: str) -> Trend:
    """What both changes make together: positive or negative where they lean that way, stable where neither moved
    or they point apart.
    """
    if preferred not in ("up", "down") or {last, baseline} == {Direction.UNKNOWN}:
        return Trend.NOT_ASSIGNED
    steps = {Direction.UP: 1, Direction.DOWN: -1}
    leaning = steps.get(last, 0) + steps.get(baseline, 0)
    if preferred == "down":
        leaning = -leaning
    return Trend.POSITIVE if leaning > 0 else Trend.NEGATIVE if leaning < 0 else Trend.STABLE
