"""What the coordinator decided about one received file; reading it again with these gives the return as decided."""

from __future__ import annotations

from dataclasses import dataclass, replace

#: The answer for a label that is to be left out.
LEAVE_OUT = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """Another source for one measure's figure, and why: `text` as if it had been typed ("approx 12", "nil",
    "not answered"), or else the `cell` of `sheet` to take instead. The received file is never changed."""

    measure: str
    reason: str
    text: str | None = None
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class TableChoice:
    """Which table to read: its sheet, the column of labels and the column of figures, counted from 1."""

    sheet: str
    label_column: int
    figure_column: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything decided about one file; the empty one lets the file speak for itself.

    `labels` pairs a label as it stands in the file with a measure's code, or with LEAVE_OUT.
    """

    agency: str | None = None
    phase: int | None = None
    table: TableChoice | None = None
    labels: tuple[tuple[str, str], ...] = ()
    corrections: tuple[Correction, ...] = ()

    def answered(self, label: str, measure: str) -> Decisions:
        """With `label` standing for `measure` (LEAVE_OUT for none)."""
        others = tuple(pair for pair in self.labels if pair[0] != label)
        return replace(self, labels=(*others, (label, measure)))

    def corrected(self, correction: Correction) -> Decisions:
        """With this correction, in place of an earlier one of the same measure."""
        others = tuple(each for each in self.corrections if each.measure != correction.measure)
        return replace(self, corrections=(*others, correction))

    def uncorrected(self, measure: str) -> Decisions:
        """Without a correction of `measure`."""
        return replace(self, corrections=tuple(each for each in self.corrections if each.measure != measure))
