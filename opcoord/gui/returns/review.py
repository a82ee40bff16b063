"""The review of one file before it is accepted: sheet, figures and findings move together, and figures are mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from opcoord.gui.results.wording import full_labels
from opcoord.gui.returns.accept_bar import PENDING, AcceptBar
from opcoord.gui.returns.changes_table import ChangesTable
from opcoord.gui.returns.figure_panel import FigurePanel
from opcoord.gui.returns.figure_rows import FigureRow, parsed_rows
from opcoord.gui.returns.figures_table import FiguresTable
from opcoord.gui.returns.finding_list import FindingList
from opcoord.gui.returns.fixes import Wish, decided
from opcoord.gui.returns.question_bar import QuestionBar
from opcoord.gui.returns.review_marks import marks_of
from opcoord.gui.returns.sheet_panel import SheetPanel
from opcoord.gui.theme import RHYTHM, SMALL, set_text_role
from opcoord.gui.widgets.announcing import announce
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.queries.views import AgencyView, MeasureView, PhaseView
from opcoord.reading.decisions import Decisions, TableChoice
from opcoord.reading.parsed import LabelQuestion
from opcoord.services.candidate import REFUSED, Candidate
from opcoord.services.received_cells import Cell, cell_place

#: Refusals that a password mends.
LOCKED = frozenset({"password", "wrong-password"})


class ReviewPanel(QWidget):
    """Shows one candidate. `decided(candidate, decisions)` says what was decided about it, `accept_requested`
    (candidate, reason, keep the file), `set_aside_requested` and `password_requested` (candidate) what is to be done."""

    decided = Signal(object, object)
    accept_requested = Signal(object, str, bool)
    set_aside_requested = Signal(object)
    password_requested = Signal(object)
    exception_requested = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._candidate: Candidate | None = None
        self._measures: Sequence[MeasureView] = ()
        self._collected: Mapping[int, Sequence[str]] = {}
        self._labels: Mapping[str, str] = {}
        #: The names with which the candidate was shown.
        self._named: tuple[Mapping[str, str], Sequence[MeasureView]] | None = None
        self._read_only_reason, self._busy = "", False
        self.heading = QLabel(self)
        set_text_role(self.heading, "heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.agency_combo = QComboBox(self)
        self.phase_combo = QComboBox(self)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.agency_combo.setSizeAdjustPolicy(policy)
        self.agency_combo.setMinimumContentsLength(22)
        self.password_button = QPushButton("Enter pass&word…", self)
        self.questions = QuestionBar(self)
        self.sheets = SheetPanel(self)
        self.figures = FiguresTable("Figures as understood")
        self.findings = FindingList(self)
        self.changes = ChangesTable()
        self.notes = QTabWidget(self)
        self.figure = FigurePanel(self)
        self.foot = AcceptBar(self)
        self._lay_out()
        self._connect()

    def set_reference(
        self, agencies: Sequence[AgencyView], phases: Sequence[PhaseView], measures: Sequence[MeasureView]
    ) -> None:
        """The forces and phases that a file may be read as, and the measures that a row may mean."""
        self._measures, self._labels = measures, full_labels(measures)
        self._collected = {phase.number: phase.measures for phase in phases}
        for combo in (self.agency_combo, self.phase_combo):
            combo.blockSignals(True)
            combo.clear()
            combo.addItem("Not known", None)
        for agency in agencies:
            if agency.sends_returns:
                self.agency_combo.addItem(agency.name, agency.code)
        for phase in phases:
            self.phase_combo.addItem(str(phase.number), phase.number)
        for combo in (self.agency_combo, self.phase_combo):
            combo.blockSignals(False)
        self._show_origin()

    def set_state(self, busy: bool, read_only_reason: str) -> None:
        """Disable what cannot be done while work runs or the file is read-only."""
        self._busy, self._read_only_reason = busy, read_only_reason
        self.foot.set_state(busy, read_only_reason)
        self._show_allowed()

    def show_candidate(self, candidate: Candidate) -> None:
        """Show this file; where it is the one that was shown, the chosen figure stays."""
        before, named = self._candidate, (self._labels, self._measures)
        if before == candidate and self._named == named:
            # Weighed again with the same outcome: nothing to draw, and nobody loses their place.
            self._candidate = candidate
            return
        self._named = named
        same = before is not None and (before.path, before.name) == (candidate.path, candidate.name)
        self._candidate = candidate
        self.heading.setText(_heading(candidate))
        rows = parsed_rows(candidate, self._labels, self._measures)
        self.figures.show_rows(rows, keep_place=same)
        self.findings.show_findings(candidate.findings, keep_place=same)
        self.changes.show_changes(candidate.differences, candidate.effects, self._labels)
        self.notes.setTabText(0, f"Findings ({len(candidate.findings)})")
        self.notes.setTabText(1, f"What changes ({self.changes.rows_model.rowCount()})")
        parsed = candidate.parsed
        questions = parsed.questions if parsed is not None and candidate.status in PENDING else ()
        by_hand = not candidate.sha256
        self.sheets.show_grid(
            candidate.grid,
            marks_of(rows, questions),
            can_choose=not by_hand and candidate.status in (*PENDING, REFUSED),
            asks=not candidate.figures,
        )
        self.questions.show_questions(questions, self._labels)
        self.foot.show_candidate(candidate, self._labels, same)
        if same:
            self._on_figure(self.figures.current())
        else:
            self._go_to_first(rows, questions)
        self._show_origin()
        self._show_allowed()

    def _want_exception(self, finding: Finding) -> None:
        self.exception_requested.emit(self._candidate, finding)

    def hold(self) -> str:
        """Why Accept is not possible at the moment; empty where it is."""
        return self.foot.hold()

    # One place at a time: sheet, figures and findings go together

    def go_to(self, sheet: str, cell: str) -> None:
        """Bring cell, figure, finding and question of a place forward, wherever it was chosen."""
        self.sheets.go_to(sheet, cell)
        if not self.figures.jump_to(sheet, cell):
            row = self._row_beside(sheet, cell)
            if row is not None:
                self.figures.jump_to_measure(row.measure)
            elif cell:
                self.figures.leave()
        self.findings.jump_to(sheet, cell)
        self.questions.ask_about(sheet, cell)
        self._show_figure(self.figures.current())

    def _go_to_first(self, rows: Sequence[FigureRow], questions: Sequence[LabelQuestion]) -> None:
        """Bring what is to be decided first into view: what an error holds back, then what is asked."""
        if rows and (rows[0].mark == Severity.ERROR or not questions):
            self.figures.select_row(0)
            self._on_figure(rows[0])
        elif questions:
            self.go_to(questions[0].sheet, questions[0].cell or questions[0].label_cell)
        else:
            # A refused file has no figure; the one of the file before must not stand beside it.
            self._show_figure(None)

    def _row_beside(self, sheet: str, cell: str) -> FigureRow | None:
        """The only figure of the row in which a cell stands: its label or note means the figure as well."""
        place = cell_place(cell)
        if place is None:
            return None
        beside = [
            row
            for row in self.figures.rows_model.records
            if row.sheet == sheet and (other := cell_place(row.cell)) is not None and other[0] == place[0]
        ]
        return beside[0] if len(beside) == 1 else None

    def _on_cell(self, sheet: str, cell: str) -> None:
        if self.figure.is_asking and self.figure.form.takes_cells:
            found = self._cell(sheet, cell)
            self.figure.form.set_cell(sheet, cell, found.raw if found is not None else "")
        else:
            self.go_to(sheet, cell)

    def _on_figure(self, row: FigureRow | None) -> None:
        if row is not None and row.cell:
            self.sheets.go_to(row.sheet, row.cell)
            self.findings.jump_to(row.sheet, row.cell)
            self.questions.ask_about(row.sheet, row.cell)
        self._show_figure(row)

    def _cell(self, sheet: str, address: str) -> Cell | None:
        grid = self._candidate.grid if self._candidate is not None else None
        found, place = grid.sheet(sheet) if grid is not None else None, cell_place(address)
        if found is None or place is None or self.sheets.view.sheet_model.sheet is not found:
            return None
        return self.sheets.view.sheet_model.cell(*place)

    def _show_figure(self, row: FigureRow | None) -> None:
        differences = self._candidate.differences if self._candidate is not None else ()
        old = next((each for each in differences if row is not None and each.measure == row.measure), None)
        history = f"The version that counts now says {old.old or 'nothing'}." if old is not None else ""
        self.figure.show_row(row, history, self._labels)

    # What is decided

    def _decide(self, decisions: Decisions) -> None:
        if self._candidate is not None:
            self.decided.emit(self._candidate, decisions)

    def _wish(self, wish: Wish) -> None:
        if self._candidate is not None:
            self._decide(decided(self._candidate.decisions, wish))

    def _put_back(self, measure: str) -> None:
        if self._candidate is not None:
            self._decide(self._candidate.decisions.uncorrected(measure))

    def answer(self, label: str, measure: str) -> None:
        """A label of the file stands for a measure (or is left out)."""
        if self._candidate is not None:
            self._decide(self._candidate.decisions.answered(label, measure))

    def _choose_table(self, sheet: str, label_column: int, figure_column: int) -> None:
        if self._candidate is not None:
            old = self._candidate.decisions
            table = TableChoice(sheet, label_column, figure_column)
            self._decide(Decisions(old.agency, old.phase, table, old.labels, old.corrections))

    def _read_as(self) -> None:
        if self._candidate is not None:
            old = self._candidate.decisions
            agency, phase = self.agency_combo.currentData(), self.phase_combo.currentData()
            self._decide(Decisions(agency, phase, old.table, old.labels, old.corrections))

    # State and structure

    def _show_origin(self) -> None:
        candidate = self._candidate
        for combo, value in (
            (self.agency_combo, candidate.agency if candidate else None),
            (self.phase_combo, candidate.phase if candidate else None),
        ):
            combo.setCurrentIndex(max(combo.findData(value), 0))

    def _show_allowed(self) -> None:
        candidate = self._candidate
        open_ = candidate is not None and candidate.status in (*PENDING, REFUSED)
        readable = candidate is not None and candidate.grid is not None
        free = open_ and readable and not self._busy and not self._read_only_reason
        by_hand = candidate is not None and not candidate.sha256
        for combo in (self.agency_combo, self.phase_combo):
            combo.setEnabled(free and not by_hand)
        self.figure.set_allowed(free)
        self.questions.set_allowed(free)
        self.sheets.table_button.setEnabled(free)
        locked = candidate is not None and any(each.code in LOCKED for each in candidate.of(Severity.ERROR))
        self.password_button.setVisible(locked)
        self.password_button.setEnabled(not self._busy)

    def _lay_out(self) -> None:
        force_label, phase_label = QLabel("For&ce", self), QLabel("&Phase", self)
        force_label.setBuddy(self.agency_combo)
        phase_label.setBuddy(self.phase_combo)
        top = QHBoxLayout()
        top.setSpacing(RHYTHM)
        top.addWidget(self.heading, 1)
        for widget in (self.password_button, force_label, self.agency_combo, phase_label, self.phase_combo):
            top.addWidget(widget)
        self.notes.setDocumentMode(True)
        self.notes.setAccessibleName("Findings and changes")
        self.notes.addTab(self.findings, "Findings")
        self.notes.addTab(self.changes, "What changes")
        left = _column(self.sheets, self.notes, (270, 130))
        right = _column(self.figures, self.figure, (230, 170))
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([580, 460])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addLayout(top)
        layout.addWidget(self.questions)
        layout.addWidget(split, 1)
        layout.addWidget(self.foot)
        foot = self.foot
        last = (self.figure.form.leave_button, foot.keep_combo, foot.reason_edit, foot.aside_button)
        for before, after in pairwise((*last, foot.accept_button)):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.findings.exception_wanted.connect(self._want_exception)
        self.findings.chosen.connect(self.go_to)
        self.figures.figure_chosen.connect(self._on_figure)
        self.sheets.cell_chosen.connect(self._on_cell)
        self.sheets.table_chosen.connect(self._choose_table)
        self.questions.shown_question.connect(
            lambda each: self.go_to(each.sheet, each.cell or each.label_cell)
        )
        self.questions.answered.connect(self.answer)
        self.figure.wished.connect(self._wish)
        self.figure.put_back.connect(self._put_back)
        self.foot.accept_requested.connect(
            lambda reason, keep: self.accept_requested.emit(self._candidate, reason, keep)
        )
        self.foot.set_aside_requested.connect(lambda: self.set_aside_requested.emit(self._candidate))
        self.password_button.clicked.connect(lambda: self.password_requested.emit(self._candidate))
        for combo in (self.agency_combo, self.phase_combo):
            combo.activated.connect(self._read_as)
        for key, by in (("J", 1), ("K", -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self._step(by))

    def _step(self, by: int) -> None:
        self.notes.setCurrentIndex(0)
        self.findings.step(by)
        if not self.findings.hasFocus():
            announce(self, self.findings.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or "")


def _column(upper: QWidget, lower: QWidget, sizes: tuple[int, int]) -> QSplitter:
    split = QSplitter(Qt.Orientation.Vertical)
    split.addWidget(upper)
    split.addWidget(lower)
    for number, size in enumerate(sizes):
        split.setStretchFactor(number, size)
    split.setSizes(list(sizes))
    split.setChildrenCollapsible(False)
    return split


def _heading(candidate: Candidate) -> str:
    origin = candidate.agency_name or "Force not known"
    phase = f"phase {candidate.phase}" if candidate.phase is not None else "phase not known"
    version = f", version {candidate.version}" if candidate.version is not None else ""
    found = candidate.parsed.found if candidate.parsed is not None else ""
    return f"{origin}, {phase}{version}: {candidate.status}" + (f". Read {found}" if found else "")
