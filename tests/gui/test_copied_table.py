"""Every table is copied in two forms, in which a number is a number and a text is a text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot

from opcoord.gui.widgets.copied_table import CopiedTable
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.table_view import TableView


def test_numbers_and_texts_stay_apart() -> None:
    data = CopiedTable(
        ("Code", "Figure"), (("007", "−8"), ("-5", "about 12"), ("<b>", None)), frozenset({1})
    ).mime()
    assert data.text().split("\n") == ["Code\tFigure", "007\t-8", "'-5\tabout 12", "<b>\t"]
    text, right = "mso-number-format:'\\@'", "text-align:right"
    assert f'<td style="{text}">007</td><td style="{right}">-8</td>' in data.html()
    assert f'<td style="{text}">&#x27;-5</td><td style="{text}">about 12</td>' in data.html()
    assert "&lt;b&gt;" in data.html()
    assert "<p" not in data.html(), "no words, no marking"


def test_any_table_knows_its_numbers_and_leaves_out_what_is_hidden(qtbot: QtBot) -> None:
    columns = [
        Column[tuple[str, str]]("Force", lambda row: row[0]),
        Column[tuple[str, str]]("Hidden", lambda _row: "secret"),
        Column[tuple[str, str]]("Change", lambda row: row[1], number=True),
    ]
    model = RecordsModel(columns)
    table = TableView("Forces")
    qtbot.addWidget(table)
    table.show_model(model)
    model.set_records([("=1+1", "−8"), ("Dorset", "+3")])
    table.setColumnHidden(1, True)
    assert table.copied().mime().text().split("\n") == ["Force\tChange", "'=1+1\t-8", "Dorset\t+3"]
    assert table.copied([1]).mime().text().split("\n") == ["Force\tChange", "Dorset\t+3"]


_COPY_AND_END = """
from PySide6.QtGui import QGuiApplication, QImage
from opcoord.gui.widgets.clipboard import clipboard_data
from opcoord.gui.widgets.copied_table import CopiedTable
application = QGuiApplication([])
data = CopiedTable(("Force",), (("Dorset",),)).mime()
if {picture}:
    data = clipboard_data()
    assert data.formats() == []
    data.setImageData(QImage(9, 9, QImage.Format.Format_RGB32))
    data.setData("image/svg+xml", b"<svg/>")
QGuiApplication.clipboard().setMimeData(data)
assert len(QGuiApplication.clipboard().mimeData().formats()) == 2
"""


@pytest.mark.parametrize("picture", [False, True])
def test_a_program_that_copied_ends_in_peace(picture: bool) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _COPY_AND_END.format(picture=picture)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
