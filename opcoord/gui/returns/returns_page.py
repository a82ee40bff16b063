"""The Returns page: who has sent what, the files being checked, and the review of one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from opcoord.errors import OpcoordError
from opcoord.gui.icons import icon
from opcoord.gui.messages import show_error, show_message
from opcoord.gui.page import Page
from opcoord.gui.results.wording import full_labels
from opcoord.gui.returns.accepted import AcceptedPanel
from opcoord.gui.returns.inbox import Inbox
from opcoord.gui.returns.inbox_table import InboxTable
from opcoord.gui.returns.matrix import MatrixView
from opcoord.gui.returns.review import ReviewPanel
from opcoord.gui.returns.templates_dialog import TemplatesDialog
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import RHYTHM, set_page_margins, set_text_role
from opcoord.gui.widgets.empty_state import EmptyState
from opcoord.queries.views import MatrixCell, ReturnView

if TYPE_CHECKING:
    from opcoord.services.candidate import Candidate
    from opcoord.services.workspace import Workspace

DROP_SENTENCE = "Drop .xlsx files or a folder anywhere on this window to have them checked. Nothing counts until you accept it."
_FILE_FILTER = "Workbooks (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv);;All files (*)"


class ReturnsPage(Page):
    """Imports, reviews and accepts returns; shows what was accepted and goes back where asked."""

    key: ClassVar[str] = "returns"
    title: ClassVar[str] = "Returns"
    icon_name: ClassVar[str] = "returns"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"return", "figure", "phase", "phase_window", "expected_return", "agency", "measure"}
    )

    def __init__(self, workspace: Workspace, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._labels: dict[str, str] = {}
        self._shown: tuple[str, int] | None = None
        self._known: frozenset[tuple[int, str]] | None = None
        self.inbox = Inbox(workspace, tasks, self)
        self.import_button = QPushButton(icon("import"), "&Import returns…", self)
        self.folder_button = QPushButton(icon("open"), "Import f&older…", self)
        self.templates_button = QPushButton(icon("workbooks"), "&Make return workbooks…", self)
        self.accept_all_button = QPushButton("Accept all &returns", self)
        self.matrix = MatrixView(self)
        self.inbox_table = InboxTable()
        self.tabs = QTabWidget(self)
        self.review = ReviewPanel(self)
        self.accepted = AcceptedPanel(self)
        self.empty = EmptyState(
            "No return is open",
            "Choose a square of the table to see the accepted return, or import the files that forces have sent.",
        )
        # A wrapped label in the middle of a column is offered one line too few.
        self.empty.sentence.setMinimumHeight(3 * self.empty.sentence.fontMetrics().lineSpacing())
        self.detail = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self._show_state()

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Check these files and folders in the background and list them; accepts nothing."""
        if self._workspace.read_only:
            show_message(self, "Returns cannot be imported.", self._workspace.read_only_reason)
            return
        self.inbox.import_paths(paths)

    def reload(self) -> None:
        """Read the matrix again, and what is open below it."""
        queries = self._workspace.queries
        agencies, phases = queries.agencies(), queries.phases()
        numbers = [phase.number for phase in phases]
        self._labels = full_labels(queries.measures())
        self.matrix.matrix_model.set_matrix(agencies, numbers, queries.matrix())
        self.matrix.setMaximumHeight(self.matrix.needed_height())
        self.review.set_choices(agencies, numbers)
        self._recheck_when_returns_changed()
        if self.detail.currentWidget() is self.accepted and self._shown is not None:
            self._show_return(*self._shown)
        self._show_state()

    def focus_first(self) -> None:
        """The matrix, or the inbox where files wait."""
        (self.inbox_table if self.tabs.currentIndex() == 1 else self.matrix).setFocus()

    def show_item(self, item: object) -> None:
        """A phase's number selects its column; an (agency, phase) pair opens that return."""
        if isinstance(item, tuple) and len(item) == 2:
            self.tabs.setCurrentIndex(0)
            index = self.matrix.matrix_model.index_of(*item)
            if index.isValid():
                self.matrix.setCurrentIndex(index)
                self._on_cell(self.matrix.matrix_model.cell(index))
        elif isinstance(item, int):
            self.tabs.setCurrentIndex(0)
            for agency in self._workspace.queries.agencies():
                index = self.matrix.matrix_model.index_of(agency.code, item)
                if index.isValid():
                    self.matrix.setCurrentIndex(index)
                    return

    def open_templates(self) -> TemplatesDialog:
        """Ask for which phase and forces workbooks are made."""
        queries = self._workspace.queries
        dialog = TemplatesDialog(queries.phases(), queries.agencies(), self)
        dialog.make_requested.connect(self._make_templates)
        dialog.open()
        return dialog

    # What the controls do

    def _on_cell(self, cell: MatrixCell | None) -> None:
        if cell is None:
            return
        if cell.return_id is None and not self._versions(cell.agency, cell.phase):
            name = next(
                (a.name for a in self._workspace.queries.agencies() if a.code == cell.agency), cell.agency
            )
            self.empty.heading.setText(f"{name}, phase {cell.phase}: {cell.state}")
            self.empty.sentence.setText("Import the file when it has come; ask the force where it is late.")
            self.detail.setCurrentWidget(self.empty)
            return
        self._shown = (cell.agency, cell.phase)
        self._show_return(cell.agency, cell.phase)
        self.detail.setCurrentWidget(self.accepted)

    def _versions(self, agency: str, phase: int) -> list[ReturnView]:
        return [each for each in self._workspace.queries.returns(phase) if each.agency == agency]

    def _show_return(self, agency: str, phase: int) -> None:
        versions = self._versions(agency, phase)
        current = next((each.id for each in versions if each.status == "accepted"), None)
        self.accepted.show_versions(versions, current)

    def _on_candidate(self, candidate: Candidate | None) -> None:
        if candidate is not None:
            self.review.show_candidate(candidate, self._labels)
            self.detail.setCurrentWidget(self.review)
        elif self.detail.currentWidget() is self.review:
            self._show_start()

    def _on_tab(self, number: int) -> None:
        if number == 1:
            row = self.inbox_table.current_row()
            self._on_candidate(None if row is None else self.inbox_table.candidates_model.record(row))
        elif self._shown is not None:
            self._show_return(*self._shown)
            self.detail.setCurrentWidget(self.accepted)
        else:
            self._show_start()

    def _show_start(self) -> None:
        self.empty.heading.setText("No return is open")
        self.empty.sentence.setText(
            "Choose a square of the table to see the accepted return, or import the files that forces have sent."
        )
        self.detail.setCurrentWidget(self.empty)

    def _on_inbox(self) -> None:
        count = len(self.inbox.candidates)
        waiting = len(self.inbox.waiting)
        self.tabs.setTabText(1, f"Files being checked ({waiting})" if waiting else "Files being checked")
        self.inbox_table.show_candidates(self.inbox.candidates)
        if count and self.tabs.currentIndex() != 1:
            self.tabs.setCurrentIndex(1)
        self._show_state()

    def _withdraw(self, return_id: int) -> None:
        self._write("Withdraw return", lambda: self._workspace.returns.withdraw(return_id))

    def _restore(self, return_id: int) -> None:
        self._write(
            "Go back to an earlier version", lambda: self._workspace.returns.restore_version(return_id)
        )

    def _write(self, label: str, work: Callable[[], object]) -> None:
        self._tasks.run(
            label, lambda _progress: work(), lambda _result: self.mark_stale(), self._show_failure
        )

    def _make_templates(self, phase: int, agencies: list[str], folder: Path) -> None:
        def done(paths: Sequence[Path]) -> None:
            count = len(paths)
            show_message(
                self,
                f"{count} return workbook{' was' if count == 1 else 's were'} made for phase {phase}.",
                f"They are in {folder}. Send one to each force from your own mail.",
            )

        self._tasks.run(
            f"Make {len(agencies)} return workbooks",
            lambda progress: self._workspace.returns.write_templates(phase, agencies, folder, progress),
            done,
            self._show_failure,
        )

    def _show_failure(self, error: Exception) -> None:
        if isinstance(error, OpcoordError):
            show_error(self, error)
        else:
            raise error

    def _recheck_when_returns_changed(self) -> None:
        """Undo and other windows' work change what waiting files would do."""
        now = frozenset((each.id, each.status) for each in self._workspace.queries.returns())
        before, self._known = self._known, now
        if before is not None and before != now:
            self.inbox.refresh()

    def _pick_files(self, folder: bool) -> QFileDialog:
        dialog = QFileDialog(self, "Import folder" if folder else "Import returns")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
            dialog.setNameFilter(_FILE_FILTER)
        dialog.filesSelected.connect(lambda names: self.import_paths([Path(name) for name in names]))
        dialog.open()
        return dialog

    # State and structure

    def _show_state(self) -> None:
        reason = self._workspace.read_only_reason if self._workspace.read_only else ""
        busy = self._tasks.busy
        for button in (self.import_button, self.folder_button):
            button.setEnabled(not reason)
            button.setToolTip(reason)
            button.setAccessibleDescription(reason)
        self.templates_button.setEnabled(True)
        clean = len(self.inbox.clean)
        self.accept_all_button.setText(f"Accept {clean} &return{'' if clean == 1 else 's'}")
        self.accept_all_button.setVisible(clean > 0)
        self.accept_all_button.setEnabled(not reason and not busy)
        self.review.set_state(busy, reason)
        self.accepted.set_state(busy, reason)

    def _lay_out(self) -> None:
        title = QLabel(self.title, self)
        set_text_role(title, "title")
        head = QHBoxLayout()
        head.setSpacing(RHYTHM)
        head.addWidget(title)
        head.addStretch(1)
        for button in (self.accept_all_button, self.import_button, self.folder_button, self.templates_button):
            head.addWidget(button)
        drop = QLabel(DROP_SENTENCE, self)
        drop.setWordWrap(True)
        set_text_role(drop, "muted")
        self.tabs.addTab(self.matrix, "By force and phase")
        self.tabs.addTab(self.inbox_table, "Files being checked")
        self.tabs.setDocumentMode(True)
        for widget in (self.empty, self.review, self.accepted):
            self.detail.addWidget(widget)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.tabs)
        split.addWidget(self.detail)
        split.setStretchFactor(1, 1)
        split.setSizes([220, 460])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        set_page_margins(layout)
        layout.addLayout(head)
        layout.addWidget(drop)
        layout.addWidget(split, 1)

    def _connect(self) -> None:
        self.import_button.clicked.connect(lambda: self._pick_files(folder=False))
        self.folder_button.clicked.connect(lambda: self._pick_files(folder=True))
        self.templates_button.clicked.connect(self.open_templates)
        self.accept_all_button.clicked.connect(self.inbox.accept_clean)
        self.matrix.cell_chosen.connect(self._on_cell)
        self.tabs.currentChanged.connect(self._on_tab)
        self.inbox_table.candidate_chosen.connect(self._on_candidate)
        self.inbox.changed.connect(self._on_inbox)
        # In an event of its own, so that the screen never waits for list and matrix in one go.
        self.inbox.accepted.connect(self._on_accepted, Qt.ConnectionType.QueuedConnection)
        self.inbox.failed.connect(self._show_failure)
        self.review.accept_requested.connect(self.inbox.accept)
        self.review.set_aside_requested.connect(self.inbox.set_aside)
        self.review.read_again_requested.connect(self.inbox.read_again)
        self.accepted.version_chosen.connect(self._on_version)
        self.accepted.withdraw_requested.connect(self._withdraw)
        self.accepted.restore_requested.connect(self._restore)
        self._tasks.started.connect(lambda _label: self._show_state())
        self._tasks.finished.connect(lambda _label: self._show_state())

    def _on_accepted(self, _count: int) -> None:
        self.mark_stale()

    def _on_version(self, return_id: int) -> None:
        self.accepted.show_figures(self._workspace.queries.figures(return_id), self._labels)
