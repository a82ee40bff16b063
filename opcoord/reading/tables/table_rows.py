"""The rows of a table that is not our form: one a measure, for each agency's share of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from opcoord.excel import return_form as form
from opcoord.excel.grid import Cell
from opcoord.reading.layout import TableRow
from opcoord.reading.names.label_words import lone_unit
from opcoord.reading.tables.find_tables import Line
from opcoord.reading.tables.orientation import Found
from opcoord.reading.tables.series import Share


@dataclass(frozen=True, slots=True)
class _Measure:
    """What a measure's line says whosever figures are taken; as in `TableRow`."""

    line: Line
    beside: dict[str, Cell]
    spoken: tuple[str, ...]
    group: str


class TableRows:
    """Makes the rows of each share; what all shares have alike is looked at once."""

    def __init__(self, found: Found) -> None:
        self._found = found
        last_parts = Counter(line.parts[-1] for line in found.measures if line.parts)
        self._measures = [self._measure(line, last_parts) for line in found.measures]

    def of(self, share: Share) -> tuple[TableRow, ...]:
        """The rows in which the share has figures, days or a state."""
        found, rows = self._found, []
        for each in self._measures:
            line, figure = each.line, share.figure
            cell = found.at(line, figure) if figure is not None else None
            days = tuple(day for one in share.days if (day := found.at(line, one)) is not None)
            if not days and cell is None and form.STATE not in each.beside:
                continue
            cells = dict(each.beside)
            if cell is not None:
                cells[form.FIGURE] = cell
            place = found.address(line, figure) if figure is not None else ""
            rows.append(TableRow(line.number, "", cells, place, each.spoken, each.group, days))
        return tuple(rows)

    def _measure(self, line: Line, last_parts: Counter[str]) -> _Measure:
        found = self._found
        spoken: tuple[str, ...] = (found.plain(line.label),)
        if len(line.parts) > 1 and last_parts[line.parts[-1]] == 1:
            spoken += (found.plain(line.parts[-1]),)
        beside = {} if found.across else _beside(found, line)
        beside[form.MEASURE] = _label_cell(line)
        return _Measure(line, beside, spoken, line.parts[0] if len(line.parts) > 1 else "")


def _beside(found: Found, line: Line) -> dict[str, Cell]:
    """Unit, state, note and the like of the row, where the table has such columns; a unit also without one."""
    cells = found.table.view.rows.get(line.number, {})
    beside = {role: cells[column] for role, column in found.table.roles.items() if column in cells}
    taken = set(found.table.roles.values())
    others = (cell for column, cell in cells.items() if column != found.table.label_column)
    unit = next((cell for cell in others if cell.column not in taken and lone_unit(cell)), None)
    return beside if unit is None else {form.UNIT: unit, **beside}


def _label_cell(line: Line) -> Cell:
    """The measure's label as one cell, at the place of its last part."""
    row, column = (line.place.row, line.place.column) if line.place is not None else (0, 0)
    return Cell(row, column, line.label, line.label)
