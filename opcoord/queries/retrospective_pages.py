"""Pages that look back on many phases and number them their own way: copied blocks, other numbers, printed totals. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from opcoord.model.qualified import Qualified
from opcoord.queries.force_values import ForceValues
from opcoord.queries.reconciliation_views import REGION, Account, Disagreement, Kind
from opcoord.queries.stated import disagreement

#: First and last day of each phase's window.
Windows = Mapping[int, tuple[dt.date, dt.date]]
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
# A phase is often dated by the month in which it was announced.
_ANNOUNCED_WITHIN_MONTHS = 1


@dataclass(frozen=True, slots=True)
class _Block:
    """What a page prints as one phase."""

    number: int
    period: str
    rows: tuple[Account, ...]

    @property
    def figures(self) -> frozenset[tuple[str, int]]:
        return frozenset((each.label, each.value.stored) for each in self.rows)

    @property
    def name(self) -> str:
        return f"phase {self.number}, {self.period}"

    @property
    def told(self) -> str:
        return ", ".join(f"{each.text} {each.label}" for each in self.rows)


def page_disagreements(forces: ForceValues, windows: Windows) -> Iterator[Disagreement]:
    """What is odd about each page: a block that repeats another, one numbered otherwise, a total that is no sum."""
    pages: dict[tuple[str, str], list[Account]] = defaultdict(list)
    for each in forces.published.page_rows:
        pages[each.source_key, each.source].append(each)
    for rows in pages.values():
        yield from _page(forces, windows, rows)


def _page(forces: ForceValues, windows: Windows, rows: Sequence[Account]) -> Iterator[Disagreement]:
    by_block: dict[tuple[int, str], list[Account]] = defaultdict(list)
    totals = [each for each in rows if each.first_phase is None]
    for each in rows:
        if each.first_phase is not None:
            by_block[each.first_phase, each.printed_period].append(each)
    blocks = [_Block(number, period, tuple(accounts)) for (number, period), accounts in by_block.items()]
    copies = _copies(blocks, windows)
    for copy, original in copies:
        phases = sorted({original.number, copy.number})
        yield disagreement(
            Kind.REPEATED_BLOCK,
            f"A page repeats phase {original.number} as phase {copy.number}",
            f"The block printed as {copy.name} has the figures of the one printed as {original.name} "
            f"({original.told}): a copy.{_with_and_without(rows, [copy], totals)}",
            [*original.rows, *copy.rows, *totals],
            subject=copy.rows[0],
            phases=phases,
        )
    copied = [copy for copy, _ in copies]
    rest = [each for each in blocks if each not in copied]
    yield from _renumbered(forces, windows, rest)
    yield from _wrong_totals(rows, copied, totals)


def _copies(blocks: Sequence[_Block], windows: Windows) -> list[tuple[_Block, _Block]]:
    """(copy, original) for blocks with the same figures, two at least or the same period; the original fits its phase."""
    found = []
    seen: dict[frozenset[tuple[str, int]], _Block] = {}
    for block in blocks:
        same = seen.setdefault(block.figures, block)
        if same is block or not (len(block.figures) > 1 or block.period == same.period):
            continue
        if _fits(same, same.number, windows) or not _fits(block, block.number, windows):
            found.append((block, same))
        else:
            found.append((same, block))
            seen[block.figures] = block
    return found


def _renumbered(forces: ForceValues, windows: Windows, blocks: Sequence[_Block]) -> Iterator[Disagreement]:
    for block in blocks:
        if _fits(block, block.number, windows):
            continue
        for phase in windows:
            if phase == block.number or not _fits(block, phase, windows):
                continue
            same = _same_figures(forces, block, phase)
            if same:
                yield disagreement(
                    Kind.RENUMBERED_BLOCK,
                    f"A page numbers phase {phase} as phase {block.number}",
                    f"The block printed as {block.name} is phase {phase} here: the period is that phase’s and "
                    f"the figures are the same ({', '.join(f'{each.text} {each.label}' for each in same)}).",
                    [*block.rows, *same],
                    subject=block.rows[0],
                    phases=[phase],
                )


def _same_figures(forces: ForceValues, block: _Block, phase: int) -> list[Account]:
    found = []
    for row in block.rows:
        accounts = forces.published.by_measure.get((phase, row.measure), {}).get(REGION, ())
        found += [each for each in accounts if each.value == row.value][:1]
    return found


def _wrong_totals(
    rows: Sequence[Account], copied: Sequence[_Block], totals: Sequence[Account]
) -> Iterator[Disagreement]:
    for total in totals:
        parts, summed = _summed(rows, total, copied)
        if parts and summed != total.value.stored:
            text = Qualified(summed).text(total.unit)
            yield disagreement(
                Kind.PAGE_TOTAL,
                f"A page’s printed total of {total.label} is not the sum of its blocks",
                f"The blocks add up to {text}, the page prints {total.text}.",
                [total, *parts],
                phases=[],
            )


def _with_and_without(rows: Sequence[Account], copied: Sequence[_Block], totals: Sequence[Account]) -> str:
    """What the copy does to the printed totals, as sentences."""
    said = ""
    for total in totals:
        _, without = _summed(rows, total, copied)
        parts, with_copy = _summed(rows, total, ())
        if with_copy == without or not parts:
            continue
        printed = ", the printed total" if without == total.value.stored else f" (printed: {total.text})"
        said += (
            f" With the copy, {total.label} add up to {Qualified(with_copy).text(total.unit)}; "
            f"without it to {Qualified(without).text(total.unit)}{printed}."
        )
    return said


def _summed(rows: Sequence[Account], total: Account, left_out: Sequence[_Block]) -> tuple[list[Account], int]:
    out = {id(each) for block in left_out for each in block.rows}
    parts = [
        each
        for each in rows
        if each.first_phase is not None and each.label == total.label and id(each) not in out
    ]
    return parts, sum(each.value.stored for each in parts)


def _fits(block: _Block, phase: int, windows: Windows) -> bool:
    """Whether the printed month is one of the phase's window, or the one after it."""
    printed = _month(block.period)
    if printed is None or phase not in windows:
        return False
    first, last = windows[phase]
    return _months(first) <= printed <= _months(last) + _ANNOUNCED_WITHIN_MONTHS


def _months(day: dt.date) -> int:
    return day.year * 12 + day.month


def _month(period: str) -> int | None:
    """The month of "April 2023", counted on; None for other periods."""
    words = period.casefold().split()
    if len(words) != 2 or words[0] not in _MONTHS or not words[1].isdecimal():
        return None
    return int(words[1]) * 12 + _MONTHS[words[0]]
