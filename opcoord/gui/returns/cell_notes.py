"""What is noted about the square that is open: a strip over the return, and the dialogs behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from opcoord.gui.icons import icon
from opcoord.gui.notes.note_dialog import NoteDialog
from opcoord.gui.notes.notes_dialog import NotesDialog
from opcoord.gui.overview.current_phase import days_words
from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.icon_label import IconLabel
from opcoord.gui.widgets.permission import allow
from opcoord.queries.notes import NoteView

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

_MOST_SHOWN = 2


class NotesStrip(QWidget):
    """The open notes of one force and phase in a few lines, with a button to write one and one to see all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Notes about this return")
        self.sign = IconLabel(16, self, "notice")
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.add_button = QPushButton(icon("add"), "No&te…", self)
        self.all_button = QPushButton(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM)
        for widget in (self.sign, self.label, self.all_button, self.add_button):
            layout.addWidget(widget, 1 if widget is self.label else 0, Qt.AlignmentFlag.AlignVCenter)

    def show_notes(self, notes: Sequence[NoteView], today: dt.date, refusal: str) -> None:
        """Show these, open ones first; with a `refusal` none can be written."""
        open_ = [each for each in notes if each.is_open]
        lines = [_line(each, today) for each in open_[:_MOST_SHOWN]]
        if len(open_) > _MOST_SHOWN:
            lines.append(f"{len(open_) - _MOST_SHOWN} more.")
        self.label.setText("\n".join(lines))
        self.sign.setVisible(bool(open_))
        self.all_button.setText(f"A&ll notes ({len(notes)})…")
        self.all_button.setVisible(bool(notes))
        allow(self.add_button, refusal)


class CellNotes(QObject):
    """Follows the square that is open on the Returns page."""

    def __init__(self, workspace: Workspace, page: QWidget) -> None:
        super().__init__(page)
        self._workspace, self._page = workspace, page
        self._cell: tuple[str, int] | None = None
        self._wanted = True
        self.strip = NotesStrip(page)
        self.strip.add_button.clicked.connect(self.write)
        self.strip.all_button.clicked.connect(lambda: self.list_notes(*(self._cell or ())))
        self.strip.hide()

    def show_cell(self, agency: str, phase: int) -> None:
        """Tell what is noted about this force (a code) and phase."""
        self._cell = (agency, phase)
        self.refresh(self._workspace.queries.notes())

    def show_strip(self, wanted: bool) -> None:
        """Let the strip be seen, as long as a square is open."""
        self._wanted = wanted
        self.strip.setVisible(wanted and self._cell is not None)

    def refresh(self, notes: Sequence[NoteView]) -> None:
        """Show what is noted now."""
        refusal = self._workspace.read_only_reason if self._workspace.read_only else ""
        mine = [each for each in notes if (each.agency, each.phase) == self._cell]
        self.strip.show_notes(mine, self._workspace.queries.today(), refusal)
        self.show_strip(self._wanted)

    def write(self) -> None:
        """Ask for a note about the open square."""
        dialog = NoteDialog(self._workspace, self._page)
        if self._cell is not None:
            dialog.begin_with(*self._cell)
        dialog.open()

    def list_notes(self, agency: str = "", phase: int | None = None) -> None:
        """Show all notes, or those about one square."""
        NotesDialog(self._workspace, agency, phase, self._page).open()


def _line(note: NoteView, today: dt.date) -> str:
    if not note.is_due(today):
        return note.sentence
    assert note.due_on is not None
    days = (today - note.due_on).days
    late = f"{days_words(days)} late" if days else "due today"
    return f"{note.sentence} ({late})"
