"""Loads pages, dialogs and the chart library while nothing else happens, so that no first look waits for them.

Only what knows nothing of Qt is loaded in a thread. PySide makes a class of Qt when its name is first looked up, and
two threads that look up the same one at the same time crash the program. So the names that will be asked for are
looked up on the screen's thread, a few at a time, and never while a worker runs.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
import sys
import threading
import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

from opcoord.gui import chart_library
from opcoord.gui.tasks import TaskRunner
from opcoord.progress import Progress

#: So long after the window came, a file was opened, or other work, nothing else happens.
_SETTLED_MS = 400
#: Between two slices whatever the user does goes first.
_PAUSE_MS = 15
_SLICE_SECONDS = 0.006
#: What knows nothing of Qt and takes longest: the store, and what pyqtgraph imports.
_WITHOUT_QT = (
    "opcoord.services.workspace",
    "numpy",
    "multiprocessing.connection",
    "pydoc",
    "importlib.resources",
    "xml.etree.ElementTree",
)
_QT = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtTest", "QtOpenGL", "QtOpenGLWidgets")
#: All modules of these; each is a step.
_PAGES = ("opcoord.reports", "opcoord.gui")
#: Once this is there nothing is left to be done.
LAST = "opcoord.gui.results.chart"


class PageLoader(QObject):
    """Begins a moment after `begin()`; with everything loaded there is nothing more to do."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Its own runner: nobody waits for this, so nothing shows that it runs.
        self._tasks = TaskRunner(self)
        self._steps = _steps()
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._load_without_qt)
        self._slices = QTimer(self, interval=_PAUSE_MS)
        self._slices.timeout.connect(self._load_slice)

    def begin(self) -> None:
        """Load once the window has settled."""
        if LAST not in sys.modules:
            self._settled.start()

    def stop(self) -> None:
        """Leave it; what was not loaded is loaded when it is needed."""
        self._settled.stop()
        self._slices.stop()
        self._tasks.close()

    def _load_without_qt(self) -> None:
        if _others_work():
            self._settled.start()
            return
        # What cannot be loaded is missed, and reported, when the page is opened.
        self._tasks.run("Load the pages", _load_without_qt, lambda _result: self._slices.start())

    def _load_slice(self) -> None:
        # Workers are started by this thread, so none can begin within a slice.
        if _others_work():
            self._slices.stop()
            self._settled.start()
            return
        until = time.perf_counter() + _SLICE_SECONDS
        while time.perf_counter() < until:
            if next(self._steps, None) is None:
                self._slices.stop()
                # As after opening a file: one look of the collector through all this would stall the window.
                gc.freeze()
                return


def _others_work() -> bool:
    return threading.active_count() > 1


def _load_without_qt(progress: Progress) -> None:
    for name in _WITHOUT_QT:
        importlib.import_module(name)
        progress.check()


def _steps() -> Iterator[str]:
    for name in _QT:
        module = importlib.import_module(f"PySide6.{name}")
        for each in dir(module):
            getattr(module, each)
            yield each
    # The chart comes last: it needs the library, and takes longest.
    modules = [name for package in _PAGES for name in _modules_of(package)]
    for name in (each for each in modules if not _draws_charts(each)):
        importlib.import_module(name)
        yield name
    yield from chart_library.in_pieces()
    for name in (*filter(_draws_charts, modules), LAST):
        importlib.import_module(name)
        yield name


def _modules_of(package: str) -> list[str]:
    found = importlib.import_module(package)
    return [each.name for each in pkgutil.walk_packages(found.__path__, f"{package}.")]


def _draws_charts(module: str) -> bool:
    return module.startswith("opcoord.gui.results.chart")
