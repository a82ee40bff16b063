"""A commissioner's panel table: figures of other origin that are compared and never summed; edited and pasted here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.icons import icon
from opcoord.gui.reference.editable_model import EditableModel
from opcoord.gui.reference.panel_columns import WRAPPING, as_draft, panel_columns
from opcoord.gui.reference.reference_table import ReferenceTable
from opcoord.gui.widgets.permission import allow
from opcoord.queries.standards import PanelView
from opcoord.services.standards import PanelDraft

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

_PURPOSE = (
    "The table that a commissioner's panel sees: a baseline, the last and the present figure of what it counts. "
    "Add lines, or copy them in Excel and paste them here."
)
_NEW_LINE = "New line"


class PanelTab(ReferenceTable):
    """One row a line; changes and trends follow from the figures. `refused` carries what could not be saved."""

    refused = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        self._workspace = workspace
        self.rows_model = EditableModel[PanelView](panel_columns(self._keep))
        super().__init__(self.rows_model, "Panel table", "line", _PURPOSE, parent, WRAPPING)
        self.rows_model.setParent(self)
        self.add_button.setText("&Add line")
        self.empty.button.setText("Add line")
        self.paste_button = QPushButton(icon("copy"), "&Paste lines", self)
        self.paste_button.setToolTip("Add the lines of a table that was copied in Excel")
        self.paste_button.clicked.connect(self._paste)
        self.filter.add(self.paste_button)
        # On the whole tab: an empty table has no place for the keyboard.
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)
        self.rows_model.refused.connect(self.refused)
        self.add_requested.connect(self._add)
        self.remove_requested.connect(self._remove_line)

    def reload(self) -> None:
        """Show what is kept."""
        self.show_records(self._workspace.queries.panel(), self._workspace.read_only_reason)

    def update_buttons(self) -> None:
        """Pasting is refused as all changes are."""
        super().update_buttons()
        allow(self.paste_button, self.refusal)

    def _keep(self, line: PanelView, field: str, value: Any) -> None:
        self._workspace.standards.set_panel(
            [
                replace(as_draft(each), **{field: value}) if each.id == line.id else as_draft(each)
                for each in self.rows_model.records
            ]
        )

    def _add(self) -> None:
        lines = [as_draft(each) for each in self.rows_model.records]
        # The periods are those of the table; only what is counted and its figures are new.
        last = lines[-1] if lines else PanelDraft("", None, "", "", None, "", None)
        new = PanelDraft(
            _NEW_LINE, None, "", last.previous_label, None, last.current_label, None, last.source
        )
        if self._try(lambda: self._workspace.standards.set_panel([*lines, new])):
            self._edit_last()

    def _edit_last(self) -> None:
        self.reload()
        row = len(self.rows_model.records) - 1
        self.table.select_row(row)
        self.table.setFocus()
        self.table.edit(self.table.currentIndex())

    def _remove_line(self, line: PanelView) -> None:
        rest = [as_draft(each) for each in self.rows_model.records if each.id != line.id]
        self._try(lambda: self._workspace.standards.set_panel(rest))

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if self.paste_button.isEnabled() and self._try(lambda: self._workspace.standards.paste_panel(text)):
            self.reload()
            self.table.select_row(len(self.rows_model.records) - 1)

    def _try(self, action: Callable[[], object]) -> bool:
        try:
            action()
        except OpcoordError as error:
            self.refused.emit(error)
            return False
        return True
