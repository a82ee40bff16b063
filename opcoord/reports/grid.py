"""Tables on paper: numbers right-aligned, rows whole, the head on every page."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter

from opcoord.reports.blocks import rule
from opcoord.reports.composer import Link, Slice
from opcoord.reports.document import NO_BREAK, Column, Row
from opcoord.reports.paper import ACCENT, CONTENT_WIDTH, GREY, INK, PT, Align, Text, font
from opcoord.reports.table_measure import INDENT, SIDE, Measured, shown


def table(columns: Sequence[Column], rows: Sequence[Row], points: float = 8.5) -> list[Slice]:
    """The table at a font size, as wide as the page's content."""
    return drawn(Measured(columns, rows), points)


def drawn(measured: Measured, points: float) -> list[Slice]:
    """The same of a table that is measured already."""
    return _Table(measured, points).slices()


class _Table:
    def __init__(self, measured: Measured, points: float) -> None:
        self._measured = measured
        self._columns = measured.columns
        self._rows = measured.rows
        self._font = font(points)
        self._bold = font(points, bold=True)
        self._points = points
        self._line = max(Text("0", used, CONTENT_WIDTH).height for used in (self._font, self._bold))
        self._gutter = measured.gutter(points)
        self._widths = measured.widths(points)
        self._inner = [width - measured.around(index, points) for index, width in enumerate(self._widths)]

    def slices(self) -> list[Slice]:
        """The rows, sharing one head."""
        head = self._head()
        fitting = iter(self._measured.on_one_line(self._points, self._widths))
        made = [
            self._group(row, head) if row.group else self._row(row, next(fitting), head) for row in self._rows
        ]
        # No row is left alone below a heading, nor at the top of a page; a group's name is no row.
        full = [index for index, row in enumerate(self._rows) if not row.group]
        together = {*range(*full[:2]), *range(*full[-2:])} if len(full) > 1 else set()
        return [
            replace(each, keep_with_next=each.keep_with_next or index in together)
            for index, each in enumerate(made)
        ]

    def _used(self, row: Row, index: int) -> QFont:
        return self._bold if row.group or index in row.bold else self._font

    def _head(self) -> Slice:
        cells = [
            Text(column.title, self._bold, self._inner[index], INK, _align(column))
            for index, column in enumerate(self._columns)
        ]
        height = max(cell.height for cell in cells)

        def paint(painter: QPainter, x: float, y: float) -> None:
            left = x
            for index, (cell, width) in enumerate(zip(cells, self._widths, strict=True)):
                cell.paint(
                    painter, left + SIDE + self._measured.before(index), y + 3 * PT + height - cell.height
                )
                left += width
            rule(painter, x, y + height + 6 * PT, sum(self._widths), ACCENT, 1.0)

        return Slice(height + 7 * PT, paint)

    def _row(self, row: Row, fitting: Sequence[bool], head: Slice) -> Slice:
        cells = []
        for index, column in enumerate(self._columns):
            words, mark = shown(column, row.cells[index])
            indent = row.depth * INDENT if index == 0 else 0.0
            colour = GREY if column.grey or (index == 0 and row.depth) else INK
            width = self._inner[index]
            used, known = self._used(row, index), self._line if fitting[index] and "\n" not in words else 0.0
            text = Text(words, used, width - indent, colour, _align(column), known)
            provisional = (
                Text(mark, self._font, self._gutter + PT, GREY, line_height=self._line) if mark else None
            )
            cells.append((text, provisional, indent + self._measured.before(index), width))
        height = max(text.height for text, *_ in cells)

        def paint(painter: QPainter, x: float, y: float) -> None:
            left = x
            for (text, provisional, indent, inner), width in zip(cells, self._widths, strict=True):
                text.paint(painter, left + SIDE + indent, y + 2.5 * PT)
                if provisional is not None:
                    last = text.height - text.line_heights[-1]
                    provisional.paint(painter, left + SIDE + inner, y + 2.5 * PT + last)
                left += width
            rule(painter, x, y + height + 4.5 * PT, sum(self._widths), points=0.35)

        return Slice(height + 5 * PT, paint, head=head, links=self._links(row, height + 5 * PT))

    def _links(self, row: Row, height: float) -> tuple[tuple[QRectF, Link], ...]:
        lefts = itertools.accumulate(self._widths, initial=0.0)
        return tuple(
            (QRectF(left, 0, width, height), Link(target, self._said(row, index)))
            for index, (left, width, target) in enumerate(zip(lefts, self._widths, row.targets, strict=False))
            if target is not None
        )

    def _said(self, row: Row, index: int) -> str:
        """A cell in words: "Arrests, Dorset: 37"."""
        cell = row.cells[index].replace("\n", ", ")
        said = f"{row.cells[0]}, {self._columns[index].title}: {cell}" if index else cell
        return " ".join(said.replace(NO_BREAK, " ").split())

    def _group(self, row: Row, head: Slice) -> Slice:
        text = Text(row.cells[0], self._bold, CONTENT_WIDTH - 2 * SIDE, ACCENT)

        def paint(painter: QPainter, x: float, y: float) -> None:
            text.paint(painter, x + SIDE, y + 6 * PT)
            rule(painter, x, y + text.height + 8 * PT, CONTENT_WIDTH, points=0.35)

        return Slice(text.height + 8.5 * PT, paint, keep_with_next=True, head=head)


def _align(column: Column) -> Align:
    return Align.RIGHT if column.number else Align.LEFT
