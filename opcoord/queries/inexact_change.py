"""How figures moved that are not exact: a direction is given only where every reading of them has it (rule 2)."""

from __future__ import annotations

from dataclasses import replace

from opcoord.model.direction import DEFAULT_BAND_TENTHS, Change, Direction, change
from opcoord.model.qualified import Qualified
from opcoord.queries.bounds import Bounds, bounds

#: What is said where "over 20" stands against 25.
NOT_EXACT_ENOUGH = "not exact enough to tell"


def change_of(
    before: Qualified | None, now: Qualified | None, unit: str, band_tenths: int = DEFAULT_BAND_TENTHS
) -> Change:
    """The change from one qualified figure of `unit` to another; UNKNOWN where it depends on what they stand for."""
    found = change(_amount(before), _amount(now), band_tenths, unit)
    if before is None or now is None:
        return found
    return weighed(found, bounds(before), bounds(now), band_tenths)


def weighed(found: Change, before: Bounds, now: Bounds, band_tenths: int = DEFAULT_BAND_TENTHS) -> Change:
    """`found`, if the figures it compares can be anything within their bounds."""
    if found.direction is Direction.UNKNOWN or (before.low == before.high and now.low == now.high):
        return found
    least = Direction.DOWN if before.high is None else change(before.high, now.low, band_tenths).direction
    most = Direction.UP if now.high is None else change(before.low, now.high, band_tenths).direction
    if least is most is found.direction:
        return replace(found, vague=True)
    return Change(found.before, found.now, Direction.UNKNOWN, None, NOT_EXACT_ENOUGH, vague=True)


def _amount(value: Qualified | None) -> int | None:
    return None if value is None else value.stored
