"""The plan: all phases on a timeline and in a table; new, edit, delete, return workbooks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.icons import icon
from opcoord.gui.messages import show_error, show_message
from opcoord.gui.page import Page
from opcoord.gui.planning.timeline import Timeline
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import RHYTHM, set_page_margins, set_text_role
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.card import Card
from opcoord.gui.widgets.empty_state import EmptyState
from opcoord.gui.widgets.filter_bar import FilterBar
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.scrolling import scrolling
from opcoord.gui.widgets.wrapping_table import WrappingTable
from opcoord.model.dates import format_date, format_windows
from opcoord.queries.views import PhaseView

if TYPE_CHECKING:
    from opcoord.gui.planning.phase_dialog import PhaseDialog
    from opcoord.services.plan import PhaseDraft
    from opcoord.services.workspace import Workspace


class PlanPage(Page):
    """Timeline and table show the same phases and share their selection.

    `show_item` takes a phase's number, "new", or ("workbooks", number).
    """

    key = "plan"
    title = "Plan"
    icon_name = "plan"
    tables = frozenset(
        {
            "operation", "agency", "measure", "phase", "phase_window", "phase_partner", "expected_return",
            "collected_measure", "milestone", "return",
        }
    )  # fmt: skip

    def __init__(self, workspace: Workspace, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._agency_names: dict[str, str] = {}
        #: The phase that the note beside the buttons says was deleted.
        self._deleted: int | None = None
        self.model = RecordsModel[PhaseView](self._columns(), self)
        self._build()
        self._connect()

    def reload(self) -> None:
        """Show the phases as they are planned now, with the same one selected."""
        selected = self.selected_number()
        queries = self._workspace.queries
        self._agency_names = {agency.code: agency.name for agency in queries.agencies()}
        phases = queries.phases()
        self.model.set_records(phases)
        self.timeline.show_phases(phases, queries.today())
        self._layers.setCurrentIndex(0 if phases else 1)
        numbers = [phase.number for phase in phases]
        self._select(selected if selected in numbers else numbers[-1] if numbers else None)
        if self._deleted in numbers:
            self._deleted = None
            self.note_label.clear()
        self._update_buttons()

    def focus_first(self) -> None:
        """The table, or the button that plans the first phase."""
        (self.table if self.model.records else self.empty.button).setFocus()

    def show_item(self, item: object) -> None:
        """Select a phase, begin a new one, or make workbooks for one."""
        if item == "new":
            self.new_phase()
        elif isinstance(item, int):
            self._select(item)
        elif isinstance(item, tuple) and len(item) == 2 and item[0] == "workbooks":
            self._select(item[1])
            self.make_workbooks()

    def selected_number(self) -> int | None:
        """The number of the selected phase."""
        rows = self.table.selected_rows()
        return self.model.record(rows[0]).number if rows and rows[0] < len(self.model.records) else None

    def new_phase(self) -> None:
        """Edit the proposed next phase; it is added when the dialog is accepted."""
        self._edit(self._workspace.plan.propose_next(), None)

    def edit_phase(self) -> None:
        """Edit the selected phase."""
        number = self.selected_number()
        if number is not None:
            self._edit(self._workspace.plan.draft_of(number), number)

    def delete_phase(self) -> None:
        """Delete the selected phase at once; undo brings it back."""
        number = self.selected_number()
        if number is None or not self.delete_button.isEnabled():
            # By the key; the button says it itself.
            tell(self.note_label, self.delete_button.accessibleDescription())
            return
        try:
            self._workspace.plan.delete(number)
        except OpcoordError as error:
            show_error(self, error)
            return
        self._deleted = number
        tell(self.note_label, f"Phase {number} deleted. Ctrl+Z brings it back.")

    def make_workbooks(self) -> None:
        """Ask which forces get a workbook and where, then write them."""
        from opcoord.gui.returns.templates_dialog import TemplatesDialog

        queries = self._workspace.queries
        dialog = TemplatesDialog(queries.phases(), queries.agencies(), self)
        number = self.selected_number()
        if number is not None:
            dialog.choose_phase(number)
        dialog.make_requested.connect(self._write_workbooks)
        dialog.open()

    def _write_workbooks(self, phase: int, agencies: list[str], folder: Path) -> None:
        self._tasks.run(
            "Making return workbooks",
            lambda progress: self._workspace.returns.write_templates(phase, agencies, folder, progress),
            self._tell_written,
        )

    def _tell_written(self, paths: list[Path]) -> None:
        count = f"{len(paths)} return workbook{'' if len(paths) == 1 else 's'}"
        names = "\n".join(path.name for path in paths)
        where = f" in {paths[0].parent}" if paths else ""
        show_message(self, f"{count} made{where}.", f"{names}\n\nSend each force its own from your mail.")

    def _edit(self, draft: PhaseDraft, original: int | None) -> None:
        from opcoord.gui.planning.phase_dialog import PhaseDialog

        queries = self._workspace.queries
        dialog = PhaseDialog(draft, queries.agencies(), queries.measures(), original is None, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.save_requested.connect(lambda changed: self._save(dialog, changed, original))
        dialog.open()

    def _save(self, dialog: PhaseDialog, draft: PhaseDraft, original: int | None) -> None:
        """Keep the phase; where that is refused the dialog stays open with what was typed."""
        try:
            self._workspace.plan.save(draft, original)
        except OpcoordError as error:
            show_error(dialog, error)
            return
        dialog.accept()
        self.reload()
        self._select(draft.number)

    def _select(self, number: int | None) -> None:
        numbers = [phase.number for phase in self.model.records]
        if number in numbers:
            self.table.select_row(numbers.index(number))
        self.timeline.select(number)

    def _selection_changed(self) -> None:
        if self._deleted is None:
            self.note_label.clear()
        self.timeline.select(self.selected_number())
        self._update_buttons()

    def _update_buttons(self) -> None:
        refusal = self._workspace.read_only_reason
        number = self.selected_number()
        phase = next((each for each in self.model.records if each.number == number), None)
        none = "" if phase is not None else "Choose a phase in the table first."
        kept = "A phase that has returns stays." if phase is not None and phase.received else ""
        allow(self.new_button, refusal)
        allow(self.empty.button, refusal)
        allow(self.edit_button, refusal or none)
        allow(self.delete_button, refusal or none or kept)
        allow(self.workbooks_button, none)

    def _columns(self) -> tuple[Column[PhaseView], ...]:
        def today() -> dt.date:
            return self._workspace.queries.today()

        return (
            Column("Phase", lambda phase: str(phase.number), number=True, sort_key=lambda p: p.number),
            Column("Theme", lambda phase: phase.theme),
            Column(
                "Dates",
                lambda phase: format_windows(phase.windows, self._agency_names),
                sort_key=lambda phase: phase.starts_on,
            ),
            Column("Lead", lambda phase: self._agency_names.get(phase.lead, phase.lead)),
            Column(
                "Returns due",
                lambda phase: format_date(phase.returns_due),
                sort_key=lambda phase: phase.returns_due,
            ),
            Column(
                "Returns",
                lambda p: f"{len(set(p.expected) & set(p.received))} of {len(p.expected)}",
                number=True,
                sort_key=lambda phase: len(set(phase.expected) & set(phase.received)),
            ),
            Column(
                "State",
                lambda phase: phase.status(today()).capitalize(),
                icon=lambda phase: icon(_STATE_ICONS[phase.status(today())]),
            ),
        )

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.new_phase)
        self.edit_button.clicked.connect(self.edit_phase)
        self.delete_button.clicked.connect(self.delete_phase)
        self.workbooks_button.clicked.connect(self.make_workbooks)
        self.empty.activated.connect(self.new_phase)
        self.table.activated.connect(lambda _index: self.edit_phase())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._selection_changed())
        self.timeline.phase_selected.connect(self._select)
        self.timeline.phase_activated.connect(lambda _number: self.edit_phase())
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.delete_phase)

    def _build(self) -> None:
        heading = QLabel("Plan", self)
        set_text_role(heading, "title")
        card = Card(self)
        card.box.setContentsMargins(RHYTHM, RHYTHM, RHYTHM, RHYTHM)
        self.timeline = Timeline(card)
        card.box.addWidget(self.timeline)
        self.new_button = QPushButton(icon("add"), "&New phase…", self)
        self.edit_button = QPushButton(icon("edit"), "E&dit…", self)
        self.delete_button = QPushButton(icon("delete"), "De&lete", self)
        self.workbooks_button = QPushButton(icon("workbooks"), "&Make return workbooks…", self)
        self.note_label = QLabel(self)
        self.note_label.setTextFormat(Qt.TextFormat.PlainText)
        set_text_role(self.note_label, "muted")
        buttons = QHBoxLayout()
        buttons.setSpacing(RHYTHM)
        for button in (self.new_button, self.edit_button, self.delete_button, self.workbooks_button):
            buttons.addWidget(button)
        buttons.addWidget(self.note_label, 1)
        self.table = WrappingTable("Phases", _TEXT_COLUMNS, self)
        self.table.show_model(self.model)
        self.table.setMinimumHeight(_LEAST_ROWS * self.table.verticalHeader().defaultSectionSize())
        content = QWidget()
        layout = QVBoxLayout(content)
        set_page_margins(layout)
        layout.addWidget(heading)
        layout.addWidget(card)
        layout.addLayout(buttons)
        layout.addWidget(FilterBar(self.table, "Filter phases", self))
        layout.addWidget(self.table, 1)
        self.empty = EmptyState(
            "No phase is planned yet",
            "A phase has a theme, dates, the forces that take part and the measures they report.",
            "Plan the first phase…",
            self,
        )
        self._layers = QStackedLayout(self)
        self._layers.addWidget(scrolling(content, self))
        self._layers.addWidget(self.empty)


#: Theme, dates, lead and due date wrap where the window is narrow.
_TEXT_COLUMNS = (1, 2, 3, 4)
_LEAST_ROWS = 7
_STATE_ICONS = {
    "planned": "plan",
    "live": "next",
    "returns due": "awaited",
    "complete": "received",
}
