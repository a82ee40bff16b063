"""The tables in which a return is keyed by hand: one to type in, one to settle what was keyed differently."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from opcoord.services.candidate import AmountPreview

Index = QModelIndex | QPersistentModelIndex
_ALIGNED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _LinesModel(QAbstractTableModel):
    """Lines of which one column is typed in. `edited` after each change."""

    edited = Signal()
    _TITLES: ClassVar[tuple[str, ...]] = ()
    _TYPED: ClassVar[int] = 0

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[object] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._TITLES)
        return self._TITLES[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == self._TYPED else flags


class KeyedModel(_LinesModel):
    """A line a measure: its label, what is typed, and how that is read."""

    _TITLES = ("Measure", "Figure", "Read as")
    _TYPED = 1
    _lines: Sequence[tuple[str, str]]

    def __init__(self, preview: Callable[[str, str], AmountPreview], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preview = preview
        self._entries: dict[str, str] = {}
        self._readings: dict[str, AmountPreview] = {}

    def show_measures(self, measures: Sequence[tuple[str, str]], entries: dict[str, str]) -> None:
        """Ask for these (code and label), with what was typed so far."""
        self.beginResetModel()
        self._lines = measures
        self._entries = {code: entries[code] for code, _ in measures if entries.get(code)}
        self._readings = {code: self._preview(text, code) for code, text in self._entries.items()}
        self.endResetModel()

    @property
    def entries(self) -> dict[str, str]:
        """What was typed, by measure code; nothing for what was left blank."""
        return dict(self._entries)

    @property
    def questions(self) -> list[str]:
        """Why entries cannot be read, in the order of the lines."""
        found = (self._readings.get(code, AmountPreview()).question for code, _ in self._lines)
        return [question for question in found if question]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        code, label = self._lines[index.row()]
        text, read = self._entries.get(code, ""), self._readings.get(code, AmountPreview())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return (label, text, read.reading or read.question)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (label, text or "blank", read.reading or read.question) if part)
        return _ALIGNED if role == Qt.ItemDataRole.TextAlignmentRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != self._TYPED:
            return False
        code, text = self._lines[index.row()][0], str(value).strip()
        self._entries.pop(code, None)
        self._readings.pop(code, None)
        if text:
            self._entries[code] = text
            self._readings[code] = self._preview(text, code)
        self.dataChanged.emit(self.index(index.row(), 1), self.index(index.row(), 2))
        self.edited.emit()
        return True


@dataclass(frozen=True, slots=True)
class KeyedDifference:
    """One measure that was keyed differently the second time."""

    measure: str
    label: str
    first: str
    second: str


class SettleModel(_LinesModel):
    """A line a difference; what counts is typed into the last column, or taken from one of the two before."""

    _TITLES = ("Measure", "First time", "Second time", "What counts")
    _TYPED = 3
    _lines: Sequence[KeyedDifference]

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chosen: dict[str, str] = {}

    def show_differences(self, differences: Sequence[KeyedDifference]) -> None:
        """Ask about these."""
        self.beginResetModel()
        self._lines, self._chosen = differences, {}
        self.endResetModel()

    @property
    def chosen(self) -> dict[str, str]:
        """What counts, by measure code; a blank counts as no answer."""
        return dict(self._chosen)

    @property
    def left(self) -> int:
        """How many are not settled."""
        return len(self._lines) - len(self._chosen)

    def take(self, index: Index) -> None:
        """What stands in this cell counts."""
        if index.isValid() and index.column() in (1, 2):
            each = self._lines[index.row()]
            self._choose(index.row(), each.first if index.column() == 1 else each.second)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        each = self._lines[index.row()]
        settled = each.measure in self._chosen
        counts = self._chosen.get(each.measure, "")
        if role == Qt.ItemDataRole.EditRole:
            return (each.label, each.first, each.second, counts)[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            said = counts or "blank" if settled else "not settled"
            return (each.label, each.first or "blank", each.second or "blank", said)[index.column()]
        return _ALIGNED if role == Qt.ItemDataRole.TextAlignmentRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != self._TYPED:
            return False
        self._choose(index.row(), str(value).strip())
        return True

    def _choose(self, row: int, text: str) -> None:
        self._chosen[self._lines[row].measure] = text
        self.dataChanged.emit(self.index(row, self._TYPED), self.index(row, self._TYPED))
        self.edited.emit()


def differences_between(
    measures: Sequence[tuple[str, str]], first: dict[str, str], second: dict[str, str]
) -> list[KeyedDifference]:
    """What was keyed differently, in the order of the measures (code and label)."""
    return [
        KeyedDifference(code, label, first.get(code, ""), second.get(code, ""))
        for code, label in measures
        if first.get(code, "").casefold() != second.get(code, "").casefold()
    ]
