"""The one graphics item of a results chart: paints a `Picture` in a single pass and finds what was hit."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen, QTransform
from PySide6.QtWidgets import QWidget

from opcoord.gui.chart_library import pg
from opcoord.gui.results.picture import Block, Mark, Picture
from opcoord.gui.results.shape_painter import MARK_RADIUS, ShapePainter, bounds_of, rect_of

_HIT_RADIUS = 12.0


class ChartItem(pg.GraphicsObject):
    """Draws blocks, lines, points and notes; far cheaper than one pyqtgraph item for every force."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = Picture()
        self._palette = QPalette()
        self._shapes = ShapePainter(self._picture, self._palette)
        self._current: Block | Mark | None = None
        self._bounds = QRectF(0, 0, 1, 1)

    def show_picture(self, picture: Picture, palette: QPalette) -> None:
        """Draw this picture from now on, in colours that are legible on the palette's base."""
        self.prepareGeometryChange()
        self._picture, self._palette, self._current = picture, palette, None
        self._shapes = ShapePainter(picture, palette)
        self._bounds = bounds_of(picture)
        self.update()

    def set_current(self, thing: Block | Mark | None) -> None:
        """Mark one block or point as the current one, as the keyboard moves."""
        self._current = thing
        self.update()

    def boundingRect(self) -> QRectF:
        """Everything there is, in the chart's coordinates."""
        return self._bounds

    def thing_at(self, position: QPointF) -> Block | Mark | None:
        """The point or block under a position in the chart's coordinates."""
        across, up = self.pixelVectors()
        for mark in self._picture.marks:
            dx = (mark.x - position.x()) / (across.x() or 1)
            dy = (mark.y - position.y()) / (up.y() or 1)
            if dx * dx + dy * dy <= _HIT_RADIUS**2:
                return mark
        for block in self._picture.blocks:
            if rect_of(block).contains(position):
                return block
        return None

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        """All in pixels, so that lines and texts stay sharp."""
        transform = painter.transform()
        painter.resetTransform()
        self._shapes.paint(painter, transform)
        self._paint_current(painter, transform)

    def _paint_current(self, painter: QPainter, transform: QTransform) -> None:
        if self._current is None:
            return
        painter.setPen(QPen(self._palette.color(QPalette.ColorRole.Text), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if isinstance(self._current, Mark):
            at = transform.map(QPointF(self._current.x, self._current.y))
            painter.drawEllipse(at, MARK_RADIUS + 4, MARK_RADIUS + 4)
        else:
            painter.drawRect(transform.mapRect(rect_of(self._current)))
