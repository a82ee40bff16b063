"""Parts that are more than their whole, because other forces or phases answered them: said, and never made to agree."""

from __future__ import annotations

from opcoord.model.labels import label_alone
from opcoord.queries.frozen_figures import REGION, TO_DATE
from opcoord.queries.views import MeasureView
from opcoord.reports.evidence import Evidence


def parts_above_their_whole(evidence: Evidence, to_date: bool = False) -> tuple[str, ...]:
    """A sentence on the printed totals, of the phase or `to_date`, of which that is so; none where it is not."""
    found = [
        label_alone(each.label, whole.label)
        for each in evidence.measures.values()
        if (amount := _printed(evidence, each, to_date)) is not None
        and (whole := evidence.measures.get(each.part_of)) is not None
        and whole.unit == each.unit
        and (most := _printed(evidence, whole, to_date)) is not None
        and amount > most
    ]
    if not found:
        return ()
    others = "forces or phases" if to_date else "forces"
    return (f"More than the whole, because other {others} answered: {'; '.join(found)}.",)


def _printed(evidence: Evidence, measure: MeasureView, to_date: bool) -> int | None:
    """The total in stored units; None where there is none, or where the document hides it."""
    point = evidence.point(measure.code)
    total = point and (point.cumulative if to_date else point.total)
    shut = evidence.hides(measure.code, TO_DATE if to_date else REGION)
    return total.stored if total and not shut else None
