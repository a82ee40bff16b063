"""What totals are judged by: the targets of region and forces, and the baselines, edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.reference.editable_model import EditableModel
from opcoord.gui.reference.reference_table import ReferenceTable
from opcoord.gui.reference.target_columns import OF_BASELINE, target_columns
from opcoord.gui.reference.target_dialog import TargetDialog
from opcoord.gui.reference.target_rows import TargetRow, target_rows
from opcoord.gui.widgets.permission import allow

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

_PURPOSE = (
    "A target says what a measure is meant to reach in each phase; a baseline is what it is compared with."
)


class TargetsTab(ReferenceTable):
    """One row a measure and target. `refused` carries what could not be saved."""

    refused = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        self._workspace = workspace
        self.rows_model = EditableModel[TargetRow](target_columns(workspace.standards))
        super().__init__(self.rows_model, "Targets and baselines", "target", _PURPOSE, parent)
        self.rows_model.setParent(self)
        self.set_check = QCheckBox("&Only what is set", self)
        self.set_check.setToolTip("Show only measures that have a target or a baseline")
        self.set_check.toggled.connect(lambda _on: self.reload())
        self.filter.add(self.set_check)
        self.rows_model.refused.connect(self.refused)
        self.add_requested.connect(self._ask)
        self.remove_requested.connect(self._take_away)

    def reload(self) -> None:
        """Show what is kept."""
        rows = target_rows(self._workspace.queries)
        if self.set_check.isChecked():
            rows = _only_set(rows)
        self.show_records(rows, self._workspace.read_only_reason)

    def update_buttons(self) -> None:
        """The button says which of the two it takes away: the one in whose columns the keyboard is."""
        super().update_buttons()
        row = self._current()
        baseline = self._on_baseline()
        self.remove_button.setText("&Remove baseline" if baseline else "&Remove target")
        if row is not None and not self.refusal:
            there = row.baseline if baseline else row.target
            allow(self.remove_button, "" if there else "There is none in this row.")

    def _current(self) -> TargetRow | None:
        place = self.table.current_row()
        return self.rows_model.record(place) if place is not None else None

    def _on_baseline(self) -> bool:
        return self.table.currentIndex().column() in OF_BASELINE

    def _ask(self) -> None:
        row = self._current()
        dialog = TargetDialog(self._workspace, row.code if row is not None else "", self)
        dialog.kept.connect(self._show)
        dialog.open()

    def _show(self, code: str) -> None:
        self.reload()
        self.show_code(code)

    def show_code(self, code: str) -> None:
        """Bring a measure into view."""
        codes = [record.code for record in self.rows_model.records]
        if code in codes:
            self.table.select_row(codes.index(code))
            self.table.setFocus()

    def _take_away(self, row: TargetRow) -> None:
        standards = self._workspace.standards
        try:
            if self._on_baseline():
                standards.remove_baseline(row.code)
            elif row.target is not None:
                standards.remove_target(row.target.id)
        except OpcoordError as error:
            self.refused.emit(error)


def _only_set(rows: list[TargetRow]) -> list[TargetRow]:
    wanted = {row.code for row in rows if row.target is not None or row.baseline is not None}
    return [row for row in rows if row.code in wanted]
