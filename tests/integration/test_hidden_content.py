"""What received files carry besides figures is found in their bytes, whatever was accepted, excused or undone."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from opcoord.excel.hidden_content import hidden_content
from opcoord.services.workspace import Workspace
from tests.integration.handovers import holding
from tests.integration.returns_made import candidate, figure


def book(change: Callable[[openpyxl.Workbook], object]) -> bytes:
    made = openpyxl.Workbook()
    made.active["A1"] = "Arrests"
    change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _hide_sheet(made: openpyxl.Workbook) -> None:
    made.create_sheet("Working & <names>").sheet_state = "veryHidden"
    made.create_sheet("Old").sheet_state = "hidden"


def _hide_rows(made: openpyxl.Workbook) -> None:
    made.active["B9"] = 3
    made.active.row_dimensions[9].hidden = True
    made.active.column_dimensions["A"].hidden = True


def _comment(made: openpyxl.Workbook) -> None:
    made.active["A1"].comment = Comment("Ask her", "x")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda made: None, ()),
        (_hide_sheet, ("hidden sheets (Working & <names>, Old)",)),
        (_hide_rows, ("hidden rows and columns",)),
        (_comment, ("comments",)),
    ],
)
def test_a_workbook_tells(change: Callable[[openpyxl.Workbook], object], words: tuple[str, ...]) -> None:
    assert hidden_content(book(change)) == words


def test_what_cannot_be_looked_into_says_so() -> None:
    assert hidden_content(b"Arrests,3\n") == ()
    assert hidden_content(b"PK\x03\x04broken") == ("what else it holds could not be looked for",)


def test_the_marks_of_our_own_form_are_not_named(workspace: Workspace, tmp_path: Path) -> None:
    (path,) = workspace.returns.write_templates(7, ["DO"], tmp_path)
    assert hidden_content(path.read_bytes()) == ()
    made = openpyxl.load_workbook(path)
    made["Return"].column_dimensions["F"].hidden = True
    made.save(path)
    assert hidden_content(path.read_bytes()) == ("hidden columns",)


def test_files_of_returns_that_were_undone_are_named_too(workspace: Workspace) -> None:
    content = book(_hide_sheet)
    made = holding(candidate("DO", 7, figure("arrests", 37)), content)
    workspace.returns.accept(replace(made, name="Dorset.xlsx"))
    kept = workspace.handover.kept_files()
    assert [(each.name, each.of, len(each.hidden)) for each in kept] == [
        ("Dorset.xlsx", ("Dorset Police, phase 7",), 1)
    ]
    workspace.undo()
    assert [(each.name, each.of, len(each.hidden)) for each in workspace.handover.kept_files()] == [
        ("Dorset.xlsx", (), 1)
    ]
