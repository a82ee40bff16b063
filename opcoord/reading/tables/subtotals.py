"""Sums that stand among the data: recognised by label or by arithmetic, checked, and never added."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from opcoord.excel.grid import Cell
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.reading.tables.find_tables import Line
from opcoord.reading.tables.orientation import Found
from opcoord.reading.tables.series import line_place
from opcoord.reading.tables.table_words import is_derived, is_number, is_total
from opcoord.reading.texts import quoted

# Sums of fractions carry the dust of binary arithmetic.
_DUST = Decimal("1e-9")
_MOST_SHOWN = 3
_PLAIN = re.compile(r"\s{0,5}(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}|0|[1-9][0-9]{0,11})\s{0,5}")
#: Sums are looked for among no more lines than this; no region has as many forces.
_MOST_LINES = 200
#: Of figures compared, the share that must agree for a line without a telling label to be called a sum.
_MOSTLY = Decimal("0.5")


def number_in(cell: Cell | None) -> Decimal | None:
    """The number in the cell, also one typed as text ("1,234"); None for other texts, dates and blanks."""
    if cell is not None and isinstance(cell.value, str):
        return Decimal(cell.value.strip().replace(",", "")) if _PLAIN.fullmatch(cell.value) else None
    if cell is None or not is_number(cell):
        return None
    number = Decimal(repr(cell.value)) if isinstance(cell.value, float) else Decimal(int(cell.value))  # type: ignore[arg-type]
    return number if number.is_finite() else None


def same_number(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers are the same but for the dust of binary arithmetic."""
    return abs(one - other) <= _DUST * max(Decimal(1), abs(one))


def is_sum_of_those_before(number: Decimal, before: Sequence[Decimal]) -> bool:
    """Whether the last two or more of the numbers `before` make up `number`."""
    return _runs_to(number, before[::-1])


def subtotal_findings(
    found: Found, own: Sequence[Line], unknown: Sequence[Line]
) -> tuple[list[Finding], list[Line]]:
    """What the lines that are no agency's own say as sums, and those among them that are no sums.

    A sum is compared with the lines of the operation's agencies, and where its label says that it is one also with
    all lines of agencies before it.
    """
    findings: list[Finding] = []
    others: list[Line] = list(unknown[_MOST_LINES:])
    numbers = _Numbers(found)
    every = _parts(found, numbers)
    for line in unknown[:_MOST_LINES]:
        says_so = any(is_total(part) for part in line.parts)
        compared = [_compare(numbers, line, own)]
        parts = None
        if says_so:
            before = [each for each in every if each.number < line.number]
            parts = _compare(numbers, line, before if len(before) > 1 else every)
            compared += [
                parts,
                _compare(numbers, line, every),
                _compare(numbers, line, _since_last_total(found, line)),
            ]
        equal = [each for each in compared if each.same and not each.different and len(each.group) > 1]
        close = [each for each in compared if each.is_close and len(each.group) > 1]
        wrong = close[0] if close else parts
        if equal:
            findings.append(_equal(found, line, equal[0]))
        elif wrong is not None and wrong.different:
            findings.append(_unequal(found, line, wrong))
        elif says_so:
            findings.append(_unchecked(found, line))
        else:
            others.append(line)
    return findings, others


class _Numbers:
    """The numbers of a table, each looked for once: the same line is a part of several groups."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._by_line: dict[int, list[Decimal | None]] = {}
        # Shares and rates do not add up.
        adds_up = [not any(is_derived(part) for part in measure.parts) for measure in found.measures]
        self.added = [place for place, adds in enumerate(adds_up) if adds]
        self.labels = [measure.label or str(measure.number) for measure in found.measures]

    def of(self, line: Line) -> list[Decimal | None]:
        """The line's number of each measure, in their order; None where it has none."""
        if line.number not in self._by_line:
            cells = (self._found.at(measure, line) for measure in self._found.measures)
            self._by_line[line.number] = [number_in(cell) for cell in cells]
        return self._by_line[line.number]


