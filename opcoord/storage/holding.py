"""Who holds an operation file: the steps of its hand-over, and the sentence that says why it is read-only."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.dates import format_date
from opcoord.model.tables import AuditEntry, Handover
from opcoord.storage import audit


class Step(StrEnum):
    """What happened to the file."""

    GIVEN = "given"
    RECEIVED = "received"
    TAKEN_BACK = "taken back"


_ACTIONS = {
    Step.GIVEN: "Hand over to {taker}",
    Step.RECEIVED: "Receive from {giver}",
    Step.TAKEN_BACK: "Take back from {taker}",
}
#: Characters of a line of history.
_LONGEST_ACTION = 300


@dataclass(frozen=True, slots=True)
class Holding:
    """One hand-over: from whom, to whom, and what names it in both files."""

    giver: str
    taker: str
    token: str
    note: str = ""


def newest(session: Session) -> Handover | None:
    """The newest step of the file's way, None for a file that was never handed over."""
    return session.scalar(select(Handover).order_by(Handover.id.desc()).limit(1))


def read_only_reason(session: Session) -> str:
    """Why the file may not be written to, as a sentence; empty where its holder has it."""
    last = newest(session)
    if last is None or last.step != Step.GIVEN:
        return ""
    # The store keeps UTC; people read the day of their own clock.
    day = last.at.replace(tzinfo=dt.UTC).astimezone().date()
    return f"It was handed over to {last.taker} on {format_date(day)}. Choose Take back to go on here."


def record(
    session: Session, step: Step, holding: Holding, now: dt.datetime, details: Mapping[str, object]
) -> AuditEntry:
    """Write a step and its line of history. With the same arguments, two equal files stay equal."""
    session.add(
        Handover(
            step=step.value,
            at=now.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0),
            by=audit.actor_name(),
            giver=holding.giver,
            taker=holding.taker,
            token=holding.token,
            note=holding.note,
        )
    )
    action = _ACTIONS[step].format(giver=holding.giver, taker=holding.taker)
    told = {**details, "handover": step.value, "token": holding.token}
    return audit.append(session, action[:_LONGEST_ACTION], told, now)


def fits_history(session: Session) -> bool:
    """Whether the steps are those, in that order, that the history tells of."""
    steps = select(Handover.step, Handover.token).order_by(Handover.id)
    lines = (
        select(AuditEntry.details).where(AuditEntry.details.contains('"handover"')).order_by(AuditEntry.seq)
    )
    records = (json.loads(line) for line in session.scalars(lines))
    told = [(each["handover"], each["token"]) for each in records if {"handover", "token"} <= each.keys()]
    return told == [tuple(row) for row in session.execute(steps)]
