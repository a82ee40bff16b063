"""The document as plain text for an e-mail, for people and screen readers that cannot use a PDF."""

from __future__ import annotations

import itertools
import textwrap
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from opcoord.reports.absent import has_absent, without_absent
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
    chart_table,
    force_columns,
)
from opcoord.reports.saving import write_whole
from opcoord.reports.text_table import plain, table_text

#: E-mail programs break longer lines, and a quoted one gains two characters.
WIDTH = 78
_NAME = 14
#: How the head of each table by force begins.
_MEASURE = "Measure  "


def write_text(document: Document, path: Path) -> None:
    """Write the document to `path` as UTF-8 text: the whole file or, on failure, what was there before.

    Raises OpcoordError where the file cannot be written.
    """
    write_whole(path, "".join(f"{line}\r\n" for line in text_lines(document)).encode())


def text_lines(document: Document) -> list[str]:
    """The document as lines of at most 78 characters; the first and the last are the marking."""
    page = document.page
    marking = [line.center(WIDTH).rstrip() for line in _wrap(page.marking)]
    facts = f"{page.status}. {page.basis}. {page.made}. History {page.audit_head}."
    embargo = [*_wrap(page.embargo.upper()), ""] if page.embargo else []
    lines = [*marking, "", *embargo, *_wrap(page.notice), *_wrap(facts), ""]
    for above, block in itertools.pairwise((None, *document.blocks)):
        assert block is not None
        lines += [""] * _empty_lines(above, block)
        lines += [_printable(line) for line in _LINES[type(block)](block)]
    return [*lines, "", *marking]


def _empty_lines(above: Block | None, block: Block) -> int:
    """How many stand between two blocks, so that what belongs together is heard together."""
    if above is None:
        return 0
    if isinstance(block, Heading):
        return 2 if block.level == 1 else 1
    if isinstance(above, Heading):
        return 1 if above.explained or isinstance(block, Chart) else 0
    if isinstance(above, Paragraph) and above.kept and isinstance(block, Paragraph):
        return 0
    return 2 if isinstance(block, Paragraph) and block.apart else 1


def _printable(line: str) -> str:
    return "".join(" " if unicodedata.category(each) in {"Cc", "Cs"} else each for each in line)


def _wrap(text: str, indent: str = "") -> list[str]:
    lines = []
    for line in plain(text).splitlines():
        lines += textwrap.wrap(line, WIDTH, subsequent_indent=indent, break_on_hyphens=False)
    return lines


def _title(block: TitleBlock) -> list[str]:
    lines = [*_wrap(block.title.upper()), *_wrap(block.subtitle), ""]
    for fact in block.facts:
        lines += _wrap(f"{fact.name + ':':<{_NAME}} {' '.join(fact.text.split())}", " " * (_NAME + 1))
    return lines


def _heading(block: Heading) -> list[str]:
    words = _wrap(block.words.upper() if block.level == 1 else block.words)
    below = ("=" if block.level == 1 else "-") * max(map(len, words), default=0)
    return [*words, below, *_wrap(block.explained)]


def _paragraph(block: Paragraph) -> list[str]:
    return _wrap(block.words)


def _tiles(block: Tiles) -> list[str]:
    lines = []
    for each in block.headlines:
        amount = " ".join(part for part in (each.qualifier, each.amount) if part)
        completeness = each.completeness + (", provisional" if each.provisional else "")
        said = "; ".join(part for part in (completeness, each.change) if part)
        lines += _wrap(f"* {each.label}: {amount} ({said})" if said else f"* {each.label}: {amount}", "  ")
    return lines


def _chart(block: Chart) -> list[str]:
    return [*_wrap(block.data.title), "", *table_text(*chart_table(block.data), WIDTH)]


def _table(block: Table) -> list[str]:
    return table_text(block.columns, block.rows, WIDTH, block.together)


def _by_force(block: ByForce) -> list[str]:
    """The totals first: what does not fit beside them goes into further tables, without forces that sent nothing."""
    results = block.results
    table = _force_table(results)
    if has_absent(results) and sum(line.startswith(_MEASURE) for line in table) > 1:
        results = without_absent(results)
        table = _force_table(results)
    return [*table, "", *_wrap("; ".join((*results.key, *results.code_key)))]


def _force_table(results: ForceTable) -> list[str]:
    columns, rows = force_columns(results, results.codes)
    order = [0, len(columns) - 2, len(columns) - 1, *range(1, len(columns) - 2)]
    turned = [
        row if row.group else replace(row, cells=tuple(row.cells[index] for index in order)) for row in rows
    ]
    return table_text([columns[index] for index in order], turned, WIDTH)


_LINES: dict[type[Block], Callable[[Any], list[str]]] = {
    TitleBlock: _title,
    Heading: _heading,
    Paragraph: _paragraph,
    Tiles: _tiles,
    Chart: _chart,
    Table: _table,
    ByForce: _by_force,
}
