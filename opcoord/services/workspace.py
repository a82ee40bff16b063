"""One open operation with everything a window needs of it: queries, services, undo. Knows nothing of Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from opcoord.model.basis import Basis, basis_words
from opcoord.model.finding import Finding
from opcoord.progress import Progress
from opcoord.queries.comparable import notes_on_rules
from opcoord.queries.facade import Queries
from opcoord.services.announcements import AnnouncementsService
from opcoord.services.differences.service import DifferencesService
from opcoord.services.exceptions import ExceptionsService
from opcoord.services.expected import ExpectedService
from opcoord.services.handover import HandoverService
from opcoord.services.joint import JointService
from opcoord.services.notes import NotesService
from opcoord.services.operation import OperationService
from opcoord.services.papers import PapersService
from opcoord.services.plan import PlanService
from opcoord.services.reference import ReferenceService
from opcoord.services.returns import ReturnsService
from opcoord.services.rules import RulesService
from opcoord.services.standards import StandardsService
from opcoord.services.verdicts import VerdictsService
from opcoord.storage.connections import discard
from opcoord.storage.database import Database


class Workspace:
    """Wires the services of one operation file. `today` is injected for tests."""

    def __init__(self, database: Database, today: Callable[[], dt.date] = dt.date.today) -> None:
        self._database = database
        self.queries = Queries(database, today)
        self.operation = OperationService(database)
        self.reference = ReferenceService(database)
        self.plan = PlanService(database, today)
        self.returns = ReturnsService(database)
        self.joint = JointService(database)
        self.announcements = AnnouncementsService(database)
        self.verdicts = VerdictsService(database, today)
        self.standards = StandardsService(database)
        self.rules = RulesService(database)
        self.expected = ExpectedService(database)
        self.exceptions = ExceptionsService(database, today)
        self.handover = HandoverService(database)
        self.differences = DifferencesService(database)
        self.notes = NotesService(database, today)
        self.papers = PapersService(database)

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> Workspace:
        """Open an operation file; raises OpcoordError with a sentence where that is not possible."""
        return cls(Database.open(path, read_only))

    @classmethod
    def create(
        cls,
        path: Path,
        name: str,
        *,
        cadence_months: int = 4,
        with_reference: bool = True,
        reference_folder: Path | None = None,
    ) -> Workspace:
        """Make a new operation, with the South West's agencies and measures unless told otherwise.

        Raises OpcoordError where the file exists or the reference data cannot be read; no file is left then.
        """
        database = Database.create(path)
        try:
            workspace = cls(database)
            if reference_folder is not None:
                workspace.operation.start_from_folder(name, reference_folder)
            elif with_reference:
                workspace.operation.start_from_shipped(name)
            else:
                workspace.operation.start(name)
            if cadence_months != workspace.queries.operation().cadence_months:
                workspace.operation.update(cadence_months=cadence_months)
        except BaseException:
            database.close()
            discard(path)
            raise
        return workspace

    @classmethod
    def create_sample(cls, path: Path, progress: Progress | None = None) -> Workspace:
        """Make the sample operation at `path`, with phase 7's returns left as files beside it."""
        from opcoord.services.sample import build_sample

        return cls(build_sample(path, progress))

    @property
    def path(self) -> Path:
        """Where the operation file lies."""
        return self._database.path

    @property
    def read_only(self) -> bool:
        """Whether changes are refused."""
        return self._database.read_only

    @property
    def read_only_reason(self) -> str:
        """Why changes are refused, as a sentence; empty where they are not."""
        return self._database.read_only_reason

    @property
    def handed_over(self) -> bool:
        """Whether changes are refused only because the file was handed over; `handover.take_back` ends that."""
        return self._database.handed_over

    @property
    def undo_label(self) -> str | None:
        """What `undo()` would take back."""
        return self._database.undo_label

    @property
    def redo_label(self) -> str | None:
        """What `redo()` would make again."""
        return self._database.redo_label

    def undo(self) -> str | None:
        """Take back the newest change."""
        return self._database.undo()

    def redo(self) -> str | None:
        """Make the change again that was undone last."""
        return self._database.redo()

    def on_change(self, callback: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call `callback` with the changed tables after each change, in the changing thread; ends by the result."""
        return self._database.on_commit(callback)

    def verify(self) -> list[Finding]:
        """Everything that is wrong with the file; empty when all checks passed."""
        return self._database.verify()

    def export_results(
        self,
        path: Path,
        measures: Sequence[str] | None = None,
        basis: Basis = Basis.RETURNED,
        on: dt.date | None = None,
    ) -> None:
        """Write the results of `measures` (all where None) as a workbook; raises OpcoordError where it cannot."""
        from opcoord.excel.results_book import write_results

        found = self.queries.results(measures, basis=basis, on=on)
        write_results(
            path,
            self.queries.operation(),
            found,
            {each.code: each.name for each in self.queries.agencies()},
            basis_words(basis, on),
            notes_on_rules(found),
        )

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
