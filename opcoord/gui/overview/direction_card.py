"""One measure's direction of travel: its figure, the changes on last phase and baseline, and the trend."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from opcoord.gui.icons import icon
from opcoord.gui.overview.directions import DirectionCardText, Step
from opcoord.gui.theme import RHYTHM, set_text_role
from opcoord.gui.widgets.card import Card
from opcoord.gui.widgets.icon_label import IconLabel


class _StepRow(QWidget):
    """The sign of a direction beside its words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.arrow = IconLabel(14, self)
        self.words = plain(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM // 2)
        row.addWidget(self.arrow, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)

    def show_step(self, step: Step) -> None:
        self.arrow.set_icon(step.icon_name)
        self.arrow.setVisible(bool(step.icon_name))
        self.words.setText(step.text)


class DirectionCard(Card):
    """Emits `chosen` with the measure's code."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measure = ""
        self.label = plain(self, "heading")
        self.now = plain(self)
        self.on_last = _StepRow(self)
        self.on_baseline = _StepRow(self)
        self.trend = plain(self)
        self.note = plain(self, "muted")
        self.button = QToolButton(self)
        self.button.setIcon(icon("next"))
        self.button.setAutoRaise(True)
        self.button.clicked.connect(lambda: self.chosen.emit(self._measure))
        head = QHBoxLayout()
        head.addWidget(self.label, 1)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.box.setSpacing(RHYTHM // 2)
        self.box.addLayout(head)
        for widget in (self.now, self.on_last, self.on_baseline, self.trend, self.note):
            self.box.addWidget(widget)
        self.box.addStretch(1)

    def show_direction(self, text: DirectionCardText) -> None:
        """Show this measure."""
        self._measure = text.measure
        self.label.setText(text.label)
        self.now.setText(text.now)
        self.on_last.show_step(text.on_last)
        self.on_baseline.show_step(text.on_baseline)
        self.trend.setText(text.trend)
        self.note.setText(text.note)
        self.note.setVisible(bool(text.note))
        self.setAccessibleName(f"Direction of travel of {text.label}")
        self.setAccessibleDescription(text.sentence)
        self.button.setAccessibleName(f"Results for {text.label}")
        self.button.setToolTip(f"Results for {text.label}")


def plain(parent: QWidget, role: str = "") -> QLabel:
    """A label that wraps and never takes what it says for rich text."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    set_text_role(label, role)
    return label
