"""Lays a document's blocks out as slices of a page; the table by force takes whichever form fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from opcoord.reports.absent import has_absent, without_absent
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
from opcoord.reports.grid import drawn
from opcoord.reports.pages import SummaryPages
from opcoord.reports.paper import CONTENT_WIDTH, GREY, INK, PT, font
from opcoord.reports.table_measure import Ease, Measured

_FORCE_SIZES = (8.5, 8.0, 7.5)
_CODE_SIZES = (*_FORCE_SIZES, 7.0)
_LEAST_LABELS = 90 * PT
_SMALL_SIZE = 8
#: For a table whose numbers would have to be broken at its own size; smaller is not read on paper.
_SMALLER_SIZES = (7.5, 7.0)
_BETWEEN = 10 * PT
_LEFT_OUT = "Left out for want of room on one page: "


def lay_out(document: Document) -> SummaryPages:
    """The finished pages; a document of one page leaves out the sections that find no room, and names them."""
    sections = [
        (section, [strip for block in section for strip in block_slices(block)])
        for section in _sections(document.blocks)
    ]
    pages = SummaryPages(document.page, [strip for _, strips in sections for strip in strips])
    if not document.one_page or pages.page_count == 1:
        return pages
    kept, left_out = list(sections[0][1]), [_name(section) for section, _ in sections[1:]]
    for section, strips in sections[1:]:
        # Room is kept for the sentence that names the others.
        others = [name for name in left_out if name != _name(section)]
        tried = SummaryPages(document.page, [*kept, *strips, *_left_out(others)])
        if tried.page_count == 1:
            kept, left_out = [*kept, *strips], others
    return SummaryPages(document.page, [*kept, *_left_out(left_out)])


def _name(section: Sequence[Block]) -> str:
    return section[0].words.lower() if isinstance(section[0], Heading) else ""


def _left_out(names: Sequence[str]) -> list[Slice]:
    words = _LEFT_OUT + "; ".join(names) + "."
    return block_slices(Paragraph(words, Tone.SMALL)) if names else []


def _sections(blocks: Sequence[Block]) -> list[list[Block]]:
    sections: list[list[Block]] = [[]]
    for each in blocks:
        if isinstance(each, Heading) and each.level == 1:
            sections.append([])
        sections[-1].append(each)
    return [each for each in sections if each]


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
        gap = (12 if block.apart else 6) * PT
        return paragraph(block.words, font(9, bold=True), gap=gap, keep=block.kept, target=block.target)
    if block.tone is Tone.SMALL:
        return paragraph(block.words, font(_SMALL_SIZE), GREY, keep=block.kept, target=block.target)
    gap = (14 if block.apart else 4) * PT
    return paragraph(block.words, colour=INK, gap=gap, keep=block.kept, target=block.target)


def _tiles(block: Tiles) -> list[Slice]:
    return headline_tiles(block.headlines)


def _chart(block: Chart) -> list[Slice]:
    return [chart(block.data, block.low)]


def _table(block: Table) -> list[Slice]:
    """In one piece if it can be, else with its columns in several tables, each with the first one."""
    sizes = (block.points, *(each for each in _SMALLER_SIZES if each < block.points))
    whole = Measured(block.columns, block.rows)
    others = range(1, len(block.columns))
    groups = max(-(-len(others) // block.together), 1)
    pieces, points = [whole], sizes[-1]
    for tables in range(1, groups + 1):
        size = -(-groups // tables) * block.together
        pieces = [whole.part([0, *others[start : start + size]]) for start in range(0, len(others), size)]
        found = _points(pieces or [whole], sizes)
        if found is not None:
            points = found
            break
    slices: list[Slice] = []
    for each in pieces or [whole]:
        made = drawn(each, points)
        if slices and made:
            made[0] = replace(made[0], gap=_BETWEEN)
        slices += made
    if block.key and slices:
        slices[-1] = replace(slices[-1], keep_with_next=True)
    return slices


def _points(pieces: Sequence[Measured], sizes: Sequence[float], labels: float = 0.0) -> float | None:
    """The size at which all the tables fit, well at a little less rather than badly; None where none is."""
    for ease in Ease:
        for points in sizes:
            # What is gained must be worth the smallness.
            if points >= sizes[0] - ease.smaller and all(
                each.narrowest(points, ease, labels) <= CONTENT_WIDTH for each in pieces
            ):
                return points
    return None


def _by_force(block: ByForce) -> list[Slice]:
    """In one piece, smaller, without the forces that sent no return, or with its forces in several tables."""
    results = block.results
    layout = _force_layout(results)
    if len(layout.pieces) > 1 and has_absent(results):
        results = without_absent(results)
        layout = _force_layout(results)
    slices: list[Slice] = []
    for piece, (first, last) in layout.pieces:
        if len(layout.pieces) > 1:
            slices += subheading(f"Forces {first + 1} to {last} of {len(results.forces)}")
        slices += drawn(piece, layout.points)
    key = [*results.key, *(results.code_key if layout.heads is results.codes else ())]
    if key:
        # The key belongs on the page of the last row.
        slices[-1] = replace(slices[-1], keep_with_next=True)
        slices += paragraph("; ".join(key), font(_SMALL_SIZE), GREY)
    return slices


@dataclass(frozen=True)
class _ForceLayout:
    """Which forces (first, one past the last) stand in which table, how they are headed, and the font size."""

    pieces: list[tuple[Measured, tuple[int, int]]]
    heads: tuple[str, ...]
    points: float


def _force_layout(results: ForceTable) -> _ForceLayout:
    """One table with names, then smaller, then headed by codes; only then several tables."""
    count = len(results.forces)
    measured: dict[tuple[str, ...], Measured] = {}
    pieces: list[tuple[Measured, tuple[int, int]]] = []
    for tables in range(1, max(count, 1) + 1):
        size = max(-(-count // tables), 1)
        for heads, sizes in ((results.forces, _FORCE_SIZES), (results.codes, _CODE_SIZES)):
            if heads not in measured:
                measured[heads] = Measured(*force_columns(results, heads))
            whole = measured[heads]
            # The measure's name before the forces, the total and how many are in it after them.
            pieces = [
                (whole.part([0, *range(first + 1, last + 1), count + 1, count + 2]), (first, last))
                for first in range(0, max(count, 1), size)
                for last in [min(first + size, count)]
            ]
            points = _points([piece for piece, _ in pieces], sizes, _LEAST_LABELS)
            if points is not None:
                return _ForceLayout(pieces, heads, points)
    return _ForceLayout(pieces, results.codes, _CODE_SIZES[-1])


_SLICES: dict[type, Callable[[Any], list[Slice]]] = {
    TitleBlock: _title,
    Heading: _heading,
    Paragraph: _paragraph,
    Tiles: _tiles,
    Chart: _chart,
    Table: _table,
    ByForce: _by_force,
}
