"""From one row of the table to a figure, with a finding for everything that could not be taken as it stands."""

from __future__ import annotations

import re

from opcoord.excel import return_form as form
from opcoord.excel.grid import Cell
from opcoord.model.finding import Finding
from opcoord.model.qualified import combine_qualifiers
from opcoord.model.refs import MeasureRef
from opcoord.model.terms import Empty, Qualifier, Severity, State
from opcoord.reading.amounts.read_amount import AmountReading, read_amount
from opcoord.reading.layout import TableRow
from opcoord.reading.names.label_words import other_unit, says_unit
from opcoord.reading.names.labels import normalise
from opcoord.reading.parsed import ParsedFigure
from opcoord.reading.tables.table_words import phase_in
from opcoord.reading.texts import LONGEST_LOOKED_AT, clean, one_line, quoted, storable

#: Not nought, and not a dash.
_SOMETHING = re.compile("[1-9]")
_QUALIFIERS = {each.value: each for each in Qualifier}
#: How a note begins that is a figure in words: "7 knives", "about 20, still to be counted".
_BEGINS_WITH_NUMBER = re.compile(r"\s{0,5}(?:about |approx\.? |over |c\.? ?|£ ?)?[0-9]", re.IGNORECASE)
_SAYS_OTHERWISE = re.compile(
    r"\b(?:should (?:be|read|say)|instead of|is wrong|incorrect|correct(?:ed)? (?:figure|number|to|is)|amended to"
    r"|changed? to|now [0-9]|(?:last|previous) (?:phase|time)|in thousands)|000s\b",
    re.IGNORECASE,
)
_STATES = {State.CONFIRMED.value: State.CONFIRMED, State.PROVISIONAL.value: State.PROVISIONAL} | {
    State.REVISED.value: State.REVISED
}
_CHOICES = frozenset(_STATES) | (frozenset(_QUALIFIERS) - {Qualifier.EXACT.value, ""})
_EMPTIES = {
    Empty.NIL.value: Empty.NIL,
    "nil return": Empty.NIL,
    Empty.NOT_COLLECTED.value: Empty.NOT_COLLECTED,
    Empty.WITHHELD.value: Empty.WITHHELD,
}


