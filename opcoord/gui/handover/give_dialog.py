"""Asks to whom the operation is handed over, in which file, with what in it and behind which password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.documents import HANDOVER_FILTER, HANDOVER_SUFFIX
from opcoord.gui.forms.ui_give_dialog import Ui_GiveDialog
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.save_dialog import SaveDialog
from opcoord.gui.widgets.task_bar import TaskBar
from opcoord.model.file_names import plain_file_name
from opcoord.queries.holding import contents_words
from opcoord.services.handover import SHORTEST_PASSWORD, KeptFile

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class GiveWish:
    """What was entered."""

    path: Path
    taker: str
    giver: str
    password: str
    with_files: bool
    note: str


@dataclass(frozen=True, slots=True)
class Givable:
    """What can be handed over: the operation file, what it holds, and who is likely to give and take."""

    file: Path
    operation: str
    agencies: Sequence[str]
    giver: str
    taker: str
    contents: tuple[tuple[str, int], ...]
    files: Sequence[KeptFile]


class GiveDialog(QDialog):
    """Emits `give_requested(GiveWish)`; stays open until it is told how that went."""

    give_requested = Signal(object)

    def __init__(self, given: Givable, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._given, self._tasks = given, tasks
        self._busy = False
        self.form = Ui_GiveDialog()
        self.form.setupUi(self)
        self.task_bar = TaskBar(tasks, self)
        # The dialog's own Cancel does the same.
        self.task_bar.cancel_button.hide()
        self.form.outer_layout.insertWidget(self.form.outer_layout.count() - 1, self.task_bar)
        for combo, name in ((self.form.taker_combo, given.taker), (self.form.giver_combo, given.giver)):
            combo.addItems(list(given.agencies))
            combo.setCurrentText(name)
        self._show_files()
        self._proposed = ""
        self._propose_path()
        self._connect()
        self._show()

    def fail(self, error: OpcoordError) -> None:
        """Say why nothing was handed over; everything that was entered stays."""
        self._busy = False
        self._show()
        self.form.hold_label.setText(str(error))

    def reject(self) -> None:
        """Stop the running work; close where none runs."""
        if self._busy:
            self._tasks.cancel()
        else:
            super().reject()

    def _connect(self) -> None:
        form = self.form
        form.taker_combo.editTextChanged.connect(lambda _text: self._propose_path())
        for signal in (
            form.taker_combo.editTextChanged,
            form.giver_combo.editTextChanged,
            form.path_edit.textChanged,
            form.password_edit.textChanged,
            form.again_edit.textChanged,
            form.lock_check.toggled,
            form.files_check.toggled,
        ):
            signal.connect(lambda _changed: self._show())
        form.show_check.toggled.connect(self._show_text)
        form.browse_button.clicked.connect(self._browse)
        form.cancel_button.clicked.connect(self.reject)
        form.give_button.clicked.connect(self._give)
        self._tasks.cancelled.connect(self._stopped)

    def _stopped(self, _label: str) -> None:
        self._busy = False
        self._show()

    def _path(self) -> Path:
        return Path(self.form.path_edit.text().strip())

    def _propose_path(self) -> None:
        """A name that says what goes to whom, for as long as nobody chose another."""
        if self.form.path_edit.text() != self._proposed:
            return
        taker = self.form.taker_combo.currentText().strip()
        words = f"{self._given.operation} to {taker}" if taker else self._given.operation
        name = " ".join(plain_file_name(words).split())
        self._proposed = str(self._given.file.resolve().parent / f"{name}{HANDOVER_SUFFIX}")
        self.form.path_edit.setText(self._proposed)

    def _show_files(self) -> None:
        form, files = self.form, self._given.files
        hiding = [each for each in files if each.hidden]
        size = sum(each.size for each in files) / _MEGABYTE
        count = "1 file" if len(files) == 1 else f"{len(files)} files"
        form.files_check.setText(f"Let the received files &go along ({count}, {size:.1f} MB)")
        form.files_check.setEnabled(bool(files))
        if not files:
            form.files_check.setText("Let the received files &go along (none is kept)")
        for each in hiding:
            whose = f" ({', '.join(each.of)})" if each.of else " (of a return that was undone)"
            form.hidden_list.addItem(f"{each.name}{whose}: {'; '.join(each.hidden)}")
        form.hidden_list.setVisible(bool(hiding))

    def _hidden_words(self) -> str:
        files = self._given.files
        hiding = sum(bool(each.hidden) for each in files)
        along = self.form.files_check.isChecked()
        if not files:
            return "The figures, their cells and what was decided go along in any case."
        if not hiding:
            more = "Nothing hidden was found in them."
        else:
            which = "1 of them holds" if hiding == 1 else f"{hiding} of them hold"
            more = f"{which} more than the figures, which {'goes along too' if along else 'stays behind'}:"
        stay = "" if along else "They stay behind; the figures, their cells and texts go along. "
        return stay + more

    def _hold(self) -> str:
        form = self.form
        taker, giver = form.taker_combo.currentText().strip(), form.giver_combo.currentText().strip()
        if not taker or not giver:
            return "Name the force that gives and the force that takes."
        if taker.casefold() == giver.casefold():
            return "Both forces are the same."
        return self._path_hold() or self._password_hold()

    def _path_hold(self) -> str:
        path = self._path()
        if not path.name.endswith(HANDOVER_SUFFIX) or path.name == HANDOVER_SUFFIX:
            return f"The file needs a name that ends in {HANDOVER_SUFFIX}."
        if not path.parent.is_dir():
            return "The folder of the hand-over file does not exist."
        return f"{path.name} is already there. Choose another name." if path.exists() else ""

    def _password_hold(self) -> str:
        form = self.form
        if not form.lock_check.isChecked():
            return ""
        if len(form.password_edit.text()) < SHORTEST_PASSWORD:
            return f"The password needs {SHORTEST_PASSWORD} characters or more; three words make a good one."
        return (
            ""
            if form.password_edit.text() == form.again_edit.text()
            else "The two passwords are not the same."
        )

    def _show(self) -> None:
        form = self.form
        locked = form.lock_check.isChecked()
        for widget in (
            form.password_label,
            form.password_edit,
            form.again_label,
            form.again_edit,
            form.show_check,
            form.lock_note,
        ):
            widget.setVisible(locked)
        form.hidden_label.setText(self._hidden_words())
        contents = dict(self._given.contents) | {
            "files": len(self._given.files) if form.files_check.isChecked() else 0
        }
        form.contents_label.setText(f"Inside: {', '.join(contents_words(tuple(contents.items())))}.")
        for part in (
            form.taker_combo,
            form.giver_combo,
            form.path_edit,
            form.browse_button,
            form.note_edit,
            form.files_box,
            form.lock_box,
        ):
            part.setEnabled(not self._busy)
        hold = self._hold()
        form.hold_label.setText("" if self._busy else hold)
        allow(form.give_button, "Wait until the file is made." if self._busy else hold)

    def _show_text(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for edit in (self.form.password_edit, self.form.again_edit):
            edit.setEchoMode(mode)

    def _browse(self) -> None:
        path = self._path()
        dialog = SaveDialog("Hand-over file", path, path.name, HANDOVER_FILTER, self)
        dialog.fileSelected.connect(self.form.path_edit.setText)
        dialog.open()

    def _give(self) -> None:
        if self._hold() or self._busy:
            return
        form = self.form
        wish = GiveWish(
            self._path(),
            form.taker_combo.currentText().strip(),
            form.giver_combo.currentText().strip(),
            form.password_edit.text() if form.lock_check.isChecked() else "",
            form.files_check.isChecked(),
            form.note_edit.toPlainText().strip(),
        )
        self._busy = True
        self._show()
        self.give_requested.emit(wish)
