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
        # From the panel's top to the foot of the one above.
        room = transform.mapRect(QRectF(0, 0, 1, 1 - panel.height - panel.bottom % 1)).height()
        _paint_title(painter, metrics, panel.title, box, 2 * pixel, room)
        foot = box.bottom() + metrics.ascent() + 2 * pixel
        painter.drawText(QPointF(box.left(), foot), panel.first)
        width = metrics.horizontalAdvance(panel.last)
        painter.drawText(QPointF(box.right() - width, foot), panel.last)


def _paint_title(
    painter: QPainter, metrics: QFontMetricsF, title: str, box: QRectF, gap: float, room: float
) -> None:
    """Above the panel, on two lines where one is too short and there is room for them."""
    title = " ".join(title.split())
    one = metrics.horizontalAdvance(title) <= box.width() or 2 * metrics.height() + gap > room
    lines = [title] if one else two_lines(title).split("\n")
    for number, line in enumerate(reversed(lines)):
        baseline = box.top() - metrics.descent() - gap - number * metrics.height()
        words = metrics.elidedText(line, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QPointF(box.left(), baseline), words)
