"""What stands under the keyboard on a chart, in words, for those who cannot see it; no Qt."""

from __future__ import annotations

from opcoord.gui.results.look import ChartView, Shown
from opcoord.gui.results.picture import Block, Mark
from opcoord.gui.results.stack_picture import share_text, stacks
from opcoord.gui.results.wording import missing_names
from opcoord.model.qualified import Qualified
from opcoord.queries.views import ResultPoint


def words_of(thing: Block | Mark, shown: Shown) -> str:
    """For example "Arrests, phase 7, Dorset Police: 37, provisional" or "Arrests up to phase 7: 382, 2 of 5 forces"."""
    results = next(each for each in shown.results if each.measure.code == thing.measure)
    point = next(each for each in results.points if each.phase == thing.phase)
    per_day = " per day" if shown.look.per_day and shown.look.view.spreads_over_days else ""
    reach = " up to" if shown.look.view.is_running else ","
    place = f"{results.measure.label}{per_day}{reach} phase {thing.phase}"
    if thing.agency:
        name = shown.names.get(thing.agency, thing.agency)
        return f"{place}, {name}: {_of_force(thing, point, shown)}"
    if isinstance(thing, Block) and thing.open:
        return f"{place}: the part of the published total that no force gave as its own"
    total = point.cumulative if shown.look.view.is_running else point.total
    if total is None or (isinstance(thing, Block) and thing.series is None):
        missing = missing_names(point, shown.names)
        return f"{place}: {f'missing: {missing}' if missing else 'no figure'}"
    said = _amount(total, results.measure.unit, thing.provisional)
    return f"{place}: {said}, {point.completeness}"


def _of_force(thing: Block | Mark, point: ResultPoint, shown: Shown) -> str:
    amounts = point.cumulative_by_agency if shown.look.view.is_running else point.by_agency
    amount = amounts.get(thing.agency)
    if amount is None:
        return f"missing, {point.reasons.get(thing.agency, 'no return')}"
    said = _amount(amount, shown.first.measure.unit, thing.provisional)
    if shown.look.view is not ChartView.SHARE:
        return said
    bar = next(each for each in stacks(shown) if each.point is point)
    return f"{share_text(amount.stored, bar)}, {said}"


def _amount(amount: Qualified, unit: str, provisional: bool) -> str:
    return amount.text(unit) + (", provisional" if provisional else "")
