"""A table that sorts, filters, fits its columns and copies with its headings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.copied_table import CopiedTable
from opcoord.gui.widgets.filter_proxy import FilterProxy
from opcoord.gui.widgets.padded_delegate import PADDING, PaddedDelegate, PaddedHeader
from opcoord.gui.widgets.text_table_model import TextTableModel

WIDEST_COLUMN = 420
#: The longest text by letters is not always the widest, but one of these is near enough.
_MEASURED_TEXTS = 3
#: In a longer table so many rows, evenly spread, stand for all.
_MEASURED_ROWS = 300


class TableView(QTableView):
    """A read-only table for records: whole rows, sortable, Ctrl+C copies rows with headings.

    `show_model` puts a sorting and filtering proxy in between; `selected_rows` gives rows of the source.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.widest_column = WIDEST_COLUMN
        self._fills = False
        self._fitted: list[int] = []
        #: What each column needs beside its text.
        self._around: list[int] = []
        self._unfitted = True
        self._proxy = FilterProxy(self)
        self.setItemDelegate(PaddedDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + RHYTHM + 2)
        self.setHorizontalHeader(PaddedHeader(self))

    def show_model(self, model: TextTableModel, stretch: int | None = None) -> None:
        """Show a model, sortable, in its own order until a heading is clicked; `stretch` takes spare width."""
        self._proxy.setSourceModel(model)
        self.setModel(self._proxy)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self._fills = stretch is None
        if stretch is not None:
            self.horizontalHeader().setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        model.modelReset.connect(self.fit_columns)
        self.fit_columns()

    def set_filter(self, text: str) -> None:
        """Show only rows that hold every word of `text` in any column."""
        self._proxy.set_words(text)

    def fit_columns(self) -> None:
        """Make every column as wide as its heading and content, within reason.

        Only the longest texts are measured: asking the delegate about every cell stalls the window. A table that
        cannot be seen is fitted when it can.
        """
        self._unfitted = not self.isVisible()
        if self._unfitted:
            return
        model, metrics = self._proxy, self.fontMetrics()
        header = self.horizontalHeader()
        self._fitted, self._around = [], []
        rows = range(0, model.rowCount(), model.rowCount() // _MEASURED_ROWS + 1)
        columns = range(model.columnCount())
        texts = model.texts_of(rows, columns)
        for column in columns:
            around = 2 * (PADDING + RHYTHM)
            if texts and model.index(0, column).data(Qt.ItemDataRole.DecorationRole) is not None:
                around += self.iconSize().width() + RHYTHM if self.iconSize().isValid() else 3 * RHYTHM
            self._around.append(around)
            longest = sorted({line[column] for line in texts}, key=len)[-_MEASURED_TEXTS:]
            content = max(map(metrics.horizontalAdvance, longest), default=0) + around
            width = min(max(content, header.sectionSizeHint(column)), self.widest_column)
            self.setColumnWidth(column, width)
            self._fitted.append(width)
        self._share_room()

    def fitted_width(self) -> int:
        """How wide all shown columns are together when none is cut or stretched."""
        return sum(width for column, width in enumerate(self._fitted) if not self.isColumnHidden(column))

    def showEvent(self, event: QShowEvent) -> None:
        """Fit what came while nobody could see it."""
        if self._unfitted:
            self.fit_columns()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        if not self._unfitted and event.size().width() != event.oldSize().width():
            self._share_room()

    def _share_room(self) -> None:
        """Give what room is left to the last column."""
        # Where none is left, Qt would give a last column that stretches no width of its own and cut its heading.
        header = self.horizontalHeader()
        fills = self._fills and self.fitted_width() <= self.viewport().width()
        if fills != header.stretchLastSection():
            header.setStretchLastSection(fills)
            if not fills:
                header.resizeSection(header.count() - 1, self._fitted[-1])

    def selected_rows(self) -> list[int]:
        """Selected rows of the source model, in the order shown."""
        rows = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [self._proxy.mapToSource(index).row() for index in rows]

    def current_row(self) -> int | None:
        """The source row that has the keyboard, None where there is none."""
        index = self._proxy.mapToSource(self.currentIndex())
        return index.row() if index.isValid() else None

    def select_row(self, source_row: int) -> None:
        """Select a row of the source model and bring it into view."""
        source = self._proxy.sourceModel()
        index = self._proxy.mapFromSource(source.index(source_row, 0))
        if index.isValid():
            # `selectRow` obeys the keyboard as it is now: after Ctrl+2 or Ctrl+Z it would take the row away.
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
            self.scrollTo(index)

    def copy_selection(self) -> None:
        """Put the selected rows, or all where none is selected, on the clipboard with their headings."""
        selected = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        QGuiApplication.clipboard().setMimeData(self.copied(selected or None).mime())

    def copied(self, rows: Sequence[int] | None = None) -> CopiedTable:
        """These rows, all where None, as they are shown; columns that are hidden stay here."""
        model, across = self._proxy, Qt.Orientation.Horizontal
        columns = [column for column in range(model.columnCount()) if not self.isColumnHidden(column)]
        sides = [model.headerData(each, across, Qt.ItemDataRole.TextAlignmentRole) for each in columns]
        numbers = (place for place, side in enumerate(sides) if side and side & Qt.AlignmentFlag.AlignRight)
        return CopiedTable(
            [model.headerData(column, across) for column in columns],
            model.texts_of(range(model.rowCount()) if rows is None else rows, columns),
            frozenset(numbers),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy with headings on the standard key."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
            event.accept()
            return
        super().keyPressEvent(event)
