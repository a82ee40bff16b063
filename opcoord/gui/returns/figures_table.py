"""Figures as a table that stands beside a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Signal

from opcoord.gui.returns.figure_rows import FigureRow
from opcoord.gui.returns.state_icons import state_icon
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.table_view import TableView

#: Beside a sheet a column may take this much; longer texts stand whole below the table and in tool tips.
_WIDEST_BESIDE = 150


class FiguresTable(TableView):
    """Figures; `figure_chosen(row)` when another becomes current."""

    figure_chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._quiet = False
        self.rows_model = RecordsModel[FigureRow](_columns(), self)
        self.widest_column = _WIDEST_BESIDE
        self.show_model(self.rows_model, stretch=0)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.clicked.connect(lambda _index: self._tell())

    def show_rows(self, rows: Sequence[FigureRow], keep_place: bool = True) -> None:
        """Show these figures; with `keep_place` the measure that was current stays so, without telling."""
        current = self.current() if keep_place else None
        self._quiet = True
        self.rows_model.set_records(rows)
        if current is not None:
            self._select(lambda row: row.measure == current.measure)
        self._quiet = False

    def current(self) -> FigureRow | None:
        """The figure that has the keyboard."""
        row = self.current_row()
        return None if row is None or row >= len(self.rows_model.records) else self.rows_model.record(row)

    def jump_to(self, sheet: str, cell: str) -> bool:
        """Select the figure that came from a cell, without telling; tells whether there is one."""
        return bool(cell) and self._select(lambda row: row.cell == cell and (not sheet or row.sheet == sheet))

    def jump_to_measure(self, measure: str) -> bool:
        """Select the figure of a measure, without telling; tells whether there is one."""
        return self._select(lambda row: row.measure == measure)

    def leave(self) -> None:
        """Have no figure chosen, without telling."""
        before, self._quiet = self._quiet, True
        self.setCurrentIndex(QModelIndex())
        self._quiet = before

    def keyboardSearch(self, search: str) -> None:
        """Letters walk the findings; they must not search the table as well."""

    def _select(self, wanted: Callable[[FigureRow], bool]) -> bool:
        before, self._quiet = self._quiet, True
        try:
            for number, row in enumerate(self.rows_model.records):
                if wanted(row):
                    self.select_row(number)
                    return True
            return False
        finally:
            self._quiet = before

    def _tell(self) -> None:
        if not self._quiet:
            self.figure_chosen.emit(self.current())


def _columns() -> list[Column[FigureRow]]:
    return [
        Column("Measure", lambda row: row.label, icon=lambda row: state_icon(row.mark), tool_tip=_tip),
        Column("Amount", lambda row: row.shown, number=True, sort_key=_stored, tool_tip=_tip),
        Column("As typed", lambda row: row.raw),
        Column("Cell", lambda row: row.cell, tool_tip=lambda row: row.where),
    ]


def _tip(row: FigureRow) -> str:
    return "\n".join(part for part in (f"{row.label}: {row.shown}", row.conversion, _correction(row)) if part)


def _correction(row: FigureRow) -> str:
    return f"{row.correction}: {row.correction_reason}" if row.correction else ""


def _stored(row: FigureRow) -> int:
    return -1 if row.stored is None else row.stored
