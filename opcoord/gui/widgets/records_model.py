"""A table of frozen records: columns are declared once, with text, alignment and sort order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QIcon

from opcoord.gui.theme import tabular_font
from opcoord.gui.widgets.text_table_model import SORT_ROLE, TextTableModel

Record = TypeVar("Record")
Index = QModelIndex | QPersistentModelIndex
RECORD_ROLE = Qt.ItemDataRole.UserRole + 2
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROLES = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.FontRole,
        Qt.ItemDataRole.DecorationRole,
        Qt.ItemDataRole.ToolTipRole,
        SORT_ROLE,
        RECORD_ROLE,
    )
)


@dataclass(frozen=True)
class Column(Generic[Record]):
    """How one column shows a record. `number` aligns right with tabular figures."""

    title: str
    text: Callable[[Record], str]
    number: bool = False
    sort_key: Callable[[Record], Any] | None = None
    icon: Callable[[Record], QIcon | None] | None = None
    tool_tip: Callable[[Record], str] | None = None


class RecordsModel(TextTableModel, Generic[Record]):
    """Shows records in columns, read-only; `record(row)` gives the record back."""

    def __init__(self, columns: Sequence[Column[Record]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._records: tuple[Record, ...] = ()

    def set_records(self, records: Sequence[Record]) -> None:
        """Show these records instead."""
        self.beginResetModel()
        self._records = tuple(records)
        self.endResetModel()

    def record(self, row: int) -> Record:
        """The record in a row of this model (map proxy rows to source first)."""
        return self._records[row]

    @property
    def records(self) -> tuple[Record, ...]:
        """All records in the order given."""
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
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        return None

    def text_at(self, row: int, column: int) -> str:
        """What a cell shows."""
        return self._columns[column].text(self._records[row])

    def sort_key_at(self, row: int, column: int) -> Any:
        """What a cell is sorted by; None comes before everything."""
        shown, record = self._columns[column], self._records[row]
        return shown.sort_key(record) if shown.sort_key else shown.text(record).casefold()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # Most of what a view asks for is not here, and each look at an index costs.
        if role not in _ROLES or not index.isValid():
            return None
        record, column = self._records[index.row()], self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(record)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        if role == SORT_ROLE:
            return self.sort_key_at(index.row(), index.column())
        if role == Qt.ItemDataRole.FontRole and column.number:
            return tabular_font(QFont())
        if role == Qt.ItemDataRole.DecorationRole and column.icon:
            return column.icon(record)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(column.tool_tip(record) if column.tool_tip else column.text(record))
        if role == RECORD_ROLE:
            return record
        return None


def plain_tip(text: str) -> str:
    """Tool tips guess rich text; what a workbook says must stay as it is typed."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return f"<qt>{escaped}</qt>" if text else ""
