"""Asks for what a new operation file needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QWidget

from opcoord.gui.documents import SUFFIX
from opcoord.gui.forms.ui_new_operation_dialog import Ui_NewOperationDialog
from opcoord.gui.widgets.folders import is_folder
from opcoord.model.file_names import plain_file_name


@dataclass(frozen=True)
class NewOperationChoice:
    """What was entered."""

    name: str
    path: Path
    cadence_months: int
    with_reference_data: bool


class NewOperationDialog(QDialog):
    """Emits `chosen` once; refuses a name that is empty and a file that exists."""

    chosen = Signal(object)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.ui = Ui_NewOperationDialog()
        self.ui.setupUi(self)
        self.ui.folder_edit.setText(str(folder))
        self.ui.problem_label.setTextFormat(Qt.TextFormat.PlainText)
        create = self.ui.button_box.button(QDialogButtonBox.StandardButton.Ok)
        create.setText("Make operation")
        self._create_button = create
        self.ui.name_edit.textChanged.connect(self._check)
        self.ui.folder_edit.textChanged.connect(self._check)
        self.ui.folder_button.clicked.connect(self._choose_folder)
        self.ui.button_box.accepted.connect(self._accept)
        self.ui.button_box.rejected.connect(self.reject)
        self._check()

    @property
    def path(self) -> Path:
        """Where the file will be."""
        return Path(self.ui.folder_edit.text()) / f"{plain_file_name(self.ui.name_edit.text())}{SUFFIX}"

    def _check(self) -> None:
        problem = self._problem()
        self.ui.problem_label.setText(problem or f"The file will be {self.path.name}.")
        self._create_button.setEnabled(not problem)

    def _problem(self) -> str:
        if self.path.name == SUFFIX:
            return "The operation needs a name."
        if not is_folder(self.ui.folder_edit.text()):
            return "That folder does not exist."
        if self.path.exists():
            return f"{self.path.name} is already there. Choose another name or folder."
        return ""

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, "Folder for the operation", self.ui.folder_edit.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.ui.folder_edit.setText)
        dialog.open()

    def _accept(self) -> None:
        choice = NewOperationChoice(
            self.ui.name_edit.text().strip(),
            self.path,
            self.ui.cadence_spin.value(),
            self.ui.reference_radio.isChecked(),
        )
        self.accept()
        self.chosen.emit(choice)
