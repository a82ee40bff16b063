"""Asks how a note was settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.forms.ui_settle_dialog import Ui_SettleDialog
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.permission import allow
from opcoord.model.holding import NoteKind
from opcoord.queries.notes import NoteView

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

_HINTS = {
    NoteKind.QUERY: "What the answer was, in a few words",
    NoteKind.PROMISE: "May stay empty: the promise was kept",
    NoteKind.REMARK: "May stay empty: it needs no more attention",
}


class SettleDialog(FittedDialog):
    """Settles the note itself; then emits `settled`."""

    settled = Signal()

    def __init__(self, workspace: Workspace, note: NoteView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace, self._note = workspace, note
        self.form = Ui_SettleDialog()
        self.form.setupUi(self)
        self.form.note_label.setText(note.sentence)
        self.form.answer_edit.setPlaceholderText(_HINTS[note.kind])
        self.form.answer_edit.setText(note.answer)
        self.form.answer_edit.textChanged.connect(lambda _text: self._check())
        self.form.cancel_button.clicked.connect(self.reject)
        self.form.settle_button.clicked.connect(self._settle)
        self._check()

    def _check(self) -> None:
        lacking = self._note.kind is NoteKind.QUERY and not self.form.answer_edit.text().strip()
        problem = "Say what the answer was." if lacking else ""
        tell(self.form.problem_label, problem)
        allow(self.form.settle_button, problem)

    def _settle(self) -> None:
        try:
            self._workspace.notes.settle(self._note.id, self.form.answer_edit.text())
        except OpcoordError as error:
            tell(self.form.problem_label, str(error))
            return
        self.accept()
        self.settled.emit()
