"""The matrix of returns: agencies down, phases across, with the state of each by sign and word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from opcoord.gui.returns.state_icons import state_icon
from opcoord.gui.widgets.records_model import plain_tip
from opcoord.queries.notes import NoteView
from opcoord.queries.views import AgencyView, MatrixCell

Index = QModelIndex | QPersistentModelIndex


class MatrixModel(QAbstractTableModel):
    """One row for each agency that sends returns, one column for each phase."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._agencies: list[AgencyView] = []
        self._phases: list[int] = []
        self._cells: dict[tuple[str, int], MatrixCell] = {}
        self._notes: dict[tuple[str, int], list[str]] = {}

    def set_matrix(
        self,
        agencies: Sequence[AgencyView],
        phases: Sequence[int],
        cells: Sequence[MatrixCell],
        notes: Sequence[NoteView] = (),
    ) -> None:
        """Show these; agencies of which no cell expects or holds anything are left out, and settled notes."""
        self.beginResetModel()
        self._notes = {}
        for note in notes:
            if note.is_open and note.phase is not None:
                self._notes.setdefault((note.agency, note.phase), []).append(note.sentence)
        self._cells = {(cell.agency, cell.phase): cell for cell in cells}
        shown = {cell.agency for cell in cells if cell.state != "not expected"}
        self._agencies = [agency for agency in agencies if agency.code in shown]
        self._phases = list(phases)
        self.endResetModel()

    def cell(self, index: Index) -> MatrixCell | None:
        """The square at an index."""
        if not index.isValid():
            return None
        return self._cells.get((self._agencies[index.row()].code, self._phases[index.column()]))

    def index_of(self, agency: str, phase: int) -> QModelIndex:
        """The index of a square, not valid where there is none."""
        codes = [each.code for each in self._agencies]
        if agency in codes and phase in self._phases:
            return self.index(codes.index(agency), self._phases.index(phase))
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._agencies)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._phases)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or section < 0:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return f"Phase {self._phases[section]}" if section < len(self._phases) else None
        return self._agencies[section].name if section < len(self._agencies) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index)
        place = (self._agencies[index.row()].code, self._phases[index.column()])
        notes = self._notes.get(place, [])
        if role == Qt.ItemDataRole.DisplayRole:
            return _word(cell) + _noted(len(notes))
        if role == Qt.ItemDataRole.DecorationRole:
            return state_icon(cell.state) if cell else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            agency = self._agencies[index.row()]
            sentences = [f"{agency.name}, phase {place[1]}: {_sentence(cell)}", *notes]
            if role == Qt.ItemDataRole.ToolTipRole and notes:
                return plain_tip("\n".join(sentences))
            return ". ".join(sentences)
        return None


class MatrixView(QTableView):
    """The matrix on screen; `cell_chosen` on a click, or Enter or Space on the current square."""

    cell_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix_model = MatrixModel(self)
        self.setModel(self.matrix_model)
        self.setAccessibleName("Returns by force and phase")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(
            self.fontMetrics().horizontalAdvance("awaited mmm") + 16
        )
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.clicked.connect(self._choose)

    def needed_height(self) -> int:
        """The height at which no row is hidden."""
        rows = self.matrix_model.rowCount() * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height()
        return rows + self.horizontalHeader().sizeHint().height() + bar + 4

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the current square."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _choose(self, index: Index) -> None:
        cell = self.matrix_model.cell(index)
        if cell is not None:
            self.cell_chosen.emit(cell)


def _word(cell: MatrixCell | None) -> str:
    if cell is None or cell.state == "not expected":
        return "–"
    if cell.state == "received":
        return f"v{cell.version}" + (" p" if cell.provisional else "")
    return cell.state


def _noted(count: int) -> str:
    return "" if not count else ", note" if count == 1 else ", notes"


def _sentence(cell: MatrixCell | None) -> str:
    if cell is None:
        return "not expected"
    if cell.state != "received":
        return cell.state
    return f"version {cell.version} accepted" + (", holds provisional figures" if cell.provisional else "")
