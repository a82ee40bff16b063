"""What the charts share: title, key, a zero-based axis with horizontal labels, hatching and the note."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, qGray

from opcoord.model.units import format_amount, stored_per_unit
from opcoord.reports.blocks import rule
from opcoord.reports.composer import Link, Slice
from opcoord.reports.content import ChartData, ChartPhase
from opcoord.reports.paper import (
    CONTENT_WIDTH,
    GREY,
    INK,
    PALETTE,
    PT,
    Align,
    Text,
    font,
    text_width,
)

_STEPS = (1, 2, 2.5, 5, 10)
_PLOT_HEIGHT, _LOW_HEIGHT = 100 * PT, 72 * PT
_ROOM_ABOVE = 16 * PT
_SMALL = 8.0
CODE_POINTS = 6.5
#: Greys above this carry dark letters.
_LIGHT = 110


class ChartFrame:
    """Lays a chart out and draws everything but the marks, which a chart's own `draw_marks` adds."""

    def __init__(self, data: ChartData, highest: int, low: bool = False) -> None:
        height = _LOW_HEIGHT if low else _PLOT_HEIGHT
        self.data = data
        self.small = font(_SMALL)
        self.ticks = nice_ticks(highest, data.unit)
        self._labels = [format_amount(each, data.unit) for each in self.ticks]
        self._axis = max(text_width(each, self.small) for each in self._labels) + 6 * PT
        self._title = Text(data.title, font(10, bold=True), CONTENT_WIDTH, INK)
        self._key = key_rows([name if code == name else f"{code} {name}" for code, name in data.forces])
        self._note = Text(data.note, self.small, CONTENT_WIDTH, GREY) if data.note else None
        self.plot = QRectF(self._axis, 0, CONTENT_WIDTH - self._axis, height)
        self.slot = self.plot.width() / max(len(data.phases), 1)
        self._feet = [
            Text(
                f"Phase {each.phase}\n{each.completeness.removesuffix(' forces')}",
                self.small,
                self.slot,
                GREY,
                Align.CENTRE,
            )
            for each in data.phases
        ]

    def slice(self) -> Slice:
        """The chart as one strip of the page."""
        foot = max((each.height for each in self._feet), default=0.0)
        top = self._title.height + 4 * PT + len(self._key) * 12 * PT + _ROOM_ABOVE
        note = self._note.height + 4 * PT if self._note else 0.0
        below = self.plot.height() + 4 * PT + foot
        return Slice(top + below + note, self._paint, gap=10 * PT, links=self._links(top, below))

    def _links(self, top: float, height: float) -> tuple[tuple[QRectF, Link], ...]:
        """Each phase, from above its mark to its foot, with the number that it shows."""
        lefts = (self._axis + index * self.slot for index in range(len(self.data.phases)))
        return tuple(
            (QRectF(left, top, self.slot, height), Link(each.target, self._said(each)))
            for left, each in zip(lefts, self.data.phases, strict=True)
            if each.target is not None
        )

    def _said(self, each: ChartPhase) -> str:
        shown = each.total if self.data.kind == "bars" else each.cumulative
        until = "" if self.data.kind == "bars" else "up to "
        soft = each.provisional if self.data.kind == "bars" else each.soft_so_far
        amount = shown.text(self.data.unit) + (" (provisional)" if soft else "") if shown else ""
        return f"{self.data.measure}, {until}phase {each.phase}: {amount}, {each.completeness}"

    def y(self, stored: float) -> float:
        """Height on the plot of an amount, measured from the plot's top."""
        return self.plot.height() * (1 - stored / self.ticks[-1])

    def draw_marks(self, painter: QPainter) -> None:
        """Draw bars or lines; the painter's origin is the plot's top left corner."""
        raise NotImplementedError

    def _paint(self, painter: QPainter, x: float, y: float) -> None:
        self._title.paint(painter, x, y)
        y += self._title.height + 4 * PT
        for row in self._key:
            draw_key(painter, row, x, y)
            y += 12 * PT
        y += _ROOM_ABOVE
        for tick, words in zip(self.ticks, self._labels, strict=True):
            level = y + self.y(tick)
            rule(painter, x + self._axis, level, self.plot.width(), QColor("#DADDE0"))
            label = Text(words, self.small, self._axis - 5 * PT, GREY, Align.RIGHT)
            label.paint(painter, x, level - label.height / 2)
        painter.save()
        painter.translate(x + self._axis, y)
        self._draw_breaks(painter)
        self._draw_breaks(painter)
        self.draw_marks(painter)
        painter.restore()
        y += self.plot.height()
        rule(painter, x + self._axis, y, self.plot.width(), INK)
        y += 4 * PT
        for index, foot in enumerate(self._feet):
            foot.paint(painter, x + self._axis + index * self.slot, y)
        if self._note:
            self._note.paint(painter, x, y + max(each.height for each in self._feet) + 4 * PT)

    def _draw_breaks(self, painter: QPainter) -> None:
        """An upright dotted line before each phase with which another counting rule begins."""
        painter.setPen(QPen(INK, 1.2 * PT, Qt.PenStyle.DotLine))
        for place in self.data.breaks:
            x = place * self.slot
            painter.drawLine(QPointF(x, -_ROOM_ABOVE / 2), QPointF(x, self.plot.height()))


