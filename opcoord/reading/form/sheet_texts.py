"""What stands around a table: the fields above it, agency and phase in its title, and what is hidden in it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

from opcoord.excel import return_form as form
from opcoord.excel.grid import Cell, Sheet
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.reading.layout import Row
from opcoord.reading.names.labels import normalise
from opcoord.reading.tables.table_words import phase_in
from opcoord.reading.texts import one_line

_PHASE_LABELS = ("phase", "phase number", "phase no", "operation phase")


def mark_in(row: Row, start: str) -> str:
    """What follows the hidden mark that begins with `start`; empty without one."""
    for cell in row.values():
        if isinstance(cell.value, str) and cell.value.startswith(start):
            return cell.value.removeprefix(start)
    return ""


def is_mark(cell: Cell) -> bool:
    """Whether the cell holds one of our hidden marks."""
    return isinstance(cell.value, str) and cell.value.startswith("opcoord:")


def fields_in(rows: Iterable[Row]) -> dict[str, Cell]:
    """The filled fields by name: by our mark, else by their label. The value is the cell after the label."""
    labels = {normalise(label): name for name, label in form.FIELDS.items()}
    fields: dict[str, Cell] = {}
    for row in rows:
        cells = list(itertools.islice((cell for cell in row.values() if not is_mark(cell)), 2))
        if len(cells) < 2:
            continue
        name = mark_in(row, form.FIELD_MARK) or labels.get(normalise(str(cells[0].value)), "")
        if name in form.FIELDS:
            fields.setdefault(name, cells[1])
    return fields


def agency_beside(rows: Mapping[int, Row], above: int) -> str:
    """What stands beside the word Agency or Force in a row before row `above`."""
    for row in (row for number, row in rows.items() if number < above):
        cells = [cell for cell in row.values() if not is_mark(cell)]
        if len(cells) > 1 and normalise(str(cells[0].value)) in ("agency", "force"):
            return one_line(str(cells[1].value))
    return ""


def texts_above(rows: Mapping[int, Row], above: int) -> tuple[str, ...]:
    """The texts in the rows before row `above`, without hidden marks; "Phase" beside 7 as "Phase 7" too."""
    before = [row for number, row in rows.items() if number < above]
    cells = (cell for row in before for cell in row.values())
    texts = [cell.value[:300] for cell in cells if isinstance(cell.value, str) and not is_mark(cell)]
    for row in before:
        shown = [one_line(cell.raw[:30]) for cell in row.values() if not is_mark(cell)]
        pairs = itertools.pairwise(shown)
        texts += [f"Phase {value}" for label, value in pairs if is_phase_label(label)]
    return tuple(texts)


def is_phase_label(text: str) -> bool:
    """Whether the text says that the number of a phase stands beside or below it."""
    return normalise(text) in _PHASE_LABELS


def phase_said(cell: Cell | None) -> int | None:
    """The phase in a cell beside such a label: 6, "6" or "Phase 6"."""
    return phase_in(f"Phase {one_line(cell.raw[:30])}") if cell is not None else None


def phase_named(texts: Iterable[str]) -> int | None:
    """The phase that the texts name, where exactly one is named."""
    numbers = {number for text in texts if (number := phase_in(text)) is not None}
    return numbers.pop() if len(numbers) == 1 else None


def hidden_findings(sheet: Sheet, rows: Mapping[int, Row]) -> Iterable[Finding]:
    """Warnings about hidden rows among `rows` and hidden columns with content: all of them were read."""
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
        cell.column for cell in sheet.cells if cell.column in sheet.hidden_columns and not is_mark(cell)
    }
    if columns:
        yield Finding(
            Severity.WARNING,
            "hidden-columns",
            "The table has hidden columns with content.",
            "Unhide them in Excel and check what they hold.",
            sheet.name,
        )


def merged_finding(sheet: Sheet, merged: Iterable[str]) -> Iterable[Finding]:
    """A warning about merged cells among which a figure may have been meant for several rows."""
    if shown := tuple(merged)[:5]:
        yield Finding(
            Severity.WARNING,
            "merged-cells",
            f"The sheet has merged cells ({', '.join(shown)}); only the first cell of each was read.",
            "Check that no figure was meant for several rows.",
            sheet.name,
        )
