"""Results made comparable: the forces that answered in every phase, one counting rule, or so many a day of a window."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping

from opcoord.model.joint import net_of
from opcoord.model.qualified import Qualified, plus
from opcoord.model.rules import counted_differently
from opcoord.model.units import adds_up, per_day, stored_per_unit
from opcoord.queries.views import MeasureResults, PhaseView, ResultPoint


def steady_agencies(found: MeasureResults, phases: Iterable[int] | None = None) -> tuple[str, ...]:
    """The agencies that answered in every one of `phases` (all where None) in which anybody answered."""
    answered = [
        point for point in found.points if point.by_agency and (phases is None or point.phase in set(phases))
    ]
    if not answered:
        return ()
    shared = set.intersection(*(set(point.by_agency) for point in answered))
    return tuple(code for code in answered[0].by_agency if code in shared)


def like_for_like(found: MeasureResults, agencies: tuple[str, ...]) -> MeasureResults:
    """The results of `agencies` alone; the others are neither in the totals nor missed in them."""
    points = []
    running: Qualified | None = None
    running_by_agency: dict[str, Qualified] = {}
    added = adds_up(found.measure.unit)
    for point in found.points:
        known = {code: value for code, value in point.by_agency.items() if code in agencies}
        sums = net_of(known, point.deductions, found.measure.unit)
        if sums.net is not None:
            running = sums.net if running is None else plus(running, sums.net)
        if added:
            before, running_by_agency = running_by_agency, dict(running_by_agency)
            for code, value in known.items():
                running_by_agency[code] = plus(before[code], value) if code in before else value
        missing = tuple(code for code in agencies if code not in known)
        soft = point.provisional_of & set(known)
        points.append(
            dataclasses.replace(
                point,
                total=sums.net,
                gross=sums.gross,
                adjustment=sums.adjustment,
                cumulative=running,
                received=len(known),
                expected=len(agencies),
                missing=missing,
                by_agency=known,
                cumulative_by_agency=running_by_agency,
                provisional=bool(soft),
                reasons={code: point.reasons.get(code, "no return") for code in missing},
                provisional_of=soft,
            )
        )
    return dataclasses.replace(found, points=tuple(points))


def from_phase(found: MeasureResults, phase: int) -> MeasureResults:
    """The points from `phase` on; their running totals are still those since the beginning."""
    return dataclasses.replace(found, points=tuple(each for each in found.points if each.phase >= phase))


def notes_on_rules(found: Iterable[MeasureResults]) -> list[str]:
    """A sentence for each measure whose figures are not all counted by one rule."""
    return [
        f"{each.measure.label}: {' and again '.join(map(counted_differently, each.breaks))}."
        for each in found
        if each.breaks
    ]


def window_days(phases: Iterable[PhaseView]) -> dict[int, int]:
    """How many days the window of each phase has, every day counted once; phases without dates are left out.

    The region's own window counts where there is one: a force's own lies inside it (DOMAIN.md, "phase").
    """
    found = {}
    for phase in phases:
        windows = [each for each in phase.windows if not each.agency] or phase.windows
        days: set[dt.date] = set()
        for each in windows:
            length = (each.ends_on - each.starts_on).days + 1
            days.update(each.starts_on + dt.timedelta(number) for number in range(length))
        if days:
            found[phase.number] = len(days)
    return found


def by_day(found: MeasureResults, days: Mapping[int, int]) -> MeasureResults:
    """Each phase's figures divided by the days of its window, rounded to a tenth (pence, milligrams).

    Rates of several phases make no sum, so there is no cumulative total; a phase without dates has no rate.
    """
    unit = found.measure.unit
    scale = stored_per_unit(per_day(unit)) // stored_per_unit(unit)
    return dataclasses.replace(
        found,
        measure=dataclasses.replace(found.measure, unit=per_day(unit)),
        points=tuple(_rate(point, days.get(point.phase), scale) for point in found.points),
    )


def rate(stored: int, days: int, scale: int) -> int:
    """`stored` a day, in parts `scale` times as fine, a half rounded up."""
    return (2 * stored * scale + days) // (2 * days)


def _rate(point: ResultPoint, days: int | None, scale: int) -> ResultPoint:
    if days is None:
        return dataclasses.replace(
            point,
            total=None,
            gross=None,
            adjustment=0,
            cumulative=None,
            by_agency={},
            cumulative_by_agency={},
        )

    def spread(value: Qualified | None) -> Qualified | None:
        return None if value is None else Qualified(rate(value.stored, days, scale), value.qualifier)

    by_agency = {
        code: Qualified(rate(v.stored, days, scale), v.qualifier) for code, v in point.by_agency.items()
    }
    return dataclasses.replace(
        point,
        total=spread(point.total),
        gross=spread(point.gross),
        adjustment=rate(point.adjustment, days, scale),
        cumulative=None,
        by_agency=by_agency,
        cumulative_by_agency={},
    )
