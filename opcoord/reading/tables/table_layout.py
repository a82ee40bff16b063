"""Makes layouts, one an agency, from a table that is not our form, and says what was passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from opcoord.excel.grid import Cell, column_letters
from opcoord.model.finding import Finding
from opcoord.model.refs import LearnedTable, ReadingContext
from opcoord.model.terms import Severity
from opcoord.reading.form.sheet_texts import (
    agency_beside,
    fields_in,
    hidden_findings,
    merged_finding,
    phase_named,
    texts_above,
)
from opcoord.reading.form.words_around import (
    corrects,
    other_time_above,
    thousands_above,
    unit_finding,
)
from opcoord.reading.layout import AS_CHOSEN, AS_PROPOSED, Layout
from opcoord.reading.names.known_names import KnownNames
from opcoord.reading.tables.find_tables import Line
from opcoord.reading.tables.orientation import Found
from opcoord.reading.tables.series import Share, line_place, named_lines, shares
from opcoord.reading.tables.subtotals import number_in, subtotal_findings
from opcoord.reading.tables.table_doubts import (
    around,
    headings_again,
    lines_called_phase,
    of_all,
    others_between,
    phase_disagrees,
    phase_of_line,
    texts_of_days,
)
from opcoord.reading.tables.table_rows import TableRows
from opcoord.reading.tables.table_words import (
    heading_text,
    holds_number,
    is_about_the_return,
    is_derived,
    names_other_unit,
    names_thousands,
)
from opcoord.reading.texts import quoted

_MOST_PLACES = 6


def layouts_of(
    found: Found, how: str, known: KnownNames, context: ReadingContext, phase: int | None
) -> tuple[Layout, ...] | Finding:
    """The layouts of all agencies in the table, or the finding that says why nothing can be read from it."""
    made, unknown, asked = shares(found, known, phase)
    if not made:
        return asked[0]
    whole = _whole_table(found, made, unknown, known, context)
    if how == AS_PROPOSED:
        whole = [_proposed(found, made), *whole]
    view, first = found.table.view, found.table.first_row
    surroundings = _Surroundings(
        fields_in(row for number, row in view.rows.items() if number not in found.table.head),
        agency_beside(view.rows, first),
        texts_above(view.rows, first),
        lines_called_phase(found),
    )
    rows, said = TableRows(found), [*whole, *asked]
    return tuple(_layout(found, share, how, rows, surroundings, said) for share in made)


class _Surroundings(NamedTuple):
    """What stands around the table, which is the same for all of its agencies."""

    fields: dict[str, Cell]
    agency_text: str
    title: tuple[str, ...]
    phase_lines: tuple[int, ...]


def _layout(
    found: Found,
    share: Share,
    how: str,
    rows: TableRows,
    surroundings: _Surroundings,
    findings: Sequence[Finding],
) -> Layout:
    return Layout(
        sheet=found.table.view.sheet,
        identity=None,
        rows=rows.of(share),
        fields=surroundings.fields,
        found=how,
        agency=share.agency,
        agency_text=surroundings.agency_text if share.agency is None else "",
        phase_text=share.phase
        or phase_of_line(found, share, surroundings.phase_lines)
        or phase_named(found.table.over_all)
        or phase_named(surroundings.title),
        title=surroundings.title,
        said=texts_of_days(found, share, surroundings.title),
        thousands=next(filter(names_thousands, _over(found, share, surroundings.title)), ""),
        findings=(
            *findings,
            *_others(found, share, how),
            *phase_disagrees(found, share, surroundings.title, surroundings.phase_lines),
            *of_all(found, share),
        ),
        table=_remembered(found, share),
    )


def _over(found: Found, share: Share, titles: Sequence[str]) -> Iterator[str]:
    """Everything that stands over a share's figures."""
    for line in (share.figure, *share.days):
        yield from line.parts if line is not None else ()
    yield from (*found.table.over_all, *titles)


