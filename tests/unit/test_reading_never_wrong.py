"""Tables laid out at random, with everything around them that forces add: a figure is right or it is not taken."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opcoord.excel.grid import CellValue, Grid
from opcoord.model.terms import Severity
from opcoord.reading.decisions import Decisions
from tests.unit.reading_grids import CONTEXT, Rows, read_all, sheet

NAMES = {"AS": "Avon & Somerset", "DO": "Dorset", "WI": "Wiltshire Police"}
LABELS = {
    "arrests": ("Arrests", "Number of arrests", "ARRESTS", "Arrests2"),
    "charges": ("Charges", "Charges ", "charges*"),
    "cash": ("Cash seized", "Cash\nseized", "Cash seized (£)"),
    "home_burglary": ("Residential burglary",),
}
STRANGE_LABELS = ("Drones", "Dogs", "Stop and search", "Knives taken", "Percentage change", "Arest", "Money")
STRANGE_FORCES = ("Wales", "North East", "Hampshire", "Dyfed-Powys", "ENGLAND7")
OTHER_COLUMNS = ("Phase 5", "Last phase", "% change", "Target", "Difference", "Adults", "Rate", "Baseline")
PREAMBLE: Rows = [["Return for phase 6"], ["Completed by", "J Bloggs"], ["Phase", 6], [None, "OFFICIAL"], []]

Truth = dict[str, dict[str, int]]


def regional(chance: random.Random, truth: Truth, measures: list[str]) -> Rows:
    """Forces down and measures across, with other forces, other columns and sums."""
    columns: list[str] = [*measures, *chance.sample(STRANGE_LABELS, chance.randint(0, 2)), ""]
    chance.shuffle(columns)
    head: list[CellValue] = [chance.choice(["Force", "Area name", None])]
    head += [chance.choice(LABELS[each]) if each in LABELS else each or None for each in columns]

    def line(name: str, amounts: dict[str, int]) -> list[CellValue]:
        return [name, *(amounts.get(each, chance.randint(0, 999)) if each else None for each in columns)]

    rows = [line(NAMES[code], truth[code]) for code in truth]
    rows += [line(name, {}) for name in chance.sample(STRANGE_FORCES, chance.randint(0, 2))]
    chance.shuffle(rows)
    if chance.random() < 0.6:
        sums = {each: sum(amounts[each] for amounts in truth.values()) for each in measures}
        rows.insert(
            chance.choice([0, len(rows)]), line(chance.choice(["Total", "South West", "Region"]), sums)
        )
    return [head, *rows]


def turned(rows: Rows) -> Rows:
    """The table with rows for columns."""
    width = max(map(len, rows))
    return [list(column) for column in zip(*[row + [None] * (width - len(row)) for row in rows], strict=True)]


def one_force(chance: random.Random, amounts: dict[str, int]) -> Rows:
    """Measures down with one column of figures, among others or with a column a day."""
    days = chance.choice([0, 0, 3])
    others = chance.sample(OTHER_COLUMNS, chance.randint(0, 2)) if not days else []
    heading = chance.choice(["Total", "Phase 6", "Number", "Result", None]) if not days else "Total"
    columns = [*("Mon", "Tue", "Wed")[:days], heading, *others]
    if others:
        chance.shuffle(columns)
    rows: Rows = [[chance.choice(["Measure", "Activity", "What we did"]), *columns]]
    lines = [*amounts.items(), *((each, -1) for each in chance.sample(STRANGE_LABELS, chance.randint(0, 2)))]
    chance.shuffle(lines)
    for code, amount in lines:
        label = chance.choice(LABELS[code]) if code in LABELS else code
        values: list[CellValue] = [
            amount if each is heading and code in LABELS else chance.randint(0, 999) for each in columns
        ]
        rows.append([label, *values])
    return rows


def laid_out(chance: random.Random, rows: Rows) -> Rows:
    """The table somewhere on a sheet, with things above and below it."""
    before: Rows = chance.sample(PREAMBLE, chance.randint(0, 3))
    after: Rows = [[], ["2. Includes custody"], [None, "Signed off"]][: chance.randint(0, 3)]
    indent: list[CellValue] = [None] * chance.randint(0, 2)
    spaced: Rows = [[], *rows] if chance.random() < 0.3 else rows
    return [*before, *([*indent, *row] for row in spaced), *after]


def as_text(chance: random.Random, rows: Rows) -> Rows:
    """The table with some of its numbers as texts."""
    return [
        [f"{value:,}" if isinstance(value, int) and chance.random() < 0.2 else value for value in row]
        for row in rows
    ]


@pytest.mark.parametrize("shape", ["forces down", "forces across", "one force", "one force across"])
@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_a_figure_is_right_or_it_is_not_taken(shape: str, seed: int) -> None:
    chance = random.Random(seed)
    measures = chance.sample(list(LABELS), chance.randint(1, 4))
    truth = {
        code: {each: chance.randint(1000, 9000) for each in measures}
        for code in chance.sample(list(NAMES), chance.randint(1, 3) if "forces" in shape else 1)
    }
    (first, amounts), *_ = truth.items()
    rows = regional(chance, truth, measures) if "forces" in shape else one_force(chance, amounts)
    if shape.endswith("across"):
        rows = turned(rows)
    if chance.random() < 0.3:
        rows = as_text(chance, rows)
    decisions = Decisions(None if "forces" in shape else first, 6)
    returns = read_all(Grid((sheet(laid_out(chance, rows)),)), decisions)
    for parsed in returns:
        assert not parsed.figures or parsed.found == "as proposed"
        for figure in parsed.figures:
            if figure.amount is not None:
                unit = 100 if figure.unit == "GBP" else 1
                assert parsed.agency is not None
                assert figure.amount == truth[parsed.agency][figure.measure] * unit
        if parsed.figures:
            assert any(each.code == "proposed-table" for each in parsed.findings)
        else:
            assert any(each.severity is not Severity.NOTICE for each in parsed.findings)


def test_most_of_such_tables_are_read() -> None:
    """Asking always would never be wrong either."""
    read = whole = 0
    for seed in range(200):
        chance = random.Random(seed)
        truth = {code: {each: chance.randint(1000, 9000) for each in LABELS} for code in NAMES}
        rows = regional(chance, truth, list(LABELS))
        grid = Grid((sheet(laid_out(chance, turned(rows) if seed % 2 else rows)),))
        whole += len(NAMES) * len(LABELS)
        for parsed in read_all(grid, Decisions(phase=6), context=CONTEXT):
            read += sum(each.amount is not None for each in parsed.figures)
    assert read == whole
