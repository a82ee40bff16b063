"""The reference page saves every edit at once and shows what was refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLineEdit, QMessageBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from opcoord.gui.reference.add_dialog import AddDialog
from opcoord.gui.reference.editable_model import CHOICES_ROLE, EditableModel
from opcoord.gui.reference.reference_page import ReferencePage
from opcoord.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace.create(tmp_path / "reference.opcoord", "Operation Scorpion")
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> ReferencePage:
    made = ReferencePage(workspace)
    qtbot.addWidget(made)
    made.show()
    return made


def _cell(model: EditableModel, code: str, title: str) -> QModelIndex:
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    codes = [record.code for record in model.records]
    return model.index(codes.index(code), titles.index(title))


def test_other_names_are_saved_at_once_and_once_each(page: ReferencePage, workspace: Workspace) -> None:
    model = page.agency_model
    assert model.setData(_cell(model, "DO", "Other names (a | b | c)"), "Dorset | DP || Dorset")
    agency = next(each for each in workspace.queries.agencies() if each.code == "DO")
    assert agency.aliases == ("Dorset", "DP")
    assert workspace.undo_label == "Change agency DO"


def test_a_tick_is_saved(page: ReferencePage, workspace: Workspace) -> None:
    model = page.agency_model
    cell = _cell(model, "DO", "Sends returns")
    assert model.setData(cell, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert not next(each for each in workspace.queries.agencies() if each.code == "DO").sends_returns


def test_an_unchanged_cell_makes_no_undo_step(page: ReferencePage, workspace: Workspace) -> None:
    before = workspace.undo_label
    cell = _cell(page.agency_model, "DO", "Name")
    page.agency_model.setData(cell, cell.data())
    assert workspace.undo_label == before


def test_a_refused_edit_is_told_and_changes_nothing(
    qtbot: QtBot, page: ReferencePage, workspace: Workspace
) -> None:
    cell = _cell(page.measure_model, "charges", "Part of")
    assert not page.measure_model.setData(cell, "no such measure")
    page.findChildren(QMessageBox)[0].close()
    assert next(each for each in workspace.queries.measures() if each.code == "charges").part_of == "arrests"


def test_an_agency_is_added_and_removed(page: ReferencePage, workspace: Workspace) -> None:
    page.agency_table.add_button.click()
    dialog = page.findChildren(AddDialog)[0]
    dialog.name_edit.setText("National Crime Agency")
    dialog.code_edit.setText("do")
    assert not dialog._add.isEnabled()
    dialog.code_edit.setText("NCA")
    dialog._add.click()
    assert "NCA" in [agency.code for agency in workspace.queries.agencies()]
    assert page.tabs.currentWidget() is page.agency_table
    page.agency_table.remove_button.click()
    assert "NCA" not in [agency.code for agency in workspace.queries.agencies()]


def test_the_operation_is_saved_when_a_field_is_left(
    qtbot: QtBot, page: ReferencePage, workspace: Workspace
) -> None:
    page.operation_form.marking_edit.setText("OFFICIAL-SENSITIVE")
    qtbot.keyClick(page.operation_form.marking_edit, Qt.Key.Key_Return)
    assert workspace.queries.operation().marking == "OFFICIAL-SENSITIVE"


def test_read_only_cells_cannot_be_edited(page: ReferencePage) -> None:
    page.agency_model.read_only = True
    assert not page.agency_model.flags(_cell(page.agency_model, "DO", "Name")) & Qt.ItemFlag.ItemIsEditable


def test_models_are_sound(qtmodeltester: ModelTester, page: ReferencePage) -> None:
    qtmodeltester.check(page.agency_model)
    qtmodeltester.check(page.measure_model)
    qtmodeltester.check(page.operation_form.names_table.names_model)


def test_a_force_s_own_name_for_the_operation_outlives_the_window(
    qtbot: QtBot, page: ReferencePage, workspace: Workspace
) -> None:
    table = page.operation_form.names_table
    cell = _cell(table.names_model, "GL", "Its own name for the operation")
    table.setCurrentIndex(table.model().mapFromSource(cell))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChildren(QLineEdit)[0]
    editor.setText("Vanquish")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.undo_label == "Change what GL calls the operation")
    page.close()
    workspace.close()
    again = Workspace.open(workspace.path)
    reopened = ReferencePage(again)
    qtbot.addWidget(reopened)
    reopened.reload()
    model = reopened.operation_form.names_table.names_model
    assert _cell(model, "GL", "Its own name for the operation").data() == "Vanquish"
    again.undo()
    reopened.reload()
    assert _cell(model, "GL", "Its own name for the operation").data() == ""
    again.close()


def test_codes_are_shown_in_words_and_kept_as_codes(page: ReferencePage, workspace: Workspace) -> None:
    model = page.measure_model
    shown = [_cell(model, "charges", title).data() for title in ("Unit", "Counted", "Preferred")]
    assert shown == ["people", "goes on growing", "more is better"]
    assert _cell(model, "cash_seized", "Unit").data() == "pounds"
    assert _cell(model, "class_a_weight", "Unit").data() == "grams"
    offered = _cell(model, "charges", "Preferred").data(CHOICES_ROLE)
    assert model.setData(_cell(model, "charges", "Preferred"), dict(map(reversed, offered))["less is better"])
    assert next(each for each in workspace.queries.measures() if each.code == "charges").preferred == "down"


def test_parts_stand_below_what_they_are_a_part_of(page: ReferencePage) -> None:
    model = page.measure_model
    labels = [model.index(row, 0).data() for row in range(model.rowCount())]
    place = labels.index("Class A seized")
    assert labels[place + 1].endswith("of which cocaine") and labels[place + 1].startswith(" ")
    assert _cell(model, "cocaine_weight", "Label").data(Qt.ItemDataRole.EditRole) == "of which cocaine"
    offered = dict(_cell(model, "charges", "Part of").data(CHOICES_ROLE))
    assert offered["cocaine_weight"] == "Class A seized, of which cocaine"
    # Neither itself nor its own part, convictions.
    assert "charges" not in offered and "convictions" not in offered


def test_a_new_measure_keeps_its_unit_as_a_code(page: ReferencePage, workspace: Workspace) -> None:
    page.measure_table.add_button.click()
    dialog = page.findChildren(AddDialog)[0]
    dialog.name_edit.setText("Fines")
    dialog.code_edit.setText("fines")
    dialog.kind_combo.setCurrentText("pounds")
    dialog._add.click()
    assert next(each for each in workspace.queries.measures() if each.code == "fines").unit == "GBP"


def test_empty_lists_say_what_belongs_there(qtbot: QtBot, tmp_path: Path) -> None:
    bare = Workspace.create(tmp_path / "bare.opcoord", "Bare", with_reference=False)
    page = ReferencePage(bare)
    qtbot.addWidget(page)
    page.show()
    for table in (page.agency_table, page.measure_table):
        page.tabs.setCurrentWidget(table)
        assert table.empty.isVisible() and not table.table.isVisible()
    page.tabs.setCurrentWidget(page.agency_table)
    page.agency_table.empty.button.click()
    dialog = page.findChildren(AddDialog)[0]
    dialog.name_edit.setText("Dorset Police")
    dialog.code_edit.setText("DO")
    dialog._add.click()
    assert page.agency_table.table.isVisible()
    bare.close()
