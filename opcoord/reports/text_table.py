"""Tables as lines of text, to be heard as well as seen: a row is one line, and where words find no room, a list.

A screen reader says line after line, so that a cell broken into two lines would be torn by its neighbours.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from opcoord.reports.document import NO_BREAK, Column, Row

_GAP = "  "
#: A label longer than this is broken before its numbers are put into further tables.
_LABEL = 34
_LEAST_LABEL = 16
_SHORT_TITLE = 8
_INDENT = "  "


def table_text(columns: Sequence[Column], rows: Sequence[Row], width: int, together: int = 1) -> list[str]:
    """The table as lines of at most `width` characters; where it is parted, so many columns stay `together`."""
    rows = [_flat(row) for row in rows]
    columns = [Column(plain(each.title), each.number) for each in columns]
    if any(_is_wordy(columns, rows, index, width) for index in range(1, len(columns))):
        return _list(columns, rows, width)
    lines: list[str] = []
    pieces = _pieces(columns, rows, width, together)
    if any(_numbers_wide(columns, rows, chosen) > width - _LEAST_LABEL for chosen in pieces):
        return _list(columns, rows, width)
    for chosen in pieces:
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


def _flat(row: Row) -> Row:
    """What paper writes below a number or a name ("2 of 5", "March 2022") stands after it."""
    cells = (", ".join(part for part in plain(cell).splitlines() if part) for cell in row.cells)
    return Row(tuple(cells), row.group, row.depth, row.bold)


def _is_wordy(columns: Sequence[Column], rows: Sequence[Row], index: int, width: int) -> bool:
    """Whether the column holds words that do not fit on one line beside the others."""
    if columns[index].number:
        return False
    longest = [_longest(columns, rows, each) for each in range(len(columns))]
    longest[0] = min(longest[0], _LABEL)
    return sum(longest) + len(_GAP) * (len(columns) - 1) > width


def _list(columns: Sequence[Column], rows: Sequence[Row], width: int) -> list[str]:
    """The first cell of each row, and below it the others, each with its column's title."""
    lines: list[str] = []
    # Short answers stand line below line; where one takes several lines, all stand apart.
    apart = len(columns) > 2 or any(len(": ".join(row.cells)) > width for row in rows)
    for row in rows:
        first, *others = row.cells
        if row.group:
            lines += [*([""] if lines else []), *textwrap.wrap(first.upper(), width)]
            continue
        if first.isdigit():
            # A bare number says nothing without its column's title.
            first = f"{columns[0].title} {first}".strip()
        named = [
            f"{column.title}: {cell}" if column.title else cell
            for column, cell in zip(columns[1:], others, strict=True)
            if cell
        ]
        if lines and apart:
            lines.append("")
        if len(columns) == 2:
            # One answer to one word needs no lines of its own.
            lines += _wrapped(": ".join(part for part in (first, *others) if part), width, "", _INDENT)
            continue
        lines += _wrapped(first, width, "", _INDENT)
        for each in named:
            lines += _wrapped(each, width, _INDENT, _INDENT * 2)
    return lines


def _wrapped(text: str, width: int, first: str, others: str) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=others, break_on_hyphens=False)


def _pieces(columns: Sequence[Column], rows: Sequence[Row], width: int, together: int) -> list[list[int]]:
    """Which columns stand together; the first stands in every table, since it names the rows."""
    pieces: list[list[int]] = []
    piece = [0]
    room = width - min(_longest(columns, rows, 0), _LABEL)
    left = room
    for start in range(1, len(columns), together):
        group = range(start, min(start + together, len(columns)))
        needed = _numbers_wide(columns, rows, [0, *group])
        if needed > left and len(piece) > 1:
            pieces.append(piece)
            piece, left = [0], room
        piece += group
        left -= needed
    return [*pieces, piece]


def _numbers_wide(columns: Sequence[Column], rows: Sequence[Row], chosen: list[int]) -> int:
    return sum(_longest(columns, rows, index) + len(_GAP) for index in chosen[1:])


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
    widths = [_longest(columns, rows, index) for index in chosen]
    spare = width - sum(widths[1:]) - len(_GAP) * (len(chosen) - 1)
    widths[0] = min(widths[0], spare)
    titles = [textwrap.wrap(columns[index].title, size) for index, size in zip(chosen, widths, strict=True)]
    lines = []
    for number in reversed(range(max(map(len, titles)))):
        # Titles end on the line above their column.
        parts = [each[-number - 1] if number < len(each) else "" for each in titles]
        lines.append(_line(parts, columns, chosen, widths))
    lines.append(_GAP.join("-" * each for each in widths))
    for row in rows:
        if row.group:
            lines += ["", *textwrap.wrap(row.cells[0], width)]
            continue
        indent = _INDENT * row.depth
        *above, last = _wrapped(indent + row.cells[0], widths[0], "", indent + _INDENT) or [""]
        # The numbers follow the label's last word.
        lines += above
        lines.append(_line([last, *(row.cells[index] for index in chosen[1:])], columns, chosen, widths))
    return lines


def _line(parts: Sequence[str], columns: Sequence[Column], chosen: list[int], widths: Sequence[int]) -> str:
    cells = (
        part.rjust(width) if columns[index].number else part.ljust(width)
        for part, index, width in zip(parts, chosen, widths, strict=True)
    )
    return _GAP.join(cells).rstrip()


def _longest(columns: Sequence[Column], rows: Sequence[Row], index: int) -> int:
    """The longest cell of a column; its title may be broken between words, but for a short one such as "To date"."""
    title = columns[index].title
    texts = [title] if len(title) <= _SHORT_TITLE else title.split(" ")
    for row in rows:
        if not row.group:
            texts.append((_INDENT * row.depth if index == 0 else "") + row.cells[index])
    return max(map(len, texts), default=1) or 1
