"""Long work off the screen's thread: one task at a time, with progress, cancel and the result on the screen's thread."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal, Slot

from opcoord.errors import Cancelled
from opcoord.progress import Progress

#: Not more often than this are steps passed to the screen.
REPORT_EVERY_SECONDS = 0.03


class _Task(NamedTuple):
    label: str
    function: Callable[[Progress], Any]
    on_done: Callable[[Any], object] | None
    on_error: Callable[[Exception], object] | None


class _Outcome(NamedTuple):
    task: _Task
    result: Any = None
    error: Exception | None = None


class TaskRunner(QObject):
    """Runs functions one after the other in a worker thread; never blocks the screen.

    `on_done(result)` and `on_error(exception)` are called on the screen's thread. A cancelled task calls
    neither. Without `on_error` the exception goes out as `failed`.
    """

    started = Signal(str)
    progress = Signal(int, int, str)
    finished = Signal(str)
    cancelled = Signal(str)
    failed = Signal(object)

    _stepped = Signal(int, int, str)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[_Task] = deque()
        self._thread: threading.Thread | None = None
        self._progress: Progress | None = None
        self._stepped.connect(self.progress, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a task runs or waits."""
        return self._thread is not None

    def run(
        self,
        label: str,
        function: Callable[[Progress], Any],
        on_done: Callable[[Any], object] | None = None,
        on_error: Callable[[Exception], object] | None = None,
    ) -> None:
        """Run `function(progress)` in the worker, after any task that is already running."""
        self._waiting.append(_Task(label, function, on_done, on_error))
        if self._thread is None:
            self._start_next()

    def cancel(self) -> None:
        """Stop the running task at its next step and drop those that wait."""
        self._waiting.clear()
        if self._progress is not None:
            self._progress.cancel()

    def close(self, patience_seconds: float = 10.0) -> bool:
        """Cancel and wait for the worker to end; tells whether it did. For the end of the program."""
        self.cancel()
        thread = self._thread
        if thread is not None:
            thread.join(patience_seconds)
            return not thread.is_alive()
        return True

    def _start_next(self) -> None:
        task = self._waiting.popleft()
        progress = Progress(self._throttled_report())
        self._progress = progress
        self._thread = threading.Thread(target=self._work, args=(task, progress), name="opcoord-task")
        self.started.emit(task.label)
        self._thread.start()

    def _throttled_report(self) -> Callable[[int, int, str], None]:
        last = 0.0

        def report(done: int, total: int, text: str) -> None:
            nonlocal last
            now = time.monotonic()
            if done >= total or now - last >= REPORT_EVERY_SECONDS:
                last = now
                self._stepped.emit(done, total, text)

        return report

    def _work(self, task: _Task, progress: Progress) -> None:
        try:
            outcome = _Outcome(task, result=task.function(progress))
        except Exception as error:
            outcome = _Outcome(task, error=error)
        self._ended.emit(outcome)

    @Slot(object)
    def _end(self, outcome: _Outcome) -> None:
        if self._thread is not None:
            self._thread.join()
        self._thread = None
        self._progress = None
        task = outcome.task
        self.finished.emit(task.label)
        try:
            self._tell(task, outcome)
        finally:
            if self._waiting and self._thread is None:
                self._start_next()

    def _tell(self, task: _Task, outcome: _Outcome) -> None:
        if outcome.error is None:
            if task.on_done is not None:
                task.on_done(outcome.result)
        elif isinstance(outcome.error, Cancelled):
            self.cancelled.emit(task.label)
        elif task.on_error is not None:
            task.on_error(outcome.error)
        else:
            self.failed.emit(outcome.error)
