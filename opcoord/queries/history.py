"""Queries for the ledger and the announcements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from opcoord.model.tables import Agency, Announcement, AuditEntry, Measure
from opcoord.queries.views import AnnouncementView, HistoryView


def history(session: Session, limit: int = 500) -> list[HistoryView]:
    """The newest `limit` lines of the ledger, newest first."""
    table = AuditEntry
    query = select(table.seq, table.utc, table.actor, table.action, table.details, table.hash)
    rows = session.execute(query.order_by(table.seq.desc()).limit(limit))
    return [HistoryView(seq, dt.datetime.fromisoformat(utc), *rest) for seq, utc, *rest in rows]


def audit_head(session: Session) -> str:
    """The hash of the newest line of the ledger; empty for a file without history."""
    return session.scalar(select(AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)) or ""


def announcements(session: Session) -> list[AnnouncementView]:
    """All published figures in the order they were entered."""
    # Plain columns in the order of the view's fields: mapped objects would take three times as long.
    table = Announcement
    query = (
        select(
            table.id,
            table.first_phase,
            table.last_phase,
            table.reporter,
            func.coalesce(Measure.code, ""),
            table.label,
            table.unit,
            table.amount,
            table.qualifier,
            table.source_key,
            table.source,
            table.note,
            func.coalesce(Agency.code, ""),
            table.published_on,
            table.is_revision,
            table.printed_period,
        )
        .outerjoin(Measure, Measure.id == table.measure_id)
        .outerjoin(Agency, Agency.id == table.agency_id)
        .order_by(table.id)
    )
    rows: Iterable[Sequence[Any]] = session.execute(query)
    return [AnnouncementView(*row) for row in rows]
