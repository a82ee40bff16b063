"""What the reconciliation shows: rows of region against forces, claims over several phases, and disagreements."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from opcoord.model.qualified import Qualified, step_text

#: Scope of a figure that speaks of all forces together; a force's scope is its code.
REGION = ""


class RowKind(StrEnum):
    """What the difference between the region and the sum of its forces means."""

    AGREES = "agrees"
    PARTS_EXCEED = "parts-exceed-whole"
    FALLS_SHORT = "parts-fall-short"
    ONE_MISSING = "one-missing"
    SEVERAL_MISSING = "several-missing"
    NO_FORCE = "no-force-figure"
    NO_REGION = "no-regional-figure"
    DEFINITIONS_DIFFER = "definitions-differ"
    NOT_ADDED = "not-added"


class Kind(StrEnum):
    """What sort of disagreement it is."""

    PARTS_EXCEED = "parts-exceed-whole"
    FALLS_SHORT = "parts-fall-short"
    DEFINITIONS_DIFFER = "definitions-differ"
    FACTOR_OF_TEN = "factor-of-ten"
    DIGITS = "digits"
    REGION_AS_FORCE = "region-as-force"
    PEOPLE_AGAINST_VISITS = "people-against-visits"
    REPEATED_BLOCK = "repeated-block"
    RENUMBERED_BLOCK = "renumbered-block"
    PAGE_TOTAL = "page-total"
    PERIOD_CLAIM = "period-claim"
    REVISED = "revised"
    ACCOUNTS_DIFFER = "accounts-differ"


class ClaimKind(StrEnum):
    """How a claim over several phases stands to what was first published of each."""

    AGREES = "agrees"
    DEFINITIONS_DIFFER = "definitions-differ"
    DIFFERS = "differs"
    NOT_COMPARABLE = "not-comparable"


class Origin(StrEnum):
    """Where a force's value comes from."""

    RETURNED = "returned"
    ANNOUNCED = "announced"
    PARTS = "sum of its parts"


class Account(NamedTuple):
    """One figure as somebody gave it: published by `reporter`, or returned by the force itself.

    `scope` is REGION, an agency's code, or the reporter's own words after "~" where it is neither. `announcement`
    is the id of the announcement, None for a return.
    """

    scope: str
    reporter: str
    measure: str
    label: str
    unit: str
    value: Qualified
    first_phase: int | None
    last_phase: int | None
    source: str = ""
    source_key: str = ""
    note: str = ""
    announcement: int | None = None
    is_revision: bool = False
    published_on: dt.date | None = None
    printed_period: str = ""

    @property
    def text(self) -> str:
        """The value as it is printed, with its qualifier."""
        return self.value.text(self.unit)


class ForceValue(NamedTuple):
    """What counts for one force in a row, and where it comes from."""

    agency: str
    value: Qualified
    origin: Origin


@dataclass(frozen=True, slots=True)
class ReconciliationRow:
    """One measure in one phase: the region as published beside the sum of its forces.

    `label` names the measure with its parent where it is an "of which". `first` is the region as first published
    and `last` as last revised (the same where it was not revised).
    `sum` is net of joint results (`adjustment`, 0 or less). `difference` is the region (`last`) minus the sum in
    stored units, `first_difference` the same for `first`. `implied` is what the one missing force must have had; it
    is worked out here and never stored.
    """

    phase: int
    measure: str
    label: str
    unit: str
    first: Account | None
    last: Account | None
    forces: tuple[ForceValue, ...]
    missing: tuple[str, ...]
    sum: Qualified | None
    adjustment: int
    difference: int | None
    first_difference: int | None
    kind: RowKind
    sentence: str
    implied: Qualified | None = None

    @property
    def difference_text(self) -> str:
        """The region minus the sum as it is printed: "−4", "about £77,500" where not both are exact."""
        return step_text(self.difference, self.unit, self.last.value if self.last else None, self.sum)


@dataclass(frozen=True, slots=True)
class ReconciledReference:
    """Names the row of a phase and a measure in which the region stands beside its forces."""

    phase: int
    measure: str


@dataclass(frozen=True, slots=True)
class PeriodClaim:
    """A claim over several phases beside what was first published of each of them.

    `difference` is the sum minus the claim, in stored units; None where they cannot be compared.
    """

    claim: Account
    parts: tuple[Account, ...]
    sum: Qualified | None
    difference: int | None
    kind: ClaimKind
    sentence: str

    @property
    def difference_text(self) -> str:
        """The sum minus the claim as it is printed."""
        return step_text(self.difference, self.claim.unit, self.claim.value, self.sum)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Published or returned figures that do not go together, side by side.

    `key` names the figures that disagree: it outlives recalculation and reopening, and ends when the figures change.
    `verdict` and `reason` are the coordinator's, empty until decided.
    """

    key: str
    kind: Kind
    title: str
    sentence: str
    phases: tuple[int, ...]
    measure: str
    label: str
    unit: str
    sources: tuple[Account, ...]
    verdict: str = ""
    reason: str = ""
    decided_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What the coordinator decided about one disagreement."""

    key: str
    verdict: str
    reason: str
    decided_on: dt.date


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All that the reconciliation of an operation, or of one phase, has to show."""

    rows: tuple[ReconciliationRow, ...]
    claims: tuple[PeriodClaim, ...]
    disagreements: tuple[Disagreement, ...]

    def of_phase(self, phase: int) -> Reconciliation:
        """What concerns one phase."""
        return Reconciliation(
            tuple(each for each in self.rows if each.phase == phase),
            tuple(
                each
                for each in self.claims
                if (each.claim.first_phase or 0) <= phase <= (each.claim.last_phase or 0)
            ),
            tuple(each for each in self.disagreements if phase in each.phases),
        )

    @property
    def undecided(self) -> tuple[Disagreement, ...]:
        """The disagreements without a verdict."""
        return tuple(each for each in self.disagreements if not each.verdict)
