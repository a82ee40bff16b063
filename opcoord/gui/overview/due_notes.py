"""What somebody promised or was asked and is due: a line each, which leads to where it is settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from opcoord.gui.icons import icon
from opcoord.gui.overview.direction_card import plain
from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.icon_label import IconLabel
from opcoord.queries.notes import NoteView, due_notes

_MOST_SHOWN = 3


class DueNotes(QWidget):
    """Hidden while nothing is due. `chosen` carries what the Returns page can show: a square, or "notes"."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(RHYTHM)
        self.buttons: list[QPushButton] = []
        self.hide()

    def show_notes(self, notes: Sequence[NoteView], today: dt.date) -> None:
        """Show those of the notes whose day has come, the longest due first."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        due = due_notes(notes, today)
        for note in due[:_MOST_SHOWN]:
            self._add(note.sentence, "Open", _item(note), f"Open the note: {note.sentence}")
        if len(due) > _MOST_SHOWN:
            more = len(due) - _MOST_SHOWN
            self._add(
                f"{more} more {'is' if more == 1 else 'are'} due.", "All notes", "notes", "Show all notes"
            )
        self.setVisible(bool(due))

    def _add(self, words: str, verb: str, item: object, name: str) -> None:
        row = QWidget(self)
        label = plain(row)
        label.setText(words)
        button = QPushButton(icon("next"), verb, row)
        button.setAccessibleName(name)
        button.clicked.connect(lambda _checked=False: self.chosen.emit(item))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(RHYTHM)
        line.addWidget(IconLabel(20, row, "notice"))
        line.addWidget(label, 1)
        line.addWidget(button)
        self._column.addWidget(row)
        self.buttons.append(button)


def _item(note: NoteView) -> object:
    return (note.agency, note.phase) if note.agency and note.phase is not None else "notes"
