"""What can be decided about one figure, as data: each kind becomes a change of the file's decisions. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from opcoord.gui.returns.figure_rows import FigureRow
from opcoord.model.terms import Empty, Qualifier
from opcoord.reading.decisions import Correction, Decisions


class Fix(StrEnum):
    """The kinds of change, in the words of the form that asks for them."""

    AMOUNT = "Another amount"
    CELL = "Take another cell"
    MEASURE = "Another measure"
    QUALIFIER = "Another qualifier"
    NIL = "This means nil"
    NOT_ANSWERED = "Not answered"


@dataclass(frozen=True, slots=True)
class Wish:
    """A change as asked for: `value` is the typed amount, the measure's code or the qualifier; a cell has its place."""

    fix: Fix
    measure: str
    reason: str = ""
    value: str = ""
    sheet: str = ""
    cell: str = ""
    label: str = ""


#: What a correction says where the cell counts as one of these.
_SAID = {Fix.NIL: Empty.NIL.value, Fix.NOT_ANSWERED: Empty.NOT_ANSWERED.value}


def decided(decisions: Decisions, wish: Wish) -> Decisions:
    """The decisions with this change made."""
    if wish.fix is Fix.MEASURE:
        # The figure goes with its row, so nothing that was said of it as the old measure stands.
        return decisions.uncorrected(wish.measure).answered(wish.label, wish.value)
    if wish.fix is Fix.CELL:
        correction = Correction(wish.measure, wish.reason, sheet=wish.sheet, cell=wish.cell)
    else:
        correction = Correction(wish.measure, wish.reason, text=_SAID.get(wish.fix, wish.value))
    return decisions.corrected(correction)


def qualified_text(row: FigureRow, qualifier: str) -> str:
    """The figure as somebody would type it with that qualifier: "about £2,500"."""
    return row.amount if qualifier == Qualifier.EXACT else f"{qualifier} {row.amount}"


def possible(fix: Fix, row: FigureRow) -> bool:
    """Whether this can be decided about that figure at all."""
    if fix is Fix.MEASURE:
        return bool(row.label_in_file)
    if fix is Fix.QUALIFIER:
        return row.stored is not None and row.amount not in (Empty.NIL, Empty.ZERO)
    return bool(row.measure)
