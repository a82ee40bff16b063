"""Finds the return in a workbook: by our hidden marks wherever they went, else by the labels of our table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from opcoord.excel import return_form as form
from opcoord.excel.grid import VISIBLE, Cell, Grid, Sheet
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.reading.labels import normalise
from opcoord.reading.texts import one_line, quoted

Row = dict[int, Cell]

_AGAIN = "Ask the force to fill in the workbook that was sent to it, without changing the table's headings."
_PHASE = re.compile(r"\bphase\s+(\d{1,4})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the table: the measure that its hidden mark names (or empty) and its cells by column label."""

    number: int
    marked: str
    cells: dict[str, Cell]

    def text(self, column: str) -> str:
        """The text in the column of this label, in one line; empty where there is none."""
        cell = self.cells.get(column)
        return one_line(str(cell.value)) if cell is not None and cell.value is not None else ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything of a return stands. `letters` are the table's columns by label."""

    sheet: Sheet
    identity: form.FormIdentity | None
    columns: dict[str, int]
    rows: tuple[TableRow, ...]
    fields: dict[str, Cell]
    agency_text: str = ""
    phase_text: int | None = None
    notable_sheet: Sheet | None = None
    notable_rows: tuple[dict[str, Cell], ...] = ()
    findings: tuple[Finding, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Head:
    row: int
    columns: dict[str, int]
    marked: bool
    repeated: tuple[str, ...] = ()


def find_return(grid: Grid) -> Layout | Finding:
    """The layout of the one return in `grid`, or the finding that says why there is none."""
    found = [
        (sheet, head) for sheet in grid if (head := _head(sheet, form.HEADER_MARK, form.COLUMNS)) is not None
    ]
    marked = [(sheet, head) for sheet, head in found if head.marked or _identities(sheet)]
    candidates = [pair for pair in marked or found if pair[0].visibility == VISIBLE]
    if not candidates:
        return _nothing_found(hidden=bool(found))
    if len(candidates) > 1:
        names = ", ".join(sheet.name for sheet, _ in candidates)
        return _error(
            "several-returns",
            f"More than one sheet looks like a return: {names}.",
            "Ask the force to delete all but the one that counts, and to send the workbook again.",
        )
    sheet, head = candidates[0]
    if head.repeated:
        return _error(
            "column-twice",
            f"The table has the column {head.repeated[0]} twice.",
            _AGAIN,
            sheet.name,
        )
    if len(set(_identities(sheet))) > 1:
        return _error(
            "several-returns",
            "The sheet holds more than one return.",
            "Ask the force for one workbook for each of them.",
            sheet.name,
        )
    others = [other.name for other, _ in found if other is not sheet and other.visibility == VISIBLE]
    return _layout(grid, sheet, head, others)


def _layout(grid: Grid, sheet: Sheet, head: _Head, others: list[str]) -> Layout:
    rows = sheet.rows()
    identities = _identities(sheet) or _property_identity(grid)
    above = [row for number, row in rows.items() if number != head.row]
    notable = _notable(grid)
    return Layout(
        sheet=sheet,
        identity=next(iter(identities), None),
        columns=head.columns,
        rows=tuple(_table_rows(rows, head)),
        fields=_fields(above),
        agency_text=_agency_text(rows, head),
        phase_text=_phase_text(rows, head),
        notable_sheet=notable[0] if notable else None,
        notable_rows=notable[1] if notable else (),
        findings=(
            *_hidden_findings(sheet, rows),
            *_other_tables(others),
            *_unlabelled_figures(sheet, rows, head),
        ),
    )


def _other_tables(names: list[str]) -> list[Finding]:
    """A sheet "Correction" beside the form must not be passed over in silence."""
    return [
        Finding(
            Severity.WARNING,
            "other-table",
            f"The sheet {quoted(name)} holds figures too; they were not taken.",
            "Look whether it corrects the return. If so, ask the force to correct the form itself.",
            name,
        )
        for name in names
    ]


def _unlabelled_figures(sheet: Sheet, rows: dict[int, Row], head: _Head) -> Iterable[Finding]:
    figure, measure = head.columns[form.FIGURE], head.columns[form.MEASURE]
    for number, row in rows.items():
        cell = row.get(figure)
        if number <= head.row or cell is None or measure in row or _mark(row, form.MEASURE_MARK):
            continue
        yield Finding(
            Severity.WARNING,
            "unlabelled-figure",
            f"There is a figure {quoted(str(cell.value))} beside no measure; it was not taken.",
            "Ask the force what it counts.",
            sheet.name,
            cell.address,
        )


def _head(sheet: Sheet, mark: str, labels: tuple[str, ...]) -> _Head | None:
    """The row of column headings: the one with our mark, else the first with the two headings that matter."""
    wanted = {normalise(label): label for label in labels}
    needed = (labels[0], form.FIGURE if form.FIGURE in labels else labels[1])
    best: _Head | None = None
    for number, row in sheet.rows().items():
        columns: dict[str, int] = {}
        repeated: list[str] = []
        for column, cell in row.items():
            is_short = isinstance(cell.value, str) and len(cell.value) <= 60
            label = wanted.get(normalise(str(cell.value))) if is_short else None
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
    for number, row in rows.items():
        marked = _mark(row, form.MEASURE_MARK)
        cells = {label: row[column] for label, column in head.columns.items() if column in row}
        if marked or (number > head.row and form.FIGURE in cells and form.MEASURE in cells):
            yield TableRow(number, marked, cells)


def _fields(rows: Iterable[Row]) -> dict[str, Cell]:
    """The filled fields by name: by our mark, else by their label. The value is the cell after the label."""
    labels = {normalise(label): name for name, label in form.FIELDS.items()}
    fields: dict[str, Cell] = {}
    for row in rows:
        cells = [cell for cell in row.values() if not _is_mark(cell)]
        if len(cells) < 2:
            continue
        name = _mark(row, form.FIELD_MARK) or labels.get(normalise(str(cells[0].value)), "")
        if name in form.FIELDS:
            fields.setdefault(name, cells[1])
    return fields


def _agency_text(rows: dict[int, Row], head: _Head) -> str:
    for number, row in rows.items():
        cells = [cell for cell in row.values() if not _is_mark(cell)]
        if number < head.row and len(cells) > 1 and normalise(str(cells[0].value)) in ("agency", "force"):
            return one_line(str(cells[1].value))
    return ""


def _phase_text(rows: dict[int, Row], head: _Head) -> int | None:
    """The phase that the title names, where exactly one is named above the table."""
    above = (cell for number, row in rows.items() if number < head.row for cell in row.values())
    texts = [cell.value for cell in above if isinstance(cell.value, str) and not _is_mark(cell)]
    numbers = {int(number) for text in texts for number in _PHASE.findall(text[:300])}
    return numbers.pop() if len(numbers) == 1 else None


def _notable(grid: Grid) -> tuple[Sheet, tuple[dict[str, Cell], ...]] | None:
    for sheet in grid:
        head = _head(sheet, form.NOTABLE_HEADER_MARK, form.NOTABLE_COLUMNS)
        if head is None or sheet.visibility != VISIBLE:
            continue
        rows = []
        for number, row in sheet.rows().items():
            cells = {label: row[column] for label, column in head.columns.items() if column in row}
            # The marking below the box stands beyond a blank row and is no result.
            if number > head.row and form.RESULT in cells and not _is_marking(sheet, cells[form.RESULT]):
                rows.append(cells)
        return sheet, tuple(rows)
    return None


def _is_marking(sheet: Sheet, cell: Cell) -> bool:
    """Whether `cell` only repeats the marking that stands in the first row."""
    return any(top.row == 1 and top.value == cell.value for top in sheet.cells)


def _mark(row: Row, start: str) -> str:
    for cell in row.values():
        if isinstance(cell.value, str) and cell.value.startswith(start):
            return cell.value.removeprefix(start)
    return ""


def _is_mark(cell: Cell) -> bool:
    return isinstance(cell.value, str) and cell.value.startswith("opcoord:")


def _hidden_findings(sheet: Sheet, rows: dict[int, Row]) -> Iterable[Finding]:
    hidden_rows = sorted(number for number in sheet.hidden_rows if number in rows)
    if hidden_rows:
        shown = ", ".join(str(number) for number in hidden_rows[:8])
        yield Finding(
            Severity.WARNING,
            "hidden-rows",
            f"{len(hidden_rows)} hidden rows were counted (rows {shown}).",
            "Unhide them in Excel and check that they belong to the return.",
            sheet.name,
        )
    columns = {
        cell.column for cell in sheet.cells if cell.column in sheet.hidden_columns and not _is_mark(cell)
    }
    if columns:
        yield Finding(
            Severity.WARNING,
            "hidden-columns",
            "The table has hidden columns with content.",
            "Unhide them in Excel and check what they hold.",
            sheet.name,
        )
    if sheet.merged:
        yield Finding(
            Severity.WARNING,
            "merged-cells",
            f"The sheet has merged cells ({', '.join(sheet.merged[:5])}); only the first cell of each was read.",
            "Check that no figure was meant for several rows.",
            sheet.name,
        )


def _nothing_found(*, hidden: bool) -> Finding:
    if hidden:
        return _error(
            "hidden-return", "The return is on a hidden sheet.", "Unhide it in Excel, check it and save it."
        )
    return _error(
        "no-return",
        f"No return was found: no sheet has a table with the columns {form.MEASURE} and {form.FIGURE}.",
        _AGAIN,
    )


def _error(code: str, message: str, remedy: str, sheet: str = "") -> Finding:
    return Finding(Severity.ERROR, code, message, remedy, sheet)
