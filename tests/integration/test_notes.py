"""Notes are written down, come due, are settled, and go with the file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from opcoord.errors import OpcoordError
from opcoord.model.holding import NoteKind
from opcoord.queries.notes import due_notes
from opcoord.services.notes import NoteDraft
from opcoord.services.receiving import receive
from opcoord.services.workspace import Workspace

DUE = dt.date(2024, 3, 12)
PROMISE = NoteDraft(NoteKind.PROMISE, "the return", 7, "WI", DUE)


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (PROMISE, "Wiltshire Police promised by 12 March 2024: the return"),
        (NoteDraft(NoteKind.PROMISE, "a call back"), "Promised: a call back"),
        (NoteDraft(NoteKind.QUERY, "visits?", 7, "WI"), "Query to Wiltshire Police: visits?"),
        (
            NoteDraft(NoteKind.QUERY, "Who prints?", due_on=DUE),
            "Query, answer due 12 March 2024: Who prints?",
        ),
        (NoteDraft(NoteKind.REMARK, "new desk", None, "DO"), "Dorset Police: new desk"),
        (NoteDraft(NoteKind.REMARK, "Ask for dates", 7, "", DUE), "Remark, for 12 March 2024: Ask for dates"),
    ],
)
def test_a_note_is_a_sentence(workspace: Workspace, draft: NoteDraft, words: str) -> None:
    workspace.notes.add(draft)
    (note,) = workspace.queries.notes()
    assert note.sentence == words
    assert note.written_on == dt.date.today() and note.is_open


def test_open_ones_come_first_by_their_day(workspace: Workspace) -> None:
    later = workspace.notes.add(NoteDraft(NoteKind.REMARK, "later", due_on=dt.date(2024, 4, 1)))
    never = workspace.notes.add(NoteDraft(NoteKind.REMARK, "never"))
    done = workspace.notes.add(NoteDraft(NoteKind.REMARK, "done"))
    first = workspace.notes.add(PROMISE)
    workspace.notes.settle(done)
    found = workspace.queries.notes()
    assert [each.id for each in found] == [first, later, never, done]
    assert [each.id for each in due_notes(found, DUE - dt.timedelta(days=1))] == []
    assert [each.id for each in due_notes(found, DUE)] == [first]
    assert [each.id for each in due_notes(found, dt.date(2024, 5, 1))] == [first, later]
    workspace.notes.settle(first)
    assert due_notes(workspace.queries.notes(), dt.date(2024, 3, 13)) == []


def test_a_query_is_settled_by_an_answer(workspace: Workspace) -> None:
    query = workspace.notes.add(NoteDraft(NoteKind.QUERY, "Visits or addresses?", 7, "GL"))
    with pytest.raises(OpcoordError, match="no answer"):
        workspace.notes.settle(query, "  ")
    workspace.notes.settle(query, "Addresses.")
    (note,) = workspace.queries.notes()
    assert (note.answer, note.settled_on) == ("Addresses.", dt.date.today())
    workspace.notes.reopen(query)
    (note,) = workspace.queries.notes()
    assert note.is_open and note.answer == "Addresses."


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (NoteDraft(NoteKind.QUERY, "  "), "no words"),
        (NoteDraft(NoteKind.QUERY, "x" * 1001), "1,001 characters"),
        (NoteDraft(NoteKind.QUERY, "x", 99), "no phase 99"),
        (NoteDraft(NoteKind.QUERY, "x", None, "XX"), "code XX"),
    ],
)
def test_what_is_no_note(workspace: Workspace, draft: NoteDraft, words: str) -> None:
    kept = workspace.notes.add(PROMISE)
    for attempt in (lambda: workspace.notes.add(draft), lambda: workspace.notes.change(kept, draft)):
        with pytest.raises(OpcoordError, match=words):
            attempt()
    assert len(workspace.queries.notes()) == 1
    workspace.notes.remove(kept)
    with pytest.raises(OpcoordError, match="not there any more"):
        workspace.notes.remove(kept)


def test_a_note_goes_with_its_phase_and_with_the_file(workspace: Workspace, tmp_path: Path) -> None:
    workspace.notes.add(NoteDraft(NoteKind.REMARK, "about phase 6", 6))
    workspace.notes.add(PROMISE)
    workspace.plan.delete(6)
    assert [each.text for each in workspace.queries.notes()] == ["the return"]
    out = tmp_path / "a.opcoord-handover"
    workspace.handover.give(out, "Wiltshire Police", "Dorset Police")
    receive(out, tmp_path / "theirs.opcoord")
    theirs = Workspace.open(tmp_path / "theirs.opcoord")
    assert theirs.queries.notes() == workspace.queries.notes()
    theirs.close()
