"""The cumulative line, of one measure or of several that share a unit; no Qt."""

from __future__ import annotations

from opcoord.gui.results.look import Shown
from opcoord.gui.results.picture import KeyEntry, KeyKind, Mark, Note, Picture, Segment
from opcoord.gui.results.signs import (
    add_amount,
    add_breaks,
    add_gap,
    add_key_of_signs,
    highest,
    name_axis,
    phase_ticks,
    rule_places,
)
from opcoord.model.units import stored_per_unit
from opcoord.queries.views import MeasureResults

#: One for each colour there is (`look.MOST_COLOURS`).
_LETTERS = "ABCDEF"


def line_picture(shown: Shown) -> Picture:
    """A line for each measure, parted where its counting rule changed; amounts and gaps where there is only one."""
    unit = shown.first.measure.unit
    picture = Picture(unit, ticks=phase_ticks(shown.results))
    name_axis(picture)
    scale = stored_per_unit(unit)
    sums = [p.cumulative.stored / scale for each in shown.results for p in each.points if p.cumulative]
    picture.top = highest(sums, 1.2)
    alone = len(shown.results) == 1
    for series, results in enumerate(shown.results):
        _add_line(picture, results, series, scale, alone)
        label = results.measure.label
        text = label if alone else f"{_LETTERS[series]}: {label}"
        picture.key.append(KeyEntry(KeyKind.COLOUR, text, series))
        add_breaks(picture, results, alone)
    if not alone:
        # Colour is never the only sign: each line ends in the letter that its name has in the key.
        ends = {mark.series: mark for mark in picture.marks}
        picture.notes += [Note(mark.x, mark.y, _LETTERS[series]) for series, mark in ends.items()]
    add_key_of_signs(picture, shown.results)
    return picture


def _add_line(picture: Picture, results: MeasureResults, series: int, scale: int, alone: bool) -> None:
    before: tuple[float, float] | None = None
    skipped = soft = False
    breaks = rule_places(results)
    for x, point in enumerate(results.points):
        if x in breaks:
            # What was counted differently is not joined, so that nobody reads a step as a rise.
            before = None
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
