"""Both went on: opening the other's file shows what differs, and only what is ticked is taken over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from opcoord import reference_data
from opcoord.app.workspaces import LazyWorkspaces
from opcoord.gui.handover.differences_dialog import DifferencesDialog
from opcoord.gui.handover.receive_dialog import ReceiveDialog
from opcoord.gui.main_window import MainWindow
from opcoord.gui.returns.password_dialog import PasswordDialog
from opcoord.services.receiving import receive
from opcoord.services.workspace import Workspace
from tests.gui.test_handover import check_manners, message, shown
from tests.integration.handovers import GIVER, PASSWORD, TAKER, filled
from tests.integration.returns_made import candidate, figure


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Two files of one operation in which work went on; a return and a phase are only in the second."""
    folder = Path(reference_data.__file__).parent
    mine, theirs = tmp_path / "mine.opcoord", tmp_path / "theirs.opcoord"
    with closing(Workspace.create(mine, "Operation Test", reference_folder=folder)) as workspace:
        filled(workspace)
        out = tmp_path / "out.opcoord-handover"
        workspace.handover.give(out, TAKER, GIVER)
        workspace.handover.take_back("It goes on.")
        workspace.operation.update(owner=f"Operation coordinator, {GIVER}")
        workspace.returns.accept(candidate("AS", 6, figure("arrests", 4)))
    receive(out, theirs)
    with closing(Workspace.open(theirs)) as workspace:
        workspace.plan.save(replace(workspace.plan.propose_next(), theme="Drones"))
        workspace.returns.accept(candidate("GL", 7, figure("arrests", 9)))
        workspace.returns.accept(candidate("GL", 8, figure("arrests", 5)))
        workspace.operation.update(owner=f"Operation coordinator, {TAKER}")
    return mine, theirs


@pytest.fixture
def window(qtbot: QtBot, files: tuple[Path, Path]) -> Iterator[MainWindow]:
    QSettings().clear()
    made = MainWindow(LazyWorkspaces())
    qtbot.addWidget(made)
    made.show()
    made.documents.open(files[0])
    qtbot.waitUntil(lambda: made.workspace is not None and not made.tasks.busy)
    yield made
    qtbot.waitUntil(lambda: not made.tasks.busy)
    made.close()


def compared(qtbot: QtBot, window: MainWindow) -> DifferencesDialog:
    dialog = shown(qtbot, window, DifferencesDialog)
    qtbot.waitUntil(lambda: dialog.at_rest)
    return dialog


def items(dialog: DifferencesDialog) -> dict[str, QTreeWidgetItem]:
    found = {}
    tree = dialog.form.tree
    for place in range(tree.topLevelItemCount()):
        group = tree.topLevelItem(place)
        assert group is not None
        for row in range(group.childCount()):
            item = group.child(row)
            assert item is not None
            found[item.text(0)] = item
    return found


def ticked(dialog: DifferencesDialog) -> set[str]:
    return {
        name
        for name, item in items(dialog).items()
        if item.data(0, Qt.ItemDataRole.CheckStateRole) is not None
        and item.checkState(0) is Qt.CheckState.Checked
    }


def effects(dialog: DifferencesDialog) -> list[str]:
    told = dialog.form.effects_list
    return [told.item(row).text() for row in range(told.count())]


def test_opening_the_others_file_shows_the_differences_first(
    qtbot: QtBot, window: MainWindow, files: tuple[Path, Path]
) -> None:
    mine, theirs = files
    window.documents.open(theirs)
    box = message(qtbot)
    assert box.text() == "theirs.opcoord holds the operation that is open, and work went on in both."
    assert window.workspace is not None and window.workspace.path == mine
    (button,) = [each for each in box.buttons() if "Compare" in each.text()]
    button.click()
    dialog = compared(qtbot, window)
    check_manners(dialog)
    assert dialog.form.head_label.text() == "mine.opcoord (here) and theirs.opcoord (there)"
    assert "since then 3 changes here and 5 there." in dialog.form.parting_label.text()
    gloucestershire = "Gloucestershire Constabulary"
    assert set(items(dialog)) == {
        f"Phase 7, {gloucestershire}",
        f"Phase 8, {gloucestershire}",
        "Phase 8",
        "The operation",
    }
    assert ticked(dialog) == {f"Phase 7, {gloucestershire}", f"Phase 8, {gloucestershire}", "Phase 8"}
    assert effects(dialog) == [
        f"Phase 7, {gloucestershire}: Arrests none → 9, region 66 → 75",
        f"Phase 8, {gloucestershire}: Arrests none → 5, region none → 5",
    ]
    assert dialog.form.take_button.text() == "&Take over 3 lines"
    dialog.form.here_check.click()
    assert "Phase 6, Avon and Somerset Police" in items(dialog)
    dialog.form.tree.setCurrentItem(items(dialog)["The operation"])
    assert dialog.form.details_edit.toPlainText().splitlines() == [
        "The operation: different.",
        f"Owner: Operation coordinator, {GIVER} here, Operation coordinator, {TAKER} there",
        "Change it on the Reference page.",
    ]
    dialog.reject()
    # Nothing was merged by looking.
    assert window.workspace.undo_label == "Accept return from AS for phase 6"


