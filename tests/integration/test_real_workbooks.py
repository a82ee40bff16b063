"""Official workbooks as they were published: a regional table among notes, footnotes, sums and other forces."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from opcoord.excel.grid import Grid
from opcoord.excel.reader import WorkbookReader
from opcoord.model.finding import Finding
from opcoord.model.refs import AgencyRef, MeasureRef, PhaseRef, ReadingContext
from opcoord.model.terms import Severity
from opcoord.reading import read_returns
from opcoord.reading.decisions import Decisions, TableChoice
from opcoord.reading.parsed import ParsedReturn

FOLDER = Path(__file__).parents[3] / "shared" / "real_workbooks"
WORKBOOKS = sorted(FOLDER.glob("*.xlsx"))
ODS = FOLDER / "police-workforce-sep18-tables.ods"

pytestmark = pytest.mark.skipif(not WORKBOOKS, reason="the public workbooks are not here")

FORCES = ("Avon and Somerset", "Devon and Cornwall", "Dorset", "Gloucestershire", "Wiltshire")
AGENCIES = tuple(AgencyRef(name[:2].upper(), f"{name} Police") for name in FORCES)
#: The columns of "Table P1" without their footnote numbers; D and W are blank.
COLUMNS = {
    "C": "Total recorded crime (excluding fraud)",
    "E": "Violence against the person",
    "F": "Homicide",
    "G": "Violence with injury",
    "H": "Violence without injury",
    "I": "Stalking and harassment",
    "J": "Death or serious injury - unlawful driving",
    "K": "Sexual offences",
    "L": "Robbery",
    "M": "Theft offences",
    "N": "Burglary",
    "O": "Residential burglary",
    "P": "Non-residential burglary",
    "Q": "Vehicle offences",
    "R": "Theft from the person",
    "S": "Bicycle theft",
    "T": "Shoplifting",
    "U": "Other theft offences",
    "V": "Criminal damage and arson",
    "X": "Drug offences",
    "Y": "Possession of weapons offences",
    "Z": "Public order offences",
    "AA": "Miscellaneous crimes",
}
TABLE = TableChoice("Table P1", label_column=2, figure_column=3)


def context_of(measures: dict[str, str]) -> ReadingContext:
    """An operation of the five forces that collects these measures, labels by code, in its phase 1."""
    refs = tuple(MeasureRef(code, label, "count") for code, label in measures.items())
    return ReadingContext(
        "Operation Test", "", "", AGENCIES, refs, (PhaseRef(1, "", (), None, tuple(measures)),)
    )


CONTEXT = context_of(COLUMNS)


@pytest.fixture(scope="module")
def reader() -> Iterator[WorkbookReader]:
    with WorkbookReader() as opened:
        yield opened


@cache
def read(reader: WorkbookReader, path: Path) -> Grid:
    return reader.read(path)


def cells_of(path: Path) -> dict[str, dict[str, object]]:
    """Of each South West force, its figures on "Table P1" by column letter, as openpyxl itself reads them."""
    worksheet = openpyxl.load_workbook(path, data_only=True)["Table P1"]
    rows = {re.sub(r"[\s\d,]+$", "", str(worksheet[f"B{n}"].value)): n for n in range(7, 62)}
    return {
        force[:2].upper(): {letter: worksheet[f"{letter}{rows[force]}"].value for letter in COLUMNS}
        for force in FORCES
    }


def of(parsed: ParsedReturn, code: str) -> list[Finding]:
    return [finding for finding in parsed.findings if finding.code == code]


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem[-18:])
def test_the_figures_of_all_five_forces_come_from_their_cells(path: Path, reader: WorkbookReader) -> None:
    returns = read_returns(read(reader, path), CONTEXT, path.name, Decisions(phase=1, table=TABLE))
    wanted = cells_of(path)
    assert [each.agency for each in returns] == list(wanted)
    for parsed in returns:
        assert parsed.agency is not None and not parsed.has_errors and parsed.questions == ()
        assert {each.measure: each.amount for each in parsed.figures} == wanted[parsed.agency]
        assert {each.sheet for each in parsed.figures} == {"Table P1"}
        # Code and column are one here, so that a cell says which measure it must be.
        assert all(re.fullmatch(f"{each.measure}5[2-6]", each.cell) for each in parsed.figures)
        assert len({each.cell[-2:] for each in parsed.figures}) == 1


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem[-18:])
def test_the_region_is_their_sum_and_the_rest_is_skipped_in_one_notice(
    path: Path, reader: WorkbookReader
) -> None:
    for parsed in read_returns(read(reader, path), CONTEXT, path.name, Decisions(phase=1, table=TABLE)):
        (sum_of_five,) = of(parsed, "subtotal")
        assert sum_of_five.severity is Severity.NOTICE
        assert sum_of_five.message.startswith("'South West' (row 51) equals the sum of 5 lines from 'Avon")
        assert "all 23 of the figures" in sum_of_five.message
        (others,) = of(parsed, "other-agencies")
        assert others.severity is Severity.NOTICE
        assert others.message.startswith("50 rows of agencies and regions")
        assert of(parsed, "unsure-agency") == []


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem[-18:])
def test_nothing_is_taken_before_somebody_chose_between_the_tables(
    path: Path, reader: WorkbookReader
) -> None:
    (parsed,) = read_returns(read(reader, path), CONTEXT, path.name)
    assert parsed.figures == ()
    assert "Table P1, Table P2" in of(parsed, "several-returns")[0].message


def test_the_table_chosen_once_is_found_in_the_next_workbook(reader: WorkbookReader) -> None:
    first, *later = WORKBOOKS
    learned = tuple(
        each.table
        for each in read_returns(read(reader, first), CONTEXT, first.name, Decisions(phase=1, table=TABLE))
        if each.table is not None
    )
    context = dataclasses.replace(CONTEXT, learned_tables=learned)
    assert len(learned) == 5
    for path in later:
        returns = read_returns(read(reader, path), context, path.name, Decisions(phase=1))
        assert {each.agency: {f.measure: f.amount for f in each.figures} for each in returns} == cells_of(
            path
        )
        assert returns[0].found == "as in the last return of Avon and Somerset Police"
        # The sheets of rates stay beside it, and are not passed over without a word.
        assert "Table P2" in {finding.sheet for finding in of(returns[0], "other-table")}


def test_a_subtotal_changed_by_one_is_a_warning(reader: WorkbookReader) -> None:
    grid = read(reader, WORKBOOKS[0])
    sheets = [
        dataclasses.replace(
            sheet,
            cells=tuple(
                cell._replace(value=int(str(cell.value)) + 1)
                if (sheet.name, cell.address) == ("Table P1", "L51")
                else cell
                for cell in sheet.cells
            ),
        )
        for sheet in grid
    ]
    changed = dataclasses.replace(grid, sheets=tuple(sheets))
    for parsed in read_returns(changed, CONTEXT, "", Decisions(phase=1, table=TABLE)):
        (finding,) = of(parsed, "subtotal")
        assert finding.severity is Severity.WARNING
        assert "Robbery: 2,833 against 2,832" in finding.message


@pytest.mark.parametrize("sheet", ["Table_6", "Table_7"])
def test_the_open_document_workbook(sheet: str, reader: WorkbookReader) -> None:
    context = context_of({"headcount": "Headcount"})
    decisions = Decisions(phase=1, table=TableChoice(sheet, 1, 4))
    asked = read_returns(read(reader, ODS), context, ODS.name, decisions)
    assert [each.agency for each in asked] == [each.code for each in AGENCIES]
    assert [each.label for each in asked[0].questions] == ["As at: – 30 September 2018"]
    answered = decisions.answered("As at: – 30 September 2018", "headcount")
    rows = CalamineWorkbook.from_path(str(ODS)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    for number, parsed in zip(
        range(50, 55), read_returns(read(reader, ODS), context, "", answered), strict=True
    ):
        (figure,) = parsed.figures
        assert str(rows[number - 1][0]).replace("&", "and").startswith(FORCES[number - 50])
        assert (figure.amount, figure.cell) == (rows[number - 1][3], f"D{number}")
        assert not parsed.has_errors
        sums = {finding.message.partition(" (")[0]: finding for finding in of(parsed, "subtotal")}
        assert sums["'South West'"].severity is Severity.NOTICE
        assert len(of(parsed, "other-agencies")) == 1


def test_fractions_of_people_in_the_open_document_workbook_hold_the_figure_back(
    reader: WorkbookReader,
) -> None:
    context = context_of({"officers": "Police officers"})
    decisions = Decisions(phase=1, table=TableChoice("Table_1", 1, 4))
    answered = decisions.answered("As at: – 30 September 2018", "officers")
    first = read_returns(read(reader, ODS), context, "", answered)[0]
    assert of(first, "not-a-figure")[0].cell == "D50"
    assert first.figures == ()
