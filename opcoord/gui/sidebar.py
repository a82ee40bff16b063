"""The list of pages at the left edge."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QListView, QStyleOptionViewItem, QWidget

from opcoord.gui.icons import icon
from opcoord.gui.page_registry import PageEntry
from opcoord.gui.theme import PAGE, RHYTHM, WIDE, scaled_font
from opcoord.gui.widgets.padded_delegate import PaddedDelegate

ICON = 20


class _PageDelegate(PaddedDelegate):
    titled = True

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if not self.titled:
            option.text = ""


class Sidebar(QListView):
    """Emits `page_chosen` with a page's key when the current line changes by mouse or keyboard."""

    page_chosen = Signal(str)

    def __init__(self, entries: Sequence[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = [entry.key for entry in entries]
        self.setAccessibleName("Pages")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setIconSize(QSize(ICON, ICON))
        self.setSpacing(2)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(scaled_font(self.font(), 1.05))
        self.viewport().setAutoFillBackground(False)
        self.setItemDelegate(_PageDelegate(self))
        self.setViewportMargins(RHYTHM, RHYTHM, RHYTHM, RHYTHM)
        model = QStandardItemModel(self)
        height = self.fontMetrics().height() + 2 * RHYTHM
        for number, entry in enumerate(entries, 1):
            item = QStandardItem(icon(entry.icon_name), entry.title)
            item.setToolTip(f"{entry.title} (Ctrl+{number})")
            item.setSizeHint(QSize(0, height))
            model.appendRow(item)
        self.setModel(model)
        widest = max(self.fontMetrics().horizontalAdvance(entry.title) for entry in entries)
        self._wide = widest + ICON + 3 * PAGE + WIDE
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Show signs only, or titles beside them; a screen reader reads the titles either way."""
        delegate = self.itemDelegate()
        if isinstance(delegate, _PageDelegate):
            delegate.titled = not narrow
        self.setFixedWidth(ICON + 2 * PAGE if narrow else self._wide)
        self.viewport().update()

    def set_current(self, key: str) -> None:
        """Mark the page that is shown, without choosing it again."""
        blocked = self.blockSignals(True)
        self.setCurrentIndex(self.model().index(self._keys.index(key), 0))
        self.blockSignals(blocked)
        self.viewport().update()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Show the page of the new line."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.page_chosen.emit(self._keys[current.row()])
