"""What was chosen and written for the documents about a phase."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.tables import PageSetup, Phase, Wording


@dataclass(frozen=True, slots=True)
class WordingView:
    """Words at one place of a document: "introduction", "closing" or a section's name."""

    place: str
    text: str
    internal: bool


@dataclass(frozen=True, slots=True)
class PageSetupView:
    """The sections of a document in order, None for all in their usual order; and its embargo in local time."""

    sections: tuple[str, ...] | None = None
    embargo_until: dt.datetime | None = None


def wording(session: Session, phase: int, kind: str) -> list[WordingView]:
    """The words of a kind of document about a phase."""
    rows = session.scalars(
        select(Wording)
        .join(Phase, Phase.id == Wording.phase_id)
        .where(Phase.number == phase, Wording.kind == kind)
        .order_by(Wording.id)
    )
    return [WordingView(row.place, row.text, row.internal) for row in rows]


def page_setup(session: Session, phase: int, kind: str, public: bool) -> PageSetupView:
    """What was chosen for a document; the usual where nothing was."""
    row = session.scalar(
        select(PageSetup)
        .join(Phase, Phase.id == PageSetup.phase_id)
        .where(Phase.number == phase, PageSetup.kind == kind, PageSetup.public.is_(public))
    )
    if row is None:
        return PageSetupView()
    return PageSetupView(None if row.sections is None else tuple(row.sections), row.embargo_until)
