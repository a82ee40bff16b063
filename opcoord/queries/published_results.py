"""Totals as they were published: one regional figure a phase, never filled up with sums of forces."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from opcoord.model.basis import Basis
from opcoord.model.qualified import Qualified, total
from opcoord.model.units import adds_up
from opcoord.queries.history import announcements
from opcoord.queries.phases import phases
from opcoord.queries.published import Published
from opcoord.queries.reconciliation_views import REGION, Account
from opcoord.queries.reference import measures as all_measures
from opcoord.queries.reference import operation
from opcoord.queries.views import MeasureResults, MeasureView, PhaseView, ResultPoint


def published_results(
    session: Session, basis: Basis, measures: Sequence[str] | None = None, up_to: int | None = None
) -> list[MeasureResults]:
    """The region's published figures of `measures` (all where None), as first published or as last revised.

    A phase for which nothing was published is a gap: the sum of the forces would be another basis. What forces
    published of themselves stands beside, in `by_agency`, and is not what the total adds up.
    """
    published = Published(announcements(session), operation(session).name)
    included = [each for each in phases(session) if up_to is None or each.number <= up_to]
    return [
        MeasureResults(each, _points(published, basis, each, included), basis)
        for each in all_measures(session)
        if measures is None or each.code in measures
    ]


def _points(
    published: Published, basis: Basis, measure: MeasureView, included: list[PhaseView]
) -> tuple[ResultPoint, ...]:
    chosen = published.last if basis is Basis.LAST_REVISED else published.first
    points = []
    running: Qualified | None = None
    running_by_agency: dict[str, Qualified] = {}
    added = adds_up(measure.unit)
    for phase in included:
        account: Account | None = chosen(phase.number, measure.code)
        scopes = published.by_measure.get((phase.number, measure.code), {})
        own = {code: chosen(phase.number, measure.code, code) for code in scopes if not _is_other(code)}
        by_agency = {code: each.value for code, each in own.items() if each is not None}
        value = account.value if account is not None else None
        if added:
            running = total(part for part in (running, value) if part is not None)
            running_by_agency = dict(running_by_agency)
            for code, each in by_agency.items():
                parts = [part for part in (running_by_agency.get(code), each) if part is not None]
                running_by_agency[code] = total(parts) or each
        points.append(
            ResultPoint(
                phase=phase.number,
                total=value,
                cumulative=running,
                received=int(value is not None),
                expected=1,
                missing=(),
                by_agency=by_agency,
                cumulative_by_agency=running_by_agency,
                provisional=False,
                reasons={},
                gross=value,
                basis=basis,
                source=account.source if account is not None else "",
                label=account.label if account is not None else "",
            )
        )
    return tuple(points)


def _is_other(scope: str) -> bool:
    """Whether a scope is neither one agency nor a phase's region: "BTP (national)", joint labels."""
    return scope == REGION or scope.startswith("~")
