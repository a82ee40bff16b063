"""Finds our own form in a workbook: by its hidden marks wherever they went, else by its two headings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from opcoord.excel import return_form as form
from opcoord.excel.grid import VISIBLE, Cell, CellValue, Grid, Sheet, column_letters
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.reading.form.sheet_texts import (
    agency_beside,
    fields_in,
    hidden_findings,
    is_mark,
    mark_in,
    merged_finding,
    phase_named,
    texts_above,
)
from opcoord.reading.form.words_around import (
    added_above,
    headings_of_others,
    other_time_above,
    thousands_above,
    words_around,
)
from opcoord.reading.layout import BY_HEADINGS, BY_MARKS, Layout, Row, TableRow, error
from opcoord.reading.names.known_names import KnownNames
from opcoord.reading.names.labels import normalise
from opcoord.reading.tables.table_words import (
    heading_text,
    holds_number,
    is_about_the_return,
    is_number,
    names_thousands,
)
from opcoord.reading.texts import quoted

_AGAIN = "Ask the force to fill in the workbook that was sent to it, without changing the table's headings."


@dataclass(frozen=True, slots=True)
class _Head:
    row: int
    columns: dict[str, int]
    marked: bool
    repeated: tuple[str, ...] = ()


def find_form(grid: Grid, known: KnownNames, wanted: str = "") -> Layout | Finding | None:
    """The layout of the one form in `grid`, the finding that says why it cannot be read, or None without a form.

    `wanted` is the sheet that the coordinator chose: then only that one counts, and only where it has our marks.
    """
    found = [
        (sheet, head) for sheet in grid if (head := _head(sheet, form.HEADER_MARK, form.COLUMNS)) is not None
    ]
    marked = [(sheet, head) for sheet, head in found if head.marked or _identities(sheet)]
    if wanted:
        candidates = [pair for pair in marked if pair[0].name == wanted]
    else:
        candidates = [pair for pair in marked or found if pair[0].visibility == VISIBLE]
    if not candidates:
        return _hidden() if marked and not wanted else None
    if len(candidates) > 1:
        return several_sheets([sheet.name for sheet, _ in candidates])
    sheet, head = candidates[0]
    if head.repeated:
        return error(
            "column-twice", f"The table has the column {head.repeated[0]} twice.", _AGAIN, sheet.name
        )
    if len(set(_identities(sheet))) > 1:
        return error(
            "several-returns",
            "The sheet holds more than one return.",
            "Ask the force for one workbook for each of them.",
            sheet.name,
        )
    return _layout(grid, sheet, head, None if marked else known)


def several_sheets(names: list[str]) -> Finding:
    """The error that nobody but a person can settle: which of several sheets counts."""
    return error(
        "several-returns",
        f"More than one sheet looks like a return: {', '.join(names)}.",
        "Choose the table that counts, or ask the force to delete the others and to send the workbook again.",
    )


def has_form(sheet: Sheet) -> bool:
    """Whether the sheet has the headings of our form."""
    return _head(sheet, form.HEADER_MARK, form.COLUMNS) is not None


def _hidden() -> Finding:
    return error(
        "hidden-return", "The return is on a hidden sheet.", "Unhide it in Excel, check it and save it."
    )


def _layout(grid: Grid, sheet: Sheet, head: _Head, known: KnownNames | None) -> Layout:
    """The form's layout; `known` where it was found by its headings alone, which others use too."""
    by_marks = known is None
    rows = sheet.rows()
    identities = _identities(sheet) or _property_identity(grid)
    notable = _notable(grid)
    table, above = tuple(_table_rows(rows, head)), texts_above(rows, head.row)
    return Layout(
        sheet=sheet,
        identity=next(iter(identities), None),
        rows=table,
        fields=fields_in(row for number, row in rows.items() if number != head.row),
        found=BY_MARKS if by_marks else BY_HEADINGS,
        agency_text=agency_beside(rows, head.row),
        phase_text=phase_named(above),
        title=() if by_marks else above,
        thousands="" if by_marks else next(filter(names_thousands, above), ""),
        notable_sheet=notable[0] if notable else None,
        notable_rows=notable[1] if notable else (),
        findings=(
            *hidden_findings(sheet, rows),
            *merged_finding(sheet, sheet.merged),
            *_unlabelled_figures(sheet, rows, head),
            *_figures_astray(sheet, rows, head),
            *_other_columns(sheet, rows, head),
            *_around(sheet, rows, head, {each.number for each in table}),
            *(_of_others(sheet, rows, head, known) if known is not None else _added_above(sheet, rows, head)),
        ),
    )


