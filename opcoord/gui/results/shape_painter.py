"""Paints the shapes of a `Picture`, on the screen and on paper; knows neither axes nor key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen, QTransform

from opcoord.gui.results.colours import lighter, series_colours
from opcoord.gui.results.key_painter import LINE_STYLES
from opcoord.gui.results.panel_painter import paint_panels
from opcoord.gui.results.picture import Block, KeyKind, Picture

MARK_RADIUS = 5.0


class ShapePainter:
    """Blocks, lines, points and notes, in colours that are legible on the palette's base.

    `pixel` is the length of one pixel of the screen in the painter's units. On paper `hatch` fills an area, since a
    brush pattern is as fine as the device.
    """

    def __init__(
        self,
        picture: Picture,
        palette: QPalette,
        pixel: float = 1.0,
        hatch: Callable[[QPainter, QRectF], None] | None = None,
    ) -> None:
        self._picture, self._palette, self._pixel, self._hatch = picture, palette, pixel, hatch
        self._ground = palette.color(QPalette.ColorRole.Base)
        self._ink = palette.color(QPalette.ColorRole.Text)
        count = 1 + max((block.series or 0 for block in picture.blocks), default=0)
        self.colours = series_colours(palette, picture.greys, max(count, len(picture.key), 6))
        groups: dict[tuple[int, bool], list[QRectF]] = {}
        self._hatched: list[QRectF] = []
        self._open: list[QRectF] = []
        for block in picture.blocks:
            rect = rect_of(block)
            if block.series is None:
                self._hatched.append(rect)
            elif block.open:
                self._open.append(rect)
            else:
                groups.setdefault((block.series, block.provisional), []).append(rect)
        self._bars = [
            (self.colours[series], self.fill(series, soft), r) for (series, soft), r in groups.items()
        ]

    def fill(self, series: int, provisional: bool) -> QColor:
        """The colour of a bar or a point."""
        colour = self.colours[series]
        return lighter(colour, self._ground) if provisional else colour

    def paint(self, painter: QPainter, transform: QTransform) -> None:
        """Paint all; `transform` leads from the picture's coordinates to the painter's."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._hatch is not None)
        # Between neighbours the thinnest line that the screen has, and on paper one that can be seen.
        thin = 0.0 if self._hatch is None else self._pixel / 2
        for outline, fill, rects in self._bars:
            painter.setPen(QPen(self._ground if outline == fill else outline, thin))
            painter.setBrush(fill)
            painter.drawRects([transform.mapRect(rect) for rect in rects])
        self._paint_gaps(painter, transform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._paint_segments(painter, transform)
        self._paint_levels(painter, transform)
        if self._picture.panels:
            paint_panels(painter, transform, self._picture.panels, self._palette, self._pixel)
        self._paint_notes(painter, transform)
        # Last, so that no amount covers a point.
        self._paint_marks(painter, transform)

    def note_boxes(self, transform: QTransform, used: QFont) -> list[QRectF]:
        """Where the notes stand, in the painter's units; none reaches beyond the chart's sides."""
        metrics, bounds = QFontMetricsF(used), transform.mapRect(bounds_of(self._picture))
        gap = (MARK_RADIUS + 4 if self._picture.marks else 3) * self._pixel
        boxes = []
        for note in self._picture.notes:
            at = transform.map(QPointF(note.x, note.y))
            lines = note.text.split("\n")
            width = max(map(metrics.horizontalAdvance, lines))
            height = metrics.height() * len(lines)
            left = max(min(at.x() - width / 2, bounds.right() - width), bounds.left())
            boxes.append(QRectF(left, at.y() - gap - height, width, height))
        return boxes

    def _paint_gaps(self, painter: QPainter, transform: QTransform) -> None:
        soft = lighter(self._ink, self._ground)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._ink, self._pixel, Qt.PenStyle.DashLine))
        for rect in self._open:
            painter.drawRect(transform.mapRect(rect))
        painter.setPen(QPen(soft, self._pixel, Qt.PenStyle.DotLine))
        painter.setBrush(QBrush(soft, Qt.BrushStyle.BDiagPattern))
        draw = self._hatch or QPainter.drawRect
        for rect in self._hatched:
            draw(painter, transform.mapRect(rect))

    def _paint_segments(self, painter: QPainter, transform: QTransform) -> None:
        place = transform.map
        for segment in self._picture.segments:
            style = Qt.PenStyle.DashLine if segment.dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(self.colours[segment.series], 2 * self._pixel, style))
            painter.drawLine(place(QPointF(segment.x1, segment.y1)), place(QPointF(segment.x2, segment.y2)))

    def _paint_marks(self, painter: QPainter, transform: QTransform) -> None:
        radius = MARK_RADIUS * self._pixel
        for mark in self._picture.marks:
            painter.setPen(QPen(self.colours[mark.series], 2 * self._pixel))
            painter.setBrush(self._ground if mark.hollow else self.fill(mark.series, mark.provisional))
            painter.drawEllipse(transform.map(QPointF(mark.x, mark.y)), radius, radius)

    def _paint_levels(self, painter: QPainter, transform: QTransform) -> None:
        """Targets, and breaks where another definition begins."""
        place, metrics, pixel = transform.map, QFontMetricsF(painter.font()), self._pixel
        painter.setPen(QPen(self._ink, 2 * pixel, LINE_STYLES[KeyKind.LEVEL]))
        for level in self._picture.levels:
            painter.drawLine(place(QPointF(level.x1, level.y)), place(QPointF(level.x2, level.y)))
        painter.setPen(QPen(self._ink, 2 * pixel, LINE_STYLES[KeyKind.BREAK]))
        for each in self._picture.breaks:
            top = self._picture.top if each.top is None else each.top
            painter.drawLine(place(QPointF(each.x, each.bottom)), place(QPointF(each.x, top)))
        painter.setPen(self._ink)
        if not self._picture.panels:
            self._paint_break_words(painter, transform)
        for level in self._picture.levels:
            if level.text:
                at = place(QPointF(level.x1, level.y)) + QPointF(2 * pixel, -metrics.descent() - 2 * pixel)
                width = metrics.horizontalAdvance(level.text) + 2 * pixel
                ground = QRectF(at.x() - pixel, at.y() - metrics.ascent(), width, metrics.height())
                painter.fillRect(ground, self._ground)
                painter.drawText(at, level.text)

    def _paint_break_words(self, painter: QPainter, transform: QTransform) -> None:
        """At the head of each break what it means, on the side where there is room."""
        metrics, gap = QFontMetricsF(painter.font()), 5 * self._pixel
        right = transform.mapRect(bounds_of(self._picture)).right()
        for number, each in enumerate(each for each in self._picture.breaks if each.text):
            head = transform.map(QPointF(each.x, self._picture.top))
            width = metrics.horizontalAdvance(each.text)
            left = head.x() + gap if head.x() + gap + width <= right else head.x() - gap - width
            # Several stand below each other, so that none is covered.
            box = QRectF(left, head.y() + gap / 2 + number * metrics.height(), width, metrics.height())
            painter.fillRect(box, self._ground)
            painter.drawText(QPointF(left, box.top() + metrics.ascent()), each.text)

    def _paint_notes(self, painter: QPainter, transform: QTransform) -> None:
        painter.setPen(self._ink)
        metrics = QFontMetricsF(painter.font())
        behind = bool(self._picture.marks or self._picture.levels or self._hatch is not None)
        boxes = self.note_boxes(transform, painter.font())
        for note, box in zip(self._picture.notes, boxes, strict=True):
            baseline = box.top() + metrics.ascent()
            for line in note.text.split("\n"):
                width = metrics.horizontalAdvance(line)
                left = box.left() + (box.width() - width) / 2
                if behind:
                    # A line may run behind its own numbers, and on paper those of the grid.
                    ground = QRectF(left, baseline - metrics.ascent(), width, metrics.height())
                    painter.fillRect(ground, self._ground)
                painter.drawText(QPointF(left, baseline), line)
                baseline += metrics.height()


def rect_of(block: Block) -> QRectF:
    """The block in the picture's coordinates."""
    return QRectF(block.left, block.bottom, block.width, block.height)


def bounds_of(picture: Picture) -> QRectF:
    """All of the picture, in its own coordinates."""
    left, right = picture.sides
    return QRectF(left, 0, right - left, picture.top)
