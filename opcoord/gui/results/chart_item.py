"""The one graphics item of a results chart: paints a `Picture` in a single pass and finds what was hit."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPalette, QPen, QTransform
from PySide6.QtWidgets import QWidget

from opcoord.gui.results.colours import lighter, series_colours
from opcoord.gui.results.key import LINE_STYLES
from opcoord.gui.results.panel_painter import paint_panels
from opcoord.gui.results.picture import Block, KeyKind, Mark, Picture

_MARK_RADIUS = 5.0
_HIT_RADIUS = 12.0


class ChartItem(pg.GraphicsObject):
    """Draws blocks, lines, points and notes; far cheaper than one pyqtgraph item for every force."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = Picture()
        self._bars: list[tuple[QColor, QColor, list[QRectF]]] = []
        self._hatched: list[QRectF] = []
        self._open: list[QRectF] = []
        self._colours: list[QColor] = []
        self._current: Block | Mark | None = None
        self._palette = QPalette()
        self._bounds = QRectF(0, 0, 1, 1)

    def show_picture(self, picture: Picture, palette: QPalette) -> None:
        """Draw this picture from now on, in colours that are legible on the palette's base."""
        self.prepareGeometryChange()
        self._picture, self._palette, self._current = picture, palette, None
        ground = palette.color(QPalette.ColorRole.Base)
        count = 1 + max((block.series or 0 for block in picture.blocks), default=0)
        self._colours = series_colours(palette, picture.greys, max(count, len(picture.key), 6))
        groups: dict[tuple[int, bool], list[QRectF]] = {}
        self._hatched, self._open = [], []
        for block in picture.blocks:
            rect = _rect(block)
            if block.series is None:
                self._hatched.append(rect)
            elif block.open:
                self._open.append(rect)
            else:
                groups.setdefault((block.series, block.provisional), []).append(rect)
        self._bars = [
            (
                self._colours[series],
                lighter(self._colours[series], ground) if soft else self._colours[series],
                rects,
            )
            for (series, soft), rects in groups.items()
        ]
        left, right = picture.sides
        self._bounds = QRectF(left, 0, right - left, picture.top)
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
            if _rect(block).contains(position):
                return block
        return None

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        """Blocks in the chart's coordinates, then lines, points and texts in pixels so that they stay sharp."""
        ground = self._palette.color(QPalette.ColorRole.Base)
        ink = self._palette.color(QPalette.ColorRole.Text)
        transform = painter.transform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        edge = QPen(ground, 0)
        for outline, fill, rects in self._bars:
            painter.setPen(edge if outline == fill else QPen(outline, 0))
            painter.setBrush(fill)
            painter.drawRects(rects)
        painter.resetTransform()
        self._paint_hatching(painter, transform, ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._paint_lines(painter, transform, ground)
        self._paint_levels(painter, transform, ink, ground)
        if self._picture.panels:
            paint_panels(painter, transform, self._picture.panels, self._palette)
        self._paint_notes(painter, transform, ink, ground)
        self._paint_current(painter, transform, ink)

    def _paint_hatching(self, painter: QPainter, transform: QTransform, ink: QColor) -> None:
        soft = lighter(ink, self._palette.color(QPalette.ColorRole.Base))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 1, Qt.PenStyle.DashLine))
        for rect in self._open:
            painter.drawRect(transform.mapRect(rect))
        painter.setPen(QPen(soft, 1, Qt.PenStyle.DotLine))
        painter.setBrush(QBrush(soft, Qt.BrushStyle.BDiagPattern))
        for rect in self._hatched:
            painter.drawRect(transform.mapRect(rect))

    def _paint_lines(self, painter: QPainter, transform: QTransform, ground: QColor) -> None:
        place = transform.map
        for segment in self._picture.segments:
            style = Qt.PenStyle.DashLine if segment.dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(self._colours[segment.series], 2, style))
            painter.drawLine(place(QPointF(segment.x1, segment.y1)), place(QPointF(segment.x2, segment.y2)))
        for mark in self._picture.marks:
            colour = self._colours[mark.series]
            painter.setPen(QPen(colour, 2))
            full = lighter(colour, ground) if mark.provisional else colour
            painter.setBrush(ground if mark.hollow else full)
            painter.drawEllipse(place(QPointF(mark.x, mark.y)), _MARK_RADIUS, _MARK_RADIUS)

    def _paint_levels(self, painter: QPainter, transform: QTransform, ink: QColor, ground: QColor) -> None:
        """Targets, and breaks where another definition begins."""
        place, metrics = transform.map, QFontMetricsF(painter.font())
        painter.setPen(QPen(ink, 2, LINE_STYLES[KeyKind.LEVEL]))
        for level in self._picture.levels:
            painter.drawLine(place(QPointF(level.x1, level.y)), place(QPointF(level.x2, level.y)))
        painter.setPen(QPen(ink, 2, LINE_STYLES[KeyKind.BREAK]))
        for each in self._picture.breaks:
            top = self._picture.top if each.top is None else each.top
            painter.drawLine(place(QPointF(each.x, each.bottom)), place(QPointF(each.x, top)))
        painter.setPen(ink)
        if not self._picture.panels:
            self._paint_break_words(painter, transform, metrics, ground)
        for level in self._picture.levels:
            if level.text:
                at = place(QPointF(level.x1, level.y)) + QPointF(2, -metrics.descent() - 2)
                width = metrics.horizontalAdvance(level.text)
                top = at.y() - metrics.ascent()
                painter.fillRect(QRectF(at.x() - 1, top, width + 2, metrics.height()), ground)
                painter.drawText(at, level.text)

    def _paint_break_words(
        self, painter: QPainter, transform: QTransform, metrics: QFontMetricsF, ground: QColor
    ) -> None:
        """At the head of each break what it means, on the side where there is room."""
        right = transform.map(QPointF(self._picture.sides[1], 0)).x()
        for number, each in enumerate(each for each in self._picture.breaks if each.text):
            head = transform.map(QPointF(each.x, self._picture.top))
            width = metrics.horizontalAdvance(each.text)
            left = head.x() + 5 if head.x() + 5 + width <= right else head.x() - 5 - width
            # Several stand below each other, so that none is covered.
            top = head.y() + 2 + number * metrics.height()
            painter.fillRect(QRectF(left - 2, top, width + 4, metrics.height()), ground)
            painter.drawText(QPointF(left, top + metrics.ascent()), each.text)

    def _paint_notes(self, painter: QPainter, transform: QTransform, ink: QColor, ground: QColor) -> None:
        painter.setPen(ink)
        metrics = QFontMetricsF(painter.font())
        gap = _MARK_RADIUS + 4 if self._picture.marks else 3
        behind = bool(self._picture.marks or self._picture.levels)
        for note in self._picture.notes:
            at = transform.map(QPointF(note.x, note.y))
            lines = note.text.split("\n")
            for number, line in enumerate(reversed(lines)):
                width = metrics.horizontalAdvance(line)
                baseline = at.y() - gap - metrics.descent() - number * metrics.height()
                if behind:
                    # A line may run behind its own numbers.
                    top = baseline - metrics.ascent()
                    painter.fillRect(QRectF(at.x() - width / 2, top, width, metrics.height()), ground)
                painter.drawText(QPointF(at.x() - width / 2, baseline), line)

    def _paint_current(self, painter: QPainter, transform: QTransform, ink: QColor) -> None:
        if self._current is None:
            return
        painter.setPen(QPen(ink, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if isinstance(self._current, Mark):
            at = transform.map(QPointF(self._current.x, self._current.y))
            painter.drawEllipse(at, _MARK_RADIUS + 4, _MARK_RADIUS + 4)
        else:
            painter.drawRect(transform.mapRect(_rect(self._current)))


def _rect(block: Block) -> QRectF:
    return QRectF(block.left, block.bottom, block.width, block.height)
