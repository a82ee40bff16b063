"""Content that scrolls where the window is too small for it: on a small screen, or where text is large."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QStackedWidget, QWidget

from opcoord.gui.theme import SMALL


def scrolling(content: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """Put `content` into a frameless area that takes no focus of its own."""
    area = QScrollArea(parent)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


class LeastRoom(QScrollArea):
    """Its content gets the room that there is, but never less than it needs: then both scroll, after the keyboard.

    What Qt itself offers gives a text that wraps the room it would like, and so scrolls where nothing is amiss.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        # One of our own: PySide takes its time to find out what Qt's is, and the first window waits for this.
        self._view = QWidget(self)
        self.setViewport(self._view)
        self.setFrameStyle(0)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        self._view.setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        if isinstance(content, QStackedWidget):
            content.currentChanged.connect(self._begin)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def event(self, event: QEvent) -> bool:
        """Give the content room anew when it needs more or less."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the content the new room."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """What the content would like."""
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """A few lines; the rest scrolls."""
        line = self.fontMetrics().height()
        return QSize(12 * line, 4 * line)

    def _begin(self) -> None:
        self.ensureVisible(0, 0, 0, 0)
        self._fit()

    def _fit(self) -> None:
        room, needed = self.maximumViewportSize(), self._needed()
        if needed.width() <= room.width() and self._height(room.width()) <= room.height():
            self._content.resize(room)
            return
        bar = self.verticalScrollBar().sizeHint().width()
        width = max(room.width(), needed.width())
        if width > room.width():
            room.setHeight(room.height() - bar)
        if self._height(width) > room.height():
            width = max(room.width() - bar, needed.width())
        self._content.resize(width, max(room.height(), self._height(width)))

    def _needed(self) -> QSize:
        return self._shown().minimumSizeHint()

    def _height(self, width: int) -> int:
        """The least height at a width, at which texts may wrap."""
        shown, least = self._shown(), self._needed().height()
        layout = shown.layout()
        if layout is not None and layout.hasHeightForWidth():
            return max(layout.minimumHeightForWidth(width), least)
        return least

    def _shown(self) -> QWidget:
        """The content, or what it shows of several: a page does not scroll because another one is large."""
        content = self._content
        current = content.currentWidget() if isinstance(content, QStackedWidget) else None
        return content if current is None else current

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self.isAncestorOf(now):
            return
        place = self._place(now).adjusted(-SMALL, -SMALL, SMALL, SMALL)
        room = self._view.size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(min(max(across.value(), place.right() - room.width() + 1), place.left()))
        down.setValue(min(max(down.value(), place.bottom() - room.height() + 1), place.top()))

    def _place(self, widget: QWidget) -> QRect:
        """Where a widget is in the content, or as much of it as areas in between show, scrolled to it first."""
        from PySide6.QtWidgets import QAbstractScrollArea

        place = widget.rect()
        inner, outer = widget, widget.parentWidget()
        while inner is not self._content and outer is not None:
            area = outer.parentWidget()
            place = place.translated(inner.pos())
            if isinstance(area, QAbstractScrollArea) and outer is area.viewport():
                if isinstance(area, LeastRoom) or type(area) is QScrollArea:
                    area.ensureWidgetVisible(widget)
                    place = QRect(widget.mapTo(outer, QPoint(0, 0)), widget.size())
                place = place.intersected(outer.rect())
            inner, outer = outer, area
        return place
