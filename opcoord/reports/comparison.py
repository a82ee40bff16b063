"""How a total is set against the last phase's: only like with like, in words."""

from __future__ import annotations

import datetime as dt

from opcoord.model.qualified import Qualified
from opcoord.model.rules import counted_differently
from opcoord.model.terms import Qualifier
from opcoord.model.units import format_amount
from opcoord.queries.views import MeasureView, PhaseView
from opcoord.reports.evidence import Evidence

_MASS_UNITS = {"GBP", "g", "%"}


def change_on_last_phase(evidence: Evidence, measure: MeasureView) -> str:
    """For example "95 fewer than phase 4", or why the two phases cannot be compared; empty without a total."""
    point = evidence.point(measure.code)
    if point is None or point.total is None:
        return ""
    if len(evidence.phases) < 2:
        return "first phase"
    last = evidence.phases[-2]
    name = f"phase {last.number}"
    before = evidence.point(measure.code, last.number)
    if before is None or before.total is None:
        return f"not comparable: no answers in {name}"
    if any(evidence.hides(measure.code, phase=each.number) for each in evidence.phases[-2:]):
        return f"change on {name} not shown: small numbers"
    since = measure.changed_between(last.number, evidence.phase.number)
    if since is not None:
        return f"not comparable with {name}: {counted_differently(since)}"
    if set(point.by_agency) != set(before.by_agency):
        return f"not comparable with {name}: different forces answered"
    ran = lengths(evidence.phase, last)
    return _change(point.total, before.total, measure.unit, name) + (f", which ran {ran}" if ran else "")


def _change(now: Qualified, before: Qualified, unit: str, name: str) -> str:
    if {now.qualifier, before.qualifier} != {Qualifier.EXACT}:
        return f"{name}: {before.text(unit)}; no exact change"
    difference = now.stored - before.stored
    if difference == 0:
        return f"the same as {name}"
    fewer = "less" if unit in _MASS_UNITS else "fewer"
    return f"{format_amount(abs(difference), unit)} {'more' if difference > 0 else fewer} than {name}"


def lengths(phase: PhaseView, last: PhaseView) -> str:
    """A warning where one phase ran at least twice as long as the other, such as "30 days against 7"; else empty."""
    now, before = _days(phase), _days(last)
    if not now or not before or max(now, before) < 2 * min(now, before):
        return ""
    return f"{before} day{'' if before == 1 else 's'} against {now}"


def _days(phase: PhaseView) -> int:
    days: set[dt.date] = set()
    for window in phase.windows:
        span = (window.ends_on - window.starts_on).days + 1
        days |= {window.starts_on + dt.timedelta(days=step) for step in range(span)}
    return len(days)
