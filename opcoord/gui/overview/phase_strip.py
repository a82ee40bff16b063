"""The life of a phase as a strip of four steps with the present one marked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
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
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_status(self, status: str, notes: tuple[str, str, str, str]) -> None:
        """Mark this step; `notes` stand beneath the steps."""
        self._status, self._notes = status, notes
        title = _TITLES[STEPS.index(status)]
        note = notes[STEPS.index(status)]
        self.setAccessibleDescription(f"{title}, step {STEPS.index(status) + 1} of 4. {note}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines of text under a row of dots."""
        return QSize(560, self._height(1))

    def minimumSizeHint(self) -> QSize:
        """Narrower than this the titles would run into each other."""
        return QSize(420, self._height(1))

    def hasHeightForWidth(self) -> bool:
        """Notes wrap where the strip is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at which no note is cut."""
        room = QRect(0, 0, int(self._note_width(width)), 10_000)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        heights = (self.fontMetrics().boundingRect(room, flags, note).height() for note in self._notes)
        line = self.fontMetrics().height()
        return self._height(max(-(-height // line) for height in heights))

    def _height(self, note_lines: int) -> int:
        return int(2 * _DOT + (1 + note_lines) * self.fontMetrics().height() + 2 * RHYTHM)

    @staticmethod
    def _note_width(width: float) -> float:
        return width / len(STEPS) - WIDE

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
            self._paint_text(painter, place, left, bold=place == here)

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

    def _paint_text(self, painter: QPainter, place: int, left: float, bold: bool) -> None:
        line = self.fontMetrics().height()
        top = 2 * _DOT + RHYTHM
        area = QRectF(left + 2, top, self._note_width(self.width()), line)
        painter.setFont(scaled_font(self.font(), 1.0, bold=bold))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft, _TITLES[place])
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        notes = area.translated(0, line + 2)
        notes.setBottom(self.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(notes, flags, self._notes[place])
