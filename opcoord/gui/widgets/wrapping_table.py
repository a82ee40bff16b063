"""A table that needs no scrolling sideways: where room is short, its texts wrap and its rows grow."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHeaderView, QWidget

from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.padded_delegate import PADDING
from opcoord.gui.widgets.table_view import TableView


class WrappingTable(TableView):
    """The columns in `wrapping` share the room that the others leave, each at least as wide as its longest word.

    For tables of some dozen rows: the height of every row in sight is measured.
    """

    def __init__(self, name: str, wrapping: Iterable[int], parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._wrapping = tuple(wrapping)
        self.setWordWrap(True)
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(rows.defaultSectionSize())
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def _share_room(self) -> None:
        """Give every column what it needs whole; where that is too much, let texts wrap."""
        wanted = {column: self._fitted[column] for column in self._wrapping}
        room = self.viewport().width() - self.fitted_width() + sum(wanted.values())
        least = {column: self._longest_word(column) for column in wanted}
        for column, width in _shares(wanted, least, room).items():
            self.setColumnWidth(column, width)

    def _longest_word(self, column: int) -> int:
        lines = self._proxy.texts_of(range(self._proxy.rowCount()), [column])
        words = {word for (text,) in lines for word in text.split()}
        widest = max(map(self.fontMetrics().horizontalAdvance, words), default=0)
        heading = self.horizontalHeader().sectionSizeHint(column)
        return max(int(widest) + 2 * (PADDING + RHYTHM), heading)


def _shares(wanted: dict[int, int], least: dict[int, int], room: int) -> dict[int, int]:
    """Widths that add up to `room` where that is possible: none below its least, the lack borne by what can spare."""
    spare = {column: max(wanted[column] - least[column], 0) for column in wanted}
    lack = sum(wanted.values()) - room
    if lack <= 0:
        first = min(wanted)
        return {**wanted, first: wanted[first] - lack}
    part = min(lack / (sum(spare.values()) or 1), 1.0)
    return {column: int(wanted[column] - spare[column] * part) for column in wanted}
