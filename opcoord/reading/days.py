"""Figures given by day: the total is taken and checked against its days, and never made up where there is none."""

from __future__ import annotations

from decimal import Decimal

from opcoord.excel import return_form as form
from opcoord.model.finding import Finding
from opcoord.model.refs import MeasureRef
from opcoord.model.terms import Qualifier, Severity
from opcoord.model.units import format_amount
from opcoord.reading.amounts.read_amount import read_amount
from opcoord.reading.layout import TableRow
from opcoord.reading.parsed import ParsedFigure


def day_findings(
    row: TableRow, measure: MeasureRef, figure: ParsedFigure | None, sheet: str
) -> list[Finding]:
    """What the days of a row say against its total `figure`.

    Days without a total hold the figure back. Who was safeguarded on two days is one person, so that only the
    force can say whether its days may be added; and an added figure would stand in no cell of the file.
    """
    if not row.days:
        return []
    added, exact = _added(row, measure)
    count = f"{len(row.days)} days or weeks"
    if row.cells.get(form.FIGURE) is None:
        sum_words = f"; added up they are {format_amount(added, measure.unit)}" if exact else ""
        message = f"{measure.label} has figures for {count} and no total{sum_words}."
        remedy = "Ask the force for the total, or type it here and say why."
        return [Finding(Severity.ERROR, "days-without-total", message, remedy, sheet, row.days[0].address)]
    if figure is None or figure.amount is None:
        return []
    if not exact or figure.qualifier is not Qualifier.EXACT:
        message = f"{measure.label}: the total could not be checked against its days, which are not all plain numbers."
        return [Finding(Severity.NOTICE, "total-not-checked", message, "", sheet, figure.cell)]
    if added == figure.amount:
        return []
    message = (
        f"{measure.label}: the total is {format_amount(figure.amount, measure.unit)}, but its {count} add up to "
        f"{format_amount(added, measure.unit)}. The total was taken."
    )
    remedy = "Ask the force which is right."
    return [Finding(Severity.WARNING, "total-disagrees", message, remedy, sheet, figure.cell)]


def _added(row: TableRow, measure: MeasureRef) -> tuple[int, bool]:
    """The sum of the days in stored units, and whether all of them are plain numbers."""
    added, exact = Decimal(0), True
    for cell in row.days:
        reading = read_amount(cell.value, measure.unit, measure.label, cell.number_format)
        if reading.amount is not None and not cell.is_error and reading.qualifier is Qualifier.EXACT:
            added += reading.amount
        elif cell.raw.strip() or cell.lacks_value:
            exact = False
    return int(added), exact
