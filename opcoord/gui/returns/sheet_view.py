"""The grid of a received sheet on screen: taken cells stand in a frame, and any cell can be chosen."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from opcoord.gui.returns.sheet_model import MARK_ROLE, SheetModel
from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.padded_delegate import PaddedDelegate
from opcoord.services.received_cells import Sheet

#: Only so much of a sheet is looked at to find the widths of its columns.
_MEASURED_ROWS, _MEASURED_COLUMNS = 40, 12
_NARROWEST, _WIDEST = 48, 150
_CORNER = 6.0
_LINES = {
    "taken": Qt.PenStyle.SolidLine,
    "corrected": Qt.PenStyle.DashLine,
    "asked": Qt.PenStyle.DotLine,
}


class MarkedDelegate(PaddedDelegate):
    """Draws a frame round the cells that matter, and a corner into those that count."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        mark = index.data(MARK_ROLE)
        if not mark:
            return
        selected = bool(option.state & option.state.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Accent
        colour = option.palette.color(role)
        painter.save()
        painter.setPen(QPen(colour, 2, _LINES[mark]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = option.rect.adjusted(1, 1, -2, -2)
        painter.drawRect(box)
        if mark == "taken":
            corner = QPointF(box.topRight())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(
                QPolygonF([corner, corner - QPointF(_CORNER, 0), corner + QPointF(0, _CORNER)])
            )
        painter.restore()


class SheetView(QTableView):
    """One sheet; `cell_chosen(address)` when another cell becomes current or one is clicked,
    `sheet_wanted` (1 or -1) on Ctrl+PageDown and Ctrl+PageUp."""

    cell_chosen = Signal(str)
    sheet_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.setAccessibleName("The sheet as it came")
        self.setAccessibleDescription("Ctrl+Page Down and Ctrl+Page Up go to the other sheets.")
        self.sheet_model = SheetModel(self)
        self.setModel(self.sheet_model)
        self.setItemDelegate(MarkedDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(
                QHeaderView.ResizeMode.Interactive
                if header is self.horizontalHeader()
                else QHeaderView.ResizeMode.Fixed
            )
            header.setHighlightSections(True)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + RHYTHM - 1)
        self.horizontalHeader().setDefaultSectionSize(80)
        self.selectionModel().currentChanged.connect(lambda _now, _before: self._tell())
        self.clicked.connect(lambda _index: self._tell())

    def show_sheet(self, sheet: Sheet) -> None:
        """Show this sheet from its top."""
        self._quiet = True
        self.sheet_model.show_sheet(sheet)
        self._fit()
        self.scrollToTop()
        self._quiet = False

    def go_to(self, address: str) -> bool:
        """Select a cell and bring it into view, without telling; tells whether the sheet reaches so far."""
        index = self.sheet_model.index_of(address)
        if not index.isValid():
            return False
        self._quiet = True
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect)
        self._bring(index)
        self._quiet = False
        return True

    def current_address(self) -> str:
        """The address of the current cell; empty where there is none."""
        return self.sheet_model.address(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chosen cell stays in view, also where the view gets its size only after it was chosen."""
        super().resizeEvent(event)
        self._bring(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+PageDown and Ctrl+PageUp change the sheet, as in a spreadsheet."""
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sheet_wanted.emit(step)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters walk the findings; they must not search the sheet as well."""

    def _bring(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Scroll to a cell, in the middle where it was out of view, and no further from the labels than need be."""
        if not index.isValid():
            return
        box = self.visualRect(index)
        if not 0 <= box.top() <= self.viewport().height() - box.height():
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.horizontalScrollBar().setValue(0)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def _tell(self) -> None:
        if not self._quiet and self.currentIndex().isValid():
            self.cell_chosen.emit(self.current_address())

    def _fit(self) -> None:
        """Columns as wide as what stands in their first rows, within reason."""
        metrics, header = self.fontMetrics(), self.horizontalHeader()
        hidden = self.sheet_model.sheet.hidden_columns
        for column in range(min(self.sheet_model.columnCount(), _MEASURED_COLUMNS)):
            # What Excel hides is there to be seen, but need not take the room.
            texts = (
                [] if column + 1 in hidden else self.sheet_model.texts_of_column(column + 1, _MEASURED_ROWS)
            )
            longest = sorted(texts, key=len)[-3:]
            content = max(map(metrics.horizontalAdvance, longest), default=0) + 3 * RHYTHM
            heading = header.sectionSizeHint(column)
            self.setColumnWidth(column, min(max(content, heading, _NARROWEST), _WIDEST))
