"""A reader who wants to work out what public documents hide: takes every number from what stands on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from opcoord.reports.content import Headline
from opcoord.reports.document import (
    ByForce,
    Chart,
    Document,
    Heading,
    Row,
    Table,
    Tiles,
    chart_table,
)
from opcoord.reports.summary import Section

#: (phase, measure, force); TOTAL, JOINT or TO_DATE in place of a force.
Key = tuple[int, str, str]
TOTAL, JOINT, TO_DATE = "total", "joint", "to date"
HIDDEN = "[c]"

_AMOUNT = re.compile(r"(?:[a-z]+ )*([−-]?)£?(\d{1,3}(?:,\d{3})*)(?: p)?")
_CHANGE = re.compile(r"(\d+) (more|fewer) than phase (\d+)")
_SAME = re.compile(r"the same as phase (\d+)")
_BEFORE = re.compile(r"phase (\d+): ([^;]+); no exact change")


def amount(text: str) -> int | None:
    """The number in a cell, None where it holds none."""
    match = _AMOUNT.fullmatch(text.replace("\u00a0", " ").strip())
    return None if match is None else int(match[2].replace(",", "")) * (-1 if match[1] else 1)


@dataclass
class Reading:
    """What was read: numbers that are known, marks in place of numbers, and sums of figures that are known."""

    #: Every label by which a measure may be printed, and its code.
    labels: Mapping[str, str]
    known: dict[Key, int] = field(default_factory=dict)
    hidden: set[Key] = field(default_factory=set)
    sums: list[tuple[dict[Key, int], int]] = field(default_factory=list)
    #: Sums of some forces, less what these may have in common.
    subsets: list[tuple[dict[Key, int], int]] = field(default_factory=list)
    #: The forces that answered, by phase and measure, where the table by force was read; and lines that are net.
    answered: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    net: set[tuple[int, str]] = field(default_factory=set)

    def note(self, key: Key, text: str) -> None:
        """Note what stands for a figure."""
        if text.strip() == HIDDEN:
            self.hidden.add(key)
            return
        number = amount(text)
        if number is not None:
            assert self.known.setdefault(key, number) == number, f"{key} is printed as two numbers"

    def read(self, made: Document, phase: int, short_names: Mapping[str, str]) -> None:
        """Read a document of `phase`; `short_names` are those of the forces."""
        heading = ""
        # Only the report since the beginning lists all measures; its tiles are running totals.
        cumulative = any(isinstance(each, Heading) and each.words == "All measures" for each in made.blocks)
        codes = {name: code for code, name in short_names.items()}
        for block in made.blocks:
            if isinstance(block, Heading):
                heading = block.words
            elif isinstance(block, Tiles):
                for each in block.headlines:
                    self._tile(each, phase, TO_DATE if cumulative else TOTAL)
            elif isinstance(block, ByForce):
                for group in block.results.groups:
                    for row in group.rows:
                        self._line(
                            row.label,
                            phase,
                            dict(zip(block.results.codes, row.cells, strict=True)),
                            row.total,
                        )
            elif isinstance(block, Chart):
                columns, rows = chart_table(block.data)
                for row in rows:
                    number = int(row.cells[0].removeprefix("Phase "))
                    self.note((number, self.labels[columns[1].title], TOTAL), row.cells[1])
                    self.note((number, self.labels[columns[1].title], TO_DATE), row.cells[3])
            elif isinstance(block, Table) and heading in _TABLES:
                titles = [column.title for column in block.columns]
                for row in block.rows:
                    _TABLES[heading](self, row, titles, phase, codes)
            elif isinstance(block, Table):
                # A number that is not read would make the attack weaker than a reader is.
                assert not any(column.number for column in block.columns), f"{heading} was not read"

    def _code(self, label: str) -> str:
        return self.labels[label.removesuffix(" (net)")]

    def _tile(self, tile: Headline, phase: int, at: str) -> None:
        code = self._code(tile.label)
        self.note((phase, code, at), tile.amount)
        if (match := _CHANGE.search(tile.change)) is not None:
            difference = int(match[1]) * (1 if match[2] == "more" else -1)
            self.sums.append(({(phase, code, TOTAL): 1, (int(match[3]), code, TOTAL): -1}, difference))
        elif (match := _SAME.search(tile.change)) is not None:
            self.sums.append(({(phase, code, TOTAL): 1, (int(match[1]), code, TOTAL): -1}, 0))
        elif (match := _BEFORE.search(tile.change)) is not None:
            self.note((int(match[1]), code, TOTAL), match[2])

    def _line(self, label: str, phase: int, cells: Mapping[str, str], total: str) -> None:
        code = self._code(label)
        self.note((phase, code, TOTAL), total)
        for force, text in cells.items():
            self.note((phase, code, force), "0" if text == "nil" else text)
        self.answered[phase, code] = [
            force
            for force in cells
            if (phase, code, force) in self.known or (phase, code, force) in self.hidden
        ]
        if label.endswith(" (net)"):
            self.net.add((phase, code))

    def _joint(self, row: Row, _titles: list[str], phase: int, _codes: Mapping[str, str]) -> None:
        label, gross, joint, net = row.cells
        code = self._code(label)
        self.note((phase, code, TOTAL), net)
        self.note((phase, code, JOINT), joint.removeprefix("−"))
        if (number := amount(gross)) is not None:
            self.sums.append(({(phase, code, force): 1 for force in self.answered[phase, code]}, number))

    def _phases(self, row: Row, titles: list[str], _phase: int, _codes: Mapping[str, str]) -> None:
        number = int(re.sub(r"\D", "", row.cells[0].split("\n")[0]))
        for place in range(1, len(row.cells), 2):
            code = self._code(titles[place])
            self.note((number, code, TOTAL), row.cells[place].split("\n")[0])
            self.note((number, code, TO_DATE), row.cells[place + 1])

    def _travel(self, row: Row, titles: list[str], phase: int, codes: Mapping[str, str]) -> None:
        label, now, last = row.cells[0], row.cells[1], row.cells[2]
        code = self._code(label)
        compared = row.cells[titles.index("Compared")].split("; ")[0]
        if not last or compared == "same forces":
            self.note((phase, code, TOTAL), now)
        if not last:
            return
        number, at = last.replace("\u00a0", " ").split("\n")
        before = int(at.removeprefix("phase "))
        if compared == "same forces":
            self.note((before, code, TOTAL), number)
        else:
            counted, _, without = compared.partition(" forces, without ")
            named = [codes[name] for name in (without or counted.removeprefix("only ")).split(", ")]
            # Who is not named and did not answer is no part of the riddle.
            forces = [code for code in codes.values() if (code in named) is not bool(without)]
            for text, when in ((now, phase), (number, before)):
                if (told := amount(text)) is not None:
                    self.subsets.append(({(when, code, force): 1 for force in forces}, told))

    def _beside(self, row: Row, _titles: list[str], phase: int, _codes: Mapping[str, str]) -> None:
        for place in (0, 3):
            if row.cells[place]:
                self.note((phase, self._code(row.cells[place]), TOTAL), row.cells[place + 1])

    def _reference(self, row: Row, _titles: list[str], phase: int, _codes: Mapping[str, str]) -> None:
        self.note((phase, self._code(row.cells[0]), TOTAL), row.cells[1])
        self.note((phase, self._code(row.cells[0]), TO_DATE), row.cells[3])

    def _all(self, row: Row, _titles: list[str], phase: int, _codes: Mapping[str, str]) -> None:
        self.note((phase, self._code(row.cells[0]), TO_DATE), row.cells[1])


_TABLES: dict[str, Callable[[Reading, Row, list[str], int, Mapping[str, str]], None]] = {
    "Joint results counted once": Reading._joint,
    Section.CUMULATIVE: Reading._phases,
    Section.DIRECTIONS: Reading._travel,
    Section.SAFEGUARDING: Reading._beside,
    "References to totals": Reading._reference,
    "All measures": Reading._all,
}
