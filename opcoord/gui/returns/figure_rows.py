"""Figures as rows of a table, alike for what was just read and for what is accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.table_view import TableView
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier, State
from opcoord.model.units import format_amount
from opcoord.queries.views import FigureView
from opcoord.reading.parsed import ParsedFigure


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure as the table shows it; `stored` sorts the amounts."""

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
    agency: str = ""
    phase: int = 0
    version: int = 0
    file_name: str = ""

    @property
    def qualified(self) -> str:
        """The amount with its qualifier, for example "over £150,000"."""
        return f"{self.qualifier} {self.amount}".strip()

    @property
    def where(self) -> str:
        """Sheet and cell, for example "Return D14"."""
        return f"{self.sheet} {self.cell}".strip()


def parsed_rows(figures: Sequence[ParsedFigure], labels: Mapping[str, str]) -> list[FigureRow]:
    """Rows for figures that were read and are not accepted yet."""
    rows = [
        FigureRow(
            labels.get(figure.measure, figure.measure),
            _amount(figure.amount, figure.unit, figure.empty),
            figure.amount,
            _qualifier(figure.qualifier),
            _state(figure.amount, figure.state),
            figure.sheet,
            figure.cell,
            figure.raw,
            figure.conversion,
            _note(figure.joint_amount, figure.joint_with, figure.unit, figure.note),
        )
        for figure in figures
    ]
    return _answered_first(rows)


def accepted_rows(figures: Sequence[FigureView], labels: Mapping[str, str] | None = None) -> list[FigureRow]:
    """Rows for accepted figures, with the return and file they came in."""
    labels = labels or {}
    rows = [
        FigureRow(
            labels.get(figure.measure, figure.label),
            _amount(figure.amount, figure.unit, figure.empty),
            figure.amount,
            _qualifier(figure.qualifier),
            _state(figure.amount, figure.state),
            figure.sheet,
            figure.cell,
            figure.raw,
            figure.conversion,
            _note(figure.joint_amount, figure.joint_with, figure.unit, figure.note),
            figure.agency_name,
            figure.phase,
            figure.version,
            figure.file_name,
        )
        for figure in figures
    ]
    return _answered_first(rows)


class FiguresTable(TableView):
    """Figures with the cell each came from; `with_source` adds force, phase, version and file."""

    def __init__(self, name: str, with_source: bool = False) -> None:
        super().__init__(name)
        source: list[Column[FigureRow]] = [
            Column("Force", lambda row: row.agency),
            Column("Phase", lambda row: str(row.phase), number=True, sort_key=lambda row: row.phase),
            Column("Version", lambda row: f"v{row.version}", sort_key=lambda row: row.version),
        ]
        columns: list[Column[FigureRow]] = [
            *(source if with_source else []),
            Column("Measure", lambda row: row.label),
            Column("Amount", lambda row: row.qualified, number=True, sort_key=_stored),
            Column("Cell", lambda row: row.where),
            Column("As typed", lambda row: row.raw),
            Column("Read as", lambda row: row.conversion),
            Column("State", lambda row: row.state),
            Column("Note", lambda row: row.note),
            *([Column[FigureRow]("File", lambda row: row.file_name)] if with_source else []),
        ]
        self.rows_model = RecordsModel[FigureRow](columns, self)
        self.show_model(self.rows_model)

    def show_rows(self, rows: Sequence[FigureRow]) -> None:
        """Show these figures."""
        self.rows_model.set_records(rows)

    def jump_to(self, sheet: str, cell: str) -> bool:
        """Select the figure that came from a cell; tells whether there is one."""
        for number, row in enumerate(self.rows_model.records):
            if row.cell == cell and (not sheet or row.sheet == sheet):
                self.select_row(number)
                return True
        return False


def _answered_first(rows: list[FigureRow]) -> list[FigureRow]:
    """A force answers few of the measures; those stand on top, each part in the order of the sheet."""
    return sorted(rows, key=lambda row: row.stored is None)


def _state(amount: int | None, state: str) -> str:
    """The state in words; what was not answered has none but "withheld"."""
    return "" if amount is None and state != State.WITHHELD else str(state)


def _stored(row: FigureRow) -> int:
    return -1 if row.stored is None else row.stored


def _amount(amount: int | None, unit: str, empty: str | None) -> str:
    return str(empty) if empty is not None else format_amount(amount, unit)


def _qualifier(qualifier: str) -> str:
    return "" if qualifier == Qualifier.EXACT else str(qualifier)


def _note(joint: int | None, joint_with: str, unit: str, note: str) -> str:
    shared = f"{Qualified(joint).text(unit)} of them with {joint_with or 'another agency'}" if joint else ""
    return "; ".join(part for part in (shared, note) if part)
