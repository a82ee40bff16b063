"""Targets, baselines, the panel table and exceptions: kept, undone, and applied."""

from __future__ import annotations

import datetime as dt

import pytest

from opcoord.errors import OpcoordError
from opcoord.model.direction import Direction, Trend
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Severity
from opcoord.queries.views import ResultPoint
from opcoord.services.exceptions import with_exceptions
from opcoord.services.standards import PanelDraft
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure, warning

TODAY = dt.date(2024, 3, 20)


def test_a_later_target_ends_the_earlier_one(workspace: Workspace) -> None:
    workspace.standards.set_target("arrests", 100, 1)
    workspace.standards.set_target("arrests", 20, 1, agency="DO")
    workspace.standards.set_target("arrests", 120, 5)
    region = [each for each in workspace.queries.targets() if not each.agency]
    assert [(each.amount, each.first_phase, each.last_phase) for each in region] == [
        (100, 1, 4),
        (120, 5, None),
    ]
    assert [each.amount for each in region if each.holds_in(4)] == [100]
    assert [each.amount for each in workspace.queries.targets() if each.agency == "DO"] == [20]
    with pytest.raises(OpcoordError, match="last phase"):
        workspace.standards.set_target("arrests", 100, 5, 4)


def test_direction_compares_the_same_agencies(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 6, figure("arrests", 28)))
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 37)))
    workspace.returns.accept(candidate("WI", 7, figure("arrests", 31)))
    (moved,) = [each for each in workspace.queries.directions(7) if each.measure.code == "arrests"]
    assert not moved.like_for_like
    assert (moved.previous, moved.current, moved.agencies) == (Qualified(28), Qualified(37), ("DO",))
    assert moved.travel.on_last.direction is Direction.UP
    assert moved.travel.on_baseline.direction is Direction.UNKNOWN
    assert moved.travel.trend is Trend.POSITIVE


def test_a_baseline_with_its_own_band(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 104)))
    workspace.standards.set_baseline("arrests", 100, "mean of 2021", 50)
    (moved,) = [each for each in workspace.queries.directions(7) if each.measure.code == "arrests"]
    assert moved.travel.on_baseline.direction is Direction.SAME
    assert moved.previous is None
    workspace.standards.remove_baseline("arrests")
    assert workspace.queries.baselines() == {}


def test_the_panel_table_is_replaced_as_a_whole(workspace: Workspace) -> None:
    line = PanelDraft("Organised drug disruptions", 69, "up", "January", 941, "September", 1204)
    workspace.standards.set_panel([line])
    workspace.standards.set_panel([line])
    (view,) = workspace.queries.panel()
    assert (view.travel.on_last.percent, view.travel.trend) == ("+27.9 %", Trend.POSITIVE)
    workspace.undo()
    workspace.undo()
    assert workspace.queries.panel() == []


def test_exceptions_relax_warnings_and_never_errors(workspace: Workspace) -> None:
    workspace.exceptions.add("outlier", "accept", "Dorset doubled its teams", agency="DO", measure="arrests")
    (exception,) = workspace.queries.exceptions()
    figures = (figure("arrests", 370),)
    (relaxed,) = with_exceptions([warning()], [exception], figures, "DO", 7, TODAY)
    assert relaxed.severity is Severity.NOTICE
    assert relaxed.message.endswith("Accepted beforehand: Dorset doubled its teams")
    assert with_exceptions([warning()], [exception], figures, "WI", 7, TODAY) == (warning(),)
    assert with_exceptions([warning()], [exception], (figure("charges", 3),), "DO", 7, TODAY) == (warning(),)


def test_an_exception_can_switch_off_and_end(workspace: Workspace) -> None:
    until = dt.date(2099, 1, 1)
    kept = workspace.exceptions.add("outlier", "off", "Short series", phase=7, ends_on=until)
    (exception,) = workspace.queries.exceptions()
    assert with_exceptions([warning()], [exception], (), "DO", 7, TODAY) == ()
    assert with_exceptions([warning()], [exception], (), "DO", 7, dt.date(2099, 1, 2)) == (warning(),)
    workspace.exceptions.remove(kept)
    assert workspace.queries.exceptions() == []
    with pytest.raises(OpcoordError, match="needs a reason"):
        workspace.exceptions.add("outlier", "off", "")
    with pytest.raises(OpcoordError, match="ended already"):
        workspace.exceptions.add("outlier", "off", "Late", ends_on=dt.date(2001, 1, 1))


def test_points_know_their_gross(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 37)))
    (found,) = workspace.queries.results(["arrests"])
    last: ResultPoint = found.points[-1]
    assert (last.gross, last.adjustment, last.total) == (Qualified(37), 0, Qualified(37))
