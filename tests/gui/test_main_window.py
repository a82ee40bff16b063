"""The main window: pages on demand, undo by name, drops, banners, long work and faults."""

from __future__ import annotations

import ctypes
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from opcoord.app.faults import FaultReporter
from opcoord.app.taskbar import claim_taskbar_place
from opcoord.app.workspaces import LazyWorkspaces
from opcoord.errors import OpcoordError
from opcoord.gui.finder_dialog import FinderDialog
from opcoord.gui.main_window import MainWindow
from opcoord.gui.new_operation_dialog import NewOperationDialog
from opcoord.gui.page_registry import PAGES
from opcoord.gui.recent_files import RecentFiles
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import Appearance, saved_appearance, set_appearance
from opcoord.progress import Progress
from opcoord.services.workspace import Workspace


@pytest.fixture
def operation(tmp_path: Path) -> Path:
    """An operation with one planned phase."""
    path = tmp_path / "Scorpion.opcoord"
    workspace = Workspace.create(path, "Operation Scorpion")
    workspace.operation.update(marking="OFFICIAL")
    workspace.close()
    return path


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """A shown window without a file."""
    QSettings().clear()
    made = MainWindow(LazyWorkspaces())
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    QSettings().clear()


def test_the_window_shows_before_anything_heavy_is_imported() -> None:
    code = (
        "import sys; from opcoord.app.main import make_application; from opcoord.app.workspaces import "
        "LazyWorkspaces; from opcoord.gui.main_window import MainWindow; app = make_application(['x']); "
        "window = MainWindow(LazyWorkspaces()); window.show(); "
        "heavy = {'sqlalchemy', 'openpyxl', 'pyqtgraph', 'alembic', 'numpy'} & set(sys.modules); "
        "window.close(); sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pretends to be Windows")
def test_windows_is_told_that_this_is_not_python(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    shell = SimpleNamespace(SetCurrentProcessExplicitAppUserModelID=told.append)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(shell32=shell), raising=False)
    claim_taskbar_place()
    assert told == []
    monkeypatch.setattr(sys, "platform", "win32")
    claim_taskbar_place()
    assert told == ["opcoord.opcoord"]


def test_begins_at_the_start_page(window: MainWindow) -> None:
    assert window.front.currentWidget().isAncestorOf(window.start_page) or (
        window.front.currentWidget() is window.start_page
    )
    assert window.sidebar.isHidden()
    assert not window.actions_.import_returns.isEnabled()


def test_an_opened_file_shows_the_overview_and_builds_no_other_page(
    qtbot: QtBot, window: MainWindow, operation: Path
) -> None:
    _open(qtbot, window, operation)
    assert list(window._pages) == ["overview"]
    assert window.windowTitle().startswith("Scorpion.opcoord")
    assert window.state_label.text() == "All changes saved"
    assert window.recent.paths() == [operation]


@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_every_page_opens(qtbot: QtBot, window: MainWindow, operation: Path, key: str) -> None:
    _open(qtbot, window, operation)
    window.actions_.pages[key].trigger()
    assert window.stack.currentWidget() is window.page(key)
    assert window.page(key).title == next(entry.title for entry in PAGES if entry.key == key)


def test_pages_of_a_closed_file_hear_no_more_of_later_work(
    qtbot: QtBot, window: MainWindow, operation: Path, tmp_path: Path
) -> None:
    other = tmp_path / "Heron.opcoord"
    Workspace.create(other, "Operation Heron").close()
    _open(qtbot, window, operation)
    for entry in PAGES:
        window.show_page(entry.key)
    # What a page does after its end would be raised in the event loop, where pytest-qt finds it.
    for path in (other, operation):
        _open(qtbot, window, path)
        qtbot.waitUntil(lambda path=path: window.recent.paths()[0] == path and not window.tasks.busy)


def test_the_sidebar_works_with_the_keyboard(qtbot: QtBot, window: MainWindow, operation: Path) -> None:
    _open(qtbot, window, operation)
    window.sidebar.setFocus()
    qtbot.keyClick(window.sidebar, Qt.Key.Key_Down)
    assert window.stack.currentWidget() is window.page("plan")


