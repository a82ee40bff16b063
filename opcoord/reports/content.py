"""What a phase summary prints, already in words: frozen records between the queries and the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TypeAlias

from opcoord.model.qualified import Qualified
from opcoord.reports.summary import Section

#: The status of what is not issued.
DRAFT = "DRAFT"
#: So many letters of the history's newest hash are printed.
HEAD_LENGTH = 8
#: What a text of the pages leads to when it is chosen in the preview: the path of a number, or words that are edited.
#: Compared as a value; whoever shows the pages knows the kinds. Paper, workbook and plain text know nothing of it.
Target: TypeAlias = Hashable


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the title block, such as "Window" and "4 to 10 March 2024"."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What stands on every page: marking, names, basis, notice, when it was made, head of the history.

    `made` says it in words, "Printed 7 March 2022, 14:05" or "Issued …"; `embargo` is empty without one.
    `made_at`, `author`, the kind of `document` and whether it is `public` go into a file's properties alone; what was
    issued before these were kept has no kind.
    """

    marking: str
    operation: str
    phase: str
    basis: str
    notice: str
    made: str
    audit_head: str
    status: str
    embargo: str = ""
    made_at: dt.datetime | None = None
    author: str = "opcoord"
    document: str = ""
    public: bool = False

    @property
    def title(self) -> str:
        """For example "Phase summary (public, DRAFT), Operation Scorpion, Phase 7: Ring of steel"."""
        marks = [*(["public"] if self.public else []), *([DRAFT] if self.status == DRAFT else [])]
        kind = self.document + (f" ({', '.join(marks)})" if marks else "")
        # A force sheet's pages name the force beside the phase, its title names it in front.
        about = self.document.partition(": ")[2]
        phase = self.phase.removesuffix(f", {about}") if about else self.phase
        return ", ".join([*([kind] if self.document else []), self.operation, phase])


@dataclass(frozen=True, slots=True)
class Headline:
    """One large total: its qualifier ("at least") apart from its amount, both empty where nobody answered."""

    label: str
    qualifier: str
    amount: str
    completeness: str
    provisional: bool
    change: str
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class ForceRow:
    """One measure of the table by force: a text for every force, the total, "2 of 5"; `depth` counts its parents.

    `targets` are those of the cells, with the total's last.
    """

    label: str
    depth: int
    cells: tuple[str, ...]
    total: str
    completeness: str
    targets: tuple[Target | None, ...]


@dataclass(frozen=True, slots=True)
class ForceGroup:
    """The measures under one heading."""

    heading: str
    rows: tuple[ForceRow, ...]


@dataclass(frozen=True, slots=True)
class JointRow:
    """A total that counts joint results once: the sum of the forces, what is taken off, and what remains."""

    label: str
    gross: str
    joint: str
    net: str
    target: Target | None


@dataclass(frozen=True, slots=True)
class ForceTable:
    """Results by force; `key` explains exactly the marks that occur in it, `notes` what needs saying below.

    Columns are headed by the short names `forces` or, where these do not fit, by `codes`; `code_key` spells codes
    out that a reader of the short names does not need.
    """

    forces: tuple[str, ...]
    codes: tuple[str, ...]
    code_key: tuple[str, ...]
    groups: tuple[ForceGroup, ...]
    key: tuple[str, ...]
    notes: tuple[str, ...]
    #: Says which measures were asked for and have no row, because no force answered them.
    unanswered: str
    #: The totals of the table that are net of joint results.
    joint: tuple[JointRow, ...] = ()
    #: Codes and names of forces whose whole column says "no return": crowded paper names them in a line instead.
    absent: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TravelRow:
    """How one measure moved: its figure and the last one, those of the same forces; changes in words; the trend."""

    label: str
    depth: int
    now: str
    last: str
    on_last: str
    on_baseline: str
    trend: str
    note: str
    now_target: Target | None
    last_target: Target | None


#: What `TravelRow.on_baseline` says where there is none.
NO_BASELINE = "no baseline"


