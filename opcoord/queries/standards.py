"""Queries for what totals are judged by, and how they fare: targets, baselines, the panel table, exceptions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.direction import (
    DEFAULT_BAND_TENTHS,
    Change,
    Direction,
    Travel,
    Trend,
    change,
    travel,
    trend,
)
from opcoord.model.joint import net_of
from opcoord.model.qualified import Qualified
from opcoord.model.rules import counted_differently, rule_since
from opcoord.model.tables import (
    Agency,
    Baseline,
    CheckException,
    Measure,
    PanelMeasure,
    Phase,
    Target,
)
from opcoord.model.terms import Qualifier
from opcoord.queries.bounds import Bounds, sum_of_bounds
from opcoord.queries.inexact_change import weighed
from opcoord.queries.views import MeasureResults, MeasureView, ResultPoint


@dataclass(frozen=True, slots=True)
class TargetView:
    """What a measure is meant to reach by phase (stored units); `agency` is a code, or empty for the region."""

    id: int
    measure: str
    label: str
    unit: str
    agency: str
    amount: int
    first_phase: int
    last_phase: int | None
    reason: str

    def holds_in(self, phase: int) -> bool:
        """Whether it is the target of that phase."""
        return self.first_phase <= phase and (self.last_phase is None or phase <= self.last_phase)


@dataclass(frozen=True, slots=True)
class BaselineView:
    """What a measure's direction is judged against, and from which change on."""

    measure: str
    amount: int
    label: str
    band_tenths: int


@dataclass(frozen=True, slots=True)
class PanelView:
    """A line of the panel table with its directions."""

    id: int
    label: str
    baseline: int | None
    preferred: str
    previous_label: str
    previous: int | None
    current_label: str
    current: int | None
    source: str
    travel: Travel


@dataclass(frozen=True, slots=True)
class ExceptionView:
    """A check that does not apply; empty agency, measure or phase mean all."""

    id: int
    code: str
    action: str
    agency: str
    measure: str
    phase: int | None
    reason: str
    ends_on: dt.date | None

    def holds(self, code: str, agency: str, measure: str, phase: int, today: dt.date) -> bool:
        """Whether it applies to a finding of this code about these."""
        return (
            self.code == code
            and self.agency in ("", agency)
            and self.measure in ("", measure)
            and self.phase in (None, phase)
            and (self.ends_on is None or today <= self.ends_on)
        )


@dataclass(frozen=True, slots=True)
class DirectionView:
    """How a measure moved from `previous_phase` to `phase`, among the agencies that answered in both.

    `like_for_like` is False where other agencies answered in one of the two: then `agencies` names those compared,
    and `current` and `previous` are theirs. `total` is that of all who answered, `completeness` how many they are.
    `counted_since` is the phase between the two from which on another counting rule holds: they do not compare.
    `provisional` tells whether a figure that is compared, or in the total, is.
    """

    measure: MeasureView
    phase: int
    previous_phase: int | None
    current: Qualified | None
    previous: Qualified | None
    baseline: BaselineView | None
    agencies: tuple[str, ...]
    like_for_like: bool
    travel: Travel
    total: Qualified
    completeness: str
    counted_since: int | None = None
    provisional: bool = False

    @property
    def exact(self) -> bool:
        """Whether all figures that are compared are exact."""
        return all(
            each is None or each.qualifier is Qualifier.EXACT
            for each in (self.current, self.previous, self.total)
        )


def targets(session: Session) -> list[TargetView]:
    """All targets, by measure and first phase."""
    query = (
        select(Target, Measure.code, Measure.label, Measure.unit, Agency.code)
        .join(Measure, Measure.id == Target.measure_id)
        .outerjoin(Agency, Agency.id == Target.agency_id)
        .order_by(Measure.position, Target.first_phase, Target.id)
    )
    return [
        TargetView(
            row.id, code, label, unit, agency or "", row.amount, row.first_phase, row.last_phase, row.reason
        )
        for row, code, label, unit, agency in session.execute(query)
    ]


def baselines(session: Session) -> dict[str, BaselineView]:
    """The baselines by measure."""
    query = select(Baseline, Measure.code).join(Measure, Measure.id == Baseline.measure_id)
    return {
        code: BaselineView(code, row.amount, row.label, row.band_tenths)
        for row, code in session.execute(query)
    }


def panel(session: Session) -> list[PanelView]:
    """The panel table in the order entered."""
    return [
        PanelView(
            row.id,
            row.label,
            row.baseline,
            row.preferred,
            row.previous_label,
            row.previous,
            row.current_label,
            row.current,
            row.source,
            travel(row.baseline, row.previous, row.current, row.preferred),
        )
        for row in session.scalars(select(PanelMeasure).order_by(PanelMeasure.id))
    ]


