"""A finding: something a check noticed about a received file. It is data and is never raised."""

from __future__ import annotations

from dataclasses import dataclass

from opcoord.model.terms import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """What was noticed, where (sheet and cell, empty for the whole file) and what to do about it.

    `measure` is the code of the one measure that it is about, else empty.
    """

    severity: Severity
    code: str
    message: str
    remedy: str = ""
    sheet: str = ""
    cell: str = ""
    measure: str = ""

    def about(self, measure: str) -> Finding:
        """The same about this measure."""
        return Finding(
            self.severity, self.code, self.message, self.remedy, self.sheet, self.cell, measure=measure
        )

    @property
    def where(self) -> str:
        """The place in words, for example "sheet Return, D14"; empty for the whole file."""
        # Names of sheets often end with a space.
        sheet = f"sheet {self.sheet.strip()}" if self.sheet.strip() else ""
        return f"{sheet}, {self.cell}" if sheet and self.cell else sheet or self.cell
