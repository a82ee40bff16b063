"""One phase against another: two bars for each force, the earlier phase on the left; no Qt."""

from __future__ import annotations

from collections.abc import Sequence

from opcoord.gui.results.look import Shown
from opcoord.gui.results.picture import FORCES, Block, KeyEntry, KeyKind, Note, Picture
from opcoord.gui.results.signs import add_amount, add_key_of_signs, highest
from opcoord.gui.results.wording import short_names, two_lines
from opcoord.model.units import stored_per_unit
from opcoord.queries.views import AgencyView, ResultPoint

_WIDTH = 0.4
#: Up to this many forces are named in full; more have their codes.
_MOST_NAMED = 8
_MOST_ON_A_LINE = 16
#: Height of a gap, as part of the chart's. It has no scale.
_GAP_PART = 0.3


def versus_picture(shown: Shown) -> Picture:
    """Bars of every force that answered in, or is missing from, one of the two phases."""
    results, points = shown.first, shown.compared()
    picture = Picture(results.measure.unit, axis=FORCES)
    if points is None:
        return picture
    concerned = {code for point in points for code in (*point.by_agency, *point.missing)}
    forces = [agency for agency in shown.agencies if agency.code in concerned]
    if len(forces) <= _MOST_NAMED:
        picture.ticks = [two_lines(name) for name in short_names([agency.name for agency in forces])]
    else:
        # Of many, every other code stands a line lower, so that neighbours do not touch.
        lower = len(forces) > _MOST_ON_A_LINE
        picture.ticks = ["\n" * (lower and place % 2) + agency.code for place, agency in enumerate(forces)]
    scale = stored_per_unit(results.measure.unit)
    amounts = [value.stored / scale for point in points for value in point.by_agency.values()]
    picture.top = highest(amounts, 1.25)
    for x, agency in enumerate(forces):
        _add_reasons(picture, x, points, agency)
        for series, point in enumerate(points):
            _add_bar(picture, x + (series - 1) * _WIDTH, series, point, agency, results.measure.code, scale)
    sides = ("left", "right")
    picture.key = [
        KeyEntry(KeyKind.COLOUR, f"Phase {point.phase} ({side}), {point.completeness}", series)
        for series, (point, side) in enumerate(zip(points, sides, strict=True))
    ]
    add_key_of_signs(picture, shown.results)
    return picture


def _add_reasons(picture: Picture, x: int, points: Sequence[ResultPoint], agency: AgencyView) -> None:
    """Why a force is missing: over its gap, or once over both."""
    gaps = [place for place, point in enumerate(points) if agency.code not in point.by_agency]
    if not gaps or len(picture.ticks) > _MOST_NAMED:
        return
    reasons = dict.fromkeys(points[place].reasons.get(agency.code, "nothing") for place in gaps)
    middle = x + (sum(gaps) / len(gaps) - 0.5) * _WIDTH
    text = "\n".join(reasons) if len(gaps) > 1 else two_lines(next(iter(reasons)))
    picture.notes.append(Note(middle, picture.top * _GAP_PART, text))


def _add_bar(
    picture: Picture,
    left: float,
    series: int,
    point: ResultPoint,
    agency: AgencyView,
    measure: str,
    scale: int,
) -> None:
    value, middle = point.by_agency.get(agency.code), left + _WIDTH / 2
    named = len(picture.ticks) <= _MOST_NAMED
    if value is None:
        height = picture.top * _GAP_PART
        picture.blocks.append(Block(left, 0, _WIDTH, height, None, measure, point.phase, agency.code))
        return
    soft = agency.code in point.provisional_of
    height = value.stored / scale
    picture.blocks.append(Block(left, 0, _WIDTH, height, series, measure, point.phase, agency.code, soft))
    if named:
        add_amount(picture, middle, height, value, picture.unit, soft)
