"""The left side of a review: the sheets of a received file, one at a time, and which table in them is read."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from opcoord.gui.returns.sheet_view import SheetView
from opcoord.gui.theme import RHYTHM, SMALL, set_text_role
from opcoord.services.received_cells import VISIBLE, Grid, Sheet, column_letters

#: For each sheet: address to (mark, words).
Marks = Mapping[str, Mapping[str, tuple[str, str]]]


class SheetPanel(QWidget):
    """`cell_chosen(sheet, address)` on a click; `table_chosen(sheet, label column, figure column)` (from 1)
    once both columns of the table are said."""

    cell_chosen = Signal(str, str)
    table_chosen = Signal(str, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid: Grid | None = None
        self._marks: Marks = {}
        self._label_column: int | None = None
        self._figure_column: int | None = None
        self.sheet_combo = QComboBox(self)
        self.sheet_combo.setAccessibleName("Sheet")
        self.sheet_combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sheet_combo.setMinimumContentsLength(14)
        self.sheet_label = QLabel(self)
        self.table_button = QPushButton("Choose the ta&ble…", self)
        self.table_button.setCheckable(True)
        self.table_button.setToolTip("Say in which columns the labels and the figures are")
        self.view = SheetView(self)
        self.empty_label = QLabel("This file could not be read, so there are no cells to show.", self)
        self.empty_label.setWordWrap(True)
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_text_role(self.empty_label, "muted")
        self.choice = QWidget(self)
        self.choice_label = QLabel(self)
        self.labels_button = QPushButton("Labels are in this column", self)
        self.figures_button = QPushButton("Figures are in this column", self)
        for label in (self.sheet_label, self.choice_label):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.choice_label.setWordWrap(True)
        self._lay_out()
        self._connect()
        self.show_grid(None, {})

    def show_grid(
        self, grid: Grid | None, marks: Marks, can_choose: bool = False, asks: bool = False
    ) -> None:
        """Show a file's sheets with its marks; `asks` opens the choice of the table, which `can_choose` allows."""
        same = grid is not None and grid is self._grid
        self._grid, self._marks = grid, marks
        if not same:
            self._label_column = self._figure_column = None
            self.sheet_combo.blockSignals(True)
            self.sheet_combo.clear()
            for sheet in grid or ():
                self.sheet_combo.addItem(_name(sheet), sheet.name)
            self.sheet_combo.setCurrentIndex(self._first(marks))
            self.sheet_combo.blockSignals(False)
            self._show_sheet()
        else:
            self._show_marks()
        several = self.sheet_combo.count() > 1
        self.sheet_combo.setVisible(several)
        self.sheet_label.setVisible(not several and grid is not None)
        self.sheet_label.setText(f"Sheet {self.sheet_combo.itemText(0)}" if grid is not None else "")
        self.view.setVisible(grid is not None)
        self.empty_label.setVisible(grid is None)
        self.table_button.setVisible(can_choose and grid is not None)
        if not same or not can_choose:
            self.table_button.setChecked(can_choose and asks)
        self._show_choice()

    def go_to(self, sheet: str, address: str) -> None:
        """Show this sheet (the present one where empty) and its cell."""
        place = self.sheet_combo.findData(sheet)
        if sheet and place >= 0 and place != self.sheet_combo.currentIndex():
            self.sheet_combo.setCurrentIndex(place)
        if address and (not sheet or sheet == self.current_sheet()):
            self.view.go_to(address)
            self._show_choice()

    def current_sheet(self) -> str:
        """The name of the sheet that is shown."""
        return str(self.sheet_combo.currentData() or "")

    def _first(self, marks: Marks) -> int:
        """The sheet with the most taken cells, else the first that Excel would show."""
        sheets = list(self._grid or ())
        if not sheets:
            return -1
        best = max(range(len(sheets)), key=lambda number: len(marks.get(sheets[number].name, ())))
        if marks.get(sheets[best].name):
            return best
        return next((number for number, each in enumerate(sheets) if each.visibility == VISIBLE), 0)

    def _show_sheet(self) -> None:
        sheet = self._grid.sheet(self.current_sheet()) if self._grid is not None else None
        self._label_column = self._figure_column = None
        if sheet is not None:
            self.view.show_sheet(sheet)
        self._show_marks()
        self._show_choice()

    def _show_marks(self) -> None:
        self.view.sheet_model.set_marks(self._marks.get(self.current_sheet(), {}))

    # The choice of the table

    def _show_choice(self) -> None:
        self.choice.setVisible(self.table_button.isChecked() and self.table_button.isVisibleTo(self))
        column = self._column()
        said = [f"Column {column_letters(column)}:" if column is not None else "Click a column, then:"]
        for what, known in (("Labels", self._label_column), ("Figures", self._figure_column)):
            if known is not None:
                said.insert(0, f"{what} in {column_letters(known)}.")
        self.choice_label.setText(" ".join(said))
        for button in (self.labels_button, self.figures_button):
            button.setEnabled(column is not None)

    def _column(self) -> int | None:
        index = self.view.currentIndex()
        return index.column() + 1 if index.isValid() else None

    def _set_column(self, labels: bool) -> None:
        column = self._column()
        if labels:
            self._label_column = column
            self._figure_column = None if self._figure_column == column else self._figure_column
        else:
            self._figure_column = column
            self._label_column = None if self._label_column == column else self._label_column
        self._show_choice()
        if self._label_column is not None and self._figure_column is not None:
            self.table_chosen.emit(self.current_sheet(), self._label_column, self._figure_column)

    def _step_sheet(self, by: int) -> None:
        place = self.sheet_combo.currentIndex() + by
        if 0 <= place < self.sheet_combo.count():
            self.sheet_combo.setCurrentIndex(place)

    def _on_cell(self, address: str) -> None:
        self._show_choice()
        self.cell_chosen.emit(self.current_sheet(), address)

    def _on_head(self, section: int) -> None:
        model = self.view.sheet_model
        row = max(self.view.rowAt(0), 0)
        self.view.setCurrentIndex(model.index(row, section))

    def _connect(self) -> None:
        self.sheet_combo.currentIndexChanged.connect(lambda _index: self._show_sheet())
        self.view.sheet_wanted.connect(self._step_sheet)
        self.view.cell_chosen.connect(self._on_cell)
        self.view.horizontalHeader().setSectionsClickable(True)
        self.view.horizontalHeader().sectionClicked.connect(self._on_head)
        self.table_button.toggled.connect(lambda _on: self._show_choice())
        self.labels_button.clicked.connect(lambda: self._set_column(labels=True))
        self.figures_button.clicked.connect(lambda: self._set_column(labels=False))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(RHYTHM)
        for widget in (self.sheet_combo, self.sheet_label):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.table_button)
        choice = QHBoxLayout(self.choice)
        choice.setContentsMargins(0, 0, 0, 0)
        choice.setSpacing(RHYTHM)
        choice.addWidget(self.choice_label, 1)
        for button in (self.labels_button, self.figures_button):
            choice.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addLayout(top)
        layout.addWidget(self.choice)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.empty_label, 1)


def _name(sheet: Sheet) -> str:
    return sheet.name if sheet.visibility == VISIBLE else f"{sheet.name} ({sheet.visibility})"
