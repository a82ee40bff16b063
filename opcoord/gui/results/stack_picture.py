"""Bars by phase stacked by force: each phase, the sum up to it, or each force's share of it; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from opcoord.gui.results.look import MOST_COLOURS, ChartView, Shown, forces_of
from opcoord.gui.results.picture import BAR_WIDTH, Block, KeyEntry, KeyKind, Picture
from opcoord.gui.results.signs import (
    add_amount,
    add_breaks,
    add_gap,
    add_key_of_signs,
    add_targets,
    highest,
    name_axis,
    phase_ticks,
    target_amounts,
)
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.model.units import stored_per_unit
from opcoord.queries.views import AgencyView, ResultPoint

#: Height of the hatched block that stands for missing forces, as part of the highest stack. It has no scale.
_MISSING_PART = 0.07
_PER_CENT = 100.0


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar before it is drawn: the total as printed, the forces' parts and what no force gave (stored units)."""

    point: ResultPoint
    total: Qualified | None
    parts: dict[str, Qualified]
    rest: int
    provisional: bool
    #: How high the bar is, and whether that is known exactly.
    whole: int
    exact: bool


def share_text(part: int, bar: Stack) -> str:
    """A part of a bar in per cent, a half rounded up: "37 %", "about 37 %" where the bar is not exact."""
    if not bar.whole:
        return ""
    return f"{'' if bar.exact else 'about '}{(200 * part + bar.whole) // (2 * bar.whole)} %"


def stacks(shown: Shown) -> list[Stack]:
    """The bars of the first measure.

    A published total is the region's own: forces' published figures fill it up as far as they go, and may exceed it
    (rule 6). Sums of returns leave no rest.
    """
    running = shown.look.view is ChartView.CUMULATIVE_BY_FORCE
    published = shown.look.basis.published
    made = []
    soft: set[str] = set()
    for point in shown.first.points:
        soft = soft | point.provisional_of if running else set(point.provisional_of)
        total = point.cumulative if running else point.total
        parts = point.cumulative_by_agency if running else point.by_agency
        given = sum(part.stored for part in parts.values())
        rest = max(total.stored - given, 0) if published and total is not None else 0
        qualifiers = {part.qualifier for part in parts.values()} | ({total.qualifier} if total else set())
        exact = qualifiers <= {Qualifier.EXACT}
        made.append(Stack(point, total, parts, rest, bool(soft), given + rest, exact))
    return made


def stack_picture(shown: Shown) -> Picture:
    """A bar for each phase; a missing force is a hatched block without a scale, never nothing."""
    results, share = shown.first, shown.look.view is ChartView.SHARE
    scale = stored_per_unit(results.measure.unit)
    picture = Picture("%" if share else results.measure.unit, ticks=phase_ticks(shown.results))
    name_axis(picture)
    forces = forces_of(shown)
    picture.greys = len(forces) > MOST_COLOURS
    series = {agency.code: number for number, agency in enumerate(forces)}
    bars = stacks(shown)
    if share:
        # Amounts stand above full bars, and what is said of a change of rule above those.
        picture.top = _PER_CENT * (1.3 if results.breaks else 1.18)
    else:
        amounts = [each.whole for each in bars if each.total is not None] + target_amounts(shown)
        picture.top = highest((each / scale for each in amounts), 1.25)
    for x, bar in enumerate(bars):
        if bar.total is None or (share and not bar.whole):
            if bar.point.missing or not bar.point.by_agency:
                add_gap(picture, x, bar.point, results.measure.code)
            continue
        factor = _PER_CENT / bar.whole if share else 1 / scale
        _add_bar(picture, x, bar, series, results.measure.code, factor)
        add_amount(picture, x, _height(picture, x), bar.total, results.measure.unit, bar.provisional)
    _add_key_of_forces(picture, forces, series)
    add_targets(picture, shown)
    add_breaks(picture, results)
    add_key_of_signs(picture, shown.results)
    return picture


def _add_bar(
    picture: Picture, x: int, bar: Stack, series: dict[str, int], measure: str, factor: float
) -> None:
    left, bottom, point = x - BAR_WIDTH / 2, 0.0, bar.point
    for code, number in series.items():
        part = bar.parts.get(code)
        if part is None:
            continue
        height = part.stored * factor
        soft = code in point.provisional_of
        picture.blocks.append(
            Block(left, bottom, BAR_WIDTH, height, number, measure, point.phase, code, soft)
        )
        bottom += height
    if bar.rest:
        height = bar.rest * factor
        picture.blocks.append(Block(left, bottom, BAR_WIDTH, height, 0, measure, point.phase, open=True))
        bottom += height
    if point.missing:
        gap = picture.top * _MISSING_PART
        picture.blocks.append(Block(left, bottom, BAR_WIDTH, gap, None, measure, point.phase))


def _height(picture: Picture, x: int) -> float:
    last = picture.blocks[-1] if picture.blocks else None
    return last.bottom + last.height if last is not None and last.left == x - BAR_WIDTH / 2 else 0.0


def _add_key_of_forces(picture: Picture, forces: list[AgencyView], series: dict[str, int]) -> None:
    drawn = {block.agency for block in picture.blocks if block.agency}
    named = forces[:1] if picture.greys else [agency for agency in forces if agency.code in drawn]
    picture.key = [KeyEntry(KeyKind.COLOUR, agency.name, series[agency.code]) for agency in named]
    if picture.greys:
        picture.key.append(KeyEntry(KeyKind.COLOUR, f"{len(forces) - 1} other forces", 1))
