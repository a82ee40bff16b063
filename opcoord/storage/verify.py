"""Checks an open operation file: SQLite's own checks, each return's fingerprint, the chain of the ledger."""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, selectinload

from opcoord.model.finding import Finding
from opcoord.model.fingerprint import fingerprint, issue_hash
from opcoord.model.tables import AuditEntry, Figure, IssuedDocument, ReceivedFile, Return
from opcoord.model.terms import ReturnStatus, Severity
from opcoord.storage import audit
from opcoord.storage.holding import fits_history

#: So many returns are in memory together: letting go of ten years in one go would hold up every other thread.
_AT_ONCE = 100
_RESTORE = "Do not use these figures. Open the last good copy, and keep this file for repair."


def verify(session: Session) -> list[Finding]:
    """Everything that is wrong with the file, as errors; an empty list means that all checks passed."""
    return [
        *_structure(session),
        *_returns(session),
        *_received_files(session),
        *_issued_documents(session),
        *_handovers(session),
        *_ledger(session),
    ]


def _error(code: str, message: str, remedy: str = _RESTORE) -> Finding:
    return Finding(Severity.ERROR, code, message, remedy)


def _structure(session: Session) -> list[Finding]:
    found = []
    if session.scalar(text("PRAGMA integrity_check(1)")) != "ok":
        found.append(_error("damaged", "The file is damaged inside."))
    if session.execute(text("PRAGMA foreign_key_check")).first() is not None:
        found.append(_error("broken-reference", "The file refers to rows that are not there."))
    return found


def _returns(session: Session) -> list[Finding]:
    found = []
    query = select(Return).options(
        selectinload(Return.figures).selectinload(Figure.measure),
        selectinload(Return.agency),
        selectinload(Return.phase),
    )
    for each in session.scalars(query.execution_options(yield_per=_AT_ONCE)):
        pairs = [(figure.measure.code, figure) for figure in each.figures]
        if fingerprint(pairs, each.fingerprint_rule) != each.fingerprint:
            found.append(
                _error(
                    "fingerprint",
                    f"The return of {each.agency.name} for phase {each.phase.number}, version {each.version}, "
                    "does not match its fingerprint.",
                )
            )
    counting = select(Return.phase_id, Return.agency_id).where(Return.status == ReturnStatus.ACCEPTED)
    if session.execute(counting.group_by(Return.phase_id, Return.agency_id).having(func.count() > 1)).first():
        found.append(_error("counted-twice", "Two versions of one return count at the same time."))
    return found


def _received_files(session: Session) -> list[Finding]:
    found = []
    for sha256, name, content in session.execute(
        select(ReceivedFile.sha256, ReceivedFile.name, ReceivedFile.content).where(ReceivedFile.whole)
    ):
        if hashlib.sha256(content).hexdigest() != sha256:
            found.append(_error("received-file", f"The received file {name} is not as it came."))
    return found


def _issued_documents(session: Session) -> list[Finding]:
    found = []
    noted = set()
    for details in session.scalars(select(AuditEntry.details).where(AuditEntry.details.contains("keeps"))):
        noted.add(json.loads(details).get("keeps", {}).get("issued_document"))
    table = IssuedDocument
    for number, title, sha256, *parts in session.execute(
        select(table.number, table.title, table.sha256, table.document, table.figures, table.pdf)
    ):
        if issue_hash(*parts) != sha256 or sha256 not in noted:
            found.append(_error("issued-document", f"Issue {number} of {title} is not as it was issued."))
    return found


def _handovers(session: Session) -> list[Finding]:
    if fits_history(session):
        return []
    return [_error("handover", "Who holds this file is not what its history tells: a hand-over was changed.")]


def _ledger(session: Session) -> list[Finding]:
    broken = audit.first_break(session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))
    if broken is None:
        return []
    return [
        _error(
            "ledger",
            f"The history does not fit together at entry {broken}: it was changed, or entries are missing.",
            "Compare with an earlier copy of this file before you rely on it.",
        )
    ]
