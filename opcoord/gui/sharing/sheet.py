"""A chart on a white sheet of its own, with finding, key, axes, source and marking; lengths in twips.

Must be made and painted in one thread, since its texts belong to the thread that laid them out.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QTransform

from opcoord.gui.results.key_painter import KeyPainter
from opcoord.gui.results.picture import BAR_WIDTH, FORCES, KeyEntry, KeyKind, Picture
from opcoord.gui.results.shape_painter import ShapePainter, rect_of
from opcoord.gui.sharing.axes import Axes
from opcoord.gui.sharing.words import Words
from opcoord.reports.blocks import rule
from opcoord.reports.chart_frame import hatch, name_part
from opcoord.reports.paper import GREY, INK, MM, PT, Align, Text, font, text_width

#: As wide as the text of an A4 page in Word, so that nothing is scaled there.
WIDTH = 160 * MM
_EDGE = 4 * MM
_CONTENT = WIDTH - 2 * _EDGE
_PLOT_HEIGHT = 66 * MM
_PANEL_HEIGHT = 28 * MM
#: 96 of them make an inch, as on the screen.
_PIXEL = 0.75 * PT
#: The largest and the smallest letters for the codes of forces in their parts of a bar.
_CODES = (6.5, 5.0)
_SMALLER_NOTES = (8.0, 7.5, 7.0, 6.5, 6.0)


class ChartSheet:
    """What is on screen, as it is handed to others: always dark on white."""

    def __init__(self, picture: Picture, words: Words) -> None:
        self.words = words
        self._picture = picture
        self._palette = _paper_palette()
        self._shapes = ShapePainter(picture, self._palette, _PIXEL, hatch)
        self._marking = Text(words.marking, font(9.5, bold=True), _CONTENT, INK, Align.CENTRE)
        self._above = [
            Text(words.title, font(11, bold=True), _CONTENT),
            Text(words.sentence, font(8.5), _CONTENT),
        ]
        self._below = [
            Text(words.source, font(7.5), _CONTENT, GREY),
            *([Text(words.notice, font(7.5, italic=True), _CONTENT, INK)] if words.notice else []),
        ]
        self._key = KeyPainter(_coded(picture), self._shapes.colours, font(8), _PIXEL, hatch)
        self._axes = None if picture.panels else Axes(picture, _CONTENT)
        self._plot = self._place_plot()
        foot = self._plot.bottom() + (self._axes.below if self._axes else 0.0) + 8 * PT
        self._foot = foot
        height = foot + 4 * PT + sum(each.height + 2 * PT for each in self._below)
        self.size = QSizeF(WIDTH, height + 4 * PT + self._marking.height + _EDGE)

    def paint(self, painter: QPainter) -> None:
        """Paint the sheet with its top left corner at the painter's origin, one unit a twip."""
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing, True)
        painter.fillRect(QRectF(0, 0, self.size.width(), self.size.height()), QColor("white"))
        self._marking.paint(painter, _EDGE, _EDGE)
        y = _EDGE + self._marking.height + 5 * PT
        for text in self._above:
            text.paint(painter, _EDGE, y)
            y += text.height + 3 * PT
        painter.save()
        painter.translate(_EDGE, y + 2 * PT)
        self._key.paint(painter, _CONTENT, INK, QColor("white"))
        painter.restore()
        if self._axes:
            self._axes.paint(painter, self._plot)
        self._paint_shapes(painter)
        if self._axes:
            self._axes.paint_foot(painter, self._plot)
        rule(painter, _EDGE, self._foot, _CONTENT)
        y = self._foot + 4 * PT
        for text in self._below:
            text.paint(painter, _EDGE, y)
            y += text.height + 2 * PT
        self._marking.paint(painter, _EDGE, y + 4 * PT)

    def _place_plot(self) -> QRectF:
        top = _EDGE + self._marking.height + 5 * PT + sum(each.height + 3 * PT for each in self._above)
        top += 2 * PT + self._key.height(_CONTENT) + 6 * PT
        if self._axes is None:
            height = max(_PLOT_HEIGHT, self._picture.top * _PANEL_HEIGHT)
            return QRectF(_EDGE, top, _CONTENT, height)
        return QRectF(
            _EDGE + self._axes.left, top + self._axes.above, _CONTENT - self._axes.left, _PLOT_HEIGHT
        )

    def _paint_shapes(self, painter: QPainter) -> None:
        left, right = self._picture.sides
        across = self._plot.width() / (right - left)
        up = self._plot.height() / self._picture.top
        transform = QTransform(across, 0, 0, -up, self._plot.left() - left * across, self._plot.bottom())
        painter.setFont(self._note_font(transform))
        self._shapes.paint(painter, transform)
        codes = _codes(self._picture)
        widest = max((text_width(each, font(_CODES[0], bold=True)) for each in codes.values()), default=0.0)
        # One size for all, and where not every code has room, none.
        points = min(_CODES[0], _CODES[0] * 0.9 * BAR_WIDTH * across / (widest or 1))
        for block in self._picture.blocks if codes and points >= _CODES[-1] else ():
            if block.series is not None and block.agency:
                colour = self._shapes.fill(block.series, block.provisional)
                name_part(painter, block.agency, transform.mapRect(rect_of(block)), colour, points)

    def _note_font(self, transform: QTransform) -> QFont:
        """The largest at which no note stands in another."""
        for points in _SMALLER_NOTES:
            boxes = self._shapes.note_boxes(transform, font(points))
            apart = (
                not one.intersects(other) for place, one in enumerate(boxes) for other in boxes[place + 1 :]
            )
            if all(apart):
                return font(points)
        return font(_SMALLER_NOTES[-1])


def _codes(picture: Picture) -> dict[int, str]:
    """The force of each colour, where colours stand for forces: several print as one grey, so their codes are written."""
    if picture.axis == FORCES or picture.greys:
        return {}
    return {each.series: each.agency for each in picture.blocks if each.series is not None and each.agency}


def _coded(picture: Picture) -> list[KeyEntry]:
    codes = _codes(picture)
    return [
        replace(each, text=f"{codes[each.series]} {each.text}")
        if each.kind is KeyKind.COLOUR and each.series in codes
        else each
        for each in picture.key
    ]


def _paper_palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, colour in ((role.Base, QColor("white")), (role.Text, INK), (role.Mid, GREY)):
        palette.setColor(name, colour)
    return palette
