"""Expected returns on the Reference page: set, changed and removed with what each changes said beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from opcoord import reference_data
from opcoord.gui.reference.expected_dialog import ExpectedDialog
from opcoord.gui.reference.expected_tab import ExpectedTab
from opcoord.gui.reference.reference_page import ReferencePage
from opcoord.services.workspace import Workspace
from tests.gui.test_accessibility import _nameless
from tests.integration.returns_made import candidate, figure


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[ReferencePage]:
    folder = Path(reference_data.__file__).parent
    workspace = Workspace.create(tmp_path / "expected.opcoord", "Operation Test", reference_folder=folder)
    made = ReferencePage(workspace)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.tabs.setCurrentWidget(made.expected_tab)
    end = workspace.on_change(lambda _tables: made.mark_stale())
    yield made
    for dialog in made.findChildren(QDialog):
        dialog.close()
    end()
    workspace.close()


def tab(page: ReferencePage) -> ExpectedTab:
    return page.expected_tab


def asked(page: ReferencePage) -> ExpectedDialog:
    return page.findChildren(ExpectedDialog)[-1]


def expected(page: ReferencePage, agency: str) -> list[int]:
    return [each.number for each in page._workspace.queries.phases() if agency in each.expected]


def cells(page: ReferencePage, row: int = 0) -> list[object]:
    model = tab(page).rows_model
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_the_empty_list_says_what_belongs_there(page: ReferencePage) -> None:
    assert tab(page).empty.isVisible()
    tab(page).empty.button.click()
    assert asked(page).form.agency_combo.count() == 8


def test_a_period_is_set_after_saying_what_it_changes(page: ReferencePage, qtbot: QtBot) -> None:
    page._workspace.returns.accept(candidate("DO", 2, figure("arrests", 5)))
    tab(page).add_button.click()
    form = asked(page).form
    form.agency_combo.setCurrentIndex(form.agency_combo.findData("DO"))
    form.first_spin.setValue(4)
    assert form.effect_label.text() == (
        "No longer expected in phases 1 and 3. Stays expected in phase 2, where its return is in."
    )
    assert not form.add_button.isEnabled()
    qtbot.keyClicks(form.reason_edit, "Joined late")
    qtbot.keyClick(form.reason_edit, Qt.Key.Key_Return)
    assert expected(page, "DO") == [2, 4, 5, 6, 7]
    assert cells(page) == ["Dorset Police", "from phase 4 on", "phases 2 and 4 to 7", "Joined late"]
    assert tab(page).table.current_row() == 0
    page._workspace.undo()
    assert expected(page, "DO") == list(range(1, 8))


def test_what_cannot_be_is_told_beside_the_fields(page: ReferencePage) -> None:
    page._workspace.expected.set_period("BTP", 5, None, "Joined")
    tab(page).add_button.click()
    form = asked(page).form
    form.agency_combo.setCurrentIndex(form.agency_combo.findData("BTP"))
    form.first_spin.setValue(6)
    form.reason_edit.setText("Again")
    assert "are expected from phase 5 on already" in form.effect_label.text()
    assert not form.add_button.isEnabled()
    form.first_spin.setValue(3)
    form.last_spin.setValue(2)
    assert form.effect_label.text().startswith("The last phase is before the first.")


def test_a_period_is_changed_with_the_keyboard(page: ReferencePage, qtbot: QtBot) -> None:
    page._workspace.expected.set_period("BTP", 5, None, "Joined")
    page.show_item(("expected", 1))
    qtbot.waitUntil(lambda: tab(page).table.current_row() == 0)
    qtbot.keyClick(tab(page).change_button, Qt.Key.Key_Space)
    form = asked(page).form
    assert not form.agency_combo.isEnabled()
    assert (form.first_spin.value(), form.last_spin.text(), form.reason_edit.text()) == (5, "open", "Joined")
    form.first_spin.setValue(4)
    form.last_spin.setValue(6)
    assert form.effect_label.text() == "Newly expected in phase 4. No longer expected in phase 7."
    qtbot.keyClick(form.reason_edit, Qt.Key.Key_Return)
    assert expected(page, "BTP") == [4, 5, 6]
    assert cells(page)[1:3] == ["phases 4 to 6", "phases 4 to 6"]


def test_what_removing_changes_is_said_beforehand(page: ReferencePage, qtbot: QtBot) -> None:
    page._workspace.expected.set_period("BTP", 1, 2, "At first")
    page._workspace.expected.set_period("BTP", 6, None, "Again")
    page.reload()
    tab(page).table.select_row(0)
    assert tab(page).effect_label.text() == (
        "If this period is removed: no longer expected in phases 1 and 2."
    )
    tab(page).table.setFocus()
    qtbot.keyClick(tab(page).table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(tab(page).rows_model.records) == 1)
    assert expected(page, "BTP") == [6, 7]
    tab(page).table.select_row(0)
    assert tab(page).effect_label.text().endswith("nothing changes in the phases that are planned.")


def test_the_reason_is_edited_in_place_and_never_empty(page: ReferencePage) -> None:
    page._workspace.expected.set_period("BTP", 5, None, "Joined")
    page.reload()
    model = tab(page).rows_model
    assert model.setData(model.index(0, 3), "As the board decided")
    assert not model.setData(model.index(0, 3), " ")
    (box,) = page.findChildren(QMessageBox)
    assert "needs a reason" in box.text()
    box.close()
    (kept,) = page._workspace.queries.expected_periods()
    assert kept.reason == "As the board decided"


def test_a_file_for_reading_only_can_be_looked_at(page: ReferencePage, qtbot: QtBot) -> None:
    page._workspace.expected.set_period("BTP", 5, None, "Joined")
    reader = Workspace.open(page._workspace.path, read_only=True)
    other = ReferencePage(reader)
    qtbot.addWidget(other)
    other.show()
    other.tabs.setCurrentWidget(other.expected_tab)
    other.expected_tab.table.select_row(0)
    buttons = (tab(other).add_button, tab(other).change_button, tab(other).remove_button)
    assert not any(each.isEnabled() for each in buttons)
    assert cells(other)[0] == "British Transport Police"
    other.close()
    reader.close()


def test_every_control_has_a_name(page: ReferencePage) -> None:
    tab(page).add_button.click()
    assert _nameless(asked(page)) == []


def test_the_model_is_sound(qtmodeltester: ModelTester, page: ReferencePage) -> None:
    page._workspace.expected.set_period("BTP", 5, None, "Joined")
    page.reload()
    qtmodeltester.check(tab(page).rows_model)
