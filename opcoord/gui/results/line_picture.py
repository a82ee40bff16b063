"""The cumulative line, of one measure or of several that share a unit; no Qt."""

from __future__ import annotations

from opcoord.gui.results.look import Shown
from opcoord.gui.results.picture import KeyEntry, KeyKind, Mark, Picture, Segment
from opcoord.gui.results.signs import (
    add_amount,
    add_breaks,
    add_gap,
    add_key_of_signs,
    highest,
    name_axis,
    phase_ticks,
)
from opcoord.model.units import stored_per_unit
from opcoord.queries.views import MeasureResults


def line_picture(shown: Shown) -> Picture:
    """A line for each measure; amounts, gaps and breaks where there is only one."""
    unit = shown.first.measure.unit
    picture = Picture(unit, ticks=phase_ticks(shown.results))
    name_axis(picture)
    scale = stored_per_unit(unit)
    sums = [p.cumulative.stored / scale for each in shown.results for p in each.points if p.cumulative]
    picture.top = highest(sums, 1.2)
    for series, results in enumerate(shown.results):
        _add_line(picture, results, series, scale, alone=len(shown.results) == 1)
    picture.key = [
        KeyEntry(KeyKind.COLOUR, each.measure.label, number) for number, each in enumerate(shown.results)
    ]
    if len(shown.results) == 1:
        add_breaks(picture, shown.first)
    add_key_of_signs(picture, shown.results)
    return picture


def _add_line(picture: Picture, results: MeasureResults, series: int, scale: int, alone: bool) -> None:
    before: tuple[float, float] | None = None
    skipped = soft = False
    for x, point in enumerate(results.points):
        if point.total is None or point.cumulative is None:
            skipped = True
            if alone and (point.missing or results.basis.published or point.not_issued):
                add_gap(picture, x, point, results.measure.code)
            continue
        soft = soft or point.provisional
        y = point.cumulative.stored / scale
        hollow = bool(point.missing)
        if before is not None:
            picture.segments.append(Segment(*before, x, y, series, hollow or skipped))
        before, skipped = (x, y), False
        picture.marks.append(Mark(x, y, series, results.measure.code, point.phase, hollow, soft))
        if alone:
            add_amount(picture, x, y, point.cumulative, picture.unit, soft)
