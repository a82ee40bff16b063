"""The keyboard stays where it was: a button that cannot be pressed while something runs gets it back afterwards."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from opcoord.gui.tasks import TaskRunner


class FocusKeeper(QObject):
    """Qt moves the keyboard on from what is disabled; this moves it back, unless somebody has moved it meanwhile."""

    def __init__(self, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._left: QWidget | None = None
        self._moved_to: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        tasks.finished.connect(self._plan_return)

    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        taken_away = old is not None and isValid(old) and not old.isEnabled()
        if taken_away and old is self._moved_to:
            # Moved on a second time; what was left first is still where somebody worked.
            self._moved_to = now
        elif taken_away:
            self._left, self._moved_to = old, now
        elif now is not self._moved_to:
            self._left = self._moved_to = None

    def _plan_return(self, _label: str) -> None:
        # After everybody has heard that it is over.
        QTimer.singleShot(0, self, self._go_back)

    def _go_back(self) -> None:
        left, self._left = self._left, None
        moved_to, self._moved_to = self._moved_to, None
        if self._tasks.busy or left is None or not isValid(left):
            return
        if QApplication.focusWidget() in (moved_to, None) and left.isEnabled() and left.isVisible():
            left.setFocus()
