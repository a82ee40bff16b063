"""The charts of a summary, drawn as vectors: bars by phase divided by force, and a running total."""

from __future__ import annotations

import itertools
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from opcoord.reports.chart_frame import CODE_POINTS, ChartFrame, centre_of, dot, hatch, label_above, name_part
from opcoord.reports.composer import Slice
from opcoord.reports.content import ChartData, ChartPhase
from opcoord.reports.document import NO_BREAK
from opcoord.reports.paper import ACCENT, INK, PALETTE, PT, Text, font, word_width

_GAP_HEIGHT = 12 * PT
_BAR_SHARE = 0.6
_WIDEST_BAR = 46 * PT
_LABEL_POINTS = 8.0
_CROWDED = 8
_THIN = 2 * PT


def chart(data: ChartData, low: bool = False) -> Slice:
    """The chart as one strip of a page; a `low` one takes little of it."""
    frame = _Bars if data.kind == "bars" else _Line
    made = frame(data, low).slice()
    return made if low else replace(made, lower=lambda: frame(data, True).slice())


class _Bars(ChartFrame):
    """A bar a phase. Forces that did not answer are a hatched cap of fixed height, never a number."""

    def __init__(self, data: ChartData, low: bool) -> None:
        super().__init__(data, max((each.total.stored for each in data.phases if each.total), default=0), low)

    def draw_marks(self, painter: QPainter) -> None:
        """Draw every phase's bar, its hatched cap and its total."""
        width = min(self.slot * _BAR_SHARE, _WIDEST_BAR)
        for index, phase in enumerate(self.data.phases):
            left = centre_of(index, self.slot) - width / 2
            top = self._stack(painter, phase, left, width)
            if phase.missing:
                top -= _GAP_HEIGHT
                hatch(painter, QRectF(left, top, width, _GAP_HEIGHT))
            words = phase.total.text(self.data.unit) if phase.total else "no answer"
            words += " p" if phase.total and phase.provisional else ""
            label_above(painter, words, _LABEL_POINTS, centre_of(index, self.slot), top - 1.5 * PT, self.slot)

    def _stack(self, painter: QPainter, phase: ChartPhase, left: float, width: float) -> float:
        """Draw the parts from zero upwards; give the top of the bar."""
        if phase.total is None:
            return self.y(0)
        parts = phase.parts or (("", phase.total.stored),)
        below = 0
        beside: list[tuple[str, float]] = []
        for code, stored in parts:
            area = QRectF(left, self.y(below + stored), width, self.y(below) - self.y(below + stored))
            colour = self._colour(code, phase.is_soft(code))
            painter.fillRect(area, colour)
            if below and area.height() > _THIN:
                # A white line tells neighbours apart where the print is grey.
                painter.fillRect(QRectF(left, area.bottom() - 0.4 * PT, width, 0.8 * PT), QColor("white"))
            if stored and not name_part(painter, code, area, colour):
                beside.append((code, area.center().y()))
            below += stored
        self._name_beside(painter, beside, left + width, self.y(below))
        return self.y(below)

    def _name_beside(
        self, painter: QPainter, parts: list[tuple[str, float]], right: float, top: float
    ) -> None:
        """Write the codes of parts that are too thin for them beside the bar, from below; none above the bar's top."""
        names = [(Text(code, font(CODE_POINTS), self.slot, INK), middle) for code, middle in parts]
        room = self.slot - min(self.slot * _BAR_SHARE, _WIDEST_BAR) - 4 * PT
        lowest = self.plot.height() - PT
        places = []
        for name, middle in names:
            lowest = min(middle - name.height / 2, lowest - name.height)
            places.append(lowest)
        if (
            names
            and max(name.widest for name, _ in names) <= room
            and lowest > top - 1.5 * names[0][0].height
        ):
            for (name, _), place in zip(names, places, strict=True):
                name.paint(painter, right + 2 * PT, place)

    def _colour(self, code: str, provisional: bool) -> QColor:
        codes = [each for each, _ in self.data.forces]
        colour = PALETTE[codes.index(code) if code in codes else 0]
        return colour.lighter(150) if provisional else colour


class _Line(ChartFrame):
    """A running total. Points of incomplete phases are open, a phase without any answer is hatched."""

    def __init__(self, data: ChartData, low: bool) -> None:
        highest = max((each.cumulative.stored for each in data.phases if each.cumulative), default=0)
        super().__init__(data, highest, low)

    def draw_marks(self, painter: QPainter) -> None:
        """Draw the gaps, the line, its points and their amounts."""
        points = [
            (centre_of(index, self.slot), self.y(each.cumulative.stored), each)
            for index, each in enumerate(self.data.phases)
            if each.cumulative is not None
        ]
        for index, each in enumerate(self.data.phases):
            if each.total is None:
                bottom = self.plot.height()
                hatch(painter, QRectF(index * self.slot, bottom - _GAP_HEIGHT, self.slot, _GAP_HEIGHT))
        # Amounts first, so that the line is never covered by one.
        for number, (x, y, each) in enumerate(points):
            last = number == len(points) - 1
            # Where nobody answered the amount is the last one again.
            told = each.total is not None and len(points) <= _CROWDED
            if each.cumulative is not None and (last or told):
                words = each.cumulative.text(self.data.unit)
                # To the left of a rising line, which would otherwise run through the amount.
                before = len(points) > 1
                room = min(self.slot - 6 * PT, x + 4 * PT) if before else self.slot
                if each.soft_so_far:
                    words = _marked(words, room)
                if word_width(words, font(_LABEL_POINTS, bold=True)) <= room:
                    label_above(painter, words, _LABEL_POINTS, x, y - 4 * PT, room, bold=last, before=before)
        painter.setPen(QPen(ACCENT, 1.6 * PT))
        for piece in self._pieces([(x, y) for x, y, _ in points]):
            painter.drawPolyline([QPointF(x, y) for x, y in piece])
        for x, y, each in points:
            if each.total is not None:
                dot(painter, x, y, ACCENT, each.missing > 0)

    def _pieces(self, points: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
        """The line, parted where another counting rule begins: what was counted differently is not joined."""
        ends = [0.0, *(place * self.slot for place in self.data.breaks), self.plot.width()]
        return [[(x, y) for x, y in points if low <= x < high] for low, high in itertools.pairwise(ends)]


def _marked(words: str, room: float) -> str:
    """The amount with the "p" of provisional on the same line, where there is room for both."""
    together = f"{words}{NO_BREAK}p"
    fits = word_width(together, font(_LABEL_POINTS, bold=True)) <= room
    return together if fits else f"{words} p"
