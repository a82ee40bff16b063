"""The counting rules of a measure on the Reference page: listed, added, edited in place and removed, by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QMessageBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from opcoord import reference_data
from opcoord.gui.reference.reference_page import ReferencePage
from opcoord.gui.reference.rule_dialog import RuleDialog
from opcoord.gui.reference.rules_dialog import RulesDialog
from opcoord.model.rules import RuleChange
from opcoord.services.workspace import Workspace
from tests.gui.test_accessibility import _nameless

NEW = "Voluntary attendances are counted as well."


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[ReferencePage]:
    folder = Path(reference_data.__file__).parent
    workspace = Workspace.create(tmp_path / "rules.opcoord", "Operation Test", reference_folder=folder)
    made = ReferencePage(workspace)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    end = workspace.on_change(lambda _tables: made.mark_stale())
    yield made
    for dialog in made.findChildren(QDialog):
        dialog.close()
    end()
    workspace.close()


def rules(page: ReferencePage) -> list[tuple[int, str, str]]:
    found = next(each for each in page._workspace.queries.measures() if each.code == "arrests")
    return [(each.first_phase, each.definition, each.reason) for each in found.rules]


def opened(page: ReferencePage, qtbot: QtBot) -> RulesDialog:
    page.show_item(("measure", "arrests"))
    qtbot.keyClick(page.rules_button, Qt.Key.Key_Space)
    (dialog,) = page.findChildren(RulesDialog)
    return dialog


def asked(dialog: RulesDialog, qtbot: QtBot) -> RuleDialog:
    qtbot.keyClick(dialog.list.add_button, Qt.Key.Key_Space)
    (made,) = dialog.findChildren(RuleDialog)
    return made


def cell(dialog: RulesDialog, row: int, column: int) -> QModelIndex:
    return dialog.model.index(row, column)


def test_the_button_needs_a_measure(page: ReferencePage) -> None:
    assert not page.rules_button.isEnabled()
    page.show_item(("measure", "arrests"))
    assert page.rules_button.isEnabled()


def test_a_rule_is_added_with_its_phase_and_reason(page: ReferencePage, qtbot: QtBot) -> None:
    dialog = opened(page, qtbot)
    first = dialog.model.records[0].words
    ask = asked(dialog, qtbot)
    assert ask.form.definition_edit.toPlainText() == first
    assert not ask.form.add_button.isEnabled()
    ask.form.first_spin.setValue(5)
    ask.form.definition_edit.setPlainText(NEW)
    assert ask.form.problem_label.text() == "Say why it is counted differently."
    qtbot.keyClicks(ask.form.reason_edit, "The board")
    assert ask.form.problem_label.text() == (
        "Figures of phases 1 to 4 are then not compared with those of phases 5 to 7."
    )
    qtbot.keyClick(ask.form.reason_edit, Qt.Key.Key_Return)
    assert rules(page) == [(5, NEW, "The board")]
    assert [cell(dialog, 1, column).data() for column in range(3)] == ["phase 5", NEW, "The board"]
    assert dialog.list.table.current_row() == 1
    qtbot.waitUntil(lambda: _shown_rule(page) == f"From phase 5: {NEW}")
    dialog.reject()


def _shown_rule(page: ReferencePage) -> object:
    model = page.measure_model
    titles = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    return model.index(0, titles.index("Counting rule")).data()


def test_what_the_service_refuses_is_told_beside_the_fields(page: ReferencePage, qtbot: QtBot) -> None:
    page._workspace.rules.add("arrests", 5, NEW, "The board")
    ask = asked(opened(page, qtbot), qtbot)
    ask.form.first_spin.setValue(5)
    ask.form.definition_edit.setPlainText("Something else")
    ask.form.reason_edit.setText("Why")
    ask.form.add_button.click()
    assert "begins with phase 5 already" in ask.form.problem_label.text()
    assert len(rules(page)) == 1
    ask.reject()


def test_rules_are_edited_in_place(page: ReferencePage, qtbot: QtBot) -> None:
    page._workspace.rules.add("arrests", 5, NEW, "The board")
    dialog = opened(page, qtbot)
    table = dialog.list.table
    table.setCurrentIndex(table.model().mapFromSource(cell(dialog, 1, 0)))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChildren(QLineEdit)[-1]
    assert editor.text() == "5"
    editor.setText("phase 6")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rules(page) == [(6, NEW, "The board")])
    assert dialog.model.setData(cell(dialog, 1, 1), "In other words")
    assert dialog.model.setData(cell(dialog, 1, 2), "Because")
    assert dialog.model.setData(cell(dialog, 0, 1), "As it was")
    assert rules(page) == [(6, "In other words", "Because")]
    flags = dialog.model.flags(cell(dialog, 0, 0)) | dialog.model.flags(cell(dialog, 0, 2))
    assert not flags & Qt.ItemFlag.ItemIsEditable
    assert page._workspace.undo_label == "Change the first counting rule of arrests"


def test_a_refused_edit_is_told_and_keeps_the_rule(page: ReferencePage, qtbot: QtBot) -> None:
    page._workspace.rules.add("arrests", 5, NEW, "The board")
    dialog = opened(page, qtbot)
    assert not dialog.model.setData(cell(dialog, 1, 2), "")
    (box,) = page.findChildren(QMessageBox)
    assert "needs its words and a reason" in box.text()
    box.close()
    assert rules(page) == [(5, NEW, "The board")]


def test_a_rule_is_removed_and_the_first_one_stays(page: ReferencePage, qtbot: QtBot) -> None:
    page._workspace.rules.add("arrests", 5, NEW, "The board")
    dialog = opened(page, qtbot)
    assert dialog.list.table.current_row() == 1
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.list.table, Qt.Key.Key_Delete)
    assert rules(page) == []
    dialog.list.table.select_row(0)
    assert not dialog.list.remove_button.isEnabled()
    qtbot.keyClick(dialog.list.table, Qt.Key.Key_Delete)
    assert len(dialog.model.records) == 1


def test_the_column_of_the_measures_edits_the_newest_rule(page: ReferencePage) -> None:
    page._workspace.rules.add("arrests", 5, NEW, "The board")
    model = page.measure_model
    titles = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    place = model.index([each.code for each in model.records].index("arrests"), titles.index("Counting rule"))
    assert model.data(place, Qt.ItemDataRole.EditRole) != ""
    assert model.setData(place, "In other words")
    found = next(each for each in page._workspace.queries.measures() if each.code == "arrests")
    assert found.rules == (RuleChange(5, "In other words", "The board", found.rules[0].id),)


def test_every_control_has_a_name(page: ReferencePage, qtbot: QtBot) -> None:
    dialog = opened(page, qtbot)
    assert _nameless(dialog) == []
    ask = asked(dialog, qtbot)
    assert _nameless(ask) == []
    ask.reject()


def test_the_model_is_sound(qtmodeltester: ModelTester, page: ReferencePage, qtbot: QtBot) -> None:
    qtmodeltester.check(opened(page, qtbot).model)
