"""Handing over, receiving and taking back, by keyboard, in the real window."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from opcoord import reference_data
from opcoord.app.workspaces import LazyWorkspaces
from opcoord.gui import documents
from opcoord.gui.handover.give_dialog import GiveDialog
from opcoord.gui.handover.receive_dialog import ReceiveDialog
from opcoord.gui.handover.take_back_dialog import TakeBackDialog
from opcoord.gui.main_window import MainWindow
from opcoord.services import handover as giving
from opcoord.services.receiving import look_at, receive
from opcoord.services.workspace import Workspace
from tests.gui.test_accessibility import _nameless, _twice
from tests.integration.handovers import filled, holding
from tests.integration.returns_made import candidate, figure

Dialog = TypeVar("Dialog", bound=QWidget)
GIVER, TAKER, PASSWORD = "Dorset Police", "Wiltshire Police", "three blue wrens"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An operation with returns, files and decisions, closed."""
    folder = Path(reference_data.__file__).parent
    with closing(
        Workspace.create(tmp_path / "mine.opcoord", "Operation Test", reference_folder=folder)
    ) as made:
        filled(made)
        hiding = candidate("GL", 6, figure("arrests", 4))
        made.returns.accept(holding(hiding, _book_with_a_hidden_sheet()))
    return made.path


