"""Who holds the operation, and what is still open about it: hand-overs and notes."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from opcoord.model.base import Base
from opcoord.model.phases import Phase
from opcoord.model.reference import Agency


class Handover(Base):
    """One step of the file's way from lead force to lead force. Written once and never changed.

    The newest one says where the file stands: after "given" it is read-only until "taken back".
    """

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: "given", "received" or "taken back".
    step: Mapped[str] = mapped_column(String(20))
    at: Mapped[dt.datetime]
    by: Mapped[str] = mapped_column(String(100))
    #: Names of the lead forces.
    giver: Mapped[str] = mapped_column(String(200))
    taker: Mapped[str] = mapped_column(String(200))
    #: Names the hand-over in both files.
    token: Mapped[str] = mapped_column(String(36))
    note: Mapped[str] = mapped_column(Text, default="")


class NoteKind(StrEnum):
    """What a note is."""

    QUERY = "query"
    PROMISE = "promise"
    REMARK = "remark"


class Note(Base):
    """Something to remember about a phase or a force: a query that is open, a promise, a remark."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int | None] = mapped_column(ForeignKey("phase.id", ondelete="CASCADE"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"))
    #: A `NoteKind`.
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    written_on: Mapped[dt.date]
    due_on: Mapped[dt.date | None]
    settled_on: Mapped[dt.date | None]
    #: How it was settled.
    answer: Mapped[str] = mapped_column(Text, default="")
    phase: Mapped[Phase | None] = relationship()
    agency: Mapped[Agency | None] = relationship()
