"""The Results page: choosing measures, the table beside the chart, and the figures behind each number."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from opcoord.gui.results.figures_dialog import FiguresDialog
from opcoord.gui.results.results_page import ResultsPage
from opcoord.gui.widgets.save_dialog import SaveDialog
from opcoord.model.terms import Qualifier, State
from opcoord.reading.parsed import ParsedFigure, ParsedReturn
from opcoord.services.candidate import Candidate
from opcoord.services.workspace import Workspace


def accept(workspace: Workspace, agency: str, phase: int, **amounts: int) -> None:
    figures = tuple(
        ParsedFigure(
            measure,
            amount,
            "people",
            Qualifier.EXACT,
            None,
            State.CONFIRMED,
            "Return",
            f"D{row}",
            str(amount),
        )
        for row, (measure, amount) in enumerate(amounts.items(), 6)
    )
    name = f"{agency} {phase}.xlsx"
    workspace.returns.accept(
        Candidate(
            Path(name), name, hashlib.sha256(name.encode()).hexdigest(), 1, "ready", agency, agency, phase, 1,
            figures, (), ParsedReturn(agency, phase, figures, ()), content=b"",
        )
    )  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace.create(tmp_path / "test.opcoord", "Operation Test")
    for number in (1, 2):
        draft = made.plan.propose_next()
        made.plan.save(
            dataclasses.replace(
                draft, number=number, theme="Theme", expected=("AS", "DC"), measures=("arrests", "charges")
            )
        )
    yield made
    made.close()


@pytest.fixture
def page(workspace: Workspace, qtbot: Any) -> ResultsPage:
    accept(workspace, "AS", 1, arrests=10, charges=4)
    accept(workspace, "DC", 1, arrests=7)
    accept(workspace, "AS", 2, arrests=12)
    made = ResultsPage(workspace)
    qtbot.addWidget(made)
    made.resize(1080, 700)
    made.show()
    return made


def texts(page: ResultsPage) -> list[list[str]]:
    model = page.table_model
    return [
        [model.index(row, column).data() for column in range(1, model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_nothing_yet_says_what_to_do(workspace: Workspace, qtbot: Any) -> None:
    page = ResultsPage(workspace)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.page_requested) as asked:
        page.empty.button.click()
    assert asked.args == ["returns", None]


def test_without_a_phase_it_leads_to_the_first(qtbot: Any, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "new.opcoord", "New")
    page = ResultsPage(workspace)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    assert not page.export_button.isVisible()
    sentence = page.empty.sentence
    assert sentence.heightForWidth(sentence.width()) == sentence.height()
    with qtbot.waitSignal(page.page_requested) as asked:
        page.empty.button.click()
    assert asked.args == ["plan", "new"]
    workspace.close()


def test_chart_and_table_tell_the_same(page: ResultsPage) -> None:
    assert page.chart.title.text() == "Arrests: 29 since phase 1; 12 in phase 2 from 1 of 2 forces"
    choose_view(page, "by phase")
    assert texts(page) == [
        ["1", "17", "17", "2 of 2", "10", "7", ""],
        ["2", "12", "29", "1 of 2", "12", "no return", "Devon & Cornwall Police"],
    ]
    page.view_combo.setCurrentIndex(0)
    assert [row[4:6] for row in texts(page)] == [["10", "7"], ["22", "7"]]
    QAbstractItemModelTester(page.table_model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def choose_view(page: ResultsPage, view: str) -> None:
    """Choose a view by its value."""
    page.view_combo.setCurrentIndex(page.view_combo.findData(view))


def test_numbers_stand_on_the_right(page: ResultsPage) -> None:
    alignment = page.table_model.index(0, 2).data(Qt.ItemDataRole.TextAlignmentRole)
    assert alignment & Qt.AlignmentFlag.AlignRight


def test_several_measures_share_the_line(page: ResultsPage) -> None:
    page.tree.choose(["arrests", "charges"])
    assert page.chart.title.text() == "Arrests 29, Charges 4 since phase 1"
    assert page.table_model.rowCount() == 4
    assert not page.table.isColumnHidden(0)


def test_the_filter_narrows_the_measures(page: ResultsPage, qtbot: Any) -> None:
    qtbot.keyClicks(page.tree.filter_edit, "cash")
    view = page.tree.view.model()
    assert view.rowCount() == 1
    assert view.index(0, 0, view.index(0, 0)).data() == "Cash seized"


def test_a_cell_leads_to_the_figures_behind_it(page: ResultsPage, qtbot: Any) -> None:
    page.tabs.setCurrentIndex(1)
    choose_view(page, "by phase")
    total = page.table_model.index(0, 2)
    page.table.setCurrentIndex(page.table.model().mapFromSource(total))
    page.table.setFocus()
    dialog = page.open_figures(*page.table_model.place(total))
    rows = dialog.table.rows_model.records
    assert [(row.agency, row.amount, row.where, row.file_name) for row in rows] == [
        ("Avon and Somerset Police", "10", "Return D6", "AS 1.xlsx"),
        ("Devon & Cornwall Police", "7", "Return D6", "DC 1.xlsx"),
    ]
    dialog.close()
    one = page.open_figures(*page.table_model.place(page.table_model.index(0, 6)))
    assert [row.agency for row in one.table.rows_model.records] == ["Devon & Cornwall Police"]
    one.close()


def test_enter_opens_the_figures_of_the_current_cell(page: ResultsPage, qtbot: Any) -> None:
    page.tabs.setCurrentIndex(1)
    page.activateWindow()
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.model().mapFromSource(page.table_model.index(0, 2)))
    qtbot.waitUntil(page.table.hasFocus)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    (dialog,) = page.findChildren(FiguresDialog)
    assert dialog.table.rows_model.rowCount() == 2
    dialog.close()


def test_copy_has_headings(page: ResultsPage) -> None:
    choose_view(page, "by phase")
    page.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:5] == ["Phase", "Total", "Cumulative", "Forces", "Avon and Somerset"]
    assert lines[1].split("\t")[:5] == ["1", "17", "17", "2 of 2", "10"]
    page.picture_button.click()
    assert not QGuiApplication.clipboard().pixmap().isNull()


def test_export_asks_the_workspace(page: ResultsPage, workspace: Workspace, tmp_path: Path) -> None:
    page.export(tmp_path / "results.xlsx")
    assert (tmp_path / "results.xlsx").read_bytes().startswith(b"PK")


def test_the_export_is_proposed_beside_the_operation(page: ResultsPage, workspace: Workspace) -> None:
    page.export_button.click()
    dialog = page.findChildren(SaveDialog)[0]
    assert [Path(each) for each in dialog.selectedFiles()] == [
        Path(workspace.path).resolve().parent / "Results.xlsx"
    ]
    dialog.reject()


def test_no_heading_of_the_figures_is_cut(page: ResultsPage) -> None:
    dialog = page.open_figures("arrests", 2, cumulative=True)
    header = dialog.table.horizontalHeader()
    shown = [column for column in range(header.count()) if not dialog.table.isColumnHidden(column)]
    titles = [header.model().headerData(column, Qt.Orientation.Horizontal) for column in shown]
    # What says nothing of any figure leaves its room to the rest.
    assert "File" in titles and "Corrected" not in titles
    assert all(header.sectionSize(column) >= header.sectionSizeHint(column) for column in shown)
    dialog.close()


def test_reload_keeps_what_was_chosen(page: ResultsPage, workspace: Workspace) -> None:
    page.show_item("charges")
    accept(workspace, "DC", 2, charges=5)
    page.mark_stale()
    assert page.tree.codes() == ["charges"]
    assert page.chart.title.text() == "Charges: 9 since phase 1; 5 in phase 2 from 1 of 2 forces"
