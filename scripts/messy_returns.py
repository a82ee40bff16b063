"""Returns in the shapes that forces really send: figures as text, regional tables, a column a day, CSV, hidden rows."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bench_common import SEED

if TYPE_CHECKING:
    from openpyxl import Workbook

    from opcoord.model.refs import AgencyRef, PhaseRef, ReadingContext
    from opcoord.services.workspace import Workspace

_TYPED = ("{0}", "{0:,} ", "approx {0}", "{0}+", "<{0}", "{0}*", "nil", "-", "n/a", "tbc", "")
_FOOTNOTES = (
    "1. Figures are provisional and may be revised.",
    "2. Joint results are counted once, by the force that leads.",
)


class MessyReturns:
    """Writes messy returns, the same ones each time."""

    def __init__(self, workspace: Workspace) -> None:
        self._chance = random.Random(SEED)
        self._context: ReadingContext = workspace.returns.context()
        senders = {each.code for each in workspace.queries.agencies() if each.sends_returns}
        self._agencies = [each for each in self._context.agencies if each.code in senders]

    def write(self, folder: Path, count: int) -> list[Path]:
        """That many returns, the shapes in turn, by agency and phase."""
        folder.mkdir(parents=True, exist_ok=True)
        shapes: tuple[Callable[[Path, AgencyRef, PhaseRef], Path], ...] = (
            self._form_typed,
            self._regional,
            self._csv,
            self._form_handled,
            self._days,
            self._forces_across,
            self._form_with_extras,
        )
        paths = []
        for number in range(count):
            phase = self._context.phases[number // len(self._agencies) % len(self._context.phases)]
            agency = self._agencies[number % len(self._agencies)]
            stem = folder / f"{number:03} {agency.name} phase {phase.number}"
            paths.append(shapes[number % len(shapes)](stem, agency, phase))
        return paths

    def _typed(self) -> str:
        return self._chance.choice(_TYPED).format(self._chance.randrange(1, 3_000))

    def _labels(self) -> list[str]:
        return [each.label for each in self._context.measures]

    def _form(self, path: Path, agency: AgencyRef, phase: PhaseRef) -> None:
        from opcoord.excel.template import TemplateValue, write_template

        values = {each.code: TemplateValue(None, typed=self._typed()) for each in self._context.measures}
        write_template(path, self._context, agency.code, phase.number, values, completed_by="Returns desk")

    def _form_typed(self, stem: Path, agency: AgencyRef, phase: PhaseRef) -> Path:
        path = stem.with_suffix(".xlsx")
        self._form(path, agency, phase)
        return path

    def _form_handled(self, stem: Path, agency: AgencyRef, phase: PhaseRef) -> Path:
        """Rows hidden, a column and a preamble inserted, the tab renamed."""

        def change(book: Workbook) -> None:
            sheet = book["Return"]
            sheet.row_dimensions[sheet.max_row - 3].hidden = True
            sheet.insert_cols(4)
            sheet.insert_rows(1, 4)
            sheet["B2"] = "Sent by the intelligence unit"
            sheet.title = agency.name[:31]

        return self._changed(stem, agency, phase, change)

    def _form_with_extras(self, stem: Path, agency: AgencyRef, phase: PhaseRef) -> Path:
        """With the force's own list on a second sheet and last phase's copy hidden."""

        def change(book: Workbook) -> None:
            extra = book.create_sheet("Our list")
            for row in range(300):
                extra.append([row, dt.date(2024, 3, 4), self._chance.choice("ABC"), self._chance.random()])
            book.create_sheet("Last phase").sheet_state = "hidden"

        return self._changed(stem, agency, phase, change)

    def _changed(
        self, stem: Path, agency: AgencyRef, phase: PhaseRef, change: Callable[[Workbook], None]
    ) -> Path:
        import openpyxl

        path = self._form_typed(stem, agency, phase)
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return path

    def _regional(self, stem: Path, agency: AgencyRef, phase: PhaseRef) -> Path:
        """Forces down and measures across, with a total and footnotes."""
        labels = self._labels()
        rows: list[list[object]] = [[f"Table P1: results of phase {phase.number}"], [], ["Force", *labels]]
        figures = [[self._chance.randrange(0, 90) for _ in labels] for _ in self._agencies]
        for each, line in zip(self._agencies, figures, strict=True):
            rows.append([f"{each.name}1", *line])
        rows.append(["Region", *map(sum, zip(*figures, strict=True))])
        return _table(stem, [*rows, [], *([note] for note in _FOOTNOTES)])

    def _forces_across(self, stem: Path, agency: AgencyRef, phase: PhaseRef) -> Path:
        rows: list[list[object]] = [["Measure", *(each.name for each in self._agencies)]]
        for label in self._labels():
            rows.append([f" {label} ", *(self._typed() for _ in self._agencies)])
        return _table(stem, rows)

    def _days(self, stem: Path, agency: AgencyRef, phase: PhaseRef) -> Path:
        """Measures down, a column a day below a merged heading, and a total."""
        first = phase.windows[0][0]
        days = [first + dt.timedelta(days=number) for number in range(7)]
        rows: list[list[object]] = [
            [agency.name, f"Phase {phase.number}"],
            [None, "Days"],
            ["Measure", *days, "Total"],
        ]
        for label in self._labels():
            figures = [self._chance.randrange(0, 9) for _ in days]
            rows.append([label, *figures, sum(figures)])
        return _table(stem, rows, merged="B2:H2")

    def _csv(self, stem: Path, agency: AgencyRef, phase: PhaseRef) -> Path:
        lines = [f"Force;{agency.name}", f"Phase;{phase.number}", "Measure;Figure;Note"]
        lines += [f"{label};£{self._typed()};–" for label in self._labels()]
        path = stem.with_suffix(".csv")
        path.write_bytes("\r\n".join(lines).encode("cp1252", "replace"))
        return path


def _table(stem: Path, rows: list[list[object]], merged: str = "") -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    path = stem.with_suffix(".xlsx")
    book.save(path)
    return path
