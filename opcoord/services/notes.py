"""What a coordinator can do with notes: write down a query, a promise or a remark, and settle it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.holding import NoteKind
from opcoord.model.tables import Note
from opcoord.services.lookup import agency_by_code, phase_by_number
from opcoord.storage.database import Database

LONGEST_NOTE = 1_000
_IN_A_LABEL = {NoteKind.QUERY: "a query", NoteKind.PROMISE: "a promise", NoteKind.REMARK: "a remark"}


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as it is written; without phase or agency (a code) it is about all of them."""

    kind: NoteKind
    text: str
    phase: int | None = None
    agency: str = ""
    due_on: dt.date | None = None


class NotesService:
    """Keeps notes; each method is one undo step. `today` is injected for tests."""

    def __init__(self, database: Database, today: Callable[[], dt.date] = dt.date.today) -> None:
        self._database = database
        self._today = today

    def add(self, draft: NoteDraft) -> int:
        """Write a note down; its id. Raises OpcoordError without words, or for an unknown phase or agency."""
        text = _text(draft)
        with self._database.transaction(f"Note {_IN_A_LABEL[draft.kind]}{_of(draft)}") as session:
            row = Note(written_on=self._today(), answer="")
            _fill(session, row, draft, text)
            session.add(row)
            session.flush()
            return row.id

    def change(self, note_id: int, draft: NoteDraft) -> None:
        """Make the note say this instead; raises OpcoordError as `add` does."""
        text = _text(draft)
        with self._database.transaction(f"Change {_IN_A_LABEL[draft.kind]}{_of(draft)}") as session:
            _fill(session, _note(session, note_id), draft, text)

    def settle(self, note_id: int, answer: str = "") -> None:
        """Close a note today, with how it was settled; a query needs an answer, or OpcoordError is raised."""
        answer = answer.strip()[:LONGEST_NOTE]
        with self._database.transaction("Settle a note") as session:
            row = _note(session, note_id)
            if row.kind == NoteKind.QUERY and not answer:
                raise OpcoordError("The query has no answer yet.", "Say in a few words what the answer was.")
            row.settled_on, row.answer = self._today(), answer

    def reopen(self, note_id: int) -> None:
        """Open a settled note again; its answer stays to be read."""
        with self._database.transaction("Open a note again") as session:
            _note(session, note_id).settled_on = None

    def remove(self, note_id: int) -> None:
        """Take a note out."""
        with self._database.transaction("Remove a note") as session:
            session.delete(_note(session, note_id))


def _text(draft: NoteDraft) -> str:
    text = draft.text.strip()
    if not text:
        raise OpcoordError("The note has no words.", "Say what is to be remembered.")
    if len(text) > LONGEST_NOTE:
        raise OpcoordError(
            f"The note has {len(text):,} characters; it can have {LONGEST_NOTE:,}.",
            "Shorten it, or write two.",
        )
    return text


def _of(draft: NoteDraft) -> str:
    named = [draft.agency] if draft.agency else []
    named += [f"phase {draft.phase}"] if draft.phase is not None else []
    return f" ({', '.join(named)})" if named else ""


def _fill(session: Session, row: Note, draft: NoteDraft, text: str) -> None:
    row.kind, row.text, row.due_on = draft.kind.value, text, draft.due_on
    row.phase_id = phase_by_number(session, draft.phase).id if draft.phase is not None else None
    row.agency_id = agency_by_code(session, draft.agency).id if draft.agency else None


def _note(session: Session, note_id: int) -> Note:
    row = session.get(Note, note_id)
    if row is None:
        raise OpcoordError("That note is not there any more.", "It may have been removed meanwhile.")
    return row
