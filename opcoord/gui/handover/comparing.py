"""Opens another file of the operation beside the one that is open, and shows what differs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.documents import FILE_FILTER, HANDOVER_SUFFIX, Documents, documents_folder
from opcoord.gui.handover.differences_dialog import DifferencesDialog
from opcoord.gui.messages import show_error, show_message
from opcoord.gui.returns.password_dialog import PasswordDialog
from opcoord.gui.tasks import TaskRunner
from opcoord.services.receiving import look_at

if TYPE_CHECKING:
    from opcoord.progress import Progress
    from opcoord.services.differences.compare import Differences
    from opcoord.services.differences.service import OtherFile
    from opcoord.services.workspace import Workspace


class Comparing(QObject):
    """Asks for a file and, where it is locked, for its password; the dialog goes on from there."""

    def __init__(self, window: QWidget, documents: Documents, tasks: TaskRunner) -> None:
        super().__init__(window)
        self._window, self._documents, self._tasks = window, documents, tasks

    def choose(self) -> None:
        """Ask for the other file."""
        workspace = self._documents.workspace
        folder = documents_folder() if workspace is None else workspace.path.resolve().parent
        dialog = QFileDialog(self._window, "Compare with another file", str(folder), FILE_FILTER)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.compare(Path(name)))
        dialog.open()

    def ask(self, path: Path) -> None:
        """Both files went on: nothing is opened in place of the other before the two were compared, or that is wanted."""
        box = show_message(
            self._window,
            f"{path.name} holds the operation that is open, and work went on in both.",
            "Compare the two, and take over what is right. Nothing is merged by itself.",
            action=("&Compare the two", lambda: self.compare(path)),
        )
        other = box.addButton("&Open it instead", box.ButtonRole.DestructiveRole)
        other.clicked.connect(lambda: self._documents.open(path, asked=True))

    def compare(self, path: Path, password: str = "") -> None:
        """Open the other file for reading and show what differs."""
        workspace = self._documents.workspace
        if workspace is None:
            return
        if path.name.endswith(HANDOVER_SUFFIX) and not password:
            self._tasks.run(
                f"Checking {path.name}",
                lambda _progress: look_at(path).locked,
                lambda locked: self._ask_password(path) if locked else self._open(workspace, path, ""),
                self._fail,
            )
        else:
            self._open(workspace, path, password)

    def _ask_password(self, path: Path) -> PasswordDialog:
        sentence = f"{path.name} is locked with a password, which its giver can tell you."
        dialog = PasswordDialog(path.name, 0, self._window, sentence)
        dialog.entered.connect(lambda password: self.compare(path, password))
        dialog.open()
        return dialog

    def _open(self, workspace: Workspace, path: Path, password: str) -> None:
        def work(progress: Progress) -> tuple[OtherFile, Differences]:
            other = workspace.differences.open_other(path, password, progress)
            try:
                found = workspace.differences.compare(other)
                progress.check()
            except BaseException:
                other.close()
                raise
            return other, found

        def show(result: tuple[OtherFile, Differences]) -> None:
            if self._documents.workspace is not workspace:
                result[0].close()
                return
            dialog = DifferencesDialog(workspace, *result, self._tasks, self._window)
            # A slot of Qt's own: it lets go of a dialog that is gone.
            self._documents.closed.connect(dialog.close)
            dialog.open()

        self._tasks.run(f"Comparing with {path.name}", work, show, self._fail)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            raise error
        show_error(self._window, error)
