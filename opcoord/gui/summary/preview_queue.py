"""Lays out previews one after the other: what is asked for meanwhile waits, and of that only the last."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from opcoord.gui.tasks import TaskRunner

#: Takes the first page and the number of pages as soon as that page is painted.
First = Callable[[object, int], object]
#: A window that is about to close draws nothing any more.
_PATIENCE_SECONDS = 0.1
_Asked = tuple[Callable[[First], Any], Callable[[Any], object]]


class PreviewQueue(QObject):
    """Runs what makes a preview in the worker; `first_painted(page, count)` and `failed(error)` come on the screen's thread.

    Who walks through a list with the arrow keys sees the last choice, not each in turn.
    """

    first_painted = Signal(object, int)
    failed = Signal(object)

    _painted = Signal(object, int)

    def __init__(self, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._running = False
        self._next: _Asked | None = None
        self._seen = threading.Event()
        self._painted.connect(self._tell_first)

    def ask(self, make: Callable[[First], Any], done: Callable[[Any], object]) -> None:
        """Call `make(first)` in the worker and `done(result)` after it, unless another preview is asked for before."""
        if self._running:
            self._next = (make, done)
        else:
            self._start(make, done)

    def _start(self, make: Callable[[First], Any], done: Callable[[Any], object]) -> None:
        self._running = True
        self._tasks.run(
            "Lay out the summary",
            lambda _progress: make(self._give_first),
            lambda made: self._end(lambda: done(made)),
            lambda error: self._end(lambda: self.failed.emit(error)),
        )

    def _end(self, tell: Callable[[], object]) -> None:
        self._running = False
        following, self._next = self._next, None
        if following is None:
            tell()
        else:
            self._start(*following)

    def _give_first(self, page: object, count: int) -> None:
        """In the worker: the screen goes before the pages that nobody looks at yet."""
        self._seen.clear()
        self._painted.emit(page, count)
        self._seen.wait(_PATIENCE_SECONDS)

    def _tell_first(self, page: object, count: int) -> None:
        if self._next is None:
            self.first_painted.emit(page, count)
        # After what was shown is drawn.
        QTimer.singleShot(0, self._seen.set)
