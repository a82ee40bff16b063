"""Understands one workbook as returns: everything in it, and a finding for everything that is not certain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from opcoord.excel import return_form as form
from opcoord.excel.grid import Grid
from opcoord.model.finding import Finding
from opcoord.model.refs import LearnedTable, ReadingContext
from opcoord.model.terms import Severity
from opcoord.reading.checks.other_days import other_days
from opcoord.reading.checks.personal_data import personal_findings
from opcoord.reading.decisions import Decisions
from opcoord.reading.figures import FigureReader
from opcoord.reading.find import find_returns
from opcoord.reading.form.form_fields import FormFields
from opcoord.reading.identity import check_file_name, check_operation, find_agency, find_phase
from opcoord.reading.layout import AS_CHOSEN, AS_PROPOSED, CellLines, Layout
from opcoord.reading.names.known_names import KnownNames
from opcoord.reading.parsed import ParsedNotable, ParsedReturn


def read_returns(
    grid: Grid,
    context: ReadingContext,
    file_name: str,
    decisions: Decisions = Decisions(),  # noqa: B008 - it never changes
    today: dt.date | None = None,
) -> tuple[ParsedReturn, ...]:
    """What the workbook in `grid` says, read against what the operation knows: one return an agency, never none.

    `decisions` are the coordinator's; a file that names another agency or phase than decided gets an error. Where
    the table names several agencies and one was decided, that one's return alone is given.
    Nothing is guessed in silence and nothing raised: whatever is in doubt is among the findings.
    """
    known = KnownNames(context, decisions)
    layouts = find_returns(grid, context, file_name, decisions, known)
    if isinstance(layouts, Finding):
        return (ParsedReturn(decisions.agency, decisions.phase, (), (*grid.notices, layouts)),)
    wanted = [each for each in layouts if decisions.agency is not None and each.agency == decisions.agency]
    reading = _Reading(grid, context, file_name, decisions, known, today or dt.date.today())
    return tuple(reading.read(each, alone=len(layouts) == 1) for each in wanted or layouts)


class _Reading:
    """One workbook being read with one set of decisions."""

    def __init__(
        self,
        grid: Grid,
        context: ReadingContext,
        file_name: str,
        decisions: Decisions,
        known: KnownNames,
        today: dt.date,
    ) -> None:
        self._grid = grid
        self._context = context
        self._file_name = file_name
        self._decisions = decisions
        self._known = known
        self._today = today
        # A table of several agencies stands on one sheet.
        self._lines: dict[int, CellLines] = {}

    def read(self, layout: Layout, *, alone: bool) -> ParsedReturn:
        """The return in `layout`; `alone` where the file holds no other agency's."""
        agency, phase, findings = self._identity(layout, alone=alone)
        lines = self._lines.setdefault(id(layout.sheet), CellLines(layout.sheet))
        reader = FigureReader(layout, self._context, self._known, lines, agency, phase)
        figures = reader.read(self._grid, self._decisions, self._today)
        fields = FormFields(layout, self._context, self._today)
        notable, as_at = tuple(fields.notable()), fields.as_at(phase)
        completed_on = fields.date("completed-on")
        table = layout.table
        return ParsedReturn(
            agency=agency,
            phase=phase,
            figures=figures,
            notable_results=notable,
            as_at=as_at,
            completed_by=fields.text("completed-by"),
            completed_on=completed_on,
            source=fields.text("source"),
            findings=(
                *findings,
                *reader.findings,
                *fields.findings,
                *personal_findings(_free_texts(layout, notable)),
            ),
            questions=tuple(reader.questions),
            found=layout.found,
            table=_of_agency(table, agency) if table is not None and agency is not None else None,
        )

    def _identity(self, layout: Layout, *, alone: bool) -> tuple[str | None, int | None, list[Finding]]:
        """Whose return it is and for which phase, with what is to be said about the file and the table."""
        context, wanted = self._context, self._decisions
        findings = [*self._grid.notices, *layout.findings, *check_operation(layout, context)]
        agency, found = find_agency(layout, context, self._known, self._file_name, wanted.agency, alone=alone)
        findings += found
        phase, found = find_phase(layout, context, self._file_name, wanted.phase)
        findings += found
        findings += other_days(layout, context, phase)
        # A table of several agencies is named after whoever put it together.
        named = agency if alone else None
        findings += check_file_name(self._file_name, context, self._known, named, phase)
        if layout.table is not None and layout.found not in (AS_CHOSEN, AS_PROPOSED):
            message = f"The table on the sheet {layout.sheet.name} was read {layout.found}."
            findings.append(Finding(Severity.NOTICE, "learned-table", message, "", layout.sheet.name))
        return agency, phase, findings


def _free_texts(layout: Layout, notable: Sequence[ParsedNotable]) -> list[tuple[str, str, str]]:
    """What people wrote in words, with sheet and cell: it is kept and printed, and may say more than it should."""
    cells = [row.cells.get(column) for row in layout.rows for column in (form.JOINT_WITH, form.NOTE)]
    texts = [(str(cell.value), layout.sheet.name, cell.address) for cell in cells if cell is not None]
    return texts + [(each.text, each.sheet, each.cell) for each in notable]


def _of_agency(table: LearnedTable, agency: str) -> LearnedTable:
    return LearnedTable(agency, table.sheet, table.label_heading, table.figure_heading)
