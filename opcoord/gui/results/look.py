"""How results are looked at, and the results made ready for it; no Qt, so that it can be tested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from opcoord.model.basis import Basis, basis_words
from opcoord.model.units import adds_up
from opcoord.queries.comparable import by_day, from_phase, like_for_like, steady_agencies
from opcoord.queries.lineage import NumberReference
from opcoord.queries.standards import TargetView
from opcoord.queries.views import AgencyView, MeasureResults, ResultPoint

#: More measures, or forces, than the palette has colours cannot be told apart.
MOST_COLOURS = 6


class ChartView(StrEnum):
    """The ways of looking at results."""

    CUMULATIVE = "cumulative"
    CUMULATIVE_BY_FORCE = "cumulative by force"
    BY_PHASE = "by phase"
    EACH_FORCE = "each force"
    SHARE = "share by force"
    COMPARISON = "one phase against another"

    @property
    def is_running(self) -> bool:
        """Whether it shows sums of all phases up to each."""
        return self in (ChartView.CUMULATIVE, ChartView.CUMULATIVE_BY_FORCE)

    @property
    def spreads_over_days(self) -> bool:
        """Whether it can show figures per day: a running total or a share has no days of its own."""
        return not self.is_running and self is not ChartView.SHARE


@dataclass(frozen=True, slots=True)
class Look:
    """What a person chose above the chart; `phase` and `against` are for one phase against another."""

    view: ChartView = ChartView.CUMULATIVE
    basis: Basis = Basis.RETURNED
    like_for_like: bool = False
    per_day: bool = False
    phase: int | None = None
    against: int | None = None
    #: The day for what was issued; None is today.
    on: dt.date | None = None

    @property
    def basis_words(self) -> str:
        """For example "as returned", "as issued by 7 March 2022"."""
        return basis_words(self.basis, self.on)


@dataclass(frozen=True, slots=True)
class Shown:
    """Results made ready for a look: all of one unit, or one measure where the view is by force."""

    look: Look
    results: tuple[MeasureResults, ...] = ()
    agencies: tuple[AgencyView, ...] = ()
    targets: tuple[TargetView, ...] = ()
    #: The agencies that alone are counted, where like is compared with like.
    steady: tuple[str, ...] | None = None
    #: How many measures were chosen; more than are shown where their units differ.
    chosen: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    #: The agencies that are expected in any phase, whatever was published of them.
    expected: frozenset[str] = frozenset()
    #: The phase with which the counting rule began that alone is shown, where like is compared with like.
    since: int | None = None

    @property
    def first(self) -> MeasureResults:
        """The results that a view by force shows."""
        return self.results[0]

    def compared(self) -> tuple[ResultPoint, ResultPoint] | None:
        """The earlier and the later point of one phase against another; None where they are not two."""
        points = {point.phase: point for point in self.first.points}
        one, other = self.look.phase, self.look.against
        if one is None or other is None or one == other or not {one, other} <= set(points):
            return None
        return points[min(one, other)], points[max(one, other)]

    def target(self, phase: int, agency: str = "") -> TargetView | None:
        """What the first measure is meant to reach in a phase."""
        fitting = [each for each in self.targets if each.agency == agency and each.holds_in(phase)]
        return fitting[-1] if fitting else None

    def reference(
        self, results: MeasureResults, phase: int, agency: str = "", running: bool | None = None
    ) -> NumberReference:
        """What the number of a phase is called: a total's that of the agencies counted, where not all are.

        It is of the sum up to the phase where `running`, which the view decides if it is None.
        """
        sums = self.look.view.is_running if running is None else running
        whole = "+".join(self.steady or ())
        return NumberReference(
            results.measure.code, phase, agency or whole, results.points[0].phase if sums else None
        )


def prepare(
    results: Sequence[MeasureResults],
    agencies: Iterable[AgencyView],
    look: Look,
    days: Mapping[int, int] | None = None,
    targets: Iterable[TargetView] = (),
    expected: Iterable[str] = (),
) -> Shown:
    """Take what the view can show of `results`, and make it comparable as the look asks.

    `days` are those of the phases' windows; per cents are not spread over them. A target is one phase's whole: it
    goes with neither running totals, shares nor days.
    """
    agencies = tuple(agencies)
    if look.per_day and results and not adds_up(results[0].measure.unit):
        # Per cents are the same on every day.
        look = replace(look, per_day=False)
    names = {agency.code: agency.name for agency in agencies}
    if not results:
        return Shown(look, agencies=agencies, names=names)
    if look.view is ChartView.CUMULATIVE:
        shown = [each for each in results if each.measure.unit == results[0].measure.unit][:MOST_COLOURS]
    else:
        shown = [results[0]]
    steady = None
    since = None
    if look.like_for_like and not look.basis.published:
        phases = None
        if look.view is ChartView.COMPARISON:
            phases = [each for each in (look.phase, look.against) if each is not None]
        else:
            # Figures of two counting rules are not like each other, whoever answered.
            since = max((each for found in shown for each in found.breaks), default=None)
            shown = [from_phase(each, since) if since is not None else each for each in shown]
        kept = [set(steady_agencies(each, phases)) for each in shown]
        steady = tuple(agency.code for agency in agencies if all(agency.code in each for each in kept))
        shown = [like_for_like(each, steady) for each in shown]
    rates = look.per_day and look.view.spreads_over_days
    if rates:
        shown = [by_day(each, days or {}) for each in shown]
    held = (
        () if rates or look.view.is_running or look.view is ChartView.SHARE or steady is not None else targets
    )
    own = tuple(each for each in held if each.measure == shown[0].measure.code)
    everyone = frozenset(expected) if steady is None else frozenset()
    return Shown(look, tuple(shown), agencies, own, steady, len(results), names, everyone, since)


def forces_of(shown: Shown) -> list[AgencyView]:
    """The agencies that answered or should have, in their fixed order: a force keeps its colour.

    More than there are colours: those alone that answered, the largest first.
    """
    results = shown.first
    present = {code for point in results.points for code in point.by_agency}
    concerned = present | shown.expected | {code for point in results.points for code in point.missing}
    ordered = [agency for agency in shown.agencies if agency.code in concerned]
    if len(ordered) <= MOST_COLOURS:
        return ordered
    sums = {
        code: sum(p.by_agency[code].stored for p in results.points if code in p.by_agency) for code in present
    }
    return sorted(
        (agency for agency in ordered if agency.code in present), key=lambda agency: -sums[agency.code]
    )
