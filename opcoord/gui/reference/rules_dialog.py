"""The counting rules of one measure, phase by phase: listed, edited in place, added and removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.reference.editable_model import EditableColumn, EditableModel
from opcoord.gui.reference.reference_table import ReferenceTable
from opcoord.gui.reference.rule_dialog import RuleDialog
from opcoord.gui.results.wording import full_labels
from opcoord.gui.theme import RHYTHM, WIDE, set_text_role
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.permission import allow
from opcoord.model.rules import RuleChange
from opcoord.services.standard_texts import read_phase

if TYPE_CHECKING:
    from opcoord.services.rules import RulesService
    from opcoord.services.workspace import Workspace

_PURPOSE = (
    "A rule says what is counted. Where it changes with a phase, figures before and after are not compared."
)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule; `change` is None for the one that a measure began with."""

    measure: str
    words: str
    change: RuleChange | None


class RulesDialog(FittedDialog):
    """Shows what is kept; `refused` carries what could not be saved."""

    refused = Signal(object)

    def __init__(self, workspace: Workspace, measure: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace, self._measure = workspace, measure
        self.setWindowTitle("Counting rules")
        self.heading = QLabel(self)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        set_text_role(self.heading, "heading")
        purpose = QLabel(_PURPOSE, self)
        purpose.setWordWrap(True)
        self.model = EditableModel[RuleRow](_columns(workspace.rules), self)
        self.list = ReferenceTable(self.model, "Counting rules", "rule", _PURPOSE, self, wrapping=(1, 2))
        self.list.be_part_of_dialog()
        self.model.refused.connect(self.refused)
        self.list.add_requested.connect(self._ask)
        self.list.remove_requested.connect(self._remove)
        self.list.table.selectionModel().currentChanged.connect(lambda *_: self._allow())
        buttons = QDialogButtonBox(self)
        buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        layout.setSpacing(RHYTHM)
        for widget in (self.heading, purpose):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        for button in self.findChildren(QPushButton):
            # Enter ends the edit of a cell.
            button.setAutoDefault(False)
        self.resize(760, 420)
        self.reload()
        self.list.table.select_row(len(self.model.records) - 1)
        self.list.table.setFocus()

    def reload(self) -> None:
        """Show what is kept now; a measure that is gone closes the window."""
        measures = self._workspace.queries.measures()
        found = next((each for each in measures if each.code == self._measure), None)
        if found is None:
            self.reject()
            return
        self.heading.setText(full_labels(measures)[self._measure])
        rows = [RuleRow(found.code, found.definition, None)]
        rows += [RuleRow(found.code, each.definition, each) for each in found.rules]
        self.list.show_records(rows, self._workspace.read_only_reason)
        self._allow()

    def _current(self) -> RuleRow | None:
        row = self.list.table.current_row()
        return None if row is None else self.model.record(row)

    def _allow(self) -> None:
        """The rule that a measure began with can be said otherwise, and not removed."""
        current = self._current()
        if current is not None and current.change is None and not self.list.refusal:
            allow(self.list.remove_button, "There was always a rule; change its words.")

    def _ask(self) -> None:
        dialog = RuleDialog(self._workspace, self._measure, self)
        dialog.kept.connect(self._show)
        dialog.open()

    def _show(self, rule_id: int) -> None:
        self.reload()
        ids = [row.change.id if row.change else 0 for row in self.model.records]
        self.list.table.select_row(ids.index(rule_id))
        self.list.table.setFocus()

    def _remove(self, row: RuleRow) -> None:
        if row.change is None:
            return
        try:
            self._workspace.rules.remove(row.change.id)
        except OpcoordError as error:
            self.refused.emit(error)
        self.reload()


def _columns(rules: RulesService) -> tuple[EditableColumn[RuleRow], ...]:
    """From which phase, what is counted, why."""

    def changed(row: RuleRow) -> bool:
        return row.change is not None

    def save_phase(row: RuleRow, text: Any) -> None:
        first = read_phase(text)
        if first is None:
            raise OpcoordError("A rule needs the phase that it begins with.", "Type for example 7.")
        if row.change is not None:
            rules.change(row.change.id, first, row.change.definition, row.change.reason)

    def save_words(row: RuleRow, text: Any) -> None:
        if row.change is None:
            rules.change_first(row.measure, text)
        else:
            rules.change(row.change.id, row.change.first_phase, text, row.change.reason)

    def save_reason(row: RuleRow, text: Any) -> None:
        if row.change is not None:
            rules.change(row.change.id, row.change.first_phase, row.change.definition, text)

    return (
        EditableColumn(
            "From",
            lambda row: f"phase {row.change.first_phase}" if row.change else "the beginning",
            sort_key=lambda row: row.change.first_phase if row.change else 0,
            value=lambda row: str(row.change.first_phase) if row.change else "",
            save=save_phase,
            editable=changed,
        ),
        EditableColumn("Counts", lambda row: row.words, save=save_words),
        EditableColumn(
            "Reason",
            lambda row: row.change.reason if row.change else "",
            save=save_reason,
            editable=changed,
        ),
    )
