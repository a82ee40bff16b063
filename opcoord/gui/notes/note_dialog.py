"""Asks for a note: a query, a promise or a remark, about whom, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.forms.ui_note_dialog import Ui_NoteDialog
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.permission import allow
from opcoord.model.dates import format_date
from opcoord.model.holding import NoteKind
from opcoord.queries.notes import NoteView
from opcoord.services.exceptions import read_day
from opcoord.services.notes import NoteDraft

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

_LETTERS_SHOWN = 30
_KINDS = {
    NoteKind.QUERY: ("Query: something asked", "What was asked"),
    NoteKind.PROMISE: ("Promise: something to come", "What was promised, for example: the return"),
    NoteKind.REMARK: ("Remark: something to know", "What is to be remembered"),
}


class NoteDialog(FittedDialog):
    """Keeps the note itself, so that a refusal is told beside the fields; then emits `kept(its id)`."""

    kept = Signal(int)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self._note_id: int | None = None
        self.form = form = Ui_NoteDialog()
        form.setupUi(self)
        for kind, (words, _) in _KINDS.items():
            form.kind_combo.addItem(words, kind.value)
        form.agency_combo.addItem("No single force", "")
        for agency in workspace.queries.agencies():
            form.agency_combo.addItem(agency.name, agency.code)
        form.phase_combo.addItem("No single phase", None)
        for phase in reversed(workspace.queries.phases()):
            form.phase_combo.addItem(f"Phase {phase.number}: {phase.theme}", phase.number)
        for combo in (form.kind_combo, form.agency_combo, form.phase_combo):
            combo.setMinimumContentsLength(_LETTERS_SHOWN)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        form.kind_combo.currentIndexChanged.connect(lambda _index: self._check())
        form.text_edit.textChanged.connect(self._check)
        form.due_edit.textChanged.connect(lambda _text: self._check())
        form.cancel_button.clicked.connect(self.reject)
        form.keep_button.clicked.connect(self._keep)
        self._check()

    def begin_with(self, agency: str = "", phase: int | None = None) -> None:
        """Propose a promise of this force for this phase, or a query where there is none."""
        form = self.form
        kind = NoteKind.PROMISE if agency else NoteKind.QUERY
        for combo, data in (
            (form.kind_combo, kind.value),
            (form.agency_combo, agency),
            (form.phase_combo, phase),
        ):
            combo.setCurrentIndex(max(combo.findData(data), 0))
        form.text_edit.setFocus()

    def change(self, note: NoteView) -> None:
        """Change this note in place of writing a new one."""
        self.begin_with(note.agency, note.phase)
        self._note_id = note.id
        self.setWindowTitle("Change a note")
        form = self.form
        form.kind_combo.setCurrentIndex(form.kind_combo.findData(note.kind.value))
        form.text_edit.setPlainText(note.text)
        form.due_edit.setText(format_date(note.due_on))

    def _kind(self) -> NoteKind:
        # Qt gives back the plain word.
        return NoteKind(self.form.kind_combo.currentData())

    def _check(self) -> None:
        form = self.form
        form.text_edit.setPlaceholderText(_KINDS[self._kind()][1])
        problem = "" if form.text_edit.toPlainText().strip() else "Write the note."
        try:
            read_day(form.due_edit.text())
        except OpcoordError as error:
            problem = problem or f"{error.message} {error.hint}"
        tell(form.problem_label, problem)
        allow(form.keep_button, problem)

    def _keep(self) -> None:
        form, notes = self.form, self._workspace.notes
        try:
            draft = NoteDraft(
                self._kind(),
                form.text_edit.toPlainText(),
                form.phase_combo.currentData(),
                str(form.agency_combo.currentData()),
                read_day(form.due_edit.text()),
            )
            kept = self._note_id
            if kept is None:
                kept = notes.add(draft)
            else:
                notes.change(kept, draft)
        except OpcoordError as error:
            tell(form.problem_label, str(error))
            return
        self.accept()
        self.kept.emit(kept)
