"""A list of things to tick, each with a code and a name."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel

_CODE = Qt.ItemDataRole.UserRole + 1


class ChecklistModel(QStandardItemModel):
    """Emits `ticks_changed` whenever a tick is set or taken."""

    ticks_changed = Signal()

    def __init__(
        self, things: Sequence[tuple[str, str]], ticked: Collection[str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        for code, name in things:
            item = QStandardItem(name)
            item.setData(code, _CODE)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(_state(code in ticked))
            self.appendRow(item)
        self.itemChanged.connect(lambda _item: self.ticks_changed.emit())

    def ticked(self) -> tuple[str, ...]:
        """Codes of the ticked things in the order of the list."""
        return tuple(item.data(_CODE) for item in self._items() if item.checkState() is Qt.CheckState.Checked)

    def tick(self, codes: Collection[str], on: bool) -> None:
        """Set or take the ticks of these."""
        for item in self._items():
            if item.data(_CODE) in codes:
                item.setCheckState(_state(on))

    def code(self, row: int) -> str:
        """The code in a row."""
        return str(self.item(row).data(_CODE))

    def _items(self) -> list[QStandardItem]:
        return [self.item(row) for row in range(self.rowCount())]


def _state(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
