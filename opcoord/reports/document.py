"""What is printed, as blocks that know no paper: one record feeds the pages, the workbook and the plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from opcoord.reports.content import ChartData, Fact, ForceTable, Headline, PageFacts, Target

NO_BREAK = "\u00a0"


class Tone(Enum):
    """How a paragraph is meant: plain words, a remark in small print, or a name above what follows."""

    PLAIN = "plain"
    SMALL = "small"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head and whether it holds numbers, which are aligned to the right; `grey` for commentary."""

    title: str
    number: bool = False
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells. A `group` row is a heading in its first cell and stays with the row that follows.

    `depth` indents the first cell; `bold` names the columns of what counts most; `targets`, where given, says of
    each cell what it leads to.
    """

    cells: tuple[str, ...]
    group: bool = False
    depth: int = 0
    bold: frozenset[int] = frozenset()
    targets: tuple[Target | None, ...] = ()


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """What the document is of, and what is to be known about it."""

    title: str
    subtitle: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `explained` says in small print what follows. Of level 2 it stands inside a section."""

    words: str
    explained: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words. What is `kept` stays with the block that follows; what is `apart` belongs not to the one above."""

    words: str
    tone: Tone = Tone.PLAIN
    kept: bool = False
    target: Target | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Tiles:
    """Large totals side by side."""

    headlines: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart; where nothing can be drawn, its title and its numbers. A `low` one is for a crowded page."""

    data: ChartData
    low: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `points` is its size on paper. With `key` the last row stays with what follows.

    Where its columns must go into several tables, so many stay `together`.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    points: float = 8.5
    key: bool = False
    together: int = 1


@dataclass(frozen=True, slots=True)
class ByForce:
    """The results by force; how its many columns are laid out is for the medium to say."""

    results: ForceTable


Block = TitleBlock | Heading | Paragraph | Tiles | Chart | Table | ByForce


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that is printed. `one_page` asks for as many sections as fit one page of paper."""

    page: PageFacts
    blocks: tuple[Block, ...]
    one_page: bool = False


def unbroken(text: str) -> str:
    """The text with spaces at which no line is broken, such as a date's or those of "11 of 12"."""
    return text.replace(" ", NO_BREAK)


def small(*notes: str) -> list[Block]:
    """Remarks in small print; empty ones are left out."""
    return [Paragraph(note, Tone.SMALL) for note in notes if note]


def force_columns(results: ForceTable, heads: Sequence[str]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """The table by force: the measure, its figure from every force, the total and how many are in it."""
    columns = [Column("Measure")]
    columns += [Column(name, number=True) for name in heads]
    columns += [Column("Total", number=True), Column("Forces", number=True, grey=True)]
    total = frozenset({len(columns) - 2})
    rows: list[Row] = []
    for group in results.groups:
        rows.append(Row((group.heading,), group=True))
        for each in group.rows:
            cells = (each.label, *each.cells, each.total, unbroken(each.completeness))
            targets = (None, *each.targets, None)
            rows.append(Row(cells, depth=each.depth, bold=total, targets=targets))
    return tuple(columns), tuple(rows)


def chart_table(data: ChartData) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """The numbers of a chart, for who cannot see it."""
    columns = [Column("Phase"), Column(data.measure, number=True), Column("Forces", number=True)]
    columns += [Column("To date", number=True)]
    rows = []
    for each in data.phases:
        amount = each.total.text(data.unit) if each.total else "no answer"
        amount += " p" if each.total and each.provisional else ""
        to_date = each.cumulative.text(data.unit) if each.cumulative else ""
        to_date += " p" if to_date and each.soft_so_far else ""
        rows.append(
            Row((f"Phase {each.phase}", amount, unbroken(each.completeness.removesuffix(" forces")), to_date))
        )
    return tuple(columns), tuple(rows)
