"""Results as table rows: one a phase, forces across, with completeness and the names of the missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication

from opcoord.gui.results.wording import missing_names, names_by_code
from opcoord.gui.theme import tabular_font
from opcoord.gui.widgets.records_model import SORT_ROLE
from opcoord.model.qualified import Qualified
from opcoord.queries.views import AgencyView, MeasureResults, ResultPoint

Index = QModelIndex | QPersistentModelIndex
#: The totals stand before the forces, so that they are seen however many forces there are.
_BEFORE = ("Measure", "Phase", "Total", "Cumulative", "Forces")
_AFTER = ("Missing",)


class ResultsTableModel(QAbstractTableModel):
    """Rows of measure and phase; a column for each force that answered or should have, then the totals."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[MeasureResults, ResultPoint]] = []
        self._agencies: list[AgencyView] = []
        self._names: dict[str, str] = {}
        self._cumulative = False

    def show_results(
        self, results: Sequence[MeasureResults], agencies: Sequence[AgencyView], cumulative: bool
    ) -> None:
        """Show these; the forces' columns hold each phase's figure, or the sum up to it."""
        self.beginResetModel()
        self._rows = [(each, point) for each in results for point in each.points]
        concerned = {code for _, point in self._rows for code in (*point.missing, *point.by_agency)}
        self._agencies = [agency for agency in agencies if agency.code in concerned]
        self._names = names_by_code(agencies)
        self._cumulative = cumulative
        self.endResetModel()

    def place(self, index: Index) -> tuple[str, int, str]:
        """Measure, phase and agency (empty for a total) that a cell stands for."""
        results, point = self._rows[index.row()]
        number = index.column() - len(_BEFORE)
        agency = self._agencies[number].code if 0 <= number < len(self._agencies) else ""
        return results.measure.code, point.phase, agency

    def is_cumulative(self, index: Index) -> bool:
        """Whether a cell holds a sum over all phases up to its row's."""
        kind = self._kind(index.column())
        forces = {agency.code for agency in self._agencies}
        return kind == "Cumulative" or (self._cumulative and kind in forces)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_BEFORE) + len(self._agencies) + len(_AFTER)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        names = [agency.name for agency in self._agencies]
        if role == Qt.ItemDataRole.DisplayRole:
            return [*_BEFORE, *map(_two_lines, _short(names)), *_AFTER][section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return [*_BEFORE, *names, *_AFTER][section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        results, point = self._rows[index.row()]
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(results, point, column)
        if role == SORT_ROLE:
            return self._sort_key(results, point, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        if role == Qt.ItemDataRole.FontRole and self._alignment(column) & Qt.AlignmentFlag.AlignRight:
            return tabular_font(QFont())
        if role == Qt.ItemDataRole.ForegroundRole and self._kind(column) in point.reasons:
            return QGuiApplication.palette().placeholderText()
        if role == Qt.ItemDataRole.ToolTipRole and column == self.columnCount() - 1:
            return missing_names(point, self._names)
        return None

    def _text(self, results: MeasureResults, point: ResultPoint, column: int) -> str:
        unit = results.measure.unit
        kind = self._kind(column)
        if kind == "Measure":
            return results.measure.label
        if kind == "Phase":
            return str(point.phase)
        if kind == "Forces":
            return f"{point.received} of {point.expected}"
        if kind == "Missing":
            return missing_names(point, self._names)
        amount = self._amount(point, column)
        if amount is None:
            return point.reasons.get(kind, "no answer" if kind == "Total" else "")
        mark = " p" if kind == "Total" and point.provisional else ""
        return amount.text(unit) + mark

    def _amount(self, point: ResultPoint, column: int) -> Qualified | None:
        kind = self._kind(column)
        if kind == "Total":
            return point.total
        if kind == "Cumulative":
            return point.cumulative
        return (point.cumulative_by_agency if self._cumulative else point.by_agency).get(kind)

    def _sort_key(self, results: MeasureResults, point: ResultPoint, column: int) -> object:
        kind = self._kind(column)
        if kind == "Measure":
            return (results.measure.label.casefold(), point.phase)
        if kind == "Phase":
            return point.phase
        if kind == "Forces":
            return point.received
        if kind == "Missing":
            return len(point.missing)
        amount = self._amount(point, column)
        return None if amount is None else amount.stored

    def _kind(self, column: int) -> str:
        """A fixed column's title, or the code of the agency whose column it is."""
        if column < len(_BEFORE):
            return _BEFORE[column]
        number = column - len(_BEFORE)
        if number < len(self._agencies):
            return self._agencies[number].code
        return _AFTER[number - len(self._agencies)]

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        text = column == 0 or column == self.columnCount() - 1
        return (
            Qt.AlignmentFlag.AlignLeft if text else Qt.AlignmentFlag.AlignRight
        ) | Qt.AlignmentFlag.AlignVCenter


def _short(names: Sequence[str]) -> list[str]:
    """Names without "Police" or "Constabulary" at their end, as long as they can be told apart."""
    cut = [name.removesuffix(" Police").removesuffix(" Constabulary") for name in names]
    return cut if len(set(cut)) == len(cut) else list(names)


def _two_lines(name: str) -> str:
    """A heading broken where its halves are most alike, so that all columns fit beside each other."""
    words = name.split()
    if len(words) < 2:
        return name
    cuts = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    first, second = min(cuts, key=lambda halves: max(len(halves[0]), len(halves[1])))
    return f"{first}\n{second}"
