"""Queries, promises and remarks: written from a square, seen with it, listed, settled, and due on the Overview."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from opcoord.gui.notes.note_dialog import NoteDialog
from opcoord.gui.notes.notes_dialog import NotesDialog
from opcoord.gui.notes.settle_dialog import SettleDialog
from opcoord.gui.overview.overview_page import OverviewPage
from opcoord.gui.returns.returns_page import ReturnsPage
from opcoord.model.holding import NoteKind
from opcoord.services.notes import NoteDraft
from opcoord.services.workspace import Workspace
from tests.gui.test_accessibility import _nameless, _twice

Dialog = TypeVar("Dialog", bound=QWidget)
PAST = dt.date(2022, 3, 20)


def shown(qtbot: QtBot, parent: QWidget, kind: type[Dialog]) -> Dialog:
    def found() -> list[Dialog]:
        return [each for each in parent.findChildren(kind) if each.isVisible()]

    qtbot.waitUntil(lambda: len(found()) == 1)
    return found()[0]


def check_manners(dialog: QWidget) -> None:
    assert _nameless(dialog) == []
    texts = [each.text() for each in dialog.findChildren(QAbstractButton) if each.isVisible()]
    texts += [each.text() for each in dialog.findChildren(QLabel) if each.buddy() and each.isVisible()]
    assert _twice(texts) == []


def test_a_promise_from_the_square_by_keyboard(
    qtbot: QtBot, returns_page: ReturnsPage, returns_workspace: Workspace
) -> None:
    page = returns_page
    assert not page.cell_notes.strip.isVisible()
    page.show_item(("DC", 1))
    strip = page.cell_notes.strip
    assert strip.isVisible() and strip.label.text() == "" and not strip.all_button.isVisible()
    qtbot.keyClick(strip.add_button, Qt.Key.Key_Space)
    dialog = shown(qtbot, page, NoteDialog)
    check_manners(dialog)
    form = dialog.form
    assert (
        form.kind_combo.currentData(),
        form.agency_combo.currentData(),
        form.phase_combo.currentData(),
    ) == (
        NoteKind.PROMISE,
        "DC",
        1,
    )
    assert form.problem_label.text() == "Write the note." and not form.keep_button.isEnabled()
    qtbot.keyClicks(form.text_edit, "the return")
    qtbot.keyClicks(form.due_edit, "20 Mar")
    assert "is not a date" in form.problem_label.text()
    qtbot.keyClicks(form.due_edit, "ch 2022")
    assert form.problem_label.text() == ""
    qtbot.keyClick(form.due_edit, Qt.Key.Key_Return)
    (note,) = returns_workspace.queries.notes()
    assert (note.kind, note.agency, note.phase, note.due_on) == (NoteKind.PROMISE, "DC", 1, PAST)
    page.mark_stale()
    assert "Devon & Cornwall Police promised by 20 March 2022: the return (" in strip.label.text()
    assert strip.label.text().endswith(" late)")
    assert strip.all_button.text() == "A&ll notes (1)…"
    index = page.matrix.matrix_model.index_of("DC", 1)
    assert index.data() == "awaited, note"
    assert "promised by 20 March 2022" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "promised by 20 March 2022" in index.data(Qt.ItemDataRole.ToolTipRole)
    # Another square has no note, and the files being checked have no square.
    page.show_item(("DO", 1))
    assert strip.label.text() == ""
    page.tabs.setCurrentIndex(1)
    assert not strip.isVisible()
    page.tabs.setCurrentIndex(0)
    assert strip.isVisible()


def test_the_list_settles_changes_opens_again_and_removes(
    qtbot: QtBot, returns_page: ReturnsPage, returns_workspace: Workspace
) -> None:
    notes = returns_workspace.notes
    notes.add(NoteDraft(NoteKind.QUERY, "Visits or addresses?", 1, "DC"))
    notes.add(NoteDraft(NoteKind.REMARK, "Who prints?", 1, "DO", PAST))
    returns_page.head.notes_action.trigger()
    dialog = shown(qtbot, returns_page, NotesDialog)
    check_manners(dialog)
    assert [each.text for each in dialog.notes_model.records] == ["Who prints?", "Visits or addresses?"]
    dialog.table.select_row(1)
    qtbot.keyClick(dialog.settle_button, Qt.Key.Key_Space)
    settle = shown(qtbot, dialog, SettleDialog)
    check_manners(settle)
    assert settle.form.problem_label.text() == "Say what the answer was."
    qtbot.keyClicks(settle.form.answer_edit, "Addresses.")
    qtbot.keyClick(settle.form.answer_edit, Qt.Key.Key_Return)
    assert [each.text for each in dialog.notes_model.records] == ["Who prints?"]
    dialog.settled_check.click()
    assert [each.answer for each in dialog.notes_model.records] == ["", "Addresses."]
    dialog.table.select_row(1)
    assert dialog.settle_button.text() == "Open again"
    qtbot.keyClick(dialog.settle_button, Qt.Key.Key_Space)
    assert [each.is_open for each in dialog.notes_model.records] == [True, True]
    dialog.table.select_row(0)
    qtbot.keyClick(dialog.change_button, Qt.Key.Key_Space)
    change = shown(qtbot, dialog, NoteDialog)
    assert change.form.due_edit.text() == "20 March 2022"
    change.form.text_edit.setPlainText("Who prints the poster?")
    qtbot.keyClick(change.form.due_edit, Qt.Key.Key_Return)
    assert dialog.notes_model.records[0].text == "Who prints the poster?"
    qtbot.keyClick(dialog.remove_button, Qt.Key.Key_Space)
    assert [each.text for each in dialog.notes_model.records] == ["Visits or addresses?"]
    assert returns_workspace.undo() == "Remove a note"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_empty_list_says_what_belongs_there(qtbot: QtBot, returns_page: ReturnsPage) -> None:
    returns_page.show_item("notes")
    dialog = shown(qtbot, returns_page, NotesDialog)
    assert dialog.empty_label.isVisible() and not dialog.table.isVisible()
    assert dialog.add_button.isEnabled() and not dialog.remove_button.isEnabled()
    dialog.reject()


def test_a_read_only_file_shows_notes_and_takes_none(qtbot: QtBot, returns_workspace: Workspace) -> None:
    from opcoord.gui.tasks import TaskRunner

    returns_workspace.notes.add(NoteDraft(NoteKind.PROMISE, "the return", 1, "DC", PAST))
    second = Workspace.open(returns_workspace.path)
    page = ReturnsPage(second, TaskRunner())
    qtbot.addWidget(page)
    page.show()
    page.show_item(("DC", 1))
    assert not page.cell_notes.strip.add_button.isEnabled()
    qtbot.mouseClick(page.cell_notes.strip.all_button, Qt.MouseButton.LeftButton)
    dialog = shown(qtbot, page, NotesDialog)
    assert len(dialog.notes_model.records) == 1
    assert not dialog.add_button.isEnabled() and not dialog.settle_button.isEnabled()
    dialog.reject()
    second.close()


def test_what_is_due_stands_on_the_overview(qtbot: QtBot, returns_workspace: Workspace) -> None:
    notes, today = returns_workspace.notes, returns_workspace.queries.today()
    page = OverviewPage(returns_workspace)
    qtbot.addWidget(page)
    page.show()
    assert not page.due_notes.isVisible()
    notes.add(NoteDraft(NoteKind.PROMISE, "the return", 1, "DC", PAST))
    notes.add(NoteDraft(NoteKind.REMARK, "tomorrow", due_on=today + dt.timedelta(days=1)))
    page.mark_stale()
    assert page.due_notes.isVisible()
    (button,) = _buttons(page)
    assert button.accessibleName() == (
        "Open the note: Devon & Cornwall Police promised by 20 March 2022: the return"
    )
    with qtbot.waitSignal(page.page_requested) as asked:
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert asked.args == ["returns", ("DC", 1)]
    for number in range(4):
        notes.add(NoteDraft(NoteKind.REMARK, f"today {number}", due_on=today))
    page.mark_stale()
    qtbot.waitUntil(lambda: len(_buttons(page)) == 4)
    assert [each.text() for each in _buttons(page)] == ["Open", "Open", "Open", "All notes"]
    with qtbot.waitSignal(page.page_requested) as asked:
        _buttons(page)[-1].click()
    assert asked.args == ["returns", "notes"]


def _buttons(page: OverviewPage) -> list[QPushButton]:
    return [each for each in page.due_notes.findChildren(QPushButton) if each.isVisible()]


@pytest.mark.parametrize("text", ["<b>bold</b>", "a & b"])
def test_what_is_noted_is_shown_as_it_is_typed(
    qtbot: QtBot, returns_page: ReturnsPage, returns_workspace: Workspace, text: str
) -> None:
    returns_workspace.notes.add(NoteDraft(NoteKind.REMARK, text, 1, "DC"))
    returns_page.mark_stale()
    returns_page.show_item(("DC", 1))
    strip = returns_page.cell_notes.strip
    assert strip.label.text() == f"Devon & Cornwall Police: {text}"
    assert strip.label.textFormat() is Qt.TextFormat.PlainText
    index = returns_page.matrix.matrix_model.index_of("DC", 1)
    assert "<b>" not in index.data(Qt.ItemDataRole.ToolTipRole)
