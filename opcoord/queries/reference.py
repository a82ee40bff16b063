"""Queries for the operation, its agencies and its measures."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from opcoord.model.rules import RuleChange
from opcoord.model.tables import Agency, Measure, MeasureRule, Operation
from opcoord.queries.views import AgencyView, MeasureView, OperationView


def operation(session: Session) -> OperationView:
    """The operation of this file; an unnamed one where the file has none yet."""
    row = session.scalar(select(Operation))
    if row is None:
        return OperationView("Unnamed operation", 4, "OFFICIAL", "", "", {})
    return OperationView(
        row.name,
        row.cadence_months,
        row.marking,
        row.handling,
        row.notice,
        dict(row.aliases),
        row.owner,
        row.small_number,
        row.identity,
    )


def agencies(session: Session) -> list[AgencyView]:
    """All agencies in their fixed order."""
    rows = session.scalars(select(Agency).order_by(Agency.position, Agency.code))
    return [
        AgencyView(
            row.id,
            row.code,
            row.name,
            row.kind,
            row.sends_returns,
            row.contact,
            tuple(each.alias for each in row.aliases),
        )
        for row in rows
    ]


def measures(session: Session) -> list[MeasureView]:
    """All measures in their fixed order, each with the history of its counting rule."""
    changes = _rule_changes(session)
    rows = session.scalars(
        select(Measure).options(joinedload(Measure.part_of)).order_by(Measure.position, Measure.code)
    )
    return [
        MeasureView(
            id=row.id,
            code=row.code,
            label=row.label,
            unit=row.unit,
            heading=row.heading,
            adder=row.adder,
            four_p=row.four_p,
            preferred=row.preferred,
            basis=row.basis,
            sensitive=row.sensitive,
            part_of=row.part_of.code if row.part_of else "",
            definition=row.definition,
            aliases=tuple(each.alias for each in row.aliases),
            rules=tuple(changes.get(row.id, ())),
        )
        for row in rows
    ]


def _rule_changes(session: Session) -> dict[int, list[RuleChange]]:
    """By the measure's id, in order of phase."""
    found: dict[int, list[RuleChange]] = {}
    for row in session.scalars(select(MeasureRule).order_by(MeasureRule.first_phase)):
        change = RuleChange(row.first_phase, row.definition, row.reason, row.id)
        found.setdefault(row.measure_id, []).append(change)
    return found
