"""Tables: columns sized by their contents, numbers right-aligned, rows whole, the head on every page."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter

from opcoord.reports.blocks import rule
from opcoord.reports.composer import Link, Slice
from opcoord.reports.document import NO_BREAK, Column, Row, unbroken
from opcoord.reports.paper import (
    ACCENT,
    CONTENT_WIDTH,
    GREY,
    INK,
    PT,
    Align,
    Text,
    font,
    text_width,
    word_width,
)

_SIDE = 4 * PT
_INDENT = 9 * PT
_APART = 14 * PT
_HEAD_SHARE = 0.55
_LABELS_SHARE = 0.8
_PROVISIONAL = " p"
_GRAMS = " g"
#: A cell longer than this could not stand on one page; rows are not cut.
_LONGEST_CELL = 1200


def table(columns: Sequence[Column], rows: Sequence[Row], points: float = 8.5) -> list[Slice]:
    """The table at a font size, as wide as the page's content."""
    return _Table(columns, rows, points).slices()


def narrowest(columns: Sequence[Column], rows: Sequence[Row], points: float, labels: float = 0.0) -> float:
    """The least width at which no word has to be broken and the first column has at least `labels`."""
    least = _Table(columns, rows, points).least
    return max(least[0], labels) + sum(least[1:])


