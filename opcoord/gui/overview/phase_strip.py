"""The life of a phase as a strip of four steps with the present one marked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from opcoord.gui.theme import RHYTHM, WIDE, blend, scaled_font

STEPS = ("planned", "live", "returns due", "complete")
_TITLES = ("Planned", "Live", "Returns due", "Complete")
_DOT = 10.0


class PhaseStrip(QWidget):
    """Steps behind are ticked, the present one is filled and bold, those ahead are open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = STEPS[0]
        self._notes: tuple[str, ...] = ("",) * len(STEPS)
        self.setAccessibleName("Progress of the phase")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_status(self, status: str, notes: tuple[str, str, str, str]) -> None:
        """Mark this step; `notes` stand beneath the steps."""
        self._status, self._notes = status, notes
        title = _TITLES[STEPS.index(status)]
        note = notes[STEPS.index(status)]
        self.setAccessibleDescription(f"{title}, step {STEPS.index(status) + 1} of 4. {note}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines of text under a row of dots."""
        return QSize(560, int(2 * _DOT + 2 * self.fontMetrics().height() + 2 * RHYTHM))

    def minimumSizeHint(self) -> QSize:
        """Narrower than this the notes would run into each other."""
        return QSize(420, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw line, dots and texts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = STEPS.index(self._status)
        width = self.width() / len(STEPS)
        accent = self.palette().color(QPalette.ColorRole.Accent)
        quiet = self.palette().color(QPalette.ColorRole.Mid)
        middle = _DOT + 2
        for place in range(len(STEPS)):
            left = place * width
            if place < len(STEPS) - 1:
                painter.setPen(QPen(accent if place < here else quiet, 2))
                painter.drawLine(int(left + 2 * _DOT + 6), int(middle), int(left + width - 2), int(middle))
            self._paint_dot(
                painter, QRectF(left + 2, middle - _DOT, 2 * _DOT, 2 * _DOT), place - here, accent
            )
            self._paint_text(painter, place, left, width, bold=place == here)

    def _paint_dot(self, painter: QPainter, dot: QRectF, ahead: int, accent: QColor) -> None:
        palette = self.palette()
        base = palette.color(QPalette.ColorRole.Base)
        painter.setPen(QPen(accent if ahead <= 0 else palette.color(QPalette.ColorRole.Mid), 2))
        painter.setBrush(accent if ahead == 0 else blend(base, accent, 0.15) if ahead < 0 else base)
        painter.drawEllipse(dot.adjusted(2, 2, -2, -2))
        if ahead < 0:
            painter.setPen(QPen(accent, 2))
            x, y = dot.center().x(), dot.center().y()
            painter.drawPolyline([QPointF(x - 4, y), QPointF(x - 1, y + 3), QPointF(x + 4, y - 4)])
        elif ahead == 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(base)
            painter.drawEllipse(dot.center(), 3, 3)

    def _paint_text(self, painter: QPainter, place: int, left: float, width: float, bold: bool) -> None:
        line = self.fontMetrics().height()
        top = 2 * _DOT + RHYTHM
        area = QRectF(left + 2, top, width - WIDE, line)
        painter.setFont(scaled_font(self.font(), 1.0, bold=bold))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft, _TITLES[place])
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        note = painter.fontMetrics().elidedText(
            self._notes[place], Qt.TextElideMode.ElideRight, int(area.width())
        )
        painter.drawText(area.translated(0, line + 2), Qt.AlignmentFlag.AlignLeft, note)
