"""Which cells of a received file matter to its return, for the frames in the sheet. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opcoord.gui.returns.figure_rows import NOT_READ, FigureRow
from opcoord.reading.parsed import LabelQuestion


def marks_of(
    rows: Sequence[FigureRow], questions: Sequence[LabelQuestion] = ()
) -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """For each sheet, address to (mark, words): what was taken, what was corrected, what is asked about."""
    marks: dict[str, dict[str, tuple[str, str]]] = {}
    for question in questions:
        for cell in (question.label_cell, question.cell):
            if cell:
                marks.setdefault(question.sheet, {})[cell] = ("asked", "Not taken: its label is not known")
    for row in rows:
        if not row.cell:
            continue
        if row.correction:
            mark = ("corrected", f"{row.label}, corrected to {row.shown}")
        elif row.amount == NOT_READ:
            mark = ("asked", f"{row.label}, not read")
        elif row.raw:
            mark = ("taken", row.label)
        else:
            # A blank cell says nothing that could be taken.
            continue
        marks.setdefault(row.sheet, {})[row.cell] = mark
    return marks
