"""A return without a workbook: taken by telephone or from an e-mail's text, and keyed by hand with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from opcoord.errors import OpcoordError
from opcoord.excel.grid import Cell, Grid, Sheet
from opcoord.model.refs import ReadingContext
from opcoord.reading import read_returns
from opcoord.reading.decisions import Decisions
from opcoord.services import candidate as status
from opcoord.services.candidate import Candidate
from opcoord.services.standing import Standing
from opcoord.services.weighing import weigh
from opcoord.storage.database import Database

#: Name of the sheet on which keyed figures stand, so that they are reviewed like any other.
KEYED_SHEET = "Keyed by hand"


def key_in(
    database: Database,
    phase: int,
    agency: str,
    entries: Mapping[str, str],
    source: str,
    as_at: dt.date | None,
) -> Candidate:
    """A candidate with the figures that `entries` (texts by measure code) say; see ReturnsService.key_in."""
    if not source.strip():
        raise OpcoordError(
            "A return keyed by hand needs its source.",
            "Say who told you, when and how, for example by telephone.",
        )
    standing = Standing(database)
    context = standing.context
    _refuse_unknown(context, phase, agency, entries)
    grid = _as_grid(context, entries)
    decisions = Decisions(agency, phase)
    (parsed,) = read_returns(grid, context, "", decisions)
    base = Candidate(Path(), f"Keyed by hand: {source.strip()}", "", 0, status.NEEDS_REVIEW, grid=grid)
    parsed = replace(parsed, source=source.strip(), as_at=as_at, table=None)
    return weigh(standing, replace(base, decisions=decisions), parsed)


def _refuse_unknown(context: ReadingContext, phase: int, agency: str, entries: Mapping[str, str]) -> None:
    if phase not in {each.number for each in context.phases}:
        raise OpcoordError(f"There is no phase {phase} in this operation.", "The Plan page lists the phases.")
    if agency not in {each.code for each in context.agencies}:
        raise OpcoordError(
            f"There is no agency with the code {agency}.", "The Reference page lists the agencies."
        )
    unknown = set(entries) - {each.code for each in context.measures}
    if unknown:
        raise OpcoordError(
            f"There is no measure with the code {min(unknown)}.", "The Reference page lists the measures."
        )


def _as_grid(context: ReadingContext, entries: Mapping[str, str]) -> Grid:
    """The entries as a table with our own headings, so that one reader understands all that comes in."""
    rows = [("Measure", "Figure")]
    rows += [(each.label, entries[each.code]) for each in context.measures if each.code in entries]
    cells = tuple(
        Cell(number, column, text, text)
        for number, row in enumerate(rows, start=1)
        for column, text in enumerate(row, start=1)
        if text.strip()
    )
    return Grid((Sheet(KEYED_SHEET, cells=cells),))
