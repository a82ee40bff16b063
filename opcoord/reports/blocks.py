"""The plain parts of a page: headings, paragraphs, the title block and the large totals, as slices."""

from __future__ import annotations

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


def rule(
    painter: QPainter, x: float, y: float, width: float, colour: QColor = RULE, points: float = 0.5
) -> None:
    """A thin horizontal line."""
    painter.setPen(QPen(colour, points * PT))
    painter.drawLine(QPointF(x, y), QPointF(x + width, y))


def title_block(title: str, subtitle: str, facts: Iterable[Fact]) -> list[Slice]:
    """Operation, phase and what is to be known about them, one fact a row."""
    slices = paragraph(title, font(11, bold=True), GREY, keep=True)
    size = 18 if len(subtitle) <= _LONG_TITLE else 13
    slices += paragraph(subtitle, font(size, bold=True), ACCENT, gap=2 * PT, keep=True)
    for index, fact in enumerate(facts):
        slices.append(_fact(fact, gap=9 * PT if index == 0 else 2.5 * PT))
    return slices


def _fact(fact: Fact, gap: float) -> Slice:
    indent = 82 * PT
    name = Text(fact.name, font(9), indent - 6 * PT, GREY)
    text = Text(fact.text, font(9), CONTENT_WIDTH - indent)

    def paint(painter: QPainter, x: float, y: float) -> None:
        name.paint(painter, x, y)
        text.paint(painter, x + indent, y)

    return Slice(max(name.height, text.height), paint, gap=gap)


def heading(words: str, explained: str = "") -> list[Slice]:
    """A section's heading with a rule above and, smaller, what the section holds; stays with what follows."""
    text = Text(words, font(13, bold=True), CONTENT_WIDTH, ACCENT)
    top = 5 * PT

    def paint(painter: QPainter, x: float, y: float) -> None:
        rule(painter, x, y, CONTENT_WIDTH, ACCENT, 1.0)
        text.paint(painter, x, y + top)

    slices = [
        Slice(text.height + top + 3 * PT, paint, gap=20 * PT, keep_with_next=True, bookmark=Bookmark(words))
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
    """The large totals side by side, each with its completeness and its change on last phase."""
    count = max(len(headlines), 1)
    width = (CONTENT_WIDTH - (count - 1) * _TILE_GAP) / count
    used = _fitting([each.amount for each in headlines], width - _TILE_INSET)
    tiles = [_Tile(each, width, used) for each in headlines]
    number_top = max(tile.label.height + tile.qualifier.height for tile in tiles)
    height = max(number_top + tile.below for tile in tiles)

    def paint(painter: QPainter, x: float, y: float) -> None:
        for index, tile in enumerate(tiles):
            tile.paint(painter, x + index * (width + _TILE_GAP), y, height, number_top)

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
    """One large total; all tiles' numbers stand on one line however long their labels are."""

    def __init__(self, headline: Headline, width: float, used: QFont) -> None:
        inner = width - _TILE_INSET
        small = font(8)
        self.label = Text(headline.label, font(9, bold=True), inner)
        self.qualifier = Text(headline.qualifier or " ", small, inner, GREY)
        self.amount = Text(headline.amount, used, inner, ACCENT)
        completeness = headline.completeness + (", provisional" if headline.provisional else "")
        self._notes = [Text(each, small, inner, GREY) for each in (completeness, headline.change) if each]
        self.below = self.amount.height + sum(note.height + 1.5 * PT for note in self._notes)

    def paint(self, painter: QPainter, x: float, y: float, height: float, number_top: float) -> None:
        """Draw the tile with its number at `number_top`."""
        painter.fillRect(QRectF(x, y, 2 * PT, height), ACCENT)
        x += _TILE_INSET
        self.label.paint(painter, x, y)
        self.qualifier.paint(painter, x, y + number_top - self.qualifier.height)
        y += number_top
        self.amount.paint(painter, x, y)
        y += self.amount.height
        for note in self._notes:
            y += 1.5 * PT
            note.paint(painter, x, y)
            y += note.height


def _fitting(amounts: Sequence[str], width: float) -> QFont:
    """The largest font in which every amount stands on one line: totals side by side are of one size."""
    fonts = [font(size, bold=True) for size in (22, 20, 18, 16, 14, 12, 10, 8)]
    return next(
        (used for used in fonts if max(text_width(each, used) for each in amounts) <= width), fonts[-1]
    )


def one_line(words: str, used: QFont, width: float, colour: QColor = GREY) -> Text:
    """Text that must not take more than one line."""
    return Text(elided(words, used, width), used, width, colour)
