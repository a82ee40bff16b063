"""Paints frames, titles and scales of the small charts, one for each force, in pixels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette, QPen, QTransform

from opcoord.gui.results.colours import legible
from opcoord.gui.results.picture import Panel


def paint_panels(
    painter: QPainter, transform: QTransform, panels: Sequence[Panel], palette: QPalette
) -> None:
    """The painter works in pixels; `transform` leads there from the chart's coordinates."""
    ground, ink = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
    line = QPen(legible(palette.color(QPalette.ColorRole.Mid), ground), 1)
    metrics = QFontMetricsF(painter.font())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for panel in panels:
        box = transform.mapRect(QRectF(panel.left, panel.bottom, panel.width, panel.height))
        painter.setPen(line)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topLeft(), box.bottomLeft())
        painter.setPen(ink)
        title = metrics.elidedText(panel.title, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box.topLeft() + QPointF(0, -metrics.descent() - 2), title)
        foot = box.bottom() + metrics.ascent() + 2
        painter.drawText(QPointF(box.left(), foot), panel.first)
        width = metrics.horizontalAdvance(panel.last)
        painter.drawText(QPointF(box.right() - width, foot), panel.last)
