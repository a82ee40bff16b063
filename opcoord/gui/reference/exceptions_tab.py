"""The checks that do not apply: listed with reason and end, made and taken back by the coordinator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.reference.editable_model import EditableModel
from opcoord.gui.reference.exception_columns import WRAPPING, ExceptionRow, exception_columns, exception_rows
from opcoord.gui.reference.exception_dialog import ExceptionDialog
from opcoord.gui.reference.reference_table import ReferenceTable

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

_PURPOSE = (
    "Where a check does not fit a force, a measure or a phase, its warning can be accepted beforehand or switched off, "
    "with a reason and an end."
)


class ExceptionsTab(ReferenceTable):
    """One row an exception; reason and end are edited in place. `refused` carries what could not be saved."""

    refused = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        self._workspace = workspace
        self.rows_model = EditableModel[ExceptionRow](exception_columns(workspace.exceptions))
        super().__init__(self.rows_model, "Exceptions from checks", "exception", _PURPOSE, parent, WRAPPING)
        self.rows_model.setParent(self)
        self.rows_model.refused.connect(self.refused)
        self.add_requested.connect(self._ask)
        self.remove_requested.connect(self._take_back)

    def reload(self) -> None:
        """Show what is kept."""
        self.show_records(exception_rows(self._workspace), self._workspace.read_only_reason)

    def show_exception(self, exception_id: int) -> None:
        """Bring an exception into view."""
        ids = [row.kept.id for row in self.rows_model.records]
        if exception_id in ids:
            self.table.select_row(ids.index(exception_id))
            self.table.setFocus()

    def _ask(self) -> None:
        dialog = ExceptionDialog(self._workspace, self)
        dialog.kept.connect(self._show)
        dialog.open()

    def _show(self, exception_id: int) -> None:
        self.reload()
        self.show_exception(exception_id)

    def _take_back(self, row: ExceptionRow) -> None:
        try:
            self._workspace.exceptions.remove(row.kept.id)
        except OpcoordError as error:
            self.refused.emit(error)
