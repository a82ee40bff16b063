"""Every kind of document of a hard operation, from a file that was closed and opened again: pages, workbook, text."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from opcoord.reports.document import Document
from opcoord.reports.frozen import freeze, thaw
from opcoord.reports.kind_names import KIND_NAMES
from opcoord.reports.page_layout import lay_out
from opcoord.reports.pdf import pdf_bytes
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_document import read_document, save_summary
from opcoord.reports.text_layout import WIDTH, text_lines
from opcoord.services.workspace import Workspace
from tests.gui.painted_pages import assert_sound
from tests.journeys import hard_operation
from tests.journeys.hard_operation import CROWDED, LONG_THEME, THEMES

pytestmark = pytest.mark.usefixtures("qapp")

PRINTED = dt.datetime(2024, 3, 25, 14, 5, tzinfo=dt.UTC)
KINDS = [
    (kind, public)
    for kind, name in KIND_NAMES.items()
    for public in (False, True)
    if name.publishable or not public
]
each_kind = pytest.mark.parametrize(("kind", "public"), KINDS)
each_phase = pytest.mark.parametrize("phase", THEMES)


@pytest.fixture(scope="module")
def hard_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hard_operation.make(tmp_path_factory.mktemp("hard"))


@pytest.fixture
def workspace(hard_file: Path) -> Iterator[Workspace]:
    opened = Workspace.open(hard_file, read_only=True)
    yield opened
    opened.close()


def document(workspace: Workspace, phase: int, kind: str, public: bool) -> Document:
    agency = "HI" if kind == "force" else ""
    options = SummaryOptions(phase, kind=kind, public=public, agency=agency)
    return read_document(workspace.queries, options, PRINTED)


@each_kind
@each_phase
def test_all_pages_are_sound(workspace: Workspace, phase: int, kind: str, public: bool) -> None:
    pages = lay_out(document(workspace, phase, kind, public))
    assert_sound(pages)
    if kind in ("brief", "plan"):
        assert pages.page_count == 1


@each_kind
@each_phase
def test_the_text_can_be_listened_to(workspace: Workspace, phase: int, kind: str, public: bool) -> None:
    lines = text_lines(document(workspace, phase, kind, public))
    assert max(map(len, lines)) <= WIDTH
    assert not any("\t" in line or line != line.rstrip() for line in lines)
    # Below a rule of dashes stands a table, whose every line of numbers begins with words: none is torn in two.
    for above, line in itertools.pairwise(lines):
        if re.fullmatch(r"-+(  -+)+", above) and line:
            assert line[0] not in " -"


@pytest.mark.parametrize("phase", [CROWDED])
@each_kind
def test_the_workbook_shows_every_number(
    workspace: Workspace, phase: int, kind: str, public: bool, tmp_path: Path
) -> None:
    """A number that is wider than its column is shown as a row of #."""
    path = tmp_path / "made.xlsx"
    save_summary(document(workspace, phase, kind, public), path)
    book = load_workbook(path)
    assert book.properties.creator == "opcoord" and not book.properties.lastModifiedBy
    seen = 0
    for sheet in book:
        assert sheet.sheet_state == "visible"
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert str(tmp_path.parent) not in str(cell.value)
                if isinstance(cell.value, (int, float)):
                    seen += 1
                    shown = f"{cell.value:,}" + "".join(re.findall(r'"([^"]*)"', cell.number_format))
                    shown += "£" if "£" in cell.number_format else ""
                    room = sheet.column_dimensions[cell.column_letter].width
                    assert len(shown) * (1.05 if cell.font.bold else 1) <= room, (sheet.title, cell, shown)
    assert seen or kind not in ("summary", "cumulative", "brief", "force")


def test_the_long_theme_is_whole_in_the_title_and_elided_in_the_heads(workspace: Workspace) -> None:
    pages = lay_out(document(workspace, CROWDED, "summary", False))
    assert pages.facts.phase == f"Phase {CROWDED}: {LONG_THEME}"
    assert pages.page_count > 6


def test_forces_without_a_return_are_named_in_a_line_where_their_columns_would_need_a_second_table(
    workspace: Workspace,
) -> None:
    def words(made: Document) -> str:
        pages = PdfReader(io.BytesIO(pdf_bytes(lay_out(made)))).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    one = document(workspace, hard_operation.ONE, "summary", False)
    text = words(one)
    assert "no return, and no column: Avon and Somerset Police, Devon & Cornwall Police" in text
    assert "HI Hampshire & Isle of Wight Constabulary" in text
    assert "Forces 1 to" not in text and "– no return" not in text
    heads = [line for line in text_lines(one) if line.startswith("Measure  ") and " HI" in line]
    assert len(heads) == 1 and "BT" not in heads[0].split()
    said = " ".join(" ".join(text_lines(one)).split())
    assert "no return, and no column: Avon and Somerset Police, Devon & Cornwall Police" in said
    # What was issued before is laid out as it was.
    record = json.loads(freeze(one))
    (table,) = [each for each in record["document"]["blocks"] if each["is"] == "ByForce"]
    del table["results"]["absent"]
    assert "Forces 1 to" in words(thaw(json.dumps(record).encode()))
    # Where all answered, all keep their columns.
    assert "no column" not in words(document(workspace, hard_operation.ALL, "summary", False))
