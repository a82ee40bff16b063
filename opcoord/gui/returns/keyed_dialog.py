"""A return taken by telephone or from an e-mail's text: keyed twice, compared, and settled where it differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QAbstractItemModel, QDate, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableView,
    QWidget,
)

from opcoord.gui.forms.ui_keyed_dialog import Ui_KeyedDialog
from opcoord.gui.returns.keyed_models import KeyedModel, SettleModel, differences_between
from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.padded_delegate import PaddedDelegate, PaddedHeader
from opcoord.queries.views import AgencyView, PhaseView
from opcoord.services.candidate import AmountPreview

FIRST, SECOND, SETTLE = range(3)
_SENTENCES = (
    "Type each figure as it was said, for example approx 12 or £2.5k. Leave blank what was not mentioned.",
    "Key the same figures once more; what was typed first is hidden. Have them read out again where you can.",
    "These differ. Double-click the one that is right, or press Space on it, or type it into the last column.",
)


class KeyedDialog(FittedDialog):
    """Emits `keyed(phase, agency, entries, source, as-at date or None)` once all is settled."""

    keyed = Signal(int, str, dict, str, object)

    def __init__(
        self,
        agencies: Sequence[AgencyView],
        phases: Sequence[PhaseView],
        labels: Mapping[str, str],
        preview: Callable[[str, str], AmountPreview],
        today: dt.date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._labels = labels
        self._phases = {phase.number: phase for phase in phases}
        self._step = FIRST
        self._first: dict[str, str] = {}
        self.form = Ui_KeyedDialog()
        self.form.setupUi(self)
        for agency in agencies:
            if agency.sends_returns:
                self.form.agency_combo.addItem(agency.name, agency.code)
        for phase in reversed(phases):
            self.form.phase_combo.addItem(f"Phase {phase.number}: {phase.theme}", phase.number)
        for edit in (self.form.when_edit, self.form.as_at_edit):
            edit.setDate(QDate(today.year, today.month, today.day))
        self.model = KeyedModel(preview, self)
        self.settle_model = SettleModel(self)
        self.table = _EntryTable("Figures", self.model, 1)
        self.settle_table = _EntryTable("Figures that differ", self.settle_model, 3)
        for table in (self.table, self.settle_table):
            self.form.table_layout.addWidget(table)
        form = self.form
        order = (form.as_at_edit, self.table, self.settle_table, form.back_button, form.next_button)
        for before, after in pairwise((*order, form.cancel_button)):
            self.setTabOrder(before, after)
        self._connect()
        self._show_measures()
        self._go(FIRST)

    def choose(self, agency: str, phase: int) -> None:
        """Start with this force and phase."""
        self.form.agency_combo.setCurrentIndex(max(self.form.agency_combo.findData(agency), 0))
        self.form.phase_combo.setCurrentIndex(max(self.form.phase_combo.findData(phase), 0))

    @property
    def step(self) -> int:
        """FIRST, SECOND or SETTLE."""
        return self._step

    def source(self) -> str:
        """Who told it, how and when, as one line."""
        when = self.form.when_edit.date()
        day = dt.date(when.year(), when.month(), when.day())
        who = self.form.who_edit.text().strip()
        return f"{self.form.how_combo.currentText()}, {who}, {day.day} {day:%B %Y}"

    def hold(self) -> str:
        """What is missing before the next step; empty where it can be taken."""
        if self._step == SETTLE:
            left = self.settle_model.left
            return f"{left} {'is' if left == 1 else 'are'} not settled." if left else ""
        if self.form.phase_combo.currentData() is None:
            return "Plan a phase first."
        if not self.form.who_edit.text().strip():
            return "Say who told you; the source stays with the return."
        if not self.model.entries:
            return "Type at least one figure."
        return next(iter(self.model.questions), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter belongs to the table, or to the button that has the keyboard; it never ends the dialog by itself."""
        focused = self.focusWidget()
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focused, QPushButton):
            focused.click()

    def _show_measures(self) -> None:
        self.model.show_measures(self._measures(), self.model.entries)
        self._show()

    def _measures(self) -> list[tuple[str, str]]:
        phase = self._phases.get(self.form.phase_combo.currentData())
        codes = phase.measures if phase is not None and phase.measures else tuple(self._labels)
        return [(code, self._labels[code]) for code in codes if code in self._labels]

    def _next(self) -> None:
        if self.hold():
            return
        if self._step == FIRST:
            self._first = self.model.entries
            self.model.show_measures(self._measures(), {})
            self._go(SECOND)
            return
        if self._step == SECOND:
            differences = differences_between(self._measures(), self._first, self.model.entries)
            if differences:
                self.settle_model.show_differences(differences)
                self._go(SETTLE)
                return
        entries = {**self._first, **(self.settle_model.chosen if self._step == SETTLE else {})}
        self._tell({code: text for code, text in entries.items() if text})

    def _tell(self, entries: dict[str, str]) -> None:
        as_at = None
        if self.form.as_at_check.isChecked():
            day = self.form.as_at_edit.date()
            as_at = dt.date(day.year(), day.month(), day.day())
        agency, phase = self.form.agency_combo.currentData(), self.form.phase_combo.currentData()
        source = self.source()
        self.accept()
        self.keyed.emit(phase, agency, entries, source, as_at)

    def _back(self) -> None:
        self.model.show_measures(self._measures(), self._first)
        self._go(FIRST)

    def _go(self, step: int) -> None:
        self._step = step
        tell(self.form.step_label, _SENTENCES[step])
        self.form.head.setEnabled(step == FIRST)
        self.form.back_button.setVisible(step != FIRST)
        self.table.setVisible(step != SETTLE)
        self.settle_table.setVisible(step == SETTLE)
        self.form.next_button.setText(("&Key it a second time", "&Compare both", "&Add to the list")[step])
        (self.settle_table if step == SETTLE else self.table).start()
        if step == FIRST:
            self.form.agency_combo.setFocus()
        self._show()

    def _show(self) -> None:
        hold = self.hold()
        self.form.next_button.setEnabled(not hold)
        self.form.next_button.setAccessibleDescription(hold)
        tell(self.form.hold_label, hold)

    def _connect(self) -> None:
        form = self.form
        form.phase_combo.currentIndexChanged.connect(lambda _index: self._show_measures())
        form.who_edit.textChanged.connect(lambda _text: self._show())
        form.as_at_check.toggled.connect(form.as_at_edit.setEnabled)
        self.model.edited.connect(self._show)
        self.settle_model.edited.connect(self._show)
        self.settle_table.activated_cell.connect(self.settle_model.take)
        form.cancel_button.clicked.connect(self.reject)
        form.back_button.clicked.connect(self._back)
        form.next_button.clicked.connect(self._next)


