"""What a results chart draws, as plain shapes in the chart's own coordinates; no Qt, so that it can be tested.

Phases stand at 0, 1, 2... on the horizontal axis; heights are in the measure's unit (pounds, grams, things).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from opcoord.gui.results.wording import gap_note
from opcoord.model.units import stored_per_unit
from opcoord.queries.views import AgencyView, MeasureResults, ResultPoint

BAR_WIDTH = 0.7
#: Height of the hatched block that stands for missing forces, as part of the highest stack. It has no scale.
_MISSING_PART = 0.07
#: Up to this many phases each carries its amount in figures.
_MOST_LABELLED = 10
_MOST_COLOURS = 6


class ChartView(StrEnum):
    """The ways of looking at results."""

    CUMULATIVE = "cumulative"
    CUMULATIVE_BY_FORCE = "cumulative by force"
    BY_PHASE = "by phase"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a bar that can be picked; `series` is a colour's number, None for a hatched gap."""

    left: float
    bottom: float
    width: float
    height: float
    series: int | None
    measure: str
    phase: int
    agency: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a line that can be picked; hollow where forces are missing."""

    x: float
    y: float
    series: int
    measure: str
    phase: int
    hollow: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line; dashed where it runs to an incomplete phase or across a gap."""

    x1: float
    y1: float
    x2: float
    y2: float
    series: int
    dashed: bool


@dataclass(frozen=True, slots=True)
class Note:
    """Lines of text that stand above a place."""

    x: float
    y: float
    text: str


class KeyKind(StrEnum):
    """What stands beside the text of a key's entry."""

    COLOUR = "colour"
    HATCHING = "hatching"
    HOLLOW = "hollow"
    LETTER = "p"


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One entry of the key; `series` is the colour's number where the kind is a colour."""

    kind: KeyKind
    text: str
    series: int = 0


@dataclass(slots=True)
class Picture:
    """Everything that is drawn, with the height that holds it and the texts of the phase axis."""

    unit: str = ""
    blocks: list[Block] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    key: list[KeyEntry] = field(default_factory=list)
    phases: list[int] = field(default_factory=list)
    top: float = 1.0
    #: More forces than the palette can tell apart: one in colour, the rest grey.
    greys: bool = False


def make_picture(
    results: Sequence[MeasureResults], agencies: Sequence[AgencyView], view: ChartView
) -> tuple[Picture, list[MeasureResults]]:
    """The picture, and those of `results` that it shows: one by force, or all of the first one's unit."""
    if not results:
        return Picture(), []
    if view is not ChartView.CUMULATIVE:
        cumulative = view is ChartView.CUMULATIVE_BY_FORCE
        return _stacked(results[0], agencies, cumulative), [results[0]]
    shown = [each for each in results if each.measure.unit == results[0].measure.unit][:_MOST_COLOURS]
    return _cumulative(shown), shown


def _stacked(results: MeasureResults, agencies: Sequence[AgencyView], cumulative: bool) -> Picture:
    measure = results.measure
    scale = stored_per_unit(measure.unit)
    present = {code for point in results.points for code in point.by_agency}
    # A force keeps its colour from measure to measure, whether or not it answered this one.
    concerned = present | {code for point in results.points for code in point.missing}
    ordered = [agency for agency in agencies if agency.code in concerned]
    if len(ordered) > _MOST_COLOURS:
        ordered = [agency for agency in ordered if agency.code in present]
    greys = len(ordered) > _MOST_COLOURS
    if greys:
        ordered.sort(key=lambda agency: -_sum_of(results, agency.code))
    series = {agency.code: number for number, agency in enumerate(ordered)}
    picture = Picture(measure.unit, phases=[point.phase for point in results.points], greys=greys)
    totals = [point.cumulative if cumulative else point.total for point in results.points]
    picture.top = _highest((each.stored / scale for each in totals if each), 1.25)
    gap_height = picture.top * _MISSING_PART
    for x, (point, total) in enumerate(zip(results.points, totals, strict=True)):
        if total is None:
            if point.missing:
                _add_gap(picture, x, point, measure.code)
            continue
        bottom = 0.0
        left = x - BAR_WIDTH / 2
        for code in series:
            answer = (point.cumulative_by_agency if cumulative else point.by_agency).get(code)
            if answer is None:
                continue
            height = answer.stored / scale
            picture.blocks.append(
                Block(
                    left,
                    bottom,
                    BAR_WIDTH,
                    height,
                    series[code],
                    measure.code,
                    point.phase,
                    code,
                    point.provisional,
                )
            )
            bottom += height
        if point.missing:
            picture.blocks.append(Block(left, bottom, BAR_WIDTH, gap_height, None, measure.code, point.phase))
            bottom += gap_height
        _add_note(picture, x, bottom, point, total.text(measure.unit))
    named = ordered[:1] if greys else [agency for agency in ordered if agency.code in present]
    picture.key = [KeyEntry(KeyKind.COLOUR, agency.name, series[agency.code]) for agency in named]
    if greys:
        picture.key.append(KeyEntry(KeyKind.COLOUR, f"{len(ordered) - 1} other forces", 1))
    _add_key_of_gaps(picture, [results])
    return picture