def test_the_other_file_can_still_be_opened_instead(
    qtbot: QtBot, window: MainWindow, files: tuple[Path, Path]
) -> None:
    window.documents.open(files[1])
    box = message(qtbot)
    (button,) = [each for each in box.buttons() if "instead" in each.text()]
    button.click()
    qtbot.waitUntil(lambda: window.workspace is not None and window.workspace.path == files[1])
    assert window.workspace is not None and not window.workspace.read_only


def test_taking_over_by_keyboard_is_one_step_that_can_be_undone(
    qtbot: QtBot, window: MainWindow, files: tuple[Path, Path]
) -> None:
    window.actions_.compare.trigger()
    chooser = shown(qtbot, window, QFileDialog)
    chooser.fileSelected.emit(str(files[1]))
    chooser.reject()
    dialog = compared(qtbot, window)
    tree = dialog.form.tree
    # Without the phase its return cannot come; with the return the phase comes.
    tree.setCurrentItem(items(dialog)["Phase 8"])
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert ticked(dialog) == {"Phase 7, Gloucestershire Constabulary"}
    qtbot.waitUntil(lambda: dialog.at_rest)
    assert len(effects(dialog)) == 1
    tree.setCurrentItem(items(dialog)["Phase 8, Gloucestershire Constabulary"])
    assert "Comes with phase 8." in dialog.form.details_edit.toPlainText()
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert len(ticked(dialog)) == 3
    qtbot.waitUntil(lambda: dialog.at_rest)
    qtbot.keyClick(dialog.form.take_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "taken over" in dialog.form.hold_label.text() and dialog.at_rest)
    assert dialog.form.hold_label.text() == "3 lines were taken over. Undo takes them back in one step."
    assert set(items(dialog)) == {"The operation"}
    assert not dialog.form.take_button.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(DifferencesDialog))
    assert window.workspace is not None
    assert [each.agency for each in window.workspace.queries.returns(8)] == ["GL"]
    qtbot.waitUntil(lambda: "Take over 3 lines from theirs.opcoord" in window.actions_.undo.text())
    window.actions_.undo.trigger()
    workspace = window.workspace
    qtbot.waitUntil(lambda: workspace.queries.phase(8) is None)
    assert window.workspace.verify() == []


def test_a_hand_over_file_is_compared_with_its_password(
    qtbot: QtBot, window: MainWindow, files: tuple[Path, Path]
) -> None:
    out = files[1].with_name("back.opcoord-handover")
    with closing(Workspace.open(files[1])) as workspace:
        workspace.handover.give(out, GIVER, TAKER, password=PASSWORD)
    window.handovers.comparing.compare(out)
    asked = shown(qtbot, window, PasswordDialog)
    qtbot.keyClicks(asked.form.password_edit, "another password")
    qtbot.keyClick(asked.form.password_edit, Qt.Key.Key_Return)
    box = message(qtbot)
    assert "does not open with that password" in box.text()
    box.close()
    # From the dialog that receives, with the password typed there.
    window.documents.open(out)
    dialog = shown(qtbot, window, ReceiveDialog)
    dialog.form.password_edit.setText(PASSWORD)
    qtbot.keyClick(dialog.form.compare_button, Qt.Key.Key_Space)
    differences = compared(qtbot, window)
    assert "Phase 7, Gloucestershire Constabulary" in items(differences)
    differences.reject()


def test_a_read_only_file_shows_them_and_takes_nothing(
    qtbot: QtBot, window: MainWindow, files: tuple[Path, Path]
) -> None:
    assert window.workspace is not None
    window.workspace.handover.give(files[0].with_name("x.opcoord-handover"), TAKER, GIVER)
    window.documents.show_again()
    window.handovers.comparing.compare(files[1])
    dialog = compared(qtbot, window)
    assert not dialog.form.take_button.isEnabled()
    assert dialog.form.hold_label.text().startswith("It was handed over to Wiltshire Police")
    dialog.reject()


def test_another_operation_is_one_sentence(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    with closing(Workspace.create(tmp_path / "heron.opcoord", "Operation Heron")):
        pass
    window.handovers.comparing.compare(tmp_path / "heron.opcoord")
    box = message(qtbot)
    assert box.text() == "heron.opcoord holds another operation: Operation Heron."
    box.close()
    # Nothing is asked before it is opened.
    window.documents.open(tmp_path / "heron.opcoord")
    qtbot.waitUntil(lambda: window.workspace is not None and window.workspace.path.name == "heron.opcoord")


def test_a_change_meanwhile_is_told_and_nothing_is_taken(
    qtbot: QtBot, window: MainWindow, files: tuple[Path, Path]
) -> None:
    window.handovers.comparing.compare(files[1])
    dialog = compared(qtbot, window)
    assert window.workspace is not None
    window.workspace.returns.accept(candidate("GL", 7, figure("arrests", 8)))
    dialog.form.take_button.click()
    qtbot.waitUntil(lambda: "has changed since they were compared" in dialog.form.hold_label.text())
    assert window.workspace.queries.phase(8) is None
    dialog.reject()
