"""What is dropped on the window: files and folders of this computer, or what another program hands over without a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent

#: What is said of what has no file, and what to do.
WITHOUT_FILE = (
    "What was dropped is not a file on this computer. Attachments dragged out of Outlook are not.",
    "Save the attachments in a folder first (in Outlook: Save All Attachments) and drop that folder here.",
)
#: How Windows announces files that exist only inside the program that they are dragged from.
_VIRTUAL_FILES = "FileGroupDescriptor"


def local_paths(event: QDropEvent) -> list[Path]:
    """The files and folders that come with a drop."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def is_without_file(event: QDropEvent) -> bool:
    """Whether files come with the drop that lie in no folder; Qt cannot read their content either."""
    return any(_VIRTUAL_FILES in form for form in event.mimeData().formats())


def take_copy(event: QDropEvent) -> None:
    """Take a drop as a copy, whatever key is held: told of a move, the other program would delete what was received."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
