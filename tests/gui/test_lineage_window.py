"""The path of a number: from total to cells or announcements, the sheet at its cell, the reference in Ctrl+K."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from opcoord.gui.finder_dialog import FinderDialog, findable_things, referred
from opcoord.gui.lineage.lineage_dialog import LineageDialog, show_lineage
from opcoord.gui.lineage.sheet_dialog import SheetDialog
from opcoord.model.basis import Basis
from opcoord.model.joint import JointRule
from opcoord.queries.lineage import NumberReference
from opcoord.services.workspace import Workspace
from tests.gui.sample_file import sample_copy
from tests.gui.test_accessibility import _nameless
from tests.integration.returns_made import candidate, figure


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = sample_copy(tmp_path)
    yield made
    made.close()


@pytest.fixture
def parent(qtbot: QtBot, workspace: Workspace) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    yield made
    for dialog in made.findChildren(LineageDialog):
        dialog.close()


def opened(
    qtbot: QtBot, parent: QWidget, workspace: Workspace, text: str, basis: Basis = Basis.RETURNED
) -> LineageDialog:
    reference = NumberReference.parse(text)
    assert reference is not None
    dialog = show_lineage(parent, workspace, reference, basis)
    qtbot.waitUntil(lambda: dialog.at_rest)
    return dialog


def test_a_total_leads_to_its_forces_and_names_the_missing(
    qtbot: QtBot, parent: QWidget, workspace: Workspace
) -> None:
    dialog = opened(qtbot, parent, workspace, "arrests.7")
    assert not dialog.isModal()
    assert dialog.heading.text() == "Arrests, phase 7: 68 (2 of 5 forces)"
    assert dialog.sentence_label.text().startswith("37 + 31 = 68. Missing: Avon and Somerset Police")
    rows = {each.what: (each.amount, each.where or each.state) for each in dialog.model.records}
    assert rows["Dorset Police"] == ("37", "Return E17")
    assert rows["Devon & Cornwall Police"] == ("no figure", "not answered")
    assert _nameless(dialog) == []


def test_the_strip_says_all_that_is_known_of_a_figure(
    qtbot: QtBot, parent: QWidget, workspace: Workspace
) -> None:
    texts = opened(qtbot, parent, workspace, "arrests.7.DO").strip.texts()
    assert texts["Sheet and cell"] == "Return E17"
    assert texts["As typed"] == "37"
    assert texts["File"] == "Dorset Police phase 7 return.xlsx"
    assert len(texts["SHA-256 begins"]) == 16
    assert "2" in texts["Accepted"]


def test_a_total_since_the_beginning_goes_phase_by_phase(
    qtbot: QtBot, parent: QWidget, workspace: Workspace
) -> None:
    dialog = opened(qtbot, parent, workspace, "arrests.1-7")
    phases = [each.what for each in dialog.model.records if each.depth == 1]
    assert phases == [f"Phase {number}" for number in range(1, 8)]
    figures = [each.figure for each in dialog.model.records if each.figure is not None]
    found = workspace.queries.lineage(NumberReference("arrests", 7, first_phase=1))
    assert found is not None
    assert found.value is not None
    assert sum(each.amount or 0 for each in figures) == found.value.stored
    assert found.value.text("people") in dialog.heading.text()


def test_a_part_of_the_phases_adds_up_too(qtbot: QtBot, parent: QWidget, workspace: Workspace) -> None:
    found = workspace.queries.lineage(NumberReference("arrests", 7, first_phase=6))
    assert found is not None
    assert found.value is not None
    assert sum(each.amount or 0 for each in found.figures) == found.value.stored


def test_joint_results_stand_in_the_path(qtbot: QtBot, parent: QWidget, workspace: Workspace) -> None:
    workspace.returns.accept(candidate("BTP", 7, figure("arrests", 3, joint=(3, "Dorset"))))
    workspace.joint.record(7, "arrests", "DO", "BTP", JointRule.LARGEST, "Agreed with both")
    dialog = opened(qtbot, parent, workspace, "arrests.7")
    assert "= 71; joint results −3; net 68." in dialog.sentence_label.text()
    (row,) = [each for each in dialog.model.records if each.adjustment is not None]
    assert (row.amount, row.came_from) == ("−3", "Agreed with both")


def test_another_basis_leads_to_the_announcements(
    qtbot: QtBot, parent: QWidget, workspace: Workspace
) -> None:
    dialog = opened(qtbot, parent, workspace, "arrests.1-6", Basis.LAST_REVISED)
    assert dialog.sentence_label.text() == "109 + 127 + 70 + 162 + 67 + 94 = 629."
    assert "https://" in dialog.strip.texts()["Source"]
    assert not dialog.sheet_button.isEnabled()
    dialog.basis_combo.setCurrentIndex(list(Basis).index(Basis.FIRST_PUBLISHED))
    qtbot.waitUntil(lambda: dialog.at_rest)
    assert dialog.sentence_label.text().startswith("194 + ")


@pytest.mark.parametrize("basis", [Basis.FIRST_PUBLISHED, Basis.LAST_REVISED])
def test_every_published_number_is_the_sum_of_its_announcements(workspace: Workspace, basis: Basis) -> None:
    numbers = 0
    for results in workspace.queries.results(["arrests", "cash", "drugs_value"], basis=basis):
        code = results.measure.code
        for point in results.points:
            expected = {
                NumberReference(code, point.phase): point.total,
                NumberReference(code, point.phase, first_phase=1): point.cumulative,
                **{NumberReference(code, point.phase, key): v for key, v in point.by_agency.items()},
            }
            for reference, value in expected.items():
                found = workspace.queries.lineage(reference, basis)
                assert found is not None
                assert found.value == value
                if value is not None:
                    assert sum(each.value.stored for each in found.accounts) == value.stored
                    numbers += 1
    assert numbers > 40


def test_a_force_without_a_figure_shows_its_parts(
    qtbot: QtBot, parent: QWidget, workspace: Workspace
) -> None:
    dialog = opened(qtbot, parent, workspace, "drugs_value.2.GL")
    assert dialog.heading.text().endswith("Gloucestershire Constabulary: no figure")
    assert [each.amount for each in dialog.model.records if each.figure] == ["over £100,000"]


def test_the_sheet_opens_at_the_cell(qtbot: QtBot, parent: QWidget, workspace: Workspace) -> None:
    dialog = opened(qtbot, parent, workspace, "arrests.7.DO")
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    (sheet,) = dialog.findChildren(SheetDialog)
    qtbot.waitUntil(lambda: sheet.at_rest, timeout=20_000)
    assert sheet.panel.current_sheet() == "Return"
    assert sheet.panel.view.current_address() == "E17"
    assert sheet.panel.view.currentIndex().data() == "37"
    sheet.close()


def test_a_file_that_is_not_kept_is_said(qtbot: QtBot, parent: QWidget, workspace: Workspace) -> None:
    workspace.returns.accept(candidate("BTP", 7, figure("arrests", 3)), keep_file=False)
    dialog = opened(qtbot, parent, workspace, "arrests.7.BTP")
    sheet = dialog.open_sheet()
    assert sheet is not None
    qtbot.waitUntil(lambda: sheet.at_rest, timeout=20_000)
    assert "not kept" in sheet.panel.empty_label.text()
    sheet.close()


def test_reference_and_table_are_copied(qtbot: QtBot, parent: QWidget, workspace: Workspace) -> None:
    dialog = opened(qtbot, parent, workspace, "arrests.7")
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == "arrests.7"
    dialog.table_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["What", "Figure", "State", "Cell or rule", "From"]
    assert len(lines) == len(dialog.model.records) + 1


def test_the_window_follows_changes(qtbot: QtBot, parent: QWidget, workspace: Workspace) -> None:
    dialog = opened(qtbot, parent, workspace, "arrests.7")
    workspace.returns.accept(candidate("BTP", 7, figure("arrests", 3)))
    qtbot.waitUntil(lambda: "Arrests, phase 7: 71" in dialog.heading.text())


def test_a_number_that_is_not_there_is_said(qtbot: QtBot, parent: QWidget, workspace: Workspace) -> None:
    dialog = opened(qtbot, parent, workspace, "arrests.99")
    assert dialog.heading.text() == "There is no number arrests.99 here."


def test_the_finder_knows_references(qtbot: QtBot, workspace: Workspace) -> None:
    things = findable_things(workspace)
    assert referred("arrests", things) is None
    assert referred("unheard_of.7", things) is None
    dialog = FinderDialog(things)
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.edit, "arrests.1-7.do")
    assert dialog.count_label.text() == "1 found"
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    assert chosen.args == ["reconcile", NumberReference("arrests", 7, "DO", 1)]


def test_the_model_is_sound(
    qtmodeltester: ModelTester, qtbot: QtBot, parent: QWidget, workspace: Workspace
) -> None:
    qtmodeltester.check(opened(qtbot, parent, workspace, "arrests.7").model)


def test_two_forces_together_are_named(qtbot: QtBot, parent: QWidget, workspace: Workspace) -> None:
    dialog = opened(qtbot, parent, workspace, "arrests.7.DO+WI")
    assert dialog.heading.text() == "Arrests, phase 7, Dorset Police and Wiltshire Police: 68"
    assert dialog.sentence_label.text() == "37 + 31 = 68."
    since = opened(qtbot, parent, workspace, "arrests.6-7.DO+WI")
    phases = {each.what: each.state for each in since.model.records if each.depth == 1}
    assert phases == {"Phase 6": "1 of 2 forces", "Phase 7": "2 of 2 forces"}
