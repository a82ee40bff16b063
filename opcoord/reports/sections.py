"""The sections of a summary as slices of a page, in the order of print."""

from __future__ import annotations

from dataclasses import dataclass, replace

from opcoord.reports.blocks import heading, headline_tiles, paragraph, subheading, title_block
from opcoord.reports.charts import chart
from opcoord.reports.composer import Slice
from opcoord.reports.content import Annex, BesideRow, CumulativeTable, ForceTable, Notable, SummaryContent
from opcoord.reports.grid import Column, Row, narrowest, table
from opcoord.reports.paper import CONTENT_WIDTH, GREY, PT, Align, font, unbroken
from opcoord.reports.summary import Section

_FORCE_SIZES = (8.5, 8.0, 7.5)
_CODE_SIZES = (*_FORCE_SIZES, 7.0)
_LEAST_LABELS = 90 * PT
_NOTE_SIZE = 8


def summary_slices(content: SummaryContent) -> list[Slice]:
    """Everything the summary prints, ready to be put on pages."""
    slices = title_block(content.title, content.subtitle, content.facts)
    if content.headlines is not None:
        slices += heading(Section.HEADLINES)
        slices += headline_tiles(content.headlines) if content.headlines else _nothing()
    if content.charts:
        slices += heading(Section.CHARTS)
        slices += [chart(each) for each in content.charts]
    if content.forces is not None:
        slices += _forces(content.forces)
    if content.beside is not None:
        slices += _beside(content.beside, content.beside_key)
    if content.cumulative is not None:
        slices += _cumulative(content.cumulative)
    if content.notable is not None:
        slices += _notable(content.notable, content.notable_note)
    if content.annex is not None:
        slices += _annex(content.annex)
    return slices


def _nothing() -> list[Slice]:
    return paragraph("No force has answered yet.", colour=GREY)


def _small(*notes: str) -> list[Slice]:
    return [line for note in notes if note for line in paragraph(note, font(_NOTE_SIZE), GREY)]


def _forces(results: ForceTable) -> list[Slice]:
    """The table by force, in one piece, smaller, or with its forces in several tables: whichever fits."""
    slices = heading(Section.FORCES, "Parts (of which) are never added to the measure above them.")
    if not results.groups:
        return slices + _nothing() + _small(results.unanswered)
    layout = _force_layout(results)
    for first, last in layout.pieces:
        if len(layout.pieces) > 1:
            slices += subheading(f"Forces {first + 1} to {last} of {len(results.forces)}")
        slices += table(*_force_columns(results, layout.heads, first, last), layout.points)
    key = [*results.key, *(results.code_key if layout.heads is results.codes else ())]
    # The key belongs on the page of the last row.
    slices[-1] = replace(slices[-1], keep_with_next=bool(key))
    return slices + _small("; ".join(key), *results.notes, results.unanswered)


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
    columns, rows = _force_columns(results, layout.heads, first, last)
    return narrowest(columns, rows, layout.points, _LEAST_LABELS) <= CONTENT_WIDTH


def _force_columns(
    results: ForceTable, heads: tuple[str, ...], first: int, last: int
) -> tuple[list[Column], list[Row]]:
    columns = [Column("Measure")]
    columns += [Column(name, Align.RIGHT) for name in heads[first:last]]
    columns += [Column("Total", Align.RIGHT), Column("Forces", Align.RIGHT, grey=True)]
    total = frozenset({len(columns) - 2})
    rows: list[Row] = []
    for group in results.groups:
        rows.append(Row((group.heading,), group=True))
        for each in group.rows:
            cells = (each.label, *each.cells[first:last], each.total, unbroken(each.completeness))
            rows.append(Row(cells, depth=each.depth, bold=total))
    return columns, rows


def _beside(rows: tuple[BesideRow, ...], key: tuple[str, ...]) -> list[Slice]:
    slices = heading(Section.SAFEGUARDING, "Totals of this phase side by side.")
    if not rows:
        return slices + _nothing()
    side = (Column("Total", Align.RIGHT), Column("Forces", Align.RIGHT, grey=True))
    columns = [Column("Enforcement"), *side, Column("Safeguarding"), *side]
    made = [
        Row((*_unbroken_end(each.left), *_unbroken_end(each.right)), bold=frozenset({1, 4})) for each in rows
    ]
    return slices + table(columns, made) + _small("; ".join(key))


def _unbroken_end(cells: tuple[str, str, str]) -> tuple[str, str, str]:
    label, total, completeness = cells
    return label, total, unbroken(completeness)


def _cumulative(results: CumulativeTable) -> list[Slice]:
    slices = heading(
        Section.CUMULATIVE, "Each phase with the forces that answered; “to date” adds the phases so far."
    )
    if not results.labels:
        return slices + _nothing()
    columns = [Column("Phase")]
    for label in results.labels:
        columns += [Column(label, Align.RIGHT), Column(unbroken("To date"), Align.RIGHT)]
    to_date = frozenset(range(2, len(columns), 2))
    rows = []
    for row in results.rows:
        cells = [f"{unbroken(row.phase)}\n{unbroken(row.when)}"]
        for total, completeness, running in row.cells:
            cells += [f"{total}\n{unbroken(completeness)}" if completeness else total, running]
        rows.append(Row(tuple(cells), bold=to_date))
    return slices + table(columns, rows, 8) + _small("; ".join(results.key), *results.notes)


def _notable(results: tuple[Notable, ...], note: str) -> list[Slice]:
    slices = heading(Section.NOTABLE)
    if not results and not note:
        slices += paragraph("None reported.", colour=GREY)
    for each in results:
        slices += paragraph(each.force, font(9, bold=True), gap=6 * PT, keep=True)
        if each.flag:
            slices += paragraph(each.flag, font(_NOTE_SIZE, bold=True), GREY, gap=PT, keep=True)
        slices += paragraph(each.text, gap=PT)
    return slices + _small(note)


def _annex(annex: Annex) -> list[Slice]:
    slices = heading(Section.ANNEX, "Where the figures come from and how they are counted.")
    slices += subheading("Returns")
    names = ("Force", "Version", "As at", "File", "Received")
    chosen = [index for index, name in enumerate(names) if annex.show_files or name != "File"]
    if annex.returns:
        rows = [
            (
                each.force,
                unbroken(each.version),
                unbroken(each.as_at),
                each.file_name,
                unbroken(each.received),
            )
            for each in annex.returns
        ]
        slices += table(
            [Column(names[index]) for index in chosen],
            [Row(tuple(row[index] for index in chosen)) for row in rows],
        )
    else:
        slices += paragraph("No returns are expected, and none has been accepted.", colour=GREY)
    slices += subheading("Accepted warnings")
    if annex.warnings:
        columns = [Column("Force"), Column("Where"), Column("Warning"), Column("Accepted because")]
        slices += table(
            columns, [Row((each.force, each.where, each.message, each.reason)) for each in annex.warnings]
        )
    slices += _small(*annex.notes)
    if annex.rules:
        slices += subheading("Counting rules")
        columns = [Column("Measure"), Column("Unit"), Column("Counts")]
        slices += table(
            columns, [Row((each.label, each.unit, each.rule), depth=each.depth) for each in annex.rules], 8
        )
    return slices
