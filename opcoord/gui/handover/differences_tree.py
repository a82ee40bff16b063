"""The differences as a tree: groups, and in them lines; what can be taken over has a box to tick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from opcoord.gui.theme import RHYTHM, scaled_font
from opcoord.gui.widgets.padded_delegate import TickDelegate
from opcoord.services.differences.compare import Differences
from opcoord.services.differences.records import Line, Side

_LINE = Qt.ItemDataRole.UserRole
_WHAT, _WHERE = 0, 1


class DifferencesTree(QObject):
    """Fills a drawn tree. `chosen_changed` when other boxes are ticked, `line_shown(Line or None)` for the current one."""

    chosen_changed = Signal()
    line_shown = Signal(object)

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree
        tree.setItemDelegate(TickDelegate(tree))
        self._found: Differences | None = None
        self._items: dict[str, QTreeWidgetItem] = {}
        tree.setHeaderLabels(["What", "Where"])
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(True)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_WHAT, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(_WHERE, tree.fontMetrics().horizontalAdvance(Side.THERE.value) + 4 * RHYTHM)
        tree.itemChanged.connect(self._on_changed)
        tree.currentItemChanged.connect(lambda item, _before: self.line_shown.emit(self._line(item)))

    def show_differences(self, found: Differences, with_here: bool) -> None:
        """Show these, what is proposed ticked; `with_here` also what is only in the open file."""
        self._found = found
        blocker = QSignalBlocker(self._tree)
        self._tree.clear()
        self._items.clear()
        shown = [each for each in found.lines if with_here or each.side is not Side.HERE]
        for name in dict.fromkeys(each.group for each in shown):
            self._add_group(name, [each for each in shown if each.group == name])
        self._set(found.needed(frozenset(each.key for each in shown if each.proposed)), True)
        self._tree.expandAll()
        blocker.unblock()
        first = next(iter(self._items.values()), None)
        if first is not None:
            self._tree.setCurrentItem(first)
        else:
            self.line_shown.emit(None)
        self.chosen_changed.emit()

    def chosen(self) -> frozenset[str]:
        """The keys of the ticked lines."""
        return frozenset(key for key, item in self._items.items() if _ticked(item))

    def _add_group(self, name: str, lines: Sequence[Line]) -> None:
        group = QTreeWidgetItem(self._tree, [f"{name} ({len(lines)})", ""])
        group.setFont(_WHAT, scaled_font(self._tree.font(), 1.0, bold=True))
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        for line in lines:
            item = QTreeWidgetItem(group, [line.what, line.side.value])
            item.setData(_WHAT, _LINE, line.key)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if line.take is not None:
                item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(_WHAT, Qt.CheckState.Unchecked)
            else:
                item.setFlags(flags)
            self._items[line.key] = item

    def _on_changed(self, item: QTreeWidgetItem, column: int) -> None:
        """What a line needs is ticked with it; what cannot be without it is unticked with it."""
        line = self._line(item)
        if column != _WHAT or line is None or self._found is None:
            return
        blocker = QSignalBlocker(self._tree)
        if _ticked(item):
            self._set(self._found.needed(frozenset((line.key,))), True)
        else:
            self._set(_dependent(self._found.lines, line), False)
        blocker.unblock()
        self._tree.viewport().update()
        self.chosen_changed.emit()

    def _set(self, keys: Iterable[str], ticked: bool) -> None:
        state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        for key in keys:
            if key in self._items:
                self._items[key].setCheckState(_WHAT, state)

    def _line(self, item: QTreeWidgetItem | None) -> Line | None:
        key = None if item is None else item.data(_WHAT, _LINE)
        if self._found is None or key is None:
            return None
        return next((each for each in self._found.lines if each.key == key), None)


def _ticked(item: QTreeWidgetItem) -> bool:
    return bool(item.flags() & Qt.ItemFlag.ItemIsUserCheckable) and (
        item.checkState(_WHAT) is Qt.CheckState.Checked
    )


def _dependent(lines: Sequence[Line], gone: Line) -> Iterator[str]:
    """The keys of the lines that need what `gone` brings, and of those that need these."""
    if gone.brings:
        for each in lines:
            if gone.brings in each.needs:
                yield each.key
                yield from _dependent(lines, each)
