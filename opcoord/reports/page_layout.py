"""Lays a document's blocks out as slices of a page; the table by force takes whichever form fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from opcoord.reports.blocks import heading, headline_tiles, paragraph, subheading, title_block
from opcoord.reports.charts import chart
from opcoord.reports.composer import Bookmark, Slice
from opcoord.reports.content import ForceTable
from opcoord.reports.document import (
    Block,
    ByForce,
    Chart,
    Document,
    Heading,
    Paragraph,
    Table,
    Tiles,
    TitleBlock,
    Tone,
    force_columns,
)
from opcoord.reports.grid import narrowest, table
from opcoord.reports.pages import SummaryPages
from opcoord.reports.paper import CONTENT_WIDTH, GREY, INK, PT, font

_FORCE_SIZES = (8.5, 8.0, 7.5)
_CODE_SIZES = (*_FORCE_SIZES, 7.0)
_LEAST_LABELS = 90 * PT
_SMALL_SIZE = 8
#: For a table whose numbers would have to be broken at its own size.
_SMALLER_SIZES = (7.5, 7.0, 6.5, 6.0)
_LEFT_OUT = "Left out for want of room on one page: "


def lay_out(document: Document) -> SummaryPages:
    """The finished pages; a document of one page loses its last sections, by name, until it fits."""
    sections = _sections(document.blocks)
    pages = _pages(document, sections)
    left_out: list[str] = []
    while document.one_page and pages.page_count > 1 and len(sections) > 1:
        last = sections.pop()
        left_out.insert(0, last[0].words.lower() if isinstance(last[0], Heading) else "")
        note = Paragraph(_LEFT_OUT + "; ".join(left_out) + ".", Tone.SMALL)
        pages = _pages(document, [*sections, [note]])
    return pages


def _sections(blocks: Sequence[Block]) -> list[list[Block]]:
    sections: list[list[Block]] = [[]]
    for each in blocks:
        if isinstance(each, Heading) and each.level == 1:
            sections.append([])
        sections[-1].append(each)
    return [each for each in sections if each]


def _pages(document: Document, sections: Sequence[Sequence[Block]]) -> SummaryPages:
    slices = [strip for section in sections for block in section for strip in block_slices(block)]
    return SummaryPages(document.page, slices)


def block_slices(block: Block) -> list[Slice]:
    """One block as strips of a page."""
    return _SLICES[type(block)](block)


def _title(block: TitleBlock) -> list[Slice]:
    return title_block(block.title, block.subtitle, block.facts)


def _heading(block: Heading) -> list[Slice]:
    if block.level == 1:
        return heading(block.words, block.explained)
    first, *others = subheading(block.words)
    slices = [replace(first, bookmark=Bookmark(block.words, block.level)), *others]
    if block.explained:
        slices += paragraph(block.explained, font(_SMALL_SIZE), GREY, gap=PT, keep=True)
    return slices


def _paragraph(block: Paragraph) -> list[Slice]:
    if block.tone is Tone.STRONG:
        return paragraph(block.words, font(9, bold=True), gap=6 * PT, keep=block.kept, target=block.target)
    if block.tone is Tone.SMALL:
        return paragraph(block.words, font(_SMALL_SIZE), GREY, keep=block.kept, target=block.target)
    return paragraph(block.words, colour=INK, keep=block.kept, target=block.target)


def _tiles(block: Tiles) -> list[Slice]:
    return headline_tiles(block.headlines)


def _chart(block: Chart) -> list[Slice]:
    return [chart(block.data, block.low)]


def _table(block: Table) -> list[Slice]:
    sizes = (block.points, *(each for each in _SMALLER_SIZES if each < block.points))
    fitting = (each for each in sizes if narrowest(block.columns, block.rows, each) <= CONTENT_WIDTH)
    slices = table(block.columns, block.rows, next(fitting, sizes[-1]))
    if block.key and slices:
        slices[-1] = replace(slices[-1], keep_with_next=True)
    return slices


def _by_force(block: ByForce) -> list[Slice]:
    """In one piece, smaller, or with its forces in several tables."""
    results = block.results
    layout = _force_layout(results)
    slices: list[Slice] = []
    for first, last in layout.pieces:
        if len(layout.pieces) > 1:
            slices += subheading(f"Forces {first + 1} to {last} of {len(results.forces)}")
        slices += table(*force_columns(results, layout.heads, first, last), layout.points)
    key = [*results.key, *(results.code_key if layout.heads is results.codes else ())]
    if key:
        # The key belongs on the page of the last row.
        slices[-1] = replace(slices[-1], keep_with_next=True)
        slices += paragraph("; ".join(key), font(_SMALL_SIZE), GREY)
    return slices


@dataclass(frozen=True)
class _ForceLayout:
    """Which forces stand in which table (first, one past the last), how they are headed, and the font size."""

    pieces: list[tuple[int, int]]
    heads: tuple[str, ...]
    points: float


def _force_layout(results: ForceTable) -> _ForceLayout:
    """One table with names, then smaller, then headed by codes; only then several tables."""
    count = len(results.forces)
    layout = _ForceLayout([(0, count)], results.codes, _CODE_SIZES[-1])
    for tables in range(1, max(count, 1) + 1):
        size = -(-count // tables)
        pieces = [(first, min(first + size, count)) for first in range(0, count, size)] if count else [(0, 0)]
        for heads, sizes in ((results.forces, _FORCE_SIZES), (results.codes, _CODE_SIZES)):
            for points in sizes:
                layout = _ForceLayout(pieces, heads, points)
                if all(_fits(results, layout, *piece) for piece in pieces):
                    return layout
    return layout


def _fits(results: ForceTable, layout: _ForceLayout, first: int, last: int) -> bool:
    columns, rows = force_columns(results, layout.heads, first, last)
    return narrowest(columns, rows, layout.points, _LEAST_LABELS) <= CONTENT_WIDTH


_SLICES: dict[type, Callable[[Any], list[Slice]]] = {
    TitleBlock: _title,
    Heading: _heading,
    Paragraph: _paragraph,
    Tiles: _tiles,
    Chart: _chart,
    Table: _table,
    ByForce: _by_force,
}
