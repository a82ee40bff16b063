"""An editable table with a filter and buttons to add and remove a row."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from opcoord.gui.icons import icon
from opcoord.gui.reference.choices_delegate import ChoicesDelegate
from opcoord.gui.reference.editable_model import EditableModel
from opcoord.gui.theme import RHYTHM, WIDE
from opcoord.gui.widgets.filter_bar import FilterBar
from opcoord.gui.widgets.table_view import TableView

#: Long rules and lists of names scroll into view instead of pushing the others out.
WIDEST = 260


class ReferenceTable(QWidget):
    """Emits `add_requested`, and `remove_requested` with the record of the current row."""

    add_requested = Signal()
    remove_requested = Signal(object)

    def __init__(
        self, model: EditableModel[Any], name: str, thing: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = model
        self.table = TableView(name, self)
        self.table.widest_column = WIDEST
        self.table.show_model(model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.table.setItemDelegate(ChoicesDelegate(self.table))
        self.add_button = QPushButton(icon("add"), f"&Add {thing}…", self)
        self.remove_button = QPushButton(icon("delete"), f"&Remove {thing}", self)
        self.add_button.clicked.connect(self.add_requested)
        self.remove_button.clicked.connect(self._remove)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)
        self.table.selectionModel().currentChanged.connect(lambda *_: self.update_buttons())
        self.filter = FilterBar(self.table, f"Filter {name.lower()}", self)
        buttons = QHBoxLayout()
        buttons.setSpacing(RHYTHM)
        buttons.addWidget(self.filter, 1)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        layout.setSpacing(RHYTHM)
        layout.addLayout(buttons)
        layout.addWidget(self.table, 1)

    def update_buttons(self) -> None:
        """Only what can be done can be pressed."""
        self.add_button.setEnabled(not self.model.read_only)
        self.remove_button.setEnabled(not self.model.read_only and self.table.current_row() is not None)

    def _remove(self) -> None:
        row = self.table.current_row()
        if row is not None and self.remove_button.isEnabled():
            self.remove_requested.emit(self.model.record(row))
