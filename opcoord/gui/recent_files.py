"""The operation files opened last, newest first, kept in the settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

MOST = 8
_SETTING = "recent_files"


class RecentFiles(QObject):
    """At most eight paths; files that have gone stay listed until they are cleared or fail to open."""

    changed = Signal()

    def paths(self) -> list[Path]:
        """Newest first."""
        value = QSettings().value(_SETTING, [])
        names = [value] if isinstance(value, str) else list(value or [])  # type: ignore[call-overload]
        return [Path(str(name)) for name in names if name]

    def add(self, path: Path) -> None:
        """Put a file on top."""
        path = path.absolute()
        self._store([path, *(other for other in self.paths() if other != path)][:MOST])

    def remove(self, path: Path) -> None:
        """Forget one file."""
        self._store([other for other in self.paths() if other != path.absolute()])

    def clear(self) -> None:
        """Forget all files."""
        self._store([])

    def _store(self, paths: list[Path]) -> None:
        QSettings().setValue(_SETTING, [str(path) for path in paths])
        self.changed.emit()
