"""From which phase to which returns are expected: listed with reasons, and what taking one away would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.reference.editable_model import EditableColumn, EditableModel
from opcoord.gui.reference.expected_dialog import ExpectedDialog
from opcoord.gui.reference.reference_table import ReferenceTable
from opcoord.gui.theme import set_text_role
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.permission import allow
from opcoord.queries.expected import ExpectedPeriodView, listed_phases

if TYPE_CHECKING:
    from opcoord.services.expected import ExpectedService
    from opcoord.services.workspace import Workspace

_PURPOSE = (
    "Returns are expected as each phase’s plan says. Where an agency joins, leaves or takes part for a time, its phases "
    "are set here once: the phases that there are follow, and so do those still to be planned."
)


_REASON = 3


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period with its agency's name and the phases in which a return is expected of it now."""

    period: ExpectedPeriodView
    force: str
    phases: tuple[int, ...]


class ExpectedTab(ReferenceTable):
    """One row a period; the reason is edited in place. `refused` carries what could not be saved."""

    refused = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        self._workspace = workspace
        self.rows_model = EditableModel[PeriodRow](_columns(workspace.expected))
        super().__init__(
            self.rows_model, "Expected returns", "period", _PURPOSE, parent, wrapping=(2, _REASON)
        )
        self.rows_model.setParent(self)
        self.change_button = self.offer("&Change period…")
        self.effect_label = QLabel(self)
        self.effect_label.setTextFormat(Qt.TextFormat.PlainText)
        self.effect_label.setWordWrap(True)
        set_text_role(self.effect_label, "muted")
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.effect_label)
        self.rows_model.refused.connect(self.refused)
        self.add_requested.connect(lambda: self._ask(None))
        self.change_button.clicked.connect(self._change)
        self.table.doubleClicked.connect(lambda index: self._change() if index.column() < _REASON else None)
        self.remove_requested.connect(self._take_away)

    def reload(self) -> None:
        """Show what is kept."""
        queries = self._workspace.queries
        names = {each.code: each.name for each in queries.agencies()}
        phases = queries.phases()
        rows = [
            PeriodRow(
                each,
                names.get(each.agency, each.agency),
                tuple(phase.number for phase in phases if each.agency in phase.expected),
            )
            for each in queries.expected_periods()
        ]
        self.show_records(rows, self._workspace.read_only_reason)

    def update_buttons(self) -> None:
        """Say beforehand what taking the current period away would change."""
        super().update_buttons()
        row = self._current()
        if row is not None and self.refusal:
            allow(self.change_button, self.refusal)
        said = ""
        if row is not None:
            try:
                effect = self._workspace.expected.effect_of_removing(row.period.id)
                said = f"If this period is removed: {effect.sentence[:1].lower()}{effect.sentence[1:]}"
            except OpcoordError:
                # It was removed meanwhile; the list is about to say so.
                said = ""
        tell(self.effect_label, said)

    def show_period(self, period_id: int) -> None:
        """Bring a period into view."""
        ids = [row.period.id for row in self.rows_model.records]
        if period_id in ids:
            self.table.select_row(ids.index(period_id))
            self.table.setFocus()

    def _current(self) -> PeriodRow | None:
        place = self.table.current_row()
        return self.rows_model.record(place) if place is not None else None

    def _change(self) -> None:
        row = self._current()
        if row is not None and self.change_button.isEnabled():
            self._ask(row.period)

    def _ask(self, period: ExpectedPeriodView | None) -> None:
        dialog = ExpectedDialog(self._workspace, period, self)
        dialog.kept.connect(self._show)
        dialog.open()

    def _show(self, period_id: int) -> None:
        self.reload()
        self.show_period(period_id)

    def _take_away(self, row: PeriodRow) -> None:
        try:
            self._workspace.expected.remove_period(row.period.id)
        except OpcoordError as error:
            self.refused.emit(error)


def _columns(expected: ExpectedService) -> tuple[EditableColumn[PeriodRow], ...]:
    """Agency, first and last phase, where a return is expected now, reason."""
    return (
        EditableColumn("Agency", lambda row: row.force),
        EditableColumn(
            "Returns expected", lambda row: row.period.span, sort_key=lambda row: row.period.first_phase
        ),
        EditableColumn(
            "In the phases planned", lambda row: listed_phases(row.phases) if row.phases else "in none"
        ),
        EditableColumn(
            "Reason",
            lambda row: row.period.reason,
            save=lambda row, text: expected.change_reason(row.period.id, text),
        ),
    )
