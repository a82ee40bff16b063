"""Finds the returns in a workbook: our form, what was chosen, what was learned, else a table to propose."""

from __future__ import annotations

import re
from dataclasses import replace

from opcoord.excel import return_form as form
from opcoord.excel.grid import VISIBLE, Grid, Sheet
from opcoord.model.finding import Finding
from opcoord.model.refs import ReadingContext
from opcoord.model.terms import Severity
from opcoord.reading.decisions import Decisions, TableChoice
from opcoord.reading.form.form_layout import find_form, has_form, several_sheets
from opcoord.reading.form.words_around import says_otherwise
from opcoord.reading.layout import AS_CHOSEN, AS_PROPOSED, Layout, error
from opcoord.reading.names.known_names import KnownNames
from opcoord.reading.tables.learned_table import find_learned
from opcoord.reading.tables.orientation import chosen_table, find_table
from opcoord.reading.tables.table_layout import layouts_of
from opcoord.reading.tables.table_words import is_number
from opcoord.reading.texts import quoted

_CORRECTION = re.compile(r"correct|amend|errat|revis|\blate\b|addition", re.IGNORECASE)

Layouts = tuple[Layout, ...]


def find_returns(
    grid: Grid, context: ReadingContext, file_name: str, decisions: Decisions, known: KnownNames
) -> Layouts | Finding:
    """The layout of each agency's return in `grid`, or the finding that says why there is none."""
    if decisions.table is not None:
        return _chosen(grid, context, decisions, decisions.table, known)
    ours = find_form(grid, known)
    if isinstance(ours, Finding):
        return ours
    if ours is not None:
        return _with_other_sheets((ours,), grid, known)
    learned = find_learned(grid, context, file_name, decisions, known)
    if learned:
        return _with_other_sheets(learned, grid, known)
    visible = [sheet for sheet in grid if sheet.visibility == VISIBLE]
    found = [table for sheet in visible if (table := find_table(sheet, known)) is not None]
    if len(found) > 1:
        return several_sheets([each.table.view.sheet.name for each in found])
    if not found:
        return _nothing_found(grid, known)
    layouts = layouts_of(found[0], AS_PROPOSED, known, context, decisions.phase)
    return layouts if isinstance(layouts, Finding) else _with_other_sheets(layouts, grid, known)


def _chosen(
    grid: Grid, context: ReadingContext, decisions: Decisions, choice: TableChoice, known: KnownNames
) -> Layouts | Finding:
    """The chosen table; where the chosen sheet is our own form, that form."""
    sheet = grid.sheet(choice.sheet)
    if sheet is None:
        message = f"The file has no sheet {quoted(choice.sheet)}, which was chosen."
        return error("no-such-table", message, "Choose the table again.")
    ours = find_form(grid, known, wanted=choice.sheet)
    if isinstance(ours, Finding):
        return ours
    if ours is not None:
        return (ours,)
    found = chosen_table(sheet, choice, known)
    if found is None:
        return error(
            "no-such-table",
            "The chosen columns hold no labels with figures beside them.",
            "Choose the column of labels and the column of figures again.",
            sheet.name,
        )
    return layouts_of(found, AS_CHOSEN, known, context, decisions.phase)


def _with_other_sheets(layouts: Layouts, grid: Grid, known: KnownNames) -> Layouts:
    """The layouts with a warning for each visible sheet beside theirs that must not be passed over in silence."""
    ours = [layouts[0].sheet, layouts[0].notable_sheet]
    found = []
    for sheet in grid:
        if sheet.visibility != VISIBLE or any(sheet is each for each in ours):
            continue
        if has_form(sheet) or find_table(sheet, known) is not None:
            found.append(
                _other_sheet(sheet, f"The sheet {quoted(sheet.name)} holds figures too; they were not taken.")
            )
        elif _CORRECTION.search(sheet.name):
            found.append(_other_sheet(sheet, f"The sheet {quoted(sheet.name)} was not taken."))
        elif said := _says_otherwise(sheet):
            message = f"The sheet {quoted(sheet.name)} says {quoted(said)}; it was not taken."
            found.append(_other_sheet(sheet, message))
        elif not _is_guidance(sheet) and sheet.cells:
            held = "numbers" if any(is_number(cell) for cell in sheet.cells) else "texts"
            message = f"The sheet {quoted(sheet.name)} holds {held}; it was not taken."
            found.append(Finding(Severity.NOTICE, "other-sheet", message, "", sheet.name))
    return tuple(replace(each, findings=(*each.findings, *found)) for each in layouts) if found else layouts


def _says_otherwise(sheet: Sheet) -> str:
    """The first text of a sheet that says that a figure is another; our own guidance says no such thing."""
    texts = (cell.value for cell in sheet.cells if isinstance(cell.value, str))
    return next(filter(says_otherwise, texts), "")


def _is_guidance(sheet: Sheet) -> bool:
    return sheet.name == form.GUIDANCE_SHEET or any(cell.value == form.GUIDANCE_TITLE for cell in sheet.cells)


def _other_sheet(sheet: Sheet, message: str) -> Finding:
    remedy = "Look whether it corrects the return. If so, ask the force to correct the form itself."
    return Finding(Severity.WARNING, "other-table", message, remedy, sheet.name)


def _nothing_found(grid: Grid, known: KnownNames) -> Finding:
    hidden = [sheet for sheet in grid if sheet.visibility != VISIBLE]
    if any(has_form(sheet) or find_table(sheet, known) is not None for sheet in hidden):
        return error(
            "hidden-return", "The return is on a hidden sheet.", "Unhide it in Excel, check it and save it."
        )
    return error(
        "no-return",
        f"No return was found: no sheet has a table with the columns {form.MEASURE} and {form.FIGURE}, or figures "
        "beside measures that this operation knows.",
        "Choose the table to read, or ask the force to fill in the workbook that was sent to it.",
    )
