"""A table whose numbers lead to their paths, by a click, Enter or the path's key; copied with what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QMouseEvent, QPainter, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from opcoord.gui.lineage.keys import PATH_KEY
from opcoord.gui.results.cells import Cell, Table
from opcoord.gui.results.cells_model import CellsModel, Index
from opcoord.gui.theme import tabular_font
from opcoord.gui.widgets.copied_table import CopiedTable
from opcoord.gui.widgets.padded_delegate import PADDING
from opcoord.gui.widgets.table_view import TableView

if TYPE_CHECKING:
    from opcoord.gui.sharing.words import Words

#: Long sources stand whole in their tool tips.
_WIDEST = 260


class NumbersDelegate(QStyledItemDelegate):
    """Cells with room at both sides, as in other tables; there are no icons and no grounds of their own to mind."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if QStyle.StateFlag.State_Selected in option.state:
            painter.fillRect(option.rect, option.palette.highlight())
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        super().paint(painter, inner, index)


class NumbersTable(TableView):
    """`opened(cell)` is sent for a cell that has a reference; `words` stand around what is copied."""

    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.words: Callable[[], Words] | None = None
        self.widest_column = _WIDEST
        self.setAccessibleDescription(f"Enter or {PATH_KEY} opens the path of a number to its cells.")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setMouseTracking(True)
        self.setFont(tabular_font(self.font()))
        self.setItemDelegate(NumbersDelegate(self))
        self.cells = CellsModel(self)
        self.show_model(self.cells)
        self.clicked.connect(self._open)
        for key in ("Return", "Enter", PATH_KEY):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: self._open(self.currentIndex()))

    def show_table(self, table: Table) -> None:
        """Show this table from now on."""
        self.cells.show_table(table)

    def copy_all(self) -> None:
        """Put every row on the clipboard, whatever is selected."""
        QGuiApplication.clipboard().setMimeData(self.copied().mime())

    def copied(self, rows: Sequence[int] | None = None) -> CopiedTable:
        """The rows with what they are about, where they come from and their marking."""
        made = super().copied(rows)
        if self.words is None:
            return made
        words = self.words()
        return replace(
            made,
            marking=words.marking,
            title=words.title,
            above=(words.sentence,) if words.sentence else (),
            below=tuple(filter(None, (words.source, words.notice))),
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over numbers that lead somewhere."""
        super().mouseMoveEvent(event)
        cell = self._cell(self.indexAt(event.position().toPoint()))
        hand = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(hand if cell is not None else Qt.CursorShape.ArrowCursor)

    def _cell(self, index: QModelIndex) -> Cell | None:
        source = self.model().mapToSource(index)  # type: ignore[attr-defined]
        cell = self.cells.cell(source) if source.isValid() else None
        return cell if cell is not None and cell.reference is not None else None

    def _open(self, index: QModelIndex) -> None:
        cell = self._cell(index)
        if cell is not None and len(self.selectionModel().selectedIndexes()) <= 1:
            self.opened.emit(cell)
