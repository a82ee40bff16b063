"""Shows a `Table` of plain cells; the texts are made once, so that drawing and fitting columns ask for little."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from opcoord.gui.results.cells import Cell, Table
from opcoord.gui.widgets.text_table_model import SORT_ROLE, TextTableModel

Index = QModelIndex | QPersistentModelIndex
_ROLES = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.ToolTipRole,
        SORT_ROLE,
    )
)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CellsModel(TextTableModel):
    """Rows and columns of a table that is given whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = Table()

    def show_table(self, table: Table) -> None:
        """Show this one from now on."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def cell(self, index: Index) -> Cell:
        """The cell at an index of this model."""
        return self.table.rows[index.row()][index.column()]

    def text_at(self, row: int, column: int) -> str:
        """What a cell shows."""
        return self.table.rows[row][column].text

    def sort_key_at(self, row: int, column: int) -> Any:
        """What a cell is sorted by."""
        return self.table.rows[row][column].sort

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        heading = self.table.headings[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return heading.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return heading.whole or heading.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if heading.number else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # Most of what a view asks for is not here, and each look at an index costs.
        if role not in _ROLES or not index.isValid():
            return None
        cell = self.cell(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.text
        if role == SORT_ROLE:
            return cell.sort
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.table.headings[index.column()].number else _LEFT
        if role == Qt.ItemDataRole.ForegroundRole and cell.muted:
            return QGuiApplication.palette().placeholderText()
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.text
        return None
