"""Line icons from the compiled resources, drawn in the palette's text colour at any size."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QFile, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

_INK = b"#000000"


class _LineIconEngine(QIconEngine):
    """Draws an SVG with its black lines in the colour of the text of the moment."""

    def __init__(self, source: bytes, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._source = source
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        palette = QGuiApplication.palette()
        group, role = QPalette.ColorGroup.Active, self._role
        if mode == QIcon.Mode.Disabled:
            group = QPalette.ColorGroup.Disabled
        elif mode == QIcon.Mode.Selected:
            role = QPalette.ColorRole.HighlightedText
        ink = palette.color(group, role).name().encode()
        QSvgRenderer(QByteArray(self._source.replace(_INK, ink))).render(painter, rect.toRectF())

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _LineIconEngine(self._source, self._role)


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """The icon resources/icons/<name>.svg in a palette colour; an empty icon where there is no such file."""
    source = icon_source(name)
    return QIcon(_LineIconEngine(source, role)) if source else QIcon()


@lru_cache(maxsize=128)
def icon_source(name: str) -> bytes:
    """The SVG of an icon as drawn; empty where there is none."""
    from opcoord.gui.forms import opcoord_rc  # noqa: F401

    file = QFile(f":/icons/{name}.svg")
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        return b""
    try:
        return bytes(file.readAll().data())
    finally:
        file.close()