def _unlabelled_figures(sheet: Sheet, rows: dict[int, Row], head: _Head) -> Iterable[Finding]:
    figure, measure = head.columns[form.FIGURE], head.columns[form.MEASURE]
    for number, row in rows.items():
        cell = row.get(figure)
        if number <= head.row or cell is None or measure in row or mark_in(row, form.MEASURE_MARK):
            continue
        yield Finding(
            Severity.WARNING,
            "unlabelled-figure",
            f"There is a figure {quoted(str(cell.value))} beside no measure; it was not taken.",
            "Ask the force what it counts.",
            sheet.name,
            cell.address,
        )


def _figures_astray(sheet: Sheet, rows: dict[int, Row], head: _Head) -> Iterable[Finding]:
    """A row that somebody added and whose number stands under another heading, or beside the table, would be lost."""
    for number, row in rows.items():
        filled = [cell for cell in row.values() if not is_mark(cell)]
        if number <= head.row or len(filled) < len(row) or head.columns[form.FIGURE] in row:
            continue
        astray = next(filter(holds_number, filled), None)
        if astray is None or is_about_the_return(heading_text(filled[0])):
            continue
        beside = f" in the row of {quoted(heading_text(filled[0]))}" if filled[0] is not astray else ""
        yield Finding(
            Severity.WARNING,
            "figures-outside",
            f"There is a number {quoted(astray.raw)}{beside}, but not under {form.FIGURE}; it was not taken.",
            "Look whether it belongs to the return.",
            sheet.name,
            astray.address,
        )


def _added_above(sheet: Sheet, rows: dict[int, Row], head: _Head) -> Iterable[Finding]:
    own = {head.columns[each] for each in (form.MEASURE, form.RULE) if each in head.columns}
    return added_above(sheet, rows, head.row, own)


def _of_others(sheet: Sheet, rows: dict[int, Row], head: _Head, known: KnownNames) -> Iterable[Finding]:
    """Another table above or below the headings: without our marks a sheet may hold anything."""
    answered = [
        number for number, row in rows.items() if number > head.row and head.columns[form.FIGURE] in row
    ]
    last = max(answered, default=0)
    between = [number for number in rows if head.row < number < last and number not in answered]
    yield from headings_of_others(sheet, rows, between, head.row, known.speaks_of_agency)
    titles = texts_above(rows, head.row)
    yield from thousands_above(sheet, titles)
    yield from other_time_above(sheet, (), titles)
    above = [
        cell
        for number, row in rows.items()
        if number < head.row
        and len(row) > 1
        and not is_about_the_return(heading_text(next(iter(row.values()))))
        for cell in row.values()
        if is_number(cell)
    ]
    if above:
        message = f"Figures above the headings {form.MEASURE} and {form.FIGURE} were not taken: the first is in {above[0].address}."
        remedy = "Look whether they belong to the return."
        yield Finding(Severity.WARNING, "figures-outside", message, remedy, sheet.name, above[0].address)


def _other_columns(sheet: Sheet, rows: dict[int, Row], head: _Head) -> Iterable[Finding]:
    """A column that somebody put in, such as "Revised", must not be passed over in silence."""
    known = set(head.columns.values())
    columns: dict[int, str] = {}
    for number, row in rows.items():
        if number > head.row and head.columns[form.MEASURE] in row:
            columns |= {column: cell.address for column, cell in row.items() if holds_number(cell)}
    for column in sorted(columns.keys() - known):
        heading = rows[head.row].get(column)
        name = quoted(str(heading.value)) if heading is not None else f"column {column_letters(column)}"
        yield Finding(
            Severity.WARNING,
            "other-figures",
            f"Other figures stand in {name}, which the form does not have; they were not taken.",
            "Look whether they are the figures that count.",
            sheet.name,
            columns[column],
        )