class RowReader:
    """Reads one row of a sheet of a phase, where it is known, and collects `findings` on the way.

    `thousands` is the text over the figures, if any, that says that they are thousands.
    """

    def __init__(self, sheet: str, phase: int | None = None, thousands: str = "") -> None:
        self._sheet = sheet
        self._phase = phase
        self._thousands = thousands
        self.findings: list[Finding] = []

    def read(self, row: TableRow, measure: MeasureRef) -> ParsedFigure | None:
        """The figure that `row` gives for `measure`, or None where it must be asked about first."""
        # Most rows have a label and a figure alone, so that the other columns are asked for only where they are.
        cells, label = row.cells, row.text(form.MEASURE)
        cell = cells.get(form.FIGURE)
        self._check_unit(row, measure, label)
        if form.RULE in cells:
            self._check_rule(row, measure)
        reading = self._amount(cell, measure)
        if reading is None:
            return None
        state, empty = reading.state or State.CONFIRMED, reading.empty
        if form.STATE in cells:
            state, empty = self._state(row, measure, reading)
        amount = 0 if empty is Empty.NIL else reading.amount
        joint = self._joint(row, measure, amount) if form.JOINT in cells else None
        if (form.NOTE in cells or form.JOINT_WITH in cells or form.RULE in cells) and not row.has_value:
            self._figure_elsewhere(row, measure)
        elif form.NOTE in cells:
            self._note_against(row, measure)
        return ParsedFigure(
            measure=measure.code,
            amount=amount,
            unit=measure.unit,
            qualifier=self._qualifier(row, measure, reading)
            if form.QUALIFIER in cells
            else reading.qualifier,
            empty=empty,
            state=state,
            sheet=self._sheet,
            cell=row.place,
            raw=storable(cell.raw) if cell is not None else "",
            conversion=reading.conversion,
            joint_amount=joint,
            joint_with=self._text(row, form.JOINT_WITH),
            note=self._note(row, reading) if form.NOTE in cells or reading.mark else "",
            label=label,
        )

    def _check_unit(self, row: TableRow, measure: MeasureRef, label: str) -> None:
        """Somebody who types "kg" over the unit changes what the figure means."""
        said = row.text(form.UNIT)
        if said and not says_unit(said, measure.unit):
            asked = form.unit_words(measure.unit)
            message = f"{measure.label} is asked for in {asked}, but the row says {quoted(said)}."
            remedy = "Ask the force which unit is meant."
            self._error("unit-changed", message, remedy, row.cells.get(form.FIGURE) or row.cells[form.UNIT])
            return
        cell = row.cells.get(form.FIGURE)
        if cell is None or not _is_bare(cell):
            return
        other = other_unit(label, measure.unit)
        if other and not other_unit(measure.label, measure.unit):
            says = f"the label says {quoted(other)}"
        elif self._thousands and measure.unit == "GBP" and _SOMETHING.search(str(cell.value)[:60]):
            # What is counted one by one comes in thousands nowhere; of it the table's own warning is enough.
            says = f"over the figures stands {quoted(self._thousands)}"
        else:
            return
        message = f"{measure.label} is asked for in {form.unit_words(measure.unit)}, but {says}."
        remedy = "Type the amount with its unit, for example 2.5kg or £3k, or ask the force which is meant."
        self._error("unit-changed", message, remedy, cell)

    def _check_rule(self, row: TableRow, measure: MeasureRef) -> None:
        """A form whose counting rule was typed over counts something else, or was made before the rule changed."""
        if row.marked != measure.code or not row.has_value:
            return
        said = normalise(row.text(form.RULE))
        if not said or said == normalise(measure.rule_in(self._phase)):
            return
        message = f"{measure.label} has another counting rule in the file: {quoted(row.text(form.RULE))}."
        if said in map(normalise, (measure.definition, *(each.definition for each in measure.rules))):
            message += " It is the rule of other phases."
        self._add(Severity.WARNING, "rule-changed", message, "Check what was counted.", row.cells[form.RULE])

    def _amount(self, cell: Cell | None, measure: MeasureRef) -> AmountReading | None:
        """The amount in the cell, or None where it must be asked about first."""
        if cell is None:
            return AmountReading(empty=Empty.NOT_ANSWERED)
        if cell.is_error:
            message = f"{measure.label} holds the error value {quoted(cell.raw)}."
            self._error(
                "error-value", message, "Ask the force to repair the formula or to type the number.", cell
            )
            return None
        if cell.lacks_value:
            message = f"{measure.label} holds a formula that was saved without its result."
            remedy = "Ask the force to open the workbook in Excel, recalculate, save and send it again."
            self._error("no-stored-value", message, remedy, cell)
            return None
        self._notice_stripped(cell)
        reading = read_amount(cell.value, measure.unit, measure.label, cell.number_format)
        if reading.question:
            self._error("not-a-figure", reading.question, reading.remedy, cell)
            return None
        if reading.doubt:
            self._add(Severity.WARNING, "unusual-figure", reading.doubt, "Check it with the force.", cell)
        elif reading.conversion:
            self._add(Severity.NOTICE, "converted", f"{measure.label}: {reading.conversion}.", "", cell)
        return reading

    def _state(
        self, row: TableRow, measure: MeasureRef, reading: AmountReading
    ) -> tuple[State, Empty | None]:
        word = row.text(form.STATE).casefold()
        cell = row.cells.get(form.STATE)
        if not word:
            return reading.state or State.CONFIRMED, reading.empty
        if word in _STATES:
            return _STATES[word], reading.empty
        empty = _EMPTIES.get(word)
        if empty is None:
            message = f"{measure.label} has the state {quoted(word)}, which the form does not know."
            remedy = f"Choose one of: {', '.join(form.STATE_WORDS)}."
            self._error("unclear-state", message, remedy, cell)
            return State.CONFIRMED, reading.empty
        # Nothing was counted, so a figure beside it contradicts; 0 beside "nil" says the same twice.
        # So does one kind of empty typed as the figure and another chosen as the state.
        typed = reading.empty if row.text(form.FIGURE) else None
        agrees = typed in (None, empty) and reading.amount is None
        agrees = agrees or (empty is Empty.NIL and reading.amount == 0)
        if not agrees:
            said = quoted(row.text(form.FIGURE))
            message = f"{measure.label} says {said} as its figure, but its state says {quoted(word)}."
            self._error("state-disagrees", message, "Ask the force which of the two is meant.", cell)
            return reading.state or State.CONFIRMED, reading.empty
        return (State.WITHHELD if empty is Empty.WITHHELD else State.CONFIRMED), empty

    def _qualifier(self, row: TableRow, measure: MeasureRef, reading: AmountReading) -> Qualifier:
        word = row.text(form.QUALIFIER).casefold()
        if not word:
            return reading.qualifier
        cell = row.cells.get(form.QUALIFIER)
        chosen = _QUALIFIERS.get(word)
        if chosen is None:
            message = f"{measure.label} has the qualifier {quoted(word)}, which the form does not know."
            remedy = f"Choose one of: {', '.join(form.QUALIFIER_WORDS)}."
            self._error("unclear-qualifier", message, remedy, cell)
            return reading.qualifier
        if reading.qualifier in (Qualifier.EXACT, chosen):
            return chosen
        both = combine_qualifiers((chosen, reading.qualifier))
        message = (
            f"{measure.label} says {quoted(reading.qualifier.value)} in the figure and {quoted(chosen.value)} "
            f"beside it. It was taken as {quoted(both.value)}."
        )
        self._add(Severity.WARNING, "qualifier-disagrees", message, "Check it with the force.", cell)
        return both

    def _joint(self, row: TableRow, measure: MeasureRef, amount: int | None) -> int | None:
        cell = row.cells.get(form.JOINT)
        if cell is None or cell.value is None:
            return None
        label = f"{measure.label}, {form.JOINT.casefold()},"
        reading = (
            AmountReading(
                question=f"{label} holds the error value {quoted(cell.raw)}.", remedy="Type the number."
            )
            if cell.is_error
            else read_amount(cell.value, measure.unit, label, cell.number_format)
        )
        if reading.question:
            self._error("not-a-figure", reading.question, reading.remedy, cell)
            return None
        if reading.doubt:
            self._add(Severity.WARNING, "unusual-figure", reading.doubt, "Check it with the force.", cell)
        if reading.amount is not None and (amount is None or reading.amount > amount):
            message = f"{measure.label}: the joint part is more than the figure itself."
            self._add(Severity.WARNING, "part-exceeds-whole", message, "Check both with the force.", cell)
        return reading.amount

    def _figure_elsewhere(self, row: TableRow, measure: MeasureRef) -> None:
        """Somebody who slips a column types the figure where a note belongs, and it would be lost."""
        for column in (form.NOTE, form.JOINT_WITH, form.RULE):
            cell = row.cells.get(column)
            if cell is None or cell.value is None:
                continue
            # "7 knives" beside a blank figure is one too; a counting rule may hold any number.
            spoken = column != form.RULE and _BEGINS_WITH_NUMBER.match(str(cell.value)[:20])
            if not spoken and read_amount(cell.value, measure.unit).amount is None:
                continue
            message = (
                f"{measure.label} has no figure, but {quoted(cell.raw)} under {column}. It was not taken."
            )
            self._add(
                Severity.WARNING, "figure-elsewhere", message, "Take that cell if it is the figure.", cell
            )

    def _note_against(self, row: TableRow, measure: MeasureRef) -> None:
        """A note that is another figure, or says that the figure is wrong, is kept; but the figure is asked about."""
        cell, figure = row.cells[form.NOTE], row.text(form.FIGURE)
        said = row.text(form.NOTE)
        other = read_amount(cell.value, measure.unit).amount if said and figure else None
        named = phase_in(said) not in (None, self._phase) or said.casefold() in _CHOICES
        if not (other or named or _SAYS_OTHERWISE.search(said[:LONGEST_LOOKED_AT])):
            return
        message = f"{measure.label} says {quoted(figure)}, and its note {quoted(said)}. The figure was taken."
        self._add(Severity.WARNING, "note-disagrees", message, "Ask the force which is right.", cell)

    def _note(self, row: TableRow, reading: AmountReading) -> str:
        """The row's note, and the mark that was glued to the number: its meaning is not lost with it."""
        mark = f"The figure carries the mark {reading.mark}" if reading.mark else ""
        return "\n".join(part for part in (self._text(row, form.NOTE, lines=True), mark) if part)

    def _text(self, row: TableRow, column: str, *, lines: bool = False) -> str:
        cell = row.cells.get(column)
        if cell is None or cell.value is None:
            return ""
        self._notice_stripped(cell)
        text = clean(str(cell.value))[0]
        return text.strip() if lines else one_line(text)

    def _notice_stripped(self, cell: Cell) -> None:
        if isinstance(cell.value, str) and clean(cell.value)[1]:
            message = "Invisible characters were taken out of the text."
            self._add(Severity.NOTICE, "invisible-characters", message, "", cell)

    def _error(self, code: str, message: str, remedy: str, cell: Cell | None) -> None:
        self._add(Severity.ERROR, code, message, remedy, cell)

    def _add(self, severity: Severity, code: str, message: str, remedy: str, cell: Cell | None) -> None:
        place = cell.address if cell is not None else ""
        self.findings.append(Finding(severity, code, message, remedy, self._sheet, place))


def _is_bare(cell: Cell) -> bool:
    """Whether the cell gives a number without saying its unit."""
    return not isinstance(cell.value, str) or not any(map(str.isalpha, cell.value))
