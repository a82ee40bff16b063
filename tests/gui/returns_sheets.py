"""Received files made of plain rows, read in earnest but without a workbook or a process."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pytestqt.qtbot import QtBot

from opcoord.gui.returns.returns_page import ReturnsPage
from opcoord.model.finding import Finding
from opcoord.reading.decisions import Decisions
from opcoord.services.candidate import NEEDS_REVIEW, Candidate
from opcoord.services.received_cells import Cell, Grid, Sheet
from opcoord.services.workspace import Workspace

Rows = Sequence[Sequence[str | int | None]]
ODD: Rows = (
    ("Measure", "Figure", "Last phase"),
    ("Arrests", "approx 12", 9),
    ("Cash seized", "see e-mail", 4000),
    ("No. of persons nicked", 7, None),
    ("Charges", 4, 3),
)


def sheet(rows: Rows, name: str = "Return", **more: object) -> Sheet:
    """A sheet that holds these rows from A1 on."""
    cells = tuple(
        Cell(row, column, value, str(value))
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if value is not None
    )
    return Sheet(name, cells=cells, **more)  # type: ignore[arg-type]


def received(
    workspace: Workspace,
    *sheets: Sheet,
    agency: str | None = "DC",
    name: str = "Return of a force.xlsx",
    notices: tuple[Finding, ...] = (),
) -> Candidate:
    """The file with these sheets as inspected for phase 1."""
    content = repr(sheets).encode()
    base = Candidate(
        Path("nowhere") / name,
        name,
        hashlib.sha256(content).hexdigest(),
        len(content),
        NEEDS_REVIEW,
        content=content,
        grid=Grid(sheets, notices),
    )
    return workspace.returns.decide(base, Decisions(agency, 1))


def take(page: ReturnsPage, workspace: Workspace, qtbot: QtBot, *found: Candidate) -> None:
    """Have these in the list, the first one open."""
    workspace.returns.inspect = lambda *args, **kwargs: list(found)  # type: ignore[method-assign]
    with qtbot.waitSignal(page.inbox.changed):
        page.import_paths([Path("anything")])
    settle(page, qtbot)


def settle(page: ReturnsPage, qtbot: QtBot) -> None:
    """Wait until all that was asked for is done and drawn."""
    qtbot.waitUntil(lambda: not page._tasks.busy and page.at_rest)


def current(page: ReturnsPage) -> Candidate:
    """The file under review."""
    found = page.review._candidate
    assert found is not None
    return found
