"""The ledger: the chained audit entries and the steps that can be undone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from opcoord.model.base import Base


class AuditEntry(Base):
    """One line of the history. Each holds the hash of the line before it; lines are never changed."""

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(primary_key=True)
    #: UTC with offset zero, ISO 8601 to the second.
    utc: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(300))
    details: Mapped[str] = mapped_column(Text, default="{}")
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class UndoStep(Base):
    """What one labelled transaction changed, as row images, newest last. `undone` steps can be redone."""

    __tablename__ = "undo_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(String(300))
    undone: Mapped[bool] = mapped_column(default=False)
    #: A list of {"table", "old", "new"}: row images as column-to-value maps, None where there was no row.
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
