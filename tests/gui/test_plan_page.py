"""The plan page: timeline, table and editor; edits are saved and can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QRect, Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from opcoord.gui.planning.checklist_model import ChecklistModel
from opcoord.gui.planning.dates_models import MilestonesModel, WindowsModel
from opcoord.gui.planning.phase_dialog import PhaseDialog
from opcoord.gui.planning.plan_page import PlanPage
from opcoord.gui.planning.timeline_scale import TimelineScale
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.widgets.padded_delegate import PADDING
from opcoord.queries.views import MilestoneView, WindowView
from opcoord.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace.create(tmp_path / "plan.opcoord", "Operation Scorpion")
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> PlanPage:
    made = PlanPage(workspace, TaskRunner())
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def _dialog(page: PlanPage) -> PhaseDialog:
    return page.findChildren(PhaseDialog)[-1]


def _add_phase(page: PlanPage, theme: str) -> None:
    page.new_phase()
    dialog = _dialog(page)
    dialog.ui.theme_edit.setText(theme)
    dialog._save_button.click()


def test_an_empty_plan_offers_the_first_phase(page: PlanPage) -> None:
    assert page._layers.currentIndex() == 1
    page.empty.button.click()
    dialog = _dialog(page)
    assert dialog.ui.number_spin.value() == 1
    assert not dialog._save_button.isEnabled()
    assert "theme" in dialog.ui.problem_label.text()
    dialog.reject()


def test_a_new_phase_is_proposed_from_the_last(page: PlanPage, workspace: Workspace) -> None:
    _add_phase(page, "County lines")
    _add_phase(page, "Violence")
    first, second = workspace.queries.phases()
    assert (first.number, second.number) == (1, 2)
    assert second.expected == first.expected
    assert first.starts_on is not None and second.starts_on is not None
    assert (second.starts_on - first.starts_on).days in range(100, 140)
    assert page.selected_number() == 2


def test_editing_changes_what_was_changed_and_nothing_else(page: PlanPage, workspace: Workspace) -> None:
    _add_phase(page, "County lines")
    before = workspace.plan.draft_of(1)
    page.edit_phase()
    dialog = _dialog(page)
    assert dialog.draft() == before
    dialog.ui.filter_edit.setText("arrest")
    dialog.ui.select_none_button.click()
    dialog.ui.lead_force_combo.setCurrentIndex(dialog.ui.lead_force_combo.findData("DO"))
    dialog._save_button.click()
    after = workspace.plan.draft_of(1)
    assert after.lead == "DO"
    assert set(before.measures) - set(after.measures) == {"arrests"}
    assert after.windows == before.windows


def test_a_refused_phase_keeps_the_dialog_open(qtbot: QtBot, page: PlanPage, workspace: Workspace) -> None:
    _add_phase(page, "County lines")
    page.new_phase()
    dialog = _dialog(page)
    dialog.ui.theme_edit.setText("Twice")
    dialog.ui.number_spin.setValue(1)
    dialog._save_button.click()
    assert dialog.isVisible()
    dialog.findChildren(QMessageBox)[0].close()
    dialog.reject()
    assert len(workspace.queries.phases()) == 1


def test_deleting_needs_no_question_because_undo_brings_it_back(page: PlanPage, workspace: Workspace) -> None:
    _add_phase(page, "County lines")
    page.delete_button.click()
    assert workspace.queries.phases() == []
    workspace.undo()
    assert [phase.theme for phase in workspace.queries.phases()] == ["County lines"]


def test_the_timeline_and_the_table_select_the_same_phase(qtbot: QtBot, page: PlanPage) -> None:
    for theme in ("One", "Two", "Three"):
        _add_phase(page, theme)
    page.timeline.setFocus()
    qtbot.keyClick(page.timeline, Qt.Key.Key_Home)
    assert page.selected_number() == 1
    qtbot.keyClick(page.timeline, Qt.Key.Key_Right)
    assert page.selected_number() == 2
    assert "Phase 2, Two" in page.timeline.accessibleDescription()
    page.show_item(3)
    assert page.timeline.selected == 3


def test_a_read_only_plan_can_only_be_looked_at(qtbot: QtBot, page: PlanPage, workspace: Workspace) -> None:
    _add_phase(page, "County lines")
    second = Workspace.open(Path(workspace.path), read_only=True)
    other = PlanPage(second, TaskRunner())
    qtbot.addWidget(other)
    other.show()
    assert not other.new_button.isEnabled()
    assert not other.edit_button.isEnabled()
    second.close()


def test_the_scale_maps_days_evenly_and_labels_what_fits() -> None:
    scale = TimelineScale.around([dt.date(2022, 3, 7), dt.date(2024, 3, 10)], 0.0, 750.0)
    assert scale.x(scale.first) == 0.0
    assert scale.x(scale.last) == 750.0
    assert [text for _day, text, is_year in scale.ticks(40) if is_year] == ["2022", "2023", "2024"]
    assert len(scale.ticks(400)) <= 3


def test_models_of_the_editor_are_sound(qtmodeltester: ModelTester) -> None:
    day = dt.date(2024, 3, 4)
    windows = WindowsModel([WindowView(day, day)], {"DO": "Dorset Police"})
    qtmodeltester.check(windows)
    qtmodeltester.check(MilestonesModel([MilestoneView("Brief", day, None)]))
    qtmodeltester.check(ChecklistModel([("DO", "Dorset Police")], ["DO"]))


def test_windows_and_milestones_are_edited_in_place() -> None:
    day = dt.date(2024, 3, 4)
    windows = WindowsModel([WindowView(day, day)], {})
    windows.setData(windows.index(0, 1), QDate(2024, 3, 10))
    windows.setData(windows.index(0, 2), "DO")
    assert windows.windows() == (WindowView(day, dt.date(2024, 3, 10), "DO"),)
    assert windows.add_next(day) == 1
    assert windows.windows()[1].starts_on == dt.date(2024, 3, 11)
    milestones = MilestonesModel([MilestoneView("Brief", day, None)])
    milestones.add(("", day))
    assert milestones.milestones() == (MilestoneView("Brief", day, None),)
    milestones.setData(milestones.index(0, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert milestones.milestones()[0].done_on is not None


def test_a_new_phase_begins_with_its_theme(qtbot: QtBot, page: PlanPage) -> None:
    page.new_phase()
    dialog = _dialog(page)
    assert dialog.focusWidget() is dialog.ui.theme_edit
    dialog.reject()


def test_parts_can_be_told_apart_in_the_editor(page: PlanPage) -> None:
    page.new_phase()
    dialog = _dialog(page)
    model = dialog.measures
    shown = {model.code(row): model.item(row).text() for row in range(model.rowCount())}
    assert shown["cocaine_weight"].strip() == "Class A seized, of which cocaine"
    assert shown["cocaine_weight"].startswith(" ") and not shown["class_a_weight"].startswith(" ")
    dialog.reject()


def test_themes_stay_readable_in_a_narrow_window(qtbot: QtBot, page: PlanPage) -> None:
    theme = "Organised crime and commercial cannabis cultivation in rented houses"
    _add_phase(page, theme)
    page.resize(880, 640)
    qtbot.waitUntil(lambda: page.table.rowHeight(0) > 1.5 * page.table.fontMetrics().height())
    metrics, cell = page.table.fontMetrics(), page.table.columnWidth(1) - 2 * PADDING
    needed = metrics.boundingRect(QRect(0, 0, cell, 1000), Qt.TextFlag.TextWordWrap, theme)
    assert needed.width() <= cell
    assert needed.height() <= page.table.rowHeight(0)
    qtbot.waitUntil(lambda: page.table.horizontalScrollBar().maximum() == 0)


def test_buttons_that_cannot_be_pressed_say_why(page: PlanPage) -> None:
    page.table.clearSelection()
    assert not page.edit_button.isEnabled()
    assert page.edit_button.accessibleDescription() == "Choose a phase in the table first."
