"""The dialogs of the Returns page; none of them blocks, and each passes on what was decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.messages import show_error, show_message
from opcoord.gui.results.wording import full_labels
from opcoord.gui.returns.inbox import Inbox
from opcoord.gui.returns.keyed_dialog import KeyedDialog
from opcoord.gui.returns.learned_dialog import LearnedDialog
from opcoord.gui.returns.measure_dialog import MeasureDialog
from opcoord.gui.returns.password_dialog import PasswordDialog
from opcoord.gui.returns.templates_dialog import TemplatesDialog
from opcoord.gui.tasks import TaskRunner

if TYPE_CHECKING:
    from opcoord.gui.reference.add_dialog import AddDialog
    from opcoord.model.finding import Finding
    from opcoord.queries.views import LearnedView
    from opcoord.reading.parsed import LabelQuestion
    from opcoord.services.candidate import Candidate
    from opcoord.services.workspace import Workspace

_FILE_FILTER = "Returns (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.tsv);;All files (*)"


class ReturnsDialogs(QObject):
    """Opens each dialog over the page."""

    def __init__(self, workspace: Workspace, tasks: TaskRunner, inbox: Inbox, page: QWidget) -> None:
        super().__init__(page)
        self._workspace, self._tasks, self._inbox, self._page = workspace, tasks, inbox, page

    def pick_files(self, folder: bool, on_chosen: Callable[[Sequence[Path]], object]) -> QFileDialog:
        """Ask for files, or for a folder."""
        dialog = QFileDialog(self._page, "Import folder" if folder else "Import returns")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
            dialog.setNameFilter(_FILE_FILTER)
        dialog.filesSelected.connect(lambda names: on_chosen([Path(name) for name in names]))
        dialog.open()
        return dialog

    def exception(self, candidate: Candidate, finding: Finding) -> None:
        """Ask for an exception from a warning; once it is kept, the waiting files are weighed again."""
        from opcoord.gui.reference.exception_dialog import make_exception

        dialog = make_exception(
            self._workspace,
            finding.code,
            agency=candidate.agency or "",
            measure=finding.measure,
            phase=candidate.phase,
            parent=self._page,
        )
        if dialog is not None:
            dialog.kept.connect(lambda _id: self._inbox.refresh())

    def templates(self) -> TemplatesDialog:
        """Ask for which phase and forces workbooks are made."""
        queries = self._workspace.queries
        dialog = TemplatesDialog(queries.phases(), queries.agencies(), self._page)
        dialog.make_requested.connect(self.make_templates)
        dialog.open()
        return dialog

    def make_templates(self, phase: int, agencies: list[str], folder: Path) -> None:
        """Write the workbooks and say where they are."""

        def done(paths: Sequence[Path]) -> None:
            count = len(paths)
            show_message(
                self._page,
                f"{count} return workbook{' was' if count == 1 else 's were'} made for phase {phase}.",
                f"They are in {folder}. Send one to each force from your own mail.",
            )

        self._tasks.run(
            f"Make {len(agencies)} return workbooks",
            lambda progress: self._workspace.returns.write_templates(phase, agencies, folder, progress),
            done,
            self.show_failure,
        )

    def key_in(self, agency: str = "", phase: int = 0) -> KeyedDialog:
        """Ask for a return taken by telephone or from an e-mail's text."""
        queries = self._workspace.queries
        dialog = KeyedDialog(
            queries.agencies(),
            queries.phases(),
            full_labels(queries.measures()),
            self._workspace.returns.preview_amount,
            queries.today(),
            self._page,
        )
        if agency:
            dialog.choose(agency, phase)
        dialog.keyed.connect(self._inbox.key_in)
        dialog.open()
        return dialog

    def password(self, candidate: Candidate) -> PasswordDialog:
        """Ask for the password of a locked file and read it again."""
        dialog = PasswordDialog(candidate.name, self._inbox.tries(candidate), self._page)
        dialog.entered.connect(lambda password: self._inbox.unlock(candidate, password))
        dialog.open()
        return dialog

    def learned(self) -> LearnedDialog:
        """Show what was learned, and forget what is chosen there."""
        queries = self._workspace.queries
        names = {each.code: each.name for each in queries.agencies()}
        dialog = LearnedDialog(names, full_labels(queries.measures()), self._page)
        reason = self._workspace.read_only_reason if self._workspace.read_only else ""
        dialog.show_learned(queries.learned(), reason)

        def forget(learned: LearnedView) -> None:
            if self._try(lambda: self._forget(learned)):
                dialog.show_learned(queries.learned(), reason)

        dialog.forget_requested.connect(forget)
        dialog.open()
        return dialog

    def measure(self, question: str, on_chosen: Callable[[str], object]) -> MeasureDialog:
        """Ask which measure is meant."""
        labels = full_labels(self._workspace.queries.measures())
        dialog = MeasureDialog(question, labels, self._page)
        dialog.chosen.connect(on_chosen)
        dialog.open()
        return dialog

    def alias(self, asked: LabelQuestion, on_chosen: Callable[[str], object]) -> MeasureDialog:
        """Ask for which measure a label is another name, for every force; then tell its code."""

        def add(code: str) -> None:
            measure = next(each for each in self._workspace.queries.measures() if each.code == code)
            aliases = (*measure.aliases, asked.label)
            if self._try(lambda: self._workspace.reference.save_measure(code, aliases=aliases)):
                on_chosen(code)

        return self.measure(f"“{asked.label}” becomes another name, in every force's return, of:", add)

    def new_measure(self, asked: LabelQuestion, on_chosen: Callable[[str], object]) -> AddDialog:
        """Ask for the code and unit of a new measure that a label means; then tell its code."""
        from opcoord.gui.reference.add_dialog import AddDialog
        from opcoord.gui.reference.reference_columns import UNITS

        taken = [each.code for each in self._workspace.queries.measures()]
        dialog = AddDialog("measure", "&Unit", UNITS, taken, self._page)
        dialog.name_edit.setText(asked.label)

        def add(code: str, name: str, unit: str) -> None:
            if self._try(lambda: self._workspace.reference.add_measure(code, name, unit)):
                on_chosen(code)

        dialog.chosen.connect(add)
        dialog.open()
        return dialog

    def show_failure(self, error: Exception) -> None:
        """Tell a refusal; anything else is a fault of the program and goes on."""
        if not isinstance(error, OpcoordError):
            raise error
        show_error(self._page, error)

    def _forget(self, learned: LearnedView) -> None:
        if learned.label:
            self._workspace.returns.forget_label(learned.agency, learned.label)
        else:
            self._workspace.returns.forget_table(learned.agency)

    def _try(self, action: Callable[[], object]) -> bool:
        try:
            action()
        except OpcoordError as error:
            show_error(self._page, error)
            return False
        return True
