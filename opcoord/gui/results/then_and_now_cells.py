"""The table "Then and now": what was first published, last revised and is returned, where they differ; no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opcoord.gui.results.cells import Cell, Heading, Table
from opcoord.model.basis import Basis
from opcoord.model.qualified import step_text
from opcoord.queries.lineage import NumberReference
from opcoord.queries.then_and_now import COMPARED, ThenAndNow

_HEADINGS = (
    Heading("Measure", number=False),
    Heading("Phase"),
    Heading("First\npublished"),
    Heading("Last\nrevised"),
    Heading("Changed\nby"),
    Heading("As\nreturned"),
    Heading("Forces"),
)


def then_and_now_table(found: Sequence[ThenAndNow], labels: Mapping[str, str]) -> Table:
    """A row for each measure and phase; what the forces returned so far is rarely the whole, so it says of how many."""
    return Table(_HEADINGS, tuple(_row(each, labels) for each in found))


def then_and_now_sentence(found: Sequence[ThenAndNow]) -> str:
    """How many totals changed, and how many differ from what is returned."""
    revised = sum(1 for each in found if each.first.total != each.revised.total)
    if not found:
        return "No published total differs from a later one or from what is returned."
    return (
        f"{len(found)} totals differ; {revised} of them were revised after they were first published. "
        "What is returned is often not from all forces."
    )


def _row(each: ThenAndNow, labels: Mapping[str, str]) -> tuple[Cell, ...]:
    measure, phase = each.measure, each.first.phase
    label = labels.get(measure.code, measure.label)
    cells = {}
    for basis in COMPARED:
        point = each.on(basis)
        reference = NumberReference(measure.code, phase)
        if point.total is None:
            cells[basis] = Cell(point.nothing, None, reference, basis, muted=True)
        else:
            soft = " p" if point.provisional else ""
            cells[basis] = Cell(point.total.text(measure.unit) + soft, point.total.stored, reference, basis)
    step = None
    if each.first.total is not None and each.revised.total is not None:
        step = each.revised.total.stored - each.first.total.stored
    return (
        Cell(label, (label.casefold(), phase)),
        Cell(str(phase), phase),
        cells[Basis.FIRST_PUBLISHED],
        cells[Basis.LAST_REVISED],
        Cell(_step(each, step), step),
        cells[Basis.RETURNED],
        Cell(f"{each.returned.received} of {each.returned.expected}", each.returned.received),
    )


def _step(each: ThenAndNow, step: int | None) -> str:
    """By how much it was revised: "−85", "about +£414,065" where not both figures are exact."""
    if not step:
        return ""
    text = step_text(step, each.measure.unit, each.first.total, each.revised.total)
    return text if step < 0 else f"about +{text[6:]}" if text.startswith("about ") else f"+{text}"
