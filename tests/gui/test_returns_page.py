"""The Returns page: matrix, inbox, review, accepting, versions; with returns made by hand."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QLabel, QMessageBox

from opcoord.errors import OpcoordError
from opcoord.gui.returns.changes_table import change_rows
from opcoord.gui.returns.finding_list import finding_text
from opcoord.gui.returns.returns_page import ReturnsPage
from opcoord.gui.tasks import TaskRunner
from opcoord.model.finding import Finding
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier, Severity, State
from opcoord.reading.parsed import ParsedFigure, ParsedReturn
from opcoord.services.candidate import Candidate, Difference, Effect
from opcoord.services.weighing import current_version
from opcoord.services.workspace import Workspace

WARNING = Finding(Severity.WARNING, "rounded", "Arrests is about 12.", "Confirm or correct.", "Return", "D6")
ERROR = Finding(Severity.ERROR, "text", "Charges says 'see <b>e-mail</b>'.", "Ask the force.", "Return", "D7")


def figure(measure: str, amount: int, row: int, qualifier: Qualifier = Qualifier.EXACT) -> ParsedFigure:
    return ParsedFigure(
        measure, amount, "people", qualifier, None, State.CONFIRMED, "Return", f"D{row}", f"typed {amount}"
    )


def candidate(
    agency: str, phase: int, arrests: int, findings: Sequence[Finding] = (), version: int = 1
) -> Candidate:
    figures = (figure("arrests", arrests, 6), figure("charges", 4, 7))
    name = f"{agency} phase {phase} v{version} {arrests}.xlsx"
    return Candidate(
        Path("nowhere") / name,
        name,
        hashlib.sha256(name.encode()).hexdigest(),
        10,
        "needs review" if findings or version > 1 else "ready",
        agency,
        f"Force {agency}",
        phase,
        version,
        figures,
        tuple(findings),
        ParsedReturn(agency, phase, figures, tuple(findings)),
        (Difference("arrests", "Arrests", "people", "22", str(arrests)),) if version > 1 else (),
        (Effect("arrests", "Arrests", "people", None, Qualified(arrests), None, Qualified(arrests)),),
        b"bytes",
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace.create(tmp_path / "test.opcoord", "Operation Test")
    draft = made.plan.propose_next()
    made.plan.save(dataclasses.replace(draft, number=1, theme="County lines", expected=("AS", "DC", "DO")))
    made.returns.accept(candidate("AS", 1, 22))
    yield made
    made.close()


@pytest.fixture
def page(workspace: Workspace, qtbot: Any) -> Iterator[ReturnsPage]:
    tasks = TaskRunner()
    made = ReturnsPage(workspace, tasks)
    qtbot.addWidget(made)
    made.resize(1080, 700)
    made.show()
    yield made
    qtbot.waitUntil(lambda: not tasks.busy)


def offer(page: ReturnsPage, workspace: Workspace, *found: Candidate) -> None:
    """Let inspecting any path find these."""
    workspace.returns.inspect = lambda *args, **kwargs: list(found)  # type: ignore[method-assign]


def take(page: ReturnsPage, workspace: Workspace, qtbot: Any, *found: Candidate) -> None:
    offer(page, workspace, *found)
    with qtbot.waitSignal(page.inbox.changed):
        page.import_paths([Path("anything")])
    qtbot.waitUntil(lambda: page.at_rest)


def choose(page: ReturnsPage, agency: str, phase: int = 1) -> None:
    page.show_item((agency, phase))


def test_the_matrix_tells_states_in_words(page: ReturnsPage) -> None:
    model = page.matrix.matrix_model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.index_of("AS", 1).data() == "v1"
    assert model.index_of("DC", 1).data() in ("missing", "awaited")
    said = model.index_of("AS", 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith("phase 1: version 1 accepted")
    assert not model.index_of("AS", 1).data(Qt.ItemDataRole.DecorationRole).isNull()


def test_a_square_opens_the_accepted_return(page: ReturnsPage, qtbot: Any) -> None:
    page.matrix.setCurrentIndex(page.matrix.matrix_model.index_of("AS", 1))
    qtbot.keyClick(page.matrix, Qt.Key.Key_Return)
    assert page.detail.currentWidget() is page.accepted
    rows = page.accepted.figures.rows_model.records
    assert (rows[0].label, rows[0].amount, rows[0].where, rows[0].raw) == (
        "Arrests", "22", "Return D6", "typed 22",
    )  # fmt: skip
    QAbstractItemModelTester(
        page.accepted.figures.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )


def test_a_square_without_a_return_says_what_to_do(page: ReturnsPage) -> None:
    choose(page, "DC")
    assert page.detail.currentWidget() is page.empty
    assert "Import the file" in page.empty.sentence.text()


def test_import_lists_one_line_a_file(page: ReturnsPage, workspace: Workspace, qtbot: Any) -> None:
    refused = Candidate(
        Path("x.xlsx"), "x.xlsx", "", 1, "refused",
        findings=(Finding(Severity.ERROR, "locked", "x.xlsx is locked with a password.", "Ask for one without."),),
    )  # fmt: skip
    take(page, workspace, qtbot, candidate("DC", 1, 12), refused)
    assert "12" in page.review.figure.details.heading.text()
    page.inbox_table.setCurrentIndex(page.inbox_table.model().index(1, 0))
    assert page.review.figure.details.heading.text() == "No figure is chosen"
    page.inbox_table.setCurrentIndex(page.inbox_table.model().index(0, 0))
    model = page.inbox_table.candidates_model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    lines = [[model.index(row, column).data() for column in range(6)] for row in range(2)]
    assert lines[0][:5] == ["Ready", "DC phase 1 v1 12.xlsx", "Force DC", "1", "2"]
    assert lines[1][0] == "Refused"
    assert lines[1][5] == "x.xlsx is locked with a password. Ask for one without."
    assert page.detail.currentWidget() is page.review
    page.inbox_table.select_row(1)
    assert not page.review.foot.accept_button.isEnabled()


def test_accept_shows_in_the_matrix(page: ReturnsPage, workspace: Workspace, qtbot: Any) -> None:
    take(page, workspace, qtbot, candidate("DC", 1, 12))
    assert page.review.foot.accept_button.isEnabled()
    with qtbot.waitSignal(page.inbox.accepted):
        qtbot.mouseClick(page.review.foot.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.matrix.matrix_model.index_of("DC", 1).data() == "v1")
    assert page.inbox.candidates[0].status == "accepted"
    assert not page.review.foot.accept_button.isEnabled()


def test_accept_all_names_the_count(page: ReturnsPage, workspace: Workspace, qtbot: Any) -> None:
    take(page, workspace, qtbot, candidate("DC", 1, 12), candidate("DO", 1, 9), candidate("AS", 1, 24, (), 2))
    assert page.head.accept_all_button.text() == "Accept 2 &returns"
    with qtbot.waitSignal(page.inbox.accepted) as accepted:
        qtbot.mouseClick(page.head.accept_all_button, Qt.MouseButton.LeftButton)
    assert accepted.args == [2]
    assert {each.agency for each in workspace.queries.returns() if each.status == "accepted"} == {
        "AS",
        "DC",
        "DO",
    }
    qtbot.waitUntil(lambda: not page.head.accept_all_button.isVisible())


def test_errors_hold_a_return_back(page: ReturnsPage, workspace: Workspace, qtbot: Any) -> None:
    take(page, workspace, qtbot, candidate("DC", 1, 12, (ERROR, WARNING)))
    page.review.foot.reason_edit.setText("By telephone")
    assert not page.review.foot.accept_button.isEnabled()
    assert page.review.hold().startswith("1 error holds this return back.")
    assert page.review.foot.hold_label.text() == page.review.hold()


def test_a_warning_wants_a_reason_which_is_kept(page: ReturnsPage, workspace: Workspace, qtbot: Any) -> None:
    take(page, workspace, qtbot, candidate("DC", 1, 12, (WARNING,)))
    assert page.review.hold() == "Say why the warning is accepted."
    qtbot.keyClicks(page.review.foot.reason_edit, "Confirmed by telephone, jk")
    assert page.review.foot.reason_edit.text() == "Confirmed by telephone, jk"
    with qtbot.waitSignal(page.inbox.accepted):
        page.review.foot.accept_button.click()
    assert [each.accepted_reason for each in workspace.queries.findings(1)] == ["Confirmed by telephone, jk"]


def test_findings_lead_to_their_figures(page: ReturnsPage, workspace: Workspace, qtbot: Any) -> None:
    take(page, workspace, qtbot, candidate("DC", 1, 12, (WARNING, ERROR)))
    review = page.review
    assert review.findings.findings_model.index(0).data() == finding_text(ERROR)
    qtbot.keyClick(review.findings, Qt.Key.Key_J)
    qtbot.keyClick(review.findings, Qt.Key.Key_J)
    assert review.findings.current_row() == 1
    assert review.figures.current_row() == 0
    qtbot.keyClick(review.findings, Qt.Key.Key_K)
    assert review.figures.current_row() == 1


def test_imported_text_stays_plain(page: ReturnsPage) -> None:
    for label in page.findChildren(QLabel):
        rich = label.textFormat() == Qt.TextFormat.AutoText and "<" in label.text()
        assert not rich, label.text()


def test_effect_on_totals_is_a_sentence() -> None:
    effect = Effect(
        "arrests", "Arrests", "people", Qualified(22), Qualified(24), Qualified(110), Qualified(112)
    )
    rows = change_rows([Difference("arrests", "Arrests", "people", "22", "24")], [effect])
    assert [row.sentence for row in rows] == ["Arrests 22 → 24, region 110 → 112"]


def test_set_aside_takes_the_file_off_the_list(page: ReturnsPage, workspace: Workspace, qtbot: Any) -> None:
    take(page, workspace, qtbot, candidate("DC", 1, 12))
    page.review.foot.aside_button.click()
    assert page.inbox.candidates == []
    qtbot.waitUntil(lambda: page.at_rest)
    assert page.detail.currentWidget() is page.empty


def test_withdraw_and_go_back(page: ReturnsPage, workspace: Workspace, qtbot: Any) -> None:
    with workspace._database.read() as session:
        counting, _ = current_version(session, 1, "AS")
    assert counting is not None
    second = dataclasses.replace(candidate("AS", 1, 24, (), 2), against=(counting.id, counting.fingerprint))
    workspace.returns.accept(second)
    page.reload()
    choose(page, "AS")
    accepted = page.accepted
    assert [each.version for each in accepted.versions_model.records] == [2, 1]
    accepted.versions.select_row(1)
    assert accepted.restore_button.isEnabled()
    assert not accepted.withdraw_button.isEnabled()
    accepted.restore_button.click()
    qtbot.waitUntil(lambda: page.matrix.matrix_model.index_of("AS", 1).data() == "v1")
    qtbot.waitUntil(lambda: accepted.withdraw_button.isEnabled())
    accepted.withdraw_button.click()
    qtbot.waitUntil(lambda: page.matrix.matrix_model.index_of("AS", 1).data() in ("missing", "awaited"))


def test_a_failure_is_told_and_the_file_stays(page: ReturnsPage, workspace: Workspace, qtbot: Any) -> None:
    def refuse(*_args: object, **_kwargs: object) -> int:
        raise OpcoordError("Another return came in meanwhile.", "Import the file again.")

    take(page, workspace, qtbot, candidate("DC", 1, 12))
    workspace.returns.accept = refuse  # type: ignore[method-assign]
    with qtbot.waitSignal(page.inbox.failed):
        page.review.foot.accept_button.click()
    (message,) = page.findChildren(QMessageBox)
    assert message.text() == "Another return came in meanwhile."
    message.close()
    assert page.inbox.candidates[0].status == "ready"


def test_read_only_disables_with_the_reason(workspace: Workspace, qtbot: Any) -> None:
    with closing(Workspace.open(workspace.path, read_only=True)) as reader:
        tasks = TaskRunner()
        page = ReturnsPage(reader, tasks)
        qtbot.addWidget(page)
        page.show()
        assert not page.head.import_button.isEnabled()
        assert page.head.import_button.toolTip() == reader.read_only_reason
        choose(page, "AS")
        assert not page.accepted.withdraw_button.isEnabled()


def test_templates_dialog_asks_for_phase_forces_and_folder(
    page: ReturnsPage, workspace: Workspace, tmp_path: Path, qtbot: Any
) -> None:
    dialog = page.open_templates()
    assert dialog.checked() == ["AS", "DC", "DO"]
    assert not dialog.form.make_button.isEnabled()
    assert dialog.form.hold_label.text() == "Choose the folder into which the workbooks go."
    dialog.form.forces_list.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog.form.folder_edit.setText(str(tmp_path))
    assert dialog.form.make_button.text() == "&Make 2 workbooks"
    with qtbot.waitSignal(dialog.make_requested) as made:
        dialog.make_requested.disconnect(page.dialogs.make_templates)
        dialog.form.make_button.click()
    assert made.args == [1, ["DC", "DO"], tmp_path]


def test_mnemonics_are_unique_and_controls_have_names(
    page: ReturnsPage, workspace: Workspace, qtbot: Any
) -> None:
    take(page, workspace, qtbot, candidate("DC", 1, 12, (WARNING,)))
    texts = [
        w.text() for w in (*page.findChildren(QAbstractButton), *page.findChildren(QLabel)) if w.isVisible()
    ]
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text.replace("&&", "")]
    assert sorted(keys) == sorted(set(keys))
    for table in (
        page.matrix,
        page.inbox_table,
        page.review.figures,
        page.review.findings,
        page.review.changes,
    ):
        assert table.accessibleName()
