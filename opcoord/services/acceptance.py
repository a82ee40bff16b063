"""Writes an accepted return: file, figures, findings, and what was learned from it, in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.fingerprint import fingerprint
from opcoord.model.refs import LearnedTable
from opcoord.model.tables import (
    Agency,
    AgencyLabel,
    AgencyTable,
    Figure,
    Measure,
    NotableResult,
    ReceivedFile,
    Return,
    ReturnFinding,
)
from opcoord.model.terms import ReturnStatus, Severity
from opcoord.reading.parsed import ParsedFigure, ParsedReturn
from opcoord.services.candidate import Candidate
from opcoord.services.lookup import agency_by_code, phase_by_number
from opcoord.services.weighing import current_version
from opcoord.storage.audit import actor_name


def store(
    session: Session,
    candidate: Candidate,
    parsed: ParsedReturn,
    reasons: Mapping[str, str],
    *,
    keep_file: bool,
    now: dt.datetime,
) -> int:
    """Make `candidate` the return that counts; the new return's id. `reasons` are by finding code, "" for all.

    Raises OpcoordError where the agency's return or a measure changed since the file was checked.
    """
    assert candidate.phase is not None and candidate.agency is not None
    current, newest = current_version(session, candidate.phase, candidate.agency)
    if candidate.version != newest + 1 or candidate.against != _mark(current):
        raise OpcoordError(
            f"The return from {candidate.agency_name} was changed since {candidate.name} was checked.",
            "Import the file again to see what it changes now.",
        )
    measures = {each.code: each for each in session.scalars(select(Measure))}
    for figure in parsed.figures:
        # Pence read as things would be a hundred times too many.
        if figure.measure not in measures or measures[figure.measure].unit != figure.unit:
            raise OpcoordError(
                f"The measure {figure.measure} was changed since {candidate.name} was checked.",
                "Import the file again to see what it says now.",
            )
    if current is not None:
        current.status = ReturnStatus.SUPERSEDED
    agency = agency_by_code(session, candidate.agency)
    row = Return(
        phase_id=phase_by_number(session, candidate.phase).id,
        agency_id=agency.id,
        version=newest + 1,
        status=ReturnStatus.ACCEPTED,
        received_file_id=_keep(session, candidate, keep_file, now) if candidate.sha256 else None,
        as_at=parsed.as_at,
        completed_by=parsed.completed_by,
        completed_on=parsed.completed_on,
        source=parsed.source,
        accepted_at=now,
        accepted_by=actor_name(),
        notable_results=[
            NotableResult(
                text=each.text,
                consent=each.consent,
                embargo_until=each.embargo_until,
                sheet=each.sheet,
                cell=each.cell,
            )
            for each in parsed.notable_results
        ],
        findings=[
            ReturnFinding(
                severity=each.severity,
                code=each.code,
                sheet=each.sheet,
                cell=each.cell,
                message=each.message,
                remedy=each.remedy,
                accepted_reason=(reasons.get(each.code) or reasons.get("", ""))
                if each.severity is Severity.WARNING
                else "",
            )
            for each in parsed.findings
        ],
    )
    kept = [(each.measure, _figure(measures[each.measure].id, each, parsed.as_at)) for each in parsed.figures]
    row.figures = [figure for _, figure in kept]
    row.fingerprint = fingerprint(kept)
    session.add(row)
    _learn(session, agency, candidate.decisions.labels, parsed.table, measures)
    session.flush()
    return row.id


def _mark(current: Return | None) -> tuple[int, str] | None:
    return (current.id, current.fingerprint) if current is not None else None


def _keep(session: Session, candidate: Candidate, whole: bool, now: dt.datetime) -> int:
    kept = session.scalar(select(ReceivedFile).where(ReceivedFile.sha256 == candidate.sha256))
    if kept is None:
        kept = ReceivedFile(
            sha256=candidate.sha256,
            name=candidate.name,
            size=candidate.size,
            received_at=now,
            content=candidate.content if whole else b"",
            whole=whole,
        )
        session.add(kept)
        session.flush()
    elif whole and not kept.whole:
        # Of a file with several returns the first may have been kept as cells only.
        kept.content, kept.whole = candidate.content, True
    return kept.id


def _learn(
    session: Session,
    agency: Agency,
    labels: tuple[tuple[str, str], ...],
    table: LearnedTable | None,
    measures: Mapping[str, Measure],
) -> None:
    """Remember what was decided about this agency's labels and table, in place of what was known."""
    for label, code in labels:
        label = label[:300]
        session.execute(
            delete(AgencyLabel).where(AgencyLabel.agency_id == agency.id, AgencyLabel.label == label)
        )
        measure = measures.get(code)
        if measure is not None or not code:
            session.add(
                AgencyLabel(
                    agency_id=agency.id, label=label, measure_id=measure.id if measure is not None else None
                )
            )
    if table is not None:
        known = session.scalar(select(AgencyTable).where(AgencyTable.agency_id == agency.id))
        if known is None:
            known = AgencyTable(agency_id=agency.id)
            session.add(known)
        known.sheet = table.sheet[:200]
        known.label_heading = table.label_heading[:300]
        known.figure_heading = table.figure_heading[:300]


def _figure(measure_id: int, parsed: ParsedFigure, as_at: dt.date | None) -> Figure:
    return Figure(
        measure_id=measure_id,
        amount=parsed.amount,
        qualifier=parsed.qualifier,
        empty=parsed.empty,
        state=parsed.state,
        as_at=as_at,
        sheet=parsed.sheet,
        cell=parsed.cell,
        raw=parsed.raw,
        conversion=parsed.conversion,
        joint_amount=parsed.joint_amount,
        joint_with=parsed.joint_with,
        note=parsed.note,
        label=parsed.label,
        correction=parsed.correction,
        correction_reason=parsed.correction_reason,
    )
