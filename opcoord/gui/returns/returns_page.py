"""The Returns page: who has sent what, the files being checked, and the review of one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QLabel,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from opcoord.gui.messages import show_message
from opcoord.gui.page import Page
from opcoord.gui.results.wording import full_labels
from opcoord.gui.returns.accepted import AcceptedPanel
from opcoord.gui.returns.cell_notes import CellNotes
from opcoord.gui.returns.inbox import Inbox
from opcoord.gui.returns.inbox_table import InboxTable
from opcoord.gui.returns.matrix import MatrixView
from opcoord.gui.returns.received import ReceivedFiles
from opcoord.gui.returns.returns_dialogs import ReturnsDialogs
from opcoord.gui.returns.returns_head import ReturnsHead
from opcoord.gui.returns.review import ReviewPanel
from opcoord.gui.returns.templates_dialog import TemplatesDialog
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import RHYTHM, set_page_margins, set_text_role
from opcoord.gui.widgets.announcing import announce
from opcoord.gui.widgets.empty_state import EmptyState
from opcoord.gui.widgets.permission import allow
from opcoord.queries.views import MatrixCell, ReturnView

if TYPE_CHECKING:
    from opcoord.reading.parsed import LabelQuestion
    from opcoord.services.candidate import Candidate
    from opcoord.services.workspace import Workspace

DROP_SENTENCE = "Drop workbooks or a folder anywhere on this window to have them checked. Nothing counts until you accept it."
_MATRIX, _INBOX = 0, 1
_RELOAD_AFTER_MS = 25
#: Heights of the list and of what is open below it, for each tab: a review needs the room.
_SIZES = {_MATRIX: [220, 460], _INBOX: [130, 560]}
_CHOOSE = (
    "Choose a square of the table to see the accepted return, or import the files that forces have sent."
)
_PLAN_FIRST = (
    "Returns belong to a phase. Plan the first one, then make the workbooks that the forces fill in."
)


class ReturnsPage(Page):
    """Imports, reviews and accepts returns; shows what was accepted and goes back where asked."""

    key: ClassVar[str] = "returns"
    title: ClassVar[str] = "Returns"
    icon_name: ClassVar[str] = "returns"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"return", "figure", "phase", "phase_window", "expected_return", "agency", "measure", "note"}
    )

    def __init__(self, workspace: Workspace, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._labels: dict[str, str] = {}
        self._shown: tuple[str, int] | None = None
        self.inbox = Inbox(workspace, tasks, self)
        self.dialogs = ReturnsDialogs(workspace, tasks, self.inbox, self)
        self.received = ReceivedFiles(workspace, tasks, self.inbox, self)
        self.cell_notes = CellNotes(workspace, self)
        self.head = ReturnsHead(self.title, self)
        # Before what it holds: made later, its tabs would come after their own content with the Tab key.
        self.tabs = QTabWidget(self)
        self.matrix = MatrixView(self)
        self.inbox_table = InboxTable()
        self.left_out_label = QLabel(self)
        self.review = ReviewPanel(self)
        self.accepted = AcceptedPanel(self)
        self.empty = EmptyState("No return is open", _CHOOSE)
        self.detail = QStackedWidget(self)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self._sizes = {tab: list(sizes) for tab, sizes in _SIZES.items()}
        self._tab = _MATRIX
        # List, review and matrix are filled in turns of their own, so that the screen never waits for all in one go.
        self._review_timer = QTimer(self, singleShot=True, interval=0)
        self._reload_timer = QTimer(self, singleShot=True, interval=_RELOAD_AFTER_MS)
        self._recheck_timer = QTimer(self, singleShot=True, interval=0)
        self._lay_out()
        self._connect()
        self._show_state()

    @property
    def at_rest(self) -> bool:
        """Whether the list and what is open below it are drawn."""
        timers = (self._review_timer, self._reload_timer, self._recheck_timer)
        return not self.inbox.is_telling and not any(timer.isActive() for timer in timers)

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Check these files and folders in the background and list them; accepts nothing."""
        if self._workspace.read_only:
            show_message(self, "Returns cannot be imported.", self._workspace.read_only_reason)
            return
        self.inbox.import_paths(paths)

    def reload(self) -> None:
        """Read the matrix again, and what is open below it."""
        queries = self._workspace.queries
        agencies, phases, measures = queries.agencies(), queries.phases(), queries.measures()
        self._labels = full_labels(measures)
        cells, notes = queries.matrix(), queries.notes()
        self.matrix.matrix_model.set_matrix(agencies, [phase.number for phase in phases], cells, notes)
        self.cell_notes.refresh(notes)
        self.matrix.setMaximumHeight(self.matrix.needed_height())
        self.review.set_reference(agencies, phases, measures)
        # Undo and other windows' work change what waiting files would do.
        self._recheck_timer.start()
        if self.detail.currentWidget() is self.accepted and self._shown is not None:
            self._show_return(*self._shown)
        elif self.detail.currentWidget() is self.empty and self._shown is None:
            self._show_start()
        self._show_state()

    def focus_first(self) -> None:
        """The matrix, or the inbox where files wait."""
        (self.inbox_table if self.tabs.currentIndex() == _INBOX else self.matrix).setFocus()

    def show_item(self, item: object) -> None:
        """A phase's number selects its column; an (agency, phase) pair opens that return; "notes" lists all notes."""
        if item == "notes":
            self.cell_notes.list_notes()
        elif isinstance(item, tuple) and len(item) == 2:
            self.tabs.setCurrentIndex(_MATRIX)
            index = self.matrix.matrix_model.index_of(*item)
            if index.isValid():
                self.matrix.setCurrentIndex(index)
                self._on_cell(self.matrix.matrix_model.cell(index))
        elif isinstance(item, int):
            self.tabs.setCurrentIndex(_MATRIX)
            for agency in self._workspace.queries.agencies():
                index = self.matrix.matrix_model.index_of(agency.code, item)
                if index.isValid():
                    self.matrix.setCurrentIndex(index)
                    return

    def open_templates(self) -> TemplatesDialog:
        """Ask for which phase and forces workbooks are made."""
        return self.dialogs.templates()

    # What the controls do

    def _on_cell(self, cell: MatrixCell | None) -> None:
        if cell is None:
            return
        self.cell_notes.show_cell(cell.agency, cell.phase)
        if cell.return_id is None and not self._versions(cell.agency, cell.phase):
            name = next(
                (a.name for a in self._workspace.queries.agencies() if a.code == cell.agency), cell.agency
            )
            self.empty.say(
                f"{name}, phase {cell.phase}: {cell.state}",
                "Import the file when it has come; ask the force where it is late. "
                "What it says by telephone can be keyed in.",
            )
            self.detail.setCurrentWidget(self.empty)
            announce(self.empty, f"{self.empty.heading.text()}. {self.empty.sentence.text()}")
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
            self.review.show_candidate(candidate)
            self.detail.setCurrentWidget(self.review)
        elif self.detail.currentWidget() is self.review:
            self._show_start()

    def _on_tab(self, number: int) -> None:
        self._sizes[self._tab] = self.split.sizes()
        self._tab = number
        # A review needs the room.
        self.drop_label.setVisible(number == _MATRIX)
        self.cell_notes.show_strip(number == _MATRIX)
        self.split.setSizes(self._sizes[number])
        if number == _INBOX:
            self._on_candidate(self.inbox_table.current())
        elif self._shown is not None:
            self._show_return(*self._shown)
            self.detail.setCurrentWidget(self.accepted)
        else:
            self._show_start()

    def _show_start(self) -> None:
        if self.matrix.matrix_model.columnCount():
            self.empty.say("No return is open", _CHOOSE)
        else:
            self.empty.say("No phase is planned yet", _PLAN_FIRST, "Plan the first phase…")
            allow(self.empty.button, self._workspace.read_only_reason)
        self.detail.setCurrentWidget(self.empty)

    def _on_inbox(self) -> None:
        waiting = len(self.inbox.waiting)
        self.tabs.setTabText(_INBOX, f"Files being checked ({waiting})" if waiting else "Files being checked")
        self.left_out_label.setText(" ".join(self.inbox.left_out))
        self.left_out_label.setVisible(bool(self.inbox.left_out))
        self.inbox_table.show_candidates(self.inbox.candidates)
        self._show_state()
        self._review_timer.start()

    def _on_accepted(self, count: int) -> None:
        announce(self, f"{count} return{'' if count == 1 else 's'} accepted.")
        self._reload_timer.start()

    def _show_chosen(self) -> None:
        """Open the file that is current in the list; in a turn of its own, for a review is costly to fill."""
        if self.inbox.candidates and self.tabs.currentIndex() != _INBOX:
            self.tabs.setCurrentIndex(_INBOX)
            return
        if self.tabs.currentIndex() == _INBOX:
            self._on_candidate(self.inbox_table.current())

    def _answer_with(self, question: LabelQuestion) -> Callable[[str], object]:
        return lambda code: self.review.answer(question.label, code)

    def _write(self, label: str, work: Callable[[], object]) -> None:
        self._tasks.run(
            label, lambda _progress: work(), lambda _result: self.mark_stale(), self.dialogs.show_failure
        )

    def _on_version(self, return_id: int) -> None:
        self.accepted.show_figures(self._workspace.queries.figures(return_id), self._labels)

    # State and structure

    def _on_work(self, _label: str) -> None:
        self._show_state()

    def _show_state(self) -> None:
        reason = self._workspace.read_only_reason if self._workspace.read_only else ""
        busy = self._tasks.busy
        self.head.set_state(len(self.inbox.clean), busy, reason)
        self.review.set_state(busy, reason)
        self.accepted.set_state(busy, reason)

    def _lay_out(self) -> None:
        self.drop_label = QLabel(DROP_SENTENCE, self)
        set_text_role(self.drop_label, "muted")
        set_text_role(self.left_out_label, "muted")
        self.left_out_label.setTextFormat(Qt.TextFormat.PlainText)
        self.left_out_label.setVisible(False)
        for label in (self.drop_label, self.left_out_label):
            label.setWordWrap(True)
        inbox = QWidget(self)
        inside = QVBoxLayout(inbox)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.inbox_table, 1)
        inside.addWidget(self.left_out_label)
        self.tabs.addTab(self.matrix, "By force and phase")
        self.tabs.addTab(inbox, "Files being checked")
        self.tabs.setDocumentMode(True)
        for widget in (self.empty, self.review, self.accepted):
            self.detail.addWidget(widget)
        below = QWidget(self)
        inside = QVBoxLayout(below)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.cell_notes.strip)
        inside.addWidget(self.detail, 1)
        self.split.addWidget(self.tabs)
        self.split.addWidget(below)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes(self._sizes[_MATRIX])
        self.split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        set_page_margins(layout)
        layout.setSpacing(RHYTHM)
        layout.addWidget(self.head)
        layout.addWidget(self.drop_label)
        layout.addWidget(self.split, 1)
        self.setTabOrder(self.matrix, self.inbox_table)

    def _connect(self) -> None:
        dialogs, review, accepted, inbox = self.dialogs, self.review, self.accepted, self.inbox
        head = self.head
        returns = self._workspace.returns
        head.import_button.clicked.connect(lambda: dialogs.pick_files(False, self.import_paths))
        head.folder_action.triggered.connect(lambda: dialogs.pick_files(True, self.import_paths))
        head.learned_action.triggered.connect(dialogs.learned)
        head.notes_action.triggered.connect(lambda: self.cell_notes.list_notes())
        head.key_button.clicked.connect(lambda: dialogs.key_in())
        head.templates_button.clicked.connect(self.open_templates)
        head.accept_all_button.clicked.connect(inbox.accept_clean)
        self.matrix.cell_chosen.connect(self._on_cell)
        self.tabs.currentChanged.connect(self._on_tab)
        self.inbox_table.candidate_chosen.connect(self._on_candidate)
        inbox.changed.connect(self._on_inbox)
        inbox.accepted.connect(self._on_accepted)
        self._reload_timer.timeout.connect(self.mark_stale)
        self._recheck_timer.timeout.connect(inbox.catch_up)
        self._review_timer.timeout.connect(self._show_chosen)
        inbox.failed.connect(dialogs.show_failure)
        review.figure.form.preview = returns.preview_amount
        review.decided.connect(inbox.decide)
        review.accept_requested.connect(inbox.accept)
        review.set_aside_requested.connect(inbox.set_aside)
        # What was decided has nothing more to press: the keyboard goes back to the list, where the next one waits.
        for decided in (review.accept_requested, review.set_aside_requested, head.accept_all_button.clicked):
            decided.connect(lambda *_: self.inbox_table.setFocus())
        review.password_requested.connect(dialogs.password)
        review.exception_requested.connect(dialogs.exception)
        self.empty.activated.connect(lambda: self.page_requested.emit("plan", "new"))
        asked = review.questions
        asked.other_wanted.connect(
            lambda each: dialogs.measure(f"What does “{each.label}” mean?", self._answer_with(each))
        )
        asked.alias_wanted.connect(lambda each: dialogs.alias(each, self._answer_with(each)))
        asked.measure_wanted.connect(lambda each: dialogs.new_measure(each, self._answer_with(each)))
        accepted.version_chosen.connect(self._on_version)
        accepted.withdraw_requested.connect(
            lambda id_: self._write("Withdraw return", lambda: returns.withdraw(id_))
        )
        accepted.restore_requested.connect(
            lambda id_: self._write("Go back to an earlier version", lambda: returns.restore_version(id_))
        )
        accepted.save_requested.connect(self.received.ask_where)
        accepted.sheet_requested.connect(self.received.show_sheets)
        self.received.read.connect(accepted.show_grid)
        self.received.failed.connect(dialogs.show_failure)
        # Methods and not lambdas: the worker outlives the page, and Qt ends only what it knows to be the page's.
        self._tasks.started.connect(self._on_work)
        self._tasks.finished.connect(self._on_work)
