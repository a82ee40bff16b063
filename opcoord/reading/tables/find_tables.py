"""A table of anybody's making: its rows and columns with their headings, merged and stacked ones joined."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from opcoord.excel.grid import Cell, Sheet, column_letters, column_number
from opcoord.reading.tables.table_words import (
    heading_text,
    is_about_the_return,
    is_amount,
    is_day,
    is_figure_word,
    is_label_word,
    is_number,
    is_total,
    phase_in,
    role_of,
)

#: Between the parts of a stacked heading: "Burglary – Residential".
JOINT = " – "
_MOST_HEAD_ROWS = 4
_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")
_NOTE = re.compile(r"\s*\(?(\d{1,2})[.)]\s")


@dataclass(frozen=True, slots=True)
class Line:
    """One row or column of a table: its number, its heading's parts (the outermost first) and where that stands."""

    number: int
    parts: tuple[str, ...]
    place: Cell | None

    @property
    def label(self) -> str:
        """The whole heading in one line."""
        return JOINT.join(self.parts)


class SheetView:
    """A sheet by row and column, with what its merged cells cover."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows = sheet.rows()
        self.merged = [_corners(text) for text in sheet.merged if _RANGE.fullmatch(text)]
        #: The last row in which a footnote of this number begins.
        self._notes: dict[str, int] = {}
        for cell in sheet.cells:
            if isinstance(cell.value, str) and len(cell.value) > 2 and (match := _NOTE.match(cell.value)):
                self._notes[match[1]] = cell.row

    @property
    def has_notes(self) -> bool:
        """Whether any footnote begins a text."""
        return bool(self._notes)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at this place."""
        cells = self.rows.get(row)
        return cells.get(column) if cells is not None else None

    def text(self, row: int, column: int) -> str:
        """What the cell at this place says as a heading."""
        cell = self.cell(row, column)
        return heading_text(cell) if cell is not None else ""

    def merge_at(self, row: int, column: int) -> tuple[int, int, int, int] | None:
        """The merged range (top, left, bottom, right) that covers this place."""
        return next((m for m in self.merged if m[0] <= row <= m[2] and m[1] <= column <= m[3]), None)

    def columns(self, rows: Iterable[int]) -> list[int]:
        """The columns that are filled in any of `rows`."""
        return sorted({column for row in rows for column in self.rows.get(row, {})})

    def notes_below(self, row: int) -> frozenset[str]:
        """The numbers of the footnotes that begin a text below `row`."""
        return frozenset(number for number, last in self._notes.items() if last > row)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows that have a label in `label_column`, columns that have figures, and what heads them.

    `label_column` is 0 where the rows have no labels.
    """

    view: SheetView
    label_column: int
    head: tuple[int, ...]
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    #: Columns that say something about a row's figure, by the column of our form that means the same.
    roles: dict[str, int]
    #: What stands over all columns of figures: "Numbers", "Rate per 1,000 population".
    over_all: tuple[str, ...]
    notes: frozenset[str]

    @property
    def label_heading(self) -> str:
        """What heads the labels."""
        return next(
            (text for row in reversed(self.head) if (text := self.view.text(row, self.label_column))), ""
        )

    @property
    def first_row(self) -> int:
        """The first row of the table, its headings included."""
        return min([*self.head, *(line.number for line in self.rows)], default=1)


def build_table(
    view: SheetView,
    label_column: int,
    anchor: int,
    knows: Callable[[str], bool],
    heading: int = 0,
    *,
    unlabelled: bool = False,
) -> Table:
    """The table with labels in `label_column` (0: none), of which row `anchor` is one row below all headings.

    `knows` tells whether a text names an agency or a measure; `heading` is a row known to hold headings. Rows
    without a label belong to it where `unlabelled`.
    """
    head = _head_rows(view, label_column, anchor, knows, heading)
    first = max(head) + 1 if head else min(view.rows, default=1)
    body = [
        number
        for number in view.rows
        if number >= first
        and (
            _is_body(view, number, label_column, head)
            or (unlabelled and _is_unlabelled(view, number, label_column))
        )
    ]
    notes = view.notes_below(anchor)
    filled = [column for column in view.columns(body) if column > label_column]
    columns, roles, over_all = _columns(view, head, filled, body, label_column)
    rows = tuple(_row(view, number, label_column) for number in body)
    return Table(view, label_column, head, rows, columns, roles, over_all, notes)


def _head_rows(
    view: SheetView, label_column: int, anchor: int, knows: Callable[[str], bool], heading: int
) -> tuple[int, ...]:
    """The rows of headings: the lowest above `anchor`, and those above it that have no label of their own."""
    above = [number for number in view.rows if number < anchor]
    lowest = heading or next(
        (number for number in reversed(above) if _is_head(view, number, label_column, knows)), 0
    )
    if not lowest:
        return ()
    # Below known headings may stand a row of units, which has no label.
    block = [lowest]
    block += [
        n
        for n in above
        if n > lowest and _has_headings(view, n, label_column) and not view.text(n, label_column)
    ]
    labelled = bool(view.text(lowest, label_column))
    for number in reversed([each for each in above if each < lowest]):
        own = _own_labels(view, number, label_column)
        far = block[0] - number > 2 or len(block) >= _MOST_HEAD_ROWS
        if far or own or (labelled and view.text(number, label_column)):
            break
        if not _has_headings(view, number, label_column):
            break
        labelled = labelled or bool(view.text(number, label_column))
        block.insert(0, number)
    return tuple(block)


def _own_labels(view: SheetView, number: int, label_column: int) -> bool:
    """Whether the row speaks of something else than the columns, as "Force: Dorset" does.

    A merged label reaches down to the headings and is theirs.
    """
    for column in range(1, label_column + 1):
        text = view.text(number, column)
        merged = view.merge_at(number, column)
        if text and not is_label_word(text) and not (merged and merged[2] > number):
            return True
    return False


def _has_headings(view: SheetView, number: int, label_column: int) -> bool:
    """Whether the row has texts, and no numbers, where the figures of a table stand."""
    cells = [cell for column, cell in view.rows[number].items() if column > label_column]
    if not any(map(is_number, cells)):
        return bool(cells)
    return _are_years(cells) and (len(cells) > 1 or is_label_word(view.text(number, label_column)))


def _is_head(view: SheetView, number: int, label_column: int, knows: Callable[[str], bool]) -> bool:
    if not _has_headings(view, number, label_column):
        return False
    label = view.text(number, label_column)
    if any(is_about_the_return(view.text(number, column)) for column in range(1, label_column + 1)):
        return is_label_word(label) and _says_headings(view, number, label_column, knows)
    if not label or is_label_word(label):
        return True
    return _says_headings(view, number, label_column, knows)


def _says_headings(view: SheetView, number: int, label_column: int, knows: Callable[[str], bool]) -> bool:
    texts = [heading_text(cell) for column, cell in view.rows[number].items() if column > label_column]
    return any(_is_heading_word(text) or knows(text) for text in texts)


def _is_heading_word(text: str) -> bool:
    named = phase_in(text) is not None or bool(role_of(text))
    return named or is_figure_word(text) or is_total(text) or is_day(text)


def _are_years(cells: list[Cell]) -> bool:
    years = [cell.value for cell in cells if isinstance(cell.value, int)]
    return (
        len(years) == len(cells)
        and all(1990 <= year <= 2100 for year in years)
        and len(set(years)) == len(years)
    )


def _is_body(view: SheetView, number: int, label_column: int, head: tuple[int, ...]) -> bool:
    cells = view.rows[number]
    if not any(column > label_column for column in cells):
        return False
    label = view.text(number, label_column)
    if not label or is_about_the_return(label):
        return False
    # The same headings once more, where the table goes on after a page break.
    again = bool(head) and view.rows[number].keys() == view.rows[head[-1]].keys()
    return not (again and all(view.text(number, each) == view.text(head[-1], each) for each in cells))


def _is_unlabelled(view: SheetView, number: int, label_column: int) -> bool:
    cells = view.rows[number]
    return not view.text(number, label_column) and any(
        is_amount(cell) for column, cell in cells.items() if column > label_column
    )


def _columns(
    view: SheetView, head: tuple[int, ...], filled: list[int], body: list[int], label_column: int
) -> tuple[tuple[Line, ...], dict[str, int], tuple[str, ...]]:
    lines: list[Line] = []
    roles: dict[str, int] = {}
    over_all: dict[str, None] = {}
    for column in filled:
        line, wide = _column(view, head, filled, column, label_column)
        over_all |= dict.fromkeys(wide)
        role = role_of(line.parts[-1]) if line.parts else ""
        if role and role not in roles:
            roles[role] = column
        elif any(is_amount(view.cell(row, column)) for row in body):
            lines.append(line)
    return tuple(lines), roles, tuple(over_all)


def _column(
    view: SheetView, head: tuple[int, ...], filled: list[int], column: int, label_column: int
) -> tuple[Line, list[str]]:
    """The column with the parts of its heading, and the texts over it that stand over all others too."""
    parts: list[str] = []
    wide: list[str] = []
    place: Cell | None = None
    for row in head:
        cell, reach = _heading_over(view, row, column, label_column, is_last=row == head[-1])
        if cell is None or not (text := heading_text(cell)):
            continue
        if len(filled) > 1 and reach[0] <= filled[0] and reach[1] >= filled[-1]:
            wide.append(text)
        elif not parts or parts[-1] != text:
            parts.append(text)
            place = cell
    return Line(column, tuple(parts), place), wide


def _heading_over(
    view: SheetView, row: int, column: int, label_column: int, *, is_last: bool
) -> tuple[Cell | None, tuple[int, int]]:
    """The cell that heads `column` in `row`, and from which to which column it reaches."""
    if merged := view.merge_at(row, column):
        top, left, _, right = merged
        return (view.cell(top, left), (left, right)) if left > label_column else (None, (0, 0))
    if cell := view.cell(row, column):
        return cell, (column, column)
    if is_last:
        return None, (0, 0)
    # Above a group of columns a heading is often centred without merging: it stands for the blanks after it.
    for before in range(column - 1, label_column, -1):
        cell = view.cell(row, before)
        if cell is not None:
            return (cell, (before, column)) if view.merge_at(row, before) is None else (None, (0, 0))
    return None, (0, 0)


def _row(view: SheetView, number: int, label_column: int) -> Line:
    """The row with its label, and before it what a merged cell to its left says of several rows."""
    parts: list[str] = []
    for column in range(1, label_column):
        merged = view.merge_at(number, column)
        if merged and merged[2] > merged[0] and (text := view.text(merged[0], merged[1])):
            parts.append(text)
    label = view.text(number, label_column) if label_column else ""
    return Line(number, (*parts, label) if label else tuple(parts), view.cell(number, label_column))


def _corners(text: str) -> tuple[int, int, int, int]:
    match = _RANGE.fullmatch(text)
    assert match is not None
    return int(match[2]), column_number(match[1]), int(match[4]), column_number(match[3])


def address(row: int, column: int) -> str:
    """The address of a place: row 4, column 2 is "B4"."""
    return f"{column_letters(column)}{row}"