def _book_with_a_hidden_sheet() -> bytes:
    book = openpyxl.Workbook()
    book.create_sheet("Working").sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def window(qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    QSettings().clear()
    elsewhere = file.parent / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr("opcoord.gui.handover.handovers.documents_folder", lambda: elsewhere)
    made = MainWindow(LazyWorkspaces())
    qtbot.addWidget(made)
    made.show()
    made.documents.open(file)
    qtbot.waitUntil(lambda: made.workspace is not None and not made.tasks.busy)
    yield made
    qtbot.waitUntil(lambda: not made.tasks.busy)
    made.close()


def shown(qtbot: QtBot, window: MainWindow, kind: type[Dialog]) -> Dialog:
    """The visible dialog of that kind, once it is there."""

    def found() -> list[Dialog]:
        return [each for each in window.findChildren(kind) if each.isVisible()]

    qtbot.waitUntil(lambda: len(found()) == 1)
    return found()[0]


def message(qtbot: QtBot) -> QMessageBox:
    def found() -> list[QMessageBox]:
        tops = QApplication.topLevelWidgets()
        return [each for each in tops if isinstance(each, QMessageBox) and each.isVisible()]

    qtbot.waitUntil(lambda: len(found()) == 1)
    return found()[0]


def check_manners(dialog: QWidget) -> None:
    """Every control has a name, and no mnemonic is there twice."""
    from PySide6.QtWidgets import QAbstractButton, QLabel

    assert _nameless(dialog) == []
    texts = [each.text() for each in dialog.findChildren(QAbstractButton) if each.isVisible()]
    texts += [each.text() for each in dialog.findChildren(QLabel) if each.buddy() and each.isVisible()]
    assert _twice(texts) == []


def test_the_suffix_is_the_same_everywhere() -> None:
    assert documents.HANDOVER_SUFFIX == giving.SUFFIX


def test_give_by_keyboard(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    window.actions_.hand_over.trigger()
    dialog = shown(qtbot, window, GiveDialog)
    form = dialog.form
    assert form.giver_combo.currentText() == GIVER
    assert not form.give_button.isEnabled()
    assert form.hold_label.text() == "Name the force that gives and the force that takes."
    assert "4 files" in form.files_check.text()
    form.taker_combo.setFocus()
    form.taker_combo.lineEdit().selectAll()
    qtbot.keyClicks(form.taker_combo, TAKER)
    assert form.path_edit.text().endswith(f"Operation Test to {TAKER}.opcoord-handover")
    form.lock_check.setFocus()
    qtbot.keyClick(form.lock_check, Qt.Key.Key_Space)
    assert "12 characters" in form.hold_label.text()
    check_manners(dialog)
    qtbot.keyClicks(form.password_edit, PASSWORD)
    assert form.hold_label.text() == "The two passwords are not the same."
    qtbot.keyClicks(form.again_edit, PASSWORD)
    assert form.give_button.isEnabled() and form.hold_label.text() == ""
    qtbot.keyClick(form.again_edit, Qt.Key.Key_Return)
    box = message(qtbot)
    assert "was made for Wiltshire Police" in box.text()
    told = box.informativeText()
    assert "Tell them the password by another way" in told
    (note,) = [each for each in box.buttons() if "note" in each.text()]
    note.click()
    assert window.stack.currentWidget() is window.page("summary")
    panel = window.page("summary").options_panel  # type: ignore[attr-defined]
    assert panel.kind_combo.currentData() == "handover"
    assert not panel.readers.public_button.isEnabled()
    qtbot.waitUntil(lambda: window.page("summary").at_rest, timeout=20_000)
    out = file.parent / f"Operation Test to {TAKER}.opcoord-handover"
    assert look_at(out).locked and look_at(out).check_value in told
    assert window.workspace is not None and window.workspace.handed_over
    today = dt.date.today()
    assert window.read_only_banner.text.startswith(
        f"It was handed over to {TAKER} on {today.day} {today:%B %Y}."
    )
    assert window.read_only_banner.button.isVisible()
    assert not window.actions_.hand_over.isEnabled() and window.actions_.take_back.isEnabled()
    assert not window.actions_.undo.isEnabled() and not window.actions_.import_returns.isEnabled()


def test_what_the_files_hide_is_named_whether_they_go_along_or_not(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    window.actions_.hand_over.trigger()
    dialog = shown(qtbot, window, GiveDialog)
    form = dialog.form
    rows = [form.hidden_list.item(row).text() for row in range(form.hidden_list.count())]
    assert rows == ["GL.xlsx (Gloucestershire Constabulary, phase 6): a hidden sheet (Working)"]
    assert form.hidden_list.isVisible()
    assert "1 of them holds more than the figures, which stays behind:" in form.hidden_label.text()
    assert "received file" not in form.contents_label.text()
    form.files_check.click()
    assert form.hidden_label.text() == "1 of them holds more than the figures, which goes along too:"
    assert "4 received files as they came" in form.contents_label.text()
    dialog.reject()


def test_a_failure_keeps_what_was_entered(
    qtbot: QtBot, window: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_self: Path, _target: Path) -> Path:
        raise OSError("the drive is gone")

    window.actions_.hand_over.trigger()
    dialog = shown(qtbot, window, GiveDialog)
    dialog.form.taker_combo.setCurrentText(TAKER)
    dialog.form.note_edit.setPlainText("Mind phase 8.")
    monkeypatch.setattr(Path, "replace", gone)
    dialog.form.give_button.click()
    qtbot.waitUntil(lambda: "could not be written" in dialog.form.hold_label.text())
    monkeypatch.undo()
    assert dialog.isVisible() and dialog.form.note_edit.toPlainText() == "Mind phase 8."
    assert dialog.form.give_button.isEnabled()
    assert window.workspace is not None and not window.workspace.read_only
    dialog.reject()


def test_cancel_while_it_works_leaves_the_file_alone(
    qtbot: QtBot, window: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.actions_.hand_over.trigger()
    dialog = shown(qtbot, window, GiveDialog)
    dialog.form.taker_combo.setCurrentText(TAKER)
    dialog.form.give_button.click()
    assert not dialog.form.path_edit.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert dialog.isVisible() and dialog.form.path_edit.isEnabled()
    assert window.workspace is not None and not window.workspace.read_only
    assert list(file.parent.glob("*handover")) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(GiveDialog))


def test_take_back_from_the_banner(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    assert window.workspace is not None
    assert not window.actions_.take_back.isEnabled()
    window.workspace.handover.give(file.with_suffix(".opcoord-handover"), TAKER, GIVER)
    window.documents.show_again()
    qtbot.mouseClick(window.read_only_banner.button, Qt.MouseButton.LeftButton)
    dialog = shown(qtbot, window, TakeBackDialog)
    check_manners(dialog)
    assert not dialog.form.take_button.isEnabled()
    assert "cannot be undone" in dialog.form.intro_label.text()
    qtbot.keyClicks(dialog.form.reason_edit, "They start in May.")
    qtbot.keyClick(dialog.form.reason_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.read_only_banner.isVisible())
    assert window.state_label.text() == "All changes saved"
    assert window.actions_.undo.isEnabled() and window.actions_.hand_over.isEnabled()
    assert [each.note for each in window.workspace.queries.handovers()] == ["", "They start in May."]
    window.workspace.operation.update(owner="Operation coordinator")


@pytest.fixture
def given(file: Path) -> Path:
    """A locked hand-over file of the operation, which goes on in its own file."""
    out = file.with_name("came.opcoord-handover")
    with closing(Workspace.open(file)) as workspace:
        workspace.handover.give(out, TAKER, GIVER, password=PASSWORD, note="Mind phase 8.")
        workspace.handover.take_back("It goes on.")
    return out


def test_receive_by_keyboard(qtbot: QtBot, given: Path, window: MainWindow) -> None:
    window.documents.close()
    window.documents.open(given)
    dialog = shown(qtbot, window, ReceiveDialog)
    form = dialog.form
    check_manners(dialog)
    assert form.title_label.text() == "Operation Test"
    assert f"From {GIVER} to {TAKER}" in form.facts_label.text()
    assert not form.compare_button.isVisible()
    assert form.hold_label.text() == f"Type the password that {GIVER} told you."
    qtbot.keyClicks(form.password_edit, "three blue crows")
    qtbot.keyClick(form.password_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "does not open with that password" in form.hold_label.text())
    assert form.password_edit.hasSelectedText()
    qtbot.keyClicks(form.password_edit, PASSWORD)
    assert form.hold_label.text() == ""
    new = dialog.new_path
    qtbot.keyClick(form.password_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None and not window.tasks.busy)
    assert window.workspace is not None and window.workspace.path == new
    assert not window.workspace.read_only
    assert new in window.recent.paths()
    assert window.workspace.verify() == []


def test_receiving_what_is_open_offers_to_compare(qtbot: QtBot, given: Path, window: MainWindow) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(given))])
    action, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPointF(9, 9), action, mime, buttons, Qt.KeyboardModifier.NoModifier))
    dialog = shown(qtbot, window, ReceiveDialog)
    assert dialog.form.compare_button.isVisible() and dialog.form.same_label.isVisible()
    check_manners(dialog)
    dialog.reject()


