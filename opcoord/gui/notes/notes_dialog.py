"""All notes, or those about one force and phase: written, changed, settled and removed here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from opcoord.errors import OpcoordError
from opcoord.gui.icons import icon
from opcoord.gui.messages import show_error
from opcoord.gui.notes.note_dialog import NoteDialog
from opcoord.gui.notes.settle_dialog import SettleDialog
from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.wrapping_table import WrappingTable
from opcoord.model.dates import format_date
from opcoord.queries.notes import NoteView

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

_TEXTS = (3, 4)
_NOTHING = "Nothing is noted. A query that is open, a promise that was given, a remark for later belong here."


class NotesDialog(FittedDialog):
    """Lists the notes; `agency` (a code) and `phase` narrow the list and are proposed for a new one."""

    def __init__(
        self, workspace: Workspace, agency: str = "", phase: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self._agency, self._phase = agency, phase
        names = {each.code: each.name for each in workspace.queries.agencies()}
        about = [names.get(agency, agency)] if agency else []
        about += [f"phase {phase}"] if phase is not None else []
        self.setWindowTitle(f"Notes: {', '.join(about)}" if about else "Notes")
        self.resize(820, 420)
        self.empty_label = QLabel(_NOTHING, self)
        self.empty_label.setWordWrap(True)
        today = workspace.queries.today()
        columns: list[Column[NoteView]] = [
            Column("Due", lambda each: _due(each, today), sort_key=lambda each: each.due_on or dt.date.max),
            Column("About", lambda each: each.about or "the operation"),
            Column("Kind", lambda each: each.kind.value.capitalize()),
            Column("What", lambda each: each.text),
            Column("Settled", _settled, sort_key=lambda each: each.settled_on or dt.date.max),
        ]
        self.notes_model = RecordsModel[NoteView](columns, self)
        self.table = WrappingTable("Notes", _TEXTS, self)
        self.table.show_model(self.notes_model)
        self.settled_check = QCheckBox("Show settled &ones too", self)
        self.add_button = QPushButton(icon("add"), "&Add…", self)
        self.change_button = QPushButton("&Change…", self)
        self.settle_button = QPushButton("&Settle…", self)
        self.remove_button = QPushButton("&Remove", self)
        self._lay_out()
        self.settled_check.toggled.connect(lambda _checked: self.reload())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_state())
        self.table.doubleClicked.connect(lambda _index: self._change())
        for keys, answer in (("Return", self._change), ("Enter", self._change), ("Del", self._remove)):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(answer)
        self.add_button.clicked.connect(self._add)
        self.change_button.clicked.connect(self._change)
        self.settle_button.clicked.connect(self._settle)
        self.remove_button.clicked.connect(self._remove)
        self.reload()

    def reload(self) -> None:
        """Show the notes as they are now, the same one chosen where it is still there."""
        chosen = self._note()
        shown = [each for each in self._workspace.queries.notes() if self._belongs(each)]
        self.notes_model.set_records(shown)
        self.empty_label.setVisible(not shown)
        self.table.setVisible(bool(shown))
        ids = [each.id for each in shown]
        if shown:
            self.table.select_row(ids.index(chosen.id) if chosen is not None and chosen.id in ids else 0)
        self._show_state()

    def _belongs(self, note: NoteView) -> bool:
        if not note.is_open and not self.settled_check.isChecked():
            return False
        return (not self._agency or note.agency == self._agency) and (
            self._phase is None or note.phase == self._phase
        )

    def _note(self) -> NoteView | None:
        row = self.table.current_row()
        return None if row is None or not self.notes_model.records else self.notes_model.record(row)

    def _show_state(self) -> None:
        note = self._note()
        refusal = self._workspace.read_only_reason if self._workspace.read_only else ""
        nothing = refusal or ("" if note is not None else "Choose a note first.")
        self.settle_button.setText("Open again" if note is not None and not note.is_open else "&Settle…")
        allow(self.add_button, refusal)
        for button in (self.change_button, self.settle_button, self.remove_button):
            allow(button, nothing)

    def _add(self) -> None:
        dialog = NoteDialog(self._workspace, self)
        dialog.begin_with(self._agency, self._phase)
        dialog.kept.connect(self._show_kept)
        dialog.open()

    def _change(self) -> None:
        note = self._note()
        if note is not None and not self._workspace.read_only:
            dialog = NoteDialog(self._workspace, self)
            dialog.change(note)
            dialog.kept.connect(self._show_kept)
            dialog.open()

    def _show_kept(self, _id: int) -> None:
        self.reload()
        self.table.setFocus()

    def _settle(self) -> None:
        note = self._note()
        if note is None:
            return
        if not note.is_open:
            self._do(lambda: self._workspace.notes.reopen(note.id))
            return
        dialog = SettleDialog(self._workspace, note, self)
        dialog.settled.connect(self.reload)
        dialog.open()

    def _remove(self) -> None:
        note = self._note()
        if note is not None:
            self._do(lambda: self._workspace.notes.remove(note.id))

    def _do(self, action: Callable[[], object]) -> None:
        try:
            action()
        except OpcoordError as error:
            show_error(self, error)
        self.reload()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(self)
        for button in (self.add_button, self.change_button, self.settle_button, self.remove_button):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(RHYTHM)
        layout.addWidget(self.empty_label)
        layout.addWidget(self.table, 1)
        layout.addStretch(0)
        layout.addWidget(self.settled_check)
        layout.addWidget(buttons)


def _due(note: NoteView, today: dt.date) -> str:
    late = " (late)" if note.is_due(today) and note.due_on != today else ""
    return f"{format_date(note.due_on)}{late}"


def _settled(note: NoteView) -> str:
    if note.is_open:
        return ""
    return f"{format_date(note.settled_on)}{f': {note.answer}' if note.answer else ''}"
