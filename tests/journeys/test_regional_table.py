"""One workbook with the figures of all five forces: chosen once, accepted for each, known the next time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from opcoord.queries.views import WindowView
from opcoord.reading.decisions import Decisions, TableChoice
from opcoord.services.candidate import ALREADY_IMPORTED, Candidate
from opcoord.services.workspace import Workspace
from tests.integration.test_real_workbooks import COLUMNS, FORCES, WORKBOOKS, cells_of

pytestmark = pytest.mark.skipif(len(WORKBOOKS) < 2, reason="the public workbooks are not here")

TABLE = TableChoice("Table P1", label_column=2, figure_column=3)
REASON = "Looked at with the published table beside."


@pytest.fixture
def region(tmp_path: Path) -> Iterator[Workspace]:
    """An operation of the five forces with the table's columns as measures, and two phases."""
    workspace = Workspace.create(tmp_path / "region.opcoord", "Operation Table", with_reference=False)
    for name in FORCES:
        workspace.reference.add_agency(name[:2].upper(), f"{name} Police", "territorial force")
    for code, label in COLUMNS.items():
        workspace.reference.add_measure(code, label, "count")
    for number, day in ((1, dt.date(2018, 3, 1)), (2, dt.date(2018, 12, 1))):
        draft = workspace.plan.propose_next()
        workspace.plan.save(
            replace(
                draft,
                number=number,
                theme="Recorded crime",
                windows=(WindowView(day, day + dt.timedelta(days=6)),),
                measures=tuple(COLUMNS),
                expected=tuple(name[:2].upper() for name in FORCES),
            )
        )
    yield workspace
    workspace.close()


def taken(workspace: Workspace, path: Path, phase: int, decisions: Decisions) -> list[Candidate]:
    """Inspect a workbook, decide, accept what it holds; the candidates that were accepted."""
    first = workspace.returns.inspect([path], phase=phase)[0]
    candidates = workspace.returns.decide_file(first, decisions)
    for each in candidates:
        workspace.returns.accept(workspace.returns.decide(each, each.decisions), reason_for_all=REASON)
    return candidates


def figures(workspace: Workspace, phase: int) -> dict[str, dict[str, int | None]]:
    """What counts in a phase, by force and column."""
    return {
        view.agency: {each.measure: each.amount for each in workspace.queries.figures(view.id)}
        for view in workspace.queries.returns(phase)
        if view.status == "accepted"
    }


def test_five_returns_out_of_one_workbook_and_the_next_is_known(region: Workspace) -> None:
    first, second = WORKBOOKS[:2]
    (asked,) = region.returns.inspect([first], phase=1)
    assert [each.code for each in asked.findings if each.severity == "error"][:1] == ["several-returns"]
    accepted = taken(region, first, 1, Decisions(phase=1, table=TABLE))
    assert len(accepted) == 5
    assert figures(region, 1) == cells_of(first)
    # The file is kept once, and each of the five returns knows it.
    assert len({view.sha256 for view in region.queries.returns(1)}) == 1
    again = region.returns.inspect([first], phase=1)
    assert {each.status for each in again} == {ALREADY_IMPORTED}

    # The next workbook needs no choice: the table is where it was in the last return.
    found = region.returns.inspect([second], phase=2)
    assert {each.agency for each in found} == {name[:2].upper() for name in FORCES}
    assert all(each.parsed is not None and "last return" in each.parsed.found for each in found)
    for each in found:
        region.returns.accept(region.returns.decide(each, each.decisions), reason_for_all=REASON)
    assert figures(region, 2) == cells_of(second)
    assert region.verify() == []
