"""The plain parts of a page: headings, paragraphs, the title block and the large totals, as slices."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from opcoord.reports.composer import Bookmark, Link, Slice
from opcoord.reports.content import Fact, Headline, Target
from opcoord.reports.paper import (
    ACCENT,
    CONTENT_WIDTH,
    GREY,
    INK,
    PT,
    RULE,
    Text,
    elided,
    font,
    text_width,
)

_LONG_TITLE = 90
_TILE_GAP = 12 * PT
_TILE_INSET = 7 * PT
_COLUMN_GAP = 18 * PT
_WIDEST_HALF = 0.6
_FACTS_GAP = 9 * PT
#: So many facts stand below each other; and a fact of more lines than this in half the width stands alone.
_FEW_FACTS, _TOWER = 4, 3


def rule(
    painter: QPainter, x: float, y: float, width: float, colour: QColor = RULE, points: float = 0.5
) -> None:
    """A thin horizontal line."""
    painter.setPen(QPen(colour, points * PT))
    painter.drawLine(QPointF(x, y), QPointF(x + width, y))


def title_block(title: str, subtitle: str, facts: Iterable[Fact]) -> list[Slice]:
    """Operation, phase and what is to be known about them, one fact a row."""
    slices = paragraph(title, font(11, bold=True), GREY, keep=True)
    # A little smaller rather than a last word alone on a second line.
    on_one_line = (
        size for size in (18, 16.5, 15) if text_width(subtitle, font(size, bold=True)) <= CONTENT_WIDTH
    )
    size = next(on_one_line, 18 if len(subtitle) <= _LONG_TITLE else 13)
    slices += paragraph(subtitle, font(size, bold=True), ACCENT, gap=2 * PT, keep=True)
    return slices + _facts(list(facts))


def _facts(facts: Sequence[Fact]) -> list[Slice]:
    """In two columns read down, which are one strip; one below the other where a long one would make a tower."""
    indent = max((text_width(each.name, font(9)) for each in facts), default=0.0) + 12 * PT
    parting, width = _parting([text_width(each.text, font(9)) + PT for each in facts], indent)
    left = [_FactLine(each, indent, width) for each in facts[:parting]]
    right = [_FactLine(each, indent, CONTENT_WIDTH - _COLUMN_GAP - width) for each in facts[parting:]]
    if len(facts) < _FEW_FACTS or any(len(each.text.line_heights) > _TOWER for each in (*left, *right)):
        wide = [_FactLine(each, indent, CONTENT_WIDTH) for each in facts]
        return [
            Slice(each.height, each.paint, gap=_FACTS_GAP if index == 0 else 0.0)
            for index, each in enumerate(wide)
        ]

    def paint(painter: QPainter, x: float, y: float) -> None:
        for column, place in ((left, x), (right, x + CONTENT_WIDTH - right[0].width)):
            top = y
            for each in column:
                each.paint(painter, place, top)
                top += each.height

    height = max(sum(each.height for each in column) for column in (left, right))
    return [Slice(height, paint, gap=_FACTS_GAP)]


def _parting(texts: Sequence[float], indent: float) -> tuple[int, float]:
    """How many facts stand in the left column and how wide it is, so that both columns take the fewest lines."""
    room = CONTENT_WIDTH - _COLUMN_GAP
    best = ((math.inf, math.inf), 0, room / 2)
    for parting in range(1, len(texts)):
        left, right = (indent + max(part) for part in (texts[:parting], texts[parting:]))
        for share in (left / (left + right), left / room, 1 - right / room):
            width = room * min(max(share, 1 - _WIDEST_HALF), _WIDEST_HALF)
            lines = [
                sum(math.ceil(each / (wide - indent)) for each in part)
                for part, wide in ((texts[:parting], width), (texts[parting:], room - width))
            ]
            best = min(best, ((max(lines), sum(lines)), parting, width))
    return best[1], best[2]


class _FactLine:
    """A fact's name with its text beside it."""

    def __init__(self, fact: Fact, indent: float, width: float) -> None:
        self._indent = indent
        self.width = width
        self._name = Text(fact.name, font(9), indent - 6 * PT, GREY)
        self.text = Text(fact.text, font(9), width - indent)
        self.height = max(self._name.height, self.text.height) + 2.5 * PT

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Draw both with their top at `y`."""
        self._name.paint(painter, x, y)
        self.text.paint(painter, x + self._indent, y)


def heading(words: str, explained: str = "") -> list[Slice]:
    """A section's heading with a rule above and, smaller, what the section holds; stays with what follows."""
    text = Text(words, font(13, bold=True), CONTENT_WIDTH, ACCENT)
    top = 5 * PT

    def paint(painter: QPainter, x: float, y: float) -> None:
        rule(painter, x, y, CONTENT_WIDTH, ACCENT, 1.0)
        text.paint(painter, x, y + top)

    slices = [
        Slice(text.height + top + 3 * PT, paint, gap=18 * PT, keep_with_next=True, bookmark=Bookmark(words))
    ]
    if explained:
        slices += paragraph(explained, font(8.5), GREY, keep=True)
        slices.append(Slice(3 * PT, lambda painter, x, y: None, keep_with_next=True))
    return slices


