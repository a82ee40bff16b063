"""The reference page saves every edit at once and shows what was refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from opcoord.gui.reference.add_dialog import AddDialog
from opcoord.gui.reference.editable_model import EditableModel
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
