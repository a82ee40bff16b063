"""The axes of a chart on paper: round amounts up the left side, the chart's own ticks below; lengths in twips."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from opcoord.gui.results.picture import Picture
from opcoord.model.units import format_amount, stored_per_unit, unit_name
from opcoord.reports.blocks import rule
from opcoord.reports.chart_frame import nice_ticks
from opcoord.reports.paper import GREY, INK, PT, Align, Text, font, text_width, word_width

_SIZE = 8.0
#: For ticks whose words would have to be broken at the usual size.
_SMALLER = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
_MOST_LEVELS = 6
_GAP = 4 * PT


class Axes:
    """Measured for a width before anything is drawn; `left` is what the amounts need of it."""

    def __init__(self, picture: Picture, width: float) -> None:
        per_unit, unit = stored_per_unit(picture.unit), picture.unit
        highest = picture.top * per_unit
        amounts = [each for each in nice_ticks(round(highest), unit, _MOST_LEVELS) if each <= highest]
        # Shares end at a hundred, whatever room there is above for their amounts.
        amounts = [each for each in amounts if unit != "%" or each <= 100]
        self._levels = [(each / per_unit, format_amount(each, unit)) for each in amounts]
        small = font(_SIZE)
        self.left = max(text_width(words, small) for _, words in self._levels) + 6 * PT
        self._heading = Text(unit_name(unit).capitalize(), small, width, GREY)
        self._name = Text(picture.axis, small, width - self.left, GREY, Align.CENTRE)
        self._sides, self._top = picture.sides, picture.top
        slot = (width - self.left) / (self._sides[1] - self._sides[0])
        # Where every other one stands lower, each has the room of two.
        room = slot * (2 if any(text.startswith("\n") for text in picture.ticks) else 1)
        # Neighbours do not touch.
        needed = {
            size: max((word_width(each, font(size)) for each in picture.ticks), default=0.0)
            for size in _SMALLER
        }
        used = font(next((size for size in _SMALLER if needed[size] <= 0.9 * room), _SMALLER[-1]))
        self._ticks = [Text(each, used, room, INK, Align.CENTRE) for each in picture.ticks]

    @property
    def above(self) -> float:
        """What the name of the amounts needs above the plot."""
        return self._heading.height + _GAP

    @property
    def below(self) -> float:
        """What ticks and their name need below the plot."""
        return _GAP + max((each.height for each in self._ticks), default=0.0) + _GAP + self._name.height

    def paint(self, painter: QPainter, plot: QRectF) -> None:
        """Paint around `plot`, which holds the whole picture."""
        self._heading.paint(painter, plot.left() - self.left, plot.top() - self.above)
        for amount, words in self._levels:
            level = plot.bottom() - amount / self._top * plot.height()
            rule(painter, plot.left(), level, plot.width())
            label = Text(words, font(_SIZE), self.left - 5 * PT, INK, Align.RIGHT)
            label.paint(painter, plot.left() - self.left, level - label.height / 2)
        under, (first, last) = plot.bottom() + _GAP, self._sides
        for place, tick in enumerate(self._ticks):
            middle = plot.left() + (place - first) / (last - first) * plot.width()
            tick.paint(painter, middle - tick.width / 2, under)
        foot = under + max((each.height for each in self._ticks), default=0.0) + _GAP
        self._name.paint(painter, plot.left(), foot)

    def paint_foot(self, painter: QPainter, plot: QRectF) -> None:
        """The line on which everything stands, which the edges of bars would cover."""
        rule(painter, plot.left(), plot.bottom(), plot.width(), INK)
