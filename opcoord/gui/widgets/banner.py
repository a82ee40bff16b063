"""A strip over the page that cannot be overlooked and cannot be closed: sample data, or read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from opcoord.gui.theme import RHYTHM, WIDE, blend

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class Banner(QWidget):
    """An icon, a sentence and at most one button; hidden while there is no sentence. Plain text only."""

    activated = Signal()

    def __init__(self, name: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(WIDE, RHYTHM, WIDE, RHYTHM)
        layout.setSpacing(RHYTHM)
        layout.addWidget(self._label, 1)
        self.button = QPushButton(self)
        self.button.clicked.connect(self.activated)
        self.button.hide()
        layout.addWidget(self.button)
        self._icon_name = icon_name
        self.setVisible(False)

    @property
    def text(self) -> str:
        """The sentence that is shown."""
        return self._label.text()

    def set_text(self, text: str, button: str = "") -> None:
        """Show this sentence, or nothing; and a button, or none."""
        self.button.setText(button)
        self.button.setVisible(bool(button))
        if text and not self.text:
            self._add_icon()
        if text and text != self.text:
            from opcoord.gui.widgets.announcing import announce

            announce(self, text)
        self._label.setText(text)
        self.setAccessibleDescription(text)
        self.setVisible(bool(text))

    def _add_icon(self) -> None:
        """With the first sentence: the start page, which has none, comes up without it."""
        from opcoord.gui.widgets.icon_label import IconLabel

        row = self.layout()
        if isinstance(row, QHBoxLayout) and row.count() == 2:
            row.insertWidget(0, IconLabel(18, self, self._icon_name))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Stand out by a tint of the accent and a line beneath."""
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Accent)
        painter = QPainter(self)
        painter.fillRect(self.rect(), blend(palette.color(QPalette.ColorRole.Window), accent, 0.14))
        painter.fillRect(0, self.height() - 1, self.width(), 1, accent)
