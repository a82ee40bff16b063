"""Queries for the ledger and the announcements."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.tables import Agency, Announcement, AuditEntry, Measure
from opcoord.queries.views import AnnouncementView, HistoryView


def history(session: Session, limit: int = 500) -> list[HistoryView]:
    """The newest `limit` lines of the ledger, newest first."""
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(limit))
    return [
        HistoryView(row.seq, dt.datetime.fromisoformat(row.utc), row.actor, row.action, row.details, row.hash)
        for row in rows
    ]


def audit_head(session: Session) -> str:
    """The hash of the newest line of the ledger; empty for a file without history."""
    return session.scalar(select(AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)) or ""


def announcements(session: Session) -> list[AnnouncementView]:
    """All published figures in the order they were entered."""
    query = (
        select(Announcement, Measure.code, Agency.code)
        .outerjoin(Measure, Measure.id == Announcement.measure_id)
        .outerjoin(Agency, Agency.id == Announcement.agency_id)
        .order_by(Announcement.id)
    )
    return [
        AnnouncementView(
            id=row.id,
            first_phase=row.first_phase,
            last_phase=row.last_phase,
            reporter=row.reporter,
            measure=code or "",
            label=row.label,
            unit=row.unit,
            amount=row.amount,
            qualifier=row.qualifier,
            source_key=row.source_key,
            source=row.source,
            note=row.note,
            agency=agency or "",
            published_on=row.published_on,
            is_revision=row.is_revision,
            printed_period=row.printed_period,
        )
        for row, code, agency in session.execute(query)
    ]
