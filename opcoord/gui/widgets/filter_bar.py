"""A field that narrows a table while typing, and says how many rows are left."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from opcoord.gui.icons import icon
from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.table_view import TableView


class FilterBar(QWidget):
    """A search field over a `TableView`; Esc clears it."""

    def __init__(self, table: TableView, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit(self)
        self.edit.setAccessibleName(placeholder)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setClearButtonEnabled(True)
        self.edit.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.edit.textChanged.connect(table.set_filter)
        clear = QAction(self.edit)
        clear.setShortcut(QKeySequence(QKeySequence.StandardKey.Cancel))
        clear.triggered.connect(self.edit.clear)
        self.layout_ = QHBoxLayout(self)
        self.layout_.setContentsMargins(0, 0, 0, 0)
        self.layout_.setSpacing(RHYTHM)
        self.layout_.addWidget(self.edit, 1)
        self.setFocusProxy(self.edit)
        self._table = table
        self._order: list[QWidget] = [self.edit]

    def add(self, widget: QWidget) -> None:
        """Put another control at the end of the bar."""
        self.layout_.addWidget(widget)
        self._order.append(widget)

    def showEvent(self, event: QShowEvent) -> None:
        """With the Tab key the table comes after what narrows it, as it is read."""
        for before, after in pairwise([*self._order, self._table]):
            self.setTabOrder(before, after)
        super().showEvent(event)
