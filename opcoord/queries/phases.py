"""Queries for the plan: phases with all that belongs to them."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

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
    # Plain columns: a thousand mapped objects for what is collected would take most of the time.
    links = _Links(
        partners=_pairs(session, select(PhasePartner.phase_id, PhasePartner.agency_id)),
        expected=_pairs(session, select(ExpectedReturn.phase_id, ExpectedReturn.agency_id)),
        measures=_pairs(session, select(CollectedMeasure.phase_id, CollectedMeasure.measure_id)),
        received=_pairs(
            session,
            select(Return.phase_id, Return.agency_id).where(Return.status == ReturnStatus.ACCEPTED),
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


def _pairs(session: Session, query: Select[int, int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for phase_id, other_id in session.execute(query):
        found[phase_id].add(other_id)
    return found


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
