"""Brings the notice of a commit, from whatever thread, to the screen's thread as one signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace


#: Commits that come within this time make one notice.
_GATHER_MS = 80


class ChangeNotifier(QObject):
    """Emits `changed` with the names of the tables that commits touched; many commits in a row make one notice."""

    changed = Signal(object)
    _committed = Signal(object)

    def __init__(self, parent: QObject | None = None, busy: Callable[[], bool] = lambda: False) -> None:
        super().__init__(parent)
        self._busy = busy
        self._tables: set[str] = set()
        self._unsubscribe: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_GATHER_MS)
        self._timer.timeout.connect(self._emit)
        self._committed.connect(self._gather, Qt.ConnectionType.QueuedConnection)

    def follow(self, workspace: Workspace | None) -> None:
        """Listen to this operation file and to no other."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._tables.clear()
        if workspace is not None:
            self._unsubscribe = workspace.on_change(self._committed.emit)

    @Slot(object)
    def _gather(self, tables: frozenset[str]) -> None:
        self._tables |= tables
        # A running timer is not started again: a steady stream of commits would put the notice off for ever.
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _emit(self) -> None:
        if self._busy():
            # Pages that read while a batch commits would wait for its locks on the screen's thread.
            self._timer.start()
            return
        tables, self._tables = frozenset(self._tables), set()
        if tables:
            self.changed.emit(tables)
