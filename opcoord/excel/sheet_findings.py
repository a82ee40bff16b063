"""What is odd about where and how the cells of one sheet stand. The cells are named, so that each can be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from opcoord.excel.grid import MOST_COLUMNS, MOST_ROWS, Cell, Sheet, column_number
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity

#: Empty rows and columns between two filled ones from which on the further ones count as astray.
MOST_EMPTY_ROWS = 1_000
MOST_EMPTY_COLUMNS = 100

_SHOWN = 8
_LONGEST_SHOWN = 20
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


def far_cells(sheet: Sheet, last_row: int, last_column: int) -> list[Finding]:
    """A warning where filled cells lie beyond what is read of a sheet."""
    if last_row <= MOST_ROWS and last_column <= MOST_COLUMNS:
        return []
    return [
        Finding(
            Severity.WARNING,
            "far-cells",
            f"Only the first {MOST_ROWS:,} rows and {MOST_COLUMNS} columns were read; the sheet reaches further.",
            "Check in Excel whether something stands far below or to the right of the table.",
            sheet.name,
        )
    ]


def stray_cells(sheet: Sheet) -> list[Finding]:
    """A warning where cells stand far below or to the right of all others."""
    first = _after_gap(sorted({cell.row for cell in sheet.cells}), MOST_EMPTY_ROWS)
    side = _after_gap(sorted({cell.column for cell in sheet.cells}), MOST_EMPTY_COLUMNS)
    if not first and not side:
        return []
    stray = [cell for cell in sheet.cells if (first and cell.row >= first) or (side and cell.column >= side)]
    return [
        Finding(
            Severity.WARNING,
            "stray-cells",
            f"{_cells_stand(len(stray))} far away from the table: {_named(cell.address for cell in stray)}.",
            "Look at them in Excel: they may be a second table, or have slipped.",
            sheet.name,
            stray[0].address,
        )
    ]


def odd_characters(sheet: Sheet, addresses: Sequence[str]) -> list[Finding]:
    """A warning that names the cells whose text had characters that nobody sees."""
    if not addresses:
        return []
    return [
        Finding(
            Severity.WARNING,
            "odd-characters",
            f"Invisible characters were taken out of {_named(addresses)}.",
            "Read the text there with care: it may not have looked in Excel as it does here.",
            sheet.name,
            addresses[0],
        )
    ]


def without_covered(sheet: Sheet) -> tuple[Sheet, list[Finding]]:
    """The sheet as Excel shows it, of merged cells only the first, and a warning that lists what lay below them."""
    if not sheet.merged:
        return sheet, []
    places = {(cell.row, cell.column): cell for cell in sheet.cells}
    covered: dict[tuple[int, int], Cell] = {}
    for merged in sheet.merged:
        for cell in _in_range(merged, places):
            covered[cell.row, cell.column] = cell
    if not covered:
        return sheet, []
    hidden = sorted(covered.values(), key=lambda cell: (cell.row, cell.column))
    kept = tuple(cell for cell in sheet.cells if (cell.row, cell.column) not in covered)
    finding = Finding(
        Severity.WARNING,
        "merged-values",
        f"Merged cells hide {_named(f'{cell.address} ({_short(cell.raw)})' for cell in hidden)}. "
        "Only what Excel shows was read.",
        "Ask the force whether the hidden values should count.",
        sheet.name,
        hidden[0].address,
    )
    return replace(sheet, cells=kept), [finding]


def _in_range(merged: str, places: dict[tuple[int, int], Cell]) -> list[Cell]:
    """The filled cells of a merged range but its first."""
    match = _RANGE.fullmatch(merged)
    if match is None:
        return []
    left, right = sorted((column_number(match[1]), column_number(match[3])))
    top, bottom = sorted((int(match[2]), int(match[4])))
    if (right - left + 1) * (bottom - top + 1) > len(places):
        inside = [each for each in places if top <= each[0] <= bottom and left <= each[1] <= right]
    else:
        wanted = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        inside = [each for each in wanted if each in places]
    return [places[each] for each in inside if each != (top, left)]


def _after_gap(numbers: list[int], most: int) -> int:
    """The first of the sorted numbers that is more than `most` beyond the one before it, or 0."""
    for before, after in pairwise(numbers):
        if after - before > most:
            return after
    return 0


def _cells_stand(count: int) -> str:
    return "One cell stands" if count == 1 else f"{count:,} cells stand"


def _named(items: Iterable[str]) -> str:
    every = list(items)
    more = f" and {len(every) - _SHOWN:,} more" if len(every) > _SHOWN else ""
    return ", ".join(every[:_SHOWN]) + more


def _short(text: str) -> str:
    line = " ".join(text[:200].split())
    return f"{line[:_LONGEST_SHOWN]}…" if len(line) > _LONGEST_SHOWN else line
