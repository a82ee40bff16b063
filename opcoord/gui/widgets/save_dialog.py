"""Asks where a file is to be saved, and in which form; proposes the folder of the operation file."""

from __future__ import annotations

import os
import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from opcoord.gui.documents import documents_folder
from opcoord.model.file_names import plain_file_name

_ENDING = re.compile(r"\*\.(\w+)")


class SaveDialog(QFileDialog):
    """Proposes `name` beside `operation_file`, or among the user's documents where nothing can be written there."""

    def __init__(
        self, title: str, operation_file: Path, name: str, name_filter: str, parent: QWidget | None = None
    ) -> None:
        beside = operation_file.resolve().parent
        folder = beside if os.access(beside, os.W_OK) else documents_folder()
        super().__init__(parent, title, str(folder), name_filter)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._endings = {each: _ENDING.search(each) for each in self.nameFilters()}
        self.setDefaultSuffix(Path(name).suffix.removeprefix("."))
        # Names are made of what people call things, such as a force's code.
        self.selectFile(plain_file_name(name))
        self.filterSelected.connect(self._take_ending)

    def _take_ending(self, name_filter: str) -> None:
        """Another form has another ending, and so has the name."""
        found = self._endings.get(name_filter)
        if found is None:
            return
        self.setDefaultSuffix(found[1])
        known = {f".{each[1]}" for each in self._endings.values() if each is not None}
        for path in map(Path, self.selectedFiles()[:1]):
            if path.suffix.lower() in known:
                self.selectFile(f"{path.stem}.{found[1]}")
