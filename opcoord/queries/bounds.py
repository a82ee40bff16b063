"""What a qualified figure can be at least and at most, and when two figures say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.model.units import stored_per_unit

# "About" and "almost" are taken as within a tenth.
_TENTH = 10
# Press releases round to thousands; a hundred and twenty arrests are not a rounded hundred and twenty-one.
_ROUNDED_FROM = 1_000
# A figure cut down to thousands ("£51,000" of £51,853) loses little.
_CUT_AT_MOST = 50


class Bounds(NamedTuple):
    """The least and the most that is meant, in stored units; `high` is None where there is no most."""

    low: int
    high: int | None

    def meets(self, other: Bounds) -> bool:
        """Whether one and the same number can be meant by both."""
        return not (self.exceeds(other) or other.exceeds(self))

    def exceeds(self, other: Bounds) -> bool:
        """Whether the least here is more than the most there."""
        return other.high is not None and self.low > other.high


def bounds(value: Qualified) -> Bounds:
    """The bounds that `value` sets by its qualifier."""
    amount, tenth = value.stored, value.stored // _TENTH
    match value.qualifier:
        case Qualifier.AT_LEAST:
            return Bounds(amount, None)
        case Qualifier.OVER:
            return Bounds(amount + 1, None)
        case Qualifier.UP_TO:
            return Bounds(0, amount)
        case Qualifier.UNDER:
            return Bounds(0, max(amount - 1, 0))
        case Qualifier.ABOUT:
            return Bounds(amount - tenth, amount + tenth)
        case Qualifier.ALMOST:
            return Bounds(amount - tenth, amount)
        case _:
            return Bounds(amount, amount)


def sum_of_bounds(values: Iterable[Qualified]) -> Bounds:
    """The bounds of the sum of `values`."""
    low, high = 0, 0
    endless = False
    for value in values:
        # Most figures are exact; this is the loop that sees all of them.
        if value.qualifier is Qualifier.EXACT:
            low += value.stored
            high += value.stored
            continue
        part = bounds(value)
        low += part.low
        endless = endless or part.high is None
        high += part.high or 0
    return Bounds(low, None if endless else high)


def certain_most(totals: Mapping[int, Qualified]) -> int | None:
    """Which of the totals is more than every other whatever their qualifiers stand for; None where none is."""
    if not totals:
        return None
    best = max(totals, key=lambda each: totals[each].stored)
    least = bounds(totals[best])
    others = (bounds(total) for key, total in totals.items() if key != best)
    return best if all(least.exceeds(each) for each in others) else None


def last_place(amount: int, unit: str) -> int:
    """The value of the last place of `amount` that is not zero, in stored units: £363,000 is given in thousands."""
    place = stored_per_unit(unit)
    if amount <= 0 or amount % place:
        return 1
    while amount % (place * 10) == 0:
        place *= 10
    return place


def rounds_to(precise: int, printed: int, unit: str) -> bool:
    """Whether `printed` is `precise` rounded, or cut, to the thousands (or more) in which it is given."""
    place = last_place(printed, unit)
    if place < _ROUNDED_FROM * stored_per_unit(unit):
        return precise == printed
    over = precise - printed
    return abs(over) * 2 <= place or (0 <= over < place and over * _CUT_AT_MOST < precise)


def say_the_same(one: Qualified, other: Qualified, unit: str) -> bool:
    """Whether two accounts of one thing can both be right, by their qualifiers or by rounding."""
    if bounds(one).meets(bounds(other)):
        return True
    if Qualifier.EXACT not in (one.qualifier, other.qualifier):
        return False
    return rounds_to(one.stored, other.stored, unit) or rounds_to(other.stored, one.stored, unit)
