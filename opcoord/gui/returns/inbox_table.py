"""The inbox as a table: one line a file, with its state in sign and words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from opcoord.gui.returns.state_icons import state_icon
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.table_view import TableView
from opcoord.services.candidate import Candidate


class InboxTable(TableView):
    """Files being checked; `candidate_chosen` with the current one."""

    candidate_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("Files being checked")
        self._quiet = False
        columns: list[Column[Candidate]] = [
            Column(
                "Status", lambda each: each.status.capitalize(), icon=lambda each: state_icon(each.status)
            ),
            Column("File", lambda each: each.name),
            Column("Force", lambda each: each.agency_name or "not known"),
            Column("Phase", _phase, number=True, sort_key=lambda each: each.phase or 0),
            Column("Figures", lambda each: str(each.answered), True, lambda each: each.answered),
            Column("What to know", lambda each: each.reason),
        ]
        self.candidates_model = RecordsModel[Candidate](columns, self)
        self.show_model(self.candidates_model)
        self.selectionModel().currentRowChanged.connect(self._tell)

    def show_candidates(self, candidates: Sequence[Candidate]) -> None:
        """Show these; the file that was current stays so."""
        row = self.current_row()
        records = self.candidates_model.records
        path = records[row].path if row is not None and row < len(records) else None
        # Told once, after the row is chosen: the review is costly to fill.
        self._quiet = True
        self.candidates_model.set_records(candidates)
        paths = [each.path for each in candidates]
        if candidates:
            self.select_row(paths.index(path) if path in paths else 0)
        self._quiet = False
        self._tell()

    def _tell(self) -> None:
        if self._quiet:
            return
        row = self.current_row()
        self.candidate_chosen.emit(None if row is None else self.candidates_model.record(row))


def _phase(candidate: Candidate) -> str:
    return str(candidate.phase) if candidate.phase is not None else "?"
