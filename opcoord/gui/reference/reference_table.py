"""An editable table with a filter and buttons to add and remove a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from opcoord.gui.icons import icon
from opcoord.gui.reference.editable_model import EditableModel
from opcoord.gui.reference.editable_table import EditableTable, WrappingEditableTable
from opcoord.gui.theme import RHYTHM, WIDE
from opcoord.gui.widgets.empty_state import EmptyState
from opcoord.gui.widgets.filter_bar import FilterBar
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.table_view import TableView

_NO_ROW = "Choose a row first."


class ReferenceTable(QWidget):
    """Emits `add_requested`, and `remove_requested` with the record of the current row.

    Where columns are given as `wrapping`, their texts wrap instead of pushing others out of sight.
    """

    add_requested = Signal()
    remove_requested = Signal(object)

    def __init__(
        self,
        model: EditableModel[Any],
        name: str,
        thing: str,
        purpose: str,
        parent: QWidget | None = None,
        wrapping: Sequence[int] = (),
    ) -> None:
        super().__init__(parent)
        self.model = model
        #: Why nothing can be changed; empty where it can.
        self.refusal = ""
        self.table: TableView = (
            WrappingEditableTable(model, name, wrapping, self)
            if wrapping
            else EditableTable(model, name, self)
        )
        self.add_button = QPushButton(icon("add"), f"&Add {thing}…", self)
        self.remove_button = QPushButton(icon("delete"), f"&Remove {thing}", self)
        self.add_button.clicked.connect(self.add_requested)
        self.remove_button.clicked.connect(self._remove)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)
        self.table.selectionModel().currentChanged.connect(lambda *_: self.update_buttons())
        self.filter = FilterBar(self.table, f"Filter {name.lower()}", self)
        self._buttons = buttons = QHBoxLayout()
        buttons.setSpacing(RHYTHM)
        buttons.addWidget(self.filter, 1)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        self._of_row: list[QPushButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        layout.setSpacing(RHYTHM)
        layout.addLayout(buttons)
        self.empty = EmptyState(f"No {thing} is listed yet", purpose, f"Add {thing}…", self)
        self.empty.activated.connect(self.add_requested)
        self._layers = QStackedLayout()
        self._layers.addWidget(self.table)
        self._layers.addWidget(self.empty)
        layout.addLayout(self._layers, 1)

    def show_records(self, records: Sequence[Any], refusal: str) -> None:
        """Show these, each column wide enough for them; `refusal` says why nothing can be changed."""
        self.model.read_only, self.refusal = bool(refusal), refusal
        place = self.table.currentIndex()
        row, column = place.row(), place.column()
        self.model.set_records(records)
        shown = self.table.model().rowCount()
        if row >= 0 and shown and not self.table.currentIndex().isValid():
            # The keyboard stays where it was; where its row is gone, the next one has come to its place.
            self.table.setCurrentIndex(self.table.model().index(min(row, shown - 1), column))
        # A typed amount can be wider than what stood there, and a number that is cut is another number.
        self.table.fit_columns()
        self.update_buttons()

    def offer(self, words: str) -> QPushButton:
        """A further button that looks into the current row; it needs one and changes nothing by itself."""
        button = QPushButton(words, self)
        self._of_row.append(button)
        self._buttons.insertWidget(1, button)
        allow(button, _NO_ROW)
        return button

    def be_part_of_dialog(self) -> None:
        """For a list of a few rows inside a dialog: no filter, no margins of its own."""
        self.filter.hide()
        self._buttons.insertStretch(0, 1)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)

    def update_buttons(self) -> None:
        """Only what can be done can be pressed; where nothing is listed, say what belongs here."""
        allow(self.add_button, self.refusal)
        allow(self.empty.button, self.refusal)
        none = "" if self.table.current_row() is not None else _NO_ROW
        for button in self._of_row:
            allow(button, none)
        allow(self.remove_button, self.refusal or none)
        self._layers.setCurrentWidget(self.table if self.model.records else self.empty)

    def _remove(self) -> None:
        row = self.table.current_row()
        if row is not None and self.remove_button.isEnabled():
            self.remove_requested.emit(self.model.record(row))