def nice_ticks(highest: int, unit: str, wanted: int = 4) -> list[int]:
    """Round amounts from 0 to at least `highest`, in stored units and whole things, at most `wanted` + 1 of them."""
    per_unit = stored_per_unit(unit)
    least = max(highest / per_unit, 1) / wanted
    power = 10 ** math.floor(math.log10(least))
    step = next(each * power for each in _STEPS if each * power >= least)
    # Half a person is no tick.
    step = max(math.ceil(step), 1)
    count = max(math.ceil(highest / per_unit / step), 1)
    return [index * step * per_unit for index in range(count + 1)]


def hatch(painter: QPainter, area: QRectF) -> None:
    """Fill an area with diagonal lines and a dashed frame: something is not known here.

    Drawn line by line, since a brush pattern is as fine as the device and vanishes on a printer.
    """
    painter.setPen(QPen(GREY, 0.6 * PT))
    step = 4 * PT
    for index in range(1, math.ceil((area.width() + area.height()) / step)):
        # From the left edge or the foot, upwards to the right, until the top or the right edge.
        left = area.left() - area.height() + index * step
        start, end = max(left, area.left()), min(left + area.height(), area.right())
        painter.drawLine(QLineF(start, area.bottom() - (start - left), end, area.bottom() - (end - left)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(GREY, 0.6 * PT, Qt.PenStyle.DashLine))
    painter.drawRect(area)


def key_rows(names: Sequence[str]) -> list[list[tuple[str, QColor, float]]]:
    """The key's entries (name, colour, x), broken into rows that fit the page."""
    used = font(_SMALL)
    rows: list[list[tuple[str, QColor, float]]] = []
    x = CONTENT_WIDTH
    for name, colour in zip(names, PALETTE, strict=False):
        width = text_width(name, used) + 26 * PT
        if x + width > CONTENT_WIDTH:
            rows.append([])
            x = 0.0
        rows[-1].append((name, colour, x))
        x += width
    return rows


def draw_key(painter: QPainter, row: list[tuple[str, QColor, float]], x: float, y: float) -> None:
    """One row of the key."""
    for name, colour, left in row:
        painter.fillRect(QRectF(x + left, y + 1.5 * PT, 8 * PT, 8 * PT), colour)
        label = Text(name, font(_SMALL), CONTENT_WIDTH, INK)
        label.paint(painter, x + left + 12 * PT, y)


def label_above(
    painter: QPainter,
    words: str,
    points: float,
    centre: float,
    bottom: float,
    slot: float,
    bold: bool = True,
    before: bool = False,
) -> None:
    """A number above its mark on white, no wider than its slot; centred, or `before` the mark, ending above it."""
    label = Text(words, font(points, bold=bold), slot, INK, Align.RIGHT if before else Align.CENTRE)
    top = bottom - label.height
    right = centre + (4 * PT if before else label.widest / 2)
    painter.fillRect(QRectF(right - label.widest, top, label.widest, label.height), QColor("white"))
    label.paint(painter, right - slot if before else centre - slot / 2, top)


def name_part(
    painter: QPainter, code: str, area: QRectF, colour: QColor, points: float = CODE_POINTS
) -> bool:
    """Write the force's code into its part of a bar where it fits, or tell that it does not: some colours print as one grey."""
    ink = INK if qGray(colour.rgb()) > _LIGHT else QColor("white")
    used = font(points, bold=True)
    name, metrics = Text(code, used, area.width(), ink, Align.CENTRE), QFontMetricsF(used)
    # Capitals are far lower than the line they stand in.
    if len(name.line_heights) > 1 or 1.3 * metrics.capHeight() > area.height():
        return False
    name.paint(painter, area.left(), area.center().y() + metrics.capHeight() / 2 - metrics.ascent())
    return True


def centre_of(index: int, slot: float) -> float:
    """The middle of a phase's slot."""
    return (index + 0.5) * slot


def dot(painter: QPainter, x: float, y: float, colour: QColor, open_: bool) -> None:
    """A point of a line, open where its phase is incomplete."""
    painter.setPen(QPen(colour, 1.5 * PT))
    painter.setBrush(QColor("white") if open_ else colour)
    painter.drawEllipse(QPointF(x, y), 3 * PT, 3 * PT)
