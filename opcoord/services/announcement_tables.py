"""Tables of published figures, pasted as text or read from a file, as rows of texts by column."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from itertools import islice

from opcoord.errors import OpcoordError
from opcoord.excel.grid import Cell, Grid, Sheet
from opcoord.services.announcement_rows import COLUMNS

#: More rows are no list of announcements.
MOST_ROWS = 5_000
_LONGEST_TEXT = 2_000_000
_LOOKED_FOR_HEADING = 20
#: Headings as people write them, in words; the column's own name always counts.
_HEADINGS = {
    "force": "reporter",
    "agency": "reporter",
    "who": "reporter",
    "label": "measure",
    "figure": "value",
    "amount": "value",
    "from phase": "first_phase",
    "to phase": "last_phase",
    "published": "published_on",
    "date": "published_on",
    "revision": "is_revision",
    "revises": "is_revision",
    "notes": "note",
}
_KNOWN = {name.replace("_", " "): name for name in COLUMNS}
_KNOWN |= {
    name.replace("_", " "): name
    for name in ("first_phase", "last_phase", "published_on", "is_revision", "printed_period")
}
_KNOWN |= _HEADINGS
_NEEDED = frozenset({"reporter", "measure", "value"})

#: A row's number in its table and its texts by column name.
TextRow = tuple[int, dict[str, str]]


def rows_of_text(text: str) -> list[TextRow]:
    """The rows of a pasted table, split at tabs where it has any, else at commas; with or without a heading.

    Raises OpcoordError where there is nothing in it, or far too much.
    """
    if len(text) > _LONGEST_TEXT:
        raise _too_much()
    delimiter = "\t" if "\t" in text else ","
    try:
        lines = list(islice(csv.reader(io.StringIO(text), delimiter=delimiter), MOST_ROWS + 2))
    except csv.Error:
        raise OpcoordError(
            "The pasted text is not a table.", "Copy the cells and paste them again."
        ) from None
    return _by_column(
        [(number, cells) for number, cells in enumerate(lines, start=1) if any(map(str.strip, cells))]
    )


def rows_of_grid(grid: Grid) -> list[TextRow]:
    """The rows of the first sheet that has the headings, else of the first sheet with anything in it."""
    tables = [_cells(sheet) for sheet in grid]
    best = next((each for each in tables if _heading(each) is not None), None)
    return _by_column(best or next((each for each in tables if each), []))


def _by_column(lines: Sequence[tuple[int, Sequence[str]]]) -> list[TextRow]:
    if not lines:
        raise OpcoordError("There is no table in it.", "The columns are: " + ", ".join(COLUMNS) + ".")
    found = _heading(lines)
    start, names = (found[0] + 1, found[1]) if found else (0, list(COLUMNS))
    rows = list(_rows(lines[start:], names))
    if len(rows) > MOST_ROWS:
        raise _too_much()
    return rows


def _rows(lines: Sequence[tuple[int, Sequence[str]]], names: Sequence[str]) -> Iterator[TextRow]:
    for number, cells in lines:
        texts = {name: "" for name in names if name}
        for name, cell in zip(names, cells, strict=False):
            if name:
                texts[name] = cell
        yield number, texts


def _heading(lines: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, list[str]] | None:
    """Where the headings stand among `lines`, and the column names; empty for columns that are not known."""
    for place, (_, cells) in enumerate(lines[:_LOOKED_FOR_HEADING]):
        names = [_KNOWN.get(" ".join(cell.casefold().replace("_", " ").split()), "") for cell in cells]
        if set(names) >= _NEEDED:
            return place, names
    return None


def _cells(sheet: Sheet) -> list[tuple[int, list[str]]]:
    lines = []
    for number, cells in sheet.rows().items():
        line = [""] * max(cells)
        for column, cell in cells.items():
            line[column - 1] = _text(cell)
        if any(each.strip() for each in line):
            lines.append((number, line))
    return lines


def _text(cell: Cell) -> str:
    if isinstance(cell.value, dt.datetime):
        return cell.value.date().isoformat()
    if isinstance(cell.value, dt.date):
        return cell.value.isoformat()
    # A formula without a result has no value to take; nothing is ever computed here.
    return "" if cell.lacks_value else cell.raw


def _too_much() -> OpcoordError:
    return OpcoordError(
        f"The table has more than {MOST_ROWS:,} rows.",
        "Take the published figures of one operation at a time.",
    )
