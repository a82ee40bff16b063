"""A dialog that fits on the screen: where it is too low for all that is asked, the questions scroll above the buttons."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from opcoord.gui.theme import FRAME
from opcoord.gui.widgets.scrolling import LeastRoom


class FittedDialog(QDialog):
    """Never larger than its screen; its last row, the buttons, can always be seen."""

    def showEvent(self, event: QShowEvent) -> None:
        """Shrink to the screen, and scroll where that would cut something off."""
        if not event.spontaneous():
            self.fit_into(self.screen().availableGeometry().size() - FRAME)
        super().showEvent(event)

    def fit_into(self, room: QSize) -> None:
        """Take no more than `room`."""
        needed = self.minimumSizeHint().expandedTo(self.minimumSize())
        if needed.width() > room.width() or needed.height() > room.height():
            self._let_scroll()
        self.setMinimumSize(self.minimumSize().boundedTo(room))
        self.resize(self.size().boundedTo(room))

    def _let_scroll(self) -> None:
        outer, focused = self.layout(), self.focusWidget()
        if not isinstance(outer, QVBoxLayout) or self.findChild(LeastRoom) is not None:
            return
        body = QWidget(self)
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(outer.spacing())
        stretches = [outer.stretch(place) for place in range(outer.count() - 1)]
        for stretch in stretches:
            item = outer.takeAt(0)
            assert item is not None
            widget, layout = item.widget(), item.layout()
            if widget is not None:
                inner.addWidget(widget, stretch)
            elif layout is not None:
                layout.setParent(None)
                inner.addLayout(layout, stretch)
            else:
                inner.addItem(item)
        outer.insertWidget(0, LeastRoom(body, self), 1)
        if focused is not None:
            focused.setFocus()
