"""Small numbers in public prints: which cells of sensitive measures stay hidden (rule 11)."""

from __future__ import annotations

from opcoord.reports.evidence import Evidence

#: An answer from 1 to 4 could point at a person.
THRESHOLD = 5
#: Stands for the total in place of a force's code.
TOTAL = ""
#: Stands for what is taken off because two forces report the same.
JOINT = "−"

Cell = tuple[str, str]


def hidden_cells(evidence: Evidence, phase: int) -> frozenset[Cell]:
    """(measure, force) of every cell that a public print of `phase` must not show; the force is TOTAL for a total.

    Small numbers are hidden, and beside each of them a second one in its row and its family of measures, so that
    no subtraction gives the hidden number away. Empty for internal prints.
    """
    if not evidence.options.public:
        return frozenset()
    values = _sensitive_values(evidence, phase)
    hidden = {cell for cell, stored in values.items() if 0 < stored < THRESHOLD}
    lines = _lines(evidence, values)
    changed = bool(hidden)
    while changed:
        changed = False
        for line in lines:
            if len(hidden.intersection(line)) == 1 and len(line) > 1:
                hidden.add(min(set(line) - hidden, key=lambda cell: _rank(cell, values)))
                changed = True
    return frozenset(hidden)


def _sensitive_values(evidence: Evidence, phase: int) -> dict[Cell, int]:
    values: dict[Cell, int] = {}
    for code, measure in evidence.measures.items():
        point = evidence.point(code, phase)
        if measure.sensitive and point is not None and point.total is not None:
            values |= {(code, agency): each.stored for agency, each in point.by_agency.items()}
            values[code, TOTAL] = point.total.stored
            if point.adjustment:
                # Forces less joint results make the total: who knows all but one of these knows the last.
                values[code, JOINT] = -point.adjustment
    return values


def _lines(evidence: Evidence, values: dict[Cell, int]) -> list[list[Cell]]:
    """Cells that add up to each other: a measure over all forces; a parent with its parts in one column."""
    measures = list(dict.fromkeys(code for code, _ in values))
    rows = [[cell for cell in values if cell[0] == code] for code in measures]
    columns = list(dict.fromkeys(force for _, force in values))
    families = [
        [code, *(each for each in measures if evidence.measures[each].part_of == code)] for code in measures
    ]
    return rows + [
        [(code, force) for code in family if (code, force) in values]
        for family in families
        # A parent gives nothing away unless all but one of its parts are known: with one part there is none.
        if len(family) > 2
        for force in columns
    ]


def _rank(cell: Cell, values: dict[Cell, int]) -> tuple[bool, bool, int, Cell]:
    # A hidden zero protects nothing, and a total is dearer to a reader than one force's number.
    return values[cell] == 0, cell[1] == TOTAL, values[cell], cell
