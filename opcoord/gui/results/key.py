"""The key above a chart: swatches with their names, wrapped to the width there is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from opcoord.gui.results.key_painter import KeyPainter
from opcoord.gui.results.picture import KeyEntry


class ChartKey(QWidget):
    """Shows which colour, hatching or letter means what; its accessible name lists the entries."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[KeyEntry] = []
        self._colours: list[QColor] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_entries(self, entries: Sequence[KeyEntry], colours: Sequence[QColor]) -> None:
        """Show these from now on."""
        if (list(entries), list(colours)) == (self._entries, self._colours):
            return
        self._entries, self._colours = list(entries), list(colours)
        self.setAccessibleName("Key: " + ", ".join(entry.text for entry in entries))
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """As many lines as the entries need."""
        return math.ceil(self._painter().height(width))

    def sizeHint(self) -> QSize:
        """One line for all where there is room."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Swatch, then name, for each entry."""
        palette = self.palette()
        ground, ink = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.WindowText)
        self._painter().paint(QPainter(self), self.width(), ink, ground)

    def _painter(self) -> KeyPainter:
        return KeyPainter(self._entries, self._colours, self.font())
