"""The key above a chart: swatches with their names, wrapped to the width there is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from opcoord.gui.results.colours import lighter
from opcoord.gui.results.picture import KeyEntry, KeyKind

#: How targets and breaks are drawn, here and in the chart.
LINE_STYLES = {KeyKind.LEVEL: Qt.PenStyle.DashDotLine, KeyKind.BREAK: Qt.PenStyle.DotLine}
_SWATCH = 14
_GAP = 6
_BETWEEN = 18


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
        places = self._places(width)
        return int(places[-1].y() + self._line_height()) if places else 0

    def sizeHint(self) -> QSize:
        """One line for all where there is room."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Swatch, then name, for each entry."""
        painter = QPainter(self)
        ground = self.palette().color(QPalette.ColorRole.Base)
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        height = self._line_height()
        for entry, at in zip(self._entries, self._places(self.width()), strict=True):
            swatch = QRectF(at.x() + 1, at.y() + (height - _SWATCH) / 2, _SWATCH - 2, _SWATCH - 2)
            self._paint_swatch(painter, entry, swatch, ink, ground)
            painter.setPen(ink)
            left = at.x() + _SWATCH + _GAP
            painter.drawText(
                QRectF(left, at.y(), self.width() - left, height), Qt.AlignmentFlag.AlignVCenter, entry.text
            )

    def _paint_swatch(
        self, painter: QPainter, entry: KeyEntry, swatch: QRectF, ink: QColor, ground: QColor
    ) -> None:
        if entry.kind is KeyKind.SIGN:
            painter.setPen(ink)
            painter.drawText(swatch.adjusted(-2, -2, 2, 2), Qt.AlignmentFlag.AlignCenter, entry.sign)
        elif entry.kind is KeyKind.OPEN:
            painter.setPen(QPen(ink, 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(swatch)
        elif entry.kind in (KeyKind.LEVEL, KeyKind.BREAK):
            painter.setPen(QPen(ink, 2, LINE_STYLES[entry.kind]))
            middle = swatch.center()
            level = entry.kind is KeyKind.LEVEL
            one = QPointF(swatch.left(), middle.y()) if level else QPointF(middle.x(), swatch.top())
            other = QPointF(swatch.right(), middle.y()) if level else QPointF(middle.x(), swatch.bottom())
            painter.drawLine(one, other)
        elif entry.kind is KeyKind.HOLLOW:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(ink, 2))
            painter.setBrush(ground)
            painter.drawEllipse(swatch.adjusted(1, 1, -1, -1))
        elif entry.kind is KeyKind.HATCHING:
            soft = lighter(ink, ground)
            painter.setPen(QPen(soft, 1, Qt.PenStyle.DotLine))
            painter.setBrush(QBrush(soft, Qt.BrushStyle.BDiagPattern))
            painter.drawRect(swatch)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours[entry.series])
            painter.drawRect(swatch)

    def _places(self, width: int) -> list[QPointF]:
        places = []
        x, y = 0, 0
        for entry in self._entries:
            needed = _SWATCH + _GAP + self.fontMetrics().horizontalAdvance(entry.text)
            if x and x + needed > width:
                x, y = 0, y + self._line_height()
            places.append(QPointF(x, y))
            x += needed + _BETWEEN
        return places

    def _line_height(self) -> int:
        return max(self.fontMetrics().height() + 4, _SWATCH + 4)
