"""The Results page: measures on the left, the chart and the same numbers as a table on the right."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
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
from opcoord.gui.results.figures_dialog import FiguresDialog
from opcoord.gui.results.measures_tree import MeasuresTree
from opcoord.gui.results.picture import ChartView
from opcoord.gui.results.results_rows import ResultsTableModel
from opcoord.gui.results.wording import BASIS, full_labels
from opcoord.gui.theme import RHYTHM, set_page_margins, set_text_role
from opcoord.gui.widgets.empty_state import EmptyState
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.save_dialog import SaveDialog
from opcoord.gui.widgets.table_view import TableView
from opcoord.queries.views import AgencyView, MeasureResults

if TYPE_CHECKING:
    from opcoord.gui.results.chart import ResultsChart
    from opcoord.services.workspace import Workspace


class ResultsPage(Page):
    """Charts and tables of the measures chosen; from each number a person reaches the figures behind it."""

    key: ClassVar[str] = "results"
    title: ClassVar[str] = "Results"
    icon_name: ClassVar[str] = "results"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"return", "figure", "phase", "expected_return", "collected_measure", "agency", "measure"}
    )

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._agencies: list[AgencyView] = []
        self._labels: dict[str, str] = {}
        self._results: list[MeasureResults] = []
        self._chart: ResultsChart | None = None
        self._first_step: tuple[str, str | None] = ("returns", None)
        self.tree = MeasuresTree(self)
        self.view_combo = QComboBox(self)
        self.view_combo.addItem("Cumulative line", ChartView.CUMULATIVE)
        self.view_combo.addItem("Cumulative, stacked by force", ChartView.CUMULATIVE_BY_FORCE)
        self.view_combo.addItem("By phase, stacked by force", ChartView.BY_PHASE)
        self.table_model = ResultsTableModel(self)
        self.table = TableView("Results by phase and force")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.show_model(self.table_model)
        self.copy_button = QPushButton("&Copy table", self)
        self.picture_button = QPushButton("Copy p&icture", self)
        self.export_button = QPushButton("E&xport to Excel…", self)
        self.chart_place = QVBoxLayout()
        self.tabs = QTabWidget(self)
        self.stack = QStackedWidget(self)
        self.empty = EmptyState("No results yet", "")
        self._lay_out()
        self._connect()

    @property
    def chart(self) -> ResultsChart:
        """The one chart of this page; made when it is first needed, since pyqtgraph takes a while to load."""
        if self._chart is None:
            from opcoord.gui.results.chart import ResultsChart

            self._chart = ResultsChart(self)
            self._chart.picked.connect(self._open_picked)
            self.chart_place.addWidget(self._chart)
        return self._chart

    def reload(self) -> None:
        """Read measures, forces and the chosen results again."""
        queries = self._workspace.queries
        self._agencies = queries.agencies()
        any_return = any(each.status == "accepted" for each in queries.returns())
        self._show_empty(bool(queries.phases()))
        self.stack.setCurrentIndex(1 if any_return else 0)
        for button in (self.copy_button, self.picture_button, self.export_button):
            button.setVisible(any_return)
        measures = queries.measures()
        self._labels = full_labels(measures)
        blocked = self.tree.blockSignals(True)
        self.tree.set_measures(measures)
        self.tree.blockSignals(blocked)
        self._show_chosen()

    def showEvent(self, event: QShowEvent) -> None:
        """The chart is made with the first look at the page."""
        self.chart  # noqa: B018
        super().showEvent(event)

    def focus_first(self) -> None:
        """The measures, or the button of the empty page."""
        empty = self.stack.currentWidget() is self.empty
        (self.empty.button if empty else self.tree.view).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_item(self, item: object) -> None:
        """A measure's code selects it."""
        if isinstance(item, str):
            self.tree.filter_edit.clear()
            self.tree.choose([item])

    def open_figures(
        self, measure: str, phase: int, agency: str = "", cumulative: bool = False
    ) -> FiguresDialog:
        """Show the figures behind a total or one force's figure, of all phases up to `phase` for a running sum."""
        queries = self._workspace.queries
        figures = queries.figures_behind(measure, None if cumulative else phase, agency or None)
        figures = [each for each in figures if each.phase <= phase]
        label = self._labels.get(measure, measure)
        name = next((each.name for each in self._agencies if each.code == agency), "all forces")
        span = f"up to phase {phase}" if cumulative else f"phase {phase}"
        dialog = FiguresDialog(f"{label}, {span}, {name}", figures, self._labels, self)
        dialog.open()
        return dialog

    def export(self, path: Path) -> None:
        """Write the chosen measures to a workbook."""
        try:
            self._workspace.export_results(path, self.tree.codes())
        except OpcoordError as error:
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

    def _show_chosen(self) -> None:
        codes = self.tree.codes()
        found = {each.measure.code: each for each in self._workspace.queries.results(codes)} if codes else {}
        self._results = [self._labelled(found[code]) for code in codes if code in found]
        self._show()

    def _labelled(self, results: MeasureResults) -> MeasureResults:
        """The results under a label that can stand alone in a title."""
        measure = results.measure
        label = self._labels.get(measure.code, measure.label)
        return dataclasses.replace(results, measure=dataclasses.replace(measure, label=label))

    def _show(self) -> None:
        view = ChartView(self.view_combo.currentData())
        self.chart.show_results(self._results, self._agencies, view)
        self.table_model.show_results(self._results, self._agencies, view is not ChartView.BY_PHASE)
        self.table.setColumnHidden(0, len(self._results) < 2)
        self.export_button.setEnabled(bool(self._results))

    def _open_picked(self, measure: str, phase: int, agency: str) -> None:
        running = ChartView(self.view_combo.currentData()) is not ChartView.BY_PHASE
        self.open_figures(measure, phase, agency, cumulative=running)

    def _open_cell(self, index: QModelIndex) -> None:
        source = self.table.model().mapToSource(index)  # type: ignore[attr-defined]
        if source.isValid():
            running = self.table_model.is_cumulative(source)
            self.open_figures(*self.table_model.place(source), cumulative=running)

    def _copy_picture(self) -> None:
        QGuiApplication.clipboard().setPixmap(self.chart.picture())

    def _ask_export(self) -> None:
        dialog = SaveDialog(
            "Export to Excel", Path(self._workspace.path), "Results.xlsx", "Excel workbooks (*.xlsx)", self
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
        for button in (self.copy_button, self.picture_button, self.export_button):
            head.addWidget(button)
        view_label = QLabel("Vie&w as", self)
        view_label.setBuddy(self.view_combo)
        basis = QLabel(f"Basis: {BASIS}", self)
        set_text_role(basis, "muted")
        choice = QHBoxLayout()
        choice.setSpacing(RHYTHM)
        choice.addWidget(view_label)
        choice.addWidget(self.view_combo)
        choice.addStretch(1)
        choice.addWidget(basis)
        holder = QWidget(self)
        holder.setLayout(self.chart_place)
        self.tabs.addTab(holder, "Chart")
        self.tabs.addTab(self.table, "Table")
        self.tabs.setDocumentMode(True)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(RHYTHM, 0, 0, 0)
        column.setSpacing(RHYTHM)
        column.addLayout(choice)
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
        self.tree.chosen.connect(self._show_chosen)
        self.view_combo.currentIndexChanged.connect(lambda _index: self._show())
        self.empty.activated.connect(lambda: self.page_requested.emit(*self._first_step))
        self.copy_button.clicked.connect(self.table.copy_selection)
        self.picture_button.clicked.connect(self._copy_picture)
        self.export_button.clicked.connect(self._ask_export)
        self.table.doubleClicked.connect(self._open_cell)
        for key in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: self._open_cell(self.table.currentIndex()))
