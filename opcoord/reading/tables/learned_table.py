"""The table of an agency's last return, found again in its next by the headings of the two columns that matter."""

from __future__ import annotations

from collections.abc import Sequence

from opcoord.excel.grid import VISIBLE, Grid, Sheet
from opcoord.model.finding import Finding
from opcoord.model.refs import LearnedTable, ReadingContext
from opcoord.reading.decisions import Decisions, TableChoice
from opcoord.reading.form.sheet_texts import texts_above
from opcoord.reading.identity import agencies_named
from opcoord.reading.layout import Layout
from opcoord.reading.names.known_names import KnownNames
from opcoord.reading.names.labels import normalise
from opcoord.reading.tables.find_tables import JOINT, SheetView
from opcoord.reading.tables.orientation import Found, chosen_table
from opcoord.reading.tables.table_layout import layouts_of
from opcoord.reading.tables.table_words import heading_text, is_day, is_number, phase_in

#: Two headings of one table stand no more rows apart than this.
_NEAR = 3


def find_learned(
    grid: Grid, context: ReadingContext, file_name: str, decisions: Decisions, known: KnownNames
) -> tuple[Layout, ...]:
    """The returns in a table that was learned from an agency which the file is from; empty without one.

    Whose file it is says the coordinator, the file's name or titles, or the table itself where it names agencies.
    """
    if not context.learned_tables:
        return ()
    names = {each.code: each.name for each in context.agencies}
    for choice, agencies in _fitting(grid, context.learned_tables, decisions.phase).items():
        sheet = grid.sheet(choice.sheet)
        found = chosen_table(sheet, choice, known) if sheet is not None else None
        if found is None:
            continue
        told = [file_name, *_titles(grid, found)]
        from_whom = {decisions.agency} if decisions.agency else agencies_named(known, told)
        for agency, heading in agencies:
            how = f"as in the last return of {names.get(agency, agency)}"
            layouts = layouts_of(found, how, known, context, decisions.phase)
            if isinstance(layouts, Finding):
                break
            if not any(each.table and normalise(each.table.figure_heading) == heading for each in layouts):
                # "This phase – Total" is not "Since launch – Total".
                continue
            if from_whom == {agency} or any(each.agency == agency for each in layouts):
                return layouts
    return ()


def _fitting(
    grid: Grid, tables: Sequence[LearnedTable], phase: int | None
) -> dict[TableChoice, list[tuple[str, str]]]:
    """The places that learned tables have in this file, each with the agencies and headings it was learned from."""
    fitting: dict[TableChoice, list[tuple[str, str]]] = {}
    for table in tables:
        if (choice := _place(grid, table, phase)) is not None:
            fitting.setdefault(choice, []).append((table.agency, normalise(table.figure_heading)))
    return fitting


def _titles(grid: Grid, found: Found) -> list[str]:
    """The names of the sheets, and what stands above the table; notes beside its figures name others too."""
    names = [sheet.name for sheet in grid if sheet.visibility == VISIBLE]
    return [*names, *texts_above(found.table.view.rows, found.table.first_row)]


def _place(grid: Grid, table: LearnedTable, phase: int | None) -> TableChoice | None:
    """Where both headings of the learned table stand; on a sheet of the same name, else on the only one."""
    named = phase_in(table.figure_heading)
    if is_day(table.figure_heading) or (named is not None and named != phase):
        # What headed that phase's figures heads those of a past phase now.
        return None
    sheets = [sheet for sheet in grid if sheet.visibility == VISIBLE]
    same = [sheet for sheet in sheets if normalise(sheet.name) == normalise(table.sheet)]
    places = [place for sheet in same or sheets if (place := _columns(sheet, table)) is not None]
    return places[0] if len(places) == 1 else None


def _columns(sheet: Sheet, table: LearnedTable) -> TableChoice | None:
    label = normalise(table.label_heading)
    figure = normalise(table.figure_heading.split(JOINT)[-1])
    if not label or not figure:
        return None
    view = SheetView(sheet)
    for number, cells in view.rows.items():
        labels = [column for column in cells if normalise(view.text(number, column)) == label]
        if len(labels) != 1:
            continue
        figures = {
            column
            for row in view.rows
            if abs(row - number) <= _NEAR
            for column, cell in view.rows[row].items()
            if column > labels[0] and not is_number(cell) and normalise(heading_text(cell)) == figure
        }
        if len(figures) == 1:
            return TableChoice(sheet.name, labels[0], figures.pop())
    return None
