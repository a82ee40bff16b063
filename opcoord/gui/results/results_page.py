"""The Results page: measures on the left; chart, the same numbers as a table, and then and now on the right."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
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
from opcoord.gui.messages import show_error
from opcoord.gui.page import Page
from opcoord.gui.reader import FEW_FIGURES, Reader
from opcoord.gui.results.cells import Cell, table_of
from opcoord.gui.results.choices import Choices
from opcoord.gui.results.look import Look, Shown, prepare
from opcoord.gui.results.measures_tree import MeasuresTree
from opcoord.gui.results.numbers_tab import NumbersTab
from opcoord.gui.results.sentences import sentence_of, title_of
from opcoord.gui.results.then_and_now_cells import then_and_now_sentence, then_and_now_table
from opcoord.gui.results.wording import full_labels
from opcoord.gui.sharing.chart_sharing import ChartSharing
from opcoord.gui.sharing.words import Words, refusal, words_for, words_for_changes
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import RHYTHM, set_page_margins, set_text_role
from opcoord.gui.widgets.empty_state import EmptyState
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.save_dialog import SaveDialog
from opcoord.model.basis import Basis
from opcoord.queries.comparable import window_days
from opcoord.queries.lineage import NumberReference
from opcoord.queries.standards import TargetView
from opcoord.queries.then_and_now import ThenAndNow
from opcoord.queries.views import AgencyView, MeasureResults

if TYPE_CHECKING:
    from opcoord.gui.lineage.lineage_dialog import LineageDialog
    from opcoord.gui.results.chart import ResultsChart
    from opcoord.services.workspace import Workspace

#: So that all columns of then and now are seen at 1280 pixels.
_MEASURE_WIDTH = 176
CHART, TABLE, THEN_AND_NOW = range(3)
_CHANGED = "Then and now: as first published, as last revised, as returned"


class ResultsPage(Page):
    """Charts and tables of the measures chosen; from each number a person reaches the cells behind it.

    Only the tab that is seen is drawn; the others are when they are turned to.
    """

    key: ClassVar[str] = "results"
    title: ClassVar[str] = "Results"
    icon_name: ClassVar[str] = "results"
    tables: ClassVar[frozenset[str]] = frozenset(
        {
            "return", "figure", "phase", "phase_window", "expected_return", "collected_measure", "agency",
            "measure", "measure_rule", "adjustment", "announcement", "target", "operation",
            "issued_document",
        }
    )  # fmt: skip

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        # Its own runner: making tables and workbooks stands in the way of nothing that writes.
        self._tasks = TaskRunner(self)
        self._reader = Reader(self)
        self._agencies: list[AgencyView] = []
        self._labels: dict[str, str] = {}
        self._days: dict[int, int] = {}
        self._targets: list[TargetView] = []
        self._expected: set[str] = set()
        #: How many figures a measure may have.
        self._answers = 0
        self._results: list[MeasureResults] = []
        self._shown = Shown(Look())
        self._undrawn: set[int] = set()
        self._chart: ResultsChart | None = None
        self._first_step: tuple[str, str | None] = ("returns", None)
        self.tree = MeasuresTree(self)
        self.choices = Choices(self)
        # Before what it holds: made later, its tabs would come after their own content with the Tab key.
        self.tabs = QTabWidget(self)
        self.numbers = NumbersTab("Results by phase and force", self)
        self.changes = NumbersTab("Then and now", self)
        self.changes.table.widest_column = _MEASURE_WIDTH
        self.sharing = ChartSharing(workspace, self._tasks, self)
        self.said_label = QLabel(self)
        self.export_button = QPushButton("E&xport to Excel…", self)
        self.chart_place = QVBoxLayout()
        self.stack = QStackedWidget(self)
        self.empty = EmptyState("No results yet", "")
        self._lay_out()
        self._connect()

    @property
    def at_rest(self) -> bool:
        """Whether everything that is seen is drawn."""
        return not self._tasks.busy and not self._reader.busy

    @property
    def chart(self) -> ResultsChart:
        """The one chart of this page; made when it is first needed, since pyqtgraph takes a while to load."""
        if self._chart is None:
            from opcoord.gui.results.chart import ResultsChart

            self._chart = ResultsChart(self)
            self._chart.picked.connect(self._open_picked)
            self._chart.everything_wanted.connect(lambda: self.choices.like_check.setChecked(False))
            self.sharing.follow(self._chart)
            self.chart_place.addWidget(self._chart)
        return self._chart

    def reload(self) -> None:
        """Read measures, forces and the chosen results again."""
        queries = self._workspace.queries
        self._agencies = queries.agencies()
        phases = queries.phases()
        self._days = window_days(phases)
        self._targets = queries.targets()
        self._expected = {code for phase in phases for code in phase.expected}
        self._answers = sum(len(phase.received) for phase in phases)
        answered = [each.number for each in phases if each.received]
        any_figure = bool(answered) or bool(queries.announcements())
        self._show_empty(bool(phases))
        self.stack.setCurrentIndex(1 if any_figure else 0)
        for button in (self.sharing.button, self.export_button):
            button.setVisible(any_figure)
        self.choices.offer_phases([each.number for each in phases], answered)
        measures = queries.measures()
        self._labels = full_labels(measures)
        blocked = self.tree.blockSignals(True)
        self.tree.set_measures(measures)
        self.tree.blockSignals(blocked)
        self._undrawn.add(THEN_AND_NOW)
        self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """The chart is made with the first look at the page."""
        self.chart  # noqa: B018
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        """Before the page goes away its worker ends."""
        if event.type() == QEvent.Type.DeferredDelete:
            self._reader.close()
            self._tasks.close()
        return super().event(event)

    def focus_first(self) -> None:
        """The measures, or the button of the empty page."""
        empty = self.stack.currentWidget() is self.empty
        (self.empty.button if empty else self.tree.view).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_item(self, item: object) -> None:
        """A measure's code selects it."""
        if isinstance(item, str):
            self.tree.filter_edit.clear()
            self.tree.choose([item])

    def show_path(
        self, reference: NumberReference, basis: Basis = Basis.RETURNED, on: dt.date | None = None
    ) -> LineageDialog:
        """Open the path of a number, in place of the one that was open before."""
        from opcoord.gui.lineage.lineage_dialog import show_only_lineage

        return show_only_lineage(self, self._workspace, reference, basis, on)

    def export(self, path: Path) -> None:
        """Write the chosen measures, on the chosen basis, to a workbook."""
        codes, look = self.tree.codes(), self.choices.look
        self._tasks.run(
            f"Write {path.name}",
            lambda _progress: self._workspace.export_results(path, codes, look.basis, look.on),
            lambda _nothing: self.said_label.setText("Table exported"),
            self._show_failure,
        )

    def _show_failure(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            raise error
        show_error(self, error)

    def _show_empty(self, any_phase: bool) -> None:
        """Without results: lead to what comes first, a phase or its returns."""
        if any_phase:
            self._first_step = ("returns", None)
            self.empty.say(
                "No results yet", "Accept the first return and its figures appear here.", "Go to Returns"
            )
            allow(self.empty.button)
        else:
            self._first_step = ("plan", "new")
            self.empty.say(
                "No results yet",
                "Results are the sums of what the forces return for a phase, so a phase comes first.",
                "Plan the first phase…",
            )
            allow(self.empty.button, self._workspace.read_only_reason)

    # Showing

    def _read(self) -> None:
        """Read the chosen measures on the chosen basis, many of them in the background, and show them."""
        queries, codes, look = self._workspace.queries, self.tree.codes(), self.choices.look
        self._reader.read(
            "Add up",
            lambda: queries.results(codes, basis=look.basis, on=look.on) if codes else [],
            lambda found: self._take(codes, found),
            at_once=len(codes) * self._answers <= FEW_FIGURES,
        )

    def _take(self, codes: list[str], found: list[MeasureResults]) -> None:
        by_code = {each.measure.code: each for each in found}
        self._results = [self._labelled(by_code[code]) for code in codes if code in by_code]
        self._show()

    def _labelled(self, results: MeasureResults) -> MeasureResults:
        """The results under a label that can stand alone in a title."""
        measure = results.measure
        label = self._labels.get(measure.code, measure.label)
        return dataclasses.replace(results, measure=dataclasses.replace(measure, label=label))

    def _show(self) -> None:
        if self._reader.busy:
            # What is here was read for another choice; what is being read is shown as soon as it comes.
            return
        self._shown = prepare(
            self._results, self._agencies, self.choices.look, self._days, self._targets, self._expected
        )
        self._undrawn |= {CHART, TABLE}
        self.export_button.setEnabled(bool(self._results))
        self._show_tab(self.tabs.currentIndex())

    def _show_tab(self, tab: int) -> None:
        self._draw(tab)
        self.said_label.clear()
        self._offer()

    def _offer(self) -> None:
        """Offer to take what the tab shows."""
        refused = refusal(self._shown)
        if self.tabs.currentIndex() != THEN_AND_NOW:
            self.sharing.offer(self._shown, refused, refused)
            return
        empty = "" if self.changes.table.cells.table.rows else "There are no changes to take."
        self.sharing.offer(self._shown, refused or "Then and now has no chart. Turn to Chart.", empty)

    def _draw(self, tab: int) -> None:
        if tab not in self._undrawn:
            return
        self._undrawn.discard(tab)
        if tab == CHART:
            self.chart.show_results(self._shown)
        elif tab == TABLE:
            self.numbers.show_table(table_of(self._shown), title_of(self._shown), sentence_of(self._shown))
        else:
            queries = self._workspace.queries
            self._tasks.run("Then and now", lambda _progress: queries.then_and_now(), self._show_changes)

    def _show_changes(self, found: list[ThenAndNow]) -> None:
        table = then_and_now_table(found, self._labels)
        self.changes.show_table(table, _CHANGED, then_and_now_sentence(found))
        self._offer()

    # Doing

    def _open_picked(self, measure: str, phase: int, agency: str) -> None:
        look = self._shown.look
        results = next(each for each in self._shown.results if each.measure.code == measure)
        self.show_path(self._shown.reference(results, phase, agency), look.basis, look.on)

    def _open_cell(self, cell: Cell) -> None:
        if cell.reference is not None:
            self.show_path(cell.reference, cell.basis, self._shown.look.on)

    def _copy_table(self) -> None:
        tab = THEN_AND_NOW if self.tabs.currentIndex() == THEN_AND_NOW else TABLE
        self._draw(tab)
        (self.changes if tab == THEN_AND_NOW else self.numbers).table.copy_all()
        self.said_label.setText("Table copied")

    def _words_for_changes(self) -> Words:
        return words_for_changes(_CHANGED, self.changes.sentence.text(), self.sharing.origin())

    def _ask_export(self) -> None:
        name = f"Results {self.choices.look.basis_words}.xlsx"
        dialog = SaveDialog(
            "Export to Excel", Path(self._workspace.path), name, "Excel workbooks (*.xlsx)", self
        )
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.open()

    def _lay_out(self) -> None:
        title = QLabel(self.title, self)
        set_text_role(title, "title")
        head = QHBoxLayout()
        head.setSpacing(RHYTHM)
        head.addWidget(title)
        head.addStretch(1)
        set_text_role(self.said_label, "muted")
        for widget in (self.said_label, self.sharing.button, self.export_button):
            head.addWidget(widget)
        holder = QWidget(self)
        holder.setLayout(self.chart_place)
        self.tabs.addTab(holder, "Chart")
        self.tabs.addTab(self.numbers, "Table")
        self.tabs.addTab(self.changes, "Then and now")
        self.tabs.setDocumentMode(True)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(RHYTHM, 0, 0, 0)
        column.setSpacing(RHYTHM)
        column.addWidget(self.choices)
        column.addWidget(self.tabs, 1)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(self.tree)
        split.addWidget(right)
        split.setSizes([240, 800])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        self.tree.setMinimumSize(QSize(160, 0))
        self.stack.addWidget(self.empty)
        self.stack.addWidget(split)
        layout = QVBoxLayout(self)
        set_page_margins(layout)
        layout.addLayout(head)
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self._reader.failed.connect(self._show_failure)
        self.tree.chosen.connect(self._read)
        self.choices.changed.connect(self._show)
        self.choices.basis_changed.connect(self._read)
        self.tabs.currentChanged.connect(self._show_tab)
        self.empty.activated.connect(lambda: self.page_requested.emit(*self._first_step))
        self.sharing.table_wanted.connect(self._copy_table)
        self.sharing.said.connect(self.said_label.setText)
        self.numbers.table.words = lambda: words_for(self._shown, self.sharing.origin())
        self.changes.table.words = self._words_for_changes
        self.export_button.clicked.connect(self._ask_export)
        for tab in (self.numbers, self.changes):
            tab.table.opened.connect(self._open_cell)
