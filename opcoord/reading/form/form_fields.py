"""What a form says besides its figures: dates, who completed it, its source, and notable results."""

from __future__ import annotations

import datetime as dt

from opcoord.excel import return_form as form
from opcoord.excel.grid import Cell
from opcoord.model.finding import Finding
from opcoord.model.refs import ReadingContext
from opcoord.model.terms import Severity
from opcoord.reading.layout import Layout
from opcoord.reading.parsed import ParsedNotable
from opcoord.reading.texts import clean, one_line, parse_date, quoted

_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0", ""})


class FormFields:
    """Reads the fields of one layout and collects `findings` on the way."""

    def __init__(self, layout: Layout, context: ReadingContext, today: dt.date) -> None:
        self._layout = layout
        self._context = context
        self._today = today
        self.findings: list[Finding] = []

    def as_at(self, phase: int | None) -> dt.date | None:
        """The day for which the figures are said to be true; doubted where it cannot be."""
        day = self.date("as-at")
        if day is None:
            return None
        starts = [first for each in self._context.phases if each.number == phase for first, _ in each.windows]
        shown = f"{day.day:02}/{day.month:02}/{day.year}"
        if day > self._today:
            code, why = "future-as-at", "which is still to come"
        elif starts and day < min(starts):
            code, why = "early-as-at", "before the phase began"
        else:
            return day
        message = f"The figures are said to be as at {shown}, {why}."
        cell = self._layout.fields["as-at"]
        self._warn(code, message, "Check the date with the force.", self._layout.sheet.name, cell)
        return day

    def date(self, name: str) -> dt.date | None:
        """The date in the field `name`; None where there is none for certain."""
        cell = self._layout.fields.get(name)
        return self._day(cell, form.FIELDS[name], self._layout.sheet.name) if cell is not None else None

    def text(self, name: str) -> str:
        """The text in the field `name`, in one line."""
        cell = self._layout.fields.get(name)
        return one_line(clean(str(cell.value))[0]) if cell is not None and cell.value is not None else ""

    def notable(self) -> list[ParsedNotable]:
        """The notable results on their own sheet."""
        sheet = self._layout.notable_sheet
        results = []
        for cells in self._layout.notable_rows if sheet is not None else ():
            cell = cells[form.RESULT]
            text = clean(str(cell.value if cell.value is not None else ""))[0].strip()
            if not text or sheet is None:
                continue
            embargo = cells.get(form.EMBARGO)
            until = self._day(embargo, form.EMBARGO, sheet.name) if embargo is not None else None
            consent = self._consent(cells.get(form.CONSENT), sheet.name)
            results.append(ParsedNotable(text, consent, until, sheet.name, cell.address))
        return results

    def _day(self, cell: Cell, label: str, sheet: str) -> dt.date | None:
        value = cell.value
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        if value is None or not str(value).strip():
            return None
        day = parse_date(clean(str(value))[0])
        if day is None:
            message = f"{label} is no certain date. It says {quoted(str(value))}."
            remedy = "Type the date as day, month and year, for example 21/03/2026."
            self._warn("unclear-date", message, remedy, sheet, cell)
        return day

    def _consent(self, cell: Cell | None, sheet: str) -> bool:
        said = one_line(str(cell.value)).casefold() if cell is not None and cell.value is not None else ""
        if said in _YES:
            return True
        if said not in _NO and cell is not None:
            message = f"{form.CONSENT} says {quoted(said)}; it was taken as no."
            self._warn("unclear-consent", message, "Ask the force.", sheet, cell)
        return False

    def _warn(self, code: str, message: str, remedy: str, sheet: str, cell: Cell) -> None:
        self.findings.append(Finding(Severity.WARNING, code, message, remedy, sheet, cell.address))
