"""What the coordinator put in place of a figure as read: another text or another cell, with the reason kept."""

from __future__ import annotations

from dataclasses import replace

from opcoord.excel import return_form as form
from opcoord.excel.grid import Cell, Grid
from opcoord.model.finding import Finding
from opcoord.model.refs import MeasureRef
from opcoord.model.terms import Empty, Qualifier, Severity, State
from opcoord.model.units import format_amount
from opcoord.reading.decisions import Correction
from opcoord.reading.layout import TableRow
from opcoord.reading.parsed import ParsedFigure
from opcoord.reading.rows import RowReader
from opcoord.reading.texts import one_line, quoted


def corrected(
    correction: Correction, measure: MeasureRef, figure: ParsedFigure, grid: Grid
) -> tuple[ParsedFigure | None, list[Finding]]:
    """`figure` (as read, or not answered) with the corrected reading, and a notice; or None and the error why not.

    Cell and raw text stay those of the file; only a measure without a row gets the cell that it was taken from.
    """
    cell = _typed(correction.text) if correction.text is not None else _cell(grid, correction)
    source = "" if correction.text is not None else f"{correction.sheet}, {correction.cell}"
    if cell is None:
        message = f"{measure.label}: there is nothing in {source}, which was chosen for it."
        return None, [_finding(Severity.ERROR, "correction-unclear", message, figure, "Choose another cell.")]
    reader = RowReader(correction.sheet or figure.sheet)
    read = reader.read(TableRow(cell.row, "", {form.FIGURE: cell}, cell.address if source else ""), measure)
    if read is None:
        why = " ".join(each.message for each in reader.findings if each.severity is Severity.ERROR)
        remedy = "Type a number, 'nil' or 'not answered', or choose another cell."
        return None, [_finding(Severity.ERROR, "correction-unclear", why, figure, remedy)]
    words = _in_words(figure, read, source)
    made = replace(
        figure
        if figure.cell
        else replace(figure, sheet=read.sheet, cell=read.cell, raw=cell.raw if source else ""),
        amount=read.amount,
        qualifier=read.qualifier,
        empty=read.empty,
        state=_state(figure, read),
        conversion=read.conversion,
        correction=words,
        correction_reason=correction.reason,
    )
    message = f"{measure.label}: {words}. Reason: {correction.reason or 'none given'}."
    return made, [_finding(Severity.NOTICE, "corrected", message, made, ""), *_joint(made, measure)]


def _typed(text: str) -> Cell:
    return Cell(0, 0, text if one_line(text) else "not answered", text)


def _cell(grid: Grid, correction: Correction) -> Cell | None:
    sheet = grid.sheet(correction.sheet)
    cells = sheet.cells if sheet is not None else ()
    wanted = correction.cell.replace("$", "").upper()
    return next((cell for cell in cells if cell.address == wanted), None)


def _state(figure: ParsedFigure, read: ParsedFigure) -> State:
    """The state that the new text names, else the one that the file gives to the figure."""
    if read.state is not State.CONFIRMED or read.amount is None:
        return read.state
    return figure.state if figure.state in (State.PROVISIONAL, State.REVISED) else read.state


def _in_words(figure: ParsedFigure, read: ParsedFigure, source: str) -> str:
    said = f"the file says {quoted(figure.raw)}" if figure.raw.strip() else "the file has no figure"
    if read.amount is None or read.empty is Empty.NIL:
        taken = (read.empty or Empty.NOT_ANSWERED).value
    else:
        qualifier = "" if read.qualifier is Qualifier.EXACT else f"{read.qualifier.value} "
        taken = f"{qualifier}{format_amount(read.amount, read.unit)}"
    return f"{said}; taken as {taken}" + (f", from {source}" if source else "")


def _joint(figure: ParsedFigure, measure: MeasureRef) -> list[Finding]:
    if figure.joint_amount is None or figure.joint_amount <= (figure.amount or 0):
        return []
    message = f"{measure.label}: the joint part is more than the figure itself."
    return [_finding(Severity.WARNING, "part-exceeds-whole", message, figure, "Check both with the force.")]


def _finding(severity: Severity, code: str, message: str, figure: ParsedFigure, remedy: str) -> Finding:
    return Finding(severity, code, message, remedy, figure.sheet, figure.cell)
