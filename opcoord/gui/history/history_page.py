"""The ledger: what was done, when and by whom; undo, redo and a check of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from opcoord.errors import OpcoordError
from opcoord.gui.icons import icon
from opcoord.gui.messages import show_error
from opcoord.gui.page import Page
from opcoord.gui.reader import Reader
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import RHYTHM, set_page_margins, set_text_role
from opcoord.gui.widgets.announcing import announce, tell
from opcoord.gui.widgets.filter_bar import FilterBar
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.table_view import TableView
from opcoord.model.dates import format_moment
from opcoord.model.finding import Finding
from opcoord.queries.views import HistoryView

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

_SHORT_HASH = 12
#: So many are read between two key strokes, also while a worker reads.
_FEW_LINES = 50


class HistoryPage(Page):
    """Every line of the ledger, newest first; it can be copied, not changed."""

    key = "history"
    title = "History"
    icon_name = "history"
    tables = frozenset({"audit_entry", "undo_step", "operation", "agency", "measure", "phase", "return"})

    def __init__(self, workspace: Workspace, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._reader = Reader(self)
        self._reader.failed.connect(self._fail)
        self.model = RecordsModel[HistoryView](_COLUMNS, self)
        self.table = TableView("History", self)
        self.table.show_model(self.model, stretch=3)
        self._build()
        # Methods and not lambdas: the worker outlives the page, and Qt ends only what it knows to be the page's.
        tasks.started.connect(self._on_work)
        tasks.finished.connect(self._on_work)

    @property
    def at_rest(self) -> bool:
        """Whether the newest lines are shown."""
        return not self._reader.busy

    def event(self, event: QEvent) -> bool:
        """Before the page goes away its worker ends."""
        if event.type() == QEvent.Type.DeferredDelete:
            self._reader.close()
        return super().event(event)

    def reload(self) -> None:
        """Show the newest lines and what can be undone."""
        queries = self._workspace.queries
        newest = queries.history(1)
        few = not newest or newest[0].seq <= _FEW_LINES
        self._reader.read("Read the history", queries.history, self.model.set_records, at_once=few)
        self._show_steps()

    def focus_first(self) -> None:
        """The ledger."""
        self.table.setFocus()

    def _show_steps(self) -> None:
        """What can be undone; not asked while a worker writes, for the screen would wait for its lock."""
        if self._tasks.busy:
            self.undo_button.setEnabled(False)
            self.redo_button.setEnabled(False)
            return
        workspace = self._workspace
        for button, verb, label in (
            (self.undo_button, "Undo", workspace.undo_label),
            (self.redo_button, "Redo", workspace.redo_label),
        ):
            button.setEnabled(bool(label) and not workspace.read_only)
            button.setToolTip(f"{verb} {label}" if label else f"Nothing to {verb.lower()}")
            button.setAccessibleDescription(button.toolTip())

    def _on_work(self, _label: str) -> None:
        self._show_steps()

    def _step(self, forward: bool) -> None:
        workspace = self._workspace
        step = workspace.redo if forward else workspace.undo
        said = f"Redone: {workspace.redo_label}" if forward else f"Undone: {workspace.undo_label}"
        self._tasks.run(
            "Redo" if forward else "Undo",
            lambda _progress: step(),
            lambda _label: self._done(said),
            self._fail,
        )

    def _done(self, said: str) -> None:
        self.reload()
        announce(self, said)

    def _check(self) -> None:
        self.check_button.setEnabled(False)
        tell(self.result_label, "Checking…")
        self.findings_list.hide()
        self._tasks.run(
            "Checking the file",
            lambda _progress: self._workspace.verify(),
            self._show_check,
            self._fail_to_check,
        )

    def _show_check(self, findings: list[Finding]) -> None:
        self.check_button.setEnabled(True)
        self.findings_list.clear()
        for finding in findings:
            text = " ".join(part for part in (finding.message, finding.remedy) if part)
            QListWidgetItem(icon(finding.severity.value), text, self.findings_list)
        self.findings_list.setVisible(bool(findings))
        count = len(findings)
        tell(
            self.result_label,
            f"{count} thing{'s' if count != 1 else ''} found."
            if count
            else "The file is sound: figures and ledger agree.",
        )

    def _fail_to_check(self, error: Exception) -> None:
        self.check_button.setEnabled(True)
        self.result_label.clear()
        self._fail(error)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            raise error
        show_error(self, error)

    def _build(self) -> None:
        heading = QLabel("History", self)
        set_text_role(heading, "title")
        self.undo_button = QPushButton(icon("undo"), "Undo", self)
        self.undo_button.clicked.connect(lambda: self._step(forward=False))
        self.redo_button = QPushButton(icon("redo"), "Redo", self)
        self.redo_button.clicked.connect(lambda: self._step(forward=True))
        self.check_button = QPushButton(icon("shield"), "Check &integrity", self)
        self.check_button.clicked.connect(self._check)
        self.result_label = QLabel(self)
        self.result_label.setTextFormat(Qt.TextFormat.PlainText)
        self.findings_list = QListWidget(self)
        self.findings_list.setAccessibleName("What the check found")
        self.findings_list.setWordWrap(True)
        self.findings_list.setMaximumHeight(160)
        self.findings_list.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(RHYTHM)
        for button in (self.undo_button, self.redo_button, self.check_button):
            buttons.addWidget(button)
        buttons.addWidget(self.result_label, 1)
        self.filter = FilterBar(self.table, "Filter history", self)
        layout = QVBoxLayout(self)
        set_page_margins(layout)
        layout.addWidget(heading)
        layout.addLayout(buttons)
        layout.addWidget(self.findings_list)
        layout.addWidget(self.filter)
        layout.addWidget(self.table, 1)


_COLUMNS = (
    Column[HistoryView]("No.", lambda line: f"{line.seq:,}", number=True, sort_key=lambda line: line.seq),
    Column[HistoryView]("When", lambda line: format_moment(line.when), sort_key=lambda line: line.when),
    Column[HistoryView]("Who", lambda line: line.actor),
    Column[HistoryView]("What", lambda line: line.action),
    Column[HistoryView]("Fingerprint", lambda line: line.hash[:_SHORT_HASH], tool_tip=lambda line: line.hash),
)
