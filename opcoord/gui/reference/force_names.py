"""What each force calls the operation: a small table edited in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from opcoord.gui.reference.editable_model import EditableColumn, EditableModel
from opcoord.gui.reference.editable_table import EditableTable
from opcoord.gui.widgets.table_view import WIDEST_COLUMN

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

TITLE = "What each force calls the operation"


@dataclass(frozen=True, slots=True)
class ForceName:
    """A force and its own name for the operation; empty where it uses the operation's name."""

    code: str
    force: str
    name: str


class ForceNames(EditableTable):
    """All who send returns, and whoever else has a name of its own; an emptied name goes."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        self._workspace = workspace
        columns = (
            EditableColumn[ForceName]("Force", lambda each: each.force),
            EditableColumn[ForceName](
                "Its own name for the operation",
                lambda each: each.name,
                save=lambda each, name: workspace.operation.set_alias(each.code, name),
            ),
        )
        self.names_model = EditableModel[ForceName](columns)
        super().__init__(self.names_model, TITLE, parent)
        self.names_model.setParent(self)
        self.widest_column = WIDEST_COLUMN

    def reload(self) -> None:
        """Show what is kept."""
        queries = self._workspace.queries
        aliases = queries.operation().aliases
        self.names_model.read_only = self._workspace.read_only
        self.names_model.set_records(
            [
                ForceName(agency.code, agency.name, aliases.get(agency.code, ""))
                for agency in queries.agencies()
                if agency.sends_returns or agency.code in aliases
            ]
        )
