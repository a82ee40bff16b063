"""Queries for who holds the file and what it holds: hand-overs, what is inside, received files."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from opcoord.excel.hidden_content import hidden_content
from opcoord.model.tables import (
    Agency,
    AgencyLabel,
    AgencyTable,
    Announcement,
    AuditEntry,
    Figure,
    Handover,
    IssuedDocument,
    Note,
    Phase,
    ReceivedFile,
    Return,
    ReturnFinding,
)
from opcoord.model.terms import ReturnStatus
from opcoord.progress import Progress

#: What a hand-over file is said to hold, one and many, in the order told.
CONTENT_WORDS = {
    "phases": ("phase", "phases"),
    "returns": ("return that counts", "returns that count"),
    "earlier": ("earlier or withdrawn version", "earlier or withdrawn versions"),
    "figures": ("figure", "figures"),
    "announcements": ("published figure", "published figures"),
    "learned": ("label or table learned", "labels and tables learned"),
    "notes": ("open query, promise or remark", "open queries, promises and remarks"),
    "issued": ("issued document", "issued documents"),
    "files": ("received file as it came", "received files as they came"),
}
#: Findings kept with a return that tell of more than bytes can: what lies under merged cells, and who is named.
_TELLING = ("merged-values", "personal-data")


@dataclass(frozen=True, slots=True)
class HandoverView:
    """One step of the file's way: "given", "received" or "taken back". `at` is UTC, without saying so."""

    step: str
    at: dt.datetime
    by: str
    giver: str
    taker: str
    token: str
    note: str
    #: Received files that went along as they came, and whether a password was asked for; None where not known.
    files: int | None = None
    locked: bool | None = None

    @property
    def moment(self) -> dt.datetime:
        """When, by the clock of whoever reads it."""
        return self.at.replace(tzinfo=dt.UTC).astimezone()


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A received file that is kept whole, whose returns it holds, and in words what else it holds."""

    name: str
    size: int
    of: tuple[str, ...]
    hidden: tuple[str, ...]


def handovers(session: Session) -> list[HandoverView]:
    """Every step of the file's way, oldest first."""
    told = _told(session)

    def files(token: str) -> int | None:
        found = told.get(token, {}).get("files")
        return found if isinstance(found, int) else None

    def locked(token: str) -> bool | None:
        found = told.get(token, {}).get("locked")
        return found if isinstance(found, bool) else None

    return [
        HandoverView(
            row.step,
            row.at,
            row.by,
            row.giver,
            row.taker,
            row.token,
            row.note,
            files(row.token),
            locked(row.token),
        )
        for row in session.scalars(select(Handover).order_by(Handover.id))
    ]


def _told(session: Session) -> dict[str, dict[str, object]]:
    """What the history tells of each hand-over, by token."""
    lines = session.scalars(select(AuditEntry.details).where(AuditEntry.details.contains('"handover"')))
    records = [json.loads(line) for line in lines]
    return {str(each["token"]): each for each in records if each.get("handover") == "given"}


def contents(session: Session, with_files: bool) -> tuple[tuple[str, int], ...]:
    """How many of each thing a hand-over file would hold, in the order of `CONTENT_WORDS`."""

    def count(table: type[object], *conditions: object) -> int:
        return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0  # type: ignore[arg-type]

    counted = ReturnStatus.ACCEPTED
    return (
        ("phases", count(Phase)),
        ("returns", count(Return, Return.status == counted)),
        ("earlier", count(Return, Return.status != counted)),
        ("figures", count(Figure, Figure.amount.is_not(None))),
        ("announcements", count(Announcement)),
        ("learned", count(AgencyLabel) + count(AgencyTable)),
        ("notes", count(Note, Note.settled_on.is_(None))),
        ("issued", count(IssuedDocument)),
        ("files", count(ReceivedFile, ReceivedFile.whole) if with_files else 0),
    )


def contents_words(found: tuple[tuple[str, int], ...]) -> list[str]:
    """For example "7 phases", "1 issued document"; what there is none of is left out."""
    words = []
    for name, number in found:
        one, many = CONTENT_WORDS.get(name, (name, name))
        if number:
            words.append(f"{number:,} {one if number == 1 else many}")
    return words


def kept_files(session: Session, progress: Progress | None = None) -> list[KeptFile]:
    """The received files that are kept whole, in the order they came; each is looked into anew."""
    progress = progress or Progress()
    of: dict[int, list[str]] = {}
    whose = (
        select(Return.received_file_id, Agency.name, Phase.number, func.max(Return.version))
        .join(Agency, Agency.id == Return.agency_id)
        .join(Phase, Phase.id == Return.phase_id)
        .where(Return.received_file_id.is_not(None))
        .group_by(Return.received_file_id, Agency.name, Phase.number)
        .order_by(Phase.number, Agency.name)
    )
    for id_, name, number, _version in session.execute(whose):
        assert id_ is not None
        of.setdefault(id_, []).append(f"{name}, phase {number}")
    found: dict[int, list[str]] = {}
    telling = (
        select(Return.received_file_id, ReturnFinding.message)
        .join(Return, Return.id == ReturnFinding.return_id)
        .where(ReturnFinding.code.in_(_TELLING), Return.received_file_id.is_not(None))
        .distinct()
    )
    for id_, message in session.execute(telling):
        assert id_ is not None
        found.setdefault(id_, []).append(message)
    rows = session.execute(
        select(ReceivedFile.id, ReceivedFile.name, ReceivedFile.size)
        .where(ReceivedFile.whole)
        .order_by(ReceivedFile.id)
    ).all()
    kept = []
    for index, (id_, name, size) in enumerate(rows):
        progress.step(index, len(rows), f"Looking into {name}")
        content = session.scalar(select(ReceivedFile.content).where(ReceivedFile.id == id_)) or b""
        hidden = (*hidden_content(content), *found.get(id_, ()))
        kept.append(KeptFile(name, size, tuple(of.get(id_, ())), hidden))
    return kept
