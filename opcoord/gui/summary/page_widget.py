"""One page of the preview: its picture, and what on it leads somewhere, by mouse, keyboard and screen reader."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QFrame, QToolTip, QWidget

from opcoord.gui.lineage.keys import PATH_KEY
from opcoord.gui.results.colours import legible
from opcoord.gui.summary.walk import DOWN, LEFT, RIGHT, UP, neighbour
from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.announcing import announce

if TYPE_CHECKING:
    from opcoord.reports.composer import Place

#: Around a place, so that the frame does not touch what it frames.
_ROOM = 2.0
_HOW = f"The arrow keys go from number to number, Enter or {PATH_KEY} opens where one comes from."
_ARROWS = {Qt.Key.Key_Left: LEFT, Qt.Key.Key_Right: RIGHT, Qt.Key.Key_Up: UP, Qt.Key.Key_Down: DOWN}
_OPENING = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class PageWidget(QFrame):
    """White paper with a thin edge, whatever the colours of the window.

    `chosen(target)` is sent by a click on a place, Enter or the path's key. `walked(rect)` tells where the keyboard is
    now, `walked_off(1 or -1)` that it went on from the last place or back from the first.
    """

    chosen = Signal(object)
    walked = Signal(QRect)
    walked_off = Signal(int)

    def __init__(
        self,
        picture: QImage,
        places: Sequence[Place],
        points_wide: float,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._picture = picture
        self._points_wide = points_wide
        self.places = tuple(places)
        #: The place of the keyboard; -1 before it came here.
        self.current = -1
        self._hovered = self._pressed = -1
        self.setAccessibleName(name)
        if self.places:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setAccessibleDescription(_HOW)
            self.setMouseTracking(True)

    def set_width(self, width: int) -> None:
        """Show the page this wide; a picture of another width is stretched until a sharp one comes."""
        self.setFixedSize(width, round(width * self._picture.height() / self._picture.width()))

    def rect_of(self, index: int) -> QRect:
        """Where a place is on the widget."""
        scale, rect = self.width() / self._points_wide, self.places[index].rect
        return QRectF(
            rect.x() * scale, rect.y() * scale, rect.width() * scale, rect.height() * scale
        ).toRect()

    def walk_to(self, index: int) -> None:
        """Put the keyboard on a place, as far as there is one, and say what stands there."""
        if not self.places:
            return
        self.current = min(max(index, 0), len(self.places) - 1)
        words = self.places[self.current].words
        self.setAccessibleDescription(f"{words}. {_HOW}")
        announce(self, words)
        self.walked.emit(self.rect_of(self.current))
        self.update()

    # Mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what leads somewhere."""
        self._hover(self._place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where; a click is a press and a release on the same place."""
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self._place_at(event.position()) if left else -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked."""
        place, pressed = self._place_at(event.position()), self._pressed
        self._pressed = -1
        if place >= 0 and place == pressed:
            self.walk_to(place)
            self.chosen.emit(self.places[place].target)

    def event(self, event: QEvent) -> bool:
        """A tool tip says in full what a place holds."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._place_at(QPointF(event.pos()))
            words = f"<qt>{html.escape(self.places[place].words)}</qt>" if place >= 0 else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def _place_at(self, position: QPointF) -> int:
        point = position.toPoint()
        return next((i for i in range(len(self.places)) if self.rect_of(i).contains(point)), -1)

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            hand = place >= 0
            self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
            self.update()

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and open; what is not for a place scrolls the preview."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        opens = (plain and key in _OPENING) or QKeySequence(event.keyCombination()) == QKeySequence(PATH_KEY)
        if not self.places:
            event.ignore()
        elif opens and self.current >= 0:
            self.chosen.emit(self.places[self.current].target)
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.walk_to(0 if key == Qt.Key.Key_Home else len(self.places) - 1)
        elif plain and key in _ARROWS:
            self._walk(_ARROWS[key])
        else:
            event.ignore()

    def _walk(self, way: tuple[int, int]) -> None:
        found = neighbour([each.rect for each in self.places], self.current, way)
        if found is None:
            self.walked_off.emit(1 if way in (RIGHT, DOWN) else -1)
        else:
            self.walk_to(found)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard comes to where it was, at first to the first place."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.walk_to(self.current)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame goes with the keyboard."""
        super().focusOutEvent(event)
        self.update()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture and the edge, a frame around the place of the keyboard and a thin one under the mouse."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._picture)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self._hovered >= 0:
            self._frame(painter, self._hovered, 1.0)
        if self.current >= 0 and self.hasFocus():
            self._frame(painter, self.current, 2.0)

    def _frame(self, painter: QPainter, index: int, thickness: float) -> None:
        # On paper, which is white in the dark too.
        colour = legible(self.palette().color(QPalette.ColorRole.Highlight), QColor(Qt.GlobalColor.white))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, thickness))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        rect = QRectF(self.rect_of(index)).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
        painter.drawRoundedRect(rect, RHYTHM / 2, RHYTHM / 2)
