"""Filters and sorts a table of texts; what the rows say is asked once and kept until they change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtWidgets import QWidget

from opcoord.gui.widgets.text_table_model import SORT_ROLE, TextTableModel


class FilterProxy(QSortFilterProxyModel):
    """Keeps rows in which every word is found somewhere; sorts by the model's sort key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: TextTableModel | None = None
        self._words: list[str] = []
        # Asking the model for every cell at each key stroke, and at each comparison, stalls a long table.
        self._texts: list[str] = []
        self._ranks: list[int] = []
        self.setSortRole(SORT_ROLE)

    def setSourceModel(self, model: QAbstractItemModel) -> None:
        """Filter this model's rows."""
        assert isinstance(model, TextTableModel)
        self._table = model
        self._forget()
        for changed in (model.modelAboutToBeReset, model.dataChanged, model.rowsInserted, model.rowsRemoved):
            changed.connect(self._forget)
        super().setSourceModel(model)

    def set_words(self, text: str) -> None:
        """Filter by these words."""
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        if not self._words:
            return True
        if not self._texts:
            self._texts = self._folded()
        return all(word in self._texts[row] for word in self._words)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by this column; -1 is the model's own order."""
        self._ranks = []
        super().sort(column, order)

    def lessThan(self, left: Any, right: Any) -> bool:
        """Compare as Python does; nothing comes before something."""
        if not self._ranks:
            self._ranks = self._ranked(left.column())
        return self._ranks[left.row()] < self._ranks[right.row()]

    def texts_of(self, rows: Iterable[int], columns: Sequence[int]) -> list[list[str]]:
        """What the cells of these rows, counted as they are shown, say."""
        table = self._table
        if table is None:
            return []
        sources = [self.mapToSource(self.index(row, 0)).row() for row in rows]
        return [[table.text_at(row, column) for column in columns] for row in sources]

    def _forget(self, *_what: object) -> None:
        self._texts = []
        self._ranks = []

    def _folded(self) -> list[str]:
        table = self._table
        assert table is not None
        columns = range(table.columnCount())
        return [
            " ".join(table.text_at(row, column) for column in columns).casefold()
            for row in range(table.rowCount())
        ]

    def _ranked(self, column: int) -> list[int]:
        """The place of each row in the order of that column; equal ones share one."""
        table = self._table
        assert table is not None
        keys = [table.sort_key_at(row, column) for row in range(table.rowCount())]
        ranks, rank, before = [0] * len(keys), 0, None
        for row in sorted((row for row, key in enumerate(keys) if key is not None), key=keys.__getitem__):
            rank += before is None or before < keys[row]
            ranks[row], before = rank, keys[row]
        return ranks
