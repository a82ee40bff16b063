"""How the checks name a figure in a sentence, and the warning that stands at its cell."""

from __future__ import annotations

from collections.abc import Mapping

from opcoord.model.finding import Finding
from opcoord.model.qualified import Qualified
from opcoord.model.refs import MeasureRef
from opcoord.model.terms import Severity
from opcoord.reading.parsed import ParsedFigure


def measure_name(code: str, measures: Mapping[str, MeasureRef]) -> str:
    """The measure's label so that it can begin a sentence; "of which" follows the label that it is a part of."""
    measure = measures.get(code)
    if measure is None:
        return code
    whole = measures.get(measure.part_of)
    if whole is not None and measure.label.startswith("of which"):
        return f"{whole.label}, {measure.label}"
    return measure.label[:1].upper() + measure.label[1:]


def qualified(figure: ParsedFigure) -> Qualified:
    """The figure's amount with its qualifier; only for a figure that has an amount."""
    return Qualified(figure.amount or 0, figure.qualifier)


def named_amount(figure: ParsedFigure, measures: Mapping[str, MeasureRef]) -> str:
    """For example "Arrests (over 20)"."""
    return f"{measure_name(figure.measure, measures)} ({qualified(figure).text(figure.unit)})"


def warning_at(figure: ParsedFigure, code: str, message: str, remedy: str) -> Finding:
    """A warning at the figure's own cell."""
    return Finding(Severity.WARNING, code, message, remedy, figure.sheet, figure.cell, figure.measure)
