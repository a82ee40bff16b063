"""Small numbers in public prints (rule 11): which figures stay hidden, each with a proof that it cannot be worked out.

All phases up to the document's are decided together, as if each were printed with its forces: a running total or a
comparison tells about phases whose table stands elsewhere. What earlier public issues told counts as known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from opcoord.model.units import adds_up
from opcoord.queries.frozen_figures import JOINT, REGION, TO_DATE, FigureKey
from opcoord.queries.issued import PublicIssue
from opcoord.queries.views import MeasureResults, MeasureView
from opcoord.reports.hiding import Hiding
from opcoord.reports.printed_sums import Line, PrintedSums, lines

# What a reader misses least is hidden first: a force's number, smallest first; then a total with its running totals.
# A hidden zero protects least of all, and what is not sensitive is hidden only where it gives a part away.
_FORCE, _TOTAL, _OWN_TOTAL, _JOINT, _TO_DATE, _OWN_TO_DATE = 100, 1_000, 2_000, 50, 1, 100
_ZERO = 10_000
_NOT_SENSITIVE = 50


@dataclass(frozen=True, slots=True)
class Suppression:
    """What a document must not show. `exposed` are small numbers that an earlier public issue has told already."""

    hidden: frozenset[FigureKey] = frozenset()
    exposed: frozenset[FigureKey] = frozenset()


NOTHING = Suppression()


def suppress(
    results: Iterable[MeasureResults],
    phases: Sequence[int],
    threshold: int,
    issues: Sequence[PublicIssue] = (),
) -> Suppression:
    """What a public document of the last of `phases` must hide of these results.

    Sensitive figures from 1 to below `threshold` are hidden, and with them what is needed that no reader of this
    document and of all earlier public issues can work one out. What was hidden in one of these stays so while it
    is the same.
    """
    found = list(results)
    measures = concerned_measures(each.measure for each in found)
    if not measures:
        return NOTHING
    values: dict[FigureKey, int] = {}
    for each in found:
        if each.measure.code in measures:
            for point in each.points:
                if point.total is not None:
                    values |= {
                        (point.phase, each.measure.code, agency): answer.stored
                        for agency, answer in point.by_agency.items()
                    }
                    values[point.phase, each.measure.code, REGION] = point.total.stored
    sums = PrintedSums(measures)
    page = lines(values, measures, phases)
    sums.add(page)
    told: set[int] = set()
    kept: set[int] = set()
    seen: set[object] = set()
    for issue in issues:
        earlier = lines(issue.values, measures)
        sums.add(earlier)
        shut = _by_line(issue.hidden)
        for line in earlier:
            hidden = shut.get((line.phase, line.measure), frozenset())
            if (line, hidden) not in seen:
                seen.add((line, hidden))
                for figure in line.figures():
                    (kept if figure.key in hidden else told).add(sums.place(figure))
    own = {sums.place(figure) for line in page for figure in line.figures()}
    hiding = Hiding(sums, _prices(sums, page, phases[-1], told, kept - own))
    secret = {place for place in own if _is_small(sums, place, threshold)}
    # What was hidden in an earlier issue is no less a secret now that the figure is another one.
    hiding.protect(secret | kept)
    hiding.round_up(page, threshold)
    hiding.thin_out(page, threshold)
    return Suppression(
        frozenset(sums.keys[place] for place in hiding.hidden & own),
        frozenset(sums.keys[place] for place in secret - set(hiding.proofs)),
    )


def concerned_measures(all_measures: Iterable[MeasureView]) -> dict[str, MeasureView]:
    """The sensitive measures, and those that are tied to them as whole, part or another part of the same whole."""
    measures = {each.code: each for each in all_measures if adds_up(each.unit)}
    tops = {_top(measures, code) for code, measure in measures.items() if measure.sensitive}
    return {code: measure for code, measure in measures.items() if _top(measures, code) in tops}


def _top(measures: Mapping[str, MeasureView], code: str) -> str:
    passed: set[str] = set()
    while measures[code].part_of in measures and code not in passed:
        passed.add(code)
        code = measures[code].part_of
    return code


def _by_line(keys: Iterable[FigureKey]) -> dict[tuple[int, str], frozenset[FigureKey]]:
    found: dict[tuple[int, str], set[FigureKey]] = defaultdict(set)
    for key in keys:
        found[key[0], key[1]].add(key)
    return {line: frozenset(held) for line, held in found.items()}


def _is_small(sums: PrintedSums, place: int, threshold: int) -> bool:
    measure = sums.measures[sums.keys[place][1]]
    return measure.sensitive and 0 < sums.values[place] < threshold * sums.steps[place]


def _prices(
    sums: PrintedSums, page: Sequence[Line], phase: int, told: Collection[int], free: Collection[int]
) -> list[int | None]:
    """What it costs to hide each figure: None where the public knows it, 0 where it stands hidden in an earlier issue."""
    prices: list[int | None] = [0 if place in free else None for place in range(len(sums.keys))]
    for line in page:
        ranks = {amount: rank for rank, amount in enumerate(sorted({each for _, each in line.cells}))}
        factor = 1 if sums.measures[line.measure].sensitive else _NOT_SENSITIVE
        current = line.phase == phase
        for figure in line.figures():
            match figure.key[2]:
                case agency if agency == REGION:
                    price = _OWN_TOTAL if current else _TOTAL
                case agency if agency == JOINT:
                    price = _JOINT
                case agency if agency == TO_DATE:
                    price = _OWN_TO_DATE if current else _TO_DATE
                case _:
                    price = _FORCE + ranks[figure.amount]
            prices[sums.place(figure)] = (price if figure.amount else _ZERO) * factor
    for place in told:
        prices[place] = None
    return prices
