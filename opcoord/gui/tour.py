"""Walks through all pages of a window and saves a picture of each."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from opcoord.gui.main_window import MainWindow
from opcoord.gui.page_registry import PAGES

#: How often it is looked whether a page has come to rest, in milliseconds.
_LOOK_EVERY_MS = 120


class PageTour(QObject):
    """Shows each page in turn and, once nothing is at work, saves it as `<number> <page>.png` in `folder`."""

    finished = Signal(list)

    def __init__(self, window: MainWindow, folder: Path, prefix: str = "") -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._prefix = prefix
        self._left = list(enumerate(PAGES, 1))
        self._saved: list[Path] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin with the first page; `finished` carries the paths of the pictures."""
        self._window.show_page(self._left[0][1].key)
        self._timer.start()

    def _look(self) -> None:
        number, entry = self._left[0]
        if self._window.tasks.busy or not self._window.page(entry.key).at_rest:
            return
        del self._left[0]
        path = self._folder / f"{self._prefix}{number} {entry.title.lower()}.png"
        self._window.grab().save(str(path))
        self._saved.append(path)
        if self._left:
            self._window.show_page(self._left[0][1].key)
        else:
            self._timer.stop()
            self.finished.emit(self._saved)