def test_a_name_that_is_taken_is_said_before(qtbot: QtBot, given: Path, window: MainWindow) -> None:
    window.documents.open(given)
    dialog = shown(qtbot, window, ReceiveDialog)
    dialog.form.password_edit.setText(PASSWORD)
    dialog.form.folder_edit.setText(str(given.parent))
    dialog.form.name_edit.setText("mine")
    assert "already there" in dialog.form.hold_label.text()
    dialog.form.name_edit.setText("a/b")
    assert "cannot be called that" in dialog.form.hold_label.text()
    dialog.form.name_edit.setText("")
    assert dialog.form.hold_label.text() == "The new file needs a name."
    dialog.form.folder_edit.setText(str(given.parent / "nowhere"))
    dialog.form.name_edit.setText("other")
    assert dialog.form.hold_label.text() == "That folder does not exist."
    dialog.reject()


def test_a_damaged_hand_over_is_one_sentence(qtbot: QtBot, given: Path, window: MainWindow) -> None:
    given.write_bytes(given.read_bytes()[:-1])
    window.actions_.receive.trigger()
    dialog = shown(qtbot, window, QFileDialog)
    dialog.fileSelected.emit(str(given))
    dialog.reject()
    box = message(qtbot)
    assert "damaged or incomplete" in box.text() and box.informativeText()
    box.close()


def test_a_file_handed_over_elsewhere_opens_read_only(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    window.documents.close()
    out = file.with_name("out.opcoord-handover")
    with closing(Workspace.open(file)) as workspace:
        workspace.handover.give(out, TAKER, GIVER)
    receive(out, file.with_name("theirs.opcoord"))
    window.documents.open(file)
    qtbot.waitUntil(lambda: window.workspace is not None and not window.tasks.busy)
    assert window.read_only_banner.isVisible() and window.read_only_banner.button.isVisible()
    # A file that somebody else has open is read-only for another reason, and cannot be taken back from here.
    window.documents.close()
    with closing(Workspace.open(file.with_name("theirs.opcoord"))):
        window.documents.open(file.with_name("theirs.opcoord"))
        qtbot.waitUntil(lambda: window.workspace is not None and not window.tasks.busy)
        assert window.read_only_banner.isVisible() and not window.read_only_banner.button.isVisible()
        window.documents.close()