def _cumulative(shown: Sequence[MeasureResults]) -> Picture:
    unit = shown[0].measure.unit
    scale = stored_per_unit(unit)
    picture = Picture(unit, phases=[point.phase for point in shown[0].points])
    picture.top = _highest(
        (p.cumulative.stored / scale for each in shown for p in each.points if p.cumulative), 1.2
    )
    for series, results in enumerate(shown):
        before: tuple[float, float] | None = None
        skipped = False
        for x, point in enumerate(results.points):
            if point.total is None or point.cumulative is None:
                skipped = True
                if len(shown) == 1 and point.missing:
                    _add_gap(picture, x, point, results.measure.code)
                continue
            y = point.cumulative.stored / scale
            hollow = bool(point.missing)
            if before is not None:
                picture.segments.append(Segment(*before, x, y, series, hollow or skipped))
            before, skipped = (x, y), False
            picture.marks.append(
                Mark(x, y, series, results.measure.code, point.phase, hollow, point.provisional)
            )
            if len(shown) == 1:
                _add_note(picture, x, y, point, point.cumulative.text(unit))
    picture.key = [KeyEntry(KeyKind.COLOUR, each.measure.label, number) for number, each in enumerate(shown)]
    _add_key_of_gaps(picture, shown)
    return picture


def _add_gap(picture: Picture, x: int, point: ResultPoint, measure: str) -> None:
    """A phase without any answer: a hatched column without a height of its own, and the reason."""
    height = picture.top * 0.8
    picture.blocks.append(Block(x - BAR_WIDTH / 2, 0, BAR_WIDTH, height, None, measure, point.phase))
    if len(picture.phases) <= _MOST_LABELLED:
        picture.notes.append(Note(x, height, gap_note(point)))


def _add_note(picture: Picture, x: int, y: float, point: ResultPoint, amount: str) -> None:
    """The amount with "p" where provisional, and "4 of 5" where forces are missing."""
    labelled = len(picture.phases) <= _MOST_LABELLED
    provisional = "p" if point.provisional else ""
    first = f"{amount} {provisional}".strip() if labelled else provisional
    second = f"{point.received} of {point.expected}" if labelled else f"{point.received}/{point.expected}"
    text = "\n".join(line for line in (first, second if point.missing else "") if line)
    if text:
        picture.notes.append(Note(x, y, text))


def _add_key_of_gaps(picture: Picture, shown: Sequence[MeasureResults]) -> None:
    if any(block.series is None for block in picture.blocks):
        picture.key.append(KeyEntry(KeyKind.HATCHING, "Forces missing (no scale)"))
    if any(mark.hollow for mark in picture.marks):
        picture.key.append(KeyEntry(KeyKind.HOLLOW, "Some forces missing"))
    if any(point.provisional for results in shown for point in results.points):
        picture.key.append(KeyEntry(KeyKind.LETTER, "Provisional, drawn lighter"))


def _highest(amounts: Iterable[float], room: float) -> float:
    highest = max(amounts, default=0.0)
    return float(highest) * room or 1.0


def _sum_of(results: MeasureResults, agency: str) -> int:
    return sum(point.by_agency[agency].stored for point in results.points if agency in point.by_agency)
