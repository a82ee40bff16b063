"""Queries for the rules by which joint results are counted once."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from opcoord.model.tables import Adjustment, Agency, Measure, Phase
from opcoord.queries.views import AdjustmentView


def adjustments(session: Session, phase: int | None = None) -> list[AdjustmentView]:
    """The recorded rules, of one phase where given."""
    agency, other = aliased(Agency), aliased(Agency)
    query = (
        select(Adjustment, Phase.number, Measure.code, Measure.label, Measure.unit, agency.code, other.code)
        .join(Phase, Phase.id == Adjustment.phase_id)
        .join(Measure, Measure.id == Adjustment.measure_id)
        .join(agency, agency.id == Adjustment.agency_id)
        .join(other, other.id == Adjustment.other_id)
        .order_by(Phase.number, Measure.position, Adjustment.id)
    )
    if phase is not None:
        query = query.where(Phase.number == phase)
    return [
        AdjustmentView(row.id, number, code, label, unit, one, two, row.rule, row.amount, row.reason)
        for row, number, code, label, unit, one, two in session.execute(query)
    ]
