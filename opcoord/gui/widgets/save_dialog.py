"""Asks where a file is to be saved; proposes the folder of the operation file."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from opcoord.gui.documents import documents_folder


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
        self.setDefaultSuffix(Path(name).suffix.removeprefix("."))
        self.selectFile(name)
