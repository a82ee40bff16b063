"""Joint results counted once (rule 9): what is taken off a total, and when. Each agency's figure never changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from opcoord.model.qualified import Qualified, total
from opcoord.model.units import adds_up


class JointRule(StrEnum):
    """How a joint result is counted."""

    SUM = "sum"
    LARGEST = "largest"
    LEAD = "lead force claims"
    NUMBER = "a number"


@dataclass(frozen=True, slots=True)
class Deduction:
    """`amount` (stored units) of a measure that `agency` and `other` both report and that is counted once."""

    agency: str
    other: str
    amount: int


class Net(NamedTuple):
    """The sum of what agencies report, what is taken off it, and what remains; `net` is None without answers."""

    gross: Qualified | None
    adjustment: int
    net: Qualified | None


def deducted(rule: JointRule, claim: int, counter_claim: int | None, number: int = 0) -> int:
    """How much `rule` takes off the sum when one agency claims `claim` joint ones and the other `counter_claim`.

    "sum" holds that they are different ones; "largest" counts the larger claim once; with "lead force claims"
    the lead force's claim stands and the other's (`counter_claim`, else as many) goes; "a number" takes `number`.
    """
    if rule is JointRule.SUM:
        return 0
    if rule is JointRule.LARGEST:
        return claim if counter_claim is None else min(claim, counter_claim)
    if rule is JointRule.LEAD:
        return claim if counter_claim is None else counter_claim
    return number


def net_of(values: Mapping[str, Qualified], deductions: Collection[Deduction], unit: str) -> Net:
    """`values` by agency, added and adjusted; nothing where figures of `unit` cannot be added.

    A deduction holds only while both agencies' figures are in, and never takes off more than the smaller of
    them: a withdrawn return must not leave the total short. Together they never leave less than the largest figure:
    where three agencies report the same results, rules for all three pairs would take off one agency too many.
    """
    gross = total(values.values()) if values and adds_up(unit) else None
    if gross is None:
        return Net(None, 0, None)
    if not deductions:
        return Net(gross, 0, gross)
    off = sum(
        min(each.amount, values[each.agency].stored, values[each.other].stored)
        for each in deductions
        if each.agency in values and each.other in values
    )
    off = min(off, gross.stored - max(each.stored for each in values.values()))
    return Net(gross, -off, Qualified(gross.stored - off, gross.qualifier))
