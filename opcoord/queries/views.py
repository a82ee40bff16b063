"""What a coordinator sees: frozen records that the queries return. Amounts are in stored units (`model.units`)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from opcoord.model.basis import Basis
from opcoord.model.joint import Deduction
from opcoord.model.qualified import Qualified
from opcoord.model.rules import RuleChange, changed_between, rule_in, rule_since


@dataclass(frozen=True, slots=True)
class OperationView:
    """The operation as page heads need it; `notice` is the sample's label or empty."""

    name: str
    cadence_months: int
    marking: str
    handling: str
    notice: str
    aliases: dict[str, str]
    #: The role that answers for what is printed.
    owner: str = ""
    #: Public documents hide answers of sensitive measures below it.
    small_number: int = 5
    #: Tells the same operation in two files.
    identity: str = ""

    @property
    def printed_marking(self) -> str:
        """Marking and handling instruction as they stand on paper: "OFFICIAL-SENSITIVE – NOT FOR THE PRESS"."""
        return " – ".join(part for part in (self.marking, self.handling) if part).upper()


@dataclass(frozen=True, slots=True)
class AgencyView:
    """An agency with all its names."""

    id: int
    code: str
    name: str
    kind: str
    sends_returns: bool
    contact: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure; `part_of` is the parent's code or empty."""

    id: int
    code: str
    label: str
    unit: str
    heading: str
    adder: str
    four_p: str
    preferred: str
    basis: str
    sensitive: bool
    part_of: str
    #: The counting rule at first.
    definition: str
    aliases: tuple[str, ...]
    #: The rules that came after it, in order of phase.
    rules: tuple[RuleChange, ...] = ()

    @property
    def newest_rule(self) -> str:
        """The counting rule that came last, also where it begins with a phase still to come."""
        return self.rules[-1].definition if self.rules else self.definition

    def rule_in(self, phase: int) -> str:
        """The counting rule in force in a phase."""
        return rule_in(phase, self.definition, self.rules)

    def changed_between(self, one: int, other: int) -> int | None:
        """From which phase on figures of two phases are counted differently; None where they compare."""
        return changed_between(one, other, self.rules)


@dataclass(frozen=True, slots=True)
class WindowView:
    """One date range, both days included; `agency` is a code where it is one force's own, else empty."""

    starts_on: dt.date
    ends_on: dt.date
    agency: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A dated step of a phase's plan."""

    title: str
    due_on: dt.date
    done_on: dt.date | None


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase with everything that is planned for it; agencies and measures are named by code."""

    id: int
    number: int
    theme: str
    lead: str
    windows: tuple[WindowView, ...]
    returns_due: dt.date | None
    runs_with: str
    objectives: str
    note: str
    partners: tuple[str, ...]
    expected: tuple[str, ...]
    measures: tuple[str, ...]
    milestones: tuple[MilestoneView, ...]
    #: Codes of the expected agencies (or others) whose return is accepted.
    received: tuple[str, ...]

    @property
    def starts_on(self) -> dt.date | None:
        """First day of the window, None while no dates are planned."""
        return min((window.starts_on for window in self.windows), default=None)

    @property
    def ends_on(self) -> dt.date | None:
        """Last day of the window, None while no dates are planned."""
        return max((window.ends_on for window in self.windows), default=None)

    def status(self, today: dt.date) -> str:
        """ "planned", "live", "returns due" (window over, returns missing) or "complete"."""
        if self.starts_on is None or today < self.starts_on:
            return "planned"
        if self.ends_on is not None and today <= self.ends_on:
            return "live"
        return "returns due" if set(self.expected) - set(self.received) else "complete"


@dataclass(frozen=True, slots=True)
class ReturnView:
    """One version of a return, without its figures."""

    id: int
    phase: int
    agency: str
    agency_name: str
    version: int
    status: str
    file_name: str
    sha256: str
    as_at: dt.date | None
    completed_by: str
    completed_on: dt.date | None
    source: str
    accepted_at: dt.datetime
    accepted_by: str
    figure_count: int
    warning_count: int
    #: Whether the received file itself is kept, not only the cells that were read.
    file_kept: bool = False

    @property
    def accepted_on(self) -> dt.date:
        """The day here; the store keeps moments in UTC, where a summer's day ends an hour later."""
        return self.accepted_at.replace(tzinfo=dt.UTC).astimezone().date()


class CountingReturn(NamedTuple):
    """A return that counts: enough to tell whether another one does now. `sha256` is empty where it was keyed by hand."""

    id: int
    fingerprint: str
    phase: int
    agency: str
    sha256: str
    version: int


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One square of the Returns matrix.

    `state` is "received", "missing" (expected, due or over), "awaited" (expected, not yet due), or
    "not expected".
    """

    phase: int
    agency: str
    state: str
    version: int | None
    return_id: int | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure with the cell it came from and the conversion that was made."""

    measure: str
    label: str
    unit: str
    amount: int | None
    qualifier: str
    empty: str | None
    state: str
    as_at: dt.date | None
    sheet: str
    cell: str
    raw: str
    conversion: str
    joint_amount: int | None
    joint_with: str
    note: str
    agency: str
    agency_name: str
    phase: int
    version: int
    file_name: str
    sha256: str
    label_in_file: str = ""
    correction: str = ""
    correction_reason: str = ""
    return_id: int = 0
    accepted_at: dt.datetime | None = None
    accepted_by: str = ""
    #: Where the figures come from when not from a file of the agency.
    source: str = ""


