"""The keyboard: where it goes with Tab, where it stays while something runs, and what is said to those who listen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible, QAction, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from opcoord.app.workspaces import LazyWorkspaces
from opcoord.gui.help_dialog import TEXT as HELP
from opcoord.gui.main_window import MainWindow
from opcoord.gui.notes.note_dialog import NoteDialog
from opcoord.gui.notes.notes_dialog import NotesDialog
from opcoord.gui.page_registry import PAGES
from opcoord.gui.returns.finding_list import finding_text
from opcoord.gui.returns.keyed_dialog import SECOND, KeyedDialog
from opcoord.gui.widgets import announcing
from opcoord.model.holding import NoteKind
from opcoord.services.notes import NoteDraft
from opcoord.services.sample import waiting_folder
from opcoord.services.workspace import Workspace
from tests.gui.sample_file import sample_copy


class _Listener:
    """Stands in for a screen reader."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def updateAccessibility(self, event: object) -> None:
        self.heard.append(event.message())  # type: ignore[attr-defined]


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> _Listener:
    made = _Listener()
    monkeypatch.setattr(announcing, "QAccessible", made)
    return made


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    QSettings().clear()
    workspace = sample_copy(tmp_path)
    path = Path(workspace.path)
    workspace.close()
    yield from _opened(qtbot, path)


@pytest.fixture
def bare_window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """An operation in which nothing is planned."""
    QSettings().clear()
    Workspace.create(tmp_path / "Heron.opcoord", "Operation Heron").close()
    yield from _opened(qtbot, tmp_path / "Heron.opcoord")


def _opened(qtbot: QtBot, path: Path) -> Iterator[MainWindow]:
    made = MainWindow(LazyWorkspaces())
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    made.documents.open(path)
    qtbot.waitUntil(lambda: made.workspace is not None and not made.tasks.busy)
    yield made
    made.close()


def _settle(qtbot: QtBot, window: MainWindow, key: str) -> None:
    qtbot.waitUntil(lambda: window.page(key).at_rest and not window.tasks.busy)


def _focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def _ring(qtbot: QtBot) -> list[QWidget]:
    """What Tab comes to, until it is where it began."""
    first, found = _focused(), []
    for _ in range(80):
        found.append(_focused())
        qtbot.keyClick(_focused(), Qt.Key.Key_Tab)
        if _focused() is first:
            return found
    raise AssertionError("The Tab key does not come round")


@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_tab_comes_round_and_to_the_sidebar(qtbot: QtBot, window: MainWindow, key: str) -> None:
    window.show_page(key)
    _settle(qtbot, window, key)
    ring = _ring(qtbot)
    assert window.sidebar in ring
    assert len(set(ring)) == len(ring)


