"""Queries for the plan: phases with all that belongs to them."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from opcoord.model.tables import (
    Agency,
    CollectedMeasure,
    ExpectedReturn,
    Measure,
    Phase,
    PhasePartner,
    Return,
)
from opcoord.model.terms import ReturnStatus
from opcoord.queries.views import MilestoneView, PhaseView, WindowView


def phases(session: Session) -> list[PhaseView]:
    """All phases in order of number."""
    rows = session.scalars(
        select(Phase)
        .order_by(Phase.number)
        .options(
            selectinload(Phase.windows),
            selectinload(Phase.milestones),
        )
    ).all()
    agencies = {
        id_: code for id_, code in session.execute(select(Agency.id, Agency.code).order_by(Agency.position))
    }
    measures = {
        id_: code
        for id_, code in session.execute(select(Measure.id, Measure.code).order_by(Measure.position))
    }
    links = _Links(
        partners=_of_phases(session, PhasePartner.phase_id, PhasePartner.agency_id),
        expected=_of_phases(session, ExpectedReturn.phase_id, ExpectedReturn.agency_id),
        measures=_of_phases(session, CollectedMeasure.phase_id, CollectedMeasure.measure_id),
        received=_of_phases(
            session, Return.phase_id, Return.agency_id, Return.status == ReturnStatus.ACCEPTED
        ),
    )
    return [_view(row, agencies, measures, links) for row in rows]


def phase(session: Session, number: int) -> PhaseView | None:
    """The phase of that number, None where there is none."""
    return next((view for view in phases(session) if view.number == number), None)


class _Links(NamedTuple):
    """Of each phase's id, the ids of what belongs to it."""

    partners: dict[int, set[int]]
    expected: dict[int, set[int]]
    measures: dict[int, set[int]]
    received: dict[int, set[int]]


def _of_phases(
    session: Session,
    phase_id: InstrumentedAttribute[int],
    other_id: InstrumentedAttribute[int],
    *only: ColumnElement[bool],
) -> dict[int, set[int]]:
    # A row a phase and not one a pair: at each row Python lets other threads go first, and the window waits for them.
    query = select(phase_id, func.group_concat(other_id)).where(*only).group_by(phase_id)
    return {phase: set(map(int, ids.split(","))) for phase, ids in session.execute(query)}


def _view(row: Phase, agencies: dict[int, str], measures: dict[int, str], links: _Links) -> PhaseView:
    def agency_codes(ids: set[int]) -> tuple[str, ...]:
        return tuple(code for id_, code in agencies.items() if id_ in ids)

    collected = links.measures.get(row.id, set())
    return PhaseView(
        id=row.id,
        number=row.number,
        theme=row.theme,
        lead=agencies.get(row.lead_agency_id or 0, ""),
        windows=tuple(
            WindowView(each.starts_on, each.ends_on, agencies.get(each.agency_id or 0, ""))
            for each in row.windows
        ),
        returns_due=row.returns_due,
        runs_with=row.runs_with,
        objectives=row.objectives,
        note=row.note,
        partners=agency_codes(links.partners.get(row.id, set())),
        expected=agency_codes(links.expected.get(row.id, set())),
        measures=tuple(code for id_, code in measures.items() if id_ in collected),
        milestones=tuple(MilestoneView(each.title, each.due_on, each.done_on) for each in row.milestones),
        received=agency_codes(links.received.get(row.id, set())),
    )
