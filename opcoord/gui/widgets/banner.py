"""A strip over the page that cannot be overlooked and cannot be closed: sample data, or read-only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from opcoord.gui.icons import icon
from opcoord.gui.theme import RHYTHM, WIDE, blend


class Banner(QWidget):
    """An icon and a sentence; hidden while there is no sentence. Plain text only."""

    def __init__(self, name: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._icon_name = icon_name
        self._icon = QLabel(self)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(WIDE, RHYTHM, WIDE, RHYTHM)
        layout.setSpacing(RHYTHM)
        layout.addWidget(self._icon)
        layout.addWidget(self._label, 1)
        self.setVisible(False)

    @property
    def text(self) -> str:
        """The sentence that is shown."""
        return self._label.text()

    def set_text(self, text: str) -> None:
        """Show this sentence, or nothing."""
        self._label.setText(text)
        self.setAccessibleDescription(text)
        self._draw_icon()
        self.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:
        """A picture does not follow the palette by itself."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        self._icon.setPixmap(icon(self._icon_name, QPalette.ColorRole.WindowText).pixmap(18, 18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Stand out by a tint of the accent and a line beneath."""
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Accent)
        painter = QPainter(self)
        painter.fillRect(self.rect(), blend(palette.color(QPalette.ColorRole.Window), accent, 0.14))
        painter.fillRect(0, self.height() - 1, self.width(), 1, accent)
