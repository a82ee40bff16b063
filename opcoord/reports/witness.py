"""Proof that a hidden figure cannot be worked out: other figures that fit everything printed just as well.

The true figures fit what is printed. Where others fit too, in which a hidden figure has another value, no reader can
tell which are true. Such a *witness* changes a few figures by one: one goes up, another of the same sum goes down.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

from opcoord.reports.printed_sums import PrintedSums

#: Changes by the place of the figure; what is not named stays.
Witness = Mapping[int, int]
#: What it costs to hide a figure: 0 where it is hidden already, None where it is known and cannot change.
Price = Callable[[int], int | None]

#: A search looks at no more than so many half-made witnesses; past that the figure counts as not provable.
_MOST_STEPS = 3_000


def find_witness(sums: PrintedSums, place: int, price_of: Price) -> Witness | None:
    """The cheapest found in which the figure at `place` has another value; None where there is none."""
    first = price_of(place)
    if first is None:
        return None
    count = itertools.count()
    waiting: list[tuple[int, int, int, int, dict[int, int]]] = []
    seen: set[frozenset[tuple[int, int]]] = set()

    def wait(made: dict[int, int], price: int) -> None:
        mark = frozenset(made.items())
        if mark not in seen and _may_change(sums, made):
            seen.add(mark)
            heapq.heappush(waiting, (price, len(_broken(sums, made)), len(made), next(count), made))

    step = sums.steps[place]
    for change in (step, -step):
        wait({place: change}, first)
    for _ in range(_MOST_STEPS):
        if not waiting:
            break
        price, _, _, _, made = heapq.heappop(waiting)
        broken = _broken(sums, made)
        if not broken:
            return made
        # The fault with the fewest mends first: one without any ends this way.
        mends = min((list(_mends(sums, made, each, price_of)) for each in broken), key=len)
        for other, change, further in mends:
            wait(made | {other: change}, price + further)
    return None


def fits(sums: PrintedSums, witness: Witness) -> bool:
    """Whether the figures changed by the witness are possible and still fit everything printed."""
    return _may_change(sums, witness) and not _broken(sums, witness)


#: What is wrong, the number of the sum, limit or joint result, and by how much it is off.
_Fault = tuple[str, int, int]
_SUM, _LIMIT, _JOINT = "sum", "limit", "joint"


def _may_change(sums: PrintedSums, made: Witness) -> bool:
    return all(sums.values[place] + change >= sums.least[place] for place, change in made.items())


def _broken(sums: PrintedSums, made: Witness) -> list[_Fault]:
    faults: list[_Fault] = []
    for each in dict.fromkeys(number for place in made for number in sums.sums_of[place]):
        off = sum(sign * made.get(place, 0) for place, sign in sums.sums[each])
        if off:
            faults.append((_SUM, each, off))
    for each in dict.fromkeys(number for place in made for number in sums.limits_of[place]):
        low, high = sums.limits[each]
        over = sums.values[low] + made.get(low, 0) - sums.values[high] - made.get(high, 0)
        if over > 0:
            faults.append((_LIMIT, each, over))
    for place, cells in sums.joint.items():
        if place in made or any(each in made for each in cells):
            over = _over_joint(sums, made, place, cells)
            # Several pairs of forces may share more than any one pair can.
            if over > 0 >= _over_joint(sums, {}, place, cells):
                faults.append((_JOINT, place, over))
    return faults


def _over_joint(sums: PrintedSums, made: Witness, place: int, cells: Sequence[int]) -> int:
    """How much more was taken off as joint than two forces can both have counted."""
    amounts = sorted(sums.values[each] + made.get(each, 0) for each in cells)
    return sums.values[place] + made.get(place, 0) - (amounts[-2] if len(amounts) > 1 else 0)


def _mends(
    sums: PrintedSums, made: Witness, fault: _Fault, price_of: Price
) -> Iterator[tuple[int, int, int]]:
    """The figures of which one change mends the fault, with the change and its price; each figure changes once."""
    kind, number, off = fault
    if kind == _SUM:
        wanted = [(place, -off * sign) for place, sign in sums.sums[number]]
    elif kind == _LIMIT:
        low, high = sums.limits[number]
        wanted = [(high, off), (low, -off)]
    else:
        joint = sums.values[number] + made.get(number, 0)
        wanted = [(number, -off)]
        wanted += [(each, joint - sums.values[each]) for each in sums.joint[number]]
        wanted = [(place, change) for place, change in wanted if place == number or change > 0]
    for place, change in wanted:
        if place in made or sums.values[place] + change < sums.least[place]:
            continue
        price = price_of(place)
        if price is not None:
            yield place, change, price
