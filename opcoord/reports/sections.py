"""The sections of a summary as blocks, each from its record; other documents are put together from the same."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable

from opcoord.reports.content import (
    NO_BASELINE,
    AnnexPart,
    BesideRow,
    ChartData,
    CumulativeTable,
    DirectionTable,
    ForceTable,
    Headline,
    Notable,
    SummaryContent,
)
from opcoord.reports.document import (
    NO_BREAK,
    Block,
    ByForce,
    Chart,
    Column,
    Heading,
    Paragraph,
    Row,
    Table,
    Tiles,
    TitleBlock,
    Tone,
    small,
    unbroken,
)
from opcoord.reports.summary import Section

#: Before the "g" of grams and the "p" of provisional, which belong to the number.
_MARKED = re.compile(r" (?=[gp]\b)")
NOTHING = Paragraph("No force has answered yet.")


def summary_blocks(content: SummaryContent) -> tuple[Block, ...]:
    """Everything the summary prints, its sections in the order asked for."""
    blocks: list[Block] = [TitleBlock(content.title, content.subtitle, content.facts)]
    for section in content.sections:
        blocks += _SECTIONS[section](content)
    return tuple(blocks)


def headline_blocks(headlines: tuple[Headline, ...] | None) -> list[Block]:
    """The large totals."""
    if headlines is None:
        return []
    return [Heading(Section.HEADLINES), Tiles(headlines) if headlines else NOTHING]


def chart_blocks(charts: Iterable[ChartData], low: bool = False) -> list[Block]:
    """The charts, if there is anything to draw."""
    drawn: list[Block] = [Chart(each, low) for each in charts]
    return [Heading(Section.CHARTS), *drawn] if drawn else []


def force_blocks(results: ForceTable | None) -> list[Block]:
    """The results by force, and what was taken off the totals because two forces report the same."""
    if results is None:
        return []
    head = Heading(Section.FORCES, "Parts (of which) are never added to the measure above them.")
    if not results.groups:
        return [head, NOTHING, *small(results.unanswered)]
    blocks: list[Block] = [head, ByForce(results), *small(*results.notes, results.unanswered)]
    if results.joint:
        columns = (
            Column("Measure"),
            Column("Sum of forces", number=True),
            Column("Joint", number=True),
            Column("Total", number=True),
        )
        blocks.append(Heading("Joint results counted once", level=2))
        rows = (
            Row(
                (each.label, each.gross, each.joint, each.net), bold=_LAST, targets=(None, *[each.target] * 3)
            )
            for each in results.joint
        )
        blocks.append(Table(columns, tuple(rows)))
    return blocks


_LAST = frozenset({3})


def direction_blocks(found: DirectionTable | None, explained: str = "") -> list[Block]:
    """How the measures moved."""
    if found is None:
        return []
    head = Heading(Section.DIRECTIONS, explained or "Figures are those of the forces that are compared.")
    if not found.rows:
        return [head, Paragraph("Nothing can be compared yet."), *small(*found.notes)]
    columns = [
        Column("Measure"),
        Column("Now", number=True),
        Column("Last", number=True),
        Column("Change on last"),
        Column("On baseline"),
        Column("Trend"),
        Column("Compared", grey=True),
    ]
    rows: list[tuple[str, ...]] = [
        (each.label, each.now, each.last, each.on_last, each.on_baseline, unbroken(each.trend), each.note)
        for each in found.rows
    ]
    notes = found.notes
    if all(each.on_baseline == NO_BASELINE for each in found.rows):
        # A column that says the same in every row says it better below.
        place = 4
        del columns[place]
        rows = [(*row[:place], *row[place + 1 :]) for row in rows]
        notes = (*notes, "None of these measures has a baseline.")
    made = tuple(
        Row(row, depth=each.depth, targets=(None, each.now_target, each.last_target))
        for row, each in zip(rows, found.rows, strict=True)
    )
    return [head, Table(tuple(columns), made, 8, key=bool(notes)), *small(*notes)]


def beside_blocks(rows: tuple[BesideRow, ...] | None, key: tuple[str, ...]) -> list[Block]:
    """Safeguarding beside enforcement."""
    if rows is None:
        return []
    head = Heading(Section.SAFEGUARDING, "Totals of this phase side by side.")
    if not rows:
        return [head, NOTHING]
    side = (Column("Total", number=True), Column("Forces", number=True, grey=True))
    columns = (Column("Enforcement"), *side, Column("Safeguarding"), *side)
    made = (
        Row(
            (*_whole(each.left), *_whole(each.right)),
            bold=frozenset({1, 4}),
            targets=(None, each.left_target, None, None, each.right_target),
        )
        for each in rows
    )
    return [head, Table(columns, tuple(made), key=bool(key)), *small("; ".join(key))]


def _whole(cells: tuple[str, str, str]) -> tuple[str, str, str]:
    label, total, completeness = cells
    return label, total, unbroken(completeness)


def cumulative_blocks(results: CumulativeTable | None) -> list[Block]:
    """The headline measures phase by phase."""
    if results is None:
        return []
    head = Heading(
        Section.CUMULATIVE, "Each phase with the forces that answered; “to date” adds the phases so far."
    )
    if not results.labels:
        return [head, NOTHING]
    columns = [Column("Phase")]
    for label in results.labels:
        columns += [Column(label, number=True), Column(unbroken("To date"), number=True)]
    to_date = frozenset(range(2, len(columns), 2))
    rows = []
    for row in results.rows:
        cells = [f"{unbroken(row.phase)}\n{unbroken(row.when)}"]
        for total, completeness, running in row.cells:
            amount = _MARKED.sub(NO_BREAK, total)
            cells += [f"{amount}\n{unbroken(completeness)}" if completeness else amount]
            cells.append(_MARKED.sub(NO_BREAK, running))
        targets = itertools.chain((None,), *row.targets)
        rows.append(Row(tuple(cells), bold=to_date, targets=tuple(targets)))
    return [
        head,
        Table(tuple(columns), tuple(rows), 8, key=bool(results.key), together=2),
        *small("; ".join(results.key), *results.notes),
    ]


def notable_blocks(results: tuple[Notable, ...] | None, note: str) -> list[Block]:
    """The notable results, each with why it is not for publication."""
    if results is None:
        return []
    blocks: list[Block] = [Heading(Section.NOTABLE)]
    if not results and not note:
        blocks.append(Paragraph("None reported."))
    for place, each in enumerate(results):
        # In one line with the force, and apart from the result above: nobody may take it for that one's.
        flag = f" – {each.flag[0].lower()}{each.flag[1:]}" if each.flag else ""
        blocks.append(Paragraph(each.force + flag, Tone.STRONG, kept=True, apart=place > 0))
        blocks.append(Paragraph(each.text))
    return blocks + small(note)


def annex_blocks(content: SummaryContent) -> list[Block]:
    """Where the figures come from, what was decided, how they are counted."""
    annex = content.annex
    if annex is None:
        return []
    blocks: list[Block] = [
        Heading(Section.ANNEX, "Where the figures come from and how they are counted."),
        Heading("Returns", level=2),
    ]
    if annex.returns:
        rows = tuple(
            (
                each.force,
                unbroken(each.version),
                unbroken(each.as_at),
                each.file_name,
                unbroken(each.received),
            )
            for each in annex.returns
        )
        names = ("Force", "Version", "As at", "File", "Received")
        kept = [index for index, name in enumerate(names) if annex.show_files or name != "File"]
        columns = tuple(Column(names[index]) for index in kept)
        blocks.append(Table(columns, tuple(Row(tuple(row[index] for index in kept)) for row in rows)))
    else:
        blocks.append(Paragraph("No returns are expected, and none has been accepted."))
    if annex.warnings or annex.notes:
        blocks.append(Heading("Accepted warnings", level=2))
    if annex.warnings:
        columns = (Column("Force"), Column("Where"), Column("Warning"), Column("Accepted because"))
        warnings = (Row((each.force, each.where, each.message, each.reason)) for each in annex.warnings)
        blocks.append(Table(columns, tuple(warnings)))
    blocks += small(*annex.notes)
    for part in annex.parts:
        blocks += part_blocks(part)
    if annex.rules:
        blocks.append(Heading("Counting rules", level=2))
        columns = (Column("Measure"), Column("Unit"), Column("Counts"))
        rules = (Row((each.label, each.unit, each.rule), depth=each.depth) for each in annex.rules)
        blocks.append(Table(columns, tuple(rules), 8))
    return blocks


def part_blocks(part: AnnexPart) -> list[Block]:
    """One table of the annex; nothing where it has no row."""
    if not part.rows:
        return []
    columns = tuple(Column(name, number=index in part.numbers) for index, name in enumerate(part.columns))
    depths = part.depths or (0,) * len(part.rows)
    led = itertools.zip_longest(part.rows, part.targets, fillvalue=())
    rows = (
        Row(cells, depth=depth, targets=targets) for (cells, targets), depth in zip(led, depths, strict=True)
    )
    return [Heading(part.heading, part.explained, level=2), Table(columns, tuple(rows), 8)]


_SECTIONS: dict[Section, Callable[[SummaryContent], list[Block]]] = {
    Section.HEADLINES: lambda content: headline_blocks(content.headlines),
    Section.CHARTS: lambda content: chart_blocks(content.charts),
    Section.FORCES: lambda content: force_blocks(content.forces),
    Section.DIRECTIONS: lambda content: direction_blocks(content.directions),
    Section.SAFEGUARDING: lambda content: beside_blocks(content.beside, content.beside_key),
    Section.CUMULATIVE: lambda content: cumulative_blocks(content.cumulative),
    Section.NOTABLE: lambda content: notable_blocks(content.notable, content.notable_note),
    Section.ANNEX: annex_blocks,
}
