"""The review of one file: sheet, figures and findings move together, figures are mended, labels answered."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from opcoord.gui.reference.exception_dialog import ExceptionDialog
from opcoord.gui.returns.finding_list import FindingList, finding_text
from opcoord.gui.returns.fixes import Fix
from opcoord.gui.returns.returns_page import ReturnsPage
from opcoord.gui.returns.sheet_model import MARK_ROLE
from opcoord.gui.tasks import TaskRunner
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.services.received_cells import Cell, Grid, Sheet
from opcoord.services.workspace import Workspace
from tests.gui.returns_sheets import ODD, Rows, current, received, settle, sheet, take

Returns = tuple[ReturnsPage, Workspace]


@pytest.fixture
def odd(returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot) -> ReturnsPage:
    """The page with a file open in which something is wrong, something unknown and something rounded."""
    notes = sheet((("Kept by the desk",),), "Notes", visibility="hidden")
    made = received(
        returns_workspace, sheet(ODD, hidden_rows=frozenset({5}), hidden_columns=frozenset({3})), notes
    )
    take(returns_page, returns_workspace, qtbot, made)
    return returns_page


def mark(page: ReturnsPage, address: str) -> str:
    model = page.review.sheets.view.sheet_model
    return str(model.index_of(address).data(MARK_ROLE))


def mend(
    page: ReturnsPage, qtbot: QtBot, fix: Fix, value: str, reason: str = "Said on the telephone"
) -> None:
    page.review.figure.begin(fix)
    if fix is Fix.AMOUNT:
        page.review.figure.form.amount_edit.setText(value)
    elif value:
        combo = page.review.figure.form.choice_combo
        combo.setCurrentIndex(combo.findData(value))
    page.review.figure.form.reason_edit.setText(reason)
    qtbot.keyClick(page.review.figure.form.reason_edit, Qt.Key.Key_Return)
    settle(page, qtbot)


def figure(page: ReturnsPage, measure: str) -> tuple[int | None, str]:
    found = next(each for each in current(page).figures if each.measure == measure)
    return found.amount, found.correction_reason


def test_the_sheet_is_shown_as_it_came(odd: ReturnsPage) -> None:
    sheets = odd.review.sheets
    model = sheets.view.sheet_model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [model.index_of(cell).data() for cell in ("A2", "B2", "B3")] == [
        "Arrests",
        "approx 12",
        "see e-mail",
    ]
    assert [sheets.sheet_combo.itemText(row) for row in range(2)] == ["Return", "Notes (hidden)"]
    assert model.headerData(4, Qt.Orientation.Vertical) == "5 hidden"
    assert model.headerData(2, Qt.Orientation.Horizontal) == "C hidden"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "B"


def test_taken_cells_are_marked_and_say_as_what(odd: ReturnsPage) -> None:
    model = odd.review.sheets.view.sheet_model
    assert [mark(odd, cell) for cell in ("B2", "B3", "B4", "A1")] == ["taken", "asked", "asked", ""]
    assert model.index_of("B2").data(Qt.ItemDataRole.AccessibleTextRole) == "B2: approx 12. Arrests"
    assert "Arrests" in model.index_of("B2").data(Qt.ItemDataRole.ToolTipRole)


def test_what_holds_the_return_back_is_in_view_at_once(odd: ReturnsPage) -> None:
    row = odd.review.figures.current()
    assert row is not None
    assert (row.measure, row.amount, row.raw) == ("cash_seized", "not read", "see e-mail")
    assert odd.review.sheets.view.current_address() == "B3"
    assert odd.review.findings.currentIndex().data().startswith("Error, sheet Return, B3")


def test_a_click_anywhere_moves_all_three(odd: ReturnsPage, qtbot: QtBot) -> None:
    review = odd.review
    view = review.sheets.view
    qtbot.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=view.visualRect(view.sheet_model.index_of("B2")).center(),
    )
    assert review.figures.current().measure == "arrests"  # type: ignore[union-attr]
    assert "approx 12" in review.findings.currentIndex().data()
    review.figures.jump_to_measure("charges")
    review.figures.clicked.emit(review.figures.currentIndex())
    assert view.current_address() == "B5"
    assert review.findings.current_row() == -1
    review.findings.select_row(0)
    review.findings.clicked.emit(review.findings.currentIndex())
    assert (view.current_address(), review.figures.current().measure) == ("B3", "cash_seized")  # type: ignore[union-attr]


def test_a_label_s_cell_leads_to_its_figure(odd: ReturnsPage) -> None:
    odd.review.go_to("Return", "A5")
    assert odd.review.figures.current().measure == "charges"  # type: ignore[union-attr]


def test_findings_are_walked_from_anywhere(odd: ReturnsPage, qtbot: QtBot) -> None:
    odd.activateWindow()
    odd.review.sheets.view.setFocus()
    first = odd.review.findings.current_row()
    qtbot.waitUntil(odd.isActiveWindow)
    qtbot.keyClick(odd.review.sheets.view, Qt.Key.Key_J)
    assert odd.review.findings.current_row() == first + 1
    odd.review.figures.setFocus()
    qtbot.keyClick(odd.review.figures, Qt.Key.Key_J)
    assert odd.review.findings.current_row() == first + 2
    qtbot.keyClick(odd.review.findings, Qt.Key.Key_Up)
    assert odd.review.findings.current_row() == first + 1


def test_the_figures_need_no_sideways_scrolling(odd: ReturnsPage) -> None:
    assert odd.review.figures.horizontalScrollBar().maximum() == 0
    assert odd.inbox_table.horizontalScrollBar().maximum() == 0


def test_another_amount_with_its_reading_and_a_reason(odd: ReturnsPage, qtbot: QtBot) -> None:
    assert not odd.review.foot.accept_button.isEnabled()
    form = odd.review.figure.form
    qtbot.mouseClick(odd.review.figure.buttons[Fix.AMOUNT], Qt.MouseButton.LeftButton)
    form.amount_edit.setText("approx 2.5k")
    assert form.reading_label.text() == "Read as about £2,500. Say why, in a few words."
    assert not form.apply_button.isEnabled()
    form.amount_edit.setText("plenty")
    form.reason_edit.setText("By telephone, with j and k")
    assert "plenty" in form.hold()
    form.amount_edit.setText("approx 2.5k")
    qtbot.mouseClick(form.apply_button, Qt.MouseButton.LeftButton)
    settle(odd, qtbot)
    assert figure(odd, "cash_seized") == (250_000, "By telephone, with j and k")
    assert mark(odd, "B3") == "corrected"
    assert "By telephone, with j and k" in odd.review.figure.details.text.text()
    assert odd.review.sheets.view.sheet_model.index_of("B3").data() == "see e-mail"
    odd.review.foot.reason_edit.setText("Checked")
    assert odd.review.hold() == ""


def test_a_correction_can_be_put_back(odd: ReturnsPage, qtbot: QtBot) -> None:
    mend(odd, qtbot, Fix.AMOUNT, "£20")
    assert odd.review.figure.back_button.isVisible()
    qtbot.mouseClick(odd.review.figure.back_button, Qt.MouseButton.LeftButton)
    settle(odd, qtbot)
    assert current(odd).decisions.corrections == ()
    assert odd.review.figures.current().amount == "not read"  # type: ignore[union-attr]


def test_another_cell_is_chosen_in_the_sheet(odd: ReturnsPage, qtbot: QtBot) -> None:
    odd.review.figure.begin(Fix.CELL)
    form, view = odd.review.figure.form, odd.review.sheets.view
    form.reason_edit.setText("They wrote beside it")
    assert form.hold() == "Click the cell in the sheet."
    view.setCurrentIndex(view.sheet_model.index_of("C3"))
    assert form.place_label.text() == "Return C3: “4000”"
    form.apply()
    settle(odd, qtbot)
    assert figure(odd, "cash_seized") == (400_000, "They wrote beside it")


@pytest.mark.parametrize(("fix", "amount"), [(Fix.NIL, 0), (Fix.NOT_ANSWERED, None)])
def test_an_unreadable_cell_can_mean_nothing(
    odd: ReturnsPage, qtbot: QtBot, fix: Fix, amount: int | None
) -> None:
    mend(odd, qtbot, fix, "")
    assert figure(odd, "cash_seized")[0] == amount
    assert not current(odd).of(Severity.ERROR)


def test_a_qualifier_is_changed(odd: ReturnsPage, qtbot: QtBot) -> None:
    odd.review.go_to("Return", "B2")
    mend(odd, qtbot, Fix.QUALIFIER, "at least")
    found = next(each for each in current(odd).figures if each.measure == "arrests")
    assert (found.amount, found.qualifier) == (12, "at least")


def test_a_row_can_mean_another_measure(odd: ReturnsPage, qtbot: QtBot) -> None:
    odd.review.go_to("Return", "B5")
    mend(odd, qtbot, Fix.MEASURE, "convictions")
    assert figure(odd, "convictions")[0] == 4
    assert current(odd).decisions.labels == (("Charges", "convictions"),)


def test_a_question_is_answered_with_one_click(odd: ReturnsPage, qtbot: QtBot) -> None:
    questions = odd.review.questions
    assert questions.isVisible()
    assert questions.text.text() == "“No. of persons nicked” — 7: is this Arrests?"
    assert [button.text() for button in questions.suggestion_buttons] == ["&1 Arrests", "&2 Charges"]
    qtbot.mouseClick(questions.leave_button, Qt.MouseButton.LeftButton)
    settle(odd, qtbot)
    assert current(odd).decisions.labels == (("No. of persons nicked", ""),)
    assert not questions.isVisible()


def test_a_question_is_answered_with_any_measure(odd: ReturnsPage, qtbot: QtBot) -> None:
    asked = odd.review.questions.question
    assert asked is not None
    dialog = odd.dialogs.measure("What does it mean?", odd._answer_with(asked))
    dialog.filter_edit.setText("person sear")
    assert dialog.list.currentItem().text() == "Person searches"
    dialog.choose_button.click()
    settle(odd, qtbot)
    assert figure(odd, "person_searches")[0] == 7


def test_a_label_becomes_a_name_for_every_force(
    odd: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    asked = odd.review.questions.question
    assert asked is not None
    dialog = odd.dialogs.alias(asked, odd._answer_with(asked))
    dialog.filter_edit.setText("stop and account")
    dialog.choose_button.click()
    settle(odd, qtbot)
    measure = next(each for each in returns_workspace.queries.measures() if each.label == "Stop and account")
    assert "No. of persons nicked" in measure.aliases
    assert figure(odd, measure.code)[0] == 7


def test_a_label_becomes_a_new_measure(odd: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot) -> None:
    asked = odd.review.questions.question
    assert asked is not None
    dialog = odd.dialogs.new_measure(asked, odd._answer_with(asked))
    dialog.code_edit.setText("nicked")
    dialog.chosen.emit("nicked", "Persons nicked", "people")
    dialog.close()
    settle(odd, qtbot)
    assert figure(odd, "nicked")[0] == 7


def test_the_columns_of_a_table_are_said(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    rows: Rows = ((None, "Arrests", 3, 12), (None, "Charges", 2, 4), (None, "Convictions", 1, 2))
    take(returns_page, returns_workspace, qtbot, received(returns_workspace, sheet(rows)))
    sheets = returns_page.review.sheets
    if not sheets.table_button.isChecked():
        sheets.table_button.click()
    assert sheets.choice.isVisible()
    sheets.view.setCurrentIndex(sheets.view.sheet_model.index(0, 1))
    sheets.labels_button.click()
    assert sheets.choice_label.text().startswith("Labels in B.")
    sheets.view.horizontalHeader().sectionClicked.emit(3)
    sheets.figures_button.click()
    settle(returns_page, qtbot)
    assert figure(returns_page, "arrests")[0] == 12
    assert current(returns_page).parsed.found == "as chosen"  # type: ignore[union-attr]


def test_force_and_phase_of_a_readable_file_are_chosen(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    take(returns_page, returns_workspace, qtbot, received(returns_workspace, sheet(ODD), agency=None))
    review = returns_page.review
    assert "which force's return" in review.hold()
    review.agency_combo.setCurrentIndex(review.agency_combo.findData("DO"))
    review.agency_combo.activated.emit(review.agency_combo.currentIndex())
    settle(returns_page, qtbot)
    assert current(returns_page).agency == "DO"
    assert len(returns_page.inbox.candidates) == 1


def test_the_running_line_says_what_accepting_does(odd: ReturnsPage, qtbot: QtBot) -> None:
    text = odd.review.foot.effect_label.text()
    assert text.startswith("If accepted: Arrests none → about 12, region none → about 12; Charges none → 4")
    mend(odd, qtbot, Fix.AMOUNT, "£20")
    assert odd.review.foot.effect_label.text().endswith("; 1 more under What changes.")


def test_a_file_that_carries_more_can_be_left_out(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    comments = Finding(Severity.WARNING, "comments", "The workbook contains comments, which were not read.")
    rows: Rows = (("Measure", "Figure"), ("Arrests", 12))
    take(
        returns_page, returns_workspace, qtbot, received(returns_workspace, sheet(rows), notices=(comments,))
    )
    foot = returns_page.review.foot
    assert foot.keep_combo.isVisible() and "Keep it as it came" in foot.keep_label.text()
    foot.keep_combo.setCurrentIndex(1)
    foot.reason_edit.setText("Nothing of interest in them")
    with qtbot.waitSignal(returns_page.inbox.accepted):
        foot.accept_button.click()
    (view,) = returns_workspace.queries.returns()
    assert not view.file_kept


def test_mnemonics_are_unique_while_reviewing(odd: ReturnsPage) -> None:
    widgets = (*odd.findChildren(QAbstractButton), *odd.findChildren(QLabel))
    texts = [each.text().replace("&&", "") for each in widgets if each.isVisible()]
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text] + list("fevh")
    assert sorted(keys) == sorted(set(keys))


def test_from_a_faulty_file_to_a_correction_seen_after_opening_again(
    odd: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    mend(odd, qtbot, Fix.AMOUNT, "£2,500", "The desk read it out")
    qtbot.mouseClick(odd.review.questions.leave_button, Qt.MouseButton.LeftButton)
    settle(odd, qtbot)
    odd.review.foot.reason_edit.setText("Asked the desk")
    with qtbot.waitSignal(odd.inbox.accepted):
        odd.review.foot.accept_button.click()
    settle(odd, qtbot)
    path = returns_workspace.path
    returns_workspace.close()
    again = Workspace.open(path)
    page = ReturnsPage(again, TaskRunner())
    qtbot.addWidget(page)
    page.show()
    page.show_item(("DC", 1))
    page.accepted.figures.jump_to_measure("cash_seized")
    page.accepted.figures.clicked.emit(page.accepted.figures.currentIndex())
    said = page.accepted.details.text.text()
    assert "typed “see e-mail”" in said
    assert "The desk read it out" in said
    assert again.queries.returns()[0].accepted_at.date() <= dt.date.today()
    again.close()


def test_a_question_s_cell_is_in_view_where_nothing_is_held_back(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    first = received(returns_workspace, sheet(ODD), name="First.xlsx")
    rows: Rows = (("Measure", "Figure"), ("Charges", 4), ("No. of persons nicked", 7))
    take(
        returns_page,
        returns_workspace,
        qtbot,
        first,
        received(returns_workspace, sheet(rows), name="Second.xlsx"),
    )
    returns_page.inbox_table.select_row(1)
    assert returns_page.review.sheets.view.current_address() == "B3"
    assert returns_page.review.figures.current() is None
    assert returns_page.review.figure.details.heading.text() == "No figure is chosen"


def test_a_huge_sheet_opens_at_once(returns_page: ReturnsPage) -> None:
    cells = tuple(Cell(row, column, 1, "1") for row in range(1, 20_001) for column in range(1, 501, 20))
    model = returns_page.review.sheets.view.sheet_model
    began = time.perf_counter()
    returns_page.review.sheets.show_grid(Grid((Sheet("Big", cells=cells),)), {})
    spent = time.perf_counter() - began
    assert (model.rowCount(), model.columnCount()) == (20_005, 502)
    assert model.index_of("A20000").data() == "1"
    # Ten times the aim: a slow machine must not fail it, building a table of all cells must.
    assert spent < 0.5


def test_a_refused_file_says_why_in_a_line_and_lets_the_table_be_chosen(
    returns_page: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    rows: Rows = (("Minutes of the meeting", None), ("Present", "Chair"))
    take(returns_page, returns_workspace, qtbot, received(returns_workspace, sheet(rows)))
    review = returns_page.review
    assert review.sheets.choice.isVisible()
    assert not review.foot.accept_button.isEnabled()
    assert review.foot.hold_label.width() > review.width() / 2


def test_an_exception_can_be_made_from_a_warning(
    odd: ReturnsPage, returns_workspace: Workspace, qtbot: QtBot
) -> None:
    def warnings() -> list[str]:
        return [each.code for each in current(odd).findings if each.severity is Severity.WARNING]

    findings = odd.review.findings
    row = next(
        number
        for number in range(findings.count())
        if "sheet" in finding_text(findings.findings_model.findings[number]).lower()
        and "hidden" in finding_text(findings.findings_model.findings[number]).lower()
    )
    findings.select_row(row)
    assert findings.exception_action.isEnabled()
    before = warnings()
    findings.exception_action.trigger()
    (dialog,) = odd.findChildren(ExceptionDialog)
    dialog.form.reason_edit.setText("The force always hides its working")
    dialog.form.add_button.click()
    settle(odd, qtbot)
    qtbot.waitUntil(lambda: len(warnings()) < len(before))
    (kept,) = returns_workspace.queries.exceptions()
    assert kept.code not in warnings()


def test_without_a_phase_the_page_leads_to_the_plan(tmp_path: Path, qtbot: QtBot) -> None:
    workspace = Workspace.create(tmp_path / "new.opcoord", "Operation New")
    page = ReturnsPage(workspace, TaskRunner())
    qtbot.addWidget(page)
    page.show()
    assert page.empty.button.text() == "Plan the first phase…"
    with qtbot.waitSignal(page.page_requested) as wanted:
        page.empty.button.click()
    assert wanted.args == ["plan", "new"]
    workspace.close()


def test_thousands_of_findings_are_listed_and_walked(qtbot: QtBot) -> None:
    found = FindingList()
    qtbot.addWidget(found)
    found.resize(400, 200)
    found.show()
    lines = [
        Finding(Severity.WARNING, "unknown-measure", f"Row {row} is not known. " * 5, "", "Return", f"A{row}")
        for row in range(1, 3_001)
    ]
    found.show_findings(lines)
    assert found.count() == 3_000
    assert found.jump_to("Return", "A2900")
    qtbot.waitUntil(lambda: found.viewport().rect().contains(found.visualRect(found.currentIndex()).center()))
    with qtbot.waitSignal(found.chosen) as chosen:
        found.step(1)
    assert chosen.args == ["Return", "A2901"]
    found.show_findings(lines[:2])
    assert found.layoutMode() is FindingList.LayoutMode.SinglePass


def test_what_is_weighed_again_alike_is_not_drawn_again(
    odd: ReturnsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[object] = []
    monkeypatch.setattr(odd.review.findings, "show_findings", lambda *args, **more: drawn.append(args))
    before = current(odd)
    odd.inbox.refresh()
    settle(odd, qtbot)
    assert current(odd) == before and current(odd) is odd.inbox.candidates[0] is not before
    assert drawn == []
    monkeypatch.undo()
    odd._workspace.reference.save_measure("arrests", label="Arrests made")
    odd.reload()
    odd.inbox.refresh()
    settle(odd, qtbot)
    assert "Arrests made" in [row.label for row in odd.review.figures.rows_model.records]
