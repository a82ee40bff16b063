"""A table whose cells are edited in place, with a list where a column offers choices."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QWidget

from opcoord.gui.reference.choices_delegate import ChoicesDelegate
from opcoord.gui.reference.editable_model import EditableModel
from opcoord.gui.widgets.table_view import TableView

#: Long rules and lists of names scroll into view instead of pushing the others out.
_WIDEST = 260


class EditableTable(TableView):
    """Shows an `EditableModel`; a double click, F2 or any letter begins to edit."""

    def __init__(self, model: EditableModel[Any], name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.widest_column = _WIDEST
        self.show_model(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setItemDelegate(ChoicesDelegate(self))
