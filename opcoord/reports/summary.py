"""What a phase summary is asked for: the options, the sections, and the questions it puts to the store."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from opcoord.queries.expected import ExpectedPeriodView
from opcoord.queries.holding import HandoverView, KeptFile
from opcoord.queries.issued import ChangedFigure, IssuedView, PublicIssue
from opcoord.queries.notes import NoteView
from opcoord.queries.papers import PageSetupView, WordingView
from opcoord.queries.reconciliation_views import Reconciliation
from opcoord.queries.standards import DirectionView, ExceptionView, TargetView
from opcoord.queries.then_and_now import ThenAndNow
from opcoord.queries.views import (
    AdjustmentView,
    AgencyView,
    FigureView,
    FindingView,
    LearnedView,
    MeasureResults,
    MeasureView,
    NotableView,
    OperationView,
    PhaseView,
    ReturnView,
)

AS_RETURNED = "as returned"


class Section(StrEnum):
    """The parts that can be left out, in their usual order; the value is the name to show."""

    HEADLINES = "Headline totals"
    CHARTS = "Charts"
    FORCES = "Results by force"
    DIRECTIONS = "Direction of travel"
    SAFEGUARDING = "Enforcement and safeguarding"
    CUMULATIVE = "Since the operation began"
    NOTABLE = "Notable results"
    ANNEX = "Annex"


@dataclass(frozen=True, slots=True)
class Issue:
    """As which issue a document is issued; `replaces` says of which day the issue before is, empty for the first."""

    number: int
    replaces: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SummaryOptions:
    """What is printed of which phase, for whom, on which basis and with which sections in which order.

    `kind` names one of `reports.kind_names`; `agency` is the code of the force that a force sheet is for.

    A public summary prints only notable results with consent whose embargo is over, suppresses small numbers of
    sensitive measures, and leaves out file names and accepted warnings.
    """

    phase: int
    basis: str = AS_RETURNED
    public: bool = False
    sections: tuple[Section, ...] = tuple(Section)
    kind: str = "summary"
    agency: str = ""
    #: None for a draft.
    issue: Issue | None = None


class SummaryQueries(Protocol):
    """The part of the queries facade that a summary asks."""

    def operation(self) -> OperationView:
        """The operation with its marking and notice."""

    def agencies(self) -> Sequence[AgencyView]:
        """All agencies in the operation's order."""

    def measures(self) -> Sequence[MeasureView]:
        """All measures in the operation's order."""

    def phases(self) -> Sequence[PhaseView]:
        """All phases by number."""

    def returns(self, phase: int | None = None) -> Sequence[ReturnView]:
        """All versions of all returns, of one phase if given."""

    def figures(self, return_id: int) -> Sequence[FigureView]:
        """The figures of one version of a return."""

    def findings(self, phase: int) -> Sequence[FindingView]:
        """The findings kept with a phase's accepted returns."""

    def notable_results(self, phase: int) -> Sequence[NotableView]:
        """The notable results of a phase's accepted returns."""

    def results(
        self, measures: Sequence[str] | None = None, up_to: int | None = None
    ) -> Sequence[MeasureResults]:
        """The measures' points from the first phase to `up_to`."""

    def adjustments(self, phase: int | None = None) -> Sequence[AdjustmentView]:
        """The rules by which joint results are counted once."""

    def directions(self, phase: int) -> Sequence[DirectionView]:
        """How each measure moved up to a phase."""

    def targets(self) -> Sequence[TargetView]:
        """What measures are meant to reach."""

    def expected_periods(self) -> Sequence[ExpectedPeriodView]:
        """From which phase to which returns are expected of agencies."""

    def exceptions(self) -> Sequence[ExceptionView]:
        """The checks that do not apply."""

    def reconciliation(self, phase: int | None = None) -> Reconciliation:
        """What was announced beside what was returned."""

    def then_and_now(self) -> Sequence[ThenAndNow]:
        """The totals that differ between bases."""

    def wording(self, phase: int, kind: str) -> Sequence[WordingView]:
        """The coordinator's words in a kind of document."""

    def page_setup(self, phase: int, kind: str, public: bool) -> PageSetupView:
        """The sections and the embargo that were chosen."""

    def issued(self, phase: int | None = None) -> Sequence[IssuedView]:
        """The documents that were issued."""

    def public_issues(self, measures: Collection[str]) -> Sequence[PublicIssue]:
        """What the public knows of measures from issued documents, oldest first."""

    def changed_since(self, issued_id: int) -> Sequence[ChangedFigure]:
        """The figures of an issued document that are not now what they were."""

    def notes(self) -> Sequence[NoteView]:
        """What is to be remembered, open things first."""

    def learned(self) -> Sequence[LearnedView]:
        """What was learned from agencies' returns."""

    def handovers(self) -> Sequence[HandoverView]:
        """The file's way from lead force to lead force."""

    def handover_contents(self, with_files: bool = False) -> tuple[tuple[str, int], ...]:
        """How many of each thing a hand-over file would hold."""

    def kept_files(self) -> Sequence[KeptFile]:
        """The received files that are kept whole."""

    def audit_head(self) -> str:
        """Hash of the newest line of the ledger."""
