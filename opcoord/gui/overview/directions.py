"""The direction of travel on the overview: which phase and measures are shown and what each card says; no widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opcoord.gui.overview.totals import FIRST_MEASURES
from opcoord.gui.results.wording import join
from opcoord.model.direction import Change, Direction, Trend
from opcoord.model.units import format_amount
from opcoord.queries.standards import BaselineView, DirectionView, direction
from opcoord.queries.views import MeasureResults

#: Enough for one look; the Results page has the rest.
MOST_CARDS = 4
_ICONS = {Direction.UP: "up", Direction.DOWN: "down", Direction.SAME: "level"}
_NOT_EXACT = "not all of these figures are exact"
_NOT_FINAL = "some figures are provisional"


@dataclass(frozen=True)
class Step:
    """One comparison: the icon of its direction (empty where there is none) and the same in words."""

    icon_name: str
    text: str


@dataclass(frozen=True)
class DirectionCardText:
    """What one card says of one measure."""

    measure: str
    label: str
    now: str
    on_last: Step
    on_baseline: Step
    trend: str
    note: str

    @property
    def sentence(self) -> str:
        """The whole card as one text for a screen reader."""
        parts = (self.now, self.on_last.text, self.on_baseline.text, self.trend, self.note)
        return ". ".join(part for part in parts if part) + "."


def travelled(
    results: Sequence[MeasureResults], baselines: Mapping[str, BaselineView], phase: int
) -> tuple[int | None, list[DirectionView]]:
    """The phase up to `phase` in which a headline measure was answered last, and how those moved in it.

    A headline measure has a preferred direction and is part of no other. Those asked for first come first.
    """
    headlines = [each for each in results if each.measure.preferred and not each.measure.part_of]
    numbers = [
        point.phase
        for each in headlines
        for point in each.points
        if point.phase <= phase and point.total is not None
    ]
    if not numbers:
        return None, []
    latest = max(numbers)
    found = [direction(each, baselines.get(each.measure.code), latest) for each in headlines]
    moved = [each for each in found if each is not None]
    moved.sort(key=lambda each: _place(each.measure.code))
    return latest, moved


def _place(code: str) -> int:
    return FIRST_MEASURES.index(code) if code in FIRST_MEASURES else len(FIRST_MEASURES)


def card_text(moved: DirectionView, names: Mapping[str, str]) -> DirectionCardText:
    """What the card of a measure says; `names` are the agencies' by code."""
    trend = moved.travel.trend
    return DirectionCardText(
        measure=moved.measure.code,
        label=moved.measure.label,
        now=f"{moved.total.text(moved.measure.unit)} in phase {moved.phase}, {moved.completeness}",
        on_last=_on_last(moved),
        on_baseline=_on_baseline(moved),
        trend="No trend assigned" if trend is Trend.NOT_ASSIGNED else f"Trend: {trend}",
        note=_note(moved, names),
    )


def _on_last(moved: DirectionView) -> Step:
    change = moved.travel.on_last
    if moved.previous_phase is None:
        return Step("", "No earlier phase to compare with")
    if moved.previous is None:
        return Step("", f"Not comparable with phase {moved.previous_phase}: no force answered in both")
    figures = moved.previous.text(moved.measure.unit)
    if moved.current is not None and not moved.like_for_like:
        # Of the agencies compared, not of all that the card begins with.
        figures += f" to {moved.current.text(moved.measure.unit)}"
    return _step(change, f"on phase {moved.previous_phase} ({figures})")


def _on_baseline(moved: DirectionView) -> Step:
    baseline = moved.baseline
    if baseline is None:
        return Step("", "No baseline is set")
    amount = format_amount(baseline.amount, moved.measure.unit)
    said = f"{baseline.label}, {amount}" if baseline.label else amount
    return _step(moved.travel.on_baseline, f"on the baseline ({said})")


def _step(change: Change, on: str) -> Step:
    """For example "up, +27.9 % on phase 6 (941)"; "Not comparable with the baseline (69): only 2 of 5 forces in"."""
    if change.direction is Direction.UNKNOWN:
        return Step(
            "", f"Not comparable {on}: {change.remark}".replace("comparable on", "comparable with", 1)
        )
    percent = f", {change.percent}" if change.percent else ""
    remark = f"; {change.remark}" if change.remark else ""
    return Step(_ICONS[change.direction], f"{change.direction}{percent} {on}{remark}")


def _note(moved: DirectionView, names: Mapping[str, str]) -> str:
    parts = []
    if moved.agencies and not moved.like_for_like:
        parts.append(
            f"Compared like for like: {join(_short(names.get(code, code)) for code in moved.agencies)}"
        )
    if not moved.exact:
        parts.append(_NOT_EXACT)
    if moved.provisional:
        parts.append(_NOT_FINAL)
    said = "; ".join(parts)
    return said[:1].upper() + said[1:]


def _short(name: str) -> str:
    """A force as people call it."""
    for ending in (" Police", " Constabulary"):
        name = name.removesuffix(ending)
    return name
