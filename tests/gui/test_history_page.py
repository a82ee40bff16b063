"""The history page: the ledger, undo and redo, the check of the file, copying with headings."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from opcoord.errors import OpcoordError
from opcoord.gui.history.history_page import HistoryPage
from opcoord.gui.tasks import TaskRunner
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace.create(tmp_path / "history.opcoord", "Operation Scorpion")
    made.operation.update(marking="OFFICIAL-SENSITIVE")
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> HistoryPage:
    made = HistoryPage(workspace, TaskRunner())
    qtbot.addWidget(made)
    made.show()
    return made


def test_shows_the_newest_line_first(page: HistoryPage) -> None:
    assert page.model.record(0).action == "Change the operation"


def test_undo_and_redo_are_lines_of_their_own(qtbot: QtBot, page: HistoryPage, workspace: Workspace) -> None:
    before = len(page.model.records)
    page.undo_button.click()
    assert not page.undo_button.isEnabled(), "One step at a time."
    qtbot.waitUntil(page.redo_button.isEnabled)
    assert workspace.queries.operation().marking == "OFFICIAL"
    page.redo_button.click()
    qtbot.waitUntil(lambda: len(page.model.records) == before + 2)
    assert workspace.queries.operation().marking == "OFFICIAL-SENSITIVE"


def test_a_step_that_is_refused_is_told(qtbot: QtBot, page: HistoryPage, workspace: Workspace) -> None:
    def refuse() -> str:
        raise OpcoordError("“Change the operation” cannot be undone.", "Check the file on the History page.")

    workspace.undo = refuse  # type: ignore[method-assign]
    page.undo_button.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(QMessageBox)))
    box = page.findChildren(QMessageBox)[0]
    assert box.text() == "“Change the operation” cannot be undone."
    box.close()
    assert page.undo_button.isEnabled()


def test_steps_wait_for_running_work(qtbot: QtBot, workspace: Workspace) -> None:
    tasks, gate = TaskRunner(), threading.Event()
    page = HistoryPage(workspace, tasks)
    qtbot.addWidget(page)
    page.show()
    assert page.undo_button.isEnabled()
    tasks.run("Write", lambda _progress: gate.wait(10))
    assert not page.undo_button.isEnabled()
    gate.set()
    qtbot.waitUntil(page.undo_button.isEnabled)


def test_a_sound_file_is_called_sound(qtbot: QtBot, page: HistoryPage) -> None:
    page.check_button.click()
    qtbot.waitUntil(page.check_button.isEnabled)
    assert "sound" in page.result_label.text()


def test_what_the_check_finds_is_listed(page: HistoryPage) -> None:
    page._show_check([Finding(Severity.ERROR, "chain", "Line 2 was changed.", "Use a backup.")])
    assert page.findings_list.item(0).text() == "Line 2 was changed. Use a backup."
    assert page.result_label.text() == "1 thing found."


def test_rows_are_copied_with_headings(qtbot: QtBot, page: HistoryPage) -> None:
    page.table.select_row(0)
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, line = QGuiApplication.clipboard().text().splitlines()
    assert head.split("\t") == ["No.", "When", "Who", "What", "Fingerprint"]
    assert "Change the operation" in line


def test_the_filter_leaves_rows_with_all_words(page: HistoryPage) -> None:
    page.filter.edit.setText("change operation")
    assert page.table.model().rowCount() == 1
    page.filter.edit.setText("nothing like this")
    assert page.table.model().rowCount() == 0


def test_the_model_is_sound(qtmodeltester: ModelTester, page: HistoryPage) -> None:
    qtmodeltester.check(page.model)


def test_a_long_history_is_read_in_the_background(qtbot: QtBot, workspace: Workspace) -> None:
    for number in range(60):
        workspace.operation.update(name=f"Operation {number}")
    page = HistoryPage(workspace, TaskRunner())
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.at_rest)
    assert page.model.record(0).action == workspace.queries.history(1)[0].action
    assert page.model.rowCount() == len(workspace.queries.history()) > 60
    page.reload()
    page.close()
