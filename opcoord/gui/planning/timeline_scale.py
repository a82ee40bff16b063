"""Days to pixels on the timeline, and where the axis is labelled; plain arithmetic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_STEPS = (1, 2, 3, 6, 12)
_DAYS_A_MONTH = 30.4


@dataclass(frozen=True)
class TimelineScale:
    """From `first` at `left` to `last` at `right`."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    @classmethod
    def around(cls, days: Iterable[dt.date], left: float, right: float) -> TimelineScale:
        """Whole months that hold all these days."""
        known = list(days)
        first = min(known).replace(day=1)
        last = _first_of_month(max(known), 1)
        return cls(first, last, left, max(right, left + 1.0))

    def x(self, day: dt.date) -> float:
        """The pixel at which a day begins."""
        span = max((self.last - self.first).days, 1)
        return self.left + (self.right - self.left) * (day - self.first).days / span

    def ticks(self, least_gap: float) -> list[tuple[dt.date, str, bool]]:
        """First days of months with their label, as many as fit; True where a year begins.

        The first tick carries the year too, so that an axis within one year says which.
        """
        month_width = (self.right - self.left) / max((self.last - self.first).days / _DAYS_A_MONTH, 1.0)
        step = next((step for step in _STEPS if step * month_width >= least_gap), _STEPS[-1])
        found = []
        day = self.first
        while day < self.last:
            if day.month == 1 or day == self.first:
                found.append((day, str(day.year), True))
            if step < _STEPS[-1] and (day.month - 1) % step == 0:
                found.append((day, _MONTHS[day.month - 1], False))
            day = _first_of_month(day, 1)
        return _without_crowding(found, self, least_gap)


def _without_crowding(
    ticks: list[tuple[dt.date, str, bool]], scale: TimelineScale, least_gap: float
) -> list[tuple[dt.date, str, bool]]:
    """Drop the opening year where the next one follows at once."""
    years = [tick for tick in ticks if tick[2]]
    if len(years) > 1 and scale.x(years[1][0]) - scale.x(years[0][0]) < least_gap:
        ticks.remove(years[0])
    return ticks


def _first_of_month(day: dt.date, months: int) -> dt.date:
    month = day.month - 1 + months
    return dt.date(day.year + month // 12, month % 12 + 1, 1)
