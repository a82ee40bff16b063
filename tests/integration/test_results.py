"""Totals say what they are made of: blank is not zero, qualifiers survive, children are not added to parents."""

from __future__ import annotations

import pytest

from opcoord.errors import OpcoordError
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Empty, Qualifier, State
from opcoord.queries.views import ResultPoint
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure, warning


def point(workspace: Workspace, measure: str, phase: int) -> ResultPoint:
    """One measure in one phase."""
    (found,) = workspace.queries.results([measure])
    return next(each for each in found.points if each.phase == phase)


def test_nothing_is_not_zero(workspace: Workspace) -> None:
    empty = point(workspace, "arrests", 7)
    assert (empty.total, empty.cumulative, empty.by_agency) == (None, None, {})
    assert empty.completeness == "0 of 5 forces"
    assert set(empty.reasons.values()) == {"no return"}


def test_each_kind_of_empty_is_told_apart(workspace: Workspace) -> None:
    accept = workspace.returns.accept
    accept(candidate("DO", 7, figure("arrests", 0)))
    accept(candidate("WI", 7, figure("arrests", 0, empty=Empty.NIL)))
    accept(candidate("GL", 7, figure("arrests", None)))
    accept(candidate("AS", 7, figure("arrests", None, empty=Empty.WITHHELD)))
    found = point(workspace, "arrests", 7)
    assert found.total == Qualified(0)
    assert found.completeness == "2 of 5 forces"
    assert found.reasons == {"AS": "withheld", "DC": "no return", "GL": "not answered"}
    assert set(found.by_agency) == {"DO", "WI"}


def test_a_sum_is_as_exact_as_its_parts(workspace: Workspace) -> None:
    for agency, amount, qualifier in (
        ("DC", 73, Qualifier.EXACT),
        ("WI", 27, Qualifier.EXACT),
        ("DO", 19, Qualifier.EXACT),
        ("GL", 20, Qualifier.OVER),
    ):
        workspace.returns.accept(candidate(agency, 7, figure("safeguarded", amount, qualifier=qualifier)))
    assert point(workspace, "safeguarded", 7).total == Qualified(139, Qualifier.OVER)


def test_cumulative_goes_on_over_a_gap(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 1, figure("arrests", 5)))
    workspace.returns.accept(candidate("DO", 3, figure("arrests", 7, state=State.PROVISIONAL)))
    second, third = point(workspace, "arrests", 2), point(workspace, "arrests", 3)
    assert second.total is None and second.cumulative == Qualified(5)
    assert third.cumulative == Qualified(12) and third.provisional
    assert third.cumulative_by_agency == {"DO": Qualified(12)}


def test_a_child_is_not_added_to_its_parent(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 37), figure("charges", 12)))
    assert point(workspace, "arrests", 7).total == Qualified(37)


def test_an_unexpected_answer_counts_and_is_expected_then(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("BTP", 7, figure("arrests", 3)))
    found = point(workspace, "arrests", 7)
    assert (found.received, found.expected) == (1, 6)
    assert found.total == Qualified(3)


def test_only_the_newest_accepted_version_counts(workspace: Workspace) -> None:
    first = workspace.returns.accept(candidate("DO", 7, figure("arrests", 22)))
    second = workspace.returns.accept(candidate("DO", 7, figure("arrests", 24), replacing=workspace))
    assert point(workspace, "arrests", 7).total == Qualified(24)
    workspace.returns.restore_version(first)
    assert point(workspace, "arrests", 7).total == Qualified(22)
    workspace.returns.withdraw(first)
    assert point(workspace, "arrests", 7).total is None
    workspace.returns.restore_version(second)
    assert [each.status for each in workspace.queries.returns(7)] == ["withdrawn", "accepted"]


def test_a_warning_needs_a_reason(workspace: Workspace) -> None:
    odd = candidate("DO", 7, figure("arrests", 370), findings=(warning(),))
    with pytest.raises(OpcoordError, match="has a warning"):
        workspace.returns.accept(odd)
    workspace.returns.accept(odd, {"outlier": "Asked; it is right."})
    (kept,) = workspace.queries.findings(7)
    assert kept.accepted_reason == "Asked; it is right."


def test_a_stale_check_is_refused(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 22)))
    with pytest.raises(OpcoordError, match="was changed since"):
        workspace.returns.accept(candidate("DO", 7, figure("arrests", 23)))
    assert point(workspace, "arrests", 7).total == Qualified(22)


def test_a_changed_figure_does_not_match_its_fingerprint(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 22)))
    with workspace._database.transaction("Tamper") as session:
        from sqlalchemy import text

        session.execute(text("UPDATE figure SET amount = 23"))
    assert [finding.code for finding in workspace.verify()] == ["fingerprint"]
