"""The small form in which one figure is mended: what it should be, how that is read, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from opcoord.gui.returns.figure_rows import FigureRow
from opcoord.gui.returns.fixes import Fix, Wish, qualified_text
from opcoord.gui.theme import RHYTHM, SMALL, set_text_role
from opcoord.model.terms import Qualifier
from opcoord.services.candidate import AmountPreview

Preview = Callable[[str, str], AmountPreview]


class FixForm(QWidget):
    """Asks for one change; `wished(wish)` when it is complete, `left` when it was given up."""

    wished = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview: Preview = lambda _text, _measure: AmountPreview()
        self._fix = Fix.AMOUNT
        self._row: FigureRow | None = None
        self._place = ("", "", "")
        self.heading = QLabel(self)
        set_text_role(self.heading, "heading")
        self.value_label = QLabel(self)
        self.amount_edit = QLineEdit(self)
        self.amount_edit.setAccessibleName("Amount")
        self.amount_edit.setPlaceholderText("As it would be typed, for example approx 12 or £2.5k")
        self.choice_combo = QComboBox(self)
        self.choice_combo.setAccessibleName("Choice")
        self.choice_combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice_combo.setMinimumContentsLength(18)
        self.place_label = QLabel(self)
        self.reading_label = QLabel(self)
        self.reason_label = QLabel("Reason", self)
        self.reason_edit = QLineEdit(self)
        self.reason_edit.setAccessibleName("Reason for this change")
        self.reason_edit.setPlaceholderText("For example: the force confirmed by telephone")
        self.apply_button = QPushButton("Apply", self)
        self.leave_button = QPushButton("Cancel", self)
        for label in (self.heading, self.value_label, self.place_label, self.reading_label):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._lay_out()
        self.amount_edit.textChanged.connect(self._show)
        self.reason_edit.textChanged.connect(self._show)
        self.choice_combo.currentIndexChanged.connect(self._show)
        self.apply_button.clicked.connect(self.apply)
        self.leave_button.clicked.connect(self.left)

    @property
    def takes_cells(self) -> bool:
        """Whether a click in the sheet answers what is asked."""
        return self._fix is Fix.CELL

    def begin(self, fix: Fix, row: FigureRow, measures: Mapping[str, str]) -> None:
        """Ask for this change of this figure; `measures` are labels by code."""
        self._fix, self._row, self._place = fix, row, ("", "", "")
        self.heading.setText(f"{row.label}: {fix.value.lower()}")
        self.amount_edit.setVisible(fix is Fix.AMOUNT)
        self.place_label.setVisible(fix is Fix.CELL)
        self.choice_combo.setVisible(fix in (Fix.MEASURE, Fix.QUALIFIER))
        asks = fix in (Fix.AMOUNT, Fix.CELL, Fix.MEASURE, Fix.QUALIFIER)
        self.value_label.setVisible(asks)
        self.value_label.setText(
            {Fix.AMOUNT: "Amount", Fix.CELL: "Cell", Fix.MEASURE: "Measure"}.get(fix, "Qualifier")
        )
        self._fill_choices(measures)
        for widget in (self.reason_label, self.reason_edit):
            # A label's meaning is an answer of its own, remembered for the force.
            widget.setVisible(fix is not Fix.MEASURE)
        self.amount_edit.setText(row.raw if fix is Fix.AMOUNT else "")
        self.amount_edit.selectAll()
        self.reason_edit.clear()
        self._show()
        first = {
            Fix.AMOUNT: self.amount_edit,
            Fix.MEASURE: self.choice_combo,
            Fix.QUALIFIER: self.choice_combo,
        }
        first.get(fix, self.reason_edit).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_cell(self, sheet: str, address: str, raw: str) -> None:
        """The cell that was clicked while one is asked for."""
        self._place = (sheet, address, raw)
        self._show()

    def hold(self) -> str:
        """What is still missing; empty where the change can be made."""
        row = self._row
        if row is None:
            return "Choose a figure."
        if self._fix is Fix.AMOUNT:
            if not self.amount_edit.text().strip():
                return "Type the amount."
            question = self.preview(self.amount_edit.text(), row.measure).question
            if question:
                return question
        if self._fix is Fix.CELL:
            if not self._place[1]:
                return "Click the cell in the sheet."
            question = self.preview(self._place[2], row.measure).question
            if question:
                return question
        if self._fix is not Fix.MEASURE and not self.reason_edit.text().strip():
            return "Say why, in a few words."
        return ""

    def apply(self) -> None:
        """Make the change, where nothing is missing."""
        row = self._row
        if row is None or self.hold():
            return
        chosen = str(self.choice_combo.currentData() or "")
        value = {
            Fix.AMOUNT: self.amount_edit.text().strip(),
            Fix.MEASURE: chosen,
            Fix.QUALIFIER: qualified_text(row, chosen),
        }.get(self._fix, "")
        reason = self.reason_edit.text().strip()
        sheet, cell, _raw = self._place
        self.wished.emit(Wish(self._fix, row.measure, reason, value, sheet, cell, row.label_in_file))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter applies, Esc gives up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _fill_choices(self, measures: Mapping[str, str]) -> None:
        self.choice_combo.blockSignals(True)
        self.choice_combo.clear()
        if self._fix is Fix.QUALIFIER:
            for qualifier in Qualifier:
                self.choice_combo.addItem(qualifier.value, qualifier.value)
            now = self._row.qualifier if self._row is not None else ""
            self.choice_combo.setCurrentIndex(max(self.choice_combo.findData(now), 0))
        elif self._fix is Fix.MEASURE:
            for code, label in measures.items():
                if self._row is None or code != self._row.measure:
                    self.choice_combo.addItem(label, code)
        self.choice_combo.blockSignals(False)

    def _show(self) -> None:
        row = self._row
        if row is None:
            return
        sheet, cell, raw = self._place
        self.place_label.setText(f"{sheet} {cell}: “{raw}”" if cell else "Click the cell in the sheet.")
        said = {
            Fix.AMOUNT: self.amount_edit.text(),
            Fix.CELL: raw if cell else "",
            Fix.QUALIFIER: qualified_text(row, str(self.choice_combo.currentData() or "")),
        }.get(self._fix, "")
        read = self.preview(said, row.measure) if said.strip() else AmountPreview()
        hold = self.hold()
        if read.reading:
            self.reading_label.setText(f"Read as {read.reading}." + (f" {hold}" if hold else ""))
        else:
            self.reading_label.setText(read.question or hold or self._outcome())
        self.apply_button.setEnabled(not hold)
        self.apply_button.setAccessibleDescription(hold)

    def _outcome(self) -> str:
        if self._fix is Fix.MEASURE and self._row is not None:
            label, other = self._row.label_in_file, self.choice_combo.currentText()
            return f"“{label}” then stands for {other}, in this force's next return too."
        return "It counts as 0." if self._fix is Fix.NIL else "It counts as no answer, never as 0."

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(RHYTHM)
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.apply_button)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(RHYTHM)
        layout.setVerticalSpacing(SMALL)
        layout.addWidget(self.heading, 0, 0, 1, 2)
        layout.addWidget(self.value_label, 1, 0)
        for field in (self.amount_edit, self.choice_combo, self.place_label):
            layout.addWidget(field, 1, 1)
        layout.addWidget(self.reason_label, 2, 0)
        layout.addWidget(self.reason_edit, 2, 1)
        layout.addWidget(self.reading_label, 3, 0, 1, 2)
        layout.addLayout(buttons, 4, 0, 1, 2)
        layout.setRowStretch(5, 1)
        layout.setColumnStretch(1, 1)
