"""Then and now: where what was first published, what was last revised and what is returned are not the same."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from opcoord.model.basis import Basis
from opcoord.queries.published_results import published_results
from opcoord.queries.results import results
from opcoord.queries.views import MeasureView, ResultPoint

#: The bases that are set side by side.
COMPARED = (Basis.FIRST_PUBLISHED, Basis.LAST_REVISED, Basis.RETURNED)


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """One measure in one phase on the three bases; at least two of the totals that are there differ."""

    measure: MeasureView
    first: ResultPoint
    revised: ResultPoint
    returned: ResultPoint

    def on(self, basis: Basis) -> ResultPoint:
        """The point on a basis."""
        return {
            Basis.FIRST_PUBLISHED: self.first,
            Basis.LAST_REVISED: self.revised,
            Basis.RETURNED: self.returned,
        }[basis]


def then_and_now(session: Session) -> list[ThenAndNow]:
    """All that changed, by measure and phase. A total that is missing on a basis is no change."""
    first = published_results(session, Basis.FIRST_PUBLISHED)
    told = [each for each in first if any(point.total is not None for point in each.points)]
    codes = [each.measure.code for each in told]
    revised = {each.measure.code: each for each in published_results(session, Basis.LAST_REVISED, codes)}
    returned = {each.measure.code: each for each in results(session, codes)}
    found = []
    for each in told:
        code = each.measure.code
        points = zip(each.points, revised[code].points, returned[code].points, strict=True)
        for then, since, now in points:
            totals = {point.total for point in (then, since, now) if point.total is not None}
            if len(totals) > 1:
                found.append(ThenAndNow(each.measure, then, since, now))
    return found
