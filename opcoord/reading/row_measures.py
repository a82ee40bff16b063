"""Which measure a row of the table answers: by what was decided, marked, learned or known; else a question."""

from __future__ import annotations

import re
from collections.abc import Iterable

from opcoord.excel import return_form as form
from opcoord.excel.grid import Cell
from opcoord.model.finding import Finding
from opcoord.model.refs import MeasureRef, ReadingContext
from opcoord.model.terms import Severity
from opcoord.reading.decisions import LEAVE_OUT, Decisions
from opcoord.reading.form.sheet_texts import is_phase_label
from opcoord.reading.layout import BY_HEADINGS, BY_MARKS, CellLines, Layout, TableRow
from opcoord.reading.names.known_names import KnownNames
from opcoord.reading.names.labels import Match, normalise
from opcoord.reading.parsed import LabelQuestion
from opcoord.reading.tables.subtotals import is_sum_of_those_before, number_in
from opcoord.reading.tables.table_words import is_label_word, is_total
from opcoord.reading.texts import one_line, quoted

_OF_WHICH = re.compile(r"\W{0,3}(?:of )?which\b|\W{0,3}of whom\b|\W{0,3}of these\b", re.IGNORECASE)
_ASK = "Check it with the force."


class RowMeasures:
    """Tells the measures of one layout's rows; collects `findings` and `questions` on the way."""

    def __init__(
        self,
        layout: Layout,
        context: ReadingContext,
        decisions: Decisions,
        known: KnownNames,
        lines: CellLines,
        agency: str | None,
    ) -> None:
        self._layout = layout
        self._known = known
        self._lines = lines
        self._measures = context.measure
        self._decided = {one_line(label): code for label, code in decisions.labels}
        self._learned = {
            one_line(each.label): each.measure for each in context.learned_labels if each.agency == agency
        }
        self._figures: list[Cell | None] = []
        self._groups: set[str] = set()
        self.findings: list[Finding] = []
        self.questions: list[LabelQuestion] = []

    def of(self, row: TableRow) -> MeasureRef | None:
        """The measure of a row, or None where it has none, is to be left out, or must be asked about."""
        label = row.text(form.MEASURE)
        answered, code = self._answer(row, label)
        measure = self._measures.get(code) if answered else self._recognised(row, label)
        if measure is not None and not answered and self._stands_elsewhere(row, label, measure):
            return None
        self._figures.append(row.cells.get(form.FIGURE))
        return measure

    def _answer(self, row: TableRow, label: str) -> tuple[bool, str]:
        """Whether somebody said what the label means, and the measure's code or LEAVE_OUT."""
        if label in self._decided:
            code = self._decided[label]
            if self._tell(row, label, code, "label-answered", "as was chosen"):
                return True, code
        marked = self._measures.get(row.marked)
        if label in self._learned and (marked is None or normalise(label) != normalise(marked.label)):
            code = self._learned[label]
            if self._tell(row, label, code, "learned-label", "as in this agency's last return"):
                return True, code
        return False, ""

    def _tell(self, row: TableRow, label: str, code: str, finding: str, how: str) -> bool:
        """Say what became of the label; False where the answer names a measure that is no longer known."""
        if code != LEAVE_OUT and code not in self._measures:
            return False
        if row.has_value:
            became = "left out" if code == LEAVE_OUT else f"taken as {self._measures[code].label}"
            self._add(Severity.NOTICE, finding, f"{quoted(label)} was {became}, {how}.", "", row)
        return True

    def _recognised(self, row: TableRow, label: str) -> MeasureRef | None:
        """By what people see, its label; and by the hidden mark where that is unknown."""
        marked = self._measures.get(row.marked)
        if marked is not None and (not label or normalise(label) == normalise(marked.label)):
            return marked
        match = self._match(row, label)
        if match.code is not None:
            measure = self._measures[match.code]
            if marked is not None and marked.code != measure.code:
                message = (
                    f"The row was made for {marked.label} but says {quoted(label)}. It was taken as it says."
                )
                self._add(Severity.WARNING, "row-relabelled", message, _ASK, row)
            return measure
        if marked is not None:
            message = f"The row for {marked.label} now says {quoted(label)}. It was taken as {marked.label}."
            self._add(Severity.WARNING, "row-relabelled", message, _ASK, row)
            return marked
        if row.has_value and not self._is_no_measure(row, label):
            self._ask(row, label, match)
        return None

    def _match(self, row: TableRow, label: str) -> Match:
        """The measure that the label names: as a whole, else by its last part, which is said."""
        if not label:
            return Match(None)
        if not row.spoken:
            return self._known.measure(label)
        whole = self._known.measure(row.spoken[0])
        for part in row.spoken[1:]:
            last = self._known.measure(part)
            if whole.code is None and last.code is not None:
                self._tell_group(row, part)
                return last
        return whole

    def _stands_elsewhere(self, row: TableRow, label: str, measure: MeasureRef) -> bool:
        """Whether "of which adults" stands below arrests, so that its figure is a part of something else."""
        place = row.cells.get(form.MEASURE)
        if not measure.part_of or place is None or row.marked or not _OF_WHICH.match(label):
            return False
        if not row.has_value:
            return False
        above = (each for each in reversed(self._lines.columns[place.column]) if each.row < place.row)
        before = (each for each in reversed(self._lines.rows[place.row]) if each.column < place.column)
        wholes = [self._whole_before(above), self._whole_before(before)]
        if any(measure.part_of in self._with_wholes(each) for each in wholes if each):
            return False
        below = self._measures.get(wholes[0])
        whole = self._measures.get(measure.part_of)
        message = (
            f"{quoted(label)} does not stand below {quoted(whole.label if whole else measure.part_of)}"
            + (f" but below {quoted(below.label)}" if below is not None else "")
            + "; its figure was not taken."
        )
        remedy = "Say which measure it is, or that it is to be left out."
        self._add(Severity.WARNING, "part-elsewhere", message, remedy, row)
        self._question(row, label, (measure.code,))
        return True

    def _whole_before(self, nearest_first: Iterable[Cell]) -> str:
        """The measure that the nearest label names which is no part itself; empty where it names none."""
        for cell in nearest_first:
            label = one_line(cell.value[:300]) if isinstance(cell.value, str) else ""
            if label and not _OF_WHICH.match(label):
                said = self._decided.get(label, self._learned.get(label, ""))
                return said or self._known.measure(label).code or ""
        return ""

    def _with_wholes(self, code: str) -> set[str]:
        """The measure and everything that it is a part of."""
        found: set[str] = set()
        while code in self._measures and code not in found:
            found.add(code)
            code = self._measures[code].part_of
        return found

    def _tell_group(self, row: TableRow, part: str) -> None:
        if row.group in self._groups:
            return
        self._groups.add(row.group)
        message = f"{quoted(part)} and what else stands under {quoted(row.group)} was taken as if that changed nothing."
        remedy = f"Look whether {quoted(row.group)} limits what was counted."
        self._add(Severity.WARNING, "group-heading", message, remedy, row)

    def _is_no_measure(self, row: TableRow, label: str) -> bool:
        """Whether the row is a sum of those before it, or headings once more."""
        if self._layout.found in (BY_MARKS, BY_HEADINGS):
            return False
        figure = row.cells.get(form.FIGURE)
        if is_label_word(label) and (figure is None or number_in(figure) is None):
            return True
        if is_phase_label(label):
            # It says which phase the figures are for.
            return True
        number = number_in(figure)
        if not is_total(label) or number is None:
            return False
        before = [each for each in map(number_in, self._figures) if each is not None]
        is_sum = is_sum_of_those_before(number, before)
        if is_sum:
            message = f"{quoted(label)} equals the sum of the figures before it. It was not taken."
            self._add(Severity.NOTICE, "subtotal", message, "", row)
        return is_sum

    def _ask(self, row: TableRow, label: str, match: Match) -> None:
        labels = [self._measures[code].label for code in match.suggestions if code in self._measures]
        code = "unsure-measure" if labels else "unknown-measure"
        if labels:
            best = " or ".join(quoted(each) for each in labels)
            message = f"The label {quoted(label)} may mean {best}; its figure was not taken."
        else:
            message = f"The measure {quoted(label or row.marked)} is not known; its figure was not taken."
        self._add(
            Severity.WARNING, code, message, "Say which measure it is, or that it is to be left out.", row
        )
        self._question(row, label, match.suggestions)

    def _question(self, row: TableRow, label: str, suggestions: tuple[str, ...]) -> None:
        shown = row.cells.get(form.FIGURE) or row.cells.get(form.STATE) or next(iter(row.days), None)
        place = row.cells.get(form.MEASURE)
        self.questions.append(
            LabelQuestion(
                label=label or row.marked,
                sheet=self._layout.sheet.name,
                label_cell=place.address if place is not None and place.row else "",
                cell=shown.address if shown is not None else "",
                raw=shown.raw if shown is not None else "",
                suggestions=tuple(each for each in suggestions if each in self._measures),
            )
        )

    def _add(self, severity: Severity, code: str, message: str, remedy: str, row: TableRow) -> None:
        place = figure_address(row)
        self.findings.append(Finding(severity, code, message, remedy, self._layout.sheet.name, place))


def figure_address(row: TableRow) -> str:
    """The cell to look at for a row: its figure's, else the first that it has."""
    cell: Cell | None = row.cells.get(form.FIGURE) or next(iter([*row.days, *row.cells.values()]), None)
    return cell.address if cell is not None else ""
