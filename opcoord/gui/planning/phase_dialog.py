"""The editor for one phase; it holds a draft and saves nothing itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QHeaderView, QListView, QTableView, QWidget

from opcoord.gui.forms.ui_phase_dialog import Ui_PhaseDialog
from opcoord.gui.planning.cell_delegates import ChoiceDelegate, DateDelegate
from opcoord.gui.planning.checklist_model import ChecklistModel
from opcoord.gui.planning.dates_models import MilestonesModel, RowsModel, WindowsModel
from opcoord.gui.results.wording import INDENT, full_labels, parents_first
from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.padded_delegate import TickDelegate
from opcoord.queries.views import AgencyView, MeasureView

if TYPE_CHECKING:
    from opcoord.services.plan import PhaseDraft


class PhaseDialog(FittedDialog):
    """Emits `save_requested` with the changed draft; whoever listens saves it and accepts the dialog."""

    save_requested = Signal(object)

    def __init__(
        self,
        draft: PhaseDraft,
        agencies: Sequence[AgencyView],
        measures: Sequence[MeasureView],
        is_new: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self.ui = Ui_PhaseDialog()
        self.ui.setupUi(self)
        self.setWindowTitle("New phase" if is_new else f"Phase {draft.number}")
        names = {agency.code: agency.name for agency in agencies}
        senders = [(agency.code, agency.name) for agency in agencies if agency.sends_returns]
        everyone = [(agency.code, agency.name) for agency in agencies]
        self.windows = WindowsModel(draft.windows, names, self)
        self.milestones = MilestonesModel(draft.milestones, self)
        self.expected = ChecklistModel(senders, draft.expected, self)
        self.partners = ChecklistModel(everyone, draft.partners, self)
        labels = full_labels(measures)
        below = [(each.code, INDENT * depth + labels[each.code]) for depth, each in parents_first(measures)]
        self.measures = ChecklistModel(below, draft.measures, self)
        self._measure_codes = [each.code for each in measures]
        self._show(draft, everyone)
        self._build_tables(senders)
        self._build_lists()
        self._connect(is_new)
        self._check()
        self.ui.theme_edit.setFocus()

    def draft(self) -> PhaseDraft:
        """The phase as the form says it now."""
        ui = self.ui
        due = ui.due_edit.date()
        return replace(
            self._draft,
            number=ui.number_spin.value(),
            theme=ui.theme_edit.text().strip(),
            lead=ui.lead_force_combo.currentData() or "",
            windows=self.windows.windows(),
            returns_due=dt.date(due.year(), due.month(), due.day()) if ui.due_check.isChecked() else None,
            runs_with=ui.runs_with_edit.text().strip(),
            objectives=ui.objectives_edit.toPlainText().strip(),
            note=ui.note_edit.toPlainText().strip(),
            partners=self.partners.ticked(),
            expected=self.expected.ticked(),
            measures=tuple(sorted(self.measures.ticked(), key=self._measure_codes.index)),
            milestones=self.milestones.milestones(),
        )

    def _show(self, draft: PhaseDraft, agencies: Sequence[tuple[str, str]]) -> None:
        ui = self.ui
        ui.number_spin.setValue(draft.number)
        ui.theme_edit.setText(draft.theme)
        ui.lead_force_combo.addItem("Not decided", "")
        for code, name in agencies:
            ui.lead_force_combo.addItem(name, code)
        ui.lead_force_combo.setCurrentIndex(max(ui.lead_force_combo.findData(draft.lead), 0))
        ui.runs_with_edit.setText(draft.runs_with)
        ui.due_check.setChecked(draft.returns_due is not None)
        ui.due_edit.setEnabled(draft.returns_due is not None)
        due = draft.returns_due or self._proposed_due()
        ui.due_edit.setDate(QDate(due.year, due.month, due.day))
        ui.objectives_edit.setPlainText(draft.objectives)
        ui.note_edit.setPlainText(draft.note)
        ui.problem_label.setTextFormat(Qt.TextFormat.PlainText)

    def _proposed_due(self) -> dt.date:
        last = max((each.ends_on for each in self._draft.windows), default=dt.date.today())
        return last + dt.timedelta(days=14)

    def _build_tables(self, agencies: Sequence[tuple[str, str]]) -> None:
        dates = DateDelegate(self)
        windows, milestones = self.ui.windows_table, self.ui.milestones_table
        windows.setModel(self.windows)
        milestones.setModel(self.milestones)
        for column in (0, 1):
            windows.setItemDelegateForColumn(column, dates)
        windows.setItemDelegateForColumn(2, ChoiceDelegate([("", "All forces"), *agencies], self))
        milestones.setItemDelegateForColumn(0, TickDelegate(self))
        milestones.setItemDelegateForColumn(1, dates)
        for table, wide in ((windows, 2), (milestones, 0)):
            table.verticalHeader().hide()
            table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 2 * RHYTHM)
            table.horizontalHeader().setHighlightSections(False)
            for column in range(table.model().columnCount()):
                table.setColumnWidth(column, self.fontMetrics().horizontalAdvance("30 September 2022") + 48)
            table.horizontalHeader().setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)

    def _build_lists(self) -> None:
        self._measure_filter = QSortFilterProxyModel(self)
        self._measure_filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._measure_filter.setSourceModel(self.measures)
        self.ui.expected_list.setModel(self.expected)
        self.ui.partners_list.setModel(self.partners)
        self.ui.measures_list.setModel(self._measure_filter)
        for view in (self.ui.expected_list, self.ui.partners_list, self.ui.measures_list):
            view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
            view.setUniformItemSizes(True)
            view.setItemDelegate(TickDelegate(self))

    def _connect(self, is_new: bool) -> None:
        ui = self.ui
        ui.due_check.toggled.connect(ui.due_edit.setEnabled)
        ui.add_window_button.clicked.connect(self._add_window)
        ui.remove_window_button.clicked.connect(lambda: _remove_row(ui.windows_table, self.windows))
        ui.add_milestone_button.clicked.connect(self._add_milestone)
        ui.remove_milestone_button.clicked.connect(lambda: _remove_row(ui.milestones_table, self.milestones))
        ui.filter_edit.textChanged.connect(self._measure_filter.setFilterFixedString)
        ui.select_all_button.clicked.connect(lambda: self.measures.tick(self._shown_measures(), True))
        ui.select_none_button.clicked.connect(lambda: self.measures.tick(self._shown_measures(), False))
        save = ui.button_box.button(QDialogButtonBox.StandardButton.Save)
        save.setText("Add phase" if is_new else "Keep changes")
        self._save_button = save
        ui.button_box.accepted.connect(lambda: self.save_requested.emit(self.draft()))
        ui.button_box.rejected.connect(self.reject)
        for signal in (
            ui.number_spin.valueChanged, ui.theme_edit.textChanged, ui.due_check.toggled,
            ui.due_edit.dateChanged, self.windows.dataChanged, self.windows.rowsInserted,
            self.windows.rowsRemoved, self.measures.ticks_changed,
        ):  # fmt: skip
            signal.connect(lambda *_: self._check())

    def _check(self) -> None:
        problems = self.draft().problems()
        tell(self.ui.problem_label, problems[0] if problems else "")
        self.ui.problem_label.setVisible(bool(problems))
        self._save_button.setEnabled(not problems)
        self._save_button.setAccessibleDescription(" ".join(problems))
        ticked = len(self.measures.ticked())
        tell(self.ui.measures_count_label, f"{ticked} of {self.measures.rowCount()} measures are collected.")

    def _shown_measures(self) -> set[str]:
        """Codes of the measures that the filter leaves."""
        proxy = self._measure_filter
        rows = (proxy.mapToSource(proxy.index(row, 0)).row() for row in range(proxy.rowCount()))
        return {self.measures.code(row) for row in rows}

    def _add_window(self) -> None:
        row = self.windows.add_next(dt.date.today())
        _edit(self.ui.windows_table, row)

    def _add_milestone(self) -> None:
        row = self.milestones.add(("", self._proposed_due()))
        _edit(self.ui.milestones_table, row)


def _edit(table: QTableView, row: int) -> None:
    index = table.model().index(row, 0)
    table.setCurrentIndex(index)
    table.setFocus()
    table.edit(index)


def _remove_row(table: QTableView, model: RowsModel) -> None:
    index = table.currentIndex()
    if index.isValid():
        model.remove(index.row())
