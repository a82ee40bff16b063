"""Tables as lines of text: numbers right, words wrapped, columns that find no room in further tables below."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from opcoord.reports.document import NO_BREAK, Column, Row

_GAP = "  "
_NARROWEST = 6
#: No word shorter than this is broken.
_LONGEST_WORD = 30
_LEAST_LABEL = 16
_INDENT = "  "


def table_text(columns: Sequence[Column], rows: Sequence[Row], width: int) -> list[str]:
    """The table as lines of at most `width` characters."""
    lines: list[str] = []
    for chosen in _pieces(columns, rows, width):
        if lines:
            lines.append("")
        # Further tables hold only rows that say something there.
        held = _saying(rows, chosen) if lines else rows
        if held:
            lines += _piece(columns, held, chosen, width)
    return lines


def plain(text: str) -> str:
    """The text without spaces that only paper knows."""
    return text.replace(NO_BREAK, " ")


def _pieces(columns: Sequence[Column], rows: Sequence[Row], width: int) -> list[list[int]]:
    """Which columns stand together; the first stands in every table, since it names the rows."""
    pieces: list[list[int]] = []
    piece = [0]
    room = width - min(_longest(columns, rows, 0), _LEAST_LABEL)
    left = room
    for index in range(1, len(columns)):
        needed = _least(columns, rows, index) + len(_GAP)
        if needed > left and len(piece) > 1:
            pieces.append(piece)
            piece, left = [0], room
        piece.append(index)
        left -= needed
    return [*pieces, piece]


def _saying(rows: Sequence[Row], chosen: list[int]) -> list[Row]:
    """The rows with a word beside their label, and the groups that hold such rows."""
    held: list[Row] = []
    group: Row | None = None
    for row in rows:
        if row.group:
            group = row
        elif any(row.cells[index] for index in chosen[1:]):
            held += [group, row] if group is not None else [row]
            group = None
    return held


def _piece(columns: Sequence[Column], rows: Sequence[Row], chosen: list[int], width: int) -> list[str]:
    widths = _widths(columns, rows, chosen, width)
    head = _lines([columns[index].title for index in chosen], columns, chosen, widths)
    lines = [*head, _GAP.join("-" * each for each in widths)]
    for row in rows:
        if row.group:
            lines += ["", *textwrap.wrap(plain(row.cells[0]), width)]
            continue
        first = _INDENT * row.depth + row.cells[0]
        cells = [first, *(row.cells[index] for index in chosen[1:])]
        lines += _lines(cells, columns, chosen, widths)
    return lines


def _widths(columns: Sequence[Column], rows: Sequence[Row], chosen: list[int], width: int) -> list[int]:
    """As wide as the contents, and where these do not fit, words share what numbers leave."""
    wanted = [_longest(columns, rows, index) for index in chosen]
    least = [
        min(wanted[place], _LEAST_LABEL if place == 0 else _least(columns, rows, index))
        for place, index in enumerate(chosen)
    ]
    widths = least[:]
    spare = width - sum(widths) - len(_GAP) * (len(chosen) - 1)
    while spare > 0 and widths != wanted:
        # A character at a time to the column that lacks most: a long text does not starve its neighbours.
        place = max(range(len(widths)), key=lambda each: (wanted[each] - widths[each]) / widths[each])
        widths[place] += 1
        spare -= 1
    return widths


def _longest(columns: Sequence[Column], rows: Sequence[Row], index: int) -> int:
    texts = [columns[index].title] if columns[index].number is False else _words(columns[index].title)
    for row in rows:
        if not row.group:
            indent = _INDENT * row.depth if index == 0 else ""
            texts += [indent + line for line in row.cells[index].split("\n")]
    return max(map(len, texts), default=1) or 1


def _least(columns: Sequence[Column], rows: Sequence[Row], index: int) -> int:
    if columns[index].number:
        return _longest(columns, rows, index)
    words = [word for row in rows if not row.group for word in _words(row.cells[index])] + _words(
        columns[index].title
    )
    longest = max(map(len, words), default=1)
    return min(max(longest, _NARROWEST), _LONGEST_WORD)


def _words(text: str) -> list[str]:
    return text.split(" ")


def _lines(
    cells: Sequence[str], columns: Sequence[Column], chosen: list[int], widths: Sequence[int]
) -> list[str]:
    """One row of cells, as many lines as its longest cell needs."""
    wrapped = [_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    lines = []
    for number in range(max(map(len, wrapped))):
        parts = [
            (each[number] if number < len(each) else "").rjust(width)
            if columns[index].number
            else (each[number] if number < len(each) else "").ljust(width)
            for each, index, width in zip(wrapped, chosen, widths, strict=True)
        ]
        lines.append(plain(_GAP.join(parts)).rstrip())
    return lines


def _wrapped(cell: str, width: int) -> list[str]:
    lines: list[str] = []
    for line in cell.split("\n"):
        indent = line[: len(line) - len(line.lstrip(" "))]
        found = textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False)
        lines += found or [""]
    return lines
