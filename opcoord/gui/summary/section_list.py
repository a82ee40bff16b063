"""The sections of a summary: ticked to be printed, moved to be printed earlier or later."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGroupBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from opcoord.gui.theme import RHYTHM
from opcoord.reports.summary import Section


class SectionList(QGroupBox):
    """Emits `changed` when other sections, or another order of them, are chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Sections", parent)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Sections in the order of print")
        self.list.setAccessibleDescription("Space prints a section or leaves it out.")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for section in Section:
            item = QListWidgetItem(section.value, self.list)
            item.setData(Qt.ItemDataRole.UserRole, section.value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        self.list.setCurrentRow(0)
        rows = self.list.sizeHintForRow(0) * self.list.count()
        self.list.setFixedHeight(rows + 2 * self.list.frameWidth() + RHYTHM)
        self.up_button = self._arrow(Qt.ArrowType.UpArrow, "Print the section earlier", -1)
        self.down_button = self._arrow(Qt.ArrowType.DownArrow, "Print the section later", 1)
        arrows = QHBoxLayout()
        arrows.addWidget(self.up_button)
        arrows.addWidget(self.down_button)
        arrows.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self.list)
        column.addLayout(arrows)
        self.list.itemChanged.connect(lambda _item: self.changed.emit())
        self.list.model().rowsMoved.connect(lambda *_where: self._moved())
        self.list.currentRowChanged.connect(lambda _row: self._allow())
        self._allow()

    def sections(self) -> tuple[Section, ...]:
        """The sections to print, in order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(
            Section(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )

    def move_current(self, step: int) -> None:
        """Print the current section one place earlier (-1) or later (1)."""
        row = self.list.currentRow()
        target = row + step
        if not 0 <= target < self.list.count():
            return
        blocker = QSignalBlocker(self.list)
        item = self.list.takeItem(row)
        self.list.insertItem(target, item)
        self.list.setCurrentRow(target)
        blocker.unblock()
        self._moved()

    def _moved(self) -> None:
        self._allow()
        self.changed.emit()

    def _allow(self) -> None:
        row = self.list.currentRow()
        self.up_button.setEnabled(row > 0)
        self.down_button.setEnabled(0 <= row < self.list.count() - 1)

    def _arrow(self, kind: Qt.ArrowType, name: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setArrowType(kind)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda: self.move_current(step))
        return button
