"""What an attacker reckons from public documents: all that holds between figures, and which values that leaves.

Knows nothing of how figures are hidden, and decides exactly: sums are solved, bounds drawn in, and what is left tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from tests.unit.reports_attacker import JOINT, TO_DATE, TOTAL, Key, Reading

#: A figure with its value and, for totals, what it is made of: it is the same one on every page where these agree.
Figure = tuple[Key, int, object]
_ROOM = 25
_MOST_BRANCHES = 20_000


def figure_of(key: Key, truth: Mapping[Key, int]) -> Figure:
    """The figure of a key as it is in one state of the operation."""
    phase, code, at = key
    if at not in (TOTAL, JOINT, TO_DATE):
        return key, truth[key], None
    held = frozenset(
        (each, value)
        for each, value in truth.items()
        if each[1] == code
        and each[2] != TO_DATE
        and (each[0] == phase or (at == TO_DATE and each[0] < phase))
    )
    return key, truth[key], held


@dataclass
class Attack:
    """All that holds between figures, on however many pages; asks which values are possible."""

    #: By measure: the measure that it is part of.
    wholes: Mapping[str, str]
    least: dict[Figure, int] = field(default_factory=dict)
    most: dict[Figure, int] = field(default_factory=dict)
    sums: list[tuple[dict[Figure, int], int]] = field(default_factory=list)
    #: Pairs of a figure and another that it cannot exceed.
    limits: list[tuple[Figure, Figure]] = field(default_factory=list)

    def add(self, reading: Reading, truth: Mapping[Key, int]) -> None:
        """Take in what was read; `truth` only names the figures, and says who answered."""
        for key, value in truth.items():
            figure = figure_of(key, truth)
            # That something was taken off is printed beside the measure's name.
            least = 1 if key[2] == JOINT and key[:2] in reading.net else 0
            self.least[figure] = max(least, self.least.get(figure, 0))
            self.most.setdefault(figure, value + _ROOM)
        for key, number in reading.known.items():
            assert truth[key] == number, f"{key} is printed as {number}"
            self.least[figure_of(key, truth)] = self.most[figure_of(key, truth)] = number
        lines: dict[tuple[int, str], list[Key]] = {}
        for key in truth:
            lines.setdefault(key[:2], []).append(key)
        phases = sorted({phase for phase, _, _ in truth})
        for (phase, code), keys in lines.items():
            signs = {TOTAL: -1, JOINT: -1}
            if (phase, code, TOTAL) in truth:
                self._sum({key: signs.get(key[2], 1) for key in keys if key[2] != TO_DATE}, truth)
            before = [each for each in phases if each < phase and (each, code, TO_DATE) in truth]
            steps = {(phase, code, TO_DATE): 1}
            if (phase, code, TOTAL) in truth:
                steps[phase, code, TOTAL] = -1
            if before:
                steps[before[-1], code, TO_DATE] = -1
            self._sum(steps, truth)
            whole = self.wholes.get(code, "")
            for key in keys:
                above = (phase, whole, key[2])
                if key[2] not in (TOTAL, JOINT, TO_DATE) and above in truth:
                    self.limits.append((figure_of(key, truth), figure_of(above, truth)))
        for terms, number in reading.sums:
            self._sum(terms, truth, number)
        for forces, number in reading.subsets:
            terms = {key: sign for key, sign in forces.items() if key in truth}
            if not any((phase, code, JOINT) in truth for phase, code, _ in terms):
                self._sum(terms, truth, number)

    def is_true(self) -> bool:
        """Whether the true figures fit: an attack on something else would show nothing."""
        return all(
            sum(sign * each[1] for each, sign in terms.items()) == number for terms, number in self.sums
        ) and all(low[1] <= high[1] for low, high in self.limits)

    def _sum(self, terms: Mapping[Key, int], truth: Mapping[Key, int], number: int = 0) -> None:
        made = {figure_of(key, truth): sign for key, sign in terms.items()}
        if (made, number) not in self.sums:
            self.sums.append((made, number))

    def can_tell(self, figures: Iterable[Figure]) -> list[Figure]:
        """The figures for which no other value is possible."""
        return _Riddle(self).solved(figures)


class _Riddle:
    """The attack in numbers: an unknown for each figure that is not known."""

    def __init__(self, attack: Attack) -> None:
        self._unknown = [each for each in attack.least if attack.least[each] < attack.most[each]]
        place = {each: number for number, each in enumerate(self._unknown)}
        self._least = [attack.least[each] for each in self._unknown]
        self._most = [attack.most[each] for each in self._unknown]
        self._truth = [each[1] for each in self._unknown]
        self._sums = []
        for terms, number in attack.sums:
            rest = number - sum(sign * each[1] for each, sign in terms.items() if each not in place)
            made = [(place[each], sign) for each, sign in terms.items() if each in place]
            if made:
                self._sums.append((made, rest))
        # What follows from several sums together is seen at once.
        self._sums += _solved(self._sums, len(self._unknown))
        self._limits = []
        for low, high in attack.limits:
            if low in place and high in place:
                self._limits.append((place[low], place[high]))
            elif low in place:
                self._most[place[low]] = min(self._most[place[low]], high[1])
            elif high in place:
                self._least[place[high]] = max(self._least[place[high]], low[1])

    def solved(self, figures: Iterable[Figure]) -> list[Figure]:
        """Those of the figures for which only the true value is possible."""
        least, most = self._least[:], self._most[:]
        assert self._draw_in(least, most), "the true figures do not fit"
        place = {each: number for number, each in enumerate(self._unknown)}
        return [each for each in figures if each not in place or self._certain(place[each], least, most)]

    def _certain(self, unknown: int, least: list[int], most: list[int]) -> bool:
        below, above = most[:], least[:]
        below[unknown], above[unknown] = self._truth[unknown] - 1, self._truth[unknown] + 1
        return not (self._possible(least[:], below) or self._possible(above, most[:]))

    def _possible(self, least: list[int], most: list[int]) -> bool:
        """Whether any figures within these bounds fit: bounds are drawn in, then one figure after another is tried."""
        branches = 0
        waiting = [(least, most)]
        while waiting:
            branches += 1
            assert branches < _MOST_BRANCHES, "too hard to decide"
            least, most = waiting.pop()
            if any(low > high for low, high in zip(least, most, strict=True)) or not self._draw_in(
                least, most
            ):
                continue
            chosen = self._wrong(least, most)
            if chosen is None:
                return True
            unknown, value = chosen
            # What mends the fault is put in last, so that it is looked at first.
            for first, last in ((least[unknown], value - 1), (value + 1, most[unknown]), (value, value)):
                if first <= last:
                    least_, most_ = least[:], most[:]
                    least_[unknown], most_[unknown] = first, last
                    waiting.append((least_, most_))
        return False

    def _wrong(self, least: list[int], most: list[int]) -> tuple[int, int] | None:
        """An unknown of a sum or limit that does not hold as near to the truth as the bounds allow, and what would
        mend it; None where everything holds."""
        values = [min(max(true, low), high) for true, low, high in zip(self._truth, least, most, strict=True)]
        for terms, number in self._sums:
            off = number - sum(factor * values[each] for each, factor in terms)
            if off:
                open_ = [(each, factor) for each, factor in terms if least[each] < most[each]]
                each, factor = max(open_, key=lambda term: most[term[0]] - least[term[0]])
                return each, min(max(values[each] + off // factor, least[each]), most[each])
        for small, large in self._limits:
            if values[small] > values[large]:
                each = small if least[small] < most[small] else large
                return each, min(max(values[large if each == small else small], least[each]), most[each])
        return None

    def _draw_in(self, least: list[int], most: list[int]) -> bool:
        """Take out values that no sum and no limit leaves possible; False where none is left."""
        moving = True
        while moving:
            moving = False
            for terms, number in self._sums:
                low = sum(factor * (least if factor > 0 else most)[each] for each, factor in terms)
                high = sum(factor * (most if factor > 0 else least)[each] for each, factor in terms)
                if low > number or high < number:
                    return False
                for each, factor in terms:
                    size = abs(factor)
                    if factor > 0:
                        # The rest of the sum is at most all that it can be, and at least so much.
                        first = -((high - factor * most[each] - number) // size)
                        last = (number - low + factor * least[each]) // size
                    else:
                        first = -((number - low + factor * most[each]) // size)
                        last = (high - factor * least[each] - number) // size
                    if first > least[each] or last < most[each]:
                        first, last = max(first, least[each]), min(last, most[each])
                        if first > last:
                            return False
                        low += size * (first - least[each] if factor > 0 else most[each] - last)
                        high -= size * (most[each] - last if factor > 0 else first - least[each])
                        least[each], most[each], moving = first, last, True
            for small, large in self._limits:
                if most[small] > most[large]:
                    most[small], moving = most[large], True
                if least[large] < least[small]:
                    least[large], moving = least[small], True
                if least[small] > most[small] or least[large] > most[large]:
                    return False
        return True


_Sum = tuple[list[tuple[int, int]], int]


def _solved(sums: list[_Sum], unknowns: int) -> list[_Sum]:
    """The sums solved for as many unknowns as they allow, in whole numbers (Gauss and Jordan)."""
    rows = []
    for terms, number in sums:
        row = [Fraction(0)] * (unknowns + 1)
        for each, factor in terms:
            row[each] += factor
        row[unknowns] = Fraction(number)
        rows.append(row)
    done = 0
    for column in range(unknowns):
        found = next((place for place in range(done, len(rows)) if rows[place][column]), None)
        if found is None:
            continue
        rows[done], rows[found] = rows[found], rows[done]
        lead = rows[done][column]
        rows[done] = [each / lead for each in rows[done]]
        for place, row in enumerate(rows):
            if place != done and row[column]:
                factor = row[column]
                rows[place] = [one - factor * other for one, other in zip(row, rows[done], strict=True)]
        done += 1
    made = []
    for row in rows[:done]:
        scale = lcm(*(each.denominator for each in row))
        terms = [(place, int(each * scale)) for place, each in enumerate(row[:-1]) if each]
        made.append((terms, int(row[-1] * scale)))
    return made
