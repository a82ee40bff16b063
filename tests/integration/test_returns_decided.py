"""What the coordinator decides about a return is kept, used the next time, and can be forgotten."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from opcoord.errors import OpcoordError
from opcoord.model.refs import LearnedTable
from opcoord.queries.views import LearnedView
from opcoord.reading.decisions import LEAVE_OUT, Decisions
from opcoord.services.candidate import READY, Candidate
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure

TABLE = LearnedTable("DO", "Sheet1", "Activity", "Total")


def decided(workspace: Workspace, measure: str = "arrests") -> Candidate:
    """A file of Dorset's own making in which two labels were answered."""
    made = candidate("DO", 7, figure("arrests", 22), replacing=workspace)
    assert made.parsed is not None
    answers = Decisions().answered("Nicked", measure).answered("Officers", LEAVE_OUT)
    return dataclasses.replace(made, decisions=answers, parsed=dataclasses.replace(made.parsed, table=TABLE))


def test_answers_and_table_are_remembered_for_the_agency(workspace: Workspace) -> None:
    workspace.returns.accept(decided(workspace))
    assert workspace.queries.learned() == [
        LearnedView("DO", "Nicked", "arrests"),
        LearnedView("DO", "Officers", ""),
        LearnedView("DO", "", "", "sheet Sheet1, column Total beside column Activity"),
    ]
    context = workspace.returns.context()
    assert [(each.label, each.measure) for each in context.learned_labels] == [
        ("Nicked", "arrests"),
        ("Officers", ""),
    ]
    assert context.learned_tables == (TABLE,)


def test_a_later_answer_replaces_the_earlier_one(workspace: Workspace) -> None:
    workspace.returns.accept(decided(workspace))
    workspace.returns.accept(decided(workspace, "charges"))
    assert [(each.label, each.measure) for each in workspace.queries.learned()] == [
        ("Nicked", "charges"),
        ("Officers", ""),
        ("", ""),
    ]


def test_what_was_learned_can_be_forgotten(workspace: Workspace) -> None:
    workspace.returns.accept(decided(workspace))
    workspace.returns.forget_label("DO", "Nicked")
    workspace.returns.forget_table("DO")
    assert workspace.queries.learned() == [LearnedView("DO", "Officers", "")]


def test_undoing_the_return_forgets_what_it_taught(workspace: Workspace) -> None:
    workspace.returns.accept(decided(workspace))
    workspace.undo()
    assert workspace.queries.learned() == []


def test_only_the_cells_can_be_kept(workspace: Workspace) -> None:
    made = candidate("DO", 7, figure("arrests", 22))
    workspace.returns.accept(made, keep_file=False)
    with pytest.raises(OpcoordError, match="not kept"):
        workspace.returns.received_bytes(made.sha256)
    (view,) = workspace.queries.returns(7)
    assert (view.file_name, view.sha256, view.file_kept) == ("DO.xlsx", made.sha256, False)
    assert workspace.verify() == []


def test_a_return_keyed_by_hand_is_read_like_any_other(workspace: Workspace) -> None:
    entries = {"arrests": "22", "cash_seized": "approx £2.5k", "charges": "tbc"}
    keyed = workspace.returns.key_in(
        7, "DO", entries, "Telephone, returns desk, 14 March", dt.date(2024, 3, 14)
    )
    amounts = {each.measure: each.amount for each in keyed.figures if each.amount is not None}
    assert amounts == {"arrests": 22, "cash_seized": 250_000}
    assert keyed.can_accept
    workspace.returns.accept(keyed, reason_for_all="Read out twice")
    (view,) = workspace.queries.returns(7)
    assert (view.file_name, view.source, view.as_at) == (
        "",
        "Telephone, returns desk, 14 March",
        dt.date(2024, 3, 14),
    )
    cash = next(each for each in workspace.queries.figures(view.id) if each.measure == "cash_seized")
    assert (cash.raw, cash.qualifier) == ("approx £2.5k", "about")
    assert workspace.verify() == []


def test_a_keyed_return_needs_its_source(workspace: Workspace) -> None:
    with pytest.raises(OpcoordError, match="source"):
        workspace.returns.key_in(7, "DO", {"arrests": "1"}, "  ")
    with pytest.raises(OpcoordError, match="no measure"):
        workspace.returns.key_in(7, "DO", {"nonsense": "1"}, "Telephone")
    with pytest.raises(OpcoordError, match="no agency"):
        workspace.returns.key_in(7, "XX", {"arrests": "1"}, "Telephone")


def test_a_check_against_a_version_that_counts_no_more_is_refused(workspace: Workspace) -> None:
    """Withdrawn and brought back changes no version number, but what accepting would do."""
    first = workspace.returns.accept(candidate("DO", 7, figure("arrests", 22)))
    second = candidate("DO", 7, figure("arrests", 24), replacing=workspace)
    workspace.returns.withdraw(first)
    with pytest.raises(OpcoordError, match="was changed since"):
        workspace.returns.accept(second)
    third = candidate("DO", 7, figure("arrests", 24), replacing=workspace)
    workspace.returns.restore_version(first)
    with pytest.raises(OpcoordError, match="was changed since"):
        workspace.returns.accept(third)
    assert third.status == READY
