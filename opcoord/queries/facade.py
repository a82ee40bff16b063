"""All queries of an open file behind one object, so that pages need to know no session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence

from opcoord.model.basis import Basis
from opcoord.queries import (
    adjustments,
    expected,
    frozen_figures,
    history,
    holding,
    issued,
    issued_results,
    lineage,
    notes,
    papers,
    phases,
    published_results,
    reconciliation,
    reference,
    results,
    returns,
    standards,
    then_and_now,
)
from opcoord.queries.expected import ExpectedPeriodView
from opcoord.queries.frozen_figures import FrozenFigures
from opcoord.queries.holding import HandoverView, KeptFile
from opcoord.queries.issued import ChangedFigure, IssuedView, PublicIssue
from opcoord.queries.lineage import Lineage, NumberReference
from opcoord.queries.notes import NoteView
from opcoord.queries.papers import PageSetupView, WordingView
from opcoord.queries.reconciliation_views import Reconciliation, VerdictView
from opcoord.queries.standards import BaselineView, DirectionView, ExceptionView, PanelView, TargetView
from opcoord.queries.then_and_now import ThenAndNow
from opcoord.queries.views import (
    AdjustmentView,
    AgencyView,
    AnnouncementView,
    CountingReturn,
    FigureView,
    FindingView,
    HistoryView,
    LearnedView,
    MatrixCell,
    MeasureResults,
    MeasureView,
    NotableView,
    OperationView,
    PhaseView,
    ReturnView,
)
from opcoord.storage.database import Database


class Queries:
    """Each method reads one moment of the file; none writes. `today` is injected for tests."""

    def __init__(self, database: Database, today: Callable[[], dt.date] = dt.date.today) -> None:
        self._database = database
        self.today = today
        self._public: dict[tuple[str, frozenset[str]], PublicIssue] = {}

    def operation(self) -> OperationView:
        """The operation of this file."""
        with self._database.read() as session:
            return reference.operation(session)

    def agencies(self) -> list[AgencyView]:
        """All agencies in their fixed order."""
        with self._database.read() as session:
            return reference.agencies(session)

    def measures(self) -> list[MeasureView]:
        """All measures in their fixed order."""
        with self._database.read() as session:
            return reference.measures(session)

    def phases(self) -> list[PhaseView]:
        """All phases in order of number."""
        with self._database.read() as session:
            return phases.phases(session)

    def phase(self, number: int) -> PhaseView | None:
        """The phase of that number, None where there is none."""
        with self._database.read() as session:
            return phases.phase(session, number)

    def returns(self, phase: int | None = None) -> list[ReturnView]:
        """All versions of all returns, of one phase where given."""
        with self._database.read() as session:
            return returns.returns(session, phase)

    def counting(self) -> frozenset[CountingReturn]:
        """The returns that count."""
        with self._database.read() as session:
            return returns.counting(session)

    def matrix(self) -> list[MatrixCell]:
        """The state of every agency's return in every phase."""
        with self._database.read() as session:
            return returns.matrix(session, self.today())

    def figures(self, return_id: int) -> list[FigureView]:
        """The figures of one return version."""
        with self._database.read() as session:
            return returns.figures(session, return_id)

    def figures_behind(
        self, measure: str, phase: int | None = None, agency: str | None = None
    ) -> list[FigureView]:
        """The figures that a total is made of."""
        with self._database.read() as session:
            return returns.figures_behind(session, measure, phase, agency)

    def findings(self, phase: int) -> list[FindingView]:
        """The findings kept with the returns of a phase."""
        with self._database.read() as session:
            return returns.findings(session, phase)

    def learned(self) -> list[LearnedView]:
        """What was learned from agencies' returns."""
        with self._database.read() as session:
            return returns.learned(session)

    def notable_results(self, phase: int) -> list[NotableView]:
        """The notable results of a phase."""
        with self._database.read() as session:
            return returns.notable_results(session, phase)

    def results(
        self,
        measures: Sequence[str] | None = None,
        up_to: int | None = None,
        basis: Basis = Basis.RETURNED,
        on: dt.date | None = None,
    ) -> list[MeasureResults]:
        """Totals by phase and agency, cumulative, with completeness, on one basis.

        `on` is the day for what is asked as issued; None is today.
        """
        with self._database.read() as session:
            if basis is Basis.ISSUED:
                return issued_results.issued_results(session, measures, up_to, on)
            if basis.published:
                return published_results.published_results(session, basis, measures, up_to)
            return results.results(session, measures, up_to)

    def then_and_now(self) -> list[ThenAndNow]:
        """The totals that differ between what was first published, last revised and returned."""
        with self._database.read() as session:
            return then_and_now.then_and_now(session)

    def lineage(
        self, reference: NumberReference, basis: Basis = Basis.RETURNED, on: dt.date | int | None = None
    ) -> Lineage | None:
        """Where a number on one basis comes from, None where there is no such number.

        As issued it is that of a day, or of the one issued document of this id.
        """
        with self._database.read() as session:
            return lineage.lineage(session, reference, basis, on)

    def targets(self) -> list[TargetView]:
        """What measures are meant to reach."""
        with self._database.read() as session:
            return standards.targets(session)

    def expected_periods(self) -> list[ExpectedPeriodView]:
        """From which phase to which returns are expected of agencies."""
        with self._database.read() as session:
            return expected.expected_periods(session)

    def baselines(self) -> dict[str, BaselineView]:
        """What measures are judged against, by measure."""
        with self._database.read() as session:
            return standards.baselines(session)

    def panel(self) -> list[PanelView]:
        """The commissioner's panel table."""
        with self._database.read() as session:
            return standards.panel(session)

    def adjustments(self, phase: int | None = None) -> list[AdjustmentView]:
        """The rules by which joint results are counted once, of one phase where given."""
        with self._database.read() as session:
            return adjustments.adjustments(session, phase)

    def exceptions(self) -> list[ExceptionView]:
        """The checks that do not apply."""
        with self._database.read() as session:
            return standards.exceptions(session)

    def directions(self, phase: int) -> list[DirectionView]:
        """How each measure moved up to `phase`; those without an answer in it are left out."""
        with self._database.read() as session:
            bases = standards.baselines(session)
            found = results.results(session, None, phase)
        moved = [standards.direction(each, bases.get(each.measure.code), phase) for each in found]
        return [each for each in moved if each is not None]

    def history(self, limit: int = 500) -> list[HistoryView]:
        """The newest lines of the ledger."""
        with self._database.read() as session:
            return history.history(session, limit)

    def audit_head(self) -> str:
        """The hash of the newest line of the ledger."""
        with self._database.read() as session:
            return history.audit_head(session)

    def handovers(self) -> list[HandoverView]:
        """Every step of the file's way from lead force to lead force, oldest first."""
        with self._database.read() as session:
            return holding.handovers(session)

    def notes(self) -> list[NoteView]:
        """Open queries, promises and remarks by due date, then the settled ones."""
        with self._database.read() as session:
            return notes.notes(session)

    def handover_contents(self, with_files: bool = False) -> tuple[tuple[str, int], ...]:
        """How many of each thing a hand-over file would hold."""
        with self._database.read() as session:
            return holding.contents(session, with_files)

    def kept_files(self) -> list[KeptFile]:
        """The received files that are kept whole, with what is hidden in them."""
        with self._database.read() as session:
            return holding.kept_files(session)

    def announcements(self) -> list[AnnouncementView]:
        """All published figures."""
        with self._database.read() as session:
            return history.announcements(session)

    def reconciliation(self, phase: int | None = None) -> Reconciliation:
        """Region against forces, claims over several phases, and disagreements; of one phase where given."""
        with self._database.read() as session:
            return reconciliation.reconciliation(session, phase)

    def verdicts(self) -> list[VerdictView]:
        """What was decided about disagreements, also about those that do not arise any more."""
        with self._database.read() as session:
            return reconciliation.verdicts(session)

    def wording(self, phase: int, kind: str) -> list[WordingView]:
        """The coordinator's words in a kind of document about a phase."""
        with self._database.read() as session:
            return papers.wording(session, phase, kind)

    def page_setup(self, phase: int, kind: str, public: bool) -> PageSetupView:
        """The sections and the embargo of a document about a phase."""
        with self._database.read() as session:
            return papers.page_setup(session, phase, kind, public)

    def issued(self, phase: int | None = None) -> list[IssuedView]:
        """The issued documents, newest first; of one phase where given."""
        with self._database.read() as session:
            return issued.issued(session, phase)

    def issued_content(self, issued_id: int) -> tuple[bytes, bytes]:
        """The printed record (JSON) and the PDF of an issued document; raises OpcoordError where it is damaged."""
        with self._database.read() as session:
            return issued.issued_content(session, issued_id)

    def changed_since(self, issued_id: int) -> list[ChangedFigure]:
        """The figures of an issued document that are not now what they were."""
        with self._database.read() as session:
            return issued.changed_since(session, issued_id)

    def public_issues(self, measures: Collection[str]) -> list[PublicIssue]:
        """What the public knows of these measures from issued documents, oldest first."""
        with self._database.read() as session:
            return issued.public_issues(session, measures, self._public)

    def frozen_figures(self, up_to: int) -> FrozenFigures:
        """The figures that count now, to be frozen with a document."""
        with self._database.read() as session:
            return frozen_figures.frozen_figures(session, up_to)
