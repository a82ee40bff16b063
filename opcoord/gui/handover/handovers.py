"""The way of a file from lead force to lead force, as the window goes it: asks, works in the background, tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.documents import HANDOVER_FILTER, Documents, documents_folder
from opcoord.gui.handover.comparing import Comparing
from opcoord.gui.handover.give_dialog import Givable, GiveDialog, GiveWish
from opcoord.gui.handover.receive_dialog import ReceiveDialog
from opcoord.gui.handover.take_back_dialog import TakeBackDialog
from opcoord.gui.messages import show_error, show_message
from opcoord.gui.tasks import TaskRunner
from opcoord.services.holders import holder, next_holder
from opcoord.services.receiving import Outside, look_at, receive

if TYPE_CHECKING:
    from opcoord.progress import Progress
    from opcoord.services.workspace import Workspace


class Handovers(QObject):
    """Opens the dialogs over the window.

    `changed` when the open file was marked or taken back; `note_wanted` when its hand-over note is to be seen.
    """

    changed = Signal()
    note_wanted = Signal()

    def __init__(self, window: QWidget, documents: Documents, tasks: TaskRunner) -> None:
        super().__init__(window)
        self._window, self._documents, self._tasks = window, documents, tasks
        self.comparing = Comparing(window, documents, tasks)

    # Giving

    def give(self) -> None:
        """Look into what is kept, then ask to whom the open operation goes."""
        workspace = self._documents.workspace
        if workspace is not None and not workspace.read_only:
            self._tasks.run(
                "Looking into the received files",
                lambda progress: self._givable(workspace, progress),
                lambda given: self._ask_give(workspace, given),
                self._show_failure,
            )

    def _givable(self, workspace: Workspace, progress: Progress) -> Givable:
        queries = workspace.queries
        return Givable(
            Path(workspace.path),
            queries.operation().name,
            [each.name for each in queries.agencies()],
            holder(queries),
            next_holder(queries),
            queries.handover_contents(),
            workspace.handover.kept_files(progress),
        )

    def _ask_give(self, workspace: Workspace, given: Givable) -> GiveDialog:
        dialog = GiveDialog(given, self._tasks, self._window)
        dialog.give_requested.connect(lambda wish: self._give(workspace, dialog, wish))
        dialog.open()
        return dialog

    def _give(self, workspace: Workspace, dialog: GiveDialog, wish: GiveWish) -> None:
        def done(outside: Outside) -> None:
            dialog.accept()
            self.changed.emit()
            password = " Tell them the password by another way than the file." if outside.locked else ""
            show_message(
                self._window,
                f"{wish.path.name} was made for {wish.taker}.",
                f"It lies in {wish.path.parent}. Its check value is {outside.check_value}.{password}",
                action=("See the hand-over &note", self.note_wanted.emit),
            )

        self._tasks.run(
            f"Handing over to {wish.taker}",
            lambda progress: workspace.handover.give(
                wish.path,
                wish.taker,
                wish.giver,
                password=wish.password,
                with_files=wish.with_files,
                note=wish.note,
                progress=progress,
            ),
            done,
            self._failing(dialog.fail),
        )

    # Taking back

    def take_back(self) -> None:
        """Ask why the open file, which was handed over, is taken back."""
        workspace = self._documents.workspace
        if workspace is None or not workspace.handed_over:
            return
        dialog = TakeBackDialog(workspace.queries.handovers()[-1], self._window)

        def done(_result: object) -> None:
            dialog.accept()
            self.changed.emit()

        dialog.taken_back.connect(
            lambda reason: self._tasks.run(
                "Taking the file back",
                lambda _progress: workspace.handover.take_back(reason),
                done,
                self._failing(dialog.fail),
            )
        )
        dialog.open()

    # Receiving

    def choose_received(self) -> None:
        """Ask for a hand-over file, then go on with it."""
        dialog = QFileDialog(
            self._window, "Receive a hand-over", str(documents_folder()), f"{HANDOVER_FILTER};;All files (*)"
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.receive(Path(name)))
        dialog.open()

    def receive(self, path: Path) -> None:
        """Check the outside of a hand-over file, then ask where the operation goes."""
        self._tasks.run(
            f"Checking {path.name}",
            lambda _progress: look_at(path),
            lambda outside: self._ask_receive(path, outside),
            self._show_failure,
        )

    def _ask_receive(self, path: Path, outside: Outside) -> ReceiveDialog:
        workspace = self._documents.workspace
        same = workspace is not None and workspace.queries.operation().identity == outside.label.identity
        dialog = ReceiveDialog(outside, documents_folder(), same, self._tasks, self._window)
        dialog.compare_requested.connect(lambda password: self.comparing.compare(path, password))
        dialog.receive_requested.connect(lambda password, new: self._receive(dialog, path, password, new))
        dialog.open()
        return dialog

    def _receive(self, dialog: ReceiveDialog, path: Path, password: str, new_path: Path) -> None:
        def done(_outside: object) -> None:
            dialog.accept()
            self._documents.open(new_path)

        self._tasks.run(
            f"Receiving {path.name}",
            lambda progress: receive(path, new_path, password, progress),
            done,
            self._failing(dialog.fail),
        )

    # Failures

    def _show_failure(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            raise error
        show_error(self._window, error)

    @staticmethod
    def _failing(tell: Callable[[OpcoordError], object]) -> Callable[[Exception], object]:
        def fail(error: Exception) -> None:
            if not isinstance(error, OpcoordError):
                raise error
            tell(error)

        return fail
