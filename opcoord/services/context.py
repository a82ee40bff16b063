"""What the operation knows, gathered for the reader: names, plan, what was learned and what counts already."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.refs import (
    AgencyRef,
    LearnedLabel,
    LearnedTable,
    MeasureRef,
    PastFigure,
    PhaseRef,
    ReadingContext,
)
from opcoord.model.tables import Agency, AgencyLabel, AgencyTable, Figure, Measure, Phase, Return
from opcoord.model.terms import ReturnStatus
from opcoord.queries import phases, reference


def reading_context(session: Session, *, with_history: bool = True) -> ReadingContext:
    """What the operation knows, against which a workbook is read.

    The figures that count already are most of it; who compares nothing with them does without.
    """
    operation = reference.operation(session)
    measures = reference.measures(session)
    return ReadingContext(
        operation=operation.name,
        operation_aliases=tuple(operation.aliases.values()),
        notice=operation.notice,
        marking=operation.marking,
        agencies=tuple(AgencyRef(each.code, each.name, each.aliases) for each in reference.agencies(session)),
        measures=tuple(
            MeasureRef(
                each.code,
                each.label,
                each.unit,
                each.definition,
                each.heading,
                each.part_of,
                each.aliases,
                each.rules,
            )
            for each in measures
        ),
        phases=tuple(
            PhaseRef(
                each.number,
                each.theme,
                tuple((window.starts_on, window.ends_on) for window in each.windows if not window.agency),
                each.returns_due,
                each.measures,
            )
            for each in phases.phases(session)
        ),
        learned_labels=_labels(session),
        learned_tables=_tables(session),
        history=_history(session) if with_history else (),
    )


def _labels(session: Session) -> tuple[LearnedLabel, ...]:
    query = (
        select(Agency.code, AgencyLabel.label, Measure.code)
        .join(Agency, Agency.id == AgencyLabel.agency_id)
        .outerjoin(Measure, Measure.id == AgencyLabel.measure_id)
        .order_by(AgencyLabel.id)
    )
    return tuple(
        LearnedLabel(agency, label, measure or "") for agency, label, measure in session.execute(query)
    )


def _tables(session: Session) -> tuple[LearnedTable, ...]:
    query = select(
        Agency.code, AgencyTable.sheet, AgencyTable.label_heading, AgencyTable.figure_heading
    ).join(Agency, Agency.id == AgencyTable.agency_id)
    return tuple(LearnedTable(*row) for row in session.execute(query))


def _history(session: Session) -> tuple[PastFigure, ...]:
    query = (
        select(Phase.number, Agency.code, Measure.code, Figure.amount)
        .select_from(Figure)
        .join(Return, Return.id == Figure.return_id)
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
        .join(Measure, Measure.id == Figure.measure_id)
        .where(Return.status == ReturnStatus.ACCEPTED, Figure.amount.is_not(None))
        .order_by(Phase.number, Figure.id)
    )
    return tuple(
        PastFigure(phase, agency, measure, amount)
        for phase, agency, measure, amount in session.execute(query)
        if amount is not None
    )
