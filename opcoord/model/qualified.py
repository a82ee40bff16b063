"""Sums of qualified figures: a sum is as exact as its least exact part (rule 2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from opcoord.model.terms import Qualifier
from opcoord.model.units import format_amount

_LOWER = {Qualifier.AT_LEAST, Qualifier.OVER}
_UPPER = {Qualifier.UP_TO, Qualifier.UNDER, Qualifier.ALMOST}


class Qualified(NamedTuple):
    """An amount in stored units (pence, milligrams, things) with its qualifier.

    A tuple, because ten years of an operation make a hundred thousand of them at a time.
    """

    stored: int
    qualifier: Qualifier = Qualifier.EXACT

    def text(self, unit: str) -> str:
        """As it is printed: "at least £362,853", "1,514"."""
        words = "" if self.qualifier is Qualifier.EXACT else f"{self.qualifier.value} "
        return words + format_amount(self.stored, unit)


def combine_qualifiers(qualifiers: Iterable[Qualifier]) -> Qualifier:
    """The qualifier of a sum whose parts carry `qualifiers`.

    Lower bounds stay lower bounds ("over 20" and 119 make "over 139"), upper bounds stay upper bounds, and
    whatever mixes the two, or holds an "about", can only be "about".
    """
    said = set(qualifiers) - {Qualifier.EXACT}
    if not said:
        return Qualifier.EXACT
    kinds = {Qualifier(each) for each in said}
    if len(kinds) == 1:
        return kinds.pop()
    if kinds <= _LOWER:
        return Qualifier.OVER
    if kinds <= _UPPER:
        return Qualifier.UP_TO
    return Qualifier.ABOUT


def total(parts: Iterable[Qualified]) -> Qualified | None:
    """The qualified sum of `parts`, or None where there are none: nothing is never drawn as zero (rule 1)."""
    known = list(parts)
    if not known:
        return None
    if len(known) == 1:
        return known[0]
    amounts, qualifiers = zip(*known, strict=True)
    return Qualified(sum(amounts), combine_qualifiers(set(qualifiers)))


def step_text(step: int | None, unit: str, *between: Qualified | None) -> str:
    """A difference as it is printed: "£77,500", "about £77,500" where a figure it lies between is not exact."""
    exact = all(each is None or each.qualifier is Qualifier.EXACT for each in between)
    return ("" if exact or step is None else "about ") + format_amount(step, unit)


def plus(first: Qualified, second: Qualified) -> Qualified:
    """The qualified sum of two."""
    qualifier = first.qualifier
    if qualifier is not second.qualifier:
        qualifier = combine_qualifiers((qualifier, second.qualifier))
    return Qualified(first.stored + second.stored, qualifier)
