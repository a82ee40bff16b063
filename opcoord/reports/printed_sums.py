"""What printed pages tell about figures: which are known, and the sums and limits that tie them to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from opcoord.model.units import stored_per_unit
from opcoord.queries.frozen_figures import JOINT, REGION, TO_DATE, FigureKey
from opcoord.queries.views import MeasureView

#: Places of figures in `PrintedSums` with the sign that each has in the sum.
Terms = tuple[tuple[int, int], ...]


class Figure(NamedTuple):
    """A number on a page. Two pages show the same figure where key and amount agree and it is made of the same ones.

    A total that is as high as before though its forces' figures have changed is another figure, and unknown if hidden.
    """

    key: FigureKey
    amount: int
    made_of: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One measure in one phase as one page holds it; `total` is None where nobody answered in the phase.

    `history` stands for all lines of the measure up to this one, that of another page where they are the same.
    """

    phase: int
    measure: str
    cells: tuple[tuple[str, int], ...]
    total: int | None
    to_date: int
    history: int

    @property
    def off(self) -> int:
        """What was taken off the sum of the cells as joint."""
        if self.total is None or not self.cells:
            return 0
        return sum(amount for _, amount in self.cells) - self.total

    def figures(self) -> Iterator[Figure]:
        """Everything that the line holds."""
        for agency, amount in self.cells:
            yield Figure((self.phase, self.measure, agency), amount)
        made_of = hash((self.cells, self.total))
        if self.off:
            yield Figure((self.phase, self.measure, JOINT), self.off, made_of)
        if self.total is not None:
            yield Figure((self.phase, self.measure, REGION), self.total, made_of)
        yield Figure((self.phase, self.measure, TO_DATE), self.to_date, self.history)


def lines(values: Mapping[FigureKey, int], measures: Iterable[str], phases: Iterable[int] = ()) -> list[Line]:
    """The lines of a page with these answers and totals, and of further `phases` in which nobody answered."""
    wanted = set(measures)
    cells: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    numbers = set(phases)
    for (phase, measure, agency), amount in values.items():
        numbers.add(phase)
        if measure in wanted:
            cells[measure, phase][agency] = amount
    found = []
    for measure in sorted(wanted):
        running, history = 0, 0
        for phase in sorted(numbers):
            held = cells.get((measure, phase), {})
            total = held.pop(REGION, None)
            own = tuple(sorted(held.items())) if total is not None else ()
            if total is not None:
                running += total
                history = hash((history, phase, total, own))
            if history:
                found.append(Line(phase, measure, own, total, running, history))
    return found


@dataclass
class PrintedSums:
    """The figures of any number of pages, and what ties them; a figure is named by its place in the lists.

    A figure that stands unchanged on several pages is one figure: who reads both may well take it for that.
    """

    measures: Mapping[str, MeasureView]
    places: dict[Figure, int] = field(default_factory=dict)
    keys: list[FigureKey] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    #: The least that a figure may be taken for, and the step in which it is counted.
    least: list[int] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    #: Each of these sums is 0 for the true figures.
    sums: list[Terms] = field(default_factory=list)
    sums_of: list[list[int]] = field(default_factory=list)
    #: Pairs of a figure and another that it never exceeds.
    limits: list[tuple[int, int]] = field(default_factory=list)
    limits_of: list[list[int]] = field(default_factory=list)
    #: What was taken off as joint, and the cells of its line: two of them hold at least as much.
    joint: dict[int, tuple[int, ...]] = field(default_factory=dict)
    #: The totals that it was taken off; only where one of them is printed, that it was is printed too.
    nets: dict[int, set[int]] = field(default_factory=dict)
    _seen: set[object] = field(default_factory=set)

    def add(self, page: Iterable[Line]) -> None:
        """Take in a page."""
        before: dict[str, Line] = {}
        phases: dict[int, list[Line]] = defaultdict(list)
        for line in page:
            last = before.get(line.measure)
            before[line.measure] = line
            phases[line.phase].append(line)
            if (line, last) not in self._seen:
                self._seen.add((line, last))
                self._tie(line, last)
        for phase, held in phases.items():
            if tuple(held) not in self._seen:
                self._seen.add(tuple(held))
                columns: dict[str, dict[str, int]] = defaultdict(dict)
                for line in held:
                    for agency, amount in line.cells:
                        columns[agency][line.measure] = amount
                for agency, column in columns.items():
                    self._tie_parts(phase, agency, column)

    def place(self, figure: Figure) -> int:
        """Where the figure stands; it is made where it is new."""
        found = self.places.get(figure)
        if found is None:
            found = self.places[figure] = len(self.keys)
            measure = self.measures[figure.key[1]]
            self.keys.append(figure.key)
            self.values.append(figure.amount)
            self.steps.append(stored_per_unit(measure.unit))
            self.least.append(1 if figure.key[2] == JOINT else 0)
            self.sums_of.append([])
            self.limits_of.append([])
        return found

    def _tie(self, line: Line, last: Line | None) -> None:
        own = {figure.key[2]: self.place(figure) for figure in line.figures()}
        cells = tuple(own[agency] for agency, _ in line.cells)
        if cells:
            joint = ((own[JOINT], -1),) if JOINT in own else ()
            self._sum((*((each, 1) for each in cells), *joint, (own[REGION], -1)))
            if joint:
                self.joint[own[JOINT]] = cells
                self.nets.setdefault(own[JOINT], set()).add(own[REGION])
        terms = [(own[TO_DATE], 1)]
        if line.total is not None:
            terms.append((own[REGION], -1))
        if last is not None:
            terms.append(
                (self.place(Figure((last.phase, last.measure, TO_DATE), last.to_date, last.history)), -1)
            )
        self._sum(tuple(terms))

    def _tie_parts(self, phase: int, agency: str, column: Mapping[str, int]) -> None:
        """A part is never more than its whole, and parts that make up a whole are known to do so."""
        parts: dict[str, list[str]] = defaultdict(list)
        for code in column:
            whole = self.measures[code].part_of
            if whole in column and self.measures[whole].unit == self.measures[code].unit:
                parts[whole].append(code)
        for whole, held in parts.items():
            mark = (phase, agency, whole, column[whole], tuple((code, column[code]) for code in held))
            if mark in self._seen:
                continue
            self._seen.add(mark)
            top = self.place(Figure((phase, whole, agency), column[whole]))
            below = [self.place(Figure((phase, code, agency), column[code])) for code in held]
            for each in below:
                if self.values[each] <= column[whole]:
                    for end in (each, top):
                        self.limits_of[end].append(len(self.limits))
                    self.limits.append((each, top))
            if len(below) > 1 and sum(self.values[each] for each in below) == column[whole] > 0:
                self._sum((*((each, 1) for each in below), (top, -1)))

    def _sum(self, terms: Terms) -> None:
        if terms in self._seen:
            return
        self._seen.add(terms)
        for place, _ in terms:
            self.sums_of[place].append(len(self.sums))
        self.sums.append(terms)
