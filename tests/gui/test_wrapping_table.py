"""The table whose texts wrap: its rows are as high as the delegate wants them, and it is fitted once it can be seen."""

from __future__ import annotations

import random
from typing import NamedTuple

from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.wrapping_table import WrappingTable

WORDS = [
    "arrests",
    "of",
    "people",
    "carried",
    "the",
    "drugs",
    "found",
    "during",
    "searches",
    "and",
    "visits",
    "to",
    "cuckooed",
    "addresses",
]


class Line(NamedTuple):
    name: str
    text: str


def made(qtbot: QtBot, lines: list[Line]) -> WrappingTable:
    table = WrappingTable("Lines", (1,))
    columns = [
        Column[Line]("Name", lambda line: line.name),
        Column[Line]("What was found in the course of it", lambda line: line.text),
    ]
    model = RecordsModel[Line](columns, table)
    model.set_records(lines)
    table.show_model(model)
    qtbot.addWidget(table)
    return table


def test_rows_are_as_high_as_the_delegate_wants_them(qtbot: QtBot) -> None:
    chance = random.Random(5)
    lines = [
        Line(f"Phase {n}", " ".join(chance.choices(WORDS, k=chance.randrange(0, 40)))) for n in range(25)
    ]
    lines.append(Line("Phase 26", "one line\nand another"))
    table = made(qtbot, lines)
    table.show()
    heights = set()
    for width in (900, 700, 420, 700):
        table.resize(width, 400)
        for row in range(len(lines)):
            wanted = QTableView.sizeHintForRow(table, row)
            assert table.sizeHintForRow(row) == wanted, (width, row)
            heights.add(wanted)
    # Some need one line and some need more, else nothing was tried.
    assert len(heights) > 3


def test_what_came_unseen_is_fitted_when_it_is_seen(qtbot: QtBot) -> None:
    table = made(qtbot, [Line("Phase 1", "x")])
    model = table.model().sourceModel()  # type: ignore[attr-defined]
    model.set_records([Line("A much longer name than before, as names can be", "x")])
    table.resize(900, 300)
    table.show()
    wanted = table.fontMetrics().horizontalAdvance("A much longer name than before, as names can be")
    assert table.columnWidth(0) > wanted
