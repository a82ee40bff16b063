"""Tables whose cells are edited in place, with a list where a column offers choices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QWidget

from opcoord.gui.reference.choices_delegate import ChoicesDelegate
from opcoord.gui.reference.editable_model import EditableModel
from opcoord.gui.widgets.table_view import TableView
from opcoord.gui.widgets.wrapping_table import WrappingTable

#: Long rules and lists of names scroll into view instead of pushing the others out.
_WIDEST = 260


class EditableTable(TableView):
    """Shows an `EditableModel`; a double click, F2 or any letter begins to edit."""

    def __init__(self, model: EditableModel[Any], name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.widest_column = _WIDEST
        _edit_in_place(self, model)


class WrappingEditableTable(WrappingTable):
    """An `EditableTable` of some dozen rows in which the texts of the columns `wrapping` wrap where room is short."""

    def __init__(
        self, model: EditableModel[Any], name: str, wrapping: Iterable[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(name, wrapping, parent)
        self.widest_column = _WIDEST
        _edit_in_place(self, model)


def _edit_in_place(table: TableView, model: EditableModel[Any]) -> None:
    table.show_model(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
    table.setEditTriggers(
        QAbstractItemView.EditTrigger.DoubleClicked
        | QAbstractItemView.EditTrigger.EditKeyPressed
        | QAbstractItemView.EditTrigger.AnyKeyPressed
    )
    table.setItemDelegate(ChoicesDelegate(table))
