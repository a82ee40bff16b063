"""Understands one workbook as a return: everything in it, and a finding for everything that is not certain."""

from __future__ import annotations

import datetime as dt

from opcoord.excel import return_form as form
from opcoord.excel.grid import Cell, Grid, column_letters
from opcoord.model.finding import Finding
from opcoord.model.refs import MeasureRef, ReadingContext
from opcoord.model.terms import Empty, Qualifier, Severity, State
from opcoord.reading.decisions import Decisions
from opcoord.reading.identity import check_file_name, check_operation, find_agency, find_phase
from opcoord.reading.labels import Match, Names, normalise
from opcoord.reading.layout import Layout, TableRow, find_return
from opcoord.reading.parsed import ParsedFigure, ParsedNotable, ParsedReturn
from opcoord.reading.rows import RowReader, part_findings
from opcoord.reading.texts import clean, one_line, parse_date, quoted

_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0", ""})


def read_returns(
    grid: Grid,
    context: ReadingContext,
    file_name: str,
    decisions: Decisions = Decisions(),  # noqa: B008 - it never changes
    today: dt.date | None = None,
) -> tuple[ParsedReturn, ...]:
    """What the workbook in `grid` says, read against what the operation knows: one return an agency, never none.

    `decisions` are the coordinator's; a file that names another agency or phase than decided gets an error.
    Nothing is guessed and nothing raised: whatever is in doubt is among the findings.
    """
    layout = find_return(grid)
    if isinstance(layout, Finding):
        return (ParsedReturn(decisions.agency, decisions.phase, (), (*grid.notices, layout)),)
    reader = _ReturnReader(layout, context, today or dt.date.today())
    return (reader.read(grid, file_name, decisions.phase, decisions.agency),)


