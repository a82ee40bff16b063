"""Reads what the reconciliation needs and puts it together: rows, claims over several phases, disagreements."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.qualified import Qualified
from opcoord.model.tables import Figure, Return, Verdict
from opcoord.model.terms import Qualifier, ReturnStatus
from opcoord.queries import history, phases, reference
from opcoord.queries.disagreements import disagreements
from opcoord.queries.force_values import ForceValues, Returned
from opcoord.queries.period_claims import period_claims
from opcoord.queries.published import Published
from opcoord.queries.reconciliation_views import Reconciliation, VerdictView
from opcoord.queries.region_rows import region_rows
from opcoord.queries.related import Relations
from opcoord.queries.results import deductions
from opcoord.queries.views import AgencyView, MeasureView, PhaseView


def reconciliation(session: Session, phase: int | None = None) -> Reconciliation:
    """Everything, or what concerns one phase."""
    agencies, measures = reference.agencies(session), reference.measures(session)
    planned = phases.phases(session)
    published = Published(history.announcements(session), reference.operation(session).name)
    returned = _returned(session, agencies, measures, planned)
    forces = ForceValues(published, returned, Relations(measures), agencies, measures)
    rows = region_rows(forces, {each.number: each.expected for each in planned}, deductions(session))
    claims = period_claims(forces)
    windows = {
        each.number: (each.starts_on, each.ends_on) for each in planned if each.starts_on and each.ends_on
    }
    decided = {each.key: each for each in verdicts(session)}
    found = disagreements(forces, rows, claims, windows, decided)
    everything = Reconciliation(tuple(rows), tuple(claims), tuple(found))
    return everything if phase is None else everything.of_phase(phase)


def verdicts(session: Session) -> list[VerdictView]:
    """All verdicts, also on disagreements that do not arise any more, in the order they were decided."""
    return [
        VerdictView(row.key, row.verdict, row.reason, row.decided_on)
        for row in session.scalars(select(Verdict).order_by(Verdict.id))
    ]


def _returned(
    session: Session, agencies: list[AgencyView], measures: list[MeasureView], planned: list[PhaseView]
) -> Returned:
    # Ten years hold 65,000 figures: plain columns, and names looked up here instead of joined to each row.
    agency_codes = {each.id: each.code for each in agencies}
    measure_codes = {each.id: each.code for each in measures}
    numbers = {each.id: each.number for each in planned}
    accepted = {
        id_: (numbers[phase], agency_codes[agency], version)
        for id_, phase, agency, version in session.execute(
            select(Return.id, Return.phase_id, Return.agency_id, Return.version).where(
                Return.status == ReturnStatus.ACCEPTED
            )
        )
    }
    query = (
        select(Figure.return_id, Figure.measure_id, Figure.amount, Figure.qualifier)
        .join(Return, Return.id == Figure.return_id)
        .where(Return.status == ReturnStatus.ACCEPTED, Figure.amount.is_not(None))
    )
    qualifiers = {each.value: each for each in Qualifier}
    # Most counts are small and come again and again: one record serves all of them.
    known: dict[tuple[int | None, str], Qualified] = {}
    values: dict[int, dict[int, dict[str, Qualified]]] = {
        each: defaultdict(dict) for each in numbers.values()
    }
    places = {id_: (values[phase], agency) for id_, (phase, agency, _) in accepted.items()}
    for return_id, measure_id, amount, qualifier in session.execute(query):
        value = known.get((amount, qualifier))
        if value is None:
            assert amount is not None
            value = known[amount, qualifier] = Qualified(amount, qualifiers[qualifier])
        by_measure, agency = places[return_id]
        by_measure[measure_id][agency] = value
    versions = {(phase, agency): version for phase, agency, version in accepted.values()}
    by_key = {
        (phase, measure_codes[id_]): given
        for phase, by_measure in values.items()
        for id_, given in by_measure.items()
    }
    return Returned(by_key, versions)
