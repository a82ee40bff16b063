"""A small chart for each force, all on one scale; no Qt."""

from __future__ import annotations

import math

from opcoord.gui.results.look import Shown
from opcoord.gui.results.picture import FORCES, Block, Break, KeyEntry, KeyKind, Level, Note, Panel, Picture
from opcoord.gui.results.signs import (
    MOST_LABELLED,
    add_key_of_signs,
    highest,
    rule_places,
    signed,
    signs_alone,
    target_amounts,
)
from opcoord.gui.results.wording import short_names
from opcoord.model.rules import counted_differently
from opcoord.model.units import format_amount, stored_per_unit, to_stored
from opcoord.queries.views import AgencyView, ResultPoint

_EDGE = 0.04
_BAR_PART = 0.8
_ROOM_FOR_SIGNS = 1.15
#: Above this many panels there is room for titles and bars only.
_MOST_MARKED = 12


def panel_picture(shown: Shown) -> Picture:
    """Panels in rows, in the forces' fixed order; a phase that a force did not answer is hatched."""
    results = shown.first
    concerned = {code for point in results.points for code in (*point.by_agency, *point.missing)}
    forces = [agency for agency in shown.agencies if agency.code in concerned]
    picture = Picture(results.measure.unit, axis=FORCES)
    if not forces:
        return picture
    scale = stored_per_unit(results.measure.unit)
    values = [value for point in results.points for value in point.by_agency.values()]
    amounts = [value.stored for value in values]
    for agency in forces:
        amounts += target_amounts(shown, agency.code)
    # Signs stand above the bars.
    signs = any(point.provisional_of for point in results.points) or any(map(signs_alone, values))
    most = highest((each / scale for each in amounts), _ROOM_FOR_SIGNS if signs else 1.0)
    picture.columns = math.ceil(math.sqrt(len(forces) * 1.4))
    rows = math.ceil(len(forces) / picture.columns)
    picture.top = float(rows)
    titles = short_names([agency.name for agency in forces])
    for number, (agency, title) in enumerate(zip(forces, titles, strict=True)):
        panel = _panel(shown, agency, title, number, (picture.columns, rows), most)
        picture.panels.append(panel)
        _fill(picture, panel, shown, agency, most * scale, len(forces) <= _MOST_MARKED)
    whole = format_amount(to_stored(round(most), results.measure.unit), results.measure.unit)
    picture.key = [KeyEntry(KeyKind.COLOUR, f"{results.measure.label}; all panels reach up to {whole}", 0)]
    add_key_of_signs(picture, shown.results)
    return picture


def _panel(
    shown: Shown, agency: AgencyView, title: str, number: int, grid: tuple[int, int], most: float
) -> Panel:
    columns, rows = grid
    text = min(0.30, 0.10 * rows)
    foot = text if rows <= 4 else _EDGE
    points, unit = shown.first.points, shown.first.measure.unit
    answered = [point for point in points if agency.code in point.by_agency]
    latest = "no figure"
    crowded = rows * columns > _MOST_MARKED
    if answered:
        last = answered[-1]
        latest = f"{signed(last.by_agency[agency.code], unit, agency.code in last.provisional_of)} in phase {last.phase}"
    return Panel(
        number % columns + _EDGE,
        rows - 1 - number // columns + foot,
        1 - 2 * _EDGE,
        1 - text - foot,
        title if crowded else f"{title}: {latest}",
        str(points[0].phase) if foot > _EDGE else "",
        str(points[-1].phase) if foot > _EDGE else "",
    )


def _fill(
    picture: Picture, panel: Panel, shown: Shown, agency: AgencyView, most: float, marked: bool
) -> None:
    """The bars of one force; `most` (stored units) is as high as the panel."""
    results = shown.first
    step = panel.width / max(len(results.points), 1)
    for place, since in zip(rule_places(results), results.breaks, strict=True):
        x, top = panel.left + place * step, panel.bottom + panel.height
        picture.breaks.append(Break(x, counted_differently(since), panel.bottom, top))
    for place, point in enumerate(results.points):
        left = panel.left + (place + (1 - _BAR_PART) / 2) * step
        value = point.by_agency.get(agency.code)
        soft = agency.code in point.provisional_of
        if value is not None:
            height = value.stored / most * panel.height
            picture.blocks.append(_block(panel, left, step, height, 0, shown, point, agency, soft))
            text = signs_alone(value, soft)
            if text and marked and len(results.points) <= MOST_LABELLED:
                picture.notes.append(Note(left + step * _BAR_PART / 2, panel.bottom + height, text))
        elif agency.code in point.missing:
            height = panel.height * 0.9
            picture.blocks.append(_block(panel, left, step, height, None, shown, point, agency, False))
        target = shown.target(point.phase, agency.code)
        if target is not None:
            y = panel.bottom + target.amount / most * panel.height
            middle = panel.left + place * step
            picture.levels.append(Level(middle, middle + step, y, ""))


def _block(
    panel: Panel,
    left: float,
    step: float,
    height: float,
    series: int | None,
    shown: Shown,
    point: ResultPoint,
    agency: AgencyView,
    soft: bool,
) -> Block:
    code = shown.first.measure.code
    width = step * _BAR_PART
    return Block(left, panel.bottom, width, height, series, code, point.phase, agency.code, soft)
