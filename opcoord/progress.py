"""How long work reports its steps and learns that it should stop; knows nothing of Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable

from opcoord.errors import Cancelled


class Progress:
    """Counts steps and raises `Cancelled` at the next step once `cancel()` was called from any thread."""

    def __init__(self, report: Callable[[int, int, str], None] | None = None) -> None:
        self._report = report
        self._cancelled = threading.Event()

    def step(self, done: int, total: int, text: str) -> None:
        """Tell that `done` of `total` steps are finished and what is being done now."""
        self.check()
        if self._report is not None:
            self._report(done, total, text)

    def check(self) -> None:
        """Raise `Cancelled` if the work should stop here."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked the work to stop."""
        return self._cancelled.is_set()
