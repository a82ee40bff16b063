"""Queries for what is to be remembered: open queries, promises and remarks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.dates import format_date
from opcoord.model.holding import NoteKind
from opcoord.model.tables import Agency, Note, Phase


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note; `phase` is None and `agency` (a code) empty where it is about no single one."""

    id: int
    phase: int | None
    agency: str
    agency_name: str
    kind: NoteKind
    text: str
    written_on: dt.date
    due_on: dt.date | None
    settled_on: dt.date | None
    answer: str

    @property
    def is_open(self) -> bool:
        """Whether it is not settled."""
        return self.settled_on is None

    @property
    def about(self) -> str:
        """What it is about, for example "Wiltshire Police, phase 7"; empty for the whole operation."""
        phase = "" if self.phase is None else f"phase {self.phase}"
        return ", ".join(part for part in (self.agency_name, phase) if part)

    @property
    def sentence(self) -> str:
        """What it says, for example "Wiltshire Police promised by 12 March 2024: the return"."""
        due = format_date(self.due_on)
        if self.kind is NoteKind.PROMISE:
            who = self.agency_name or "Promised"
            verb = " promised" if self.agency_name else ""
            return f"{who}{verb}{f' by {due}' if due else ''}: {self.text}"
        if self.kind is NoteKind.QUERY:
            who = f" to {self.agency_name}" if self.agency_name else ""
            return f"Query{who}{f', answer due {due}' if due else ''}: {self.text}"
        who = self.agency_name or "Remark"
        return f"{who}{f', for {due}' if due else ''}: {self.text}"

    def is_due(self, today: dt.date) -> bool:
        """Whether its day has come and it is still open."""
        return self.is_open and self.due_on is not None and self.due_on <= today


def notes(session: Session) -> list[NoteView]:
    """All notes: open ones first, by due date (those without one last), then settled ones, newest first."""
    query = (
        select(Note, Phase.number, Agency.code, Agency.name)
        .outerjoin(Phase, Phase.id == Note.phase_id)
        .outerjoin(Agency, Agency.id == Note.agency_id)
        .order_by(Note.id)
    )
    found = [
        NoteView(
            row.id,
            phase,
            agency or "",
            name or "",
            # A file from elsewhere may say anything.
            NoteKind(row.kind) if row.kind in set(NoteKind) else NoteKind.REMARK,
            row.text,
            row.written_on,
            row.due_on,
            row.settled_on,
            row.answer,
        )
        for row, phase, agency, name in session.execute(query)
    ]
    settled = sorted((each for each in found if not each.is_open), key=_settled, reverse=True)
    return [*sorted((each for each in found if each.is_open), key=_due), *settled]


def due_notes(found: Iterable[NoteView], today: dt.date) -> list[NoteView]:
    """Those whose day has come, the longest due first."""
    return sorted((each for each in found if each.is_due(today)), key=_due)


def _due(note: NoteView) -> tuple[dt.date, int]:
    return note.due_on or dt.date.max, note.id


def _settled(note: NoteView) -> tuple[dt.date, int]:
    return note.settled_on or dt.date.min, note.id
