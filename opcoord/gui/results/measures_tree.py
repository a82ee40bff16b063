"""The measures by heading or ADDER strand, with a field that narrows them; several can be chosen at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QTreeView, QVBoxLayout, QWidget

from opcoord.gui.icons import icon
from opcoord.gui.results.wording import INDENT, STRANDS, full_labels, parents_first
from opcoord.gui.theme import RHYTHM
from opcoord.queries.views import MeasureView

_NO_STRAND = "No strand"
CODE_ROLE = Qt.ItemDataRole.UserRole + 1


class MeasuresTree(QWidget):
    """Emits `chosen` when other measures are selected; `codes()` gives them, the current one first."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter_edit = QLineEdit(self)
        self.filter_edit.setAccessibleName("Filter measures")
        self.filter_edit.setPlaceholderText("Filter measures")
        self.filter_edit.setClearButtonEnabled(True)
        self.filter_edit.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.group_combo = QComboBox(self)
        self.group_combo.setAccessibleName("Group measures")
        self.group_combo.addItems(["By heading", "By ADDER strand"])
        self._measures: Sequence[MeasureView] = ()
        self._model = QStandardItemModel(self)
        self._proxy = _FilterProxy(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setRecursiveFilteringEnabled(True)
        self.view = QTreeView(self)
        self.view.setAccessibleName("Measures")
        self.view.setAccessibleDescription("Hold Ctrl or Shift to choose several measures of one unit.")
        self.view.setModel(self._proxy)
        self.view.setHeaderHidden(True)
        self.view.setUniformRowHeights(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM)
        layout.addWidget(self.filter_edit)
        layout.addWidget(self.group_combo)
        layout.addWidget(self.view, 1)
        self.filter_edit.textChanged.connect(self._filter)
        self.group_combo.currentIndexChanged.connect(lambda _index: self._regroup())
        self.view.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())

    def set_measures(self, measures: Sequence[MeasureView]) -> None:
        """Show these; what was chosen stays chosen, else the first measure is."""
        kept = self.codes()
        self._measures = measures
        blocker = self.view.selectionModel().blockSignals(True)
        self._model.clear()
        headings: dict[str, QStandardItem] = {}
        labels = full_labels(measures)
        for depth, measure in self._in_groups():
            title = self._group_of(measure)
            heading = headings.get(title)
            if heading is None:
                heading = QStandardItem(title)
                heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = heading.font()
                font.setBold(True)
                heading.setFont(font)
                headings[title] = heading
                self._model.appendRow(heading)
            item = QStandardItem(INDENT * depth + measure.label if depth else labels[measure.code])
            item.setToolTip(labels[measure.code])
            item.setData(measure.code, CODE_ROLE)
            heading.appendRow(item)
        self.view.selectionModel().blockSignals(blocker)
        self.view.expandAll()
        codes = [measure.code for measure in measures]
        self.choose([code for code in kept if code in codes] or codes[:1])

    def codes(self) -> list[str]:
        """Codes of the chosen measures, the current one first, then from top to bottom."""
        chosen = [index for index in self.view.selectionModel().selectedIndexes() if index.data(CODE_ROLE)]
        current = self.view.currentIndex()
        chosen.sort(key=lambda index: (index != current, index.parent().row(), index.row()))
        return [index.data(CODE_ROLE) for index in chosen]

    def choose(self, codes: Sequence[str]) -> None:
        """Select these measures."""
        selection = self.view.selectionModel()
        selection.clearSelection()
        first = True
        for code in codes:
            index = self._index_of(code)
            if not index.isValid():
                continue
            if first:
                self.view.setCurrentIndex(index)
                self.view.scrollTo(index)
            selection.select(index, QItemSelectionModel.SelectionFlag.Select)
            first = False

    def _regroup(self) -> None:
        """The same measures under the other titles; what is chosen stays chosen, so nothing is read anew."""
        blocked = self.blockSignals(True)
        self.set_measures(self._measures)
        self.blockSignals(blocked)

    def _in_groups(self) -> list[tuple[int, MeasureView]]:
        """The measures with their depths; strands come in their own order, each with those parts that share it."""
        if not self._by_strand:
            return list(parents_first(self._measures))
        titles = [*STRANDS.values(), _NO_STRAND]
        groups = [[each for each in self._measures if self._group_of(each) == title] for title in titles]
        return [each for group in groups for each in parents_first(group)]

    def _group_of(self, measure: MeasureView) -> str:
        if self._by_strand:
            return STRANDS.get(measure.adder, _NO_STRAND)
        return measure.heading or "Other measures"

    @property
    def _by_strand(self) -> bool:
        return self.group_combo.currentIndex() == 1

    def _index_of(self, code: str) -> QModelIndex:
        for row in range(self._proxy.rowCount()):
            heading = self._proxy.index(row, 0)
            for child in range(self._proxy.rowCount(heading)):
                index = self._proxy.index(child, 0, heading)
                if index.data(CODE_ROLE) == code:
                    return index
        return QModelIndex()

    def _filter(self, text: str) -> None:
        self._proxy.set_words(text)
        self.view.expandAll()


class _FilterProxy(QSortFilterProxyModel):
    """Keeps measures in which, or in whose heading, every word is found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []

    def set_words(self, text: str) -> None:
        """Filter by these words."""
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Headings are kept by their children alone."""
        if not self._words:
            return True
        model = self.sourceModel()
        if not parent.isValid():
            return False
        whole = f"{model.index(row, 0, parent).data()} {parent.data()}".casefold()
        return all(word in whole for word in self._words)