class _EntryTable(QTableView):
    """A table to key into: typing starts to edit, Enter goes one line down. `activated_cell` on double-click or Space."""

    activated_cell = Signal(object)

    def __init__(self, name: str, model: QAbstractItemModel, column: int) -> None:
        super().__init__()
        self._column = column
        self.setAccessibleName(name)
        self.setItemDelegate(PaddedDelegate(self))
        self.setHorizontalHeader(PaddedHeader(self))
        self.setModel(model)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + RHYTHM + 2)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(True)
        for other in range(1, model.columnCount()):
            self.setColumnWidth(other, 150)
        self.doubleClicked.connect(lambda index: self.activated_cell.emit(index))

    def start(self) -> None:
        """Put the keyboard into the first line."""
        self.setCurrentIndex(self.model().index(0, self._column))
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes one line down; Space takes what stands in a cell."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # From an open editor the key comes up here too; `closeEditor` goes down then.
            if self.state() != QAbstractItemView.State.EditingState:
                self._down(index)
        elif event.key() == Qt.Key.Key_Space and index.column() != self._column:
            self.activated_cell.emit(index)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter the next line is ready for typing."""
        index = self.currentIndex()
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._down(index)

    def _down(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if index.row() + 1 < self.model().rowCount():
            self.setCurrentIndex(self.model().index(index.row() + 1, self._column))
