"""Totals as they were issued on a day: frozen, with their forces and their path; a phase not issued then is a gap."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from opcoord.model.basis import Basis
from opcoord.model.joint import JointRule
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.queries.lineage import NumberReference
from opcoord.queries.views import ResultPoint
from opcoord.reports.issuing import prepare_issue
from opcoord.reports.summary import SummaryOptions
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure

FIRST = dt.datetime(2024, 4, 5, 10, 30, tzinfo=dt.UTC)
SECOND = dt.datetime(2024, 5, 5, 10, 30, tzinfo=dt.UTC)


def _issue(workspace: Workspace, phase: int, moment: dt.datetime, reason: str = "") -> None:
    draft = prepare_issue(workspace.queries, SummaryOptions(phase), reason, moment)
    workspace.papers.issue(draft)


@pytest.fixture
def issued(workspace: Workspace, qapp: Any) -> Workspace:
    """Phase 6 issued once; phase 7 in April with 31 + over 20 less 2, in May with 33, and 40 by now."""
    workspace.returns.accept(candidate("WI", 6, figure("arrests", 5)))
    workspace.returns.accept(candidate("WI", 7, figure("arrests", 31)))
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 20, qualifier=Qualifier.OVER)))
    workspace.joint.record(7, "arrests", "WI", "DO", JointRule.NUMBER, "Agreed", 2)
    _issue(workspace, 6, FIRST)
    _issue(workspace, 7, FIRST)
    workspace.returns.accept(candidate("WI", 7, figure("arrests", 33), replacing=workspace))
    _issue(workspace, 7, SECOND, "Counted again")
    workspace.returns.accept(candidate("WI", 7, figure("arrests", 40), replacing=workspace))
    return workspace


def _point(workspace: Workspace, phase: int, on: dt.date | None = None) -> ResultPoint:
    (found,) = workspace.queries.results(["arrests"], basis=Basis.ISSUED, on=on)
    assert found.basis is Basis.ISSUED
    return next(each for each in found.points if each.phase == phase)


@pytest.mark.parametrize(
    ("on", "total", "cumulative"),
    [
        (dt.date(2024, 4, 4), None, None),
        (dt.date(2024, 4, 5), Qualified(49, Qualifier.OVER), Qualified(54, Qualifier.OVER)),
        (dt.date(2024, 5, 4), Qualified(49, Qualifier.OVER), Qualified(54, Qualifier.OVER)),
        (dt.date(2024, 5, 5), Qualified(51, Qualifier.OVER), Qualified(56, Qualifier.OVER)),
        (None, Qualified(51, Qualifier.OVER), Qualified(56, Qualifier.OVER)),
    ],
)
def test_each_day_has_the_totals_that_stood_then(
    issued: Workspace, on: dt.date | None, total: Qualified | None, cumulative: Qualified | None
) -> None:
    point = _point(issued, 7, on)
    assert (point.total, point.cumulative) == (total, cumulative)
    if total is not None:
        assert point.adjustment == -2
        assert point.completeness == "2 of 5 forces"
        assert set(point.by_agency) == {"WI", "DO"}
    else:
        assert point.completeness == "not issued"
    assert _point(issued, 5, on).total is None


def test_who_was_missing_then_does_not_change_with_the_plan(issued: Workspace) -> None:
    then = _point(issued, 7)
    unanswered = issued.queries.results(["charges"], basis=Basis.ISSUED)[0].points[-1]
    issued.expected.set_period("AS", 1, 6, "Left the operation")
    issued.expected.set_period("BTP", 1, None, "Joined")
    now = _point(issued, 7)
    assert (now.missing, now.received, now.expected) == (then.missing, 2, 5)
    assert now.missing == ("AS", "DC", "GL")
    assert issued.queries.results(["charges"], basis=Basis.ISSUED)[0].points[-1] == unanswered
    path = issued.queries.lineage(NumberReference("arrests", 7), Basis.ISSUED, issued.queries.issued(7)[0].id)
    assert path is not None and path.points[0].missing == ("AS", "DC", "GL")


def test_its_path_ends_in_the_versions_that_were_counted(issued: Workspace) -> None:
    for on, versions in ((dt.date(2024, 4, 5), {1}), (None, {1, 2})):
        found = issued.queries.lineage(NumberReference("arrests", 7, first_phase=1), Basis.ISSUED, on)
        assert found is not None and found.value is not None and found.gross is not None
        figures = [each for each in found.figures if each.phase == 7]
        assert {each.version for each in figures} == versions
        taken_off = sum(each.amount for each in found.adjustments)
        assert sum(each.amount or 0 for each in found.figures) - taken_off == found.value.stored
    alone = issued.queries.lineage(NumberReference("arrests", 7, "WI"), Basis.ISSUED)
    assert alone is not None and alone.value == Qualified(33)


def test_what_is_withdrawn_later_still_leads_to_its_cells(issued: Workspace) -> None:
    newest = next(
        each for each in issued.queries.returns(7) if each.agency == "WI" and each.status == "accepted"
    )
    issued.returns.withdraw(newest.id)
    assert _point(issued, 7).total == Qualified(51, Qualifier.OVER)
    found = issued.queries.lineage(NumberReference("arrests", 7), Basis.ISSUED)
    assert found is not None
    assert [(each.agency, each.amount) for each in found.figures] == [("DO", 20), ("WI", 33)]


def test_a_figure_whose_return_was_undone_since_stands_as_it_was_counted(
    workspace: Workspace, qapp: Any
) -> None:
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 20)))
    workspace.returns.accept(candidate("WI", 7, figure("arrests", 31)))
    _issue(workspace, 7, FIRST)
    workspace.undo()
    for again in (False, True):
        if again:
            # The same version number, and other figures.
            workspace.returns.accept(candidate("WI", 7, figure("arrests", 99)))
        found = workspace.queries.lineage(NumberReference("arrests", 7), Basis.ISSUED)
        assert found is not None and found.value == Qualified(51)
        assert [(each.agency, each.amount) for each in found.figures] == [("DO", 20), ("WI", 31)]
        kept, undone = found.figures
        assert kept.cell == "D14" and undone.sheet == "no cell"
        assert undone.note == "return undone after it was issued"
