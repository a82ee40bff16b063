"""What a coordinator can do with documents: words, sections, embargo, and issuing them for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.fingerprint import issue_hash
from opcoord.model.tables import IssuedDocument, IssuedTotal, PageSetup, Wording
from opcoord.queries.frozen_figures import pack_figures
from opcoord.queries.history import audit_head
from opcoord.queries.issued import IssueDraft
from opcoord.reading.texts import clean
from opcoord.services.lookup import phase_by_number
from opcoord.storage.audit import actor_name
from opcoord.storage.database import Database

LONGEST_WORDING = 4_000


class PapersService:
    """Keeps what is chosen and written for documents, each change one undo step; what is issued stays issued."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set_wording(self, phase: int, kind: str, place: str, text: str, internal: bool = False) -> None:
        """Keep the words at one place of a document; no words takes them out.

        Raises OpcoordError for a phase that is not there or a text of more than 4,000 characters.
        """
        # What nobody sees, such as a mark that turns the direction of what follows, is not printed either.
        text = "\n".join(line.rstrip() for line in clean(text)[0].strip().splitlines())
        if len(text) > LONGEST_WORDING:
            raise OpcoordError(
                f"The text has {len(text):,} characters; a page takes {LONGEST_WORDING:,} at one place.",
                "Shorten it, or put a part of it at another place.",
            )
        with self._database.transaction(f"Change the words of phase {phase}: {place.lower()}") as session:
            phase_id = phase_by_number(session, phase).id
            row = session.scalar(
                select(Wording).where(
                    Wording.phase_id == phase_id, Wording.kind == kind, Wording.place == place
                )
            )
            if not text:
                if row is not None:
                    session.delete(row)
                return
            row = row or Wording(phase_id=phase_id, kind=kind, place=place)
            row.text, row.internal = text, internal
            session.add(row)

    def set_sections(self, phase: int, kind: str, public: bool, sections: Sequence[str] | None) -> None:
        """Print these sections in this order; None prints all in their usual order."""
        with self._database.transaction(f"Choose the sections of phase {phase}") as session:
            _setup(session, phase, kind, public).sections = None if sections is None else list(sections)

    def set_embargo(self, phase: int, kind: str, until: dt.datetime | None) -> None:
        """Put the public document under embargo until a moment (local time, to the minute), or lift that."""
        with self._database.transaction(f"Set the embargo of phase {phase}") as session:
            until = None if until is None else until.replace(second=0, microsecond=0, tzinfo=None)
            _setup(session, phase, kind, public=True).embargo_until = until

    def issue(self, draft: IssueDraft) -> int:
        """Keep the document for good, as the next issue of its phase, kind, force and readers; its id.

        Cannot be undone; a later issue supersedes it. Raises OpcoordError where the file has changed since the
        document was made, or where it supersedes one without a reason.
        """
        readers = "public" if draft.public else "internal"
        figures = pack_figures(draft.figures, draft.phase)
        sha256 = issue_hash(draft.document, figures, draft.pdf)
        label = f"Issue {draft.title} ({readers})"[:290]
        with self._database.transaction(label, {"issued_document": sha256}) as session:
            if audit_head(session) != draft.audit_head:
                raise OpcoordError(
                    "Something was changed while the document was made, so it was not issued.",
                    "Look at the pages again, then issue them.",
                )
            number = _next_number(session, draft)
            if number > 1 and not draft.reason.strip():
                raise OpcoordError(
                    f"Issue {number - 1} would be superseded without a reason.", "Say what was corrected."
                )
            row = IssuedDocument(
                phase=draft.phase,
                kind=draft.kind,
                agency=draft.agency,
                public=draft.public,
                number=number,
                title=draft.title[:600],
                reason=draft.reason.strip(),
                issued_at=draft.issued_at.astimezone(dt.UTC).replace(tzinfo=None),
                issued_by=actor_name()[:100],
                audit_head=draft.audit_head,
                document=draft.document,
                figures=figures,
                pdf=draft.pdf,
                sha256=sha256,
            )
            session.add(row)
            session.flush()
            session.add_all(_totals(row.id, draft))
            return row.id


def _setup(session: Session, phase: int, kind: str, public: bool) -> PageSetup:
    phase_id = phase_by_number(session, phase).id
    row = session.scalar(
        select(PageSetup).where(
            PageSetup.phase_id == phase_id, PageSetup.kind == kind, PageSetup.public.is_(public)
        )
    )
    if row is None:
        row = PageSetup(phase_id=phase_id, kind=kind, public=public)
        session.add(row)
    return row


def _next_number(session: Session, draft: IssueDraft) -> int:
    newest = session.scalar(
        select(IssuedDocument.number)
        .where(
            IssuedDocument.phase == draft.phase,
            IssuedDocument.kind == draft.kind,
            IssuedDocument.agency == draft.agency,
            IssuedDocument.public.is_(draft.public),
        )
        .order_by(IssuedDocument.number.desc())
        .limit(1)
    )
    return (newest or 0) + 1


def _totals(issued_id: int, draft: IssueDraft) -> list[IssuedTotal]:
    return [
        IssuedTotal(
            issued_id=issued_id,
            measure=each.measure.code,
            amount=point.total.stored,
            qualifier=point.total.qualifier.value,
            adjustment=point.adjustment,
            provisional=point.provisional,
            received=point.received,
            expected=point.expected,
        )
        for each in draft.results
        for point in each.points
        if point.phase == draft.phase and point.total is not None
    ]
