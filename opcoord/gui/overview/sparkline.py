"""A small line without axes: one point a phase, broken where nobody answered or the counting rule changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

_EDGE = 5.0


class Sparkline(QWidget):
    """Zero-based; a gap stays a gap and is never drawn as zero. The card beside it says it in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[int | None, ...] = ()
        self._parted: frozenset[int] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(44)

    def set_values(self, values: Sequence[int | None], parted: Iterable[int] = ()) -> None:
        """Draw these values, None for a gap; at the places `parted` a new piece begins."""
        self._values, self._parted = tuple(values), frozenset(parted)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the card, two lines high."""
        return QSize(160, 44)

    def runs(self) -> list[list[QPointF]]:
        """The unbroken pieces of the line in widget coordinates."""
        if not self._values:
            return []
        known = [value for value in self._values if value is not None]
        top = max([*known, 1])
        area = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        step = area.width() / max(len(self._values) - 1, 1)
        pieces: list[list[QPointF]] = [[]]
        for place, value in enumerate(self._values):
            if place in self._parted:
                pieces.append([])
            if value is None:
                pieces.append([])
            else:
                y = area.bottom() - area.height() * max(value, 0) / top
                pieces[-1].append(QPointF(area.left() + place * step, y))
        return [piece for piece in pieces if piece]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground line, the pieces, and a dot on the last point."""
        runs = self.runs()
        if not runs:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 1))
        ground = self.height() - _EDGE + 0.5
        painter.drawLine(QPointF(_EDGE, ground), QPointF(self.width() - _EDGE, ground))
        accent = palette.color(QPalette.ColorRole.Accent)
        painter.setPen(QPen(accent, 2))
        for piece in runs:
            painter.drawPolyline(QPolygonF(piece))
        painter.setBrush(accent)
        for piece in runs:
            if len(piece) == 1 and piece is not runs[-1]:
                painter.drawEllipse(piece[0], 1.5, 1.5)
        painter.drawEllipse(runs[-1][-1], 3, 3)
