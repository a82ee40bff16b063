"""Periods in which returns are expected: phases follow at once, completeness follows everywhere, undo restores."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from opcoord.errors import OpcoordError
from opcoord.queries.expected import ExpectedEffect, expected_in, listed_phases
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_content import read_summary
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure

FORCES = ("AS", "DC", "DO", "GL", "WI")


def expected(workspace: Workspace, agency: str) -> list[int]:
    return [each.number for each in workspace.queries.phases() if agency in each.expected]


def test_phases_inside_and_outside_follow(workspace: Workspace) -> None:
    assert workspace.expected.effect_of_setting("BTP", 5, 6) == ExpectedEffect(newly=(5, 6))
    workspace.expected.set_period("BTP", 5, 6, "Joined for two phases")
    assert expected(workspace, "BTP") == [5, 6]
    effect = workspace.expected.effect_of_setting("DO", 3)
    assert effect == ExpectedEffect(no_longer=(1, 2))
    assert effect.sentence == "No longer expected in phases 1 and 2."
    workspace.expected.set_period("DO", 3, None, "Joined late")
    assert expected(workspace, "DO") == [3, 4, 5, 6, 7]
    assert expected(workspace, "WI") == list(range(1, 8))


def test_a_phase_with_an_accepted_return_stays_as_it_is(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 2, figure("arrests", 5)))
    effect = workspace.expected.effect_of_setting("DO", 4)
    assert effect == ExpectedEffect(no_longer=(1, 3), kept=(2,))
    assert effect.sentence == (
        "No longer expected in phases 1 and 3. Stays expected in phase 2, where its return is in."
    )
    workspace.expected.set_period("DO", 4, None, "Late")
    assert expected(workspace, "DO") == [2, 4, 5, 6, 7]
    assert workspace.verify() == []


def test_completeness_follows_everywhere(workspace: Workspace) -> None:
    for code in ("AS", "DC", "DO", "GL"):
        workspace.returns.accept(candidate(code, 7, figure("arrests", 10)))

    def seen() -> tuple[str, str, str, str]:
        (found,) = workspace.queries.results(["arrests"])
        phase = workspace.queries.phase(7)
        assert phase is not None
        content = read_summary(workspace.queries, SummaryOptions(7), dt.datetime(2024, 3, 25, 9))
        received = next(each.text for each in content.facts if each.name == "Received")
        states = {each.agency: each.state for each in workspace.queries.matrix() if each.phase == 7}
        assert content.headlines is not None
        return found.points[-1].completeness, received, content.headlines[0].completeness, states["WI"]

    assert seen() == ("4 of 5 forces", "4 of 5 forces; missing: Wiltshire", "4 of 5 forces", "missing")
    workspace.expected.set_period("WI", 1, 6, "Left the operation")
    assert seen() == ("4 of 4 forces", "4 of 4 forces", "4 of 4 forces", "not expected")
    workspace.undo()
    assert seen() == ("4 of 5 forces", "4 of 5 forces; missing: Wiltshire", "4 of 5 forces", "missing")


def test_periods_outlive_the_window_and_are_undone_with_their_phases(workspace: Workspace) -> None:
    workspace.expected.set_period("BTP", 5, None, " Joined ")
    workspace.close()
    again = Workspace.open(workspace.path)
    (period,) = again.queries.expected_periods()
    assert (period.agency, period.span, period.reason) == ("BTP", "from phase 5 on", "Joined")
    assert again.undo_label == "Expect returns of British Transport Police, from phase 5 on"
    again.undo()
    assert again.queries.expected_periods() == []
    assert expected(again, "BTP") == []
    again.redo()
    assert expected(again, "BTP") == [5, 6, 7]
    again.close()


def test_a_changed_period_moves_its_phases(workspace: Workspace) -> None:
    period = workspace.expected.set_period("BTP", 5, None, "Joined")
    effect = workspace.expected.effect_of_setting("BTP", 4, 6, instead_of=period)
    assert effect == ExpectedEffect(newly=(4,), no_longer=(7,))
    workspace.expected.change_period(period, 4, 6, "Joined earlier")
    assert expected(workspace, "BTP") == [4, 5, 6]
    workspace.expected.change_reason(period, "As the board decided")
    (kept,) = workspace.queries.expected_periods()
    assert (kept.first_phase, kept.last_phase, kept.reason) == (4, 6, "As the board decided")


def test_one_of_two_periods_taken_away_leaves_the_other(workspace: Workspace) -> None:
    first = workspace.expected.set_period("BTP", 1, 2, "At first")
    workspace.expected.set_period("BTP", 6, None, "Again")
    assert expected(workspace, "BTP") == [1, 2, 6, 7]
    assert workspace.expected.effect_of_removing(first) == ExpectedEffect(no_longer=(1, 2))
    workspace.expected.remove_period(first)
    assert expected(workspace, "BTP") == [6, 7]


def test_without_any_period_each_plan_says_who_is_expected(workspace: Workspace) -> None:
    period = workspace.expected.set_period("BTP", 5, None, "Joined")
    effect = workspace.expected.effect_of_removing(period)
    assert effect.sentence == "Nothing changes in the phases that are planned."
    workspace.expected.remove_period(period)
    assert expected(workspace, "BTP") == [5, 6, 7]
    workspace.plan.save(replace(workspace.plan.draft_of(7), expected=FORCES), 7)
    assert expected(workspace, "BTP") == [5, 6]


def test_proposed_phases_follow_the_periods_in_force(workspace: Workspace) -> None:
    assert workspace.plan.propose_next().expected == FORCES
    workspace.expected.set_period("BTP", 8, 8, "Rail phase")
    workspace.expected.set_period("WI", 1, 7, "Leaves")
    assert workspace.plan.propose_next().expected == ("AS", "DC", "DO", "GL", "BTP")
    workspace.plan.save(replace(workspace.plan.propose_next(), theme="Rail"))
    assert workspace.plan.propose_next().expected == ("AS", "DC", "DO", "GL")


def test_the_first_phase_of_a_new_operation_follows_too(workspace: Workspace) -> None:
    for number in range(7, 0, -1):
        workspace.plan.delete(number)
    workspace.expected.set_period("GL", 2, None, "Joins with phase 2")
    assert workspace.plan.propose_next().expected == ("AS", "DC", "DO", "WI")


@pytest.mark.parametrize(
    ("agency", "first", "last", "reason", "message"),
    [
        ("BTP", 5, 4, "Why", "last phase is before the first"),
        ("BTP", 0, None, "Why", "last phase is before the first"),
        ("BTP", 5, None, "  ", "needs a reason"),
        ("OPCC", 5, None, "Why", "sends no returns"),
        ("MDP", 4, None, "Why", "are expected in phases 2 to 4 already"),
        ("MDP", 1, 2, "Why", "are expected in phases 2 to 4 already"),
        ("GL", 7, 7, "Why", "are expected from phase 6 on already"),
        ("XX", 7, 7, "Why", "no agency with the code XX"),
    ],
)
def test_what_makes_no_period_is_refused_and_changes_nothing(
    workspace: Workspace, agency: str, first: int, last: int | None, reason: str, message: str
) -> None:
    workspace.expected.set_period("MDP", 2, 4, "Docks")
    workspace.expected.set_period("GL", 6, None, "Late")
    before = workspace.queries.expected_periods(), [each.expected for each in workspace.queries.phases()]
    with pytest.raises(OpcoordError, match=message):
        workspace.expected.set_period(agency, first, last, reason)
    assert (workspace.queries.expected_periods(), [e.expected for e in workspace.queries.phases()]) == before


def test_a_period_that_is_gone_is_a_sentence(workspace: Workspace) -> None:
    for attempt in (
        lambda: workspace.expected.remove_period(9),
        lambda: workspace.expected.change_period(9, 1, 2, "Why"),
        lambda: workspace.expected.change_reason(9, "Why"),
        lambda: workspace.expected.effect_of_removing(9),
    ):
        with pytest.raises(OpcoordError, match="not there any more"):
            attempt()


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((5,), "phase 5"),
        ((1, 2, 3), "phases 1 to 3"),
        ((1, 3), "phases 1 and 3"),
        ((1, 2, 4, 6, 7), "phases 1, 2, 4, 6 and 7"),
    ],
)
def test_phases_are_listed_in_runs(numbers: tuple[int, ...], words: str) -> None:
    assert listed_phases(numbers) == words


def test_agencies_without_periods_are_as_chosen() -> None:
    assert expected_in(5, ["WI", "AS"], [], ["AS", "DC", "WI"]) == ("AS", "WI")
