"""What the results say in words: titles, one-sentence summaries and notes of what is missing; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from opcoord.model.qualified import Qualified
from opcoord.queries.views import AgencyView, MeasureResults, MeasureView, ResultPoint

#: How many phases a sentence lists before it only tells the first and the last.
_MOST_LISTED = 8
#: Before the label of a measure that is part of another, once for each level.
INDENT = "    "
BASIS = "As returned, newest accepted version"


def finding_title(results: MeasureResults) -> str:
    """What was found, for example "Arrests: 291 since phase 1; 67 in phase 5 from 2 of 5 forces"."""
    answered = [point for point in results.points if point.total is not None]
    label = results.measure.label
    if not answered:
        return f"{label}: no force has returned a figure yet"
    first, last = answered[0], answered[-1]
    latest = f"{_text(last.total, results)} in phase {last.phase} from {last.completeness}"
    if first is last:
        return f"{label}: {latest}"
    return f"{label}: {_text(last.cumulative, results)} since phase {first.phase}; {latest}"


def comparison_title(shown: Sequence[MeasureResults]) -> str:
    """What several measures come to side by side: "Arrests 629, Charges 120 since phase 1"."""
    if len(shown) == 1:
        return finding_title(shown[0])
    parts = []
    for results in shown:
        answered = [point for point in results.points if point.cumulative is not None]
        amount = _text(answered[-1].cumulative, results) if answered else "no figure yet"
        parts.append(f"{results.measure.label} {amount}")
    return (
        f"{', '.join(parts)} since phase {shown[0].points[0].phase}" if shown[0].points else ", ".join(parts)
    )


def summary_sentence(shown: Sequence[MeasureResults], agencies: Sequence[AgencyView]) -> str:
    """The whole chart in one sentence for those who cannot see it, gaps included."""
    return " ".join(_one_summary(results, names_by_code(agencies)) for results in shown)


def _one_summary(results: MeasureResults, names: dict[str, str]) -> str:
    answered = [point for point in results.points if point.total is not None]
    if not answered:
        return f"{results.measure.label}: no force has returned a figure yet."
    listed = answered if len(answered) <= _MOST_LISTED else [answered[0], answered[-1]]
    amounts = join(f"{_text(point.total, results)} in phase {point.phase}" for point in listed)
    sum_text = _text(answered[-1].cumulative, results)
    gaps = [
        f"phase {point.phase} ({missing_names(point, names)})" for point in results.points if point.missing
    ]
    sentence = f"{results.measure.label}: {amounts}; {sum_text} altogether"
    return f"{sentence}; missing: {'; '.join(gaps)}." if gaps else f"{sentence}, with no force missing."


def missing_names(point: ResultPoint, names: dict[str, str]) -> str:
    """The forces that are not in the total and why: "Dorset Police, Wiltshire Police (not collected)"."""
    parts = []
    for code in point.missing:
        reason = point.reasons.get(code, "no return")
        parts.append(names.get(code, code) + ("" if reason == "no return" else f" ({reason})"))
    return ", ".join(parts)


def gap_note(point: ResultPoint) -> str:
    """Why a phase shows nothing at all: the reason that all share, else "no figures"."""
    reasons = {point.reasons.get(code, "no return") for code in point.missing}
    return reasons.pop() if len(reasons) == 1 else "no figures"


def names_by_code(agencies: Iterable[AgencyView]) -> dict[str, str]:
    """Full names of the agencies by their codes."""
    return {agency.code: agency.name for agency in agencies}


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


def _text(amount: Qualified | None, results: MeasureResults) -> str:
    return "" if amount is None else amount.text(results.measure.unit)
