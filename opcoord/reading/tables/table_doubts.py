"""Doubts about a table as a whole: headings of another time, phase or place, and words that nobody reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from opcoord.excel.grid import Cell
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.reading.form.sheet_texts import is_phase_label, phase_named, phase_said
from opcoord.reading.form.words_around import heading_finding, headings_of_others, words_around
from opcoord.reading.layout import Said
from opcoord.reading.names.known_names import KnownNames
from opcoord.reading.names.label_words import lone_unit
from opcoord.reading.tables.orientation import Found
from opcoord.reading.tables.series import Share
from opcoord.reading.tables.table_words import (
    heading_text,
    is_amount,
    is_heading_word,
    is_label_word,
    names_all_forces,
)
from opcoord.reading.texts import quoted


def headings_again(found: Found) -> list[Finding]:
    """A warning for a row of other headings among the figures: "Total" may stand over another column from there."""
    table = found.table
    findings = []
    for line in table.rows:
        cells = [(each, table.view.cell(line.number, each.number)) for each in table.columns]
        filled = [(each, cell) for each, cell in cells if cell is not None]
        texts = [(heading_text(cell), each) for each, cell in filled if not is_amount(cell)]
        label = table.view.text(line.number, table.label_column)
        heads = is_label_word(label) or (bool(label) and label == table.label_heading)
        others = [text for text, each in texts if (heads or is_heading_word(text)) and text not in each.parts]
        if others and len(texts) == len(filled):
            place = next(cell for _, cell in filled)
            findings.append(heading_finding(table.view.sheet, ", ".join(others), place))
    return findings


def around(found: Found) -> list[Finding]:
    """What people wrote beside, between and below the figures."""
    table = found.table
    body = {line.number for line in table.rows}
    known = {line.number for line in table.columns} | set(table.roles.values())
    head, first = table.head[-1] if table.head else 0, table.first_row

    # A marking or a title above may stand below once more.
    above = {cell.value for number, row in table.view.rows.items() if number < first for cell in row.values()}

    def was_read(cell: Cell) -> bool:
        if cell.row > first and cell.value in above:
            return True
        # The headings may stand once more after a page break.
        if cell.row in table.head or heading_text(cell) == table.view.text(head, cell.column):
            return True
        in_table = cell.column <= table.label_column or cell.column in known
        return cell.row in body and (in_table or bool(lone_unit(cell)))

    last = max(body, default=0)
    return words_around(table.view.sheet, table.view.rows, first, last, was_read)


def others_between(found: Found, known: KnownNames) -> list[Finding]:
    """A warning for each row among the figures from which they may be those of another force, phase or period."""
    table, numbers = found.table, _rows_between(found)

    return headings_of_others(
        table.view.sheet, table.view.rows, numbers, table.first_row, known.speaks_of_agency
    )


def _rows_between(found: Found) -> list[int]:
    """The rows between the first and the last figures that hold none."""
    table = found.table
    columns = [line.number for line in table.columns]
    body = {
        line.number
        for line in table.rows
        if any(is_amount(table.view.cell(line.number, column)) for column in columns)
    }
    first, last = min(body, default=0), max(body, default=0)
    return [each for each in table.view.rows if first < each < last and each not in body]


def texts_of_days(found: Found, share: Share, titles: Sequence[str]) -> tuple[Said, ...]:
    """Whatever may name the days of a share's figures: headings, titles, and dates in its rows."""
    table = found.table
    heads = [Said(text, "", over_figures=True) for text in table.over_all]
    taken = (share.figure, *share.days) if share.figure is not None else share.days
    for line in taken:
        place = line.place.address if line.place is not None else ""
        heads += [Said(text, place, over_figures=True) for text in line.parts]
    between = [cell for number in _rows_between(found) for cell in table.view.rows[number].values()]
    heads += [Said(heading_text(cell), cell.address, over_figures=True) for cell in between]
    said = [Said(text) for text in (table.view.sheet.name, *titles)]
    lines = taken if found.across else found.measures
    figures = {line.number for line in table.columns}
    for line in lines:
        said += [
            Said(heading_text(cell), cell.address)
            for column, cell in table.view.rows.get(line.number, {}).items()
            if isinstance(cell.value, dt.date) and column not in figures
        ]
    return (*heads, *said)


def of_all(found: Found, share: Share) -> list[Finding]:
    """A warning where one force's return would get the figures that all forces have together."""
    texts = [] if share.agency or share.figure is None else [*share.figure.parts, *found.table.over_all]
    said = next(filter(names_all_forces, texts), "")
    if not said:
        return []
    message = f"Over the figures stands {quoted(said)}: they may be those of all forces together."
    remedy = "Take them for one force only if they are its own."
    return [Finding(Severity.WARNING, "all-forces", message, remedy, found.table.view.sheet.name)]


def lines_called_phase(found: Found) -> tuple[int, ...]:
    """The rows (of a table with measures across, the columns) called "Phase", which cross everybody's figures."""
    view, table = found.table.view, found.table
    if found.across:
        head = table.head[-1] if table.head else 0
        return tuple(column for column in view.rows.get(head, {}) if is_phase_label(view.text(head, column)))
    first = table.first_row
    rows = (row for row in view.rows if row >= first)
    return tuple(row for row in rows if is_phase_label(view.text(row, table.label_column)))


def phase_of_line(found: Found, share: Share, lines: Sequence[int]) -> int | None:
    """The phase that the `lines` called "Phase" give for the share's figures."""
    if share.figure is None or not lines:
        return None
    view, number = found.table.view, share.figure.number
    cells = (view.cell(number, line) if found.across else view.cell(line, number) for line in lines)
    named = {phase for cell in cells if (phase := phase_said(cell)) is not None}
    return named.pop() if len(named) == 1 else None


def phase_disagrees(found: Found, share: Share, title: Sequence[str], lines: Sequence[int]) -> list[Finding]:
    """A warning where the title and the headings of the figures speak of different phases."""
    texts = {"The title": phase_named(title), "the heading of the figures": share.phase}
    texts["the line called Phase"] = phase_of_line(found, share, lines)
    texts["what stands over all figures"] = phase_named(found.table.over_all)
    named = {source: number for source, number in texts.items() if number is not None}
    if len(set(named.values())) < 2:
        return []
    said = ", ".join(f"{source} of phase {number}" for source, number in named.items())
    message = f"The sheet speaks of two phases: {said[0].lower()}{said[1:]}."
    remedy = "Check which phase the figures are for."
    return [Finding(Severity.WARNING, "phase-disagrees", message, remedy, found.table.view.sheet.name)]
