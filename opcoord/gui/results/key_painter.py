"""Lays out and paints the entries of a key, swatch then name, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from opcoord.gui.results.colours import lighter
from opcoord.gui.results.picture import KeyEntry, KeyKind

#: How targets and breaks are drawn, here and in the chart.
LINE_STYLES = {KeyKind.LEVEL: Qt.PenStyle.DashDotLine, KeyKind.BREAK: Qt.PenStyle.DotLine}
_SWATCH = 14
_GAP = 6
_BETWEEN = 18


class KeyPainter:
    """Entries in as many lines as a width asks for. `pixel` and `hatch` are those of `ShapePainter`."""

    def __init__(
        self,
        entries: Sequence[KeyEntry],
        colours: Sequence[QColor],
        used: QFont,
        pixel: float = 1.0,
        hatch: Callable[[QPainter, QRectF], None] | None = None,
    ) -> None:
        # A name may hold tabs and line ends, for which a line has no room.
        self._entries = [replace(each, text=" ".join(each.text.split())) for each in entries]
        self._colours, self._font = colours, used
        self._pixel, self._hatch = pixel, hatch
        self._metrics = QFontMetricsF(used)
        self._line = max(self._metrics.height() + 4 * pixel, (_SWATCH + 4) * pixel)

    def height(self, width: float) -> float:
        """The height of all lines; 0 without entries."""
        places = self._places(width)
        return places[-1].y() + self._line if places else 0.0

    def paint(self, painter: QPainter, width: float, ink: QColor, ground: QColor) -> None:
        """Paint with the top left corner at the painter's origin; a name wider than the line is cut with "…"."""
        size = (_SWATCH - 2) * self._pixel
        for entry, at in zip(self._entries, self._places(width), strict=True):
            top = at.y() + (self._line - size) / 2
            self._paint_swatch(painter, entry, QRectF(at.x() + self._pixel, top, size, size), ink, ground)
            painter.setPen(ink)
            painter.setFont(self._font)
            left = at.x() + (_SWATCH + _GAP) * self._pixel
            baseline = at.y() + (self._line + self._metrics.ascent() - self._metrics.descent()) / 2
            text = self._metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, width - left)
            painter.drawText(QPointF(left, baseline), text)

    def _paint_swatch(
        self, painter: QPainter, entry: KeyEntry, swatch: QRectF, ink: QColor, ground: QColor
    ) -> None:
        pixel = self._pixel
        if entry.kind is KeyKind.SIGN:
            painter.setPen(ink)
            painter.setFont(self._font)
            wide = swatch.adjusted(-2 * pixel, -2 * pixel, 2 * pixel, 2 * pixel)
            painter.drawText(wide, Qt.AlignmentFlag.AlignCenter, entry.sign)
        elif entry.kind is KeyKind.OPEN:
            painter.setPen(QPen(ink, pixel, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(swatch)
        elif entry.kind in (KeyKind.LEVEL, KeyKind.BREAK):
            painter.setPen(QPen(ink, 2 * pixel, LINE_STYLES[entry.kind]))
            middle = swatch.center()
            level = entry.kind is KeyKind.LEVEL
            one = QPointF(swatch.left(), middle.y()) if level else QPointF(middle.x(), swatch.top())
            other = QPointF(swatch.right(), middle.y()) if level else QPointF(middle.x(), swatch.bottom())
            painter.drawLine(one, other)
        elif entry.kind is KeyKind.HOLLOW:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(ink, 2 * pixel))
            painter.setBrush(ground)
            painter.drawEllipse(swatch.adjusted(pixel, pixel, -pixel, -pixel))
        elif entry.kind is KeyKind.HATCHING:
            soft = lighter(ink, ground)
            painter.setPen(QPen(soft, pixel, Qt.PenStyle.DotLine))
            painter.setBrush(QBrush(soft, Qt.BrushStyle.BDiagPattern))
            (self._hatch or QPainter.drawRect)(painter, swatch)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours[entry.series])
            painter.drawRect(swatch)

    def _places(self, width: float) -> list[QPointF]:
        places = []
        x, y = 0.0, 0.0
        for entry in self._entries:
            needed = (_SWATCH + _GAP) * self._pixel + self._metrics.horizontalAdvance(entry.text)
            if x and x + needed > width:
                x, y = 0.0, y + self._line
            places.append(QPointF(x, y))
            x += needed + _BETWEEN * self._pixel
        return places
