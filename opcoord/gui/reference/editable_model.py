"""An editable table of records: each edit is saved at once through a callback that may refuse it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from opcoord.errors import OpcoordError
from opcoord.gui.widgets.records_model import RECORD_ROLE, SORT_ROLE

Record = TypeVar("Record")
Index = QModelIndex | QPersistentModelIndex
CHOICES_ROLE = Qt.ItemDataRole.UserRole + 5


@dataclass(frozen=True)
class EditableColumn(Generic[Record]):
    """A column that can be edited where `save` is given. `choices` offers values, `tick` shows a box."""

    title: str
    value: Callable[[Record], Any]
    save: Callable[[Record, Any], None] | None = None
    choices: tuple[str, ...] = ()
    tick: bool = False


class EditableModel(QAbstractTableModel, Generic[Record]):
    """Shows records and saves edits. A refused edit leaves the old value and goes out as `refused`."""

    refused = Signal(object)

    def __init__(self, columns: Sequence[EditableColumn[Record]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._records: tuple[Record, ...] = ()
        self.read_only = False

    def set_records(self, records: Sequence[Record]) -> None:
        """Show these; rows that stay keep their place, so that editing goes on undisturbed."""
        if len(records) == len(self._records):
            self._records = tuple(records)
            if records:
                last = self.index(len(records) - 1, len(self._columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._records = tuple(records)
        self.endResetModel()

    def record(self, row: int) -> Record:
        """The record in a row of this model."""
        return self._records[row]

    @property
    def records(self) -> tuple[Record, ...]:
        """All records in order."""
        return self._records

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self._columns[section].title if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid() or self.read_only or self._columns[index.column()].save is None:
            return flags
        ticks = self._columns[index.column()].tick
        return flags | (Qt.ItemFlag.ItemIsUserCheckable if ticks else Qt.ItemFlag.ItemIsEditable)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record, column = self._records[index.row()], self._columns[index.column()]
        value = column.value(record)
        if role == RECORD_ROLE:
            return record
        if role == CHOICES_ROLE:
            return column.choices
        if column.tick:
            return self._tick_data(bool(value), role)
        if role == SORT_ROLE:
            return str(value).casefold()
        if role == Qt.ItemDataRole.ToolTipRole:
            text = str(value).replace("&", "&amp;").replace("<", "&lt;")
            return f"<qt>{text}</qt>" if text else ""
        return value if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole) else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self._columns[index.column()]
        if column.save is None or not index.isValid():
            return False
        record = self._records[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            value = Qt.CheckState(value) is Qt.CheckState.Checked
        elif role == Qt.ItemDataRole.EditRole:
            value = str(value).strip()
        if value == column.value(record):
            return False
        try:
            column.save(record, value)
        except OpcoordError as error:
            self.refused.emit(error)
            return False
        return True

    def _tick_data(self, ticked: bool, role: int) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role in (SORT_ROLE, Qt.ItemDataRole.AccessibleTextRole):
            return "yes" if ticked else "no"
        return None
