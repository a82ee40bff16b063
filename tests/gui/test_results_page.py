"""The Results page: choosing measures, the table beside the chart, and the figures behind each number."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMessageBox

from opcoord.gui.lineage.lineage_dialog import LineageDialog
from opcoord.gui.results import results_page
from opcoord.gui.results.results_page import ResultsPage
from opcoord.gui.widgets.save_dialog import SaveDialog
from opcoord.model.basis import Basis
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
    page.tabs.setCurrentIndex(1)
    model = page.numbers.table.cells
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
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
    assert (
        page.chart.title.text() == "Arrests as returned: 29 since phase 1; 12 in phase 2 from 1 of 2 forces"
    )
    choose_view(page, "by phase")
    assert texts(page) == [
        ["1", "17", "17", "2 of 2", "10", "7", ""],
        ["2", "12", "29", "1 of 2", "12", "no return", "Devon & Cornwall Police"],
    ]
    page.choices.view_combo.setCurrentIndex(0)
    assert [row[4:6] for row in texts(page)] == [["10", "7"], ["22", "7"]]
    QAbstractItemModelTester(page.numbers.table.cells, QAbstractItemModelTester.FailureReportingMode.Fatal)


def choose_view(page: ResultsPage, view: str) -> None:
    """Choose a view by its value."""
    page.choices.view_combo.setCurrentIndex(page.choices.view_combo.findData(view))


def test_numbers_stand_on_the_right(page: ResultsPage) -> None:
    page.tabs.setCurrentIndex(1)
    alignment = page.numbers.table.cells.index(0, 2).data(Qt.ItemDataRole.TextAlignmentRole)
    assert alignment & Qt.AlignmentFlag.AlignRight


def test_several_measures_share_the_line(page: ResultsPage) -> None:
    page.tree.choose(["arrests", "charges"])
    assert page.chart.title.text() == "Arrests 29, Charges 4 since phase 1, as returned"
    assert [row[:3] for row in texts(page)[1:3]] == [["Arrests", "2", "12"], ["Charges", "1", "4"]]


def test_the_filter_narrows_the_measures(page: ResultsPage, qtbot: Any) -> None:
    qtbot.keyClicks(page.tree.filter_edit, "cash")
    view = page.tree.view.model()
    assert view.rowCount() == 1
    assert view.index(0, 0, view.index(0, 0)).data() == "Cash seized"


def path_of(page: ResultsPage) -> str:
    """The reference whose path is open."""
    (dialog,) = [each for each in page.findChildren(LineageDialog) if each.isVisible()]
    return f"{dialog.reference_edit.text()}, {dialog.basis.value}"


def close_paths(page: ResultsPage, qtbot: Any) -> None:
    for dialog in page.findChildren(LineageDialog):
        if not dialog.isVisible():
            continue
        qtbot.waitUntil(lambda dialog=dialog: dialog.at_rest)
        dialog.close()


def at(page: ResultsPage, row: int, column: int) -> QModelIndex:
    table = page.numbers.table
    return table.model().mapFromSource(table.cells.index(row, column))


@pytest.mark.parametrize(
    ("view", "column", "reference"),
    [
        ("by phase", 1, "arrests.2"),
        ("by phase", 2, "arrests.1-2"),
        ("by phase", 4, "arrests.2.AS"),
        ("cumulative", 4, "arrests.1-2.AS"),
        ("share by force", 3, "arrests.2.AS"),
    ],
)
def test_one_click_on_a_number_opens_its_path(
    page: ResultsPage, qtbot: Any, view: str, column: int, reference: str
) -> None:
    choose_view(page, view)
    page.tabs.setCurrentIndex(1)
    table = page.numbers.table
    place = table.visualRect(at(page, 1, column)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert path_of(page) == f"{reference}, as returned"
    close_paths(page, qtbot)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_opens_the_path_of_the_current_cell(page: ResultsPage, qtbot: Any, key: Qt.Key) -> None:
    page.tabs.setCurrentIndex(1)
    page.activateWindow()
    table = page.numbers.table
    table.setFocus()
    table.setCurrentIndex(at(page, 0, 1))
    qtbot.waitUntil(table.hasFocus)
    qtbot.keyClick(table, key)
    assert path_of(page) == "arrests.1, as returned"
    close_paths(page, qtbot)


def test_a_point_of_the_chart_opens_its_path_in_place_of_the_last(page: ResultsPage, qtbot: Any) -> None:
    page.chart.picked.emit("arrests", 2, "")
    assert path_of(page) == "arrests.1-2, as returned"
    choose_view(page, "by phase")
    page.chart.picked.emit("arrests", 2, "AS")
    assert path_of(page) == "arrests.2.AS, as returned"
    close_paths(page, qtbot)


def test_copy_has_headings(page: ResultsPage) -> None:
    choose_view(page, "by phase")
    page.sharing.table_action.trigger()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "OFFICIAL"
    assert (
        lines[1]
        == "Arrests as returned: 12 in phase 2 from 1 of 2 forces; not the same forces in every phase"
    )
    assert lines[2].startswith("12 arrests in phase 2")
    assert lines[4].split("\t")[:5] == ["Phase", "Total", "Cumulative", "Forces", "Avon and Somerset"]
    assert lines[5].split("\t")[:5] == ["1", "17", "17", "2 of 2", "10"]


def test_export_writes_a_workbook_and_says_so(page: ResultsPage, tmp_path: Path, qtbot: Any) -> None:
    page.export(tmp_path / "results.xlsx")
    qtbot.waitUntil(lambda: page.said_label.text() == "Table exported")
    assert (tmp_path / "results.xlsx").read_bytes().startswith(b"PK")


def test_an_export_that_fails_is_told(page: ResultsPage, tmp_path: Path, qtbot: Any) -> None:
    page.export(tmp_path / "no such folder" / "results.xlsx")
    qtbot.waitUntil(lambda: bool(page.findChildren(QMessageBox)))
    box = page.findChildren(QMessageBox)[0]
    assert "results.xlsx" in box.text()
    box.close()


def test_many_figures_are_read_in_the_background_and_bases_never_mix(
    page: ResultsPage, workspace: Workspace, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, gate, threads = threading.Event(), threading.Event(), []
    real = workspace.queries.results

    def held(*args: Any, **more: Any) -> Any:
        found = real(*args, **more)
        threads.append(threading.current_thread())
        reached.set()
        assert gate.wait(10)
        return found

    monkeypatch.setattr(workspace.queries, "results", held)
    monkeypatch.setattr(results_page, "FEW_FIGURES", 0)
    before = page.chart.title.text()
    page.choices.basis_combo.setCurrentIndex(list(Basis).index(Basis.FIRST_PUBLISHED))
    qtbot.waitUntil(reached.is_set)
    choose_view(page, "by phase")
    assert page.chart.title.text() == before, "Returned figures must not stand under another basis."
    assert not page.at_rest
    page.choices.basis_combo.setCurrentIndex(list(Basis).index(Basis.RETURNED))
    page.tree.choose(["charges"])
    gate.set()
    qtbot.waitUntil(lambda: page.at_rest)
    assert page.chart.title.text() == "Charges as returned: most in phase 1, 4"
    assert threading.main_thread() not in threads


def test_the_export_is_proposed_beside_the_operation(page: ResultsPage, workspace: Workspace) -> None:
    page.export_button.click()
    dialog = page.findChildren(SaveDialog)[0]
    assert [Path(each) for each in dialog.selectedFiles()] == [
        Path(workspace.path).resolve().parent / "Results as returned.xlsx"
    ]
    dialog.reject()


def test_reload_keeps_what_was_chosen(page: ResultsPage, workspace: Workspace) -> None:
    page.show_item("charges")
    accept(workspace, "DC", 2, charges=5)
    page.mark_stale()
    assert page.tree.codes() == ["charges"]
    assert page.chart.title.text() == "Charges as returned: 9 since phase 1; 5 in phase 2 from 1 of 2 forces"


def test_the_amount_at_the_top_of_the_axis_is_not_cut(page: ResultsPage) -> None:
    plot = page.chart.plot
    assert plot.getViewBox().sceneBoundingRect().top() >= page.chart.fontMetrics().height() / 2
