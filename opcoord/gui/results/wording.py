"""Names of measures and forces, and notes of what is missing; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from opcoord.queries.views import MeasureView, ResultPoint

#: Before the label of a measure that is part of another, once for each level.
INDENT = "    "
#: The ADDER strands (DOMAIN.md, "measure") by their codes, in their order.
STRANDS = {"A": "Addiction", "Di": "Diversion", "Ds": "Disruption", "E": "Enforcement", "R": "Recovery"}


def missing_names(point: ResultPoint, names: Mapping[str, str]) -> str:
    """The forces that are not in the total and why: "Dorset Police, Wiltshire Police (not collected)"."""
    parts = []
    for code in point.missing:
        reason = point.reasons.get(code, "no return")
        parts.append(names.get(code, code) + ("" if reason == "no return" else f" ({reason})"))
    return ", ".join(parts)


def gap_note(point: ResultPoint) -> str:
    """Why a phase shows nothing at all: the reason that all share, else "no figures"."""
    if point.total is not None:
        return "not added"
    if point.basis.published:
        return "nothing\npublished"
    if point.not_issued:
        return "not\nissued"
    if point.by_agency:
        return "no total"
    if point.received:
        return "no dates"
    reasons = {point.reasons.get(code, "no return") for code in point.missing}
    return reasons.pop() if len(reasons) == 1 else "no figures"


def short_names(names: Sequence[str]) -> list[str]:
    """Names without "Police" or "Constabulary" at their end, as long as they can be told apart."""
    cut = [name.removesuffix(" Police").removesuffix(" Constabulary") for name in names]
    return cut if len(set(cut)) == len(cut) else list(names)


def two_lines(name: str) -> str:
    """A text broken where its halves are most alike, so that many fit beside each other."""
    words = name.split()
    if len(words) < 2:
        return name
    cuts = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    first, second = min(cuts, key=lambda halves: max(len(halves[0]), len(halves[1])))
    return f"{first}\n{second}"


def full_labels(measures: Iterable[MeasureView]) -> dict[str, str]:
    """Labels by code that can stand alone: "of which Class A" follows what it is a part of."""
    by_code = {measure.code: measure for measure in measures}
    labels = {}
    for code, measure in by_code.items():
        parent = by_code.get(measure.part_of)
        apart = parent is None or not measure.label.startswith("of which")
        labels[code] = measure.label if apart or parent is None else f"{parent.label}, {measure.label}"
    return labels


def parents_first(measures: Sequence[MeasureView]) -> Iterator[tuple[int, MeasureView]]:
    """Every measure with its depth, each right below what it is a part of."""
    known = {measure.code for measure in measures}
    children: dict[str, list[MeasureView]] = {}
    for measure in measures:
        children.setdefault(measure.part_of if measure.part_of in known else "", []).append(measure)
    waiting = [(0, measure) for measure in reversed(children.get("", []))]
    while waiting:
        depth, measure = waiting.pop()
        yield depth, measure
        waiting += [(depth + 1, child) for child in reversed(children.get(measure.code, []))]


def depths(measures: Sequence[MeasureView]) -> dict[str, int]:
    """How many measures each one is a part of, by code."""
    return {measure.code: depth for depth, measure in parents_first(measures)}


def join(parts: Iterable[str]) -> str:
    """A list as a sentence says it: "a, b and c"."""
    listed = list(parts)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} and {listed[-1]}"
