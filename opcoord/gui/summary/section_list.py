"""The parts of a document: ticked to be printed, moved to be printed earlier or later, with words of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGroupBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from opcoord.gui.icons import icon
from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.padded_delegate import TickDelegate
from opcoord.gui.widgets.permission import allow
from opcoord.queries.papers import WordingView
from opcoord.reports.summary import Section
from opcoord.reports.words import CLOSING, INTRODUCTION

_NAME = Qt.ItemDataRole.UserRole
_ENDS = (INTRODUCTION, CLOSING)


class SectionList(QGroupBox):
    """Emits `changed` when other sections, or another order of them, are chosen, and `words_requested(place)`.

    The introduction and the closing words stand first and last and are printed where they are written.
    """

    changed = Signal()
    words_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Sections and words", parent)
        self._words: dict[str, WordingView] = {}
        self.list = QListWidget(self)
        self.list.setAccessibleName("Sections in the order of print")
        self.list.setItemDelegate(TickDelegate(self.list))
        self.list.setAccessibleDescription(
            "Space prints a section or leaves it out. Enter writes or changes the words at its head."
        )
        # No row is higher for its mark.
        self.list.setIconSize(QSize(self.fontMetrics().height() - 2, self.fontMetrics().height() - 2))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for name in (INTRODUCTION, *Section, CLOSING):
            self._add(str(name))
        self.list.setCurrentRow(1)
        rows = self.list.sizeHintForRow(0) * self.list.count()
        self.list.setFixedHeight(rows + 2 * self.list.frameWidth() + RHYTHM)
        self.words_button = QPushButton("&Write words…", self)
        self.up_button = self._arrow(Qt.ArrowType.UpArrow, "Print the section earlier", -1)
        self.down_button = self._arrow(Qt.ArrowType.DownArrow, "Print the section later", 1)
        below = QHBoxLayout()
        for button in (self.up_button, self.down_button, self.words_button):
            below.addWidget(button)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self.list)
        column.addLayout(below)
        self.list.itemChanged.connect(lambda _item: self.changed.emit())
        self.list.model().rowsMoved.connect(lambda *_where: self._moved())
        self.list.currentRowChanged.connect(lambda _row: self._allow())
        self.list.itemActivated.connect(lambda _item: self._ask_words())
        self.words_button.clicked.connect(self._ask_words)
        self._allow()

    def sections(self) -> tuple[Section, ...]:
        """The sections to print, in order."""
        return tuple(
            Section(item.data(_NAME))
            for item in self._items()
            if item.data(_NAME) not in _ENDS and item.checkState() is Qt.CheckState.Checked
        )

    def show_sections(self, names: Sequence[str] | None) -> None:
        """Tick these sections in this order, the others after them; None ticks all in their usual order."""
        known = [each.value for each in Section]
        chosen = known if names is None else [each for each in names if each in known]
        self._arrange([*chosen, *(each for each in known if each not in chosen)])
        blocker = QSignalBlocker(self.list)
        for item in self._items():
            if item.data(_NAME) not in _ENDS:
                ticked = item.data(_NAME) in chosen
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        blocker.unblock()

    def show_words(self, words: Sequence[WordingView], refusal: str = "") -> None:
        """Mark the places at which there are words; with a `refusal` they cannot be changed."""
        self._words = {each.place: each for each in words}
        blocker = QSignalBlocker(self.list)
        pencil = icon("edit")
        for item in self._items():
            written = self._words.get(item.data(_NAME))
            item.setIcon(pencil if written else QIcon())
            readers = "Internal words: " if written and written.internal else "Words: "
            item.setToolTip(readers + written.text[:400] if written else "")
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, item.toolTip())
        blocker.unblock()
        allow(self.words_button, refusal)
        self._allow()

    def show_sectioned(self, sectioned: bool) -> None:
        """Whether the kind of document has sections to choose; words may stand at its ends in any case."""
        for item in self._items():
            item.setHidden(not sectioned and item.data(_NAME) not in _ENDS)
        for button in (self.up_button, self.down_button):
            button.setVisible(sectioned)
        shown = sum(not item.isHidden() for item in self._items())
        self.list.setFixedHeight(self.list.sizeHintForRow(0) * shown + 2 * self.list.frameWidth() + RHYTHM)
        self.setTitle("Sections and words" if sectioned else "Words")
        if not sectioned:
            self.list.setCurrentRow(0)

    def move_current(self, step: int) -> None:
        """Print the current section one place earlier (-1) or later (1)."""
        row = self.list.currentRow()
        target = row + step
        if not 0 < row < self.list.count() - 1 or not 0 < target < self.list.count() - 1:
            return
        blocker = QSignalBlocker(self.list)
        item = self.list.takeItem(row)
        self.list.insertItem(target, item)
        self.list.setCurrentRow(target)
        blocker.unblock()
        self._moved()

    def _add(self, name: str) -> None:
        item = QListWidgetItem(name, self.list)
        item.setData(_NAME, name)
        if name in _ENDS:
            item.setFlags(item.flags() & ~(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsDragEnabled))
        else:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _arrange(self, sections: Sequence[str]) -> None:
        """Bring the sections into this order between the two ends."""
        order = [INTRODUCTION, *sections, CLOSING]
        if [item.data(_NAME) for item in self._items()] == order:
            return
        current = self.list.currentItem()
        blocker = QSignalBlocker(self.list)
        items = {item.data(_NAME): item for item in (self.list.takeItem(0) for _ in order)}
        for name in order:
            self.list.addItem(items[name])
        self.list.setCurrentItem(current)
        blocker.unblock()

    def _moved(self) -> None:
        # Dragged beyond an end, a section comes back between them.
        names = [item.data(_NAME) for item in self._items()]
        self._arrange([each for each in names if each not in _ENDS])
        self._allow()
        self.changed.emit()

    def _allow(self) -> None:
        row, last = self.list.currentRow(), self.list.count() - 1
        self.up_button.setEnabled(1 < row < last)
        self.down_button.setEnabled(0 < row < last - 1)
        item = self.list.currentItem()
        written = item is not None and item.data(_NAME) in self._words
        self.words_button.setText("Change &words…" if written else "&Write words…")

    def _ask_words(self) -> None:
        item = self.list.currentItem()
        if item is not None and self.words_button.isEnabled() and item.data(_NAME) != Section.ANNEX:
            self.words_requested.emit(str(item.data(_NAME)))

    def _arrow(self, kind: Qt.ArrowType, name: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setArrowType(kind)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda: self.move_current(step))
        return button
