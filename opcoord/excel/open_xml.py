"""Reads .xlsx and .xlsm with openpyxl, and asks the second reader whether it saw the same."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING, Any

from opcoord.excel import preflight, sheet_xml
from opcoord.excel.grid import (
    HIDDEN,
    MOST_COLUMNS,
    MOST_ROWS,
    VERY_HIDDEN,
    VISIBLE,
    Cell,
    CellValue,
    Grid,
    Sheet,
    column_letters,
)
from opcoord.excel.notices import notices
from opcoord.excel.refused import RefusedFile
from opcoord.excel.sheet_findings import far_cells, odd_characters, stray_cells, without_covered
from opcoord.excel.text_cells import NOT_A_NUMBER, seen, unescaped
from opcoord.excel.witness import unheard, witness_findings
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity

if TYPE_CHECKING:
    from openpyxl import Workbook

_SHEET_ELEMENT = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*?r?:?id=", re.IGNORECASE)
_VISIBILITY = {"visible": VISIBLE, "hidden": HIDDEN, "veryHidden": VERY_HIDDEN}


class StylesDamaged(Exception):
    """A cell names a style that the workbook does not have."""


def parse_xlsx(content: bytes, checked: preflight.Checked) -> Grid:
    """The cells of the workbook. Raises RefusedFile, and whatever openpyxl raises at a file that it cannot read."""
    from opcoord.excel.open_workbook import open_workbook

    try:
        workbook = open_workbook(content, checked)
    except IndexError as error:
        # No cell has been read yet, so no shared text can be what was not found.
        raise StylesDamaged from error
    _refuse_missing_sheets(workbook, checked)
    sheets, findings, dense, asks_the_web = [], [], True, False
    for worksheet in workbook.worksheets:
        # openpyxl offers no public way to a sheet's part.
        part = checked.parts.get(str(getattr(worksheet, "_worksheet_path", "")).lstrip("/"))
        if part is None:
            raise preflight.odd_names()
        marks = sheet_xml.marks(part)
        if marks.repeated:
            raise RefusedFile(
                "cell-twice", f"The file holds cell {marks.repeated} of sheet {worksheet.title} twice."
            )
        sheet, odd = _read_sheet(worksheet, part, marks)
        sheets.append(sheet)
        findings += [
            *far_cells(sheet, marks.last_row, marks.last_column),
            *stray_cells(sheet),
            *odd_characters(sheet, odd),
            *_lost_formula(sheet, marks),
        ]
        dense = dense and marks.is_dense_enough
        asks_the_web = asks_the_web or marks.asks_the_web
    properties = tuple((str(each.name), str(each.value)) for each in workbook.custom_doc_props.props)
    if not sheets:
        raise RefusedFile("no-sheets", "The workbook has no sheet with cells.")
    findings += witness_findings(content, sheets) if dense else [unheard()]
    shown = []
    for sheet in sheets:
        uncovered, found = without_covered(sheet)
        shown.append(uncovered)
        findings += found
    names = (*checked.names, "connections.xml") if asks_the_web else checked.names
    return Grid(tuple(shown), (*notices(names, shown), *findings), properties)


def _refuse_missing_sheets(workbook: Workbook, checked: preflight.Checked) -> None:
    """openpyxl leaves out a listed sheet whose part is missing; a return must not shrink that way."""
    listed = 0
    for name, part in checked.parts.items():
        if name.lower().endswith("/workbook.xml"):
            listed = max(listed, len(_SHEET_ELEMENT.findall(part)))
    if listed > len(workbook.sheetnames):
        raise RefusedFile("missing-part", "A sheet that the workbook lists is missing from the file.")


def _read_sheet(worksheet: Any, part: bytes, marks: sheet_xml.SheetMarks) -> tuple[Sheet, list[str]]:
    """The sheet, and the cells of which invisible characters were taken out."""
    from opcoord.excel.sheet_cells import NumberFormats, SheetParser

    formats = NumberFormats(worksheet)
    cells: list[Cell] = []
    odd: list[str] = []
    for row in SheetParser(worksheet, part).rows(MOST_ROWS):
        for said in row:
            value, column = said["value"], said["column"]
            if value is None or not 1 <= column <= MOST_COLUMNS:
                continue
            if isinstance(value, str):
                text = unescaped(value)
                value = raw = seen(text)
                if value is not text and value != text:
                    odd.append(f"{column_letters(column)}{said['row']}")
            else:
                value = _plain(value)
                raw = str(value)
            is_error = said["data_type"] == "e" or value is NOT_A_NUMBER
            try:
                shown_as = formats[said["style_id"]]
            except IndexError as error:
                raise StylesDamaged from error
            cells.append(Cell(said["row"], column, value, raw, shown_as, is_error))
    cells = _with_unvalued(cells, marks.unvalued)
    visibility = _VISIBILITY.get(worksheet.sheet_state, VISIBLE)
    sheet = Sheet(
        worksheet.title, visibility, tuple(cells), marks.hidden_rows, marks.hidden_columns, marks.merged
    )
    return sheet, odd


def _with_unvalued(cells: list[Cell], addresses: frozenset[str]) -> list[Cell]:
    """`cells` with those added that hold a formula but no result, in reading order."""
    lost = []
    for address in addresses:
        if match := re.fullmatch(r"([A-Z]+)([0-9]+)", address):
            column, row = sheet_xml.column_number(match[1]), int(match[2])
            if row <= MOST_ROWS and column <= MOST_COLUMNS:
                lost.append(Cell(row, column, None, "", lacks_value=True))
    if not lost:
        return cells
    places = {(cell.row, cell.column) for cell in lost}
    kept = [cell for cell in cells if (cell.row, cell.column) not in places]
    return sorted([*kept, *lost], key=lambda cell: (cell.row, cell.column))


def _plain(value: object) -> CellValue:
    if isinstance(value, float) and not math.isfinite(value):
        return NOT_A_NUMBER
    if isinstance(value, int | float | dt.datetime | dt.date | dt.time | dt.timedelta):
        return value
    return str(value)


def _lost_formula(sheet: Sheet, marks: sheet_xml.SheetMarks) -> list[Finding]:
    if "" not in marks.unvalued:
        return []
    return [
        Finding(
            Severity.WARNING,
            "no-stored-value",
            "A formula was saved without its result.",
            "Ask the force to open the workbook in Excel, save it and send it again.",
            sheet.name,
        )
    ]
