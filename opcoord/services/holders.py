"""Which force holds the operation, and which is likely to come next; proposals that the coordinator may change."""

from __future__ import annotations

from opcoord.queries.facade import Queries
from opcoord.queries.views import PhaseView


def holder(queries: Queries) -> str:
    """The name of the force that has the file: who received it last, else the lead of the phase that began last."""
    steps = queries.handovers()
    if steps:
        return steps[-1].taker if steps[-1].step != "taken back" else steps[-1].giver
    return _lead_name(queries, _begun(queries))


def next_holder(queries: Queries) -> str:
    """The name of the force that leads the next phase, where it is another one; else empty."""
    begun = _begun(queries)
    mine = holder(queries)
    for phase in queries.phases():
        name = _lead_name(queries, phase)
        if (begun is None or phase.number > begun.number) and name and name != mine:
            return name
    return ""


def _begun(queries: Queries) -> PhaseView | None:
    """The last phase whose window has begun and whose lead is named; None where there is none."""
    today = queries.today()
    begun = [
        each
        for each in queries.phases()
        if each.lead and each.starts_on is not None and each.starts_on <= today
    ]
    return begun[-1] if begun else None


def _lead_name(queries: Queries, phase: PhaseView | None) -> str:
    if phase is None:
        return ""
    return next((each.name for each in queries.agencies() if each.code == phase.lead), "")
