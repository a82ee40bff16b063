"""The second reader: reads what openpyxl cannot, and testifies to what openpyxl returned.

Runs in the reader process only, because python-calamine can abort the process that it is in.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

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
from opcoord.excel.refused import RefusedFile, damaged
from opcoord.excel.sheet_findings import far_cells, odd_characters, stray_cells
from opcoord.excel.text_cells import ERROR_VALUES, NOT_A_NUMBER, seen
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

#: Rows of an old .xls; what had more when it was saved was cut off there.
_OLD_LAST_ROW = 65_536
_VISIBILITY = {"Visible": VISIBLE, "Hidden": HIDDEN, "VeryHidden": VERY_HIDDEN}


def read_with_calamine(content: bytes, is_old: bool = False) -> Grid:
    """The workbook read by the second reader alone, without number formats and hidden rows; `is_old` for .xls."""
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    try:
        workbook = _open(content)
        for meta in workbook.sheets_metadata:
            if str(meta.typ).rpartition(".")[2] != "WorkSheet":
                continue
            visibility = _VISIBILITY.get(str(meta.visible).rpartition(".")[2], VISIBLE)
            odd: list[str] = []
            found = workbook.get_sheet_by_name(meta.name)
            last_row, last_column = (each + 1 for each in found.end or (0, 0))
            sheet = Sheet(meta.name, visibility, tuple(_cells(found, odd)))
            sheets.append(sheet)
            findings += [
                *far_cells(sheet, last_row, last_column),
                *stray_cells(sheet),
                *odd_characters(sheet, odd),
                *(_full_sheet(sheet) if is_old and last_row >= _OLD_LAST_ROW else []),
            ]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        # Its panics are no ordinary exceptions.
        raise damaged() from error
    if not sheets:
        raise RefusedFile("no-sheets", "The workbook has no sheet with cells.")
    return Grid(tuple(sheets), tuple(findings))


def witness_findings(content: bytes, sheets: Sequence[Sheet]) -> list[Finding]:
    """A warning for each sheet of which the second reader sees other cells or another sum."""
    try:
        workbook = _open(content)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        return [unheard()]
    findings = []
    for sheet in sheets:
        try:
            other = _values(workbook.get_sheet_by_name(sheet.name))
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException:
            findings.append(unheard(sheet.name))
            continue
        ours = _testimony([cell.value for cell in sheet.cells if not cell.is_error])
        theirs = _testimony(other)
        if ours != theirs:
            findings.append(_disagreement(sheet.name, ours[0], theirs[0]))
    return findings


def _open(content: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def _cells(sheet: CalamineSheet, odd: list[str]) -> Iterable[Cell]:
    """The filled cells; those of which invisible characters were taken out are added to `odd`."""
    rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)
    for row_number, row in enumerate(rows, start=1):
        for column, value in enumerate(row[:MOST_COLUMNS], start=1):
            if value == "":
                continue
            if isinstance(value, float):
                value = plain_number(value)
            if isinstance(value, str):
                text = seen(value)
                cell = Cell(row_number, column, text, text, is_error=text in ERROR_VALUES)
                if text != value:
                    odd.append(cell.address)
                yield cell
            else:
                yield Cell(row_number, column, value, str(value))


def plain_number(value: float) -> int | float | str:
    """The number as typed: 22 rather than 22.0, and Excel's error value for what is no number at all."""
    if not math.isfinite(value):
        return NOT_A_NUMBER
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _values(sheet: CalamineSheet) -> list[CellValue]:
    """What fills the cells, as `_cells` has it but without their places, which testify to nothing."""
    rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)
    values = (value for row in rows for value in row[:MOST_COLUMNS] if value != "")
    return [value for value in values if not (isinstance(value, str) and value in ERROR_VALUES)]


def _testimony(values: Iterable[CellValue]) -> tuple[int, str]:
    """How many values there are, and the sum of the numbers where no date can stand for one."""
    filled, times, numbers = 0, False, []
    for value in values:
        if isinstance(value, str):
            # A stored empty text is a cell to one reader and none to the other.
            filled += bool(seen(value).strip())
        elif isinstance(value, bool):
            filled += 1
        elif isinstance(value, int | float):
            if math.isfinite(value):
                filled += 1
                numbers.append(value)
        elif value is not None:
            filled += 1
            times = True
    return filled, "" if times else f"{math.fsum(numbers):.9g}"


def _full_sheet(sheet: Sheet) -> list[Finding]:
    return [
        Finding(
            Severity.WARNING,
            "full-sheet",
            f"The sheet is full to its last row, {_OLD_LAST_ROW:,}: rows beyond it may have been cut off.",
            "Ask the force to save the data as an Excel Workbook (.xlsx) and send it again.",
            sheet.name,
        )
    ]


def _disagreement(sheet: str, ours: int, theirs: int) -> Finding:
    return Finding(
        Severity.WARNING,
        "readers-disagree",
        f"Two readers understand this sheet differently: one sees {ours:,} filled cells, the other {theirs:,}.",
        "Open the workbook in Excel, save it again and import that; or compare every figure.",
        sheet,
    )


def unheard(sheet: str = "") -> Finding:
    """The warning that nobody confirms what was read of a sheet, or of the workbook."""
    return Finding(
        Severity.WARNING,
        "not-confirmed",
        "A second reader could not read the workbook, so nothing confirms that all of its cells were seen.",
        "Compare the figures with the file, or ask the force to save it again in Excel.",
        sheet,
    )
