"""The chained ledger: each entry holds the hash of the one before it, so a quiet change shows."""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
import json
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.tables import AuditEntry

#: What the first entry chains to.
GENESIS = "0" * 64


def actor_name() -> str:
    """The account name of whoever runs the program, or "unknown" where the system cannot tell."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def entry_hash(prev_hash: str, seq: int, utc: str, actor: str, action: str, details: str) -> str:
    """SHA-256 over the previous hash and the canonical form of a line."""
    line = json.dumps([seq, utc, actor, action, details], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((prev_hash + line).encode()).hexdigest()


def append(session: Session, action: str, details: Mapping[str, object], now: dt.datetime) -> AuditEntry:
    """Add one entry to the chain within the running transaction. `now` is aware and in UTC."""
    last = session.execute(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).scalar_one_or_none()
    seq, prev_hash = (last.seq + 1, last.hash) if last is not None else (1, GENESIS)
    utc = now.astimezone(dt.UTC).isoformat(timespec="seconds")
    actor = actor_name()
    written = json.dumps(details, ensure_ascii=False, sort_keys=True)
    entry = AuditEntry(
        seq=seq,
        utc=utc,
        actor=actor,
        action=action,
        details=written,
        prev_hash=prev_hash,
        hash=entry_hash(prev_hash, seq, utc, actor, action, written),
    )
    session.add(entry)
    return entry


def first_break(entries: Iterable[AuditEntry]) -> int | None:
    """The number of the first entry that does not follow from the one before it, None for a whole chain."""
    prev_hash, expected = GENESIS, 1
    for entry in entries:
        correct = entry_hash(prev_hash, entry.seq, entry.utc, entry.actor, entry.action, entry.details)
        if entry.seq != expected or entry.prev_hash != prev_hash or entry.hash != correct:
            return entry.seq
        prev_hash, expected = entry.hash, expected + 1
    return None
