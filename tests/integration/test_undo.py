"""Undo and redo restore the whole store, byte for byte in content, for every use case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from opcoord.model.holding import NoteKind
from opcoord.model.joint import JointRule
from opcoord.model.refs import LearnedTable
from opcoord.model.tables import APPEND_ONLY_TABLES, Base
from opcoord.queries.views import MilestoneView, WindowView
from opcoord.reading.decisions import Decisions
from opcoord.reading.parsed import ParsedNotable
from opcoord.services.candidate import Candidate
from opcoord.services.notes import NoteDraft
from opcoord.services.standards import PanelDraft
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure, warning

Store = dict[str, list[tuple[object, ...]]]


def contents(workspace: Workspace) -> Store:
    """Every row of every table but the append-only evidence, as SQLite holds it."""
    tables = sorted(set(Base.metadata.tables) - APPEND_ONLY_TABLES)
    with workspace._database.read() as session:
        return {
            name: [tuple(row) for row in session.execute(text(f'SELECT * FROM "{name}" ORDER BY id'))]
            for name in tables
        }


def _accept(workspace: Workspace) -> None:
    notable = ParsedNotable("A dealer was jailed.", True, dt.date(2024, 4, 1), "Notable results", "A2")
    workspace.returns.accept(
        candidate("DO", 7, figure("arrests", 37), figure("cash_seized", 1_800_000, "GBP"), notable=(notable,))
    )


def _accept_with_reason(workspace: Workspace) -> None:
    workspace.returns.accept(
        candidate("DO", 7, figure("arrests", 370), findings=(warning(),)), {"outlier": "Asked; it is right."}
    )


def _accept_second_version(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("WI", 7, figure("arrests", 32), replacing=workspace))


def _teaching(workspace: Workspace, agency: str = "DO") -> Candidate:
    made = candidate(agency, 7, figure("arrests", 22), replacing=workspace)
    assert made.parsed is not None
    table = LearnedTable(agency, "Sheet1", "Activity", "Total")
    return replace(
        made,
        decisions=Decisions().answered("Nicked", "arrests"),
        parsed=replace(made.parsed, table=table),
    )


def _first_return(workspace: Workspace) -> int:
    return next(each.id for each in workspace.queries.returns(7) if each.agency == "WI")


def _save_phase(workspace: Workspace) -> None:
    draft = workspace.plan.draft_of(7)
    workspace.plan.save(
        replace(
            draft,
            number=9,
            theme="Changed",
            windows=(
                *draft.windows,
                WindowView(dt.date(2024, 3, 12), dt.date(2024, 3, 13), "DO"),
            ),
            partners=("CS", "BTP"),
            expected=("DO",),
            measures=("arrests",),
            milestones=(MilestoneView("Briefing", dt.date(2024, 3, 1), None),),
        ),
        original_number=7,
    )


_PUBLISHED = "7,Dorset,arrests,n,=,37,A,a,\n7,Dorset,arrests,n,=,36,B,b,\n"

USE_CASES: dict[str, Callable[[Workspace], object]] = {
    "start": lambda w: w.operation.start("Another name"),
    "update operation": lambda w: w.operation.update(
        name="New",
        cadence_months=3,
        marking="OFFICIAL-SENSITIVE",
        handling="Chiefs only",
        owner="Operation coordinator",
        small_number=10,
    ),
    "name the operation as a force does": lambda w: w.operation.set_alias("GL", "Vanquish"),
    "add agency": lambda w: w.reference.add_agency("NP", "New Police", "partner"),
    "save agency": lambda w: w.reference.save_agency("DO", name="Dorset", aliases=["a", "b"], contact="x"),
    "remove agency": lambda w: w.reference.remove_agency("OPCC"),
    "add measure": lambda w: w.reference.add_measure("drones", "Drones", "count"),
    "save measure": lambda w: w.reference.save_measure(
        "arrests", label="Arrested", aliases=["x"], part_of=""
    ),
    "move measure below another": lambda w: w.reference.save_measure("warrants", part_of="arrests"),
    "add next phase": lambda w: w.plan.save(replace(w.plan.propose_next(), theme="Next")),
    "save phase": _save_phase,
    "delete phase": lambda w: w.plan.delete(6),
    "accept": _accept,
    "accept with reason": _accept_with_reason,
    "accept second version": _accept_second_version,
    "withdraw": lambda w: w.returns.withdraw(_first_return(w)),
    "accept what teaches": lambda w: w.returns.accept(_teaching(w)),
    "key in a return": lambda w: w.returns.accept(
        w.returns.key_in(7, "DO", {"arrests": "22"}, "Telephone"), reason_for_all="Read out twice"
    ),
    "forget a label": lambda w: w.returns.forget_label("GL", "Nicked"),
    "forget a table": lambda w: w.returns.forget_table("GL"),
    "count a joint result once": lambda w: w.joint.record(
        7, "arrests", "WI", "GL", JointRule.NUMBER, "Agreed", 2
    ),
    "set a target": lambda w: w.standards.set_target("arrests", 100, 1),
    "change a target": lambda w: w.standards.change_target(1, amount=80, last_phase=6),
    "remove a target": lambda w: w.standards.remove_target(1),
    "count by another rule": lambda w: w.rules.add("warrants", 5, "Another rule", "The board"),
    "change a counting rule": lambda w: w.rules.change(1, 4, "Otherwise", "Asked"),
    "change the first counting rule": lambda w: w.rules.change_first("warrants", "Otherwise"),
    "say a counting rule in other words": lambda w: w.rules.reword("arrests", "In other words"),
    "remove a counting rule": lambda w: w.rules.remove(1),
    "expect returns for a time": lambda w: w.expected.set_period("MDP", 3, 5, "Docks"),
    "expect returns for another time": lambda w: w.expected.change_period(1, 3, 6, "Longer"),
    "expect returns for another reason": lambda w: w.expected.change_reason(1, "Asked"),
    "remove a time of returns": lambda w: w.expected.remove_period(1),
    "set a baseline": lambda w: w.standards.set_baseline("arrests", 100, "mean of 2021"),
    "set the panel table": lambda w: w.standards.set_panel([PanelDraft("Lines", 1, "up", "", 2, "", 3)]),
    "paste into the panel table": lambda w: w.standards.paste_panel("Lines\t1\tup\t\t2\t\t3"),
    "change an exception": lambda w: w.exceptions.change(1, "New unit", dt.date(2099, 1, 1)),
    "remove an exception": lambda w: w.exceptions.remove(1),
    "make an exception": lambda w: w.exceptions.add("outlier", "off", "Short series", agency="DO"),
    "enter announcements": lambda w: w.announcements.add(w.announcements.read_text(_PUBLISHED).drafts),
    "change an announcement": lambda w: w.announcements.change(
        1, w.announcements.read_row({"phase": "7", "reporter": "REGION", "measure": "x", "value": "2"}).draft
    ),
    "remove announcements": lambda w: w.announcements.remove([1, 2]),
    "decide a disagreement": lambda w: w.verdicts.decide(
        w.queries.reconciliation().undecided[0].key, "100", "Asked"
    ),
    "decide it otherwise": lambda w: w.verdicts.decide(w.queries.verdicts()[0].key, "200", "Asked again"),
    "withdraw a verdict": lambda w: w.verdicts.withdraw(w.queries.verdicts()[0].key),
    "note a promise": lambda w: w.notes.add(
        NoteDraft(NoteKind.PROMISE, "the return", 7, "WI", dt.date(2024, 3, 12))
    ),
    "change a note": lambda w: w.notes.change(1, NoteDraft(NoteKind.REMARK, "No dates yet")),
    "settle a note": lambda w: w.notes.settle(1, "They counted visits."),
    "open a note again": lambda w: w.notes.reopen(2),
    "remove a note": lambda w: w.notes.remove(1),
    "restore version": lambda w: w.returns.restore_version(_first_return(w)),
}


@pytest.fixture
def prepared(workspace: Workspace) -> Workspace:
    """With one return in, so that every use case has something to work on."""
    workspace.returns.accept(candidate("WI", 7, figure("arrests", 31), figure("charges", None)))
    workspace.returns.accept(_teaching(workspace, "GL"))
    workspace.standards.set_target("arrests", 90, 2)
    workspace.expected.set_period("BTP", 2, 4, "Rail phases")
    workspace.rules.add("arrests", 5, "Voluntary attendances as well", "The board")
    workspace.exceptions.add("macros", "off", "Their template")
    text = "6,REGION,arrests,n,=,94,A,a,\n6,REGION,arrests,n,=,90,B,b,\n5,REGION,arrests,n,=,1,A,a,\n5,REGION,arrests,n,=,2,B,b,\n"
    workspace.announcements.add(workspace.announcements.read_text(text).drafts)
    workspace.verdicts.decide(workspace.queries.reconciliation(5).undecided[0].key, "1", "Asked")
    workspace.notes.add(NoteDraft(NoteKind.QUERY, "Visits or addresses?", 7, "GL"))
    workspace.notes.add(NoteDraft(NoteKind.PROMISE, "the return", 7, "WI"))
    workspace.notes.settle(2)
    return workspace


@pytest.mark.parametrize("name", USE_CASES)
def test_undo_and_redo_restore_the_whole_store(prepared: Workspace, name: str) -> None:
    if name == "restore version":
        _accept_second_version(prepared)
    before = contents(prepared)
    USE_CASES[name](prepared)
    after = contents(prepared)
    assert after != before
    label = prepared.undo_label
    assert prepared.undo() == label
    assert contents(prepared) == before
    assert prepared.verify() == []
    assert prepared.redo() == label
    assert contents(prepared) == after
    assert prepared.verify() == []


def test_everything_can_be_undone_in_turn(prepared: Workspace) -> None:
    states = [contents(prepared)]
    for name in ("add agency", "add next phase", "accept", "accept second version", "update operation"):
        USE_CASES[name](prepared)
        states.append(contents(prepared))
    for expected in reversed(states[:-1]):
        prepared.undo()
        assert contents(prepared) == expected
    for expected in states[1:]:
        prepared.redo()
        assert contents(prepared) == expected


def test_what_was_received_outlives_undo(prepared: Workspace) -> None:
    each = candidate("GL", 6, figure("arrests", 4))
    prepared.returns.accept(each)
    prepared.undo()
    assert prepared.returns.received_bytes(each.sha256) == ("GL.xlsx", each.content)
    assert [view.agency for view in prepared.queries.returns(7)] == ["GL", "WI"]


def test_undo_works_on_a_reopened_file(prepared: Workspace) -> None:
    before = contents(prepared)
    prepared.reference.add_agency("NP", "New Police", "partner")
    prepared.close()
    again = Workspace.open(prepared.path)
    assert again.undo() == "Add New Police"
    assert contents(again) == before
    again.close()
