"""Targets, baselines, exceptions and the panel table: edited in place, kept in the file, and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMessageBox, QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from opcoord.gui.reference.editable_model import EditableModel
from opcoord.gui.reference.exception_dialog import ExceptionDialog, make_exception
from opcoord.gui.reference.reference_page import ReferencePage
from opcoord.gui.reference.target_dialog import TargetDialog
from opcoord.model.checks import CHECKS
from opcoord.services.standards import PanelDraft
from opcoord.services.workspace import Workspace

TODAY = dt.date(2024, 3, 20)


class Reopener:
    """A workspace and its Reference page; `again` closes the file and opens it anew."""

    def __init__(self, qtbot: QtBot, workspace: Workspace) -> None:
        self._qtbot = qtbot
        self.workspace = workspace
        self.page = self._page()

    def _page(self) -> ReferencePage:
        page = ReferencePage(self.workspace)
        self._qtbot.addWidget(page)
        page.resize(1100, 700)
        page.show()
        self.end = self.workspace.on_change(lambda _tables: page.mark_stale())
        return page

    def again(self) -> ReferencePage:
        self.end()
        self.page.close()
        self.workspace.close()
        self.workspace = Workspace.open(self.workspace.path)
        self.page = self._page()
        return self.page


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Reopener]:
    made = Reopener(qtbot, Workspace.create(tmp_path / "standards.opcoord", "Operation Scorpion"))
    yield made
    made.end()
    made.workspace.close()


def _cell(model: EditableModel, row: int, title: str) -> QModelIndex:
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    return model.index(row, titles.index(title))


def _row(model: EditableModel, code: str, place: int = 0) -> int:
    return [row for row, record in enumerate(model.records) if record.code == code][place]


def _type(qtbot: QtBot, table: QTableView, cell: QModelIndex, text: str) -> None:
    """As a person does: go to the cell, F2, type, Return."""
    table.setFocus()
    table.setCurrentIndex(table.model().mapFromSource(cell))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChildren(QLineEdit)[-1]
    editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


# -- targets and baselines -----------------------------------------------------------------------------


def test_a_typed_target_outlives_the_window_and_is_undone(qtbot: QtBot, opened: Reopener) -> None:
    tab = opened.page.targets_tab
    opened.page.tabs.setCurrentWidget(tab)
    model = tab.rows_model
    _type(qtbot, tab.table, _cell(model, _row(model, "cash_seized"), "Target"), "£2.5k")
    qtbot.waitUntil(lambda: opened.workspace.undo_label == "Set a target for cash_seized")
    model = opened.again().targets_tab.rows_model
    row = _row(model, "cash_seized")
    shown = [_cell(model, row, title).data() for title in ("Measure (unit)", "For", "Target", "From", "To")]
    assert shown == ["Cash seized (pounds)", "the region", "£2,500", "phase 1", "open"]
    opened.workspace.undo()
    assert _cell(model, _row(model, "cash_seized"), "Target").data() == ""


def test_a_baseline_with_name_and_tolerance(opened: Reopener) -> None:
    model = opened.page.targets_tab.rows_model
    row = _row(model, "arrests")
    for title, text in (("Baseline", "1,200"), ("What it is", "mean of 2021"), ("Tolerance", "5")):
        assert model.setData(_cell(model, row, title), text), title
    model = opened.again().targets_tab.rows_model
    cells = [
        _cell(model, row, title).data() for title in ("Baseline", "What it is", "Tolerance", "Preferred")
    ]
    assert cells == ["1,200", "mean of 2021", "5.0 %", "more is better"]
    assert not model.flags(_cell(model, row, "Preferred")) & Qt.ItemFlag.ItemIsEditable
    for _ in range(3):
        opened.workspace.undo()
    assert opened.workspace.queries.baselines() == {}


def test_emptied_cells_take_target_and_baseline_away(opened: Reopener) -> None:
    standards = opened.workspace.standards
    standards.set_target("arrests", 100, 1)
    standards.set_baseline("arrests", 50, "mean of 2021")
    model = opened.page.targets_tab.rows_model
    assert model.setData(_cell(model, _row(model, "arrests"), "Target"), "")
    assert model.setData(_cell(model, _row(model, "arrests"), "Baseline"), "")
    assert opened.workspace.queries.targets() == []
    assert opened.workspace.queries.baselines() == {}


def test_a_long_amount_is_shown_whole(qtbot: QtBot, opened: Reopener) -> None:
    tab = opened.page.targets_tab
    opened.page.tabs.setCurrentWidget(tab)
    cell = _cell(tab.rows_model, _row(tab.rows_model, "cash_seized"), "Target")
    assert tab.rows_model.setData(cell, "£123.4m")
    assert cell.data() == "£123,400,000"
    assert tab.table.columnWidth(cell.column()) > tab.table.fontMetrics().horizontalAdvance(cell.data())


def test_what_is_no_amount_is_told_and_changes_nothing(opened: Reopener) -> None:
    model = opened.page.targets_tab.rows_model
    assert not model.setData(_cell(model, _row(model, "arrests"), "Target"), "about 100")
    (box,) = opened.page.findChildren(QMessageBox)
    assert "exact amount" in box.text()
    box.close()
    assert opened.workspace.queries.targets() == []


def test_a_force_s_target_is_added_and_removed_by_the_keyboard(qtbot: QtBot, opened: Reopener) -> None:
    opened.workspace.standards.set_target("arrests", 100, 1, 4)
    tab = opened.page.targets_tab
    opened.page.tabs.setCurrentWidget(tab)
    tab.show_code("arrests")
    tab.add_button.click()
    (dialog,) = tab.findChildren(TargetDialog)
    form = dialog.form
    assert form.measure_combo.currentData() == "arrests"
    assert not form.add_button.isEnabled()
    form.agency_combo.setCurrentText("Dorset Police")
    form.amount_edit.setText("some")
    form.add_button.click()
    assert "must be a whole number" in form.problem_label.text()
    form.amount_edit.setText("30")
    form.first_spin.setValue(5)
    form.last_spin.setValue(4)
    assert "before the first" in form.problem_label.text()
    form.last_spin.setValue(0)
    form.add_button.click()
    model = tab.rows_model
    row = _row(model, "arrests", 1)
    assert [_cell(model, row, title).data() for title in ("For", "Target", "From", "To")] == [
        "Dorset Police", "30", "phase 5", "open",
    ]  # fmt: skip
    assert _row(model, "arrests", 0) == row - 1
    tab.table.setCurrentIndex(tab.table.model().mapFromSource(_cell(model, row, "Target")))
    qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    assert [each.agency for each in opened.workspace.queries.targets()] == [""]
    opened.workspace.undo()
    assert [each.agency for each in opened.workspace.queries.targets()] == ["", "DO"]


def test_phases_of_a_target_are_edited_in_place(opened: Reopener) -> None:
    opened.workspace.standards.set_target("arrests", 100, 1)
    model = opened.page.targets_tab.rows_model
    row = _row(model, "arrests")
    assert model.setData(_cell(model, row, "From"), "phase 2")
    assert model.setData(_cell(model, row, "To"), "6")
    assert model.setData(_cell(model, row, "Reason"), "Agreed")
    (target,) = opened.workspace.queries.targets()
    assert (target.first_phase, target.last_phase, target.reason) == (2, 6, "Agreed")
    assert model.setData(_cell(model, row, "To"), "")
    assert _cell(model, row, "To").data() == "open"


def test_the_button_says_which_of_the_two_it_removes(opened: Reopener) -> None:
    opened.workspace.standards.set_baseline("arrests", 50, "mean of 2021")
    tab = opened.page.targets_tab
    opened.page.tabs.setCurrentWidget(tab)
    proxy, model = tab.table.model(), tab.rows_model
    tab.table.setCurrentIndex(proxy.mapFromSource(_cell(model, _row(model, "arrests"), "Target")))
    assert tab.remove_button.text() == "&Remove target" and not tab.remove_button.isEnabled()
    assert tab.remove_button.toolTip() == "There is none in this row."
    tab.table.setCurrentIndex(proxy.mapFromSource(_cell(model, _row(model, "arrests"), "Tolerance")))
    assert tab.remove_button.text() == "&Remove baseline"
    tab.remove_button.click()
    assert opened.workspace.queries.baselines() == {}


def test_only_what_is_set_can_be_shown(opened: Reopener) -> None:
    opened.workspace.standards.set_target("arrests", 10, 1, agency="DO")
    tab = opened.page.targets_tab
    opened.page.tabs.setCurrentWidget(tab)
    assert len({record.code for record in tab.rows_model.records}) == len(opened.workspace.queries.measures())
    tab.set_check.click()
    assert [(each.code, each.agency) for each in tab.rows_model.records] == [
        ("arrests", "the region"), ("arrests", "Dorset Police"),
    ]  # fmt: skip


# -- exceptions ----------------------------------------------------------------------------------------


def test_an_exception_is_made_edited_kept_and_taken_back(qtbot: QtBot, opened: Reopener) -> None:
    tab = opened.page.exceptions_tab
    opened.page.tabs.setCurrentWidget(tab)
    assert tab.empty.isVisible()
    tab.empty.button.click()
    (dialog,) = tab.findChildren(ExceptionDialog)
    form = dialog.form
    form.check_combo.setCurrentIndex(form.check_combo.findData("unusually-high"))
    form.agency_combo.setCurrentText("Dorset Police")
    form.measure_combo.setCurrentText("Arrests")
    assert not form.add_button.isEnabled()
    form.reason_edit.setText("Two more teams")
    form.until_edit.setText("some day")
    assert not form.add_button.isEnabled() and "not a date" in form.problem_label.text()
    form.until_edit.setText("7 March 2099")
    form.add_button.click()
    model = tab.rows_model
    titles = ("Warning", "It is", "Force", "Measure", "Phase", "Until", "Reason")
    assert [_cell(model, 0, title).data() for title in titles] == [
        "Three times any earlier figure or more", "accepted beforehand", "Dorset Police", "Arrests",
        "every phase", "7 March 2099", "Two more teams",
    ]  # fmt: skip
    _type(qtbot, tab.table, _cell(model, 0, "Until"), "")
    qtbot.waitUntil(lambda: opened.workspace.undo_label == "Change an exception")
    tab = opened.again().exceptions_tab
    model = tab.rows_model
    assert _cell(model, 0, "Until").data() == "no end"
    opened.workspace.undo()
    assert _cell(model, 0, "Until").data() == "7 March 2099"
    tab.show_exception(model.records[0].kept.id)
    tab.remove_button.click()
    assert opened.workspace.queries.exceptions() == []
    opened.workspace.undo()
    assert len(opened.workspace.queries.exceptions()) == 1


def test_an_ended_exception_says_so_and_stands_last(qtbot: QtBot, opened: Reopener) -> None:
    workspace = opened.workspace
    workspace.exceptions._today = lambda: TODAY
    workspace.exceptions.add("macros", "off", "Old template", ends_on=TODAY)
    workspace.exceptions.add("ten-times", "accept", "New unit", agency="DO")
    workspace.queries.today = lambda: TODAY
    model = opened.page.exceptions_tab.rows_model
    opened.page.reload()
    assert [_cell(model, row, "Until").data() for row in (0, 1)] == ["20 March 2024", "no end"]
    workspace.queries.today = lambda: TODAY + dt.timedelta(days=1)
    opened.page.reload()
    assert [_cell(model, row, "Until").data() for row in (0, 1)] == ["no end", "ended 20 March 2024"]


def test_a_measure_is_chosen_only_where_a_warning_stands_at_a_figure(qtbot: QtBot, opened: Reopener) -> None:
    dialog = make_exception(opened.workspace, "ten-times", agency="DO", measure="arrests", parent=opened.page)
    assert dialog is not None
    form = dialog.form
    assert (form.agency_combo.currentData(), form.measure_combo.currentData()) == ("DO", "arrests")
    form.check_combo.setCurrentIndex(form.check_combo.findData("macros"))
    assert not form.measure_combo.isEnabled() and form.measure_combo.currentData() == ""
    dialog.close()
    assert make_exception(opened.workspace, "already-superseded") is None


def test_every_check_can_be_chosen_by_its_words(qtbot: QtBot, opened: Reopener) -> None:
    dialog = ExceptionDialog(opened.workspace, opened.page)
    combo = dialog.form.check_combo
    offered = {combo.itemText(place) for place in range(combo.count())} - {""}
    assert offered == {each.words for each in CHECKS}
    dialog.close()


# -- panel table ---------------------------------------------------------------------------------------

PANEL = [
    PanelDraft("Drug possession offences", 3315, "", "January", 3406, "September", 2871),
    PanelDraft("Drug trafficking offences", 981, "", "January", 997, "September", 978),
    PanelDraft("Organised drug disruptions", 69, "up", "January", 941, "September", 1204),
]


def test_the_panel_table_comes_out_as_printed(opened: Reopener) -> None:
    opened.workspace.standards.set_panel(PANEL)
    model = opened.page.panel_tab.rows_model
    assert [
        [_cell(model, row, title).data() for title in ("On last", "On baseline", "Trend")] for row in range(3)
    ] == [
        ["↓ down, −15.7 %", "↓ down, −13.4 %", "not assigned"],
        ["↔ same, −1.9 %", "↔ same, −0.3 %", "not assigned"],
        ["↑ up, +27.9 %", "↑ up, +1,644.9 %", "positive"],
    ]


def test_tiny_and_zero_baselines_are_said(opened: Reopener) -> None:
    line = PanelDraft("Lines", 0, "", "January", 4, "September", 6)
    opened.workspace.standards.set_panel([line])
    model = opened.page.panel_tab.rows_model
    assert _cell(model, 0, "On baseline").data() == "↑ up (no percentage can be given of 0)"
    assert _cell(model, 0, "On last").data() == "↑ up, +50.0 % (compared with only 4)"


def test_a_figure_of_the_panel_is_edited_kept_and_undone(qtbot: QtBot, opened: Reopener) -> None:
    opened.workspace.standards.set_panel(PANEL)
    tab = opened.page.panel_tab
    opened.page.tabs.setCurrentWidget(tab)
    _type(qtbot, tab.table, _cell(tab.rows_model, 0, "Now"), "3,406")
    qtbot.waitUntil(lambda: _cell(tab.rows_model, 0, "On last").data() == "↔ same, 0.0 %")
    model = opened.again().panel_tab.rows_model
    assert _cell(model, 0, "Now").data() == "3,406"
    assert model.setData(_cell(model, 0, "Preferred"), "down")
    assert _cell(model, 0, "Trend").data() == "negative"
    opened.workspace.undo()
    opened.workspace.undo()
    assert _cell(model, 0, "Now").data() == "2,871"


def test_lines_are_added_removed_and_pasted(qtbot: QtBot, opened: Reopener) -> None:
    opened.workspace.standards.set_panel(PANEL)
    tab = opened.page.panel_tab
    opened.page.tabs.setCurrentWidget(tab)
    tab.add_button.click()
    editor = tab.table.findChildren(QLineEdit)[-1]
    editor.setText("Overdoses")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [each.label for each in opened.workspace.queries.panel()][-1] == "Overdoses")
    assert opened.workspace.queries.panel()[-1].current_label == "September"
    qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    assert len(opened.workspace.queries.panel()) == 3
    tab.table.selectAll()
    tab.table.copy_selection()
    tab.table.clearSelection()
    qtbot.keySequence(tab.table, QKeySequence(QKeySequence.StandardKey.Paste))
    copied = opened.workspace.queries.panel()
    assert [(each.label, each.travel) for each in copied[3:]] == [
        (each.label, each.travel) for each in copied[:3]
    ]
    opened.workspace.undo()
    QGuiApplication.clipboard().setText("Lines\tnot yet")
    tab.paste_button.click()
    (box,) = opened.page.findChildren(QMessageBox)
    assert box.text().startswith("Line 1 of the pasted table")
    box.close()
    assert len(opened.workspace.queries.panel()) == 3


# -- all three -----------------------------------------------------------------------------------------


def test_models_are_sound(qtmodeltester: ModelTester, opened: Reopener) -> None:
    opened.workspace.standards.set_panel(PANEL)
    opened.workspace.exceptions.add("macros", "off", "Their template")
    for tab in (opened.page.targets_tab, opened.page.exceptions_tab, opened.page.panel_tab):
        qtmodeltester.check(tab.rows_model)


def test_a_file_that_is_only_read_offers_no_change(qtbot: QtBot, opened: Reopener) -> None:
    opened.workspace.standards.set_panel(PANEL)
    reader = Workspace.open(opened.workspace.path)
    page = ReferencePage(reader)
    qtbot.addWidget(page)
    page.show()
    for tab in (page.targets_tab, page.exceptions_tab, page.panel_tab):
        assert not tab.add_button.isEnabled()
        assert tab.add_button.toolTip() == reader.read_only_reason
    assert not page.panel_tab.paste_button.isEnabled()
    model = page.targets_tab.rows_model
    assert not model.flags(_cell(model, 0, "Target")) & Qt.ItemFlag.ItemIsEditable
    reader.close()


def test_other_pages_lead_to_the_place(opened: Reopener) -> None:
    kept = opened.workspace.exceptions.add("macros", "off", "Their template")
    page = opened.page
    page.show_item(("target", "cash_seized"))
    assert page.tabs.currentWidget() is page.targets_tab
    row = page.targets_tab.table.current_row()
    assert row is not None and page.targets_tab.rows_model.record(row).code == "cash_seized"
    page.show_item(("exception", kept))
    assert page.tabs.currentWidget() is page.exceptions_tab
    page.show_item(("panel", None))
    assert page.tabs.currentWidget() is page.panel_tab
