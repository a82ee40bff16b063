"""Moving dates by the operation's cadence."""

from __future__ import annotations

import calendar
import datetime as dt


def months_later(day: dt.date, months: int) -> dt.date:
    """The day that many months later, moved to the nearest same weekday: phases begin on a given weekday."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    moved = day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))
    difference = (day.weekday() - moved.weekday() + 3) % 7 - 3
    return moved + dt.timedelta(days=difference)