class _ReturnReader:
    """One reading of one layout; collects findings on the way."""

    def __init__(self, layout: Layout, context: ReadingContext, today: dt.date) -> None:
        self._layout = layout
        self._context = context
        self._today = today
        self._measures = {measure.code: measure for measure in context.measures}
        self._names = Names.of_measures(context.measures)
        self._findings: list[Finding] = []

    def read(self, grid: Grid, file_name: str, phase: int | None, agency: str | None) -> ParsedReturn:
        layout, context = self._layout, self._context
        self._findings += [*grid.notices, *layout.findings, *check_operation(layout, context)]
        found_agency, findings = find_agency(layout, context, agency)
        self._findings += findings
        found_phase, findings = find_phase(layout, context, phase)
        self._findings += findings
        self._findings += check_file_name(file_name, context, found_agency, found_phase)
        figures = self._figures(found_phase)
        return ParsedReturn(
            agency=found_agency,
            phase=found_phase,
            figures=tuple(figures),
            notable_results=tuple(self._notable()),
            as_at=self._as_at(found_phase),
            completed_by=self._text("completed-by"),
            completed_on=self._date("completed-on"),
            source=self._text("source"),
            findings=tuple(self._findings),
        )

    def _figures(self, phase: int | None) -> list[ParsedFigure]:
        figure_letter = column_letters(self._layout.columns[form.FIGURE])
        rows = RowReader(self._layout.sheet.name, figure_letter)
        collected = self._collected(phase)
        figures: dict[str, ParsedFigure | None] = {}
        for row in self._layout.rows:
            measure = self._measure(row)
            if measure is None:
                continue
            if measure.code in figures:
                self._at(Severity.ERROR, "measure-twice", f"{measure.label} stands in the table twice.", row)
                continue
            if measure.code not in collected and not row.text(form.FIGURE) and not row.text(form.STATE):
                continue
            if measure.code not in collected:
                message = f"{measure.label} is not collected in phase {phase}, but has an answer."
                self._at(Severity.WARNING, "not-asked-for", message, row)
            self._check_unit(row, measure)
            figures[measure.code] = rows.read(row, measure)
        self._findings += rows.findings
        missing = [code for code in collected if code not in figures]
        answered = [figure for figure in figures.values() if figure is not None]
        answered += [self._missing(self._measures[code]) for code in missing]
        order = {code: place for place, code in enumerate(self._measures)}
        answered.sort(key=lambda figure: order[figure.measure])
        self._findings += part_findings(answered, self._context.measures)
        self._findings += self._summary(answered)
        return answered

    def _collected(self, phase: int | None) -> list[str]:
        for each in self._context.phases:
            if each.number == phase:
                return [code for code in each.collected if code in self._measures]
        return [row.marked for row in self._layout.rows if row.marked in self._measures]

    def _measure(self, row: TableRow) -> MeasureRef | None:
        """The measure of a row. What people see decides: its label, and the hidden mark where that is unknown."""
        label = row.text(form.MEASURE)
        match = self._names.match(label) if label else Match(None)
        marked = self._measures.get(row.marked)
        if marked is not None and (not label or normalise(label) == normalise(marked.label)):
            return marked
        if match.code is not None:
            measure = self._measures[match.code]
            if marked is not None and marked.code != measure.code:
                message = (
                    f"The row was made for {marked.label} but says {quoted(label)}. It was taken as it says."
                )
                self._at(Severity.WARNING, "row-relabelled", message, row)
            return measure
        if marked is not None:
            message = f"The row for {marked.label} now says {quoted(label)}. It was taken as {marked.label}."
            self._at(Severity.WARNING, "row-relabelled", message, row)
            return marked
        if row.text(form.FIGURE) or row.text(form.STATE):
            closest = f" The closest known measure is {quoted(match.suggestion)}." if match.suggestion else ""
            message = (
                f"The measure {quoted(label or row.marked)} is not known; its figure was not taken.{closest}"
            )
            self._at(Severity.WARNING, "unknown-measure", message, row)
        return None

    def _check_unit(self, row: TableRow, measure: MeasureRef) -> None:
        """Somebody who types "kg" over the unit changes what the figure means."""
        said = row.text(form.UNIT)
        known = (form.unit_words(measure.unit), measure.unit, "")
        if normalise(said) not in {normalise(each) for each in known}:
            message = f"{measure.label} is asked for in {form.unit_words(measure.unit)}, but the row says {quoted(said)}."
            self._at(Severity.ERROR, "unit-changed", message, row)

    def _missing(self, measure: MeasureRef) -> ParsedFigure:
        return ParsedFigure(
            measure.code,
            None,
            measure.unit,
            Qualifier.EXACT,
            Empty.NOT_ANSWERED,
            State.CONFIRMED,
            self._layout.sheet.name,
            "",
            "",
        )

    def _summary(self, figures: list[ParsedFigure]) -> list[Finding]:
        findings = []
        blank = [figure for figure in figures if figure.empty is Empty.NOT_ANSWERED]
        if blank:
            whole = len(blank) == len(figures)
            message = (
                "No figure is filled in."
                if whole
                else f"{len(blank)} of {len(figures)} measures are not answered: "
            )
            message += "" if whole else f"{self._labels(blank)}."
            severity = Severity.WARNING if whole else Severity.NOTICE
            remedy = "Ask the force whether they are still to come. They are never counted as 0."
            findings.append(Finding(severity, "not-answered", message, remedy, self._layout.sheet.name))
        zeros = [figure for figure in figures if figure.empty is Empty.ZERO]
        if zeros:
            message = f"0 is stated for {self._labels(zeros)}."
            findings.append(Finding(Severity.NOTICE, "stated-zero", message, "", self._layout.sheet.name))
        return findings

    def _labels(self, figures: list[ParsedFigure]) -> str:
        return ", ".join(self._measures[figure.measure].label for figure in figures)

    def _as_at(self, phase: int | None) -> dt.date | None:
        day = self._date("as-at")
        if day is None:
            return None
        starts = [first for each in self._context.phases if each.number == phase for first, _ in each.windows]
        shown = f"{day.day:02}/{day.month:02}/{day.year}"
        if day > self._today:
            message, code = (
                f"The figures are said to be as at {shown}, which is still to come.",
                "future-as-at",
            )
        elif starts and day < min(starts):
            message, code = (
                f"The figures are said to be as at {shown}, before the phase began.",
                "early-as-at",
            )
        else:
            return day
        self._add(
            Severity.WARNING, code, message, "Check the date with the force.", self._layout.fields["as-at"]
        )
        return day

    def _date(self, name: str) -> dt.date | None:
        cell = self._layout.fields.get(name)
        return self._day(cell, form.FIELDS[name], self._layout.sheet.name) if cell is not None else None

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
            self._findings.append(
                Finding(Severity.WARNING, "unclear-date", message, remedy, sheet, cell.address)
            )
        return day

    def _text(self, name: str) -> str:
        cell = self._layout.fields.get(name)
        return one_line(clean(str(cell.value))[0]) if cell is not None and cell.value is not None else ""

    def _notable(self) -> list[ParsedNotable]:
        sheet = self._layout.notable_sheet
        results = []
        for cells in self._layout.notable_rows if sheet is not None else ():
            cell = cells[form.RESULT]
            text = clean(str(cell.value if cell.value is not None else ""))[0].strip()
            if not text or sheet is None:
                continue
            embargo = cells.get(form.EMBARGO)
            results.append(
                ParsedNotable(
                    text=text,
                    consent=self._consent(cells.get(form.CONSENT), sheet.name),
                    embargo_until=self._day(embargo, form.EMBARGO, sheet.name)
                    if embargo is not None
                    else None,
                    sheet=sheet.name,
                    cell=cell.address,
                )
            )
        return results

    def _consent(self, cell: Cell | None, sheet: str) -> bool:
        said = one_line(str(cell.value)).casefold() if cell is not None and cell.value is not None else ""
        if said in _YES:
            return True
        if said not in _NO and cell is not None:
            message = f"{form.CONSENT} says {quoted(said)}; it was taken as no."
            self._findings.append(
                Finding(Severity.WARNING, "unclear-consent", message, "Ask the force.", sheet, cell.address)
            )
        return False

    def _at(self, severity: Severity, code: str, message: str, row: TableRow) -> None:
        cell = row.cells.get(form.FIGURE) or next(iter(row.cells.values()), None)
        self._add(severity, code, message, "Check it with the force.", cell)

    def _add(self, severity: Severity, code: str, message: str, remedy: str, cell: Cell | None) -> None:
        place = cell.address if cell is not None else ""
        self._findings.append(Finding(severity, code, message, remedy, self._layout.sheet.name, place))
