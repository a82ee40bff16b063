"""Doubts about a table as a whole: headings of another time, phase or place, and words that nobody reads."""

from __future__ import annotations

from collections.abc import Sequence

from opcoord.excel.grid import Cell
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.reading.form.sheet_texts import phase_named
from opcoord.reading.form.words_around import heading_finding, words_around
from opcoord.reading.names.label_words import lone_unit
from opcoord.reading.tables.orientation import Found
from opcoord.reading.tables.series import Share
from opcoord.reading.tables.table_words import heading_text, is_amount, is_heading_word, names_all_forces
from opcoord.reading.texts import quoted


def headings_again(found: Found) -> list[Finding]:
    """A warning for a row of other headings among the figures: "Total" may stand over another column from there."""
    table = found.table
    findings = []
    for line in table.rows:
        cells = [(each, table.view.cell(line.number, each.number)) for each in table.columns]
        filled = [(each, cell) for each, cell in cells if cell is not None]
        texts = {heading_text(cell): each for each, cell in filled if not is_amount(cell)}
        others = [text for text, each in texts.items() if is_heading_word(text) and text not in each.parts]
        if others and len(texts) == len(filled):
            place = next(cell for _, cell in filled)
            findings.append(heading_finding(table.view.sheet, ", ".join(others), place))
    return findings


def around(found: Found) -> list[Finding]:
    """What people wrote beside, between and below the figures."""
    table = found.table
    body = {line.number for line in table.rows}
    known = {line.number for line in table.columns} | set(table.roles.values())
    head = table.head[-1] if table.head else 0

    def was_read(cell: Cell) -> bool:
        # The headings may stand once more after a page break.
        if cell.row in table.head or heading_text(cell) == table.view.text(head, cell.column):
            return True
        in_table = cell.column <= table.label_column or cell.column in known
        return cell.row in body and (in_table or bool(lone_unit(cell)))

    last = max(body, default=0)
    return words_around(table.view.sheet, table.view.rows, table.first_row, last, was_read)


def of_all(found: Found, share: Share) -> list[Finding]:
    """A warning where one force's return would get the figures that all forces have together."""
    texts = [] if share.agency or share.figure is None else [*share.figure.parts, *found.table.over_all]
    said = next(filter(names_all_forces, texts), "")
    if not said:
        return []
    message = f"Over the figures stands {quoted(said)}: they may be those of all forces together."
    remedy = "Take them for one force only if they are its own."
    return [Finding(Severity.WARNING, "all-forces", message, remedy, found.table.view.sheet.name)]


def phase_disagrees(found: Found, share: Share, title: Sequence[str]) -> list[Finding]:
    """A warning where the title and the headings of the figures speak of different phases."""
    texts = {"The title": phase_named(title), "the heading of the figures": share.phase}
    texts["what stands over all figures"] = phase_named(found.table.over_all)
    named = {source: number for source, number in texts.items() if number is not None}
    if len(set(named.values())) < 2:
        return []
    said = ", ".join(f"{source} of phase {number}" for source, number in named.items())
    message = f"The sheet speaks of two phases: {said[0].lower()}{said[1:]}."
    remedy = "Check which phase the figures are for."
    return [Finding(Severity.WARNING, "phase-disagrees", message, remedy, found.table.view.sheet.name)]
