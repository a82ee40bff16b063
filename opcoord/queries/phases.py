"""Queries for the plan: phases with all that belongs to them."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from opcoord.model.tables import Agency, Measure, Phase, Return
from opcoord.model.terms import ReturnStatus
from opcoord.queries.views import MilestoneView, PhaseView, WindowView


def phases(session: Session) -> list[PhaseView]:
    """All phases in order of number."""
    rows = session.scalars(
        select(Phase)
        .order_by(Phase.number)
        .options(
            selectinload(Phase.windows),
            selectinload(Phase.partners),
            selectinload(Phase.expected),
            selectinload(Phase.measures),
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
    received = _received(session)
    return [_view(row, agencies, measures, received) for row in rows]


def phase(session: Session, number: int) -> PhaseView | None:
    """The phase of that number, None where there is none."""
    return next((view for view in phases(session) if view.number == number), None)


def _received(session: Session) -> dict[int, set[int]]:
    accepted = select(Return.phase_id, Return.agency_id).where(Return.status == ReturnStatus.ACCEPTED)
    found: dict[int, set[int]] = defaultdict(set)
    for phase_id, agency_id in session.execute(accepted):
        found[phase_id].add(agency_id)
    return found


def _view(
    row: Phase, agencies: dict[int, str], measures: dict[int, str], received: dict[int, set[int]]
) -> PhaseView:
    def agency_codes(ids: set[int]) -> tuple[str, ...]:
        return tuple(code for id_, code in agencies.items() if id_ in ids)

    collected = {each.measure_id for each in row.measures}
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
        partners=agency_codes({each.agency_id for each in row.partners}),
        expected=agency_codes({each.agency_id for each in row.expected}),
        measures=tuple(code for id_, code in measures.items() if id_ in collected),
        milestones=tuple(MilestoneView(each.title, each.due_on, each.done_on) for each in row.milestones),
        received=agency_codes(received.get(row.id, set())),
    )
