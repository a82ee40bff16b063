"""Grids made from plain lists, for tests of what a sheet means, with one small operation to read them against."""

from __future__ import annotations

import datetime as dt

from opcoord.excel.grid import Cell, CellValue, Grid, Sheet
from opcoord.model.refs import AgencyRef, MeasureRef, PhaseRef, ReadingContext
from opcoord.model.terms import Severity
from opcoord.reading import read_returns
from opcoord.reading.decisions import Decisions
from opcoord.reading.parsed import ParsedFigure, ParsedReturn

Rows = list[list[CellValue]]

CONTEXT = ReadingContext(
    operation="Operation Test",
    notice="",
    marking="OFFICIAL",
    agencies=(
        AgencyRef("AS", "Avon and Somerset Police", ("Avon & Somerset",)),
        AgencyRef("DO", "Dorset Police", ("Dorset",)),
        AgencyRef("WI", "Wiltshire Police"),
    ),
    measures=(
        MeasureRef("arrests", "Arrests", "people"),
        MeasureRef("charges", "Charges", "people"),
        MeasureRef("cash", "Cash seized", "GBP"),
        MeasureRef("home_burglary", "Residential burglary", "count", aliases=("Burglary – Residential",)),
    ),
    phases=(
        PhaseRef(
            6,
            "Theme",
            ((dt.date(2024, 3, 4), dt.date(2024, 3, 10)),),
            None,
            ("arrests", "charges", "cash", "home_burglary"),
        ),
        PhaseRef(7, "Theme", (), None, ("arrests",)),
    ),
)
TODAY = dt.date(2024, 4, 1)


def sheet(
    rows: Rows, name: str = "Sheet1", visibility: str = "visible", merged: tuple[str, ...] = ()
) -> Sheet:
    """A visible sheet with these values from A1 on."""
    cells = tuple(
        Cell(row, column, value, str(value))
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if value is not None
    )
    return Sheet(name, visibility, cells, merged=merged)


def read_all(
    rows: Rows | Grid,
    decisions: Decisions | None = None,
    file_name: str = "",
    context: ReadingContext = CONTEXT,
    merged: tuple[str, ...] = (),
) -> tuple[ParsedReturn, ...]:
    """The returns in a workbook of one sheet, or in a grid, by default those of phase 6."""
    grid = rows if isinstance(rows, Grid) else Grid((sheet(rows, merged=merged),))
    return read_returns(grid, context, file_name, decisions or Decisions(phase=6), today=TODAY)


def read_one(
    rows: Rows | Grid,
    decisions: Decisions | None = None,
    file_name: str = "",
    context: ReadingContext = CONTEXT,
    merged: tuple[str, ...] = (),
) -> ParsedReturn:
    """The only return in it, by default Dorset's for phase 6."""
    (parsed,) = read_all(rows, decisions or Decisions("DO", 6), file_name, context, merged)
    return parsed


def amounts(parsed: ParsedReturn) -> dict[str, tuple[int, str]]:
    """The amounts that were taken and their cells, by measure."""
    return {each.measure: (each.amount, each.cell) for each in parsed.figures if each.amount is not None}


def figure(parsed: ParsedReturn, measure: str) -> ParsedFigure:
    """The figure of one measure."""
    return next(each for each in parsed.figures if each.measure == measure)


def codes(parsed: ParsedReturn, severity: Severity | None = None) -> set[str]:
    """The codes of the findings, of all or of one severity."""
    return {each.code for each in parsed.findings if severity is None or each.severity is severity}


def message(parsed: ParsedReturn, code: str) -> str:
    """What the first finding of this code says."""
    return next(each.message for each in parsed.findings if each.code == code)
