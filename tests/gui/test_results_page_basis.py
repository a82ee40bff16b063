"""Results on their bases: one basis a line, named on chart, table, copy and export; then and now; what is not whole."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QDate
from PySide6.QtGui import QGuiApplication

from opcoord.gui.lineage.lineage_dialog import LineageDialog
from opcoord.gui.results.cells import table_of
from opcoord.gui.results.look import ChartView, Look, prepare
from opcoord.gui.results.results_page import CHART, TABLE, THEN_AND_NOW, ResultsPage
from opcoord.model.basis import Basis
from opcoord.model.terms import Qualifier, State
from opcoord.queries.lineage import NumberReference
from opcoord.reading.parsed import ParsedFigure, ParsedReturn
from opcoord.reports.issuing import prepare_issue
from opcoord.reports.summary import SummaryOptions
from opcoord.services.candidate import Candidate
from opcoord.services.workspace import Workspace


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = Workspace.create_sample(tmp_path_factory.mktemp("basis") / "sample.opcoord")
    yield made
    made.close()


@pytest.fixture
def page(sample: Workspace, qtbot: Any) -> Iterator[ResultsPage]:
    made = ResultsPage(sample)
    qtbot.addWidget(made)
    made.resize(1080, 700)
    made.show()
    yield made
    qtbot.waitUntil(lambda: made.at_rest)


def choose(page: ResultsPage, basis: Basis | None = None, view: str = "") -> None:
    if basis is not None:
        page.choices.basis_combo.setCurrentIndex(list(Basis).index(basis))
    if view:
        page.choices.view_combo.setCurrentIndex(page.choices.view_combo.findData(view))


def issue_all(sample: Workspace) -> None:
    """Issue the summary of each phase of which a return is in, unless it is issued already."""
    done = {each.phase for each in sample.queries.issued()}
    for phase in sample.queries.phases():
        if phase.received and phase.number not in done:
            moment = dt.datetime(2024, phase.number, 5, 10, 30, tzinfo=dt.UTC)
            sample.papers.issue(prepare_issue(sample.queries, SummaryOptions(phase.number), "", moment))


def table_texts(page: ResultsPage) -> list[list[str]]:
    page.tabs.setCurrentIndex(TABLE)
    table = page.numbers.table.cells.table
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize(
    ("basis", "amounts", "whole"),
    [
        (Basis.FIRST_PUBLISHED, ["194", "127", "70", "121", "67", "94", "126"], "799"),
        (Basis.LAST_REVISED, ["109", "127", "70", "162", "67", "94", "126"], "755"),
    ],
)
def test_a_basis_is_named_wherever_its_figures_go(
    page: ResultsPage, tmp_path: Path, qtbot: Any, basis: Basis, amounts: list[str], whole: str
) -> None:
    choose(page, basis)
    assert page.chart.title.text().startswith(f"Arrests {basis.value}: {whole} since phase 1")
    assert [row[1] for row in table_texts(page)] == amounts
    assert page.numbers.title.text() == page.chart.title.text()
    page.sharing.table_action.trigger()
    assert QGuiApplication.clipboard().text().split("\n")[1].startswith(f"Arrests {basis.value}: {whole}")
    page.export(tmp_path / "out.xlsx")
    qtbot.waitUntil(lambda: page.at_rest)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert f"Basis: {basis.value}" in [cell.value for cell in sheet["A"]]


def test_like_for_like_is_refused_for_published_totals_with_a_reason(page: ResultsPage) -> None:
    assert page.choices.like_check.isEnabled()
    choose(page, Basis.FIRST_PUBLISHED)
    assert not page.choices.like_check.isEnabled()
    assert "not made of the forces’ figures" in page.choices.like_check.accessibleDescription()


def test_what_no_force_published_stands_open_beside_the_parts(page: ResultsPage) -> None:
    page.show_item("safeguarded")
    choose(page, Basis.FIRST_PUBLISHED, "by phase")
    blocks = [each for each in page.chart._picture.blocks if each.phase == 2]
    assert [(each.agency, each.height, each.open) for each in blocks] == [("DC", 58, False), ("", 179, True)]
    assert [row[-2] for row in table_texts(page) if row[0] == "2"] == ["179"]


def test_another_printed_label_breaks_the_line(page: ResultsPage) -> None:
    page.show_item("lines_disrupted")
    choose(page, Basis.FIRST_PUBLISHED)
    assert [each.x for each in page.chart._picture.breaks] == [0.5]
    assert "published under another label" in page.chart.sentence.text()
    assert [row[3] for row in table_texts(page)][:2] == ["drug lines disrupted", "disruptions to drug lines"]


def test_then_and_now_lists_what_differs(page: ResultsPage, qtbot: Any) -> None:
    page.tabs.setCurrentIndex(THEN_AND_NOW)
    qtbot.waitUntil(lambda: page.at_rest)
    rows = {(row[0].text, row[1].text): row for row in page.changes.table.cells.table.rows}
    arrests = [cell.text for cell in rows["Arrests", "4"]]
    assert arrests[2:5] == ["121", "162", "+41"]
    assert [cell.text for cell in rows["Arrests", "1"]][2:5] == ["194", "109", "−85"]
    page.changes.table.opened.emit(rows["Arrests", "4"][3])
    (dialog,) = [each for each in page.findChildren(LineageDialog) if each.isVisible()]
    assert (dialog.reference_edit.text(), dialog.basis) == ("arrests.4", Basis.LAST_REVISED)
    qtbot.waitUntil(lambda: dialog.at_rest)
    dialog.close()


@pytest.fixture
def mixed(tmp_path: Path, qtbot: Any) -> Iterator[ResultsPage]:
    """Phase 2: one force missing, one provisional, one "over"; phase 1 whole."""
    workspace = Workspace.create(tmp_path / "mixed.opcoord", "Operation Test")
    for number in (1, 2):
        draft = workspace.plan.propose_next()
        forces = ("AS", "DC", "DO")
        workspace.plan.save(
            dataclasses.replace(draft, number=number, theme="Theme", expected=forces, measures=("arrests",))
        )
    exact, over = Qualifier.EXACT, Qualifier.OVER
    for agency, phase, amount, qualifier, state in (
        ("AS", 1, 10, exact, State.CONFIRMED), ("DC", 1, 5, exact, State.CONFIRMED),
        ("DO", 1, 5, exact, State.CONFIRMED), ("AS", 2, 20, over, State.CONFIRMED),
        ("DC", 2, 4, exact, State.PROVISIONAL),
    ):  # fmt: skip
        figure = ParsedFigure(
            "arrests", amount, "people", qualifier, None, state, "Return", "D6", str(amount)
        )
        name = f"{agency} {phase}.xlsx"
        workspace.returns.accept(
            Candidate(
                Path(name), name, hashlib.sha256(name.encode()).hexdigest(), 1, "ready", agency, agency,
                phase, 1, (figure,), (), ParsedReturn(agency, phase, (figure,), ()), content=b"",
            )
        )  # fmt: skip
    made = ResultsPage(workspace)
    qtbot.addWidget(made)
    made.resize(1080, 700)
    made.show()
    yield made
    workspace.close()


@pytest.mark.parametrize(
    ("view", "note", "total"),
    [
        ("cumulative", "> 44 p", "over 44 p"),
        ("cumulative by force", "> 44 p", "over 44 p"),
        ("by phase", "> 24 p", "over 24 p"),
        ("share by force", "> 24 p", "over 24 p"),
    ],
)
def test_a_total_says_missing_provisional_and_over_everywhere(
    mixed: ResultsPage, view: str, note: str, total: str
) -> None:
    choose(mixed, view=view)
    picture = mixed.chart._picture
    assert note in [each.text for each in picture.notes]
    assert picture.ticks == ["1\n3 of 3 forces", "2\n2 of 3 forces"]
    assert any(each.hollow for each in picture.marks) or any(each.series is None for each in picture.blocks)
    said = {(entry.sign, entry.text) for entry in picture.key}
    assert {(">", "Over"), ("p", "Provisional, drawn lighter")} <= said
    sentence = mixed.chart.sentence.text()
    assert sentence.startswith("Over 24 arrests in phase 2 (provisional), about 4 more than phase 1")
    assert "2 of 3 forces returned, missing: Dorset Police" in sentence
    assert mixed.chart.plot.accessibleDescription() == sentence
    row = table_texts(mixed)[1]
    assert total in row and "2 of 3" in row and "Dorset Police" in row
    assert mixed.numbers.sentence.text() == sentence


def test_each_force_and_two_phases_mark_the_same(mixed: ResultsPage) -> None:
    choose(mixed, view="each force")
    picture = mixed.chart._picture
    assert {">", "p"} <= {each.text for each in picture.notes}
    titles = [each.title for each in picture.panels]
    assert titles[0] == "Avon and Somerset: > 20 in phase 2"
    assert titles[1] == "Devon & Cornwall: 4 p in phase 2"
    assert [(each.agency, each.phase) for each in picture.blocks if each.series is None] == [("DO", 2)]
    choose(mixed, view="one phase against another")
    picture = mixed.chart._picture
    assert {"> 20", "4 p", "no\nreturn"} <= {each.text for each in picture.notes}
    assert (
        mixed.chart.title.text()
        == "Arrests as returned: over 24 (provisional) in phase 2 against 20 in phase 1, "
        "not from the same forces (2 of 3 and 3 of 3)"
    )
    rows = table_texts(mixed)
    assert rows[0] == [
        "All forces (3 of 3 and 2 of 3)",
        "20",
        "over 24 p",
        "about +4",
        "not the same forces",
    ]
    assert rows[3] == ["Dorset Police", "5", "no return", "", ""]


def test_like_for_like_counts_only_the_forces_in_every_phase(mixed: ResultsPage) -> None:
    choose(mixed, view="by phase")
    mixed.choices.like_check.setChecked(True)
    assert [row[1] for row in table_texts(mixed)] == ["15", "over 24 p"]
    mixed.tabs.setCurrentIndex(CHART)
    assert mixed.chart.sentence.text().endswith(
        "2 of 2 forces returned; only Avon and Somerset Police and Devon & Cornwall Police, "
        "which answered in every phase shown."
    )
    assert "(same forces in all phases)" in mixed.chart.title.text()


def test_where_nothing_is_like_for_like_the_page_says_so_and_leads_back(mixed: ResultsPage) -> None:
    for each in mixed._workspace.queries.returns(1):
        if each.agency != "DO":
            mixed._workspace.returns.withdraw(each.id)
    mixed.reload()
    choose(mixed, view="by phase")
    mixed.tabs.setCurrentIndex(CHART)
    mixed.choices.like_check.setChecked(True)
    chart = mixed.chart
    assert not chart.nothing.isHidden() and chart.plot.isHidden()
    assert "No force answered in every phase" in chart.nothing.sentence.text()
    chart.nothing.button.click()
    assert not mixed.choices.like_check.isChecked()
    assert chart.nothing.isHidden() and not chart.plot.isHidden()


@pytest.mark.parametrize("basis", list(Basis))
def test_every_number_of_the_tables_is_the_sum_at_the_end_of_its_path(
    sample: Workspace, basis: Basis, qapp: Any
) -> None:
    queries = sample.queries
    if basis is Basis.ISSUED:
        issue_all(sample)
    agencies, walked = queries.agencies(), 0
    last = [each.number for each in queries.phases() if each.received][-2:]
    for found in queries.results(basis=basis):
        shown = {}
        running = [ChartView.CUMULATIVE_BY_FORCE] if found.measure.code in ("arrests", "cash_seized") else []
        views = [
            (view, like) for view in (ChartView.BY_PHASE, ChartView.COMPARISON) for like in (False, True)
        ]
        for view, like in (*views, *((each, False) for each in running)):
            look = Look(view, basis, like, phase=last[-1], against=last[0])
            cells = [cell for row in table_of(prepare([found], agencies, look)).rows for cell in row]
            shown |= {cell.reference: cell for cell in cells if cell.reference is not None and not cell.muted}
        for reference, cell in shown.items():
            path = queries.lineage(reference, cell.basis)
            assert path is not None and path.value is not None, reference
            ends = [each.amount for each in path.figures] or [each.value.stored for each in path.accounts]
            taken_off = sum(each.amount for each in path.adjustments)
            assert cell.sort == path.value.stored == sum(filter(None, ends)) - taken_off, reference
            walked += 1
    assert walked > 50


def test_per_day_divides_by_the_days_of_each_window(page: ResultsPage) -> None:
    choose(page, Basis.FIRST_PUBLISHED, "by phase")
    page.choices.day_check.setChecked(True)
    # A week, five days, sixteen days, a week, a whole month, and two weeks more.
    assert [row[1] for row in table_texts(page)] == ["27.7", "25.4", "4.4", "17.3", "2.2", "13.4", "18"]
    assert page.numbers.title.text().startswith("Arrests as first published (per day): most in phase 1, 27.7")
    page.tabs.setCurrentIndex(CHART)
    assert page.chart.plot.getAxis("left").labelText == "People per day"


def test_what_was_issued_is_asked_for_a_day(page: ResultsPage, sample: Workspace, qtbot: Any) -> None:
    issue_all(sample)
    assert not page.choices.on_edit.isVisible()
    choose(page, Basis.ISSUED, "by phase")
    assert page.choices.on_edit.isVisible()
    page.choices.on_edit.setDate(QDate(2024, 3, 31))
    texts = table_texts(page)
    assert [row[1] for row in texts[:3]] == ["103", "67", "12"]
    assert {row[1] for row in texts[3:]} == {"not issued"}
    assert "as issued by 31 March 2024" in page.numbers.title.text()
    dialog = page.show_path(NumberReference("arrests", 1), Basis.ISSUED, dt.date(2024, 3, 31))
    qtbot.waitUntil(lambda: dialog.at_rest)
    assert dialog.heading.text().startswith("Arrests, phase 1: 103")
    dialog.close()
