"""A table measured once: how wide its columns must be at any font size, all together or only some of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from opcoord.reports.column_widths import share
from opcoord.reports.document import Column, Row, unbroken
from opcoord.reports.paper import CONTENT_WIDTH, PT, font, text_width, word_width

SIDE = 4 * PT
INDENT = 9 * PT
PROVISIONAL = " p"
_GRAMS = " g"
_APART = 14 * PT
_HEAD_SHARE = 0.55
#: Words that got less for the sake of whole numbers would become towers.
_ROOM_FOR_WORDS = 90 * PT
_LONGEST_WORD = 130 * PT
#: A cell longer than this could not stand on one page; rows are not cut.
_LONGEST_CELL = 1200
#: The size at which is measured; without hinting, letters grow evenly.
_POINTS = 10.0
_ROUNDING = 2.0


class Ease(Enum):
    """How well a table fits: labels and numbers on one line each, the numbers at least, or no word broken."""

    LABELS = 0.5
    NUMBERS = 1.0
    WORDS = math.inf

    @property
    def smaller(self) -> float:
        """By how many points a table may be smaller for the sake of it."""
        return self.value


class Measured:
    """The columns and rows of a table with the width of every cell, on one line and of its longest word.

    `_lines` and `_words` hold the head's cells first and then those of every row that is no group's name.
    """

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        self.columns = tuple(columns)
        self.rows = tuple(_shortened(row) for row in rows)
        self._marked = any(cell.endswith(PROVISIONAL) for row in rows for cell in row.cells)
        bold = font(_POINTS, bold=True)
        plain = font(_POINTS)
        heads = [
            (text_width(each.title, bold), min(word_width(each.title, bold), _LONGEST_WORD))
            for each in columns
        ]
        # A head may wrap, so it asks for little more than its longest word.
        self._lines = [[max(line * _HEAD_SHARE, word) for line, word in heads]]
        self._words = [[word for _, word in heads]]
        for row in self.rows:
            if not row.group:
                used = [bold if index in row.bold else plain for index in range(len(columns))]
                cells = [shown(column, cell)[0] for column, cell in zip(columns, row.cells, strict=True)]
                self._lines.append([text_width(cell, each) for cell, each in zip(cells, used, strict=True)])
                self._words.append([word_width(cell, each) for cell, each in zip(cells, used, strict=True)])
        self._scaled: dict[tuple[bool, float], list[list[float]]] = {}
        self._depths = [0.0, *(row.depth * INDENT for row in self.rows if not row.group)]

    def part(self, indexes: Sequence[int]) -> Measured:
        """The table with these columns alone."""
        made = Measured((), ())
        made.columns = tuple(self.columns[index] for index in indexes)
        made.rows = tuple(_part(row, indexes) for row in self.rows)
        made._marked = self._marked
        made._lines = [[row[index] for index in indexes] for row in self._lines]
        made._words = [[row[index] for index in indexes] for row in self._words]
        made._depths = self._depths
        return made

    def narrowest(self, points: float, ease: Ease, labels: float = 0.0) -> float:
        """The least width at which the table fits so well; the first column has at least `labels`."""
        least = self._least(points, ease)
        first = self._natural(points)[0] if ease is Ease.LABELS else least[0]
        return max(first, labels) + sum(least[1:])

    def widths(self, points: float) -> list[float]:
        """The columns' widths, the page's together; what is not needed goes to those that would wrap."""
        natural = self._natural(points)
        # Where it can be, no number is parted from its qualifier.
        least = self._least(points, Ease.NUMBERS)
        if sum(least) > CONTENT_WIDTH:
            least = self._least(points, Ease.WORDS)
        spare = CONTENT_WIDTH - sum(least)
        if spare <= 0:
            return [each * CONTENT_WIDTH / sum(least) for each in least]
        rest = CONTENT_WIDTH - sum(natural)
        if rest < 0:
            return share(least, self._cells(self._lines, points), spare)
        # A little air between the columns first, then all to the words: numbers stay near each other.
        air = min(rest / len(natural), 10 * PT)
        wordy = [index for index, column in enumerate(self.columns) if not column.number]
        more = (rest - air * len(natural)) / max(len(wordy), 1)
        return [each + air + (more if index in wordy else 0.0) for index, each in enumerate(natural)]

    def on_one_line(self, points: float, widths: Sequence[float]) -> list[list[bool]]:
        """Of every row that is no group's name, which cells stand on one line in columns of these widths."""
        return [
            [each <= width for each, width in zip(row, widths, strict=True)]
            for row in self._cells(self._lines, points)[1:]
        ]

    def before(self, index: int) -> float:
        """Room before words that follow a number, which would otherwise touch it."""
        follows = index > 0 and self.columns[index - 1].number and not self.columns[index].number
        return _APART if follows else 0.0

    def gutter(self, points: float) -> float:
        """Where a "p" occurs, all numbers leave room for it, so that digits stay below digits."""
        return text_width(PROVISIONAL, font(points)) if self._marked else 0.0

    def around(self, index: int, points: float) -> float:
        """What a cell's width has beside its words."""
        number = self.columns[index].number
        return 2 * SIDE + self.before(index) + (self.gutter(points) if number else 0.0)

    def _cells(self, measured: Sequence[Sequence[float]], points: float) -> list[list[float]]:
        key = (measured is self._lines, points)
        if key not in self._scaled:
            scale = points / _POINTS
            around = [self.around(index, points) + _ROUNDING for index in range(len(self.columns))]
            cells = [
                [each * scale + more for each, more in zip(row, around, strict=True)] for row in measured
            ]
            for row, depth in zip(cells, self._depths, strict=True):
                row[0] += depth
            self._scaled[key] = cells
        return self._scaled[key]

    def _natural(self, points: float) -> list[float]:
        return [max(column) for column in zip(*self._cells(self._lines, points), strict=True)]

    def _least(self, points: float, ease: Ease) -> list[float]:
        """A number is never broken; words too long for any column are."""
        longest = [max(column) for column in zip(*self._cells(self._words, points), strict=True)]
        cells = list(zip(*self._cells(self._lines, points), strict=True))
        least = []
        for index, (column, width) in enumerate(zip(self.columns, longest, strict=True)):
            around = self.around(index, points)
            if column.number:
                whole = max(cells[index][1:], default=0.0) if ease is not Ease.WORDS else 0.0
            else:
                width = min(width, around + _LONGEST_WORD)
                whole = min(max(cells[index]), around + _ROOM_FOR_WORDS) if ease is not Ease.WORDS else 0.0
            least.append(max(width, whole))
        return least


def shown(column: Column, text: str) -> tuple[str, str]:
    """A cell's words, of a number without its "p", which stands apart so that digits stay below digits."""
    if not column.number:
        return text, ""
    mark = PROVISIONAL if text.endswith(PROVISIONAL) else ""
    number = text.removesuffix(mark)
    if number.endswith(_GRAMS):
        number = number.removesuffix(_GRAMS) + unbroken(_GRAMS)
    return number, mark


def _part(row: Row, indexes: Sequence[int]) -> Row:
    if row.group:
        return row
    cells = tuple(row.cells[index] for index in indexes)
    bold = frozenset(place for place, index in enumerate(indexes) if index in row.bold)
    targets = tuple(row.targets[index] if index < len(row.targets) else None for index in indexes)
    return Row(cells, depth=row.depth, bold=bold, targets=targets)


def _shortened(row: Row) -> Row:
    if all(len(cell) <= _LONGEST_CELL for cell in row.cells):
        return row
    cells = tuple(
        cell if len(cell) <= _LONGEST_CELL else f"{cell[:_LONGEST_CELL]}… (shortened)" for cell in row.cells
    )
    return replace(row, cells=cells)
