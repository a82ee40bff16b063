"""The Reconcile page: disagreements and verdicts, region against forces, joint results, published figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QMessageBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from opcoord.gui.lineage.lineage_dialog import LineageDialog
from opcoord.gui.reconciliation.announcement_dialog import AnnouncementDialog
from opcoord.gui.reconciliation.joint_dialog import JointDialog
from opcoord.gui.reconciliation.published_table_dialog import PublishedTableDialog
from opcoord.gui.reconciliation.reconcile_page import (
    ANNOUNCEMENTS,
    DISAGREEMENTS,
    JOINT,
    REGION,
    ReconcilePage,
)
from opcoord.gui.reconciliation.step_table import StepTable
from opcoord.model.joint import JointRule
from opcoord.model.terms import Qualifier
from opcoord.queries.reconciliation_views import Kind, ReconciledReference, RowKind
from opcoord.services.workspace import Workspace
from tests.gui.sample_file import sample_copy
from tests.gui.test_accessibility import _nameless, _twice
from tests.integration.returns_made import candidate, figure


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = sample_copy(tmp_path)
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> Iterator[ReconcilePage]:
    made = ReconcilePage(workspace)
    qtbot.addWidget(made)
    made.resize(1108, 712)
    made.show()
    qtbot.waitUntil(lambda: made.at_rest and bool(made.snapshot.phases))
    yield made
    qtbot.waitUntil(lambda: made.at_rest)


@pytest.fixture
def empty_page(qtbot: QtBot, tmp_path: Path) -> Iterator[ReconcilePage]:
    workspace = Workspace.create(tmp_path / "empty.opcoord", "Operation Heron")
    made = ReconcilePage(workspace)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.tabs.isVisible())
    yield made
    workspace.close()


def again(qtbot: QtBot, page: ReconcilePage) -> None:
    """Show what the file holds now, as the main window asks for after a change."""
    settle(qtbot, page)
    page.mark_stale()
    settle(qtbot, page)


def settle(qtbot: QtBot, page: ReconcilePage) -> None:
    """Wait until all that was asked for is written and shown."""
    qtbot.waitUntil(lambda: page.at_rest)


def look_at(page: ReconcilePage, number: int) -> Any:
    """Bring a tab forward."""
    page.tabs.setCurrentIndex(number)
    return page.tabs.currentWidget()


def find(table: StepTable[Any], wanted: Callable[[Any], bool]) -> Any:
    """Make the first record that is wanted the current one."""
    record = next(each for each in table.records_model.records if wanted(each))
    table.choose(record)
    return record


# Disagreements


def test_the_page_says_how_much_disagrees(page: ReconcilePage) -> None:
    count = len(page.snapshot.reconciliation.disagreements)
    assert count >= 15
    assert page.summary_label.text() == f"{count} disagreements, none decided."
    assert page.tabs.tabText(DISAGREEMENTS) == f"&Disagreements ({count})"


def test_the_sources_stand_side_by_side_with_their_addresses(page: ReconcilePage) -> None:
    tab = page.disagreements
    found = find(tab.table, lambda each: each.kind is Kind.FACTOR_OF_TEN)
    assert "factor of ten" in tab.sentence_label.text()
    figures = [each.text for each in tab.sources.model.records]
    assert figures == [each.text for each in found.sources]
    assert "over £93,000" in figures
    tab.sources.table.select_row(len(figures) - 1)
    assert found.sources[-1].source in tab.sources.address_label.text()
    assert tab.sources.address_label.textFormat() is Qt.TextFormat.PlainText


def test_a_verdict_is_recorded_from_the_keyboard(qtbot: QtBot, page: ReconcilePage) -> None:
    tab = page.disagreements
    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_J)
    chosen = tab.table.current()
    assert chosen is page.snapshot.reconciliation.disagreements[1]
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    form = tab.verdict_form
    assert not form.record_button.isEnabled()
    qtbot.keyClicks(form.verdict_edit, "The later page stands")
    qtbot.keyClick(form.verdict_edit, Qt.Key.Key_Return)
    assert page._workspace.queries.verdicts() == []
    qtbot.keyClicks(form.reason_edit, "It is kept up")
    qtbot.keyClick(form.reason_edit, Qt.Key.Key_Return)
    again(qtbot, page)
    assert [(each.key, each.verdict) for each in page._workspace.queries.verdicts()] == [
        (chosen.key, "The later page stands")
    ]
    assert ", 1 decided." in page.summary_label.text()
    assert tab.table.current().verdict == "The later page stands"
    assert not form.record_button.isEnabled()
    form.withdraw_button.click()
    again(qtbot, page)
    assert page.summary_label.text().endswith("none decided.")


def test_undecided_only_leaves_out_what_is_decided(qtbot: QtBot, page: ReconcilePage) -> None:
    tab = page.disagreements
    tab.undecided_check.setChecked(True)
    before = len(tab.model.records)
    first = tab.table.current()
    page._workspace.verdicts.decide(first.key, "Known", "Said so")
    again(qtbot, page)
    assert len(tab.model.records) == before - 1
    assert first.key not in [each.key for each in tab.model.records]
    assert tab.table.current() is tab.model.records[0]


def test_what_is_being_typed_outlives_a_reload(qtbot: QtBot, page: ReconcilePage) -> None:
    tab = page.disagreements
    tab.verdict_form.verdict_edit.setText("half a verd")
    again(qtbot, page)
    assert tab.verdict_form.verdict_edit.text() == "half a verd"
    qtbot.keyClick(tab.table, Qt.Key.Key_J)
    assert tab.verdict_form.verdict_edit.text() == ""


def test_a_phase_narrows_every_tab(page: ReconcilePage) -> None:
    page.show_item(7)
    assert page.phase() == 7
    assert all(7 in each.phases for each in page.disagreements.model.records)
    assert {each.phase for each in look_at(page, REGION).model.records} == {7}
    assert page.region.claims.model.records == ()
    assert all(each.first_phase == 7 for each in look_at(page, ANNOUNCEMENTS).model.records)


def test_a_key_brings_its_disagreement_into_view(page: ReconcilePage) -> None:
    wanted = page.snapshot.reconciliation.disagreements[-1]
    page.tabs.setCurrentIndex(JOINT)
    page.show_item(wanted.key)
    assert page.tabs.currentIndex() == DISAGREEMENTS
    assert page.disagreements.table.current() is wanted


def test_a_row_s_name_brings_it_into_view(page: ReconcilePage) -> None:
    page.show_item(ReconciledReference(6, "drugs_value"))
    row = page.region.table.current()
    assert page.tabs.currentIndex() == REGION
    assert row is not None and (row.phase, row.measure) == (6, "drugs_value")


# Region and forces


def test_region_and_forces_show_what_was_revised_and_who_is_missing(page: ReconcilePage) -> None:
    tab = look_at(page, REGION)
    find(tab.table, lambda row: (row.phase, row.measure) == (1, "arrests"))
    row = tab.table.currentIndex().row()
    texts = [tab.table.model().index(row, column).data() for column in range(7)]
    assert texts == ["1", "Arrests", "194 → 109", "103", "3 of 5", "6", "Several forces missing"]
    lines = {each.name: each.figure for each in tab.forces.model.records}
    assert lines["Wiltshire Police"] == "20"
    assert lines["Dorset Police"] == "no figure"


def test_rows_without_a_regional_figure_are_shown_when_asked(page: ReconcilePage) -> None:
    tab = look_at(page, REGION)
    assert all(each.kind is not RowKind.NO_REGION for each in tab.model.records)
    tab.all_check.setChecked(True)
    assert len(tab.model.records) == len(page.snapshot.reconciliation.rows)


def test_claims_over_phases_carry_their_sentence(page: ReconcilePage) -> None:
    panel = look_at(page, REGION).claims
    find(panel.table, lambda each: "arrests" in each.claim.label)
    assert "194 + 127 + 70 = 391 against a printed 388" in panel.sentence_label.text()


def test_the_path_of_a_sum_and_of_a_force_open(qtbot: QtBot, page: ReconcilePage) -> None:
    page.tabs.setCurrentIndex(REGION)
    find(page.region.table, lambda row: (row.phase, row.measure) == (7, "arrests"))
    page.region.table.setFocus()
    qtbot.keyClick(page.region.table, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.region.forces.table, Qt.Key.Key_Return)
    whole, force = page.findChildren(LineageDialog)
    qtbot.waitUntil(lambda: whole.at_rest and force.at_rest)
    assert whole.heading.text() == "Arrests, phase 7: 68 (2 of 5 forces)"
    assert force.heading.text() == "Arrests, phase 7, Dorset Police: 37"
    whole.close()
    force.close()


def test_an_implied_figure_is_marked_as_no_return(qtbot: QtBot, page: ReconcilePage) -> None:
    workspace = page._workspace
    for agency in ("DC", "GL"):
        workspace.returns.accept(candidate(agency, 7, figure("arrests", 10), replacing=workspace))
    again(qtbot, page)
    tab = look_at(page, REGION)
    find(tab.table, lambda row: (row.phase, row.measure) == (7, "arrests"))
    row = tab.table.currentIndex().row()
    assert tab.table.model().index(row, 6).data() == "One force missing: 38 implied, not a return"
    assert "is not a return" in tab.forces.sentence_label.text()
    assert "AS" not in {each.agency for each in workspace.queries.returns(7)}


# Joint results


def test_a_joint_claim_is_counted_once_and_taken_back(qtbot: QtBot, page: ReconcilePage) -> None:
    workspace = page._workspace
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 37, joint=(3, "BTP")), replacing=workspace))
    workspace.returns.accept(candidate("BTP", 7, figure("arrests", 3, joint=(3, "Dorset"))))
    again(qtbot, page)
    tab = look_at(page, JOINT)
    assert tab.table.current().adjustment is None
    form = tab.form
    assert form.effect_label.text() == "Both together: gross 40, adjustment −3, net 37"
    form.rule_combo.setCurrentIndex(form.rule_combo.findData(JointRule.SUM))
    assert form.effect_label.text().endswith("adjustment 0, net 40")
    form.rule_combo.setCurrentIndex(form.rule_combo.findData(JointRule.LARGEST))
    assert not form.record_button.isEnabled()
    form.reason_edit.setText("Agreed with both")
    form.record_button.click()
    again(qtbot, page)
    (recorded,) = workspace.joint.recorded()
    assert (recorded.amount, recorded.rule) == (3, "largest")
    assert tab.model.records[0].figure.stored == 37
    workspace.undo()
    assert workspace.joint.recorded() == []
    workspace.redo()
    again(qtbot, page)
    form.back_button.click()
    settle(qtbot, page)
    assert workspace.joint.recorded() == []


def test_a_joint_result_without_a_claim_is_recorded(qtbot: QtBot, page: ReconcilePage) -> None:
    look_at(page, JOINT).empty.button.click()
    (dialog,) = page.findChildren(JointDialog)
    form = dialog.form
    assert _nameless(dialog) == []
    form.agency_combo.setCurrentIndex(form.agency_combo.findData("DO"))
    form.other_combo.setCurrentIndex(form.other_combo.findData("DO"))
    form.number_spin.setValue(2)
    form.reason_edit.setText("One arrest at the county line")
    assert "two different" in form.record_button.toolTip()
    form.other_combo.setCurrentIndex(form.other_combo.findData("WI"))
    form.record_button.click()
    settle(qtbot, page)
    (recorded,) = page._workspace.joint.recorded()
    assert (recorded.phase, recorded.measure, recorded.amount) == (7, "arrests", 2)


def test_more_than_a_force_reported_is_refused_in_words(qtbot: QtBot, page: ReconcilePage) -> None:
    workspace = page._workspace
    workspace.joint.record(7, "arrests", "DO", "WI", JointRule.NUMBER, "Agreed", 2)
    again(qtbot, page)
    look_at(page, JOINT)
    page.joint.form.number_spin.setValue(32)
    page.joint.form.record_button.click()
    settle(qtbot, page)
    (box,) = page.findChildren(QMessageBox)
    assert "More would be taken off" in box.text()
    box.close()
    assert workspace.joint.recorded()[0].amount == 2


# Announcements


def test_a_published_figure_is_entered_by_hand(qtbot: QtBot, page: ReconcilePage) -> None:
    before = len(page._workspace.queries.announcements())
    look_at(page, ANNOUNCEMENTS).enter_button.click()
    (dialog,) = page.findChildren(AnnouncementDialog)
    assert _nameless(dialog) == []
    form = dialog.form
    form.phase_edit.setText("1 to 3")
    form.label_edit.setText("drug-related arrests in all")
    form.measure_combo.setCurrentIndex(form.measure_combo.findData("arrests"))
    form.figure_edit.setText("nearly 400")
    form.published_edit.setText("5 March 2023")
    dialog.read_now()
    assert form.reading_label.text().startswith("Read as: Arrests, almost 400.")
    form.enter_button.click()
    settle(qtbot, page)
    new = page._workspace.queries.announcements()[before:]
    assert [(each.first_phase, each.last_phase, each.measure, each.amount) for each in new] == [
        (1, 3, "arrests", 400)
    ]
    assert (new[0].label, new[0].qualifier) == ("drug-related arrests in all", Qualifier.ALMOST)


def test_what_is_not_understood_cannot_be_entered(page: ReconcilePage) -> None:
    dialog = page.dialogs.announcement(page._workspace, None)
    form = dialog.form
    form.phase_edit.setText("99")
    form.label_edit.setText("arrests")
    form.figure_edit.setText("some")
    dialog.read_now()
    assert "There is no phase 99" in form.reading_label.text()
    assert not form.enter_button.isEnabled()
    dialog.reject()


def test_every_published_figure_can_be_opened_and_changed_without_loss(page: ReconcilePage) -> None:
    everything = page._workspace.queries.announcements()
    odd = [each for each in everything if each.printed_period or each.first_phase != each.last_phase]
    for each in [*everything[::9], *odd]:
        dialog = page.dialogs.announcement(page._workspace, each)
        draft = dialog.draft()
        dialog.reject()
        assert draft is not None, each
        for name in draft.__slots__:
            kept, read = getattr(each, name), getattr(draft, name)
            assert read == (kept.strip() if isinstance(kept, str) else kept), (name, each)


def test_a_note_alone_can_be_changed(qtbot: QtBot, page: ReconcilePage) -> None:
    tab = look_at(page, ANNOUNCEMENTS)
    chosen = find(tab.table, lambda each: each.label == "arrests")
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    (dialog,) = page.findChildren(AnnouncementDialog)
    dialog.form.note_edit.setText("Seen again on the page")
    dialog.read_now()
    dialog.form.enter_button.click()
    settle(qtbot, page)
    now = {each.id: each for each in page._workspace.queries.announcements()}
    assert now[chosen.id].note == "Seen again on the page"
    assert now[chosen.id].amount == chosen.amount


def test_figures_are_removed_together_and_come_back(qtbot: QtBot, page: ReconcilePage) -> None:
    workspace, tab = page._workspace, look_at(page, ANNOUNCEMENTS)
    before = workspace.queries.announcements()
    tab.table.selectAll()
    assert tab.remove_button.text() == f"Re&move {len(before)} figures"
    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    settle(qtbot, page)
    assert workspace.queries.announcements() == []
    again(qtbot, page)
    assert tab.stack.currentWidget() is tab.empty
    workspace.undo()
    assert workspace.queries.announcements() == before


def test_a_pasted_table_is_shown_before_it_is_entered(qtbot: QtBot, page: ReconcilePage) -> None:
    before = len(page._workspace.queries.announcements())
    look_at(page, ANNOUNCEMENTS).paste_button.click()
    (dialog,) = page.findChildren(PublishedTableDialog)
    assert _nameless(dialog) == []
    assert not dialog.form.enter_button.isEnabled()
    dialog.form.paste_edit.setPlainText(
        "phase\treporter\tmeasure\tvalue\n7\tREGION\tarrests\tover 170\n99\tREGION\tarrests\t3\n"
    )
    dialog.read_now()
    qtbot.waitUntil(lambda: dialog.at_rest)
    assert dialog.form.state_label.text().startswith("1 figure can be entered, 1 row is left out")
    dialog.table.select_row(1)
    assert "There is no phase 99" in dialog.finding_label.text()
    assert len(page._workspace.queries.announcements()) == before
    dialog.form.enter_button.click()
    settle(qtbot, page)
    assert len(page._workspace.queries.announcements()) == before + 1


def test_a_file_is_read_and_what_is_known_is_left_out(
    qtbot: QtBot, page: ReconcilePage, tmp_path: Path
) -> None:
    path = tmp_path / "published.csv"
    path.write_text("phase,reporter,measure,value,source\n7,REGION,arrests,170,a page\n", encoding="utf-8")
    dialog = page.dialogs.table(page._workspace, path)
    qtbot.waitUntil(lambda: dialog.at_rest, timeout=20_000)
    assert dialog.form.enter_button.text() == "&Enter 1 figure"
    dialog.form.enter_button.click()
    settle(qtbot, page)
    once_more = page.dialogs.table(page._workspace, path)
    qtbot.waitUntil(lambda: once_more.at_rest, timeout=20_000)
    assert once_more.form.state_label.text().startswith("No figure can be entered, 1 row is left out")
    once_more.reject()


def test_a_file_that_is_no_table_is_refused_in_words(
    qtbot: QtBot, page: ReconcilePage, tmp_path: Path
) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK not a workbook")
    dialog = page.dialogs.table(page._workspace, path)
    qtbot.waitUntil(lambda: dialog.at_rest, timeout=20_000)
    assert dialog.form.state_label.text()
    assert not dialog.form.enter_button.isEnabled()
    dialog.reject()


# The whole page


@pytest.mark.parametrize("tab", [DISAGREEMENTS, REGION, JOINT, ANNOUNCEMENTS])
def test_every_control_has_a_name_and_a_key_of_its_own(qtbot: QtBot, page: ReconcilePage, tab: int) -> None:
    page._workspace.joint.record(7, "arrests", "DO", "WI", JointRule.NUMBER, "Agreed", 2)
    again(qtbot, page)
    page.tabs.setCurrentIndex(tab)
    assert _nameless(page) == []
    texts = [each.text() for each in page.findChildren(QAbstractButton) if each.isVisible()]
    texts += [each.text() for each in page.findChildren(QLabel) if each.buddy() and each.isVisible()]
    texts += [page.tabs.tabText(number) for number in range(page.tabs.count())]
    if tab == REGION:
        texts += [page.region.below.tabText(number) for number in range(2)]
    assert _twice([*texts, "&File", "&Edit", "&View", "&Help"]) == []


def test_an_operation_without_published_figures_says_what_belongs_here(empty_page: ReconcilePage) -> None:
    assert empty_page.summary_label.text() == "Nothing disagrees."
    tab = empty_page.disagreements
    assert tab.stack.currentWidget() is tab.empty
    assert "published" in tab.empty.sentence.text()
    assert not look_at(empty_page, JOINT).empty.button.isEnabled()
    look_at(empty_page, DISAGREEMENTS)
    tab.empty.button.click()
    (dialog,) = empty_page.findChildren(AnnouncementDialog)
    dialog.reject()


def test_a_read_only_file_can_be_looked_at_only(qtbot: QtBot, workspace: Workspace) -> None:
    second = Workspace.open(workspace.path)
    page = ReconcilePage(second)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.at_rest and bool(page.snapshot.phases))
    for number in range(4):
        look_at(page, number)
    buttons = (
        page.announcements.enter_button, page.announcements.import_button, page.announcements.remove_button,
        page.disagreements.verdict_form.record_button, page.joint.empty.button,
    )  # fmt: skip
    assert [each.toolTip() for each in buttons if each.isEnabled() or not each.toolTip()] == []
    second.close()


def test_rows_are_copied_with_headings(page: ReconcilePage) -> None:
    look_at(page, REGION).table.select_row(0)
    page.region.table.copy_selection()
    head, line = QGuiApplication.clipboard().text().splitlines()
    assert head.split("\t")[:3] == ["Phase", "Measure", "Region as published"]
    assert line.split("\t")[:3] == ["1", "Arrests", "194 → 109"]


def test_the_models_are_sound(qtmodeltester: ModelTester, page: ReconcilePage) -> None:
    for number in range(4):
        look_at(page, number)
    for model in (page.disagreements.model, page.region.model, page.announcements.model):
        qtmodeltester.check(model)
