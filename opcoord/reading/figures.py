"""The figures of one return: each measure's row read, corrected where it was, and asked about where in doubt."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from opcoord.excel import return_form as form
from opcoord.excel.grid import Grid
from opcoord.model.finding import Finding
from opcoord.model.refs import MeasureRef, ReadingContext
from opcoord.model.terms import Empty, Qualifier, Severity, State
from opcoord.reading.checks.check_figures import check_figures
from opcoord.reading.corrections import corrected
from opcoord.reading.days import day_findings
from opcoord.reading.decisions import Decisions
from opcoord.reading.layout import CellLines, Layout, TableRow
from opcoord.reading.names.known_names import KnownNames
from opcoord.reading.parsed import LabelQuestion, ParsedFigure
from opcoord.reading.row_measures import RowMeasures, figure_address
from opcoord.reading.rows import RowReader
from opcoord.reading.texts import storable


class FigureReader:
    """Reads the figures of one layout; collects `findings` and `questions` on the way."""

    def __init__(
        self,
        layout: Layout,
        context: ReadingContext,
        known: KnownNames,
        lines: CellLines,
        agency: str | None,
        phase: int | None,
    ) -> None:
        self._layout = layout
        self._context = context
        self._known = known
        self._lines = lines
        self._agency = agency
        self._phase = phase
        self._measures = context.measure
        #: None where the row's figure must be asked about first.
        self._figures: dict[str, ParsedFigure | None] = {}
        #: What the file says, also where it could not be taken: a correction starts from it.
        self._as_received: dict[str, ParsedFigure] = {}
        #: What is odd about one measure's row, until a correction settles it.
        self._of_measure: dict[str, list[Finding]] = defaultdict(list)
        self.findings: list[Finding] = []
        self.questions: list[LabelQuestion] = []

    def read(self, grid: Grid, decisions: Decisions, today: dt.date) -> tuple[ParsedFigure, ...]:
        """The figures in the operation's order of measures; those that must be asked about first are left out."""
        collected = self._collected()
        measures = RowMeasures(self._layout, self._context, decisions, self._known, self._lines, self._agency)
        for row in self._layout.rows:
            measure = measures.of(row)
            if measure is not None:
                # Which phase it is must be known before anything can be said not to be asked for.
                asked = measure.code in collected or self._phase is None
                self._take(row, measure, asked=asked)
        self.findings += measures.findings
        self.questions = measures.questions
        for code in collected:
            if code not in self._figures:
                self._figures[code] = self._not_answered(self._measures[code])
        self._correct(grid, decisions)
        place = {code: number for number, code in enumerate(self._measures)}
        figures = sorted(filter(None, self._figures.values()), key=lambda figure: place[figure.measure])
        self.findings += [
            finding.about(code) for code, found in self._of_measure.items() for finding in found
        ]
        self.findings += check_figures(figures, self._context, self._phase, self._agency, today)
        self.findings += self._summary(figures)
        return tuple(figures)

    def _collected(self) -> list[str]:
        for each in self._context.phases:
            if each.number == self._phase:
                return [code for code in each.collected if code in self._measures]
        return [row.marked for row in self._layout.rows if row.marked in self._measures]

    def _take(self, row: TableRow, measure: MeasureRef, *, asked: bool) -> None:
        """Read a row that answers `measure`; `asked` tells whether the phase collects it."""
        if measure.code in self._figures:
            self._twice(row, measure)
            return
        if not asked and not row.has_value:
            return
        found = self._of_measure[measure.code]
        reader = RowReader(self._layout.sheet.name, self._phase, self._layout.thousands)
        if not asked:
            message = f"{measure.label} is not collected in phase {self._phase}, but has an answer."
            found.append(self._at(Severity.WARNING, "not-asked-for", message, row))
        figure = reader.read(row, measure)
        days = day_findings(row, measure, figure, self._layout.sheet.name)
        found += [*reader.findings, *days]
        held_back = figure is None or (days and any(each.severity is Severity.ERROR for each in days))
        self._figures[measure.code] = None if held_back else figure
        self._as_received[measure.code] = figure or self._unread(row, measure)

    def _twice(self, row: TableRow, measure: MeasureRef) -> None:
        """Two rows for one measure hold the figure back until one of them is chosen."""
        self._figures[measure.code] = None
        found = self._of_measure[measure.code]
        first = self._as_received[measure.code].cell
        if any(each.code == "measure-twice" for each in found):
            return
        message = f"{measure.label} stands in the table more than once, in {first} and {figure_address(row)}."
        finding = self._at(Severity.ERROR, "measure-twice", message, row)
        found.append(replace(finding, remedy="Choose the cell that counts, or ask the force which is right."))

    def _correct(self, grid: Grid, decisions: Decisions) -> None:
        """Put the coordinator's corrections in place of what was read, and of what was odd about it."""
        for correction in decisions.corrections:
            measure = self._measures.get(correction.measure)
            if measure is None:
                continue
            before = self._as_received.get(measure.code) or self._not_answered(measure)
            figure, findings = corrected(correction, measure, before, grid)
            self._figures[measure.code] = figure
            self._of_measure[measure.code] = findings

    def _unread(self, row: TableRow, measure: MeasureRef) -> ParsedFigure:
        """A row whose figure could not be taken, as what a correction starts from."""
        cell = row.cells.get(form.FIGURE)
        figure = self._not_answered(measure)
        return replace(
            figure, cell=row.place, raw=storable(cell.raw) if cell else "", label=row.text(form.MEASURE)
        )

    def _not_answered(self, measure: MeasureRef) -> ParsedFigure:
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

    def _summary(self, figures: Sequence[ParsedFigure]) -> list[Finding]:
        findings = []
        blank = [figure for figure in figures if figure.empty is Empty.NOT_ANSWERED]
        if blank:
            whole = len(blank) == len(figures)
            message = (
                "No figure is filled in."
                if whole
                else f"{len(blank)} of {len(figures)} measures are not answered: {self._labels(blank)}."
            )
            severity = Severity.WARNING if whole else Severity.NOTICE
            remedy = "Ask the force whether they are still to come. They are never counted as 0."
            findings.append(Finding(severity, "not-answered", message, remedy, self._layout.sheet.name))
        zeros = [figure for figure in figures if figure.empty is Empty.ZERO]
        if zeros:
            message = f"0 is stated for {self._labels(zeros)}."
            findings.append(Finding(Severity.NOTICE, "stated-zero", message, "", self._layout.sheet.name))
        return findings

    def _labels(self, figures: Sequence[ParsedFigure]) -> str:
        return ", ".join(self._measures[figure.measure].label for figure in figures)

    def _at(self, severity: Severity, code: str, message: str, row: TableRow) -> Finding:
        sheet = self._layout.sheet.name
        return Finding(severity, code, message, "Check it with the force.", sheet, figure_address(row))