def test_tab_comes_to_a_filter_before_its_table(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("reconcile")
    _settle(qtbot, window, "reconcile")
    window.sidebar.setFocus()
    names = [each.accessibleName() for each in _ring(qtbot)]
    assert names.index("Filter disagreements") < names.index("Disagreements")
    tabs = [type(each).__name__ for each in _ring(qtbot)].index("QTabBar")
    assert tabs < names.index("Filter disagreements")


def test_tab_comes_to_the_next_steps_before_the_totals(qtbot: QtBot, window: MainWindow) -> None:
    _settle(qtbot, window, "overview")
    window.sidebar.setFocus()
    ring = _ring(qtbot)
    page = window.page("overview")
    steps = [ring.index(each) for each in ring if page.steps_holder.isAncestorOf(each)]  # type: ignore[attr-defined]
    cards = [ring.index(card.button) for card in page.cards if card.button in ring]  # type: ignore[attr-defined]
    assert max(steps) < min(cards)


def test_enter_presses_the_button_that_has_the_keyboard(qtbot: QtBot, bare_window: MainWindow) -> None:
    bare_window.show_page("plan")
    page = bare_window.page("plan")
    assert _focused() is page.empty.button  # type: ignore[attr-defined]
    with qtbot.waitSignal(page.empty.activated):  # type: ignore[attr-defined]
        qtbot.keyClick(_focused(), Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_keyboard_is_not_lost_with_an_empty_page(qtbot: QtBot, bare_window: MainWindow) -> None:
    bare_window.show_page("plan")
    workspace, page = bare_window.workspace, bare_window.page("plan")
    assert workspace is not None
    draft = workspace.plan.propose_next()
    workspace.plan.save(type(draft)(**{**{n: getattr(draft, n) for n in draft.__slots__}, "theme": "Knives"}))
    qtbot.waitUntil(lambda: _focused() is page.table)  # type: ignore[attr-defined]


def test_undo_by_its_button_keeps_the_keyboard_there(
    qtbot: QtBot, window: MainWindow, listener: _Listener
) -> None:
    window.show_page("history")
    page, workspace = window.page("history"), window.workspace
    assert workspace is not None
    label, button = workspace.undo_label, page.undo_button  # type: ignore[attr-defined]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: f"Undone: {label}" in listener.heard)
    qtbot.waitUntil(lambda: _focused() is button)


def test_somebody_who_went_on_meanwhile_is_left_there(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("history")
    page = window.page("history")
    page.undo_button.setFocus()  # type: ignore[attr-defined]
    qtbot.keyClick(page.undo_button, Qt.Key.Key_Space)  # type: ignore[attr-defined]
    page.table.setFocus()  # type: ignore[attr-defined]
    _settle(qtbot, window, "history")
    qtbot.waitUntil(lambda: page.undo_button.isEnabled())  # type: ignore[attr-defined]
    assert _focused() is page.table  # type: ignore[attr-defined]


def test_ctrl_z_says_what_was_undone(qtbot: QtBot, window: MainWindow, listener: _Listener) -> None:
    workspace = window.workspace
    assert workspace is not None
    label = workspace.undo_label
    window.actions_.undo.trigger()
    qtbot.waitUntil(lambda: f"Undone: {label}" in listener.heard)


def test_after_accepting_the_keyboard_is_in_the_list(
    qtbot: QtBot, window: MainWindow, listener: _Listener, tmp_path: Path
) -> None:
    workspace = window.workspace
    assert workspace is not None
    window.show_page("returns")
    page = window.page("returns")
    other = tmp_path / "fresh"
    other.mkdir()
    Workspace.create_sample(other / "sample.opcoord").close()
    for each in workspace.queries.returns(7):
        workspace.returns.withdraw(each.id)
    window.import_paths([waiting_folder(other / "sample.opcoord")])
    accept = page.review.foot.accept_button  # type: ignore[attr-defined]
    page.inbox_table.setFocus()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: accept.isVisible() and not window.tasks.busy and page.at_rest)
    review = page.review  # type: ignore[attr-defined]
    assert review.findings.count()
    review.figures.setFocus()
    qtbot.keyClick(review.figures, Qt.Key.Key_J)
    assert listener.heard[-1] == finding_text(review.findings.findings_model.findings[0])
    if not accept.isEnabled():
        page.review.foot.reason_edit.setText("Confirmed by telephone")  # type: ignore[attr-defined]
    qtbot.waitUntil(accept.isEnabled)
    accept.setFocus()
    qtbot.keyClick(accept, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "1 return accepted." in listener.heard)
    _settle(qtbot, window, "returns")
    assert _focused() is page.inbox_table  # type: ignore[attr-defined]


def test_the_point_under_the_keyboard_is_said(qtbot: QtBot, window: MainWindow, listener: _Listener) -> None:
    window.show_page("results")
    _settle(qtbot, window, "results")
    plot = window.page("results").chart.plot  # type: ignore[attr-defined]
    plot.setFocus()
    first = listener.heard[-1]
    assert first.startswith("Arrests up to phase 1: ")
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert listener.heard[-1].startswith("Arrests up to phase 2: ")
    described = QAccessible.queryAccessibleInterface(plot).text(QAccessible.Text.Description)
    assert described.startswith(listener.heard[-1])


def test_the_phase_chosen_on_the_timeline_is_said(
    qtbot: QtBot, window: MainWindow, listener: _Listener
) -> None:
    window.show_page("plan")
    timeline = window.page("plan").timeline  # type: ignore[attr-defined]
    qtbot.keyClick(timeline, Qt.Key.Key_Home)
    assert listener.heard[-1].startswith("Phase 1, ")


def test_a_sentence_is_said_once(qtbot: QtBot, listener: _Listener) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    announcing.tell(label, "Before anybody looks")
    label.show()
    for words in ("The theme is missing.", "The theme is missing.", ""):
        announcing.tell(label, words)
    assert listener.heard == ["The theme is missing."]


@pytest.mark.parametrize(
    ("action", "keys"),
    [("undo", "Ctrl+Z"), ("redo", "Ctrl+Y"), ("quit", "Ctrl+Q"), ("close", "Ctrl+W"), ("help", "F1")],
)
def test_the_keys_of_the_help_work_on_every_system(window: MainWindow, action: str, keys: str) -> None:
    assert keys in [each.toString() for each in getattr(window.actions_, action).shortcuts()]


def test_every_shortcut_is_in_the_help(qtbot: QtBot, window: MainWindow) -> None:
    for entry in PAGES:
        window.show_page(entry.key)
        _settle(qtbot, window, entry.key)
    actions = [each.shortcut() for each in window.findChildren(QAction)]
    keys = {each.toString() for each in (*actions, *(each.key() for each in window.findChildren(QShortcut)))}
    known = {f"Ctrl+{number}" for number in range(2, 8)} | {"", "Return", "Enter"}
    assert [each for each in sorted(keys - known) if each not in HELP] == []


def test_keying_in_ends_with_the_figures_and_then_the_buttons(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("returns")
    _settle(qtbot, window, "returns")
    window.page("returns").dialogs.key_in()  # type: ignore[attr-defined]
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, KeyedDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.form.who_edit.setText("Returns desk, Dorset Police")
    dialog.model.setData(dialog.model.index(0, 1), "12", Qt.ItemDataRole.EditRole)
    ring = _ring(qtbot)
    last = [ring.index(each) for each in (dialog.table, dialog.form.next_button, dialog.form.cancel_button)]
    assert last == sorted(last)
    dialog.form.next_button.setFocus()
    qtbot.keyClick(dialog.form.next_button, Qt.Key.Key_Return)
    assert dialog.step == SECOND
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_after_a_line_is_removed_the_keyboard_is_on_the_next(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("reference")
    page = window.page("reference")
    page.tabs.setCurrentIndex(page.tabs.count() - 1)  # type: ignore[attr-defined]
    table = page.panel_tab.table  # type: ignore[attr-defined]
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 0))
    following, rows = table.model().index(2, 0).data(), table.model().rowCount()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: table.model().rowCount() == rows - 1)
    assert table.currentIndex().data() == following
    assert _focused() is table


def test_a_phase_that_stays_says_why(qtbot: QtBot, window: MainWindow, listener: _Listener) -> None:
    window.show_page("plan")
    table = window.page("plan").table  # type: ignore[attr-defined]
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert listener.heard[-1] == "A phase that has returns stays."


def test_enter_on_a_note_changes_it(qtbot: QtBot, window: MainWindow) -> None:
    workspace = window.workspace
    assert workspace is not None
    workspace.notes.add(NoteDraft(NoteKind.REMARK, "The figures for Friday are promised"))
    dialog = NotesDialog(workspace)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    dialog.table.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.table)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    (open_,) = dialog.findChildren(NoteDialog)
    assert open_.form.text_edit.toPlainText() == "The figures for Friday are promised"
    open_.reject()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert workspace.queries.notes() == []


def test_a_page_says_its_name(window: MainWindow, listener: _Listener) -> None:
    window.actions_.pages["history"].trigger()
    assert "History" in listener.heard