def test_undo_says_what_it_takes_back(qtbot: QtBot, window: MainWindow, operation: Path) -> None:
    _open(qtbot, window, operation)
    workspace = window.workspace
    assert workspace is not None
    workspace.operation.update(name="Operation Heron")
    qtbot.waitUntil(lambda: "Change the operation" in window.actions_.undo.text())
    window.actions_.undo.trigger()
    qtbot.waitUntil(lambda: "Change the operation" in window.actions_.redo.text())
    assert workspace.queries.operation().name == "Operation Scorpion"


def test_a_change_reloads_what_is_seen_and_ages_what_is_not(
    qtbot: QtBot, window: MainWindow, operation: Path
) -> None:
    _open(qtbot, window, operation)
    window.show_page("reference")
    window.show_page("plan")
    assert window.workspace is not None
    window.workspace.operation.update(name="Operation Heron")
    reference = window.page("reference")
    qtbot.waitUntil(lambda: reference._stale)
    window.show_page("reference")
    assert reference.operation_form.name_edit.text() == "Operation Heron"  # type: ignore[attr-defined]


def test_a_second_window_is_read_only(qtbot: QtBot, window: MainWindow, operation: Path) -> None:
    first = Workspace.open(operation)
    try:
        _open(qtbot, window, operation)
        assert window.read_only_banner.text == window.state_label.text() != ""
        assert window.read_only_banner.isVisible()
        assert not window.actions_.import_returns.isEnabled()
    finally:
        window.documents.close()
        first.close()


def test_the_sample_notice_stands_on_every_page(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.documents.open_sample(tmp_path / "sample.opcoord")
    assert not window.actions_.open.isEnabled()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=60_000)
    assert "[sample]" in window.windowTitle()
    for entry in PAGES:
        window.show_page(entry.key)
        assert window.notice_banner.isVisible()
    assert window.actions_.open.isEnabled()


def test_documents_that_may_not_be_written_to_are_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows' protection against ransomware keeps programs that it does not know out of the documents."""

    def protected(_folder: Path, *_rest: object, **_more: object) -> None:
        raise FileNotFoundError(2, "The system cannot find the file specified")

    monkeypatch.setattr(Path, "mkdir", protected)
    window.documents.open_sample(tmp_path / "opcoord sample" / "sample.opcoord")
    box = _message_box(qtbot)
    assert "opcoord sample" in box.text() and "protection" in box.informativeText()
    box.close()
    assert window.workspace is None


def test_a_dropped_operation_is_opened(qtbot: QtBot, window: MainWindow, operation: Path) -> None:
    _drop(window, [operation])
    qtbot.waitUntil(lambda: window.workspace is not None)


