"""A table that needs no scrolling sideways: where room is short, its texts wrap and its rows grow."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.padded_delegate import PADDING
from opcoord.gui.widgets.table_view import TableView

_MOST_HEIGHTS = 1_000
_ONE_LINE = ("one line",)


class WrappingTable(TableView):
    """The columns in `wrapping` share the room that the others leave, each at least as wide as its longest word.

    For tables of some dozen rows: the height of every row in sight is measured, by the delegate where a text wraps.
    """

    def __init__(self, name: str, wrapping: Iterable[int], parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._wrapping = tuple(wrapping)
        #: Heights of rows by their texts and widths; rows that need no more than a line are all alike.
        self._heights: dict[tuple[object, ...], int] = {}
        self.setWordWrap(True)
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(rows.defaultSectionSize())
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def sizeHintForRow(self, row: int) -> int:
        """The height of a row; asking the delegate about each cell at each change of a width stalls the window."""
        columns = [each for each in range(len(self._around)) if not self.isColumnHidden(each)]
        if not columns or self.state() is QAbstractItemView.State.EditingState:
            return super().sizeHintForRow(row)
        (texts,) = self._proxy.texts_of([row], columns)
        widths = tuple(map(self.columnWidth, columns))
        around = (self._around[column] for column in columns)
        shape = _ONE_LINE if self._fit(texts, widths, around) else (*texts, *widths)
        if shape not in self._heights:
            if len(self._heights) > _MOST_HEIGHTS:
                # A window that is being dragged wider has another width at every step.
                self._heights.clear()
            self._heights[shape] = super().sizeHintForRow(row)
        return self._heights[shape]

    def fit_columns(self) -> None:
        """As any table, and forget how high rows were."""
        self._heights.clear()
        super().fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style gives other heights."""
        self._heights.clear()
        super().changeEvent(event)

    def _fit(self, texts: Iterable[str], widths: Iterable[int], around: Iterable[int]) -> bool:
        """Whether none of these texts needs to wrap."""
        width_of = self.fontMetrics().horizontalAdvance
        return all(
            "\n" not in text and width_of(text) + beside <= width
            for text, width, beside in zip(texts, widths, around, strict=True)
        )

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