def _whole_table(
    found: Found, made: Sequence[Share], unknown: Sequence[Line], known: KnownNames, context: ReadingContext
) -> list[Finding]:
    """What is to be said about the table to each of its agencies."""
    sheet = found.table.view.sheet
    body = {line.number for line in found.table.rows}
    rows = {number: row for number, row in found.table.view.rows.items() if number in body}
    merged = [
        text
        for text, (top, _, bottom, _) in zip(_ranges(found), found.table.view.merged, strict=True)
        if bottom in body or top in body
    ]
    findings = [*hidden_findings(sheet, rows), *merged_finding(sheet, merged)]
    heads = [*found.table.over_all]
    if not found.across:
        heads += [text for share in made if share.figure is not None for text in share.figure.parts]
    findings += [unit_finding(sheet, text) for text in dict.fromkeys(heads) if names_other_unit(text)]
    above = texts_above(found.table.view.rows, found.table.first_row)
    findings += thousands_above(sheet, above)
    findings += other_time_above(sheet, heads, above)
    findings += others_between(found, known)
    findings += around(found)
    findings += headings_again(found)
    findings += _outside(found)
    own = [share.figure for share in made if share.figure is not None]
    if any(share.agency for share in made):
        sums, others = subtotal_findings(found, own, unknown)
        findings += sums
        findings += _passed_over(found, others, made, known, context)
    if len(made) > 1:
        names = {each.code: each.name for each in context.agencies}
        listed = ", ".join(names[share.agency or ""] for share in made)
        message = f"The table holds figures of {len(made)} agencies, a return of each: {listed}."
        findings.append(Finding(Severity.NOTICE, "several-agencies", message, "", sheet.name))
    return findings


def _outside(found: Found) -> list[Finding]:
    """A warning for numbers that stand in no row and column of the table: a second table, or a sum without a name."""
    table = found.table
    rows = {line.number for line in table.rows}
    columns = {line.number for line in table.columns} | set(table.roles.values())
    outside = [
        cell
        for number, row in table.view.rows.items()
        if number not in table.head
        and not is_about_the_return(next(iter(map(heading_text, row.values())), ""))
        for cell in row.values()
        if holds_number(cell) and not (number in rows and cell.column in columns)
    ]
    numbering = {column for column in {cell.column for cell in outside} if _is_numbering(outside, column)}
    places = [cell.address for cell in outside if cell.column not in numbering]
    if not places:
        return []
    more = len(places) - _MOST_PLACES
    shown = ", ".join(places[:_MOST_PLACES]) + (f" and {more} more" if more > 0 else "")
    message = f"Figures outside the table were not taken: {shown}."
    remedy = "Look whether they belong to the return."
    sheet = table.view.sheet.name
    return [Finding(Severity.WARNING, "figures-outside", message, remedy, sheet, places[0])]


def _is_numbering(cells: Sequence[Cell], column: int) -> bool:
    """Whether the column only numbers the rows: 1, 2, 3."""
    numbers = [cell.value for cell in cells if cell.column == column]
    return len(numbers) > 1 and all(number == place for place, number in enumerate(numbers, start=1))


def _ranges(found: Found) -> list[str]:
    return [
        f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
        for top, left, bottom, right in found.table.view.merged
    ]


def _passed_over(
    found: Found, others: Sequence[Line], made: Sequence[Share], known: KnownNames, context: ReadingContext
) -> list[Finding]:
    """One notice for all lines of agencies that are not ours, and a warning where one may be ours after all."""
    findings = []
    names = {each.code: each.name for each in context.agencies}
    missing = set(names) - {share.agency for share in made}
    strangers: list[Line] = []
    unlabelled: list[Line] = []
    for line in others:
        if _may_be_ours(found, line, known):
            message = f"{quoted(line.label)} ({line_place(found, line)}) may change an agency's figures; it was not taken."
            remedy = "Look whether it corrects them or adds to them."
            findings.append(
                Finding(Severity.WARNING, "other-figures", message, remedy, found.table.view.sheet.name)
            )
            continue
        if not line.label:
            unlabelled.append(line)
            continue
        closest = [code for code in known.agency(found.plain(line.label)).suggestions[:1] if code in missing]
        if not closest:
            strangers.append(line)
            continue
        message = (
            f"{quoted(line.label)} ({line_place(found, line)}) may be {names[closest[0]]}; it was not taken."
        )
        remedy = "If it is, add this name for the agency under Reference and import the file again."
        findings.append(
            Finding(Severity.WARNING, "unsure-agency", message, remedy, found.table.view.sheet.name)
        )
    if unlabelled:
        message = f"Figures without a name beside them were not taken: {_places(found, unlabelled)}."
        remedy = "Look whether they belong to the force before them."
        sheet = found.table.view.sheet.name
        findings.append(Finding(Severity.WARNING, "other-figures", message, remedy, sheet))
    if strangers:
        kind = "rows" if found.across else "columns"
        message = (
            f"{len(strangers)} {kind} of agencies and regions that this operation does not know were left out: "
            f"{named_lines(found, strangers, 4)}."
        )
        findings.append(Finding(Severity.NOTICE, "other-agencies", message, "", found.table.view.sheet.name))
    return findings


