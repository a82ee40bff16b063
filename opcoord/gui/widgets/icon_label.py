"""An icon beside a text that keeps the colour of the text when light and dark are changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from opcoord.gui.icons import icon


class IconLabel(QLabel):
    """Shows one of the line icons at `side` pixels; a picture does not follow the palette by itself."""

    def __init__(self, side: int, parent: QWidget | None = None, icon_name: str = "") -> None:
        super().__init__(parent)
        self._side = side
        self._icon_name = icon_name
        self._draw()

    def set_icon(self, icon_name: str) -> None:
        """Show this icon instead; none where the name is empty."""
        self._icon_name = icon_name
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw again in the new colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        if self._icon_name:
            drawn = icon(self._icon_name, QPalette.ColorRole.WindowText)
            self.setPixmap(drawn.pixmap(self._side, self._side))
        else:
            self.setPixmap(QPixmap())