def subheading(words: str) -> list[Slice]:
    """A heading inside a section."""
    return paragraph(words, font(9.5, bold=True), INK, gap=9 * PT, keep=True)


def paragraph(
    words: str,
    used: QFont | None = None,
    colour: QColor = INK,
    gap: float = 4 * PT,
    keep: bool = False,
    indent: float = 0.0,
    target: Target | None = None,
) -> list[Slice]:
    """Text, a slice a line; the first two lines stay together, and the last two. `keep` holds on to what follows."""
    text = Text(words, used or font(9), CONTENT_WIDTH - indent, colour)
    last = len(text.line_heights) - 1
    link = None if target is None else Link(target, words)

    def line(index: int) -> Slice:
        def paint(painter: QPainter, x: float, y: float) -> None:
            text.paint_line(painter, index, x + indent, y)

        together = index < last and index in {0, last - 1}
        return Slice(
            text.line_heights[index],
            paint,
            gap=gap if index == 0 else 0.0,
            keep_with_next=together or keep,
            links=() if link is None else ((QRectF(indent, 0, text.width, text.line_heights[index]), link),),
        )

    return [line(index) for index in range(last + 1)]


def headline_tiles(headlines: Sequence[Headline]) -> list[Slice]:
    """The large totals side by side: amount, what it counts, its completeness and its change on last phase."""
    count = max(len(headlines), 1)
    width = (CONTENT_WIDTH - (count - 1) * _TILE_GAP) / count
    used = _fitting([each.amount for each in headlines], width - _TILE_INSET)
    qualified = any(each.qualifier for each in headlines)
    tiles = [_Tile(each, width, used, qualified) for each in headlines]
    height = max(tile.height for tile in tiles)

    def paint(painter: QPainter, x: float, y: float) -> None:
        for index, tile in enumerate(tiles):
            tile.paint(painter, x + index * (width + _TILE_GAP), y, height)

    links = tuple(
        (QRectF(index * (width + _TILE_GAP), 0, width, height), Link(each.target, _said(each)))
        for index, each in enumerate(headlines)
        if each.target is not None
    )
    return [Slice(height, paint, gap=4 * PT, links=links)]


def _said(headline: Headline) -> str:
    amount = f"{headline.qualifier} {headline.amount}".strip()
    return f"{headline.label}: {amount}, {headline.completeness}"


class _Tile:
    """One large total, read from its qualifier down; all tiles' amounts stand on one line."""

    def __init__(self, headline: Headline, width: float, used: QFont, qualified: bool) -> None:
        inner = width - _TILE_INSET
        small = font(8)
        completeness = headline.completeness + (", provisional" if headline.provisional else "")
        above = [Text(headline.qualifier or " ", font(9), inner, GREY)] if qualified else []
        self._texts = [
            *above,
            Text(headline.amount, used, inner, ACCENT),
            Text(headline.label, font(9, bold=True), inner),
            *(Text(each, small, inner, GREY) for each in (completeness, headline.change) if each),
        ]
        self.height = sum(each.height + 1.5 * PT for each in self._texts)

    def paint(self, painter: QPainter, x: float, y: float, height: float) -> None:
        """Draw the tile with a bar of `height` at its left."""
        painter.fillRect(QRectF(x, y, 2 * PT, height), ACCENT)
        for each in self._texts:
            each.paint(painter, x + _TILE_INSET, y)
            y += each.height + 1.5 * PT


def _fitting(amounts: Sequence[str], width: float) -> QFont:
    """The largest font in which every amount stands on one line: totals side by side are of one size."""
    fonts = [font(size, bold=True) for size in (22, 20, 18, 16, 14, 12, 10, 8)]
    return next(
        (used for used in fonts if max(text_width(each, used) for each in amounts) <= width), fonts[-1]
    )


def one_line(words: str, used: QFont, width: float, colour: QColor = GREY) -> Text:
    """Text that must not take more than one line."""
    return Text(elided(words, used, width), used, width, colour)
