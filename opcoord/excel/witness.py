"""The second reader: reads what openpyxl cannot, and testifies to what openpyxl returned.

Runs in the reader process only, because python-calamine can abort the process that it is in.
"""

from __future__ import annotations

import datetime as dt
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
    Grid,
    Sheet,
)
from opcoord.excel.refused import RefusedFile, damaged
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

ERROR_VALUES = frozenset(
    {"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)
_VISIBILITY = {"Visible": VISIBLE, "Hidden": HIDDEN, "VeryHidden": VERY_HIDDEN}


def read_with_calamine(content: bytes) -> Grid:
    """The workbook read by the second reader alone, without number formats and hidden rows."""
    from python_calamine import CalamineError, PasswordError

    try:
        workbook = _open(content)
        sheets = []
        for meta in workbook.sheets_metadata:
            if str(meta.typ).rpartition(".")[2] != "WorkSheet":
                continue
            visibility = _VISIBILITY.get(str(meta.visible).rpartition(".")[2], VISIBLE)
            sheets.append(Sheet(meta.name, visibility, tuple(_cells(workbook, meta.name))))
    except PasswordError as error:
        raise RefusedFile(
            "password",
            "The workbook is protected by a password.",
            "Open it with the password, remove the password, and import the copy.",
        ) from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged() from error
    if not sheets:
        raise RefusedFile("no-sheets", "The workbook has no sheet with cells.")
    return Grid(tuple(sheets))


def witness_findings(content: bytes, sheets: Sequence[Sheet]) -> list[Finding]:
    """A warning for each sheet of which the second reader sees other cells or another sum."""
    from python_calamine import CalamineError

    try:
        workbook = _open(content)
    except (CalamineError, OSError, ValueError):
        return [_unheard()]
    findings = []
    for sheet in sheets:
        try:
            other = list(_cells(workbook, sheet.name))
        except (CalamineError, OSError, ValueError):
            findings.append(_unheard(sheet.name))
            continue
        if _testimony(sheet.cells) != _testimony(other):
            findings.append(_disagreement(sheet.name, len(_filled(sheet.cells)), len(_filled(other))))
    return findings


def _open(content: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def _cells(workbook: CalamineWorkbook, name: str) -> Iterable[Cell]:
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS)
    for row_number, row in enumerate(rows, start=1):
        for column, value in enumerate(row[:MOST_COLUMNS], start=1):
            if value == "":
                continue
            if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
                value = int(value)
            is_error = isinstance(value, str) and value in ERROR_VALUES
            yield Cell(row_number, column, value, str(value), is_error=is_error)


def _filled(cells: Iterable[Cell]) -> list[Cell]:
    # A stored empty text is a cell to one reader and none to the other, and so is an error value.
    return [
        cell
        for cell in cells
        if cell.value is not None
        and not cell.is_error
        and not (isinstance(cell.value, str) and not cell.value.strip())
    ]


def _testimony(cells: Iterable[Cell]) -> tuple[int, str]:
    """How many cells are filled, and the sum of the numbers where no date can stand for one."""
    filled = _filled(cells)
    numbers = [
        cell.value
        for cell in filled
        if isinstance(cell.value, int | float)
        and not isinstance(cell.value, bool)
        and math.isfinite(cell.value)
    ]
    times = any(isinstance(cell.value, dt.date | dt.time | dt.timedelta) for cell in filled)
    return len(filled), "" if times else f"{math.fsum(numbers):.9g}"


def _disagreement(sheet: str, ours: int, theirs: int) -> Finding:
    return Finding(
        Severity.WARNING,
        "readers-disagree",
        f"Two readers understand this sheet differently: one sees {ours:,} filled cells, the other {theirs:,}.",
        "Open the workbook in Excel, save it again and import that; or compare every figure.",
        sheet,
    )


def _unheard(sheet: str = "") -> Finding:
    return Finding(
        Severity.WARNING,
        "not-confirmed",
        "A second reader could not read the workbook, so nothing confirms that all of its cells were seen.",
        "Compare the figures with the file, or ask the force to save it again in Excel.",
        sheet,
    )
