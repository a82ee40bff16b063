"""A received sheet as a table: the cells as they came, looked up one by one, so that a huge sheet opens at once."""

from __future__ import annotations

import html
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from opcoord.services.received_cells import MOST_COLUMNS, Cell, Sheet, cell_place, column_letters

Index = QModelIndex | QPersistentModelIndex
#: What a cell is to the return: "taken", "corrected" or "asked"; empty for all others.
MARK_ROLE = Qt.ItemDataRole.UserRole + 1

#: Rows and columns shown beyond the last filled ones, so that a sheet looks like a sheet.
_SPARE_ROWS, _SPARE_COLUMNS = 5, 2
#: Up to here it costs nothing to make sure of the order and the width; beyond, the reader's order is relied on.
_FEW = 20_000
_MANY = 200_000
#: A longer text is cut in the table; its tool tip tells more of it.
_LONGEST, _LONGEST_TIP = 200, 1_000


class SheetModel(QAbstractTableModel):
    """Shows one sheet. `marks` says of addresses what they are to the return and in which words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet = Sheet("")
        self._cells: Sequence[Cell] = ()
        self._rows = self._columns = 0
        self._marks: dict[tuple[int, int], tuple[str, str]] = {}

    @property
    def sheet(self) -> Sheet:
        """The sheet that is shown."""
        return self._sheet

    def show_sheet(self, sheet: Sheet) -> None:
        """Show this sheet, without marks."""
        self.beginResetModel()
        self._sheet, self._marks = sheet, {}
        cells: Sequence[Cell] = sheet.cells
        if len(cells) <= _FEW:
            cells = sorted(cells, key=_place)
        self._cells = cells
        widest = MOST_COLUMNS
        if len(cells) <= _MANY:
            widest = max(map(attrgetter("column"), cells), default=0)
        self._rows = (cells[-1].row if cells else 0) + _SPARE_ROWS
        self._columns = widest + _SPARE_COLUMNS
        self.endResetModel()

    def set_marks(self, marks: Mapping[str, tuple[str, str]]) -> None:
        """Say which cells were taken: address to (mark, words), for example "D14" to ("taken", "Arrests")."""
        placed = {cell_place(address): mark for address, mark in marks.items()}
        self._marks = {place: mark for place, mark in placed.items() if place is not None}
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, self._columns - 1))

    def cell(self, row: int, column: int) -> Cell | None:
        """The filled cell in a row and column counted from 1, None where there is none."""
        found = bisect_left(self._cells, (row, column), key=_place)
        if found == len(self._cells) or _place(self._cells[found]) != (row, column):
            return None
        return self._cells[found]

    def address(self, index: Index) -> str:
        """The address of an index, for example "D14"."""
        return f"{column_letters(index.column() + 1)}{index.row() + 1}" if index.isValid() else ""

    def index_of(self, address: str) -> QModelIndex:
        """The index of an address, not valid where the sheet does not reach so far."""
        place = cell_place(address)
        if place is None or place[0] > self._rows or place[1] > self._columns:
            return QModelIndex()
        return self.index(place[0] - 1, place[1] - 1)

    def texts_of_column(self, column: int, most_rows: int) -> list[str]:
        """The texts of the first filled rows of a column counted from 1, for its width."""
        found = (self.cell(row, column) for row in range(1, min(most_rows, self._rows) + 1))
        return [_text(cell) for cell in found if cell is not None]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._columns

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or section < 0:
            return None
        across = orientation is Qt.Orientation.Horizontal
        hidden = self._sheet.hidden_columns if across else self._sheet.hidden_rows
        name = column_letters(section + 1) if across else str(section + 1)
        return f"{name} hidden" if section + 1 in hidden else name

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = (index.row() + 1, index.column() + 1)
        if role == MARK_ROLE:
            return self._marks.get(place, ("", ""))[0]
        if role not in _ROLES_OF_CELLS:
            return None
        cell = self.cell(*place)
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(cell)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = cell is not None and isinstance(cell.value, int | float)
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        said = self._said(place, cell)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return said
        # Tool tips guess rich text, and a workbook's words are in it.
        return f"<qt>{html.escape(said)}</qt>" if cell is not None or place in self._marks else None

    def _said(self, place: tuple[int, int], cell: Cell | None) -> str:
        """A cell in words: address, what it says, its number format, whether it is hidden, what it was taken as."""
        row, column = place
        parts = [f"{column_letters(column)}{row}: {cell.raw[:_LONGEST_TIP] if cell is not None else 'empty'}"]
        if cell is not None and cell.number_format not in ("General", "@", ""):
            parts.append(f"number format {cell.number_format}")
        if cell is not None and cell.lacks_value:
            parts.append("a formula saved without its value")
        if row in self._sheet.hidden_rows:
            parts.append("in a hidden row")
        if column in self._sheet.hidden_columns:
            parts.append("in a hidden column")
        if place in self._marks:
            parts.append(self._marks[place][1])
        return ". ".join(parts)


_ROLES_OF_CELLS = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ToolTipRole,
    }
)


def _place(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


def _text(cell: Cell | None) -> str:
    """What the cell says on one line."""
    if cell is None:
        return ""
    if cell.lacks_value:
        return "(no value)"
    line = " ".join(cell.raw[: _LONGEST + 1].split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
