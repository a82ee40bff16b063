"""Paints frames, titles and scales of the small charts, one for each force."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette, QPen, QTransform

from opcoord.gui.results.colours import legible
from opcoord.gui.results.picture import Panel
from opcoord.gui.results.wording import two_lines


def paint_panels(
    painter: QPainter,
    transform: QTransform,
    panels: Sequence[Panel],
    palette: QPalette,
    pixel: float = 1.0,
) -> None:
    """`transform` leads from the chart's coordinates to the painter's, in which a pixel is `pixel` long."""
    ground, ink = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
    line = QPen(legible(palette.color(QPalette.ColorRole.Mid), ground), pixel)
    metrics = QFontMetricsF(painter.font())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for panel in panels:
        box = transform.mapRect(QRectF(panel.left, panel.bottom, panel.width, panel.height))
        painter.setPen(line)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topLeft(), box.bottomLeft())
        painter.setPen(ink)
        _paint_title(painter, metrics, panel.title, box, 2 * pixel)
        foot = box.bottom() + metrics.ascent() + 2 * pixel
        painter.drawText(QPointF(box.left(), foot), panel.first)
        width = metrics.horizontalAdvance(panel.last)
        painter.drawText(QPointF(box.right() - width, foot), panel.last)


def _paint_title(painter: QPainter, metrics: QFontMetricsF, title: str, box: QRectF, gap: float) -> None:
    """Above the panel, on two lines where one is too short."""
    title = " ".join(title.split())
    lines = [title] if metrics.horizontalAdvance(title) <= box.width() else two_lines(title).split("\n")
    for number, line in enumerate(reversed(lines)):
        baseline = box.top() - metrics.descent() - gap - number * metrics.height()
        words = metrics.elidedText(line, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QPointF(box.left(), baseline), words)
