"""The table of records: its order, what a filter finds, what is copied, and that none of it outlives a change."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.table_view import TableView

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


class Line(NamedTuple):
    name: str
    count: int | None


LINES = (Line("Dorset", 10), Line("avon\tand\nSomerset", None), Line("Devon", 9), Line("Cornwall", 10))


@pytest.fixture
def table(qtbot: QtBot) -> TableView:
    made = TableView("Lines")
    columns = [
        Column[Line]("Name", lambda line: line.name),
        Column[Line](
            "Count", lambda line: "" if line.count is None else str(line.count), True, lambda line: line.count
        ),
    ]
    model = RecordsModel[Line](columns, made)
    model.set_records(LINES)
    made.show_model(model)
    qtbot.addWidget(made)
    made.show()
    return made


def names(table: TableView) -> list[str]:
    return [str(table.model().index(row, 0).data())[:4] for row in range(table.model().rowCount())]


def model(table: TableView) -> RecordsModel[Line]:
    found = table.model().sourceModel()  # type: ignore[attr-defined]
    assert isinstance(found, RecordsModel)
    return found


def test_rows_stand_in_their_own_order_until_a_heading_is_chosen(table: TableView) -> None:
    assert names(table) == ["Dors", "avon", "Devo", "Corn"]
    table.sortByColumn(0, UP)
    assert names(table) == ["avon", "Corn", "Devo", "Dors"]
    table.sortByColumn(-1, UP)
    assert names(table) == ["Dors", "avon", "Devo", "Corn"]


def test_nothing_comes_before_something_and_equal_ones_keep_their_order(table: TableView) -> None:
    table.sortByColumn(1, UP)
    assert names(table) == ["avon", "Devo", "Dors", "Corn"]
    table.sortByColumn(1, DOWN)
    assert names(table) == ["Dors", "Corn", "Devo", "avon"]


def test_what_changed_is_sorted_and_found_as_it_is_now(table: TableView) -> None:
    table.sortByColumn(1, UP)
    table.set_filter("d")
    assert names(table) == ["avon", "Devo", "Dors"]
    model(table).set_records((Line("Dyfed", 3), Line("Kent", 2), Line("Durham", 1)))
    assert names(table) == ["Durh", "Dyfe"]
    table.set_filter("")
    assert names(table) == ["Durh", "Kent", "Dyfe"]


def test_every_word_is_looked_for_in_every_column(table: TableView) -> None:
    table.set_filter("10 DOR")
    assert names(table) == ["Dors"]
    table.set_filter("somerset")
    assert names(table) == ["avon"]


def test_rows_are_copied_as_they_are_shown(table: TableView) -> None:
    table.set_filter("o")
    table.sortByColumn(0, UP)
    shown = table.copied()
    assert shown.headings == ["Name", "Count"]
    assert shown.rows == [["avon\tand\nSomerset", ""], ["Cornwall", "10"], ["Devon", "9"], ["Dorset", "10"]]
    assert shown.numbers == {1}
    assert table.copied([2]).rows == [["Devon", "9"]]