@dataclass(frozen=True, slots=True)
class DirectionTable:
    """The direction of travel; `notes` what needs saying below."""

    rows: tuple[TravelRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One phase of the cumulative table: for every measure its total, completeness and running total.

    `targets` are those of the total and of the running total.
    """

    phase: str
    when: str
    cells: tuple[tuple[str, str, str], ...]
    targets: tuple[tuple[Target | None, Target | None], ...]


@dataclass(frozen=True, slots=True)
class CumulativeTable:
    """Headline measures phase by phase since the operation began."""

    labels: tuple[str, ...]
    rows: tuple[PhaseRow, ...]
    key: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChartPhase:
    """One phase of a chart: the parts by force's code, the total, the running total, and who is missing.

    `target` is that of the number that the chart shows.
    """

    phase: int
    parts: tuple[tuple[str, int], ...]
    total: Qualified | None
    cumulative: Qualified | None
    completeness: str
    missing: int
    provisional: bool
    target: Target | None = None
    #: Whether a provisional figure is in the running total.
    soft_so_far: bool = False
    #: The forces whose part is provisional; None where an issued document did not keep it.
    soft_parts: frozenset[str] | None = None

    def is_soft(self, code: str) -> bool:
        """Whether a force's part is drawn as provisional; without a code, the whole."""
        return self.provisional if self.soft_parts is None or not code else code in self.soft_parts


@dataclass(frozen=True, slots=True)
class ChartData:
    """A chart's numbers (stored units) and words. `kind` is "bars" or "line"."""

    kind: str
    title: str
    measure: str
    unit: str
    phases: tuple[ChartPhase, ...]
    #: Code and name in the order of the key and of the stack; empty where the bars are not divided by force.
    forces: tuple[tuple[str, str], ...]
    note: str
    #: The places of the phases with which another counting rule begins.
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class BesideRow:
    """One line of safeguarding beside enforcement: label, total and completeness of either side, and its target."""

    left: tuple[str, str, str]
    right: tuple[str, str, str]
    left_target: Target | None
    right_target: Target | None


@dataclass(frozen=True, slots=True)
class Notable:
    """A notable result; `flag` says why it is not for publication, empty where it is."""

    force: str
    text: str
    flag: str


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One expected or received return in the annex."""

    force: str
    version: str
    as_at: str
    file_name: str
    received: str


@dataclass(frozen=True, slots=True)
class WarningRow:
    """A warning that was accepted, and why."""

    force: str
    where: str
    message: str
    reason: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """How a printed measure is counted."""

    label: str
    depth: int
    unit: str
    rule: str


@dataclass(frozen=True, slots=True)
class AnnexPart:
    """One table of the annex; `numbers` are the places of the columns that hold numbers, `targets` as the cells.

    `depths`, where told, says for each row how many parents of its measure stand above it.
    """

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    explained: str = ""
    numbers: frozenset[int] = frozenset()
    targets: tuple[tuple[Target | None, ...], ...] = ()
    depths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    """Where the figures come from: returns, accepted warnings, what was decided about figures, counting rules."""

    returns: tuple[ReturnRow, ...]
    warnings: tuple[WarningRow, ...]
    notes: tuple[str, ...]
    rules: tuple[RuleRow, ...]
    show_files: bool
    parts: tuple[AnnexPart, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryContent:
    """The whole summary. A section that was not asked for is None or empty."""

    page: PageFacts
    title: str
    subtitle: str
    facts: tuple[Fact, ...]
    headlines: tuple[Headline, ...] | None
    forces: ForceTable | None
    charts: tuple[ChartData, ...]
    cumulative: CumulativeTable | None
    beside: tuple[BesideRow, ...] | None
    beside_key: tuple[str, ...]
    notable: tuple[Notable, ...] | None
    notable_note: str
    annex: Annex | None
    directions: DirectionTable | None
    #: The sections asked for, in the order of print.
    sections: tuple[Section, ...]