def test_a_drop_with_the_shift_key_held_moves_nothing(
    qtbot: QtBot, window: MainWindow, operation: Path
) -> None:
    """Told of a move, Windows' Explorer deletes the file as soon as it was dropped."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(operation))])
    both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    keys = Qt.KeyboardModifier.ShiftModifier
    for event, take in (
        (QDragEnterEvent(QPoint(5, 5), both, data, Qt.MouseButton.LeftButton, keys), window.dragEnterEvent),
        (QDropEvent(QPointF(5, 5), both, data, Qt.MouseButton.LeftButton, keys), window.dropEvent),
    ):
        event.setDropAction(Qt.DropAction.MoveAction)
        take(event)  # type: ignore[operator]
        assert event.isAccepted() and event.dropAction() is Qt.DropAction.CopyAction
    qtbot.waitUntil(lambda: window.workspace is not None)


def test_an_attachment_dragged_out_of_outlook_is_explained(qtbot: QtBot, window: MainWindow) -> None:
    data = QMimeData()
    data.setData('application/x-qt-windows-mime;value="FileGroupDescriptorW"', b"\x01\x00\x00\x00")
    data.setText("Dorset return.xlsx")
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    enter.ignore()
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    box = _message_box(qtbot)
    assert "Outlook" in box.text() and "folder" in box.informativeText()
    box.close()


def test_words_that_are_dragged_are_left_alone(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("Dorset return.xlsx")
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    enter.ignore()
    window.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_a_file_asked_for_twice_is_opened_once(qtbot: QtBot, window: MainWindow, operation: Path) -> None:
    opened: list[Workspace] = []
    window.documents.opened.connect(opened.append)
    window.documents.open(operation)
    window.documents.open(operation)
    assert window.workspace is None
    assert not window.start_page.isEnabled()
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert len(opened) == 1
    assert not opened[0].read_only


def test_a_file_under_another_name_is_not_opened_twice(
    qtbot: QtBot, window: MainWindow, operation: Path, tmp_path: Path
) -> None:
    """As a drive's letter and the server's name for one folder: the second opening would only get to read."""
    _open(qtbot, window, operation)
    share = tmp_path / "share"
    share.symlink_to(operation.parent, target_is_directory=True)
    window.documents.open(share / operation.name)
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert window.workspace is not None
    assert window.workspace.path == operation and not window.workspace.read_only


def test_closing_the_window_while_a_file_opens_lets_go_of_it(
    qtbot: QtBot, window: MainWindow, operation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, cancel, really_open = threading.Event(), window.tasks.cancel, LazyWorkspaces.open

    def open_late(workspaces: LazyWorkspaces, path: Path) -> Workspace:
        told.wait(5)
        return really_open(workspaces, path)

    monkeypatch.setattr(LazyWorkspaces, "open", open_late)
    monkeypatch.setattr(window.tasks, "cancel", lambda: (cancel(), told.set()))
    window.documents.open(operation)
    window.close()
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert window.workspace is None
    again = Workspace.open(operation)
    read_only = again.read_only
    again.close()
    assert not read_only


def test_after_a_failed_opening_the_keyboard_is_back_at_the_start(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.documents.open(tmp_path / "gone.opcoord")
    _message_box(qtbot).close()
    assert window.focusWidget() is window.start_page.sample_button


def test_the_chart_is_loaded_while_nothing_else_happens(operation: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QTimer; from opcoord.app.main import "
        "make_application; from opcoord.app.workspaces import LazyWorkspaces; from opcoord.gui import page_loader; "
        "from opcoord.gui.main_window import MainWindow; app = make_application(['x']); page_loader._SETTLED_MS = 1; "
        "window = MainWindow(LazyWorkspaces()); window.show(); window.documents.open(Path(sys.argv[1])); "
        "timer = QTimer(); timer.timeout.connect(lambda: 'opcoord.gui.results.chart' in sys.modules and app.quit()); "
        "timer.start(10); QTimer.singleShot(20_000, lambda: app.exit(1)); code = app.exec(); window.close(); "
        "sys.exit(code)"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(operation)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_dropped_workbooks_go_to_returns(
    qtbot: QtBot, window: MainWindow, operation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _open(qtbot, window, operation)
    seen: list[list[Path]] = []
    monkeypatch.setattr(window.page("returns"), "import_paths", seen.append)
    _drop(window, [operation.with_name("return.xlsx")])
    assert seen == [[operation.with_name("return.xlsx")]]
    assert window.stack.currentWidget() is window.page("returns")


def test_a_missing_recent_file_is_explained_and_forgotten(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    gone = tmp_path / "gone.opcoord"
    window.recent.add(gone)
    window.documents.open(gone)
    box = _message_box(qtbot)
    assert box.textFormat() is Qt.TextFormat.PlainText
    box.close()
    assert window.recent.paths() == []


def test_a_drive_that_breaks_off_is_told_and_its_file_kept(
    qtbot: QtBot, window: MainWindow, operation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.recent.add(operation)

    def broken(_path: Path, *_rest: object, **_more: object) -> None:
        raise OSError(22, "An unexpected network error occurred")

    monkeypatch.setattr(Path, "open", broken)
    monkeypatch.setattr(Path, "stat", broken)
    window.documents.open(operation)
    box = _message_box(qtbot)
    monkeypatch.undo()
    assert "cannot be read" in box.text()
    box.close()
    assert window.recent.paths() == [operation]


def test_a_recent_file_on_a_drive_that_is_away_is_kept(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = tmp_path / "not connected" / "Scorpion.opcoord"
    window.recent.add(away)
    really_exists, asked = Path.exists, []

    def exists(path: Path) -> bool:
        if path == away:
            asked.append(threading.current_thread())
        return really_exists(path)

    monkeypatch.setattr(Path, "exists", exists)
    window.documents.open(away)
    box = _message_box(qtbot)
    assert "cannot be reached" in box.text()
    box.close()
    assert window.recent.paths() == [away]
    assert asked and threading.main_thread() not in asked, (
        "a server that does not answer would freeze the window"
    )


def test_the_finder_goes_to_a_force(qtbot: QtBot, window: MainWindow, operation: Path) -> None:
    _open(qtbot, window, operation)
    window.actions_.find.trigger()
    dialog = window.findChildren(FinderDialog)[0]
    qtbot.keyClicks(dialog.edit, "gloucester")
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.page("reference")


def test_the_finder_tells_parts_apart(qtbot: QtBot, window: MainWindow, operation: Path) -> None:
    _open(qtbot, window, operation)
    window.actions_.find.trigger()
    dialog = window.findChildren(FinderDialog)[0]
    qtbot.keyClicks(dialog.edit, "class cocaine which")
    found = [dialog.list.model().index(row, 0).data() for row in range(dialog.list.model().rowCount())]
    assert "Class A seized, of which cocaine" in found
    dialog.reject()


def test_a_new_operation_is_made_and_opened(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.actions_.new.trigger()
    dialog = window.findChildren(NewOperationDialog)[0]
    dialog.ui.folder_edit.setText(str(tmp_path))
    assert not dialog._create_button.isEnabled()
    qtbot.keyClicks(dialog.ui.name_edit, "Operation Heron")
    dialog.ui.cadence_spin.setValue(6)
    dialog.ui.empty_radio.setChecked(True)
    dialog._create_button.click()
    qtbot.waitUntil(lambda: window.workspace is not None)
    assert window.workspace is not None
    assert window.workspace.queries.operation().cadence_months == 6
    assert window.workspace.queries.agencies() == []


def test_recent_files_keep_eight_and_can_be_cleared(qtbot: QtBot, tmp_path: Path) -> None:
    QSettings().clear()
    recent = RecentFiles()
    for number in range(10):
        recent.add(tmp_path / f"{number}.opcoord")
    assert [path.stem for path in recent.paths()] == ["9", "8", "7", "6", "5", "4", "3", "2"]
    recent.clear()
    assert recent.paths() == []


def test_appearance_is_kept(qtbot: QtBot) -> None:
    set_appearance(Appearance.DARK)
    assert saved_appearance() is Appearance.DARK
    set_appearance(Appearance.SYSTEM)


def test_long_work_reports_and_can_be_cancelled(qtbot: QtBot) -> None:
    tasks = TaskRunner()
    begun = threading.Event()

    def work(progress: Progress) -> None:
        progress.step(1, 3, "one")
        begun.set()
        while True:
            progress.check()

    with qtbot.waitSignal(tasks.cancelled):
        with qtbot.waitSignal(tasks.progress) as step:
            tasks.run("Counting", work)
        assert step.args == [1, 3, "one"]
        begun.wait(5)
        tasks.cancel()
    assert not tasks.busy


def test_long_work_hands_over_result_and_error(qtbot: QtBot) -> None:
    tasks = TaskRunner()
    results: list[object] = []

    def fail(_progress: Progress) -> None:
        raise OpcoordError("No", "Try later.")

    tasks.run("one", lambda _progress: 1, results.append)
    tasks.run("two", fail, None, results.append)
    qtbot.waitUntil(lambda: len(results) == 2)
    assert results[0] == 1
    assert isinstance(results[1], OpcoordError)


def test_a_fault_is_shown_once_and_without_traceback(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    reporter = FaultReporter()
    for _ in range(2):
        try:
            raise ZeroDivisionError("division by zero")
        except ZeroDivisionError as error:
            reporter.report(type(error), error, error.__traceback__)
    box = _message_box(qtbot)
    assert "Traceback" not in box.text() + box.informativeText()
    box.close()
    assert sum("Unexpected fault" in record.message for record in caplog.records) == 2
    assert not [each for each in QApplication.topLevelWidgets() if each.isVisible()]


def _open(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    window.documents.open(path)
    qtbot.waitUntil(lambda: window.workspace is not None)


def _message_box(qtbot: QtBot) -> QMessageBox:
    def shown() -> list[QMessageBox]:
        boxes = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox)]
        return [box for box in boxes if box.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    return shown()[0]


def _drop(window: MainWindow, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))


def test_menus_have_their_icons_once_they_are_opened(window: MainWindow) -> None:
    menu = window.menuBar().actions()[0].menu()
    assert menu is not None
    menu.aboutToShow.emit()
    assert not window.actions_.open.icon().isNull() and not window.actions_.undo.icon().isNull()
