"""The document as a workbook: each section a sheet, with the numbers as numbers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from opcoord.excel.summary_book import Line, Sheet, Style, write_summary_book
from opcoord.reports.document import (
    Block,
    ByForce,
    Chart,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Table,
    Tiles,
    TitleBlock,
    Tone,
    chart_table,
    force_columns,
)
from opcoord.reports.text_table import plain

_FIRST = "About"
_LONGEST_NAME = 31
_EMPTY = Line(Style.WORDS, ("",))


def write_book(document: Document, path: Path) -> None:
    """Write the document as a workbook.

    Raises OpcoordError where the file cannot be written.
    """
    page = document.page
    marks = (page.marking, page.embargo.upper())
    write_summary_book(path, book_sheets(document), page.title, marks, page.status)


def book_sheets(document: Document) -> list[Sheet]:
    """The sheets; each begins and ends with the marking and says what it is of."""
    page = document.page
    marking = Line(Style.MARKING, (page.marking,))
    facts = f"{page.status}. {page.basis}. {page.made}. History {page.audit_head}."
    above = [marking, Line(Style.SMALL, (f"{page.operation}, {page.phase}",))]
    above += [Line(Style.SMALL, (words,)) for words in (page.embargo, page.notice, facts) if words]
    sheets: list[Sheet] = []
    for name, blocks in _sections(document.blocks):
        lines = [line for block in blocks for line in _LINES[type(block)](block)]
        sheets.append(Sheet(name[:_LONGEST_NAME], tuple([*above, _EMPTY, *lines, _EMPTY, marking])))
    return sheets


def _sections(blocks: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    sections: list[tuple[str, list[Block]]] = [(_FIRST, [])]
    for each in blocks:
        if isinstance(each, Heading) and each.level == 1:
            sections.append((each.words, []))
        sections[-1][1].append(each)
    return [(name, held) for name, held in sections if held]


def _title(block: TitleBlock) -> list[Line]:
    lines = [Line(Style.HEADING, (block.title,)), Line(Style.TITLE, (block.subtitle,)), _EMPTY]
    lines += [Line(Style.ROW, (each.name, " ".join(each.text.split()))) for each in block.facts]
    return [*lines, _EMPTY]


def _heading(block: Heading) -> list[Line]:
    lines = (
        [Line(Style.HEADING, (block.words,))]
        if block.level == 1
        else [_EMPTY, Line(Style.GROUP, (block.words,))]
    )
    return lines + ([Line(Style.SMALL, (block.explained,))] if block.explained else [])


def _paragraph(block: Paragraph) -> list[Line]:
    style = {Tone.PLAIN: Style.WORDS, Tone.SMALL: Style.SMALL, Tone.STRONG: Style.GROUP}[block.tone]
    return [*([_EMPTY] if block.apart else []), Line(style, (plain(block.words),))]


def _tiles(block: Tiles) -> list[Line]:
    columns = (Column("Measure"), Column("Total", number=True), Column("Forces"), Column("Change"))
    rows = []
    for each in block.headlines:
        amount = " ".join(part for part in (each.qualifier, each.amount) if part)
        amount += " p" if each.provisional else ""
        completeness = each.completeness + (", provisional" if each.provisional else "")
        rows.append(Row((each.label, amount, completeness, each.change), bold=frozenset({1})))
    return _lines(columns, rows)


def _chart(block: Chart) -> list[Line]:
    return [_EMPTY, Line(Style.GROUP, (block.data.title,)), *_lines(*chart_table(block.data))]


def _table(block: Table) -> list[Line]:
    return _lines(*_parted(block.columns, block.rows))


def _by_force(block: ByForce) -> list[Line]:
    results = block.results
    lines = _lines(*force_columns(results, results.forces))
    return [*lines, Line(Style.SMALL, ("; ".join(results.key),))] if results.key else lines


def _lines(columns: Sequence[Column], rows: Sequence[Row]) -> list[Line]:
    numbers = frozenset(index for index, column in enumerate(columns) if column.number)
    lines = [Line(Style.HEAD, tuple(plain(column.title) for column in columns), numbers)]
    for row in rows:
        style = Style.GROUP if row.group else Style.ROW
        lines.append(Line(style, tuple(map(plain, row.cells)), numbers, row.bold, row.depth))
    return lines


def _parted(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[list[Column], list[Row]]:
    """The table with what stands below a number ("2 of 5") in a column of its own, so that the number is one."""
    parted = [
        column.number and any("\n" in row.cells[index] for row in rows if not row.group)
        for index, column in enumerate(columns)
    ]
    if not any(parted):
        return list(columns), list(rows)
    made = itertools.chain.from_iterable(
        (column, Column(_below(rows, index), grey=True)) if apart else (column,)
        for index, (column, apart) in enumerate(zip(columns, parted, strict=True))
    )
    return list(made), [_part(row, parted) for row in rows]


def _below(rows: Sequence[Row], index: int) -> str:
    """What the column of what stands below numbers is called: "2 of 5" are forces, else it says when they were."""
    texts = [plain(row.cells[index].partition("\n")[2]) for row in rows if not row.group]
    return "Forces" if all(" of " in each for each in texts if each) else "When"


def _part(row: Row, parted: Sequence[bool]) -> Row:
    if row.group:
        return row
    cells: list[str] = []
    bold = set()
    for index, (cell, apart) in enumerate(zip(row.cells, parted, strict=True)):
        if index in row.bold:
            bold.add(len(cells))
        number, _, below = cell.partition("\n") if apart else (cell, "", "")
        cells += [number, below] if apart else [number]
    return Row(tuple(cells), depth=row.depth, bold=frozenset(bold))


_LINES: dict[type[Block], Callable[[Any], list[Line]]] = {
    TitleBlock: _title,
    Heading: _heading,
    Paragraph: _paragraph,
    Tiles: _tiles,
    Chart: _chart,
    Table: _table,
    ByForce: _by_force,
}
