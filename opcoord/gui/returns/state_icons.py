"""Small drawn signs for states and severities: a shape of its own for each, so that colour is never the only sign."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPen, QPixmap, QPolygonF

from opcoord.gui.results.colours import PALETTE, legible

_SIDE = 16
_TICK = [QPointF(4.5, 8.5), QPointF(7, 11), QPointF(11.5, 5.5)]
_TRIANGLE = [QPointF(8, 1.5), QPointF(15, 14.5), QPointF(1, 14.5)]
#: Sign and number in the chart palette for each word that a state, a status or a severity can be.
_SIGNS = {
    "received": ("tick", 1),
    "accepted": ("tick", 1),
    "ready": ("tick", 1),
    "missing": ("cross", 2),
    "refused": ("cross", 2),
    "error": ("cross", 2),
    "awaited": ("clock", 4),
    "needs review": ("triangle", 3),
    "warning": ("triangle", 3),
    "notice": ("info", 0),
    "corrected": ("pencil", 5),
    "already imported": ("bar", 4),
    "skipped": ("bar", 4),
    "superseded": ("bar", 4),
    "withdrawn": ("bar", 4),
    "set aside": ("bar", 4),
}


def state_icon(word: str) -> QIcon:
    """The sign of a state, status or severity on the colours of the moment; an empty icon for none."""
    if word not in _SIGNS:
        return QIcon()
    ground = QGuiApplication.palette().color(QPalette.ColorRole.Base)
    return _icon(word, ground.rgb())


@lru_cache(maxsize=64)
def _icon(word: str, ground: int) -> QIcon:
    sign, number = _SIGNS[word]
    colour = legible(QColor(PALETTE[number]), QColor(ground))
    made = QIcon()
    for ratio in (1, 2):
        pixmap = QPixmap(_SIDE * ratio, _SIDE * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint(painter, sign, colour, QColor(ground))
        painter.end()
        made.addPixmap(pixmap)
    return made


def _paint(painter: QPainter, sign: str, colour: QColor, ground: QColor) -> None:
    filled = sign in ("tick", "cross", "info", "triangle", "pencil")
    painter.setPen(Qt.PenStyle.NoPen if filled else QPen(colour, 1.6))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    if sign == "triangle":
        painter.drawPolygon(QPolygonF(_TRIANGLE))
    elif sign != "bar":
        painter.drawEllipse(QRectF(1, 1, 14, 14))
    painter.setPen(QPen(ground if filled else colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    if sign == "tick":
        painter.drawPolyline(QPolygonF(_TICK))
    elif sign == "cross":
        painter.drawLine(QPointF(5.2, 5.2), QPointF(10.8, 10.8))
        painter.drawLine(QPointF(10.8, 5.2), QPointF(5.2, 10.8))
    elif sign == "clock":
        painter.drawPolyline(QPolygonF([QPointF(8, 4.5), QPointF(8, 8), QPointF(10.5, 9.5)]))
    elif sign == "bar":
        painter.drawLine(QPointF(3.5, 8), QPointF(12.5, 8))
    elif sign == "triangle":
        painter.drawLine(QPointF(8, 6), QPointF(8, 9.6))
        painter.drawPoint(QPointF(8, 12.4))
    elif sign == "pencil":
        painter.drawPolyline(QPolygonF([QPointF(4.5, 11.5), QPointF(10, 6), QPointF(11.5, 4.5)]))
    elif sign == "info":
        painter.drawLine(QPointF(8, 7.4), QPointF(8, 11.4))
        painter.drawPoint(QPointF(8, 4.6))
