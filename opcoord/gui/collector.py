"""Collects Python's cyclic garbage on the screen's thread only.

Left to itself Python collects in whatever thread allocates next. A dialog that is part of a cycle would then be
destroyed by the worker's thread, which Qt forbids and may answer with a crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 1_000


class Collector(QObject):
    """Takes over from Python's own collection for as long as it lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_due)
        self._timer.start(_LOOK_EVERY_MS)

    def collect_due(self) -> int | None:
        """Collect the oldest generation that is due; its number, or None where none is."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return generation
        return None

    def stop(self) -> None:
        """Hand back to Python."""
        self._timer.stop()
        gc.enable()
