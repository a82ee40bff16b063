"""Which line of a table is the return's figure: the agency's own, a phase's, the total of days; or whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opcoord.excel.grid import column_letters
from opcoord.model.finding import Finding
from opcoord.reading.layout import error
from opcoord.reading.names.known_names import KnownNames
from opcoord.reading.tables.find_tables import Line
from opcoord.reading.tables.orientation import Found
from opcoord.reading.tables.table_words import is_day, is_derived, is_figure_word, is_total, phase_in


@dataclass(frozen=True, slots=True)
class Share:
    """One agency's share of a table. `figure` is None where there are days without a total.

    `agency` is None where the table names none; `others` are lines of figures that were not taken.
    """

    agency: str | None
    figure: Line | None
    days: tuple[Line, ...] = ()
    others: tuple[Line, ...] = ()
    phase: int | None = None


def shares(
    found: Found, known: KnownNames, phase: int | None
) -> tuple[list[Share], tuple[Line, ...], list[Finding]]:
    """A share for each agency that the table names, or one without; lines of nobody known; and what must be asked."""
    own: dict[str, list[Line]] = {}
    rest: list[Line] = []
    for line in found.series:
        code = agency_of(found, line, known)
        if code is None:
            rest.append(line)
        else:
            own.setdefault(code, []).append(line)
    asked: list[Finding] = []
    made: list[Share] = []
    # Columns of "Target" or "%" beside one agency's column are no other agencies.
    by_agency: list[tuple[str | None, list[Line]]] = [*own.items()] if own else [(None, rest)]
    for code, lines in by_agency:
        share = _choose(found, code, lines, phase)
        if isinstance(share, Finding):
            asked.append(share)
        else:
            made.append(share)
    return made, tuple(rest) if own else (), asked


def agency_of(found: Found, line: Line, known: KnownNames) -> str | None:
    """The agency that a part of the line's heading names for certain."""
    for part in line.parts:
        text = found.plain(part)
        if known.is_agency(text):
            return known.agency(text).code
    return None


def _choose(found: Found, agency: str | None, lines: list[Line], phase: int | None) -> Share | Finding:
    chosen = None if found.across else next((line for line in lines if line.number == found.chosen), None)
    derived = [line for line in lines if _says(line, is_derived)]
    rest = [line for line in lines if line not in derived]
    totals = [line for line in rest if _says(line, is_total)]
    days = [line for line in rest if _says(line, is_day) and line not in totals]
    if chosen is not None and chosen not in totals:
        return _share(agency, chosen, lines)
    if days:
        if len(totals) > 1 and chosen is None:
            return _several(found, totals)
        total = chosen or next(iter(totals), None)
        return _share(agency, total, lines, tuple(days))
    if chosen is not None:
        return _share(agency, chosen, lines)
    of_phase = [line for line in rest if phase is not None and phase_in(line.label) == phase]
    plain = [line for line in rest if line.parts and is_figure_word(line.parts[-1])]
    named = [line for line in rest if phase_in(line.label) is not None]
    for candidates in (rest, of_phase, [] if named else plain):
        if len(candidates) == 1:
            return _share(agency, candidates[0], lines)
    return _several(found, rest or lines)


def _says(line: Line, test: object) -> bool:
    assert callable(test)
    return any(test(part) for part in line.parts)


def _share(agency: str | None, figure: Line | None, lines: list[Line], days: tuple[Line, ...] = ()) -> Share:
    others = tuple(line for line in lines if line is not figure and line not in days)
    named = phase_in(figure.label) if figure is not None else None
    return Share(agency, figure, days, others, named)


def _several(found: Found, lines: Sequence[Line]) -> Finding:
    """The error for several columns of which none says that it is the one."""
    where = found.table.view.sheet.name
    kind = "rows" if found.across else "columns"
    message = f"The table has {len(lines)} {kind} of figures and none says that it is the one: {named_lines(found, lines)}."
    if len(lines) == 1:
        message = f"The table's only figures stand in {named_lines(found, lines)}, which are not those of this phase."
    remedy = "Choose the column of figures that counts, or ask the force."
    return error("several-columns", message, remedy, where)


def named_lines(found: Found, lines: Sequence[Line], most: int = 6) -> str:
    """The lines as a sentence lists them: "Adults (C), Children (D)"."""
    shown = [f"{line.label or 'without a heading'} ({line_place(found, line)})" for line in lines[:most]]
    more = len(lines) - most
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def line_place(found: Found, line: Line) -> str:
    """A line of agencies, days or totals as people name it: "row 9" or "column D"."""
    return f"row {line.number}" if found.across else f"column {column_letters(line.number)}"
