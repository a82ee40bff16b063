"""The signs that every chart carries: amounts with their qualifiers, gaps, completeness, targets, breaks; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opcoord.gui.results.look import Shown
from opcoord.gui.results.picture import (
    BAR_WIDTH,
    PHASES_AND_FORCES,
    Block,
    Break,
    KeyEntry,
    KeyKind,
    Level,
    Mark,
    Note,
    Picture,
)
from opcoord.gui.results.wording import gap_note
from opcoord.model.basis import Basis
from opcoord.model.qualified import Qualified
from opcoord.model.rules import counted_differently
from opcoord.model.terms import Qualifier
from opcoord.model.units import format_amount, stored_per_unit
from opcoord.queries.views import MeasureResults, ResultPoint

#: Up to this many phases each carries its amount in figures.
MOST_LABELLED = 10
#: Up to this many, "4 of 5 forces" stands under each phase; then "4 of 5", "4/5", and that only where some are missing.
_SPOKEN, _SHORT, _SHORTER = 5, 10, 20
_SIGNS = {
    Qualifier.AT_LEAST: "≥",
    Qualifier.OVER: ">",
    Qualifier.ABOUT: "c.",
    Qualifier.ALMOST: "almost",
    Qualifier.UP_TO: "≤",
    Qualifier.UNDER: "<",
}


def signed(value: Qualified, unit: str, provisional: bool = False) -> str:
    """An amount as short as a chart needs it: "> £95,000 p"."""
    sign = _SIGNS.get(value.qualifier, "")
    return f"{sign} {format_amount(value.stored, unit)}{' p' if provisional else ''}".strip()


def signs_alone(value: Qualified, provisional: bool = False) -> str:
    """What is not exact or final about an amount, where there is no room for the amount."""
    return f"{_SIGNS.get(value.qualifier, '')}{' p' if provisional else ''}".strip()


def add_amount(picture: Picture, x: float, y: float, value: Qualified, unit: str, provisional: bool) -> None:
    """The amount above its place; of many phases only what is not exact or final."""
    labelled = len(picture.ticks) <= MOST_LABELLED
    text = signed(value, unit, provisional) if labelled else signs_alone(value, provisional)
    if text:
        picture.notes.append(Note(x, y, text))


def add_gap(picture: Picture, x: float, point: ResultPoint, measure: str) -> None:
    """A phase without any answer: a hatched column without a height of its own, and the reason."""
    height = picture.top * 0.8
    picture.blocks.append(Block(x - BAR_WIDTH / 2, 0, BAR_WIDTH, height, None, measure, point.phase))
    if len(picture.ticks) <= MOST_LABELLED:
        picture.notes.append(Note(x, height, gap_note(point)))


def phase_ticks(results: Sequence[MeasureResults]) -> list[str]:
    """The phases, each with how many of the expected forces are in it where that is one number."""
    points = results[0].points
    several = len({tuple((p.received, p.expected) for p in each.points) for each in results}) > 1
    if several or results[0].basis.published:
        return [str(point.phase) for point in points]
    return ["\n".join(filter(None, (str(p.phase), _completeness(p, len(points))))) for p in points]


def name_axis(picture: Picture) -> None:
    """Say what the second lines under the phases are."""
    if any("\n" in text for text in picture.ticks):
        picture.axis = PHASES_AND_FORCES


def _completeness(point: ResultPoint, count: int) -> str:
    if point.not_issued or not point.expected:
        return ""
    if count <= _SPOKEN:
        return point.completeness
    if count <= _SHORT:
        return f"{point.received} of {point.expected}"
    if count <= _SHORTER or point.missing:
        return f"{point.received}/{point.expected}"
    return ""


def add_targets(picture: Picture, shown: Shown) -> None:
    """The region's target as a line over the phases for which it holds."""
    results = shown.first
    scale, unit = stored_per_unit(results.measure.unit), results.measure.unit
    before: int | None = None
    for x, point in enumerate(results.points):
        target = shown.target(point.phase)
        if target is not None:
            text = "" if before == target.id else f"Target {format_amount(target.amount, unit)}"
            picture.levels.append(Level(x - 0.5, x + 0.5, target.amount / scale, text))
        before = target.id if target is not None else None


def target_amounts(shown: Shown, agency: str = "") -> list[int]:
    """The targets' amounts (stored units), so that the chart is high enough for them."""
    found = (shown.target(point.phase, agency) for point in shown.first.points)
    return [each.amount for each in found if each is not None]


def add_breaks(picture: Picture, results: MeasureResults, alone: bool = True) -> None:
    """A line where a measure begins to be counted differently, or was published under another label than before.

    Where it is not alone in the chart, the line says whose it is, and labels are left to the table.
    """
    for x, since in zip(rule_places(results), results.breaks, strict=True):
        whose = "" if alone else f"{results.measure.label} "
        picture.breaks.append(Break(x - 0.5, whose + counted_differently(since)))
    if not alone:
        return
    before = ""
    for x, point in enumerate(results.points):
        label = point.label.casefold()
        if label and before and label != before and x not in rule_places(results):
            picture.breaks.append(Break(x - 0.5))
        before = label or before


def rule_places(results: MeasureResults) -> list[int]:
    """The places of the points with which another counting rule begins."""
    phases = [point.phase for point in results.points]
    # The phase itself may be missing, where it was never planned.
    return [next(x for x, phase in enumerate(phases) if phase >= each) for each in results.breaks]


_GAPS = {
    Basis.RETURNED: "Forces missing (no scale)",
    Basis.ISSUED: "Forces missing, or not issued (no scale)",
}


def add_key_of_signs(picture: Picture, shown: Sequence[MeasureResults]) -> None:
    """What the signs in this picture mean, and only those."""
    if any(block.series is None for block in picture.blocks):
        gap = _GAPS.get(shown[0].basis, "Nothing published")
        picture.key.append(KeyEntry(KeyKind.HATCHING, gap))
    if any(block.open for block in picture.blocks):
        picture.key.append(KeyEntry(KeyKind.OPEN, "Not given by force"))
    if any(mark.hollow for mark in picture.marks):
        picture.key.append(KeyEntry(KeyKind.HOLLOW, "Some forces missing"))
    if picture.levels:
        picture.key.append(KeyEntry(KeyKind.LEVEL, "Target of the phase"))
    rules = dict.fromkeys(each.text for each in picture.breaks if each.text)
    if rules:
        # In panels there is no room for words at the line.
        meaning = " and ".join(rules).capitalize() if picture.panels else "Another counting rule from here"
        picture.key.append(KeyEntry(KeyKind.BREAK, f"{meaning}: not comparable"))
    if not all(each.text for each in picture.breaks):
        picture.key.append(KeyEntry(KeyKind.BREAK, "Published under another label from here"))
    words = [word for note in picture.notes for word in note.text.split()]
    for qualifier, sign in _SIGNS.items():
        if sign in words and sign != qualifier.value:
            picture.key.append(KeyEntry(KeyKind.SIGN, qualifier.value.capitalize(), sign=sign))
    drawn: list[Block | Mark] = [*picture.blocks, *picture.marks]
    if "p" in words or any(each.provisional for each in drawn):
        picture.key.append(KeyEntry(KeyKind.SIGN, "Provisional, drawn lighter", sign="p"))


def highest(amounts: Iterable[float], room: float) -> float:
    """The height of the chart: its highest amount with room above."""
    return float(max(amounts, default=0.0)) * room or 1.0
