"""Turns the bytes of a workbook into a Grid. Runs in the reader process only; never imports anything of Qt."""

from __future__ import annotations

import datetime as dt
import io
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
)
from opcoord.excel.notices import notices
from opcoord.excel.refused import RefusedFile, damaged
from opcoord.excel.text_cells import unescaped
from opcoord.excel.witness import read_with_calamine, witness_findings
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity

if TYPE_CHECKING:
    from openpyxl import Workbook

_SHEET_ELEMENT = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*?r?:?id=", re.IGNORECASE)
_VISIBILITY = {"visible": VISIBLE, "hidden": HIDDEN, "veryHidden": VERY_HIDDEN}


class _StylesDamaged(Exception):
    """A cell names a style that the workbook does not have."""


def parse(content: bytes) -> Grid:
    """The workbook in `content` as plain cells; raises RefusedFile with one sentence for whatever cannot be."""
    checked = preflight.check(content)
    if checked.kind is not preflight.Kind.XLSX:
        grid = read_with_calamine(content)
        note = _other_format(checked.kind)
        return Grid(grid.sheets, (*notices(checked.names, grid.sheets), note), grid.properties)
    try:
        return _parse_xlsx(content, checked)
    except (RefusedFile, MemoryError):
        raise
    except (_StylesDamaged, TypeError, ValueError, AttributeError) as error:
        # Mostly a style sheet that openpyxl does not understand; the values may be sound.
        try:
            grid = read_with_calamine(content)
        except RefusedFile:
            raise damaged() from error
        _refuse_repeats(checked)
        found = (*notices(checked.names, grid.sheets), _second_reader_only())
        return Grid(grid.sheets, found, grid.properties)
    except Exception as error:
        raise damaged() from error


def _parse_xlsx(content: bytes, checked: preflight.Checked) -> Grid:
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except IndexError as error:
        # No cell has been read yet, so no shared text can be what was not found.
        raise _StylesDamaged from error
    try:
        _refuse_missing_sheets(workbook, checked)
        sheets, findings, dense = [], [], True
        for worksheet in workbook.worksheets:
            # openpyxl offers no public way to a sheet's part.
            part = checked.parts.get(str(getattr(worksheet, "_worksheet_path", "")).lstrip("/"))
            if part is None:
                raise RefusedFile("odd-names", "The file's parts have names that Excel does not write.")
            marks = sheet_xml.marks(part)
            if marks.repeated:
                raise RefusedFile(
                    "cell-twice", f"The file holds cell {marks.repeated} of sheet {worksheet.title} twice."
                )
            sheet = _read_sheet(worksheet, marks)
            sheets.append(sheet)
            findings.extend(_sheet_findings(sheet, marks))
            dense = dense and marks.is_dense_enough
        properties = tuple((str(each.name), str(each.value)) for each in workbook.custom_doc_props.props)
    finally:
        workbook.close()
    if not sheets:
        raise RefusedFile("no-sheets", "The workbook has no sheet with cells.")
    if dense:
        findings.extend(witness_findings(content, sheets))
    return Grid(tuple(sheets), (*notices(checked.names, sheets), *findings), properties)


def _refuse_missing_sheets(workbook: Workbook, checked: preflight.Checked) -> None:
    """openpyxl leaves out a listed sheet whose part is missing; a return must not shrink that way."""
    listed = 0
    for name, part in checked.parts.items():
        if name.lower().endswith("/workbook.xml"):
            listed = max(listed, len(_SHEET_ELEMENT.findall(part)))
    if listed > len(workbook.sheetnames):
        raise RefusedFile("missing-part", "A sheet that the workbook lists is missing from the file.")


def _refuse_repeats(checked: preflight.Checked) -> None:
    for name, part in checked.parts.items():
        if "worksheets/" in name and (cell := sheet_xml.marks(part).repeated):
            raise RefusedFile("cell-twice", f"The file holds cell {cell} twice.")


def _read_sheet(worksheet: Any, marks: sheet_xml.SheetMarks) -> Sheet:
    # A wrong <dimension> hides rows or makes openpyxl walk a million empty ones.
    worksheet.reset_dimensions()
    cells: list[Cell] = []
    for row in worksheet.iter_rows(max_row=MOST_ROWS):
        for cell in row:
            value = cell.value
            if value is None or cell.column > MOST_COLUMNS:
                continue
            value, is_error = _plain(value), cell.data_type == "e"
            cells.append(Cell(cell.row, cell.column, value, str(value), _number_format(cell), is_error))
    cells = _with_unvalued(cells, marks.unvalued)
    visibility = _VISIBILITY.get(worksheet.sheet_state, VISIBLE)
    return Sheet(
        worksheet.title, visibility, tuple(cells), marks.hidden_rows, marks.hidden_columns, marks.merged
    )


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


def _number_format(cell: Any) -> str:
    try:
        return str(cell.number_format)
    except IndexError as error:
        raise _StylesDamaged from error


def _plain(value: object) -> CellValue:
    if isinstance(value, str):
        return unescaped(value)
    if isinstance(value, int | float | dt.datetime | dt.date | dt.time | dt.timedelta):
        return value
    return str(value)


def _sheet_findings(sheet: Sheet, marks: sheet_xml.SheetMarks) -> list[Finding]:
    findings = []
    if marks.last_row > MOST_ROWS or marks.last_column > MOST_COLUMNS:
        findings.append(
            Finding(
                Severity.WARNING,
                "far-cells",
                f"Only the first {MOST_ROWS:,} rows and {MOST_COLUMNS} columns were read; the sheet reaches further.",
                "Check in Excel whether something stands far below or to the right of the table.",
                sheet.name,
            )
        )
    if "" in marks.unvalued:
        findings.append(
            Finding(
                Severity.WARNING,
                "no-stored-value",
                "A formula was saved without its result.",
                "Ask the force to open the workbook in Excel, save it and send it again.",
                sheet.name,
            )
        )
    return findings


def _other_format(kind: preflight.Kind) -> Finding:
    names = {
        preflight.Kind.STRICT: "a Strict Open XML workbook",
        preflight.Kind.XLSB: "a binary workbook (.xlsb)",
        preflight.Kind.XLS: "an old Excel workbook (.xls)",
        preflight.Kind.ODS: "an OpenDocument spreadsheet (.ods)",
    }
    return Finding(
        Severity.WARNING,
        "other-format",
        f"The file is {names[kind]}. It was read, but hidden rows and number formats in it could not be checked.",
        "Compare the figures with the file, or ask the force to save it as an Excel Workbook (.xlsx).",
    )


def _second_reader_only() -> Finding:
    return Finding(
        Severity.WARNING,
        "styles-damaged",
        "The workbook's styles are damaged. Its values were read, but number formats could not be checked.",
        "Compare the figures with the file, or ask the force to save it again in Excel.",
    )
