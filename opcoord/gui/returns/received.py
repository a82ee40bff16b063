"""A received file that is kept: saved out again exactly as it came, and its sheets read once more for the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from opcoord.gui.returns.password_dialog import PasswordDialog
from opcoord.gui.returns.review import LOCKED
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.widgets.save_dialog import SaveDialog
from opcoord.model.file_names import plain_file_name

if TYPE_CHECKING:
    from opcoord.gui.returns.inbox import Inbox
    from opcoord.queries.views import ReturnView
    from opcoord.services.received_cells import Grid
    from opcoord.services.workspace import Workspace


class ReceivedFiles(QObject):
    """`read(version, grid)` when the sheets are there, `failed(error)` with what went wrong."""

    read = Signal(object, object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, tasks: TaskRunner, inbox: Inbox, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace, self._tasks, self._inbox = workspace, tasks, inbox
        self._window = parent
        self._tries = 0

    def ask_where(self, version: ReturnView) -> SaveDialog:
        """Ask where the file goes, in the operation's folder under its own name; an existing one is asked about."""
        name = plain_name(version.file_name)
        dialog = SaveDialog("Save received file", self._workspace.path, name, "All files (*)", self._window)
        dialog.fileSelected.connect(lambda name: self.save(version, Path(name)))
        dialog.open()
        return dialog

    def save(self, version: ReturnView, path: Path) -> None:
        """Write the file as it came, whole or not at all."""

        from opcoord.reports.saving import write_whole

        def work(_progress: object) -> None:
            _name, content = self._workspace.returns.received_bytes(version.sha256)
            write_whole(path, content)

        self._tasks.run(f"Save {path.name}", work, on_error=self.failed.emit)

    def show_sheets(self, version: ReturnView) -> None:
        """Read the sheets of the kept file again; a locked one asks for its password."""
        password = self._inbox.password(version.sha256)
        self._read(version, password)

    def _read(self, version: ReturnView, password: str) -> None:
        def done(grid: Grid) -> None:
            self._tries = 0
            if password:
                self._inbox.keep_password(version.sha256, password)
            self.read.emit(version, grid)

        self._tasks.run(
            f"Read {version.file_name}",
            lambda progress: self._workspace.returns.received_grid(version.sha256, password, progress),
            done,
            lambda error: self._after_failure(version, error),
        )

    def _after_failure(self, version: ReturnView, error: Exception) -> None:
        if getattr(error, "code", "") not in LOCKED:
            self.failed.emit(error)
            return
        dialog = PasswordDialog(version.file_name, self._tries, self._window)
        self._tries += 1
        dialog.entered.connect(lambda password: self._read(version, password))
        dialog.rejected.connect(lambda: self.failed.emit(error))
        dialog.open()


def plain_name(name: str) -> str:
    """A received name as a file name here: no folder in it, and nothing that Windows does not take."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(character if character.isprintable() else " " for character in last)
    return " ".join(plain_file_name(kept).split()) or "received file"
