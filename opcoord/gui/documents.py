"""Which operation file is open: opening, making, closing; one at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QStandardPaths, Signal

from opcoord.errors import Cancelled, OpcoordError
from opcoord.gui.recent_files import RecentFiles
from opcoord.gui.tasks import TaskRunner
from opcoord.progress import Progress

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

SUFFIX = ".opcoord"
#: As services.receiving knows it; not asked there, so that the start page loads no store.
HANDOVER_SUFFIX = ".opcoord-handover"
HANDOVER_FILTER = f"Hand-over files (*{HANDOVER_SUFFIX})"
FILE_FILTER = f"Operations (*{SUFFIX} *{HANDOVER_SUFFIX});;All files (*)"
SAMPLE_NAME = f"Operation Scorpion (sample){SUFFIX}"


class NewOperation(Protocol):
    """What the New operation dialog asks for."""

    name: str
    path: Path
    cadence_months: int
    with_reference_data: bool


class Workspaces(Protocol):
    """Opens and makes operation files; given by `app`, so that the store is imported only when needed."""

    def open(self, path: Path) -> Workspace:
        """Open a file, read-only where somebody else has it."""

    def create(self, new: NewOperation) -> Workspace:
        """Make a file."""

    def create_sample(self, path: Path, progress: Progress) -> Workspace:
        """Make the sample operation."""


class Documents(QObject):
    """Holds the open workspace. `opened` and `closed` tell the window; `failed` carries an OpcoordError."""

    opened = Signal(object)
    closed = Signal()
    failed = Signal(object)
    #: A hand-over file was to be opened: it must be received first.
    handover_chosen = Signal(object)
    #: The file to be opened holds the operation that is open, and work went on in both; neither was closed.
    both_went_on = Signal(object)

    def __init__(
        self,
        workspaces: Workspaces,
        tasks: TaskRunner,
        recent: RecentFiles,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspaces = workspaces
        self._tasks = tasks
        self.recent = recent
        self.workspace: Workspace | None = None
        #: Files that a failed opening found to be no longer there.
        self._gone: set[Path] = set()

    def open(self, path: Path, asked: bool = False) -> None:
        """Open a file instead of the one that is open; a hand-over file is only told of.

        So is a file of the same operation with changes that the open one does not have, unless it was `asked` about.
        """
        if path.name.endswith(HANDOVER_SUFFIX):
            self.handover_chosen.emit(path)
            return
        self._tasks.run(
            f"Opening {path.name}",
            lambda progress: self._open(path, progress, asked),
            lambda workspace: self._adopt_or_tell(path, workspace),
            lambda error: self._fail_to_open(path, error),
        )

    def create(self, new: NewOperation) -> None:
        """Make a new file and open it."""
        self._tasks.run(
            f"Making {new.path.name}", lambda _progress: self._workspaces.create(new), self._adopt, self._fail
        )

    def open_sample(self, path: Path | None = None) -> None:
        """Open the sample operation; the first time it is made, which takes some seconds."""
        path = path or sample_path()
        self._tasks.run(
            "Opening the sample operation",
            lambda progress: self._open_or_make_sample(path, progress),
            lambda workspace: self._adopt_or_tell(path, workspace),
            lambda error: self._fail_to_open(path, error),
        )

    def show_again(self) -> None:
        """Show the open file anew: it became read-only or writable."""
        if self.workspace is not None:
            self.opened.emit(self.workspace)

    def close(self) -> None:
        """Close the open file, if any."""
        workspace, self.workspace = self.workspace, None
        if workspace is not None:
            self.closed.emit()
            workspace.close()

    def _open(self, path: Path, progress: Progress, asked: bool) -> Workspace | None:
        # Looked at when its turn comes: a click may ask twice, and the second opening would only get to read.
        if self.workspace is not None and _is_same_file(Path(self.workspace.path), path):
            raise Cancelled
        try:
            workspace = self._workspaces.open(path)
        except OpcoordError:
            if _has_gone(path):
                self._gone.add(path)
            raise
        if progress.cancelled:
            workspace.close()
            raise Cancelled
        mine = self.workspace
        if mine is not None and not asked and mine.differences.both_went_on(workspace.differences):
            workspace.close()
            return None
        return workspace

    def _open_or_make_sample(self, path: Path, progress: Progress) -> Workspace | None:
        # Asked here and not at the click: documents may lie on a server that does not answer for long.
        try:
            is_made = path.exists()
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise OpcoordError(
                f"The folder “{path.parent.name}” could not be made among your documents.",
                "Check that they can be written to, and that Windows’ protection of folders lets opcoord do so.",
            ) from problem
        if is_made:
            return self._open(path, progress, asked=False)
        return self._workspaces.create_sample(path, progress)

    def _adopt_or_tell(self, path: Path, workspace: Workspace | None) -> None:
        if workspace is None:
            self.both_went_on.emit(path)
        else:
            self._adopt(workspace)

    def _adopt(self, workspace: Workspace) -> None:
        self.close()
        self.workspace = workspace
        self.recent.add(Path(workspace.path))
        self.opened.emit(workspace)

    def _fail_to_open(self, path: Path, error: Exception) -> None:
        if path in self._gone:
            self._gone.remove(path)
            self.recent.remove(path)
        self._fail(error)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            raise error
        self.failed.emit(error)


def _is_same_file(first: Path, second: Path) -> bool:
    """Whether both name one file: a drive's letter and the server's name may lead to the same place."""
    try:
        return first.samefile(second)
    except OSError:
        return first == second


def _has_gone(path: Path) -> bool:
    """Whether the file is no longer in its folder; a drive that is not connected now will come back with it."""
    try:
        return not path.exists() and path.absolute().parent.is_dir()
    except OSError:
        return False


def documents_folder() -> Path:
    """Where new operation files are proposed."""
    from opcoord.gui.widgets.folders import is_folder

    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    # A bare account has no such folder; a dialog that opens with it would refuse its own proposal.
    return Path(found) if is_folder(found) else Path.home()


def sample_path() -> Path:
    """Where the sample operation is kept, with its waiting workbooks beside it."""
    return documents_folder() / "opcoord sample" / SAMPLE_NAME