def _around(sheet: Sheet, rows: dict[int, Row], head: _Head, body: set[int]) -> list[Finding]:
    """What stands around the figures; our own texts are in the table's columns, or repeat the marking."""
    known = set(head.columns.values())
    # A measure without a figure has its unit or counting rule beside it.
    tell_measures = {head.columns[each] for each in (form.UNIT, form.RULE) if each in head.columns}
    marking = _first_row(sheet)

    def was_read(cell: Cell) -> bool:
        row = rows[cell.row]
        is_measure = head.columns[form.MEASURE] in row and not tell_measures.isdisjoint(row)
        if cell.column in known and (cell.row in body or is_measure):
            return True
        return mark_in(row, form.FIELD_MARK) != "" or cell.value in marking

    return words_around(sheet, rows, head.row + 1, max(body, default=0), was_read)


def _head(sheet: Sheet, mark: str, labels: tuple[str, ...]) -> _Head | None:
    """The row of column headings: the one with our mark, else the first with the two headings that matter."""
    wanted = {normalise(label): label for label in labels}
    needed = (labels[0], form.FIGURE if form.FIGURE in labels else labels[1])
    texts = {cell.value for cell in sheet.cells if isinstance(cell.value, str) and len(cell.value) <= 60}
    named = {
        text: label
        for text in texts
        # Figures typed as text are many and no headings.
        if (text.upper() != text.lower() or not text.isascii()) and (label := wanted.get(normalise(text)))
    }
    if not set(needed) <= set(named.values()):
        return None
    best: _Head | None = None
    for number, row in sheet.rows().items():
        columns: dict[str, int] = {}
        repeated: list[str] = []
        for column, cell in row.items():
            label = named.get(cell.value) if isinstance(cell.value, str) else None
            if label is not None and label in columns:
                repeated.append(label)
            elif label is not None:
                columns[label] = column
        if any(label not in columns for label in needed):
            continue
        marked = any(cell.value == mark for cell in row.values())
        if marked:
            return _Head(number, columns, True, tuple(repeated))
        best = best or _Head(number, columns, False, tuple(repeated))
    return best


def _identities(sheet: Sheet) -> list[form.FormIdentity]:
    texts = (cell.value for cell in sheet.cells if isinstance(cell.value, str))
    return [each for text in texts if (each := form.FormIdentity.parse(text)) is not None]


def _property_identity(grid: Grid) -> list[form.FormIdentity]:
    parsed = (
        form.FormIdentity.parse(value) for name, value in grid.properties if name == form.IDENTITY_PROPERTY
    )
    return [each for each in parsed if each is not None]


def _table_rows(rows: dict[int, Row], head: _Head) -> Iterable[TableRow]:
    """Rows with a measure's mark wherever they stand, and rows below the headings that say something."""
    letters = column_letters(head.columns[form.FIGURE])
    for number, row in rows.items():
        marked = mark_in(row, form.MEASURE_MARK)
        cells = {label: row[column] for label, column in head.columns.items() if column in row}
        slipped = any(is_number(cells.get(label)) for label in (form.JOINT, form.JOINT_WITH, form.NOTE))
        answered = form.FIGURE in cells or form.STATE in cells or slipped
        if marked or (number > head.row and answered and form.MEASURE in cells):
            yield TableRow(number, marked, cells, f"{letters}{number}")


def _notable(grid: Grid) -> tuple[Sheet, tuple[dict[str, Cell], ...]] | None:
    for sheet in grid:
        head = _head(sheet, form.NOTABLE_HEADER_MARK, form.NOTABLE_COLUMNS)
        if head is None or sheet.visibility != VISIBLE:
            continue
        rows, marking = [], _first_row(sheet)
        for number, row in sheet.rows().items():
            cells = {label: row[column] for label, column in head.columns.items() if column in row}
            # The marking below the box stands beyond a blank row and is no result.
            if number > head.row and form.RESULT in cells and cells[form.RESULT].value not in marking:
                rows.append(cells)
        return sheet, tuple(rows)
    return None


def _first_row(sheet: Sheet) -> set[CellValue]:
    """What stands in the first row, where the marking does, which other cells repeat."""
    return {cell.value for cell in sheet.cells if cell.row == 1}