def exceptions(session: Session) -> list[ExceptionView]:
    """All exceptions, ended ones too, in the order made."""
    query = (
        select(CheckException, Agency.code, Measure.code, Phase.number)
        .outerjoin(Agency, Agency.id == CheckException.agency_id)
        .outerjoin(Measure, Measure.id == CheckException.measure_id)
        .outerjoin(Phase, Phase.id == CheckException.phase_id)
        .order_by(CheckException.id)
    )
    return [
        ExceptionView(
            row.id, row.code, row.action, agency or "", measure or "", phase, row.reason, row.ends_on
        )
        for row, agency, measure, phase in session.execute(query)
    ]


def direction(found: MeasureResults, baseline: BaselineView | None, phase: int) -> DirectionView | None:
    """How a measure moved up to `phase` since the last phase in which anybody answered; None without an answer."""
    answered = [point for point in found.points if point.total is not None and point.phase <= phase]
    if not answered or answered[-1].phase != phase:
        return None
    now = answered[-1]
    before = answered[-2] if len(answered) > 1 else None
    shared = tuple(code for code in now.by_agency if before is not None and code in before.by_agency)
    same = before is not None and set(now.by_agency) == set(before.by_agency)
    assert now.total is not None
    unit = found.measure.unit
    current = now.total if same or before is None else _of(now, shared, unit)
    previous = (before.total if same else _of(before, shared, unit)) if before is not None else None
    band = baseline.band_tenths if baseline is not None else DEFAULT_BAND_TENTHS
    on_last = change(
        previous.stored if previous is not None else None,
        current.stored if current is not None else None,
        band,
        unit,
    )
    if before is not None and previous is not None and current is not None:
        on_last = weighed(on_last, _bounds(before, shared, previous), _bounds(now, shared, current), band)
    since = found.measure.changed_between(before.phase, phase) if before is not None else None
    if since is not None:
        on_last = Change(on_last.before, on_last.now, Direction.UNKNOWN, None, counted_differently(since))
    changed = rule_since(phase, found.measure.rules)
    on_baseline = _on_baseline(now, baseline, band, changed, unit)
    # A baseline that may have been counted by another rule is shown, and makes no trend.
    leaning = on_baseline.direction if changed is None else Direction.UNKNOWN
    judged = trend(on_last.direction, leaning, found.measure.preferred)
    return DirectionView(
        found.measure,
        phase,
        before.phase if before is not None else None,
        current,
        previous,
        baseline,
        shared,
        same,
        Travel(on_last, on_baseline, judged if since is None else Trend.NOT_ASSIGNED),
        now.total,
        now.completeness,
        since,
        now.provisional or (before is not None and bool(before.provisional_of & set(shared))),
    )


def _on_baseline(
    now: ResultPoint, baseline: BaselineView | None, band_tenths: int, since: int | None, unit: str
) -> Change:
    """The change of all who answered; while forces are missing their sum can only grow, so only "up" is certain.

    Whether a baseline was counted by the rule that holds `since` a phase, nobody wrote down: so that is said.
    """
    amount = now.total.stored if now.total is not None else None
    found = change(baseline.amount if baseline is not None else None, amount, band_tenths, unit)
    if baseline is not None and now.total is not None:
        exactly = Bounds(baseline.amount, baseline.amount)
        found = weighed(found, exactly, _bounds(now, tuple(now.by_agency), now.total), band_tenths)
    if since is not None and found.direction is not Direction.UNKNOWN:
        remark = "; ".join(part for part in (found.remark, counted_differently(since)) if part)
        found = replace(found, remark=remark)
    if now.received >= now.expected or found.direction is Direction.UNKNOWN:
        return found
    if found.direction is not Direction.UP:
        remark = f"only {now.completeness} in"
        return Change(found.before, found.now, Direction.UNKNOWN, None, remark, vague=found.vague)
    remark = "; ".join(part for part in (found.remark, f"only {now.completeness} in") if part)
    return replace(found, remark=remark)


def _bounds(point: ResultPoint, agencies: tuple[str, ...], net: Qualified) -> Bounds:
    """What the sum of some agencies' figures, which is `net` of joint results, can be."""
    values = [point.by_agency[code] for code in agencies]
    off = sum(each.stored for each in values) - net.stored
    gross = sum_of_bounds(values)
    return Bounds(max(gross.low - off, 0), None if gross.high is None else max(gross.high - off, 0))


def _of(point: ResultPoint, agencies: tuple[str, ...], unit: str) -> Qualified | None:
    known = {code: point.by_agency[code] for code in agencies}
    return net_of(known, point.deductions, unit).net