def _places(found: Found, lines: Sequence[Line]) -> str:
    more = len(lines) - _MOST_PLACES
    shown = ", ".join(line_place(found, line) for line in lines[:_MOST_PLACES])
    return shown + (f" and {more} more" if more > 0 else "")


def _may_be_ours(found: Found, line: Line, known: KnownNames) -> bool:
    """Whether the line is about one of ours in other words ("Dorset (revised)", "New total"), or takes something off."""
    if known.agencies_in(found.plain(line.label)) or corrects(line.label):
        return True
    numbers = (number_in(found.at(measure, line)) for measure in found.measures)
    return any(number is not None and number < 0 for number in numbers)


def _others(found: Found, share: Share, how: str) -> list[Finding]:
    """That there are figures beside those that were taken; a warning unless somebody chose between them.

    Who chose last time did not see the columns of this time: then only shares, targets and the like are harmless.
    """
    shown = named_lines(found, share.others) if share.others else ""
    if found.across:
        taken = {line.number for line in found.measures}
        columns = [line for line in found.table.columns if line.number not in taken]
        shown = ", ".join(filter(None, [shown, named_lines(replace(found, across=False), columns)]))
    if not shown:
        return []
    derived = all(any(map(is_derived, line.parts)) for line in share.others)
    settled = bool(found.chosen) and (how == AS_CHOSEN or derived)
    severity = Severity.NOTICE if settled else Severity.WARNING
    message = f"Other figures stand in {shown}; they were not taken."
    remedy = "Look whether one of them is the figure that counts."
    return [Finding(severity, "other-figures", message, remedy, found.table.view.sheet.name)]


def _proposed(found: Found, made: Sequence[Share]) -> Finding:
    table = found.table
    labels = column_letters(table.label_column) if table.label_column else "none"
    if found.across:
        letters = [column_letters(line.number) for line in found.measures]
        figures = f"columns {letters[0]} to {letters[-1]}" if len(letters) > 1 else f"column {letters[0]}"
        message = f"with the measures over {figures} and what they belong to in column {labels}"
    else:
        lines = [line for share in made for line in ((share.figure,) if share.figure else share.days)]
        figures = ", ".join(f"column {column_letters(line.number)}{_headed(line)}" for line in lines[:8])
        message = f"with the labels in column {labels} and the figures in {figures}"
    return Finding(
        Severity.WARNING,
        "proposed-table",
        f"The table on the sheet {quoted(table.view.sheet.name)} was taken {message}.",
        "Compare it with the sheet, and choose another table or column where it is wrong.",
        table.view.sheet.name,
    )


def _headed(line: Line) -> str:
    """What heads the figures, for a person to look whether it limits what was counted."""
    return f" under {quoted(line.label)}" if line.label else ""


def _remembered(found: Found, share: Share) -> LearnedTable:
    """What to look for in the next return: the headings of the labels and of the first figures."""
    table = found.table
    if found.across:
        line = next((each for each in found.measures if each.number == found.chosen), found.measures[0])
    else:
        line = share.figure or share.days[0]
    return LearnedTable(share.agency or "", table.view.sheet.name, table.label_heading, line.label)
