"""Figures as rows, alike for what was just read, what is held back by an error, and what is accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier, Severity, State
from opcoord.model.units import format_amount
from opcoord.queries.views import FigureView, MeasureView
from opcoord.reading.parsed import ParsedFigure
from opcoord.services.candidate import Candidate

CORRECTED = "corrected"
#: The amount of a figure that an error holds back.
NOT_READ = "not read"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure as the table shows it; `stored` sorts the amounts, `mark` is its gravest finding or "corrected"."""

    label: str
    amount: str
    stored: int | None
    qualifier: str
    state: str
    sheet: str
    cell: str
    raw: str
    conversion: str
    note: str
    measure: str = ""
    label_in_file: str = ""
    correction: str = ""
    correction_reason: str = ""
    mark: str = ""

    @property
    def qualified(self) -> str:
        """The amount with its qualifier, for example "over £150,000"."""
        return f"{self.qualifier} {self.amount}".strip()

    @property
    def shown(self) -> str:
        """The amount with qualifier and, where it is not confirmed, its state."""
        return (
            f"{self.qualified} ({self.state})" if self.state not in ("", State.CONFIRMED) else self.qualified
        )

    @property
    def where(self) -> str:
        """Sheet and cell, for example "Return D14"."""
        return f"{self.sheet.strip()} {self.cell}".strip()


def parsed_rows(
    candidate: Candidate, labels: Mapping[str, str], measures: Sequence[MeasureView] = ()
) -> list[FigureRow]:
    """Rows for figures that were read and are not accepted yet; what an error holds back stands on top."""
    marks: dict[tuple[str, str], str] = {}
    for severity in (each for each in Severity if each is not Severity.NOTICE):
        for finding in candidate.of(severity):
            marks.setdefault((finding.sheet, finding.cell), str(severity))
    rows = [
        _row(
            figure,
            labels.get(figure.measure, figure.measure),
            figure.label,
            marks.get((figure.sheet, figure.cell), "") if figure.cell else "",
        )
        for figure in candidate.figures
    ]
    return _held_rows(candidate, labels, measures) + _answered_first(rows)


def accepted_rows(figures: Sequence[FigureView], labels: Mapping[str, str]) -> list[FigureRow]:
    """Rows for the figures of an accepted return."""
    rows = [_row(each, labels.get(each.measure, each.label), each.label_in_file, "") for each in figures]
    return _answered_first(rows)


def _row(figure: ParsedFigure | FigureView, label: str, label_in_file: str, mark: str) -> FigureRow:
    return FigureRow(
        label,
        _amount(figure.amount, figure.unit, figure.empty),
        figure.amount,
        _qualifier(figure.qualifier),
        _state(figure.amount, figure.state),
        figure.sheet,
        figure.cell,
        figure.raw,
        figure.conversion,
        _note(figure.joint_amount, figure.joint_with, figure.unit, figure.note),
        figure.measure,
        label_in_file,
        figure.correction,
        figure.correction_reason,
        CORRECTED if figure.correction else mark,
    )


def _held_rows(
    candidate: Candidate, labels: Mapping[str, str], measures: Sequence[MeasureView]
) -> list[FigureRow]:
    """Rows for measures of which nothing was taken because their cell is in error, so that it can be mended."""
    if candidate.grid is None:
        return []
    errors = [each for each in candidate.findings if each.severity is Severity.ERROR and each.cell]
    read = {figure.measure for figure in candidate.figures}
    rows = []
    for measure in measures:
        finding = next((each for each in errors if each.measure == measure.code), None)
        if measure.code not in read and finding is not None:
            place = candidate.grid.sheet(finding.sheet)
            cells = place.cells if place is not None else ()
            raw = next((each.raw for each in cells if each.address == finding.cell), "")
            rows.append(
                FigureRow(
                    labels.get(measure.code, measure.label),
                    NOT_READ,
                    None,
                    "",
                    "",
                    finding.sheet,
                    finding.cell,
                    raw,
                    "",
                    "",
                    measure.code,
                    mark=str(Severity.ERROR),
                )
            )
    return rows


def _answered_first(rows: list[FigureRow]) -> list[FigureRow]:
    """A force answers few of the measures; those stand on top, each part in the order of the sheet."""
    return sorted(rows, key=lambda row: row.stored is None)


def _state(amount: int | None, state: str) -> str:
    """The state in words; what was not answered has none but "withheld"."""
    return "" if amount is None and state != State.WITHHELD else str(state)


def _amount(amount: int | None, unit: str, empty: str | None) -> str:
    return str(empty) if empty is not None else format_amount(amount, unit)


def _qualifier(qualifier: str) -> str:
    return "" if qualifier == Qualifier.EXACT else str(qualifier)


def _note(joint: int | None, joint_with: str, unit: str, note: str) -> str:
    shared = f"{Qualified(joint).text(unit)} of them with {joint_with or 'another agency'}" if joint else ""
    return "; ".join(part for part in (shared, note) if part)
