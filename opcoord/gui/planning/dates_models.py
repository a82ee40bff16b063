"""Editable tables of the phase editor: date ranges and milestones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDate, QModelIndex, QObject, QPersistentModelIndex, Qt

from opcoord.model.dates import format_date
from opcoord.queries.views import MilestoneView, WindowView

Index = QModelIndex | QPersistentModelIndex
_SHOWN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)


class RowsModel(QAbstractTableModel):
    """Rows of plain values under fixed titles; dates are edited with Qt's date editor."""

    titles: tuple[str, ...] = ()

    def __init__(self, rows: Sequence[Sequence[Any]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = [list(row) for row in rows]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self.titles[section] if section < len(self.titles) else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = super().flags(index)
        return base | Qt.ItemFlag.ItemIsEditable if index.isValid() else base

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in _SHOWN:
            return None
        value = self._rows[index.row()][index.column()]
        if isinstance(value, dt.date):
            return (
                QDate(value.year, value.month, value.day)
                if role == Qt.ItemDataRole.EditRole
                else format_date(value)
            )
        return self.text(index.column(), value) if role == Qt.ItemDataRole.DisplayRole else value

    def text(self, column: int, value: Any) -> str:
        """How a value that is no date is shown."""
        return "" if value is None else str(value)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        self._rows[index.row()][index.column()] = _python_date(value)
        self.dataChanged.emit(index, index)
        return True

    def add(self, row: Sequence[Any]) -> int:
        """Append a row and return its number."""
        place = len(self._rows)
        self.beginInsertRows(QModelIndex(), place, place)
        self._rows.append(list(row))
        self.endInsertRows()
        return place

    def remove(self, row: int) -> None:
        """Take a row out."""
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._rows[row]
        self.endRemoveRows()


class WindowsModel(RowsModel):
    """Date ranges; the third column names the force where a range is one force's own."""

    titles = ("From", "To", "For")

    def __init__(
        self, windows: Sequence[WindowView], names: Mapping[str, str], parent: QObject | None = None
    ) -> None:
        super().__init__([(each.starts_on, each.ends_on, each.agency) for each in windows], parent)
        self._names = names

    def text(self, column: int, value: Any) -> str:
        """A code is shown as the force's name, none as everybody."""
        return self._names.get(value, value) if value else "All forces"

    def windows(self) -> tuple[WindowView, ...]:
        """The ranges in order of their first day."""
        return tuple(sorted((WindowView(*row) for row in self._rows), key=lambda each: each.starts_on))

    def add_next(self, today: dt.date) -> int:
        """Append the week after the last range."""
        last = max((row[1] for row in self._rows), default=today)
        return self.add((last + dt.timedelta(days=1), last + dt.timedelta(days=7), ""))


class MilestonesModel(RowsModel):
    """Milestones with a due date; a date of completion can be given by ticking the title."""

    titles = ("Milestone", "Due")

    def __init__(self, milestones: Sequence[MilestoneView], parent: QObject | None = None) -> None:
        super().__init__([(each.title, each.due_on) for each in milestones], parent)
        self._done: list[dt.date | None] = [each.done_on for each in milestones]

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = super().flags(index)
        return base | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else base

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and index.column() == 0 and role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self._done[index.row()] else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid() and index.column() == 0:
            ticked = Qt.CheckState(value) is Qt.CheckState.Checked
            self._done[index.row()] = dt.date.today() if ticked else None
            self.dataChanged.emit(index, index)
            return True
        return super().setData(index, value, role)

    def add(self, row: Sequence[Any]) -> int:
        """Append a milestone that is not done."""
        self._done.append(None)
        return super().add(row)

    def remove(self, row: int) -> None:
        """Take a milestone out."""
        super().remove(row)
        del self._done[row]

    def milestones(self) -> tuple[MilestoneView, ...]:
        """Milestones that have a title, in order of their date."""
        found = [
            MilestoneView(str(title).strip(), due, done)
            for (title, due), done in zip(self._rows, self._done, strict=True)
            if str(title).strip()
        ]
        return tuple(sorted(found, key=lambda each: each.due_on))


def _python_date(value: Any) -> Any:
    return dt.date(value.year(), value.month(), value.day()) if isinstance(value, QDate) else value
