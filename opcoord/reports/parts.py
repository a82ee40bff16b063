"""Parts that are more than their whole, mostly because others answered them: said, and never made to agree."""

from __future__ import annotations

from opcoord.model.labels import label_alone
from opcoord.queries.frozen_figures import REGION, TO_DATE
from opcoord.queries.views import MeasureView
from opcoord.reports.evidence import Evidence


def parts_above_their_whole(evidence: Evidence, to_date: bool = False) -> tuple[str, ...]:
    """Sentences on the printed totals, of the phase or `to_date`, of which that is so, by who answered them."""
    others: list[str] = []
    same: list[str] = []
    for each in evidence.measures.values():
        whole = evidence.measures.get(each.part_of)
        if whole is None or whole.unit != each.unit:
            continue
        amount, most = (_printed(evidence, one, to_date) for one in (each, whole))
        if amount is not None and most is not None and amount > most:
            beside = _answers(evidence, each, to_date) <= _answers(evidence, whole, to_date)
            (same if beside else others).append(label_alone(each.label, whole.label))
    answered = "other forces or phases" if to_date else "other forces"
    return (
        *([f"More than the whole, which {answered} answered: {'; '.join(others)}."] if others else []),
        *([f"More than the whole, as it was returned: {'; '.join(same)}."] if same else []),
    )


def _answers(evidence: Evidence, measure: MeasureView, to_date: bool) -> set[tuple[int, str]]:
    """The phases and forces from which a total is made."""
    phases = evidence.phases if to_date else (evidence.phase,)
    points = (evidence.point(measure.code, each.number) for each in phases)
    return {(each.phase, agency) for each in points if each is not None for agency in each.by_agency}


def _printed(evidence: Evidence, measure: MeasureView, to_date: bool) -> int | None:
    """The total in stored units; None where there is none, or where the document hides it."""
    point = evidence.point(measure.code)
    total = point and (point.cumulative if to_date else point.total)
    shut = evidence.hides(measure.code, TO_DATE if to_date else REGION)
    return total.stored if total and not shut else None