class _Table:
    def __init__(self, columns: Sequence[Column], rows: Sequence[Row], points: float) -> None:
        self._columns = columns
        self._rows = [_shortened(row) for row in rows]
        self._font = font(points)
        self._bold = font(points, bold=True)
        marked = any(cell.endswith(_PROVISIONAL) for row in rows for cell in row.cells)
        # Where a "p" occurs, all numbers leave room for it, so that digits stay below digits.
        self._gutter = text_width(_PROVISIONAL, self._font) if marked else 0.0
        self.least = [self._width(index, word_width) for index in range(len(columns))]
        self.natural = [self._width(index, text_width) for index in range(len(columns))]

    def slices(self) -> list[Slice]:
        """The rows, sharing one head."""
        widths = self._widths()
        head = self._head(widths)
        made = [self._row(row, widths, head) for row in self._rows]
        # No row is left alone below a heading, nor at the top of a page.
        together = {0, len(made) - 2} - {len(made) - 1}
        return [
            replace(each, keep_with_next=each.keep_with_next or index in together)
            for index, each in enumerate(made)
        ]

    def _width(self, index: int, measure: Callable[[str, QFont], float]) -> float:
        title = self._columns[index].title
        # A head may wrap, so it asks for little more than its longest word.
        texts = [max(word_width(title, self._bold), measure(title, self._bold) * _HEAD_SHARE)]
        for row in self._rows:
            if not row.group:
                indent = row.depth * _INDENT if index == 0 else 0.0
                texts.append(
                    measure(self._number(index, row.cells[index])[0], self._used(row, index)) + indent
                )
        return (
            max(texts) + 2 * _SIDE + self._before(index) + (self._gutter if self._is_number(index) else 0.0)
        )

    def _widths(self) -> list[float]:
        """Every column at least as wide as its longest word; what is left goes to those that would wrap."""
        least, natural = self.least, self.natural
        spare = CONTENT_WIDTH - sum(least)
        if spare <= 0:
            return [each * CONTENT_WIDTH / sum(least) for each in least]
        wanted = [wide - narrow for wide, narrow in zip(natural, least, strict=True)]
        if sum(wanted) > spare:
            # Labels beside numbers come first: a wrapped label costs every row a line.
            first = (
                min(wanted[0], spare * _LABELS_SHARE) if any(map(self._is_number, range(len(least)))) else 0.0
            )
            rest_wanted = max(sum(wanted) - first, 1.0)
            wanted[0] -= first
            least = [least[0] + first, *least[1:]]
            return [
                narrow + (spare - first) * want / rest_wanted
                for narrow, want in zip(least, wanted, strict=True)
            ]
        rest = spare - sum(wanted)
        # A little air between the columns first, then all to the words: numbers stay near each other.
        air = min(rest / len(natural), 10 * PT)
        wordy = [index for index in range(len(natural)) if not self._is_number(index)]
        share = (rest - air * len(natural)) / len(wordy)
        return [each + air + (share if index in wordy else 0.0) for index, each in enumerate(natural)]

    def _before(self, index: int) -> float:
        """Room before words that follow a number, which would otherwise touch it."""
        follows = index > 0 and self._is_number(index - 1) and not self._is_number(index)
        return _APART if follows else 0.0

    def _is_number(self, index: int) -> bool:
        return self._columns[index].number

    def _used(self, row: Row, index: int) -> QFont:
        return self._bold if row.group or index in row.bold else self._font

    def _number(self, index: int, text: str) -> tuple[str, str]:
        if not self._is_number(index):
            return text, ""
        mark = _PROVISIONAL if text.endswith(_PROVISIONAL) else ""
        number = text.removesuffix(mark)
        if number.endswith(_GRAMS):
            number = number.removesuffix(_GRAMS) + unbroken(_GRAMS)
        return number, mark

    def _head(self, widths: list[float]) -> Slice:
        cells = [
            Text(column.title, self._bold, self._inner(index, widths), INK, _align(column))
            for index, column in enumerate(self._columns)
        ]
        height = max(cell.height for cell in cells)

        def paint(painter: QPainter, x: float, y: float) -> None:
            left = x
            for index, (cell, width) in enumerate(zip(cells, widths, strict=True)):
                cell.paint(painter, left + _SIDE + self._before(index), y + 3 * PT + height - cell.height)
                left += width
            rule(painter, x, y + height + 6 * PT, sum(widths), ACCENT, 1.0)

        return Slice(height + 7 * PT, paint)

    def _inner(self, index: int, widths: list[float]) -> float:
        return (
            widths[index]
            - 2 * _SIDE
            - self._before(index)
            - (self._gutter if self._is_number(index) else 0.0)
        )

    def _row(self, row: Row, widths: list[float], head: Slice) -> Slice:
        if row.group:
            return self._group(row, head)
        cells = []
        for index, column in enumerate(self._columns):
            words, mark = self._number(index, row.cells[index])
            indent = row.depth * _INDENT if index == 0 else 0.0
            colour = GREY if column.grey or (index == 0 and row.depth) else INK
            width = self._inner(index, widths)
            text = Text(words, self._used(row, index), width - indent, colour, _align(column))
            cells.append(
                (text, Text(mark, self._font, self._gutter + PT, GREY), indent + self._before(index), width)
            )
        height = max(text.height for text, *_ in cells)

        def paint(painter: QPainter, x: float, y: float) -> None:
            left = x
            for (text, mark, indent, inner), width in zip(cells, widths, strict=True):
                text.paint(painter, left + _SIDE + indent, y + 2.5 * PT)
                last = text.height - text.line_heights[-1]
                mark.paint(painter, left + _SIDE + inner, y + 2.5 * PT + last)
                left += width
            rule(painter, x, y + height + 4.5 * PT, sum(widths), points=0.35)

        return Slice(height + 5 * PT, paint, head=head, links=self._links(row, widths, height + 5 * PT))

    def _links(self, row: Row, widths: list[float], height: float) -> tuple[tuple[QRectF, Link], ...]:
        lefts = itertools.accumulate(widths, initial=0.0)
        return tuple(
            (QRectF(left, 0, width, height), Link(target, self._said(row, index)))
            for index, (left, width, target) in enumerate(zip(lefts, widths, row.targets, strict=False))
            if target is not None
        )

    def _said(self, row: Row, index: int) -> str:
        """A cell in words: "Arrests, Dorset: 37"."""
        cell = row.cells[index].replace("\n", ", ")
        said = f"{row.cells[0]}, {self._columns[index].title}: {cell}" if index else cell
        return " ".join(said.replace(NO_BREAK, " ").split())

    def _group(self, row: Row, head: Slice) -> Slice:
        text = Text(row.cells[0], self._bold, CONTENT_WIDTH - 2 * _SIDE, ACCENT)

        def paint(painter: QPainter, x: float, y: float) -> None:
            text.paint(painter, x + _SIDE, y + 6 * PT)
            rule(painter, x, y + text.height + 8 * PT, CONTENT_WIDTH, points=0.35)

        return Slice(text.height + 8.5 * PT, paint, keep_with_next=True, head=head)


def _align(column: Column) -> Align:
    return Align.RIGHT if column.number else Align.LEFT


def _shortened(row: Row) -> Row:
    if all(len(cell) <= _LONGEST_CELL for cell in row.cells):
        return row
    cells = tuple(
        cell if len(cell) <= _LONGEST_CELL else f"{cell[:_LONGEST_CELL]}… (shortened)" for cell in row.cells
    )
    return replace(row, cells=cells)
