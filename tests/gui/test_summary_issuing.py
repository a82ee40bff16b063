"""Issuing from the Summary page: by keyboard, with a look before, and what an issued document shows afterwards."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox

from opcoord.gui.lineage.lineage_dialog import LineageDialog
from opcoord.gui.summary.changed_dialog import ChangedDialog
from opcoord.gui.summary.issue_dialog import IssueDialog
from opcoord.gui.summary.summary_page import SummaryPage
from opcoord.gui.summary.words_dialog import WordsDialog
from opcoord.queries.lineage import NumberReference
from opcoord.reports.issuing import ToLookAt, look_before
from opcoord.reports.summary import Section
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure

Dialog = TypeVar("Dialog", bound=QDialog)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace.create(tmp_path / "test.opcoord", "Operation Test")
    draft = made.plan.propose_next()
    made.plan.save(dataclasses.replace(draft, number=1, theme="County lines", expected=("AS", "DC")))
    made.returns.accept(candidate("AS", 1, figure("arrests", 10)))
    yield made
    made.close()


@pytest.fixture
def page(workspace: Workspace, qtbot: Any) -> SummaryPage:
    made = SummaryPage(workspace)
    workspace.on_change(lambda _tables: made.mark_stale())
    qtbot.addWidget(made)
    made.resize(1080, 700)
    made.show()
    rest(made, qtbot)
    return made


def rest(page: SummaryPage, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: page.at_rest and page.page_count > 0, timeout=10_000)


def opened(page: SummaryPage, qtbot: Any, kind: type[Dialog]) -> Dialog:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(kind)), timeout=10_000)
    return next(each for each in page.findChildren(kind) if each.isVisible())


def issue(page: SummaryPage, qtbot: Any, reason: str = "") -> None:
    page.issue_button.click()
    dialog = opened(page, qtbot, IssueDialog)
    if reason:
        assert not dialog.form.issue_button.isEnabled()
        qtbot.keyClicks(dialog.form.reason_edit, reason)
    with qtbot.waitSignal(page.issuing.issued, timeout=10_000):
        qtbot.keyClick(dialog.form.issue_button, Qt.Key.Key_Space)
    rest(page, qtbot)


def test_what_is_issued_is_shown_and_saved_as_it_was(
    page: SummaryPage, workspace: Workspace, tmp_path: Path, qtbot: Any
) -> None:
    issue(page, qtbot)
    (view,) = workspace.queries.issued()
    assert page.options_panel.issue == view
    assert page.strip.isVisible()
    assert "No figure has changed since." in page.strip.label.text()
    assert not page.issue_button.isEnabled()
    workspace.returns.accept(candidate("AS", 1, figure("arrests", 12), replacing=workspace))
    qtbot.waitUntil(lambda: "1 figure has changed since." in page.strip.label.text(), timeout=10_000)
    page.leaving.save(tmp_path / "issue.pdf")
    qtbot.waitUntil(lambda: bool(page.findChildren(QMessageBox)), timeout=10_000)
    assert (tmp_path / "issue.pdf").read_bytes() == workspace.queries.issued_content(view.id)[1]
    for box in page.findChildren(QMessageBox):
        box.close()
    page.strip.changes_button.click()
    dialog = opened(page, qtbot, ChangedDialog)
    model = dialog.table.model()
    shown = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert shown == ["1", "Arrests", "Avon and Somerset Police", "10", "12"]
    dialog.close()


def test_a_second_issue_needs_a_reason_and_supersedes(
    page: SummaryPage, workspace: Workspace, qtbot: Any
) -> None:
    issue(page, qtbot)
    page.options_panel.version_combo.setCurrentIndex(0)
    rest(page, qtbot)
    assert not page.strip.isVisible()
    issue(page, qtbot, "Counted again")
    newest, first = workspace.queries.issued()
    assert (newest.reason, first.superseded) == ("Counted again", True)
    page.options_panel.version_combo.choose(first.id)
    rest(page, qtbot)
    assert "Issue 2 supersedes it." in page.strip.label.text()


def test_the_reason_of_a_public_issue_is_looked_at_before_it_is_printed(
    page: SummaryPage, workspace: Workspace, qtbot: Any
) -> None:
    readers = page.options_panel.readers
    readers.public_button.click()
    rest(page, qtbot)
    assert readers.embargo_check.isVisible()
    issue(page, qtbot)
    # What was issued keeps the embargo on its pages.
    assert not readers.embargo_check.isVisible()
    page.options_panel.version_combo.setCurrentIndex(0)
    assert readers.embargo_check.isVisible()
    rest(page, qtbot)
    page.issue_button.click()
    first = opened(page, qtbot, IssueDialog)
    qtbot.keyClicks(first.form.reason_edit, "Ring 07700 900123")
    qtbot.keyClick(first.form.issue_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not first.isVisible(), timeout=10_000)
    again = opened(page, qtbot, IssueDialog)
    assert again.form.reason_edit.text() == "Ring 07700 900123"
    listed = [again.form.findings_list.item(row).text() for row in range(again.form.findings_list.count())]
    assert any("“07700 900123” looks like a telephone number" in each for each in listed)
    assert not again.form.issue_button.isEnabled()
    assert len(workspace.queries.issued()) == 1
    # What was mended is looked at once more, and finds nothing.
    again.form.reason_edit.setText("Counted again")
    qtbot.keyClick(again.form.looked_check, Qt.Key.Key_Space)
    with qtbot.waitSignal(page.issuing.issued, timeout=10_000):
        qtbot.keyClick(again.form.issue_button, Qt.Key.Key_Space)
    rest(page, qtbot)
    assert workspace.queries.issued()[0].reason == "Counted again"


def test_what_the_words_say_otherwise_must_be_looked_at_first(
    page: SummaryPage, workspace: Workspace, qtbot: Any
) -> None:
    page.options_panel.sections.list.setCurrentRow(0)
    page.options_panel.sections.list.itemActivated.emit(page.options_panel.sections.list.currentItem())
    words = opened(page, qtbot, WordsDialog)
    qtbot.keyClicks(words.form.text_edit, "Ten forces made 11 arrests.")
    qtbot.keyClick(words.form.keep_button, Qt.Key.Key_Space)
    assert [each.text for each in workspace.queries.wording(1, "summary")] == ["Ten forces made 11 arrests."]
    assert page.options_panel.sections.list.item(0).toolTip().startswith("Words: Ten forces")
    rest(page, qtbot)
    page.issue_button.click()
    dialog = opened(page, qtbot, IssueDialog)
    listed = [dialog.form.findings_list.item(row).text() for row in range(dialog.form.findings_list.count())]
    assert listed[0] == "Introduction: it says “Ten forces”; 1 of 2 forces sent a return."
    assert listed[1] == "Introduction: it says “11 arrests”; the figures say 10 for arrests."
    assert listed[2].startswith("No return is in from Devon & Cornwall")
    assert not dialog.form.issue_button.isEnabled()
    qtbot.keyClick(dialog.form.looked_check, Qt.Key.Key_Space)
    assert dialog.form.issue_button.isEnabled()
    dialog.reject()
    assert workspace.queries.issued() == []


def test_sections_and_embargo_are_kept_for_the_document(
    page: SummaryPage, workspace: Workspace, qtbot: Any
) -> None:
    panel = page.options_panel
    panel.sections.down_button.click()
    rest(page, qtbot)
    assert workspace.queries.page_setup(1, "summary", False).sections == (
        "Charts",
        "Headline totals",
        *[each.value for each in Section][2:],
    )
    panel.readers.public_button.setChecked(True)
    rest(page, qtbot)
    assert panel.sections.sections() == tuple(Section)
    assert panel.readers.embargo_check.isVisible()
    panel.readers.embargo_check.setChecked(True)
    rest(page, qtbot)
    kept = workspace.queries.page_setup(1, "summary", True).embargo_until
    tomorrow = dt.date.today() + dt.timedelta(days=1)
    assert kept is not None and kept.date() == tomorrow
    panel.readers.internal_button.setChecked(True)
    rest(page, qtbot)
    assert panel.sections.sections()[0] is Section.CHARTS
    workspace.undo()
    workspace.undo()
    rest(page, qtbot)
    assert panel.sections.sections() == tuple(Section)


def test_sections_stay_between_the_introduction_and_the_closing_words(page: SummaryPage) -> None:
    sections = page.options_panel.sections
    item = sections.list.takeItem(3)
    sections.list.insertItem(0, item)
    sections._moved()
    names = [sections.list.item(row).text() for row in range(sections.list.count())]
    assert (names[0], names[-1]) == ("Introduction", "Closing words")
    assert sections.sections()[0] is Section.FORCES


def test_who_may_only_read_cannot_issue_or_write(workspace: Workspace, qtbot: Any) -> None:
    path = workspace.path
    workspace.close()
    reading = Workspace.open(path, read_only=True)
    page = SummaryPage(reading)
    qtbot.addWidget(page)
    page.show()
    rest(page, qtbot)
    assert not page.issue_button.isEnabled()
    assert page.issue_button.toolTip()
    assert not page.options_panel.sections.words_button.isEnabled()
    # Sections may still be tried out, for this look alone.
    page.options_panel.sections.down_button.click()
    rest(page, qtbot)
    assert page.options_panel.sections.sections()[0] is Section.CHARTS
    reading.close()


def test_a_click_on_words_in_the_preview_changes_them(
    page: SummaryPage, workspace: Workspace, qtbot: Any
) -> None:
    workspace.papers.set_wording(1, "summary", "Introduction", "First words.")
    qtbot.waitUntil(lambda: page.at_rest and _place(page, "First words.") is not None, timeout=10_000)
    place = _place(page, "First words.")
    assert place is not None
    page.preview.target_chosen.emit(place.target)
    dialog = opened(page, qtbot, WordsDialog)
    assert dialog.form.text_edit.toPlainText() == "First words."
    dialog.form.text_edit.setPlainText("Other words.")
    dialog.form.keep_button.click()
    qtbot.waitUntil(lambda: page.at_rest and _place(page, "Other words.") is not None, timeout=10_000)
    issue(page, qtbot)
    issued_place = _place(page, "Other words.")
    assert issued_place is not None
    page.preview.target_chosen.emit(issued_place.target)
    assert not any(each.isVisible() for each in page.findChildren(WordsDialog))


def _place(page: SummaryPage, words: str) -> Any:
    return next((each for shown in page.preview.pages for each in shown.places if words in each.words), None)


def test_a_number_of_an_issued_page_leads_to_what_was_counted_then(
    page: SummaryPage, workspace: Workspace, qtbot: Any
) -> None:
    issue(page, qtbot)
    workspace.returns.accept(candidate("AS", 1, figure("arrests", 12), replacing=workspace))
    qtbot.waitUntil(lambda: "1 figure has changed since." in page.strip.label.text(), timeout=10_000)
    page.follow(NumberReference("arrests", 1))
    dialog = opened(page, qtbot, LineageDialog)
    qtbot.waitUntil(lambda: dialog.at_rest)
    assert dialog.heading.text().startswith("Arrests, phase 1: 10")
    dialog.close()


def test_a_public_draft_stops_at_what_looks_like_a_person(
    page: SummaryPage, workspace: Workspace, tmp_path: Path, qtbot: Any
) -> None:
    workspace.papers.set_wording(1, "summary", "Introduction", "Call 07700 900123 for more.")
    page.options_panel.readers.public_button.setChecked(True)
    rest(page, qtbot)
    path = tmp_path / "public.txt"
    page.leaving.save(path)
    box = opened(page, qtbot, QMessageBox)
    assert "07700 900123" in box.informativeText()
    assert not path.exists()
    box.reject()
    page.leaving.save(path)
    qtbot.waitUntil(lambda: any(e.isVisible() for e in page.findChildren(QMessageBox)), timeout=10_000)
    box = next(each for each in page.findChildren(QMessageBox) if each.isVisible())
    next(each for each in box.buttons() if "they stand" in each.text()).click()
    qtbot.waitUntil(path.exists, timeout=10_000)
    # Once looked at, it is not asked again.
    path.unlink()
    page.leaving.save(path)
    qtbot.waitUntil(path.exists, timeout=10_000)
    qtbot.waitUntil(lambda: page.at_rest)
    for each in page.findChildren(QMessageBox):
        each.close()


def test_a_public_draft_stops_at_what_would_stop_its_issue(
    page: SummaryPage, workspace: Workspace, tmp_path: Path, qtbot: Any
) -> None:
    workspace.papers.set_wording(1, "summary", "Introduction", "Ten forces made 31 arrests.")
    workspace.operation.update(handling="Not for the press")
    path = tmp_path / "draft.txt"
    # What stays inside is held up by nothing.
    rest(page, qtbot)
    page.leaving.save(path)
    qtbot.waitUntil(path.exists, timeout=10_000)
    qtbot.waitUntil(lambda: page.at_rest)
    for each in page.findChildren(QMessageBox):
        each.close()
    path.unlink()
    page.options_panel.readers.public_button.setChecked(True)
    rest(page, qtbot)
    options = page.options_panel.options()
    assert options is not None
    asked = [each.text for each in look_before(workspace.queries, options, dt.date.today()) if each.odd]
    assert len(asked) == 3
    page.leaving.save(path)
    box = opened(page, qtbot, QMessageBox)
    assert box.informativeText().split("\n\n") == asked
    # The key that says yes to everything else does not publish.
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert not box.isVisible() and not page.leaving.look._looked and not path.exists()
    page.leaving.save(path)
    box = opened(page, qtbot, QMessageBox)
    next(each for each in box.buttons() if "they stand" in each.text()).click()
    qtbot.waitUntil(path.exists, timeout=10_000)
    qtbot.waitUntil(lambda: page.at_rest)
    for each in page.findChildren(QMessageBox):
        each.close()
    # Another document is another thing to look at, though its words be the same.
    page.options_panel.choose_kind("brief")
    rest(page, qtbot)
    page.leaving.save(tmp_path / "brief.txt")
    qtbot.waitUntil(lambda: any(e.isVisible() for e in page.findChildren(QMessageBox)), timeout=10_000)
    again = next(each for each in page.findChildren(QMessageBox) if each.isVisible())
    assert "NOT FOR THE PRESS" in again.informativeText()
    again.close()


def test_nothing_is_said_to_stand_that_was_not_listed(page: SummaryPage, qtbot: Any) -> None:
    found = tuple(ToLookAt(f"Thing {number}.", True) for number in range(1, 12))
    done: list[bool] = []
    page.leaving.look.before("Phase summary", lambda: found, lambda: done.append(True), "Save")
    first = opened(page, qtbot, QMessageBox)
    assert "Thing 8." in first.informativeText() and "Thing 9." not in first.informativeText()
    next(each for each in first.buttons() if "They stand" in each.text()).click()
    qtbot.waitUntil(lambda: not first.isVisible())
    second = next(each for each in page.findChildren(QMessageBox) if each.isVisible())
    assert "Thing 9." in second.informativeText() and "Thing 8." not in second.informativeText()
    assert not done
    next(each for each in second.buttons() if "they stand" in each.text()).click()
    assert done == [True]
