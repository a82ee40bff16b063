"""Shows the outside of a hand-over file and asks for its password and for where the new operation file goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.documents import SUFFIX
from opcoord.gui.forms.ui_receive_dialog import Ui_ReceiveDialog
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import set_text_role
from opcoord.gui.widgets.folders import is_folder
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.task_bar import TaskBar
from opcoord.model.dates import format_moment
from opcoord.model.file_names import plain_file_name
from opcoord.queries.holding import contents_words
from opcoord.services.receiving import Outside

_SAME = (
    "This is the operation that is open here. Compare the two first if work went on in both; "
    "receiving makes a file of its own and changes nothing in the open one."
)


class ReceiveDialog(QDialog):
    """Emits `receive_requested(password, new path)` and stays open until told how that went; or `compare_requested(password)`."""

    receive_requested = Signal(str, object)
    compare_requested = Signal(str)

    def __init__(
        self,
        outside: Outside,
        folder: Path,
        same_operation: bool,
        tasks: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._outside, self._tasks = outside, tasks
        self._busy = False
        self.form = form = Ui_ReceiveDialog()
        form.setupUi(self)
        self.task_bar = TaskBar(tasks, self)
        # The dialog's own Cancel does the same.
        self.task_bar.cancel_button.hide()
        form.outer_layout.insertWidget(form.outer_layout.count() - 1, self.task_bar)
        label = outside.label
        form.title_label.setText(label.operation)
        set_text_role(form.title_label, "heading")
        form.facts_label.setText(facts(outside))
        form.same_label.setText(_SAME)
        form.same_label.setVisible(same_operation)
        form.compare_button.setVisible(same_operation)
        for widget in (form.password_label, form.password_edit, form.show_check):
            widget.setVisible(outside.locked)
        form.name_edit.setText(f"{plain_file_name(label.operation)}{SUFFIX}")
        form.folder_edit.setText(str(folder))
        for edit in (form.password_edit, form.name_edit, form.folder_edit):
            edit.textChanged.connect(lambda _text: self._show())
        form.show_check.toggled.connect(self._show_text)
        form.browse_button.clicked.connect(self._browse)
        form.cancel_button.clicked.connect(self.reject)
        form.receive_button.clicked.connect(self._receive)
        form.compare_button.clicked.connect(self._compare)
        tasks.cancelled.connect(self._stopped)
        (form.password_edit if outside.locked else form.name_edit).setFocus()
        self._show()

    def fail(self, error: OpcoordError) -> None:
        """Say why nothing was received; what was entered stays."""
        self._busy = False
        self._show()
        self.form.hold_label.setText(str(error))
        if self._outside.locked:
            self.form.password_edit.setFocus()
            self.form.password_edit.selectAll()

    def reject(self) -> None:
        """Stop the running work; close where none runs."""
        if self._busy:
            self._tasks.cancel()
        else:
            super().reject()

    @property
    def new_path(self) -> Path:
        """Where the new operation file goes."""
        name = self.form.name_edit.text().strip()
        return Path(self.form.folder_edit.text()) / (name if name.endswith(SUFFIX) else f"{name}{SUFFIX}")

    def _stopped(self, _label: str) -> None:
        self._busy = False
        self._show()

    def _hold(self) -> str:
        if self._outside.locked and not self.form.password_edit.text():
            return f"Type the password that {self._outside.label.giver} told you."
        name = self.form.name_edit.text().strip().removesuffix(SUFFIX)
        if not name:
            return "The new file needs a name."
        if name != plain_file_name(name):
            return "A file cannot be called that. Use letters, figures, spaces and hyphens."
        if not is_folder(self.form.folder_edit.text()):
            return "That folder does not exist."
        if self.new_path.exists():
            return f"{self.new_path.name} is already there. Choose another name or folder."
        return ""

    def _show(self) -> None:
        form, hold = self.form, self._hold()
        for edit in (form.password_edit, form.name_edit, form.folder_edit, form.browse_button):
            edit.setEnabled(not self._busy)
        form.hold_label.setText("" if self._busy else hold)
        allow(form.receive_button, "Wait until the file is checked." if self._busy else hold)
        locked_out = self._outside.locked and not form.password_edit.text()
        allow(form.compare_button, hold if locked_out else "")
        form.compare_button.setEnabled(not locked_out and not self._busy)

    def _show_text(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.form.password_edit.setEchoMode(mode)

    def _browse(self) -> None:
        dialog = QFileDialog(self, "Folder for the operation", self.form.folder_edit.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.form.folder_edit.setText)
        dialog.open()

    def _receive(self) -> None:
        if self._hold() or self._busy:
            return
        self._busy = True
        self._show()
        self.receive_requested.emit(self.form.password_edit.text(), self.new_path)

    def _compare(self) -> None:
        password = self.form.password_edit.text()
        self.accept()
        self.compare_requested.emit(password)


def facts(outside: Outside) -> str:
    """What the outside says, as lines."""
    label = outside.label
    lines = [
        f"From {label.giver} to {label.taker}, made on {format_moment(label.made_at.astimezone())}.",
        f"Inside: {', '.join(contents_words(label.contents))}.",
        f"Check value {outside.check_value}, history {label.audit_head[:8]}: compare them with the giver by telephone.",
    ]
    return "\n".join(lines)
