"""The inbox as a table: one line a file, with its state in sign and words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from opcoord.gui.returns.state_icons import state_icon
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.table_view import TableView
from opcoord.services.candidate import Candidate

#: File and force may take this much; the rest belongs to what there is to know, told whole by its tool tip.
_WIDEST = 240


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
        self.widest_column = _WIDEST
        self.show_model(self.candidates_model, stretch=len(columns) - 1)
        self.selectionModel().currentRowChanged.connect(self._tell)

    def show_candidates(self, candidates: Sequence[Candidate]) -> None:
        """Show these; the file that was current stays so."""
        row = self.current_row()
        records = self.candidates_model.records
        before = records[row] if row is not None and row < len(records) else None
        # Not told: whoever shows another list fills the review after it.
        self._quiet = True
        self.candidates_model.set_records(candidates)
        if candidates:
            self.select_row(_place(candidates, before, row or 0))
        self._quiet = False

    def current(self) -> Candidate | None:
        """The file that has the keyboard."""
        row = self.current_row()
        return None if row is None else self.candidates_model.record(row)

    def _tell(self) -> None:
        if not self._quiet:
            self.candidate_chosen.emit(self.current())


def _phase(candidate: Candidate) -> str:
    return str(candidate.phase) if candidate.phase is not None else "?"


def _place(candidates: Sequence[Candidate], before: Candidate | None, row: int) -> int:
    """Where the line is now that was current: in its old place, or where its file and agency are."""
    if before is None:
        return 0
    same = [number for number, each in enumerate(candidates) if _file(each) == _file(before)]
    if row in same:
        return row
    if not same:
        return min(row, len(candidates) - 1)
    return next((number for number in same if candidates[number].agency == before.agency), same[0])


def _file(candidate: Candidate) -> tuple[object, str]:
    return candidate.path, candidate.name
