"""What a `TableView` wants of its model beyond Qt's own: texts and sort keys without an index."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt

SORT_ROLE = Qt.ItemDataRole.UserRole + 1


class TextTableModel(QAbstractTableModel):
    """A table that is filtered, sorted, fitted and copied by asking Python: each look through Qt costs five times as much."""

    @abstractmethod
    def text_at(self, row: int, column: int) -> str:
        """What a cell shows."""

    @abstractmethod
    def sort_key_at(self, row: int, column: int) -> Any:
        """What a cell is sorted by; None comes before everything."""
