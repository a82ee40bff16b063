"""Queries for what came back: returns in versions, the matrix, figures with their cells, findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from opcoord.model.tables import (
    Agency,
    AgencyLabel,
    AgencyTable,
    Figure,
    Measure,
    NotableResult,
    Phase,
    ReceivedFile,
    Return,
    ReturnFinding,
)
from opcoord.model.terms import ReturnStatus, Severity, State
from opcoord.queries.phases import phases
from opcoord.queries.views import (
    CountingReturn,
    FigureView,
    FindingView,
    LearnedView,
    MatrixCell,
    NotableView,
    ReturnView,
)


def returns(session: Session, phase: int | None = None) -> list[ReturnView]:
    """All versions of all returns (of one phase where given), by phase, agency and version."""
    figures = (
        select(func.count())
        .where(Figure.return_id == Return.id, Figure.amount.is_not(None))
        .scalar_subquery()
    )
    warnings = (
        select(func.count())
        .where(ReturnFinding.return_id == Return.id, ReturnFinding.severity == Severity.WARNING)
        .scalar_subquery()
    )
    query = (
        select(
            Return,
            Phase.number,
            Agency.code,
            Agency.name,
            ReceivedFile.name,
            ReceivedFile.sha256,
            ReceivedFile.whole,
            figures,
            warnings,
        )
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
        .outerjoin(ReceivedFile, ReceivedFile.id == Return.received_file_id)
        .order_by(Phase.number, Agency.position, Return.version)
    )
    if phase is not None:
        query = query.where(Phase.number == phase)
    return [
        ReturnView(
            id=row.id,
            phase=number,
            agency=code,
            agency_name=name,
            version=row.version,
            status=row.status,
            file_name=file_name or "",
            sha256=sha256 or "",
            as_at=row.as_at,
            completed_by=row.completed_by,
            completed_on=row.completed_on,
            source=row.source,
            accepted_at=row.accepted_at,
            accepted_by=row.accepted_by,
            figure_count=figure_count,
            warning_count=warning_count,
            file_kept=bool(whole),
        )
        for row, number, code, name, file_name, sha256, whole, figure_count, warning_count in session.execute(
            query
        )
    ]


def counting(session: Session) -> frozenset[CountingReturn]:
    """The returns that count; another set as soon as another return does."""
    query = (
        select(
            Return.id,
            Return.fingerprint,
            Phase.number,
            Agency.code,
            func.coalesce(ReceivedFile.sha256, ""),
            Return.version,
        )
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
        .outerjoin(ReceivedFile, ReceivedFile.id == Return.received_file_id)
        .where(Return.status == ReturnStatus.ACCEPTED)
    )
    return frozenset(CountingReturn(*row) for row in session.execute(query))


def matrix(session: Session, today: dt.date) -> list[MatrixCell]:
    """One cell for every agency that sends returns and every phase, phase by phase."""
    agencies = session.execute(
        select(Agency.code).where(Agency.sends_returns).order_by(Agency.position, Agency.code)
    ).scalars()
    codes = list(agencies)
    provisional_ids = set(
        session.scalars(select(Figure.return_id).where(Figure.state == State.PROVISIONAL).distinct())
    )
    accepted = (
        select(Phase.number, Agency.code, Return.version, Return.id)
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
        .where(Return.status == ReturnStatus.ACCEPTED)
    )
    current = {(number, code): (version, id_) for number, code, version, id_ in session.execute(accepted)}
    cells = []
    for phase in phases(session):
        due = phase.returns_due or phase.ends_on
        for code in codes:
            each = current.get((phase.number, code))
            if each is not None:
                version, id_ = each
                cells.append(MatrixCell(phase.number, code, "received", version, id_, id_ in provisional_ids))
                continue
            state = "not expected"
            if code in phase.expected:
                state = "missing" if due is not None and due < today else "awaited"
            cells.append(MatrixCell(phase.number, code, state, None, None, False))
    return cells


def _figure_query() -> Select[*tuple[Any, ...]]:
    return (
        select(Figure, Measure, Return, Agency, Phase.number, ReceivedFile.name, ReceivedFile.sha256)
        .join(Measure, Measure.id == Figure.measure_id)
        .join(Return, Return.id == Figure.return_id)
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
        .outerjoin(ReceivedFile, ReceivedFile.id == Return.received_file_id)
        .order_by(Phase.number, Agency.position, Measure.position)
    )


def _figure_views(session: Session, query: Select[*tuple[Any, ...]]) -> list[FigureView]:
    return [
        FigureView(
            measure=measure.code,
            label=measure.label,
            unit=measure.unit,
            amount=figure.amount,
            qualifier=figure.qualifier,
            empty=figure.empty,
            state=figure.state,
            as_at=figure.as_at or each.as_at,
            sheet=figure.sheet,
            cell=figure.cell,
            raw=figure.raw,
            conversion=figure.conversion,
            joint_amount=figure.joint_amount,
            joint_with=figure.joint_with,
            note=figure.note,
            agency=agency.code,
            agency_name=agency.name,
            phase=number,
            version=each.version,
            file_name=file_name or "",
            sha256=sha256 or "",
            label_in_file=figure.label,
            correction=figure.correction,
            correction_reason=figure.correction_reason,
            return_id=each.id,
            accepted_at=each.accepted_at,
            accepted_by=each.accepted_by,
            source=each.source,
        )
        for figure, measure, each, agency, number, file_name, sha256 in session.execute(query)
    ]


def figures(session: Session, return_id: int) -> list[FigureView]:
    """The figures of one return version, in the order of the measures."""
    return _figure_views(session, _figure_query().where(Return.id == return_id))


def figures_behind(
    session: Session, measure: str, phase: int | None = None, agency: str | None = None
) -> list[FigureView]:
    """The figures that a total is made of: of the returns that count, narrowed to a phase and an agency."""
    query = _figure_query().where(Return.status == ReturnStatus.ACCEPTED, Measure.code == measure)
    if phase is not None:
        query = query.where(Phase.number == phase)
    if agency is not None:
        query = query.where(Agency.code == agency)
    return _figure_views(session, query)


def figures_of_versions(
    session: Session, measure: str, versions: Mapping[tuple[int, str], int]
) -> list[FigureView]:
    """The figures of a measure in these versions, by phase and agency, whether they count now or not."""
    query = _figure_query().where(Measure.code == measure, Phase.number.in_({phase for phase, _ in versions}))
    found = _figure_views(session, query)
    return [each for each in found if versions.get((each.phase, each.agency)) == each.version]


def findings(session: Session, phase: int) -> list[FindingView]:
    """The findings kept with the returns of a phase that count."""
    query = (
        select(ReturnFinding, Agency.code)
        .join(Return, Return.id == ReturnFinding.return_id)
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
        .where(Return.status == ReturnStatus.ACCEPTED, Phase.number == phase)
        .order_by(Agency.position, ReturnFinding.id)
    )
    return [
        FindingView(
            phase=phase,
            agency=code,
            severity=row.severity,
            code=row.code,
            sheet=row.sheet,
            cell=row.cell,
            message=row.message,
            remedy=row.remedy,
            accepted_reason=row.accepted_reason,
        )
        for row, code in session.execute(query)
    ]


def notable_results(session: Session, phase: int) -> list[NotableView]:
    """The notable results of a phase, by agency."""
    query = (
        select(NotableResult, Agency.code, Agency.name)
        .join(Return, Return.id == NotableResult.return_id)
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
        .where(Return.status == ReturnStatus.ACCEPTED, Phase.number == phase)
        .order_by(Agency.position, NotableResult.id)
    )
    return [
        NotableView(phase, code, name, row.text, row.consent, row.embargo_until)
        for row, code, name in session.execute(query)
    ]


def learned(session: Session) -> list[LearnedView]:
    """What was learned from agencies' returns: labels, then tables, by agency."""
    labels = (
        select(Agency.code, AgencyLabel.label, Measure.code)
        .join(Agency, Agency.id == AgencyLabel.agency_id)
        .outerjoin(Measure, Measure.id == AgencyLabel.measure_id)
        .order_by(Agency.position, AgencyLabel.id)
    )
    tables = (
        select(Agency.code, AgencyTable)
        .join(Agency, Agency.id == AgencyTable.agency_id)
        .order_by(Agency.position)
    )
    return [
        *(LearnedView(agency, label, measure or "") for agency, label, measure in session.execute(labels)),
        *(
            LearnedView(
                agency,
                "",
                "",
                f"sheet {row.sheet}, column {row.figure_heading} beside column {row.label_heading}",
            )
            for agency, row in session.execute(tables)
        ),
    ]
