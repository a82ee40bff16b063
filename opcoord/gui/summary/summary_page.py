"""The Summary page: options on the left, the pages as they will be printed on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from opcoord.errors import OpcoordError
from opcoord.gui.icons import icon
from opcoord.gui.messages import show_error
from opcoord.gui.page import Page
from opcoord.gui.summary.issue_flow import IssueFlow, issued_words
from opcoord.gui.summary.issue_strip import IssueStrip
from opcoord.gui.summary.leaving import LeavingFlow
from opcoord.gui.summary.making import DocumentMaker
from opcoord.gui.summary.options_panel import OptionsPanel
from opcoord.gui.summary.page_view import PagePicture, PreviewArea, paint_pages
from opcoord.gui.summary.preview_queue import First, PreviewQueue
from opcoord.gui.summary.setup_flow import SetupFlow
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import RHYTHM, set_page_margins, set_text_role
from opcoord.gui.widgets.empty_state import EmptyState
from opcoord.gui.widgets.permission import allow
from opcoord.model.basis import Basis
from opcoord.queries.lineage import NumberReference, PublishedReference
from opcoord.queries.reconciliation_views import ReconciledReference

if TYPE_CHECKING:
    from opcoord.queries.issued import ChangedFigure, IssuedView
    from opcoord.services.workspace import Workspace

#: So long after the last change of its width the preview is made anew; an option's change shows at once.
_PAUSE_MS = 120


class SummaryPage(Page):
    """Previews, prints and saves the phase summary and its relatives; all take the same content."""

    key: ClassVar[str] = "summary"
    title: ClassVar[str] = "Summary"
    icon_name: ClassVar[str] = "summary"
    tables: ClassVar[frozenset[str]] = frozenset(
        {
            "operation",
            "return",
            "figure",
            "notable_result",
            "phase",
            "phase_window",
            "expected_return",
            "expected_period",
            "agency",
            "measure",
            "measure_rule",
            "milestone",
            "adjustment",
            "announcement",
            "baseline",
            "check_exception",
            "target",
            "verdict",
            "wording",
            "page_setup",
            "issued_document",
            "note",
            "handover",
            "agency_label",
            "agency_table",
        }
    )

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        # Its own runner: laying out pages neither writes nor stands in the way of what does.
        self._tasks = TaskRunner(self)
        self._previews = PreviewQueue(self._tasks, self)
        self.options_panel = OptionsPanel(self)
        self.preview = PreviewArea(self)
        self.state_label = QLabel(self)
        self.strip = IssueStrip(self)
        self._changed: list[ChangedFigure] = []
        self.setup = SetupFlow(workspace, self.options_panel, self)
        self._maker = DocumentMaker(workspace)
        self.leaving = LeavingFlow(workspace, self._tasks, self.options_panel, self._maker, self)
        self.issuing = IssueFlow(workspace, self._tasks, self)
        self.issue_button = QPushButton(icon("lock"), "Iss&ue…", self)
        self.print_button = QPushButton(icon("print"), "&Print…", self)
        self.pdf_button = QPushButton(icon("pdf"), "&Save as PDF…", self)
        self.book_button = QPushButton("E&xport to Excel…", self)
        self.text_button = QPushButton("Save as &text…", self)
        self.empty = EmptyState(
            "No phase to summarise",
            "A summary brings together the returns of one phase. Plan the first phase, then import its returns.",
            "Plan the first phase…",
        )
        allow(self.empty.button, workspace.read_only_reason)
        self.stack = QStackedWidget(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._build)
        self._previews.first_painted.connect(self.preview.show_first)
        self._previews.failed.connect(self._show_failure)
        self._lay_out()
        self.options_panel.changed.connect(lambda: self._timer.start(0))
        self.options_panel.subject_changed.connect(self._follow_subject)
        self.setup.refused.connect(self._show_failure)
        self.issuing.issued.connect(self._show_issued)
        self.issuing.failed.connect(self._show_failure)
        self.leaving.failed.connect(self._show_failure)
        self.strip.changes_requested.connect(self._show_changes)
        self.issue_button.clicked.connect(self.ask_issue)
        self.preview.width_changed.connect(lambda: self._timer.start(_PAUSE_MS))
        self.preview.target_chosen.connect(self.follow)
        self.empty.activated.connect(lambda: self.page_requested.emit("plan", "new"))
        self.print_button.clicked.connect(lambda: self.leaving.ask_print(self.page_count))
        for button, form in (
            (self.pdf_button, ("Save as PDF", ".pdf", "PDF documents (*.pdf)")),
            (self.book_button, ("Export to Excel", ".xlsx", "Excel workbooks (*.xlsx)")),
            (self.text_button, ("Save as text", ".txt", "Text files (*.txt)")),
        ):
            button.clicked.connect(lambda _checked, form=form: self.leaving.ask_file(*form))
        self._show_state()

    @property
    def page_count(self) -> int:
        """How many pages the preview shows."""
        return len(self.preview.pages)

    @property
    def at_rest(self) -> bool:
        """Whether the preview shows the pages that were asked for last."""
        return not self._tasks.busy and not self._timer.isActive()

    def reload(self) -> None:
        """Offer the phases there are and lay out the summary anew."""
        phases = self._workspace.queries.phases()
        self.stack.setCurrentIndex(1 if phases else 0)
        for button in self._buttons():
            button.setVisible(bool(phases))
        self.options_panel.set_agencies(self._workspace.queries.agencies())
        self.options_panel.set_phases(phases)
        self._show_kept()
        self._build()

    def focus_first(self) -> None:
        """The phase, or the button of the empty page."""
        empty = self.stack.currentWidget() is self.empty
        (self.empty.button if empty else self.options_panel.phase_combo).setFocus()

    def show_item(self, item: object) -> None:
        """A phase's number chooses it; the name of a kind of document chooses that."""
        if isinstance(item, int):
            self.options_panel.choose_phase(item)
        elif isinstance(item, str):
            self.options_panel.choose_kind(item)

    def follow(self, target: object) -> None:
        """Open what a place of the preview leads to: the path of a number, the row in which it is reconciled, words."""
        from opcoord.gui.lineage.lineage_dialog import show_only_lineage
        from opcoord.reports.words import WordsPlace

        issue = self.options_panel.issue
        if isinstance(target, NumberReference):
            # A number of an issued document leads to what was counted in it, whatever has come since.
            if issue is not None:
                show_only_lineage(self, self._workspace, target, Basis.ISSUED, issue.id)
            else:
                show_only_lineage(self, self._workspace, target)
        elif isinstance(target, WordsPlace):
            if issue is None:
                self.setup.edit(target.place)
        elif isinstance(target, PublishedReference):
            show_only_lineage(self, self._workspace, target.reference, target.basis)
        elif isinstance(target, ReconciledReference):
            self.page_requested.emit("reconcile", target)

    def ask_issue(self) -> None:
        """Ask whether the draft is to be issued."""
        options, newest = self.options_panel.options(), self.options_panel.version_combo.newest
        if options is not None:
            self.issuing.ask(options, 1 if newest is None else newest.number + 1)

    def event(self, event: QEvent) -> bool:
        """Before the page goes away its worker ends."""
        if event.type() == QEvent.Type.DeferredDelete:
            self._tasks.close()
        return super().event(event)

    def _build(self) -> None:
        options, issue = self.options_panel.options(), self.options_panel.issue
        if options is None:
            return
        self._maker.get_ready()
        width = self.preview.pixels_wide

        def work(first: First) -> tuple[list[PagePicture], list[ChangedFigure]]:
            # Laid out and painted in one thread: texts must not outlive the thread that made them.
            pictures = paint_pages(self._maker.pages(options, issue), width, first)
            return pictures, [] if issue is None else self._workspace.queries.changed_since(issue.id)

        self.state_label.setText("Laying out the pages…")
        self._previews.ask(work, lambda made: self._take(made[0], made[1], issue))

    def _take(
        self, pictures: list[PagePicture], changed: list[ChangedFigure], issue: IssuedView | None
    ) -> None:
        self.preview.show_pictures(pictures)
        self._changed = changed
        if issue is None:
            self.strip.hide()
        else:
            newest = self.options_panel.version_combo.newest
            newer = newest.number if newest is not None and issue.superseded else None
            self.strip.show_issue(issued_words(issue, len(changed), newer), len(changed))
        self._show_state()

    def _follow_subject(self) -> None:
        self._show_kept()
        self._timer.start(0)

    def _show_kept(self) -> None:
        self.setup.show_kept()
        self.options_panel.set_issued(self._workspace.queries.issued())

    def _show_issued(self, issued_id: int) -> None:
        self._show_kept()
        self.options_panel.version_combo.choose(issued_id)

    def _show_changes(self) -> None:
        issue = self.options_panel.issue
        if issue is not None:
            self.issuing.show_changes(issue, self._changed)

    def _show_failure(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            raise error
        self._show_state()
        show_error(self, error)

    def _show_state(self) -> None:
        count = self.page_count
        self.state_label.setText(f"{count} page{'' if count == 1 else 's'}, A4" if count else "")
        for button in self._buttons():
            button.setEnabled(count > 0)
        refusal = self._workspace.read_only_reason
        if not refusal and self.options_panel.issue is not None:
            refusal = "This is issued already. Choose the draft to issue it as it stands now."
        allow(self.issue_button, refusal)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.text_button, self.book_button, self.pdf_button, self.print_button, self.issue_button

    def _lay_out(self) -> None:
        title = QLabel(self.title, self)
        set_text_role(title, "title")
        set_text_role(self.state_label, "muted")
        head = QHBoxLayout()
        head.setSpacing(RHYTHM)
        head.addWidget(title)
        head.addStretch(1)
        for widget in (self.state_label, *self._buttons()):
            head.addWidget(widget)
        left = QScrollArea(self)
        left.setWidgetResizable(True)
        left.setFrameShape(QScrollArea.Shape.NoFrame)
        left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        left.setWidget(self.options_panel)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(left)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM)
        column.addWidget(self.strip)
        column.addWidget(self.preview, 1)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([280, 760])
        split.setChildrenCollapsible(False)
        left.setMinimumWidth(220)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(split)
        layout = QVBoxLayout(self)
        set_page_margins(layout)
        layout.addLayout(head)
        layout.addWidget(self.stack, 1)
