"""What the coordinator holds of a disagreement, and why; the figures themselves never change by it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from opcoord.gui.theme import RHYTHM, set_text_role
from opcoord.gui.widgets.permission import allow
from opcoord.model.dates import format_date
from opcoord.queries.reconciliation_views import Disagreement

_EMPTY = "Write a verdict and a reason first."


class VerdictForm(QWidget):
    """Emits `recorded(key, verdict, reason)` and `withdrawn(key)`."""

    recorded = Signal(str, str, str)
    withdrawn = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self._kept = ("", "")
        self._refusal = ""
        self.verdict_edit = QLineEdit(self)
        self.verdict_edit.setPlaceholderText("What you hold, for example: 109 stands")
        self.reason_edit = QLineEdit(self)
        self.reason_edit.setPlaceholderText("Why, in a few words; it is printed in the annex")
        for edit in (self.verdict_edit, self.reason_edit):
            edit.textChanged.connect(self._show_buttons)
            edit.returnPressed.connect(self._record)
        self.state_label = QLabel(self)
        self.state_label.setTextFormat(Qt.TextFormat.PlainText)
        set_text_role(self.state_label, "muted")
        self.record_button = QPushButton("Re&cord verdict", self)
        self.withdraw_button = QPushButton("&Withdraw verdict", self)
        self.record_button.clicked.connect(self._record)
        self.withdraw_button.clicked.connect(lambda: self.withdrawn.emit(self._key))
        self._lay_out()

    def show_disagreement(self, each: Disagreement | None, refusal: str = "") -> None:
        """Show the verdict on it; what is being typed for the same one stays."""
        self._refusal = refusal
        key = each.key if each is not None else ""
        kept = (each.verdict, each.reason) if each is not None else ("", "")
        typing = key == self._key and kept == self._kept and self._typed() != kept
        self._key, self._kept = key, kept
        if not typing:
            self.verdict_edit.setText(kept[0])
            self.reason_edit.setText(kept[1])
        decided = each is not None and bool(each.verdict)
        day = format_date(each.decided_on) if each is not None else ""
        self.state_label.setText(f"Decided on {day}" if decided else "Not decided")
        for edit in (self.verdict_edit, self.reason_edit):
            edit.setReadOnly(bool(refusal))
        self.setEnabled(each is not None)
        self._show_buttons()

    def _typed(self) -> tuple[str, str]:
        return self.verdict_edit.text().strip(), self.reason_edit.text().strip()

    def _show_buttons(self) -> None:
        same = "This is what is recorded." if self._typed() == self._kept else ""
        allow(self.record_button, self._refusal or ("" if all(self._typed()) else _EMPTY) or same)
        undecided = "" if self._kept[0] else "There is no verdict yet."
        allow(self.withdraw_button, self._refusal or undecided)

    def _record(self) -> None:
        if self.record_button.isEnabled():
            self.recorded.emit(self._key, *self._typed())
        elif not self.reason_edit.text().strip() and self.verdict_edit.hasFocus():
            self.reason_edit.setFocus()

    def _lay_out(self) -> None:
        verdict = QLabel("Verdic&t", self)
        verdict.setBuddy(self.verdict_edit)
        reason = QLabel("Rea&son", self)
        reason.setBuddy(self.reason_edit)
        buttons = QHBoxLayout()
        buttons.setSpacing(RHYTHM)
        buttons.addWidget(self.state_label)
        buttons.addStretch(1)
        buttons.addWidget(self.record_button)
        buttons.addWidget(self.withdraw_button)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(RHYTHM)
        grid.addWidget(verdict, 0, 0)
        grid.addWidget(self.verdict_edit, 0, 1)
        grid.addWidget(reason, 0, 2)
        grid.addWidget(self.reason_edit, 0, 3)
        grid.addLayout(buttons, 1, 1, 1, 3)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(3, 3)
