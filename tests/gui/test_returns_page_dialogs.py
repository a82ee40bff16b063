"""Passwords, returns keyed by hand, what was learned, saving a received file, batches and their end."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from opcoord.errors import OpcoordError
from opcoord.gui.returns.keyed_dialog import FIRST, SECOND, SETTLE, KeyedDialog
from opcoord.gui.returns.password_dialog import MOST_TRIES, PasswordDialog
from opcoord.gui.returns.received import plain_name
from opcoord.gui.returns.returns_page import ReturnsPage
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.progress import Progress
from opcoord.reading.decisions import Decisions
from opcoord.services.candidate import REFUSED, SKIPPED, Candidate
from opcoord.services.received_cells import Grid
from opcoord.services.workspace import Workspace
from tests.gui.returns_sheets import ODD, received, settle, sheet, take

LOCKED = Finding(Severity.ERROR, "password", "The workbook is protected by a password.", "Enter it here.")
SHA = "5" * 64


def locked(name: str = "Locked.xlsx") -> Candidate:
    return Candidate(Path("nowhere") / name, name, SHA, 10, REFUSED, findings=(LOCKED,), content=b"locked")


def opened_by(workspace: Workspace, right: str) -> list[dict[str, str]]:
    """Let `right` open the locked file; the passwords that were tried."""
    tried: list[dict[str, str]] = []

    def inspect(*_args: object, passwords: dict[str, str], **_kwargs: object) -> list[Candidate]:
        tried.append(passwords)
        if passwords.get(SHA) != right:
            return [locked()]
        made = received(workspace, sheet((("Measure", "Figure"), ("Arrests", 12))), name="Locked.xlsx")
        return [dataclasses.replace(made, sha256=SHA)]

    workspace.returns.inspect = inspect  # type: ignore[assignment, method-assign]
    return tried


def enter(page: ReturnsPage, qtbot: QtBot, password: str) -> None:
    page.review.password_button.click()
    dialog = page.findChildren(PasswordDialog)[-1]
    dialog.form.password_edit.setText(password)
    dialog.form.open_button.click()
    settle(page, qtbot)


def test_a_password_opens_a_locked_file(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    take(returns_page, returns_workspace, qtbot, locked())
    assert returns_page.review.password_button.isVisible()
    tried = opened_by(returns_workspace, "open sesame")
    enter(returns_page, qtbot, "open sesame")
    assert tried == [{SHA: "open sesame"}]
    assert [each.status for each in returns_page.inbox.candidates] == ["ready"]
    assert not returns_page.review.password_button.isVisible()
    returns_page.inbox.import_paths([Path("again")])
    settle(returns_page, qtbot)
    assert tried[-1] == {SHA: "open sesame"}


def test_three_wrong_passwords_lock_nothing(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    take(returns_page, returns_workspace, qtbot, locked())
    opened_by(returns_workspace, "open sesame")
    for _ in range(MOST_TRIES):
        enter(returns_page, qtbot, "wrong")
    (candidate,) = returns_page.inbox.candidates
    dialog = returns_page.dialogs.password(candidate)
    assert "Ask the force for the password" in dialog.form.intro_label.text()
    dialog.reject()
    enter(returns_page, qtbot, "open sesame")
    assert returns_page.inbox.candidates[0].status == "ready"


def keyed(page: ReturnsPage) -> KeyedDialog:
    dialog = page.dialogs.key_in("DC", 1)
    dialog.form.who_edit.setText("the returns desk")
    return dialog


def type_in(dialog: KeyedDialog, **texts: str) -> None:
    rows = [dialog.model.index(row, 0).data() for row in range(dialog.model.rowCount())]
    for label, text in texts.items():
        dialog.model.setData(dialog.model.index(rows.index(label.replace("_", " ")), 1), text)


def test_a_return_is_keyed_twice_and_settled(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    dialog = keyed(returns_page)
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert dialog.hold() == "Type at least one figure."
    type_in(dialog, Arrests="approx 12", Cash_seized="plenty")
    assert "plenty" in dialog.hold()
    type_in(dialog, Cash_seized="2.5k")
    assert dialog.model.index(0, 2).data() == "about 12"
    dialog.form.next_button.click()
    assert (dialog.step, dialog.model.entries) == (SECOND, {})
    type_in(dialog, Arrests="approx 12", Cash_seized="25k")
    dialog.form.next_button.click()
    assert dialog.step == SETTLE
    QAbstractItemModelTester(dialog.settle_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [dialog.settle_model.index(0, column).data() for column in range(4)] == [
        "Cash seized", "2.5k", "25k", "not settled",
    ]  # fmt: skip
    assert not dialog.form.next_button.isEnabled()
    dialog.settle_table.setCurrentIndex(dialog.settle_model.index(0, 2))
    qtbot.keyClick(dialog.settle_table, Qt.Key.Key_Space)
    source = dialog.source()
    dialog.form.next_button.click()
    settle(returns_page, qtbot)
    (candidate,) = returns_page.inbox.candidates
    amounts = {each.measure: each.amount for each in candidate.figures if each.amount is not None}
    assert amounts == {"arrests": 12, "cash_seized": 2_500_000}
    assert candidate.parsed is not None and candidate.parsed.source == source
    assert source.startswith("By telephone, the returns desk, ")
    assert returns_page.review.sheets.current_sheet() == "Keyed by hand"
    assert not returns_page.review.agency_combo.isEnabled()


def test_equal_figures_need_no_settling(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    dialog = keyed(returns_page)
    for _ in range(2):
        type_in(dialog, Arrests="12")
        dialog.form.next_button.click()
    settle(returns_page, qtbot)
    assert [each.answered for each in returns_page.inbox.candidates] == [1]


def test_going_back_shows_what_was_keyed_first(returns_page: ReturnsPage) -> None:
    dialog = keyed(returns_page)
    type_in(dialog, Arrests="12")
    dialog.form.next_button.click()
    dialog.form.back_button.click()
    assert (dialog.step, dialog.model.entries) == (FIRST, {"arrests": "12"})
    dialog.reject()


def test_enter_goes_down_the_lines(returns_page: ReturnsPage, qtbot: QtBot) -> None:
    dialog = keyed(returns_page)
    dialog.table.start()
    qtbot.keyClick(dialog.table, Qt.Key.Key_1)
    editor = dialog.table.viewport().focusWidget() or dialog.focusWidget()
    assert editor is not None
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    # The editor hands its text over in an event of its own.
    qtbot.waitUntil(lambda: dialog.model.entries == {"arrests": "1"})
    qtbot.waitUntil(lambda: dialog.table.currentIndex().row() > 0)
    assert (dialog.table.currentIndex().row(), dialog.step) == (1, FIRST)
    dialog.reject()


def test_what_was_learned_can_be_forgotten(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    made = received(returns_workspace, sheet((("Measure", "Figure"), ("Arrests", 12), ("Nicked", 3))))
    made = returns_workspace.returns.decide(made, made.decisions.answered("Nicked", "charges"))
    returns_workspace.returns.accept(made, reason_for_all="Agreed")
    dialog = returns_page.dialogs.learned()
    assert [dialog.learned_model.index(0, column).data() for column in range(3)] == [
        "Devon & Cornwall Police", "Nicked", "Charges",
    ]  # fmt: skip
    count = dialog.learned_model.rowCount()
    dialog.forget_button.click()
    assert dialog.learned_model.rowCount() == count - 1
    assert "Nicked" not in [each.label for each in returns_workspace.queries.learned()]
    dialog.reject()


@pytest.fixture
def accepted(returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot) -> ReturnsPage:
    """The page with an accepted return open, whose file is kept."""
    made = received(returns_workspace, sheet((("Measure", "Figure"), ("Arrests", 12))))
    returns_workspace.returns.accept(made, reason_for_all="Agreed")
    returns_page.reload()
    returns_page.show_item(("DC", 1))
    return returns_page


def test_a_received_file_is_saved_as_it_came(accepted: ReturnsPage, tmp_path: Path, qtbot: QtBot) -> None:
    version = accepted.accepted.version()
    assert version is not None
    dialog = accepted.received.ask_where(version)
    assert [Path(name).name for name in dialog.selectedFiles()] == ["Return of a force.xlsx"]
    assert Path(dialog.directory().absolutePath()) == accepted._workspace.path.parent
    dialog.close()
    target = tmp_path / "out.xlsx"
    accepted.received.save(version, target)
    settle(accepted, qtbot)
    assert target.read_bytes() == accepted._workspace.returns.received_bytes(version.sha256)[1]


def test_a_place_that_takes_no_file_is_told(accepted: ReturnsPage, tmp_path: Path, qtbot: QtBot) -> None:
    version = accepted.accepted.version()
    assert version is not None
    accepted.received.save(version, tmp_path / "no such folder" / "out.xlsx")
    settle(accepted, qtbot)
    (message,) = accepted.findChildren(QMessageBox)
    assert message.text().startswith("out.xlsx could not be written: ")
    message.close()


@pytest.mark.parametrize(
    ("name", "plain"),
    [("..\\..\\evil.xlsx", "evil.xlsx"), ("a/b?.xlsx", "b .xlsx"), ("\u202e...", "received file")],
)
def test_a_received_name_is_no_path(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_the_sheet_of_an_accepted_return(accepted: ReturnsPage, qtbot: QtBot) -> None:
    grid = Grid((sheet((("Measure", "Figure"), ("Arrests", 12))),))
    asked: list[str] = []

    def received_grid(_sha: str, password: str = "", _progress: object = None) -> Grid:
        asked.append(password)
        if password != "open":
            error = OpcoordError("The workbook is protected by a password.")
            error.code = "password"  # type: ignore[attr-defined]
            raise error
        return grid

    accepted._workspace.returns.received_grid = received_grid  # type: ignore[method-assign]
    accepted.accepted.show_sheet()
    qtbot.waitUntil(lambda: bool(accepted.findChildren(PasswordDialog)))
    (dialog,) = accepted.findChildren(PasswordDialog)
    dialog.form.password_edit.setText("open")
    dialog.form.open_button.click()
    qtbot.waitUntil(lambda: len(asked) == 2)
    settle(accepted, qtbot)
    view = accepted.accepted.sheets.view
    assert view.isVisible() and view.current_address() == "B2"
    assert view.sheet_model.index_of("B2").data(Qt.ItemDataRole.AccessibleTextRole) == "B2: 12. Arrests"


def test_a_return_without_its_file_says_so(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    made = received(returns_workspace, sheet((("Measure", "Figure"), ("Arrests", 12))))
    returns_workspace.returns.accept(made, reason_for_all="Agreed", keep_file=False)
    returns_page.reload()
    returns_page.show_item(("DC", 1))
    returns_page.accepted.show_sheet()
    assert "only the cells" in returns_page.accepted.sheets.empty_label.text()
    assert not returns_page.accepted.save_button.isEnabled()


def test_what_was_left_out_is_told_once_and_is_no_line(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    lock = Finding(Severity.NOTICE, "lock-file", "~$a.xlsx only shows that a workbook is open.", "Close it.")
    skipped = Candidate(Path(), lock.message, "", 0, SKIPPED, findings=(lock,))
    good = received(returns_workspace, sheet(ODD))
    take(returns_page, returns_workspace, qtbot, skipped, skipped, good)
    assert [each.name for each in returns_page.inbox.candidates] == [good.name]
    assert returns_page.left_out_label.text() == lock.message
    take(returns_page, returns_workspace, qtbot, good)
    assert not returns_page.left_out_label.isVisible()


def test_a_regional_table_is_a_line_an_agency(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    rows = (("Force", "Arrests", "Charges"), ("Avon and Somerset", 12, 2), ("Dorset Police", 3, 1))
    whole = received(returns_workspace, sheet(rows), agency=None)
    parts = returns_workspace.returns.decide_file(whole, Decisions(phase=1))
    take(returns_page, returns_workspace, qtbot, *parts)
    assert [each.agency for each in returns_page.inbox.candidates] == ["AS", "DO"]
    take(returns_page, returns_workspace, qtbot, *parts)
    assert [each.agency for each in returns_page.inbox.candidates] == ["AS", "DO"]
    returns_page.inbox_table.select_row(1)
    assert "Dorset" in returns_page.review.heading.text()


def test_reading_that_is_stopped_leaves_the_list_as_it_was(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    first = received(returns_workspace, sheet(ODD))
    take(returns_page, returns_workspace, qtbot, first)
    begun = threading.Event()
    stopped = threading.Event()

    def slowly(*_args: object, progress: Progress, **_kwargs: object) -> list[Candidate]:
        begun.set()
        stopped.wait(10)
        progress.check()
        return [locked()]

    returns_workspace.returns.inspect = slowly  # type: ignore[assignment, method-assign]
    returns_page.import_paths([Path("many")])
    qtbot.waitUntil(begun.is_set)
    returns_page._tasks.cancel()
    stopped.set()
    settle(returns_page, qtbot)
    assert returns_page.inbox.candidates == [first]
    assert returns_page.left_out_label.text().startswith("Reading was stopped.")


def test_of_a_stopped_batch_what_is_in_stays_in(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    def clean(agency: str) -> Candidate:
        rows = (("Measure", "Figure"), ("Arrests", 12 if agency == "DC" else 9))
        return received(returns_workspace, sheet(rows), agency=agency, name=f"{agency}.xlsx")

    both = [clean("DC"), clean("DO")]
    take(returns_page, returns_workspace, qtbot, *both)
    real = returns_workspace.returns.accept

    def accept(candidate: Candidate, *args: Any, **kwargs: Any) -> int:
        made = real(candidate, *args, **kwargs)
        returns_page._tasks.cancel()
        return made

    assert [each.status for each in both] == ["ready", "ready"]
    returns_workspace.returns.accept = accept  # type: ignore[method-assign]
    returns_page.inbox.accept_clean()
    settle(returns_page, qtbot)
    assert [each.status for each in returns_page.inbox.candidates] == ["accepted", "ready"]


def test_decisions_outlive_another_return(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    made = received(returns_workspace, sheet(ODD))
    take(returns_page, returns_workspace, qtbot, made)
    returns_page.review.answer("No. of persons nicked", "")
    settle(returns_page, qtbot)
    other = received(returns_workspace, sheet((("Measure", "Figure"), ("Arrests", 5))), agency="DO")
    returns_workspace.returns.accept(other, reason_for_all="Agreed")
    returns_page.mark_stale()
    settle(returns_page, qtbot)
    (waiting,) = returns_page.inbox.candidates
    assert waiting.decisions.labels == (("No. of persons nicked", ""),)
    effect = next(each for each in waiting.effects if each.measure == "arrests")
    assert effect.region_before is not None and effect.region_before.stored == 5


def test_dates_of_a_keyed_return(returns_page: ReturnsPage) -> None:
    dialog = keyed(returns_page)
    type_in(dialog, Arrests="12")
    dialog.form.as_at_check.setChecked(True)
    told: list[object] = []
    dialog.keyed.disconnect(returns_page.inbox.key_in)
    dialog.keyed.connect(lambda *args: told.append(args[4]))
    dialog.form.next_button.click()
    type_in(dialog, Arrests="12")
    dialog.form.next_button.click()
    assert told == [returns_page._workspace.queries.today()]
    assert isinstance(told[0], dt.date)
