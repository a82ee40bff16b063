"""All phases as bars on a date axis with today marked; the table beneath says the same in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from opcoord.gui.planning.timeline_scale import TimelineScale
from opcoord.gui.theme import RHYTHM, WIDE, blend, muted, scaled_font
from opcoord.gui.widgets.announcing import announce
from opcoord.model.dates import format_date, format_windows
from opcoord.queries.views import PhaseView

_LEAST_BAR = 10.0


class Timeline(QWidget):
    """Left and Right choose a phase, Enter or a double click edits it. Phases without dates are not drawn."""

    phase_selected = Signal(int)
    phase_activated = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phases: tuple[PhaseView, ...] = ()
        self._today = dt.date.min
        self._selected: int | None = None
        self._scale = TimelineScale(dt.date(2000, 1, 1), dt.date(2001, 1, 1), 0.0, 1.0)
        self.setAccessibleName("Timeline of phases")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_phases(self, phases: Sequence[PhaseView], today: dt.date) -> None:
        """Draw these phases; keeps the selection where it still exists."""
        self._phases = tuple(phase for phase in phases if phase.starts_on is not None)
        self._today = today
        if self._selected not in self.numbers():
            self._selected = None
        self._describe()
        self.update()

    def numbers(self) -> list[int]:
        """Numbers of the phases that are drawn."""
        return [phase.number for phase in self._phases]

    @property
    def selected(self) -> int | None:
        """The number of the chosen phase."""
        return self._selected

    def select(self, number: int | None) -> None:
        """Choose a phase without telling anybody."""
        self._selected = number if number in self.numbers() else None
        self._describe()
        self.update()

    def bar(self, phase: PhaseView, first: dt.date, last: dt.date) -> QRectF:
        """Where a window is drawn; never narrower than can be seen and clicked."""
        left, right = self._scale.x(first), self._scale.x(last + dt.timedelta(days=1))
        width = max(right - left, _LEAST_BAR)
        top = self._bar_top()
        return QRectF(left, top, width, self._bar_height())

    def sizeHint(self) -> QSize:
        """Years, months, numbers and bars above each other."""
        return QSize(600, int(self._bar_top() + self._bar_height() + 2 * WIDE))

    def minimumSizeHint(self) -> QSize:
        """As high as needed, narrower than the hint."""
        return QSize(320, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the phases."""
        numbers = self.numbers()
        here = numbers.index(self._selected) if self._selected in numbers else -1
        moves = {
            Qt.Key.Key_Left: max(here - 1, 0), Qt.Key.Key_Right: min(here + 1, len(numbers) - 1),
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(numbers) - 1,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if numbers and key in moves:
            self._choose(numbers[moves[key]])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected is not None:
            self.phase_activated.emit(self._selected)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the phase under the pointer."""
        phase = self._phase_at(event.position())
        if phase is not None:
            self._choose(phase.number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the phase under the pointer."""
        phase = self._phase_at(event.position())
        if phase is not None:
            self.phase_activated.emit(phase.number)

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            phase = self._phase_at(event.pos().toPointF())
            # Plain text: a theme is what somebody typed.
            text = self._sentence(phase).replace("&", "&amp;").replace("<", "&lt;") if phase else ""
            QToolTip.showText(event.globalPos(), f"<qt>{text}</qt>" if text else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axis, bars and today."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._phases:
            return
        self._scale = TimelineScale.around(self._days(), WIDE, self.width() - WIDE)
        self._paint_axis(painter)
        for phase in self._phases:
            self._paint_phase(painter, phase)
        self._paint_today(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_axis(self, painter: QPainter) -> None:
        palette = self.palette()
        line = self.fontMetrics().height()
        bottom = self._bar_top() + self._bar_height() + RHYTHM
        for day, text, is_year in self._scale.ticks(self.fontMetrics().horizontalAdvance("Sept  ")):
            x = round(self._scale.x(day)) + 0.5
            colour = palette.color(QPalette.ColorRole.Mid)
            painter.setPen(QPen(colour, 1 if is_year else 0.6))
            painter.drawLine(QPointF(x, RHYTHM if is_year else RHYTHM + line), QPointF(x, bottom))
            painter.setPen(muted(palette) if not is_year else palette.color(QPalette.ColorRole.WindowText))
            painter.setFont(scaled_font(self.font(), 1.0, bold=is_year))
            painter.drawText(QPointF(x + 4, RHYTHM + line * (0.8 if is_year else 1.8)), text)

    def _paint_phase(self, painter: QPainter, phase: PhaseView) -> None:
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Accent)
        base = palette.color(QPalette.ColorRole.Base)
        chosen = phase.number == self._selected
        planned = phase.status(self._today) == "planned"
        painter.setPen(QPen(accent, 1.5, Qt.PenStyle.DashLine if planned else Qt.PenStyle.SolidLine))
        painter.setBrush(base if planned else accent if chosen else blend(accent, base, 0.35))
        bars = [self.bar(phase, each.starts_on, each.ends_on) for each in phase.windows if not each.agency]
        bars = bars or [self.bar(phase, each.starts_on, each.ends_on) for each in phase.windows]
        for bar in bars:
            painter.drawRoundedRect(bar, 3, 3)
        if chosen:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.WindowText), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for bar in bars:
                painter.drawRoundedRect(bar.adjusted(-3, -3, 3, 3), 4, 4)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        painter.setFont(scaled_font(self.font(), 1.0, bold=chosen))
        middle = bars[0].united(bars[-1]).center().x()
        line = self.fontMetrics().height()
        label = QRectF(middle - 30, self._bar_top() - line - 4, 60, line)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, str(phase.number))

    def _paint_today(self, painter: QPainter) -> None:
        if not self._scale.first <= self._today <= self._scale.last:
            return
        x = round(self._scale.x(self._today)) + 0.5
        text = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(QPen(text, 1.5, Qt.PenStyle.DashLine))
        bottom = self._bar_top() + self._bar_height() + RHYTHM
        painter.drawLine(QPointF(x, self._bar_top() - RHYTHM), QPointF(x, bottom))
        painter.setFont(scaled_font(self.font(), 0.9, bold=True))
        width = painter.fontMetrics().horizontalAdvance("Today")
        left = min(x - width / 2, self.width() - width - 4)
        painter.drawText(QPointF(left, bottom + painter.fontMetrics().ascent()), "Today")

    def _days(self) -> list[dt.date]:
        days = [self._today]
        for phase in self._phases:
            days += [day for each in phase.windows for day in (each.starts_on, each.ends_on)]
        return days

    def _choose(self, number: int) -> None:
        self.select(number)
        announce(self, next(self._sentence(phase) for phase in self._phases if phase.number == number))
        self.phase_selected.emit(number)

    def _phase_at(self, place: QPointF) -> PhaseView | None:
        for phase in reversed(self._phases):
            for each in phase.windows:
                bar = self.bar(phase, each.starts_on, each.ends_on)
                if bar.adjusted(-6, -24, 6, 6).contains(place):
                    return phase
        return None

    def _describe(self) -> None:
        chosen = next((phase for phase in self._phases if phase.number == self._selected), None)
        count = f"{len(self._phases)} phases with dates. Today is {format_date(self._today)}."
        self.setAccessibleDescription(f"{count} {self._sentence(chosen)}" if chosen else count)

    def _sentence(self, phase: PhaseView) -> str:
        dates = format_windows([each for each in phase.windows if not each.agency] or phase.windows)
        theme = f", {phase.theme}" if phase.theme else ""
        return f"Phase {phase.number}{theme}: {dates}, {phase.status(self._today)}."

    def _bar_top(self) -> float:
        return RHYTHM + 3 * self.fontMetrics().height() + WIDE

    def _bar_height(self) -> float:
        return self.fontMetrics().height() + RHYTHM / 2