@dataclass(frozen=True, slots=True)
class LearnedView:
    """What was learned of an agency: a label and the measure's code it stands for ("" where it is left out), or,
    with an empty label, where its own table stands (in words)."""

    agency: str
    label: str
    measure: str
    table: str = ""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding kept with an accepted return and the reason for which it was accepted."""

    phase: int
    agency: str
    severity: str
    code: str
    sheet: str
    cell: str
    message: str
    remedy: str
    accepted_reason: str


@dataclass(frozen=True, slots=True)
class NotableView:
    """A notable result that an accepted return carried."""

    phase: int
    agency: str
    agency_name: str
    text: str
    consent: bool
    embargo_until: dt.date | None


@dataclass(frozen=True, slots=True)
class ResultPoint:
    """One measure in one phase.

    `total` sums the answers that are in, joint results counted once, None where nobody answered; `cumulative` sums all totals up to this
    phase (None until there is one). `by_agency` holds one entry for every agency that answered, never
    one for an agency that did not. `expected` counts the expected agencies, and any other that answered.
    """

    phase: int
    total: Qualified | None
    cumulative: Qualified | None
    received: int
    expected: int
    missing: tuple[str, ...]
    by_agency: dict[str, Qualified]
    cumulative_by_agency: dict[str, Qualified]
    provisional: bool
    #: Why a missing agency is missing: code to "no return", "not answered", "not collected" or "withheld".
    reasons: dict[str, str]
    #: The sum before joint results were taken off, and how much that was (0 or less); `total` is the net.
    gross: Qualified | None = None
    adjustment: int = 0
    basis: Basis = Basis.RETURNED
    #: Where a published total was published, and as what it was printed there.
    source: str = ""
    label: str = ""
    #: The agencies whose answer is provisional.
    provisional_of: frozenset[str] = frozenset()
    #: What is taken off because two agencies report the same, where both answered or not.
    deductions: tuple[Deduction, ...] = ()

    @property
    def completeness(self) -> str:
        """For example "4 of 5 forces", or for a published total whether there is one."""
        if self.basis.published:
            return "published for the region" if self.total is not None else self.nothing
        return self.nothing if self.not_issued else f"{self.received} of {self.expected} forces"

    @property
    def not_issued(self) -> bool:
        """Whether there is nothing because no summary of the phase stood issued."""
        return self.basis is Basis.ISSUED and not self.expected

    @property
    def nothing(self) -> str:
        """What stands in place of a total that there is not."""
        if self.basis.published:
            return "nothing published"
        return "not issued" if self.not_issued else "no answer"


@dataclass(frozen=True, slots=True)
class MeasureResults:
    """A measure and its points, one for every phase in order of number, from the first to the last asked for."""

    measure: MeasureView
    points: tuple[ResultPoint, ...]
    basis: Basis = Basis.RETURNED

    @property
    def breaks(self) -> tuple[int, ...]:
        """The phases from which on the measure is counted differently than in some phase before that has a figure."""
        if not self.measure.rules:
            return ()
        answered = [point.phase for point in self.points if point.total is not None or point.by_agency]
        found = (rule_since(phase, self.measure.rules) for phase in answered)
        return tuple(each for each in dict.fromkeys(found) if each is not None and each > answered[0])


@dataclass(frozen=True, slots=True)
class HistoryView:
    """One line of the ledger."""

    seq: int
    when: dt.datetime
    actor: str
    action: str
    details: str
    hash: str


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    """A figure that someone published; `agency` and `measure` are codes, or empty where none fits.

    `first_phase` is the number as printed where `printed_period` is set: such a page numbers phases its own way.
    """

    id: int
    first_phase: int | None
    last_phase: int | None
    reporter: str
    measure: str
    label: str
    unit: str
    amount: int
    qualifier: str
    source_key: str
    source: str
    note: str
    agency: str = ""
    published_on: dt.date | None = None
    is_revision: bool = False
    printed_period: str = ""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What one agency's return says is joint: `others` are the codes that `said` names."""

    phase: int
    measure: str
    agency: str
    amount: int
    said: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdjustmentView:
    """A recorded rule for a joint result; `amount` (stored units) is what it takes off the sum."""

    id: int
    phase: int
    measure: str
    label: str
    unit: str
    agency: str
    other: str
    rule: str
    amount: int
    reason: str


@dataclass(frozen=True, slots=True)
class OverlapView:
    """What two agencies may have reported twice: their claims (None where one made none), figures, and the rule."""

    phase: int
    measure: str
    label: str
    unit: str
    agency: str
    other: str
    claim: int | None
    counter_claim: int | None
    figure: Qualified | None
    other_figure: Qualified | None
    adjustment: AdjustmentView | None
    #: The other agencies that the same claims name.
    also: tuple[str, ...] = ()

    def claims_of(self, agency: str, other: str) -> tuple[int | None, int | None]:
        """The claims as seen from `agency`."""
        if (agency, other) == (self.agency, self.other):
            return self.claim, self.counter_claim
        return self.counter_claim, self.claim
