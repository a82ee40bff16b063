"""An editable table of records: each edit is saved at once through a callback that may refuse it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from opcoord.errors import OpcoordError
from opcoord.gui.widgets.records_model import Column, Record, RecordsModel

Index = QModelIndex | QPersistentModelIndex
#: What is kept and the words for it, one pair for each thing that can be chosen.
Choices = Sequence[tuple[str, str]]
CHOICES_ROLE = Qt.ItemDataRole.UserRole + 5


@dataclass(frozen=True)
class EditableColumn(Column[Record]):
    """A column that can be edited where `save` is given.

    `choices` offers values in words, and `value` is what is kept where that is not the text itself; `tick`
    shows a box. Where only some rows can be edited, `editable` says which.
    """

    save: Callable[[Record, Any], None] | None = None
    value: Callable[[Record], str] | None = None
    choices: Callable[[Record], Choices] | None = None
    tick: Callable[[Record], bool] | None = None
    editable: Callable[[Record], bool] | None = None

    def may_edit(self, record: Record) -> bool:
        """Whether this cell can be edited."""
        return self.save is not None and (self.editable is None or self.editable(record))

    def kept(self, record: Record) -> Any:
        """What an edit of this cell begins with: the value as it is stored."""
        if self.tick is not None:
            return self.tick(record)
        return self.text(record) if self.value is None else self.value(record)


class EditableModel(RecordsModel[Record]):
    """Shows records and saves edits. A refused edit leaves the old value and goes out as `refused`."""

    refused = Signal(object)

    def __init__(self, columns: Sequence[EditableColumn[Record]], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._editable = tuple(columns)
        self.read_only = False

    def set_records(self, records: Sequence[Record]) -> None:
        """Show these; rows that stay keep their place, so that editing goes on undisturbed."""
        if len(records) != len(self._records):
            super().set_records(records)
        elif records:
            self._records = tuple(records)
            self.dataChanged.emit(self.index(0, 0), self.index(len(records) - 1, self.columnCount() - 1))

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid() or self.read_only:
            return flags
        if not self._editable[index.column()].may_edit(self._records[index.row()]):
            return flags
        ticks = self._editable[index.column()].tick is not None
        return flags | (Qt.ItemFlag.ItemIsUserCheckable if ticks else Qt.ItemFlag.ItemIsEditable)

    def text_at(self, row: int, column: int) -> str:
        """What a cell shows; a box says nothing."""
        return "" if self._editable[column].tick is not None else super().text_at(row, column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record, column = self._records[index.row()], self._editable[index.column()]
        if role == CHOICES_ROLE:
            return column.choices(record) if column.choices else ()
        if role == Qt.ItemDataRole.EditRole:
            return column.kept(record)
        if column.tick is not None:
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if column.tick(record) else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.DisplayRole:
                return None
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self._editable[index.column()]
        if column.save is None or not index.isValid():
            return False
        record = self._records[index.row()]
        if not column.may_edit(record):
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            value = Qt.CheckState(value) is Qt.CheckState.Checked
        elif role == Qt.ItemDataRole.EditRole:
            value = str(value).strip()
        if value == column.kept(record):
            return False
        try:
            column.save(record, value)
        except OpcoordError as error:
            self.refused.emit(error)
            return False
        return True
