"""Finds the table in a sheet and which way it lies: by the names of measures and agencies, never by position."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace

from opcoord.excel.grid import Cell, Sheet
from opcoord.reading.decisions import TableChoice
from opcoord.reading.names.known_names import KnownNames, without_notes
from opcoord.reading.tables.find_tables import Line, SheetView, Table, address, build_table
from opcoord.reading.tables.table_words import heading_text, is_about_the_return, is_amount, is_day

_LONGEST_HEADING = 150
_LONGEST_AMOUNT = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A table seen so that every measure is one line and every agency, day or total is one of its `series`."""

    table: Table
    measures: tuple[Line, ...]
    series: tuple[Line, ...]
    #: Whether measures stand in columns and agencies, days and totals in rows.
    across: bool
    #: The column that the coordinator chose, where one was chosen.
    chosen: int = 0

    def at(self, measure: Line, series: Line) -> Cell | None:
        """The filled cell where the two lines meet."""
        row, column = self._place(measure, series)
        return self.table.view.cell(row, column)

    def address(self, measure: Line, series: Line) -> str:
        """The address at which the two lines meet."""
        return address(*self._place(measure, series))

    def plain(self, text: str) -> str:
        """`text` without footnote numbers."""
        return without_notes(text, self.table.notes)

    def _place(self, measure: Line, series: Line) -> tuple[int, int]:
        return (series.number, measure.number) if self.across else (measure.number, series.number)


def find_table(sheet: Sheet, known: KnownNames) -> Found | None:
    """The table of the sheet in which at least one measure is known for certain and has a figure."""
    if not any(map(_has_digit, sheet.cells)):
        return None
    view = SheetView(sheet)
    down, across = _measure_places(view, known)
    label_column, downwards = _most(down)
    heading_row, sideways = _most(across)
    if not downwards and not sideways:
        return None
    if downwards >= sideways:
        return _measures_down(view, label_column, min(down[label_column]), known)
    return _measures_across(view, heading_row, across[heading_row], known)


def chosen_table(sheet: Sheet, choice: TableChoice, known: KnownNames) -> Found | None:
    """The table whose labels and figures stand in the chosen columns; None where nothing stands there."""
    view = SheetView(sheet)
    column, figure = choice.label_column, choice.figure_column
    rows = [
        number
        for number in view.rows
        if view.text(number, column)
        and is_amount(view.cell(number, figure))
        and not is_about_the_return(view.text(number, column))
    ]
    if not rows:
        return None
    labels = {number: _plain_label(view, number, column) for number in view.rows}
    agencies = [number for number in rows if known.is_agency(labels[number])]
    measures = [number for number in rows if known.is_measure(labels[number])]
    if agencies and not measures:
        return _agencies_down(view, column, agencies[0], known, chosen=figure)
    if not measures:
        _, across = _measure_places(view, known)
        for heading, columns in sorted(across.items()):
            if figure in columns:
                return _measures_across(view, heading, columns, known)
    anchor = measures[0] if measures else rows[0]
    return _measures_down(view, column, anchor, known, chosen=figure)


def _has_digit(cell: Cell) -> bool:
    text = cell.raw
    return len(text) <= _LONGEST_AMOUNT and not text.isalpha() and any(map(str.isdigit, text))


def _measure_places(view: SheetView, known: KnownNames) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """The names of measures that have an amount to their right, by column; and below them, by row."""
    down: dict[int, list[int]] = {}
    across: dict[int, list[int]] = {}
    right: dict[int, int] = {}
    lowest: dict[int, int] = {}
    for row, cells in view.rows.items():
        for column, cell in cells.items():
            if is_amount(cell):
                right[row] = max(column, right.get(row, 0))
                lowest[column] = max(row, lowest.get(column, 0))
    for cell in view.sheet.cells:
        if not isinstance(cell.value, str) or len(cell.value) > _LONGEST_HEADING:
            continue
        has_right = right.get(cell.row, 0) > cell.column
        has_below = lowest.get(cell.column, 0) > cell.row
        if (has_right or has_below) and known.is_measure(_plain_text(view, cell)):
            if has_right:
                down.setdefault(cell.column, []).append(cell.row)
            if has_below:
                across.setdefault(cell.row, []).append(cell.column)
    return down, across


def _plain_text(view: SheetView, cell: Cell) -> str:
    text = heading_text(cell)
    return without_notes(text, view.notes_below(cell.row)) if view.has_notes else text


def _plain_label(view: SheetView, row: int, column: int) -> str:
    return without_notes(view.text(row, column), view.notes_below(row))


def _most(places: dict[int, list[int]]) -> tuple[int, int]:
    """The line with most names and how many; the first of those with as many."""
    return max(
        ((line, len(each)) for line, each in sorted(places.items())), key=lambda pair: pair[1], default=(0, 0)
    )


def _measures_down(
    view: SheetView, label_column: int, anchor: int, known: KnownNames, chosen: int = 0
) -> Found:
    def knows(text: str) -> bool:
        return known.is_agency(text)

    dated = [n for n in view.rows if n < anchor and _is_dated_row(view, n, label_column, known)]
    table = build_table(view, label_column, min([anchor, *dated]), knows)
    return Found(table, table.rows, table.columns, across=False, chosen=chosen)


def _is_dated_row(view: SheetView, number: int, label_column: int, known: KnownNames) -> bool:
    """Whether the row is a measure's with a date, or what looks like one ("10 - 12"), and not the headings of days."""
    cells = [cell for column, cell in view.rows[number].items() if column > label_column]
    dates = any(isinstance(cell.value, dt.date) or is_day(heading_text(cell)) for cell in cells)
    return dates and len(cells) < 3 and known.is_measure(_plain_label(view, number, label_column))


def _measures_across(view: SheetView, heading: int, columns: list[int], known: KnownNames) -> Found | None:
    below = [number for number in view.rows if number > heading]
    first = next((n for n in below if any(is_amount(view.cell(n, column)) for column in columns)), 0)
    if not first:
        return None
    label_column = _agency_column(view, below, known) or _column_before(view, below, min(columns))
    table = build_table(view, label_column, first, known.is_measure, heading, unlabelled=True)
    return Found(table, table.columns, table.rows, across=True)


def _agencies_down(view: SheetView, label_column: int, anchor: int, known: KnownNames, chosen: int) -> Found:
    """The chosen table of agencies; only the chosen column where no heading is a known measure."""
    table = build_table(view, label_column, anchor, known.is_measure, unlabelled=True)
    found = Found(table, table.columns, table.rows, across=True, chosen=chosen)
    others = [line for line in table.columns if line.number != chosen]
    if any(known.is_measure(found.plain(text)) for line in others for text in (*line.parts, line.label)):
        return found
    return replace(found, measures=tuple(line for line in table.columns if line.number == chosen))


def _agency_column(view: SheetView, rows: list[int], known: KnownNames) -> int:
    """The column that names most agencies; 0 where none is named."""
    counts: Counter[int] = Counter()
    for number in rows:
        for column, cell in view.rows[number].items():
            if isinstance(cell.value, str) and known.is_agency(_plain_text(view, cell)):
                counts[column] += 1
    return max(sorted(counts), key=lambda column: counts[column], default=0)


def _column_before(view: SheetView, rows: list[int], first: int) -> int:
    """The nearest column of texts before the figures, which may name days and totals."""
    for column in range(first - 1, 0, -1):
        if any(isinstance(cell.value, str) for n in rows if (cell := view.cell(n, column)) is not None):
            return column
    return 0
