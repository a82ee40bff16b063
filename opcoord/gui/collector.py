"""Collects Python's cyclic garbage on the screen's thread only, and never so much in one go that the window stands still.

Left to itself Python collects in whatever thread allocates next. A dialog that is part of a cycle would then be
destroyed by the worker's thread, which Qt forbids and may answer with a crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

#: Often, for what a busy worker makes in a second is too much to be looked through between two key strokes.
_LOOK_EVERY_MS = 50
#: So many objects are looked through within some 15 milliseconds.
MOST_AT_ONCE = 150_000


class Collector(QObject):
    """Takes over from Python's own collection for as long as it lives.

    Where more is due than can be looked through in a moment, it is set aside unlooked: what is in use stays in use,
    and what is not part of a cycle is freed as ever. It is looked through when the user has turned to another program.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._set_aside = False
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_due)
        self._timer.start(_LOOK_EVERY_MS)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_state)

    def collect_due(self) -> int | None:
        """Collect the oldest generation that is due; its number, or None where none is or it was set aside."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                if _size(generation) > MOST_AT_ONCE:
                    gc.freeze()
                    self._set_aside = True
                    return None
                gc.collect(generation)
                return generation
        return None

    def collect_all(self) -> None:
        """Look through everything, also what was set aside; takes as long as it takes."""
        gc.unfreeze()
        gc.collect()
        # What is left was loaded or is shown, and will be for long.
        gc.freeze()
        self._set_aside = False

    def stop(self) -> None:
        """Hand back to Python."""
        self._timer.stop()
        gc.enable()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if self._set_aside and state != Qt.ApplicationState.ApplicationActive:
            self.collect_all()


def _size(generation: int) -> int:
    """How many objects collecting a generation looks through; of the youngest, about."""
    older = (len(gc.get_objects(generation=each)) for each in range(1, generation + 1))
    return gc.get_count()[0] + sum(older)