class _Comparison:
    """One line compared with the sum of a group, measure by measure."""

    def __init__(self, group: Sequence[Line], sums: Mapping[str, tuple[Decimal, Decimal]]) -> None:
        self.group = group
        self.same = [label for label, (said, added) in sums.items() if same_number(said, added)]
        self.different = {label: pair for label, pair in sums.items() if not same_number(*pair)}

    @property
    def is_close(self) -> bool:
        """Whether most figures agree, so that the line is a sum of which some are wrong."""
        compared = len(self.same) + len(self.different)
        return len(self.same) > 1 and len(self.same) > _MOSTLY * compared


def _compare(numbers: _Numbers, line: Line, group: Sequence[Line]) -> _Comparison:
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    said, parts = numbers.of(line), [numbers.of(each) for each in group]
    for place in numbers.added:
        number = said[place]
        # A blank among the parts is unknown, not nought; without any part there is nothing to compare.
        known = [part[place] for part in parts if part[place] is not None]
        if number is not None and len(known) == len(parts):
            sums[numbers.labels[place]] = (number, sum(filter(None, known), Decimal(0)))
    return _Comparison(group, sums)


def _parts(found: Found, numbers: _Numbers) -> list[Line]:
    """All lines but those that are totals by their label or equal the sum of the lines right after or before."""
    lines = [each for each in found.series if not any(is_total(part) for part in each.parts)]
    if len(lines) > _MOST_LINES:
        return lines
    firsts = [next((each for each in numbers.of(line) if each is not None), None) for line in lines]
    return [
        each
        for place, each in enumerate(lines)
        if not (
            (number := firsts[place]) is not None
            and (_runs_to(number, firsts[place + 1 :]) or _runs_to(number, firsts[:place][::-1]))
        )
    ]


def _runs_to(number: Decimal, numbers: Sequence[Decimal | None]) -> bool:
    """Whether the first two or more of `numbers` add up to `number`."""
    added = Decimal(0)
    for count, each in enumerate(numbers, start=1):
        if each is None:
            return False
        added += each
        if count > 1 and number and same_number(number, added):
            return True
    return False


def _since_last_total(found: Found, line: Line) -> list[Line]:
    since: list[Line] = []
    for each in found.series:
        if each.number >= line.number:
            break
        since = [] if any(is_total(part) for part in each.parts) else [*since, each]
    return since


def _equal(found: Found, line: Line, compared: _Comparison) -> Finding:
    message = (
        f"{quoted(line.label)} ({line_place(found, line)}) equals the sum of {len(compared.group)} lines from "
        f"{quoted(compared.group[0].label)} to {quoted(compared.group[-1].label)}, in all "
        f"{len(compared.same)} of the figures compared. It was not added."
    )
    return Finding(Severity.NOTICE, "subtotal", message, "", found.table.view.sheet.name)


def _unequal(found: Found, line: Line, compared: _Comparison) -> Finding:
    shown = [
        f"{label}: {said.normalize():,f} against {added.normalize():,f}"
        for label, (said, added) in list(compared.different.items())[:_MOST_SHOWN]
    ]
    more = len(compared.different) - len(shown)
    message = (
        f"{quoted(line.label)} ({line_place(found, line)}) is not the sum of its parts. {'; '.join(shown)}"
        + (f"; and {more} more" if more > 0 else "")
        + ". It was not added."
    )
    remedy = "Ask the force which is right, a figure or the sum."
    return Finding(Severity.WARNING, "subtotal", message, remedy, found.table.view.sheet.name)


def _unchecked(found: Found, line: Line) -> Finding:
    message = (
        f"{quoted(line.label)} ({line_place(found, line)}) says that it is a sum, but could not be checked: its "
        "parts have blanks or texts. It was not added."
    )
    return Finding(Severity.NOTICE, "subtotal", message, "", found.table.view.sheet.name)
