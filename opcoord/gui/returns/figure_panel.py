"""The figure that was chosen, with all that is known of it and the buttons that mend it in place."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from opcoord.gui.returns.figure_rows import FigureRow
from opcoord.gui.returns.fix_form import FixForm
from opcoord.gui.returns.fixes import Fix, possible
from opcoord.gui.theme import RHYTHM, SMALL, set_text_role

_BUTTONS = {
    Fix.AMOUNT: "Another a&mount…",
    Fix.CELL: "Ano&ther cell…",
    Fix.MEASURE: "Another mea&sure…",
    Fix.QUALIFIER: "&Qualifier…",
    Fix.NIL: "Means ni&l…",
    Fix.NOT_ANSWERED: "Not ans&wered…",
}
_COLUMNS = 3


class FigureDetails(QWidget):
    """One figure in words: amount, cell, what was typed, how it was read, note, correction."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(self)
        set_text_role(self.heading, "heading")
        self.text = QLabel(self)
        for label in (self.heading, self.text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addWidget(self.heading)
        layout.addWidget(self.text, 1)

    def show_row(self, row: FigureRow | None, history: str = "") -> None:
        """Show this figure, with a sentence about what counted before."""
        if row is None:
            self.heading.setText("No figure is chosen")
            self.text.setText("Choose a figure or a cell.")
            return
        self.heading.setText(f"{row.label}: {row.shown}")
        self.text.setText("\n".join(_lines(row, history)))


class FigurePanel(QWidget):
    """Details and buttons, or the form for one change. `wished(wish)` for a change, `put_back(measure)`."""

    wished = Signal(object)
    put_back = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: FigureRow | None = None
        self._measures: Mapping[str, str] = {}
        self._allowed = False
        self._begun = Fix.AMOUNT
        self.details = FigureDetails()
        self.form = FixForm()
        self.buttons = {fix: QPushButton(text, self) for fix, text in _BUTTONS.items()}
        self.back_button = QPushButton("P&ut back", self)
        self.stack = QStackedWidget(self)
        self._lay_out()
        for fix, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, fix=fix: self.begin(fix))
        self.back_button.clicked.connect(self._put_back)
        self.form.wished.connect(self._wish)
        self.form.left.connect(self._leave)

    def show_row(self, row: FigureRow | None, history: str, measures: Mapping[str, str]) -> None:
        """Show this figure; `measures` are labels by code for another choice."""
        other = row is None or self._row is None or row.measure != self._row.measure
        self._row, self._measures = row, measures
        self.details.show_row(row, history)
        if other or not self._allowed:
            self.stack.setCurrentIndex(0)
        self._show_buttons()

    def set_allowed(self, allowed: bool) -> None:
        """Whether figures can be mended at the moment."""
        self._allowed = allowed
        self._show_buttons()

    def begin(self, fix: Fix) -> None:
        """Ask for this change of the chosen figure, where that is possible."""
        if self._row is not None and self.buttons[fix].isEnabled():
            self._begun = fix
            self.stack.setCurrentIndex(1)
            self.form.begin(fix, self._row, self._measures)

    @property
    def is_asking(self) -> bool:
        """Whether the form for a change is open."""
        return self.stack.currentIndex() == 1

    def _wish(self, wish: object) -> None:
        self._leave()
        self.wished.emit(wish)

    def _leave(self) -> None:
        self.stack.setCurrentIndex(0)
        self.buttons[self._begun].setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_back(self) -> None:
        if self._row is not None:
            self.put_back.emit(self._row.measure)

    def _show_buttons(self) -> None:
        row = self._row
        for fix, button in self.buttons.items():
            button.setEnabled(self._allowed and row is not None and possible(fix, row))
        self.back_button.setVisible(row is not None and bool(row.correction))
        self.back_button.setEnabled(self._allowed)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(SMALL)
        for number, button in enumerate(self.buttons.values()):
            grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)
        first = QWidget(self)
        scroll = QScrollArea(first)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.details)
        top = QHBoxLayout()
        top.setSpacing(RHYTHM)
        top.addWidget(scroll, 1)
        top.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(first)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SMALL)
        inside.addLayout(top, 1)
        inside.addLayout(grid)
        self.stack.addWidget(first)
        self.stack.addWidget(self.form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)


def _lines(row: FigureRow, history: str) -> list[str]:
    typed = f"typed “{row.raw}”" if row.raw else "blank" if row.cell else ""
    place = ", ".join(part for part in (row.where, typed) if part) or "The file has no row for it."
    lines = [place]
    if row.label_in_file and row.label_in_file != row.label:
        lines.append(f"The row says “{row.label_in_file}”.")
    if row.conversion:
        lines.append(f"{row.conversion[:1].upper()}{row.conversion[1:]}.")
    if row.note:
        lines.append(f"Note: {row.note}")
    if row.correction:
        lines.append(f"Corrected: {row.correction}. Reason: {row.correction_reason}")
    if history:
        lines.append(history)
    return lines
