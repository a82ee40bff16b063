"""Writes the results as a workbook: one sheet of totals, one of figures by force. No formulas, nothing hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from opcoord.excel.saving import save_book
from opcoord.excel.text_cells import put_text
from opcoord.model.basis import Basis
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.model.units import json_number, unit_heading

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: What stands before the number, and its places where it is not whole.
_FORMATS = {"GBP": ("£", ".00"), "g": ("", ".###")}
_PROVISIONAL = '" p"'


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def marking(self) -> str: ...
    @property
    def notice(self) -> str: ...


class _Measure(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def unit(self) -> str: ...


class _Point(Protocol):
    @property
    def phase(self) -> int: ...
    @property
    def total(self) -> Qualified | None: ...
    @property
    def cumulative(self) -> Qualified | None: ...
    @property
    def by_agency(self) -> dict[str, Qualified]: ...
    @property
    def missing(self) -> tuple[str, ...]: ...
    @property
    def completeness(self) -> str: ...
    @property
    def provisional(self) -> bool: ...
    @property
    def provisional_of(self) -> frozenset[str]: ...
    @property
    def adjustment(self) -> int: ...


class _Results(Protocol):
    @property
    def measure(self) -> _Measure: ...
    @property
    def points(self) -> Sequence[_Point]: ...


def write_results(
    path: Path,
    operation: _Named,
    found: Sequence[_Results],
    agency_names: Mapping[str, str],
    basis: str = Basis.RETURNED.value,
    notes: Sequence[str] = (),
) -> None:
    """Write the results to `path`, replacing what is there only once the new file is whole; `notes` stand above.

    A force that gave no answer leaves its cell empty, never 0; "p" stands after what is provisional. Raises OpcoordError where it cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "opcoord"
    answered = {code for each in found for point in each.points for code in point.by_agency}
    agencies = [code for code in agency_names if code in answered]
    sheet = book.active
    assert sheet is not None
    sheet.title = "Results"
    heading = [operation.marking.upper(), operation.name, operation.notice, f"Basis: {basis}", *notes]
    for row, text in enumerate(filter(None, heading), 1):
        put_text(sheet.cell(row, 1), text)
    head = sheet.max_row + 2
    titles = ["Measure", "Unit", "Phase", *(agency_names[code] for code in agencies)]
    joint = any(point.adjustment for each in found for point in each.points)
    titles += ["Joint results"] if joint else []
    titles += ["Total", "Total is", "Cumulative", "Cumulative is", "Forces", "Missing", "Provisional"]
    for column, title in enumerate(titles, 1):
        put_text(sheet.cell(head, column), title)
    row = head
    for each in found:
        soft = False
        for point in each.points:
            soft = soft or point.provisional
            if point.cumulative is None and point.total is None and not point.by_agency:
                continue
            row += 1
            _write_row(sheet, row, each.measure, point, agencies, joint, soft)
    sheet.freeze_panes = sheet.cell(head + 1, 4)
    for column, title in enumerate(titles):
        sheet.column_dimensions[sheet.cell(head, column + 1).column_letter].width = max(12, len(title) + 2)
    sheet.column_dimensions["A"].width = 34
    save_book(book, path)


def _write_row(
    sheet: Worksheet,
    row: int,
    measure: _Measure,
    point: _Point,
    agencies: Sequence[str],
    joint: bool,
    soft: bool,
) -> None:
    """`joint` tells whether there is a column for joint results, `soft` whether the sum so far is provisional."""
    put_text(sheet.cell(row, 1), measure.label)
    put_text(sheet.cell(row, 2), unit_heading(measure.unit))
    sheet.cell(row, 3, point.phase)
    for offset, code in enumerate(agencies):
        part = point.by_agency.get(code)
        _put_amount(sheet, row, 4 + offset, part, measure.unit, code in point.provisional_of)
    column = 4 + len(agencies)
    if joint:
        off = Qualified(point.adjustment) if point.adjustment else None
        _put_amount(sheet, row, column, off, measure.unit)
        column += 1
    _put_amount(sheet, row, column, point.total, measure.unit, point.provisional)
    put_text(sheet.cell(row, column + 1), _words(point.total))
    _put_amount(sheet, row, column + 2, point.cumulative, measure.unit, soft)
    put_text(sheet.cell(row, column + 3), _words(point.cumulative))
    put_text(sheet.cell(row, column + 4), point.completeness)
    put_text(sheet.cell(row, column + 5), ", ".join(point.missing) or "none")
    put_text(sheet.cell(row, column + 6), "yes" if point.provisional else "no")


def _put_amount(
    sheet: Worksheet, row: int, column: int, value: Qualified | None, unit: str, soft: bool = False
) -> None:
    if value is None:
        return
    number = json_number(value.stored, unit)
    cell = sheet.cell(row, column, number)
    words = "" if value.qualifier is Qualifier.EXACT else f'"{value.qualifier.value} "'
    sign, places = _FORMATS.get(unit, ("", ""))
    # Places in the format of a whole number would leave a point at its end.
    whole = isinstance(number, int)
    cell.number_format = f"{words}{sign}#,##0{'' if whole else places}{_PROVISIONAL if soft else ''}"


def _words(value: Qualified | None) -> str:
    return "no answer" if value is None else value.qualifier.value
