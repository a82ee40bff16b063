"""Where everything of one return stands in a workbook, whatever shape it came in; plain data."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from opcoord.excel import return_form as form
from opcoord.excel.grid import Cell, Sheet
from opcoord.model.finding import Finding
from opcoord.model.refs import LearnedTable
from opcoord.model.terms import Severity
from opcoord.reading.texts import one_line

Row = dict[int, Cell]

BY_MARKS = "by its hidden marks"
BY_HEADINGS = "by its headings"
AS_CHOSEN = "as chosen"
AS_PROPOSED = "as proposed"


class Said(NamedTuple):
    """A text that may name the days of the figures; `over_figures` where it heads them, else it is a title."""

    text: str
    cell: str = ""
    over_figures: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """The answer to one measure: the measure that a hidden mark names (or empty) and its cells by column label.

    `place` is the address at which the figure stands or would stand. In a table of a force's own making, `spoken`
    are the texts that may name the measure, the fullest first; `group` is what stands above or before the label;
    `days` are the cells of single days, and `place` is empty where they have no total.
    """

    number: int
    marked: str
    cells: dict[str, Cell]
    place: str
    spoken: tuple[str, ...] = ()
    group: str = ""
    days: tuple[Cell, ...] = ()

    def text(self, column: str) -> str:
        """The text in the column of this label, in one line; empty where there is none."""
        cell = self.cells.get(column)
        if cell is None or cell.value is None:
            return ""
        return one_line(str(cell.value))

    @property
    def has_value(self) -> bool:
        """Whether the row answers anything."""
        return bool(self.text(form.FIGURE) or self.text(form.STATE) or self.days) or self.has_odd_figure

    @property
    def has_odd_figure(self) -> bool:
        """Whether the figure's cell is filled although it has no value: a formula without its result."""
        cell = self.cells.get(form.FIGURE)
        return cell is not None and (cell.lacks_value or cell.is_error)


@dataclass(frozen=True, slots=True)
class Layout:
    """One return of one agency. `agency` is set where the table itself names it for these cells."""

    sheet: Sheet
    identity: form.FormIdentity | None
    rows: tuple[TableRow, ...]
    fields: dict[str, Cell]
    found: str
    agency: str | None = None
    agency_text: str = ""
    phase_text: int | None = None
    #: Texts around the table that may name agency or phase: its title, and what else stands above it.
    title: tuple[str, ...] = ()
    #: Headings of the figures, titles and dates beside them, where the table was not one of our forms.
    said: tuple[Said, ...] = ()
    notable_sheet: Sheet | None = None
    notable_rows: tuple[dict[str, Cell], ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    #: The text over the figures, if any, that says that they are thousands.
    thousands: str = ""
    #: The two columns that matter, where the table was not one of our forms.
    table: LearnedTable | None = None


class CellLines:
    """The cells of a sheet by row and by column, as they stand; looked for when first asked."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @cached_property
    def rows(self) -> dict[int, list[Cell]]:
        """The cells of each row."""
        rows: dict[int, list[Cell]] = defaultdict(list)
        for cell in self._sheet.cells:
            rows[cell.row].append(cell)
        return rows

    @cached_property
    def columns(self) -> dict[int, list[Cell]]:
        """The cells of each column."""
        columns: dict[int, list[Cell]] = defaultdict(list)
        for cell in self._sheet.cells:
            columns[cell.column].append(cell)
        return columns


def error(code: str, message: str, remedy: str, sheet: str = "") -> Finding:
    """An error about the file or a whole sheet."""
    return Finding(Severity.ERROR, code, message, remedy, sheet)
