"""What is written into a return workbook comes out of it again, however the workbook was handled in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opcoord.errors import OpcoordError
from opcoord.excel.reader import WorkbookReader
from opcoord.excel.template import TemplateValue, write_template
from opcoord.model.refs import AgencyRef, MeasureRef, PhaseRef, ReadingContext
from opcoord.model.terms import Empty, Qualifier, Severity, State
from opcoord.reading import read_returns
from opcoord.reading.parsed import ParsedFigure, ParsedNotable, ParsedReturn
from opcoord.reading.texts import clean, one_line

TODAY = dt.date(2026, 1, 1)
CONTEXT = ReadingContext(
    operation="Operation Scorpion & friends | 50%",
    notice="Sample data",
    marking="Official",
    agencies=(AgencyRef("DO", "Dorset Police", ("Dorset",)), AgencyRef("WI", "Wiltshire Police")),
    measures=(
        MeasureRef("arrests", "Arrests", "people", "People arrested, =1+1"),
        MeasureRef("charges", "Charges", "people", part_of="arrests"),
        MeasureRef("cash", "Cash seized", "GBP"),
        MeasureRef("heroin", "of which heroin", "g"),
        MeasureRef("plants", "Cannabis plants seized", "plants"),
        MeasureRef("unasked", "Not collected here", "count"),
    ),
    phases=(
        PhaseRef(
            6,
            "=HYPERLINK(1)",
            ((dt.date(2024, 3, 4), dt.date(2024, 3, 10)),),
            dt.date(2024, 4, 1),
            ("arrests", "charges", "cash", "heroin", "plants"),
        ),
    ),
)
VALUES = {
    "arrests": TemplateValue(22, Qualifier.EXACT, "provisional", 2, "Wiltshire Police", "=1+1"),
    "charges": TemplateValue(None, state_word="not collected"),
    "cash": TemplateValue(13100050, Qualifier.AT_LEAST),
    "heroin": TemplateValue(None, typed="approx 3kg"),
    "plants": TemplateValue(0),
}

HOSTILE = (
    "=1+1",
    "=cmd|'/c calc'!A1",
    "+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\uff1d1+1",
    '"=1"',
    "_x000D_",
    "_x005F_x0041_",
    "<b>",
    "&amp;",
)
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))


@pytest.fixture(scope="module")
def reader() -> Iterator[WorkbookReader]:
    with WorkbookReader() as opened:
        yield opened


def parse(reader: WorkbookReader, path: Path) -> ParsedReturn:
    return read_returns(reader.read(path), CONTEXT, path.name, today=TODAY)[0]


def by_code(parsed: ParsedReturn) -> dict[str, ParsedFigure]:
    return {figure.measure: figure for figure in parsed.figures}


def test_a_filled_return_is_read_as_it_was_typed(tmp_path: Path, reader: WorkbookReader) -> None:
    path = tmp_path / "return.xlsx"
    notable = [ParsedNotable("@SUM(1) closed", True, dt.date(2024, 5, 1), "", "")]
    write_template(
        path,
        CONTEXT,
        "DO",
        6,
        VALUES,
        notable,
        completed_by="+44 A. Person",
        completed_on=dt.date(2024, 3, 12),
        as_at=dt.date(2024, 3, 11),
        source="=1",
    )
    parsed = parse(reader, path)
    figures = by_code(parsed)
    assert (parsed.agency, parsed.phase) == ("DO", 6)
    assert (parsed.completed_by, parsed.source) == ("+44 A. Person", "=1")
    assert (parsed.completed_on, parsed.as_at) == (dt.date(2024, 3, 12), dt.date(2024, 3, 11))
    arrests = figures["arrests"]
    assert (arrests.amount, arrests.state, arrests.raw) == (22, State.PROVISIONAL, "22")
    assert (arrests.joint_amount, arrests.joint_with, arrests.note) == (2, "Wiltshire Police", "=1+1")
    assert figures["charges"].empty is Empty.NOT_COLLECTED
    assert (figures["cash"].amount, figures["cash"].qualifier) == (13100050, Qualifier.AT_LEAST)
    assert (figures["heroin"].amount, figures["heroin"].raw) == (3_000_000, "approx 3kg")
    assert figures["plants"].empty is Empty.ZERO
    result = parsed.notable_results[0]
    assert (result.text, result.consent, result.embargo_until) == (
        "@SUM(1) closed",
        True,
        dt.date(2024, 5, 1),
    )
    assert len(parsed.notable_results) == 1
    assert {each.code for each in parsed.findings} == {"converted", "stated-zero"}


def test_an_empty_return_answers_nothing(tmp_path: Path, reader: WorkbookReader) -> None:
    path = tmp_path / "return.xlsx"
    write_template(path, CONTEXT, "WI", 6)
    parsed = parse(reader, path)
    assert {figure.empty for figure in parsed.figures} == {Empty.NOT_ANSWERED}
    assert [each.code for each in parsed.findings] == ["not-answered"]
    assert parsed.notable_results == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amount=st.integers(0, 10**12),
    grams=st.integers(0, 10**11),
    qualifier=st.sampled_from(list(Qualifier)),
    state=st.sampled_from(["", "confirmed", "provisional", "revised"]),
    note=texts,
    partner=texts,
    source=texts,
    result=texts,
)
def test_every_figure_and_text_comes_back(
    tmp_path: Path,
    reader: WorkbookReader,
    amount: int,
    grams: int,
    qualifier: Qualifier,
    state: str,
    note: str,
    partner: str,
    source: str,
    result: str,
) -> None:
    path = tmp_path / "return.xlsx"
    values = {
        "cash": TemplateValue(amount, qualifier, state, None, partner, note),
        "heroin": TemplateValue(grams, qualifier, state),
    }
    notable = [ParsedNotable(result, False, None, "", "")]
    write_template(path, CONTEXT, "DO", 6, values, notable, source=source)
    parsed = parse(reader, path)
    figures = by_code(parsed)
    assert not parsed.has_errors
    assert not {"readers-disagree", "not-confirmed"} & {each.code for each in parsed.findings}
    assert (figures["cash"].amount, figures["heroin"].amount) == (amount, grams)
    assert figures["cash"].qualifier is figures["heroin"].qualifier is qualifier
    assert figures["cash"].state is State(state or "confirmed")
    # A workbook holds line ends of one kind only, and no control characters.
    assert figures["cash"].note.split() == clean(note)[0].split()
    assert figures["cash"].joint_with == one_line(clean(partner)[0])
    assert parsed.source == one_line(clean(source)[0])
    assert [each.text.split() for each in parsed.notable_results] == [
        words for words in [clean(result)[0].split()] if words
    ]


def test_no_cell_is_a_formula_whatever_the_texts(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    values = {"arrests": TemplateValue(None, typed="=1+1", joint_with="@SUM(1)", note="=cmd|'/c calc'!A1")}
    write_template(path, CONTEXT, "DO", 6, values, source="=1")
    book = openpyxl.load_workbook(path)
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_the_workbook_is_protected_printable_and_marked(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    write_template(path, CONTEXT, "DO", 6)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Return", "Notable results", "Guidance"]
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert sheet.protection.sheet and sheet.protection.password is None
        assert not sheet.merged_cells.ranges
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.oddHeader.center.text == sheet.oddFooter.center.text == "OFFICIAL"
    form = book["Return"]
    assert form.print_title_rows == "$16:$16"
    unlocked = {cell.column_letter for row in form["A17:J21"] for cell in row if not cell.protection.locked}
    assert unlocked == set("EFGHIJ")
    rules = {rule.type: rule.errorStyle for rule in form.data_validations.dataValidation}
    assert rules["whole"] == rules["decimal"] == rules["date"] == "warning"
    assert book.properties.creator == "opcoord"
    assert not book.defined_names


def test_a_workbook_that_was_moved_about_is_still_read(tmp_path: Path, reader: WorkbookReader) -> None:
    path = tmp_path / "return.xlsx"
    write_template(path, CONTEXT, "DO", 6, VALUES)
    expected = by_code(parse(reader, path))
    book = openpyxl.load_workbook(path)
    sheet = book["Return"]
    rows = [[cell.value for cell in row] for row in sheet["A17:J21"]]
    for offset, row in enumerate(reversed(rows)):
        for column, value in enumerate(row, start=1):
            sheet.cell(17 + offset, column).value = value
            if isinstance(value, str):
                sheet.cell(17 + offset, column).data_type = "s"
    sheet.title = "Dorset "
    sheet.insert_cols(4)
    sheet["D16"] = "Ours"
    sheet.insert_rows(1, 3)
    book.move_sheet(sheet, 2)
    moved = tmp_path / "moved.xlsx"
    book.save(moved)
    parsed = parse(reader, moved)
    assert not parsed.has_errors
    found = by_code(parsed)
    assert {code: (each.amount, each.empty, each.qualifier) for code, each in found.items()} == {
        code: (each.amount, each.empty, each.qualifier) for code, each in expected.items()
    }
    assert (found["arrests"].sheet, found["arrests"].cell) == ("Dorset ", "F24")


def test_the_property_says_whose_return_it_is_when_the_mark_is_gone(
    tmp_path: Path, reader: WorkbookReader
) -> None:
    path = tmp_path / "return.xlsx"
    write_template(path, CONTEXT, "DO", 6, VALUES)
    book = openpyxl.load_workbook(path)
    book["Return"]["A1"] = None
    book["Return"].delete_rows(4)
    book.save(path)
    assert (parse(reader, path).agency, parse(reader, path).phase) == ("DO", 6)


def test_a_formula_without_its_result_is_asked_about(tmp_path: Path, reader: WorkbookReader) -> None:
    path = tmp_path / "return.xlsx"
    write_template(path, CONTEXT, "DO", 6, VALUES)
    book = openpyxl.load_workbook(path)
    book["Return"]["E17"] = "=20+2"
    book.save(path)
    finding = next(each for each in parse(reader, path).findings if each.severity is Severity.ERROR)
    assert (finding.code, finding.where) == ("no-stored-value", "sheet Return, E17")


def test_hidden_rows_are_noticed(tmp_path: Path, reader: WorkbookReader) -> None:
    path = tmp_path / "return.xlsx"
    write_template(path, CONTEXT, "DO", 6, VALUES)
    book = openpyxl.load_workbook(path)
    book["Return"].row_dimensions[18].hidden = True
    book["Guidance"].sheet_state = "veryHidden"
    book.save(path)
    codes = {each.code for each in parse(reader, path).findings}
    assert {"hidden-rows", "hidden-sheets"} <= codes


def test_writing_fails_with_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OpcoordError, match="no agency"):
        write_template(tmp_path / "a.xlsx", CONTEXT, "XX", 6)
    with pytest.raises(OpcoordError, match="no phase 9"):
        write_template(tmp_path / "a.xlsx", CONTEXT, "DO", 9)
    with pytest.raises(OpcoordError, match="could not be written"):
        write_template(tmp_path / "missing" / "a.xlsx", CONTEXT, "DO", 6)
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(OpcoordError, match="could not be written"):
        write_template(tmp_path / "folder.xlsx", CONTEXT, "DO", 6)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]
