"""The operation's own data: details, agencies, measures with their rules, and what totals are judged by."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.messages import show_error
from opcoord.gui.page import Page
from opcoord.gui.reference.add_dialog import AddDialog
from opcoord.gui.reference.editable_model import Choices, EditableModel
from opcoord.gui.reference.exceptions_tab import ExceptionsTab
from opcoord.gui.reference.expected_tab import ExpectedTab
from opcoord.gui.reference.operation_form import OperationForm
from opcoord.gui.reference.panel_tab import PanelTab
from opcoord.gui.reference.reference_columns import KINDS, UNITS, agency_columns, measure_columns
from opcoord.gui.reference.reference_table import ReferenceTable
from opcoord.gui.reference.rules_dialog import RulesDialog
from opcoord.gui.reference.targets_tab import TargetsTab
from opcoord.gui.results.wording import parents_first
from opcoord.gui.theme import set_page_margins, set_text_role
from opcoord.gui.widgets.scrolling import LeastRoom
from opcoord.queries.views import AgencyView, MeasureView

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

_AGENCIES = "The forces that send returns and the partners that take part are listed here."
_MEASURES = (
    "What the forces count, such as arrests or cash seized, is listed here with the rule for counting it."
)


class ReferencePage(Page):
    """Seven tabs; every edit is saved at once.

    `show_item` takes ("agency", "measure" or "target", code), ("exception" or "expected", its id) or ("panel", None).
    """

    key = "reference"
    title = "Reference"
    icon_name = "reference"
    tables = frozenset(
        {
            "operation", "agency", "agency_alias", "measure", "measure_alias", "measure_rule", "phase", "phase_window",
            "target", "baseline", "expected_period", "expected_return", "check_exception", "panel_measure",
        }
    )  # fmt: skip

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.operation_form = OperationForm(workspace, self)
        self.agency_model = EditableModel[AgencyView](agency_columns(workspace.reference), self)
        self.measure_model = EditableModel[MeasureView](
            measure_columns(workspace.reference, workspace.rules, lambda: self.measure_model.records), self
        )
        self.agency_table = ReferenceTable(self.agency_model, "Agencies", "agency", _AGENCIES, self)
        self.measure_table = ReferenceTable(self.measure_model, "Measures", "measure", _MEASURES, self)
        self.rules_button = self.measure_table.offer("Co&unting rules…")
        self.targets_tab = TargetsTab(workspace, self)
        self.expected_tab = ExpectedTab(workspace, self)
        self.exceptions_tab = ExceptionsTab(workspace, self)
        self.panel_tab = PanelTab(workspace, self)
        self._build()
        self._connect()

    def reload(self) -> None:
        """Show what is kept now; a cell that is being edited stays open."""
        queries = self._workspace.queries
        self.operation_form.reload()
        for table, records in (
            (self.agency_table, queries.agencies()),
            (self.measure_table, [measure for _, measure in parents_first(queries.measures())]),
        ):
            table.model.read_only = self._workspace.read_only
            table.refusal = self._workspace.read_only_reason
            table.model.set_records(records)
            table.update_buttons()
        for tab in (self.targets_tab, self.expected_tab, self.exceptions_tab, self.panel_tab):
            tab.reload()
        for dialog in self.findChildren(RulesDialog):
            dialog.reload()

    def focus_first(self) -> None:
        """The tabs."""
        self.tabs.tabBar().setFocus()

    def show_item(self, item: object) -> None:
        """Bring an agency, a measure or one of its targets, an exception or the panel table into view."""
        if not (isinstance(item, tuple) and len(item) == 2):
            return
        if item[0] == "target":
            self.tabs.setCurrentWidget(self.targets_tab)
            self.targets_tab.show_code(str(item[1]))
        elif item[0] == "exception":
            self.tabs.setCurrentWidget(self.exceptions_tab)
            self.exceptions_tab.show_exception(int(item[1]))
        elif item[0] == "expected":
            self.tabs.setCurrentWidget(self.expected_tab)
            self.expected_tab.show_period(int(item[1]))
        elif item[0] == "panel":
            self.tabs.setCurrentWidget(self.panel_tab)
        else:
            self._show_coded(item)

    def _show_coded(self, item: tuple[object, object]) -> None:
        table = {"agency": self.agency_table, "measure": self.measure_table}.get(str(item[0]))
        if table is None:
            return
        self.tabs.setCurrentWidget(table)
        codes = [record.code for record in table.model.records]
        if item[1] in codes:
            table.table.select_row(codes.index(item[1]))
            table.table.setFocus()

    def _build(self) -> None:
        heading = QLabel("Reference", self)
        set_text_role(heading, "title")
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName("Reference")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(LeastRoom(self.operation_form), "&Operation")
        self.tabs.addTab(self.agency_table, "A&gencies")
        self.tabs.addTab(self.measure_table, "Mea&sures")
        self.tabs.addTab(self.targets_tab, "&Targets and baselines")
        self.tabs.addTab(self.expected_tab, "Expecte&d returns")
        self.tabs.addTab(self.exceptions_tab, "E&xceptions")
        self.tabs.addTab(self.panel_tab, "Pane&l table")
        layout = QVBoxLayout(self)
        set_page_margins(layout)
        layout.addWidget(heading)
        layout.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        reference = self._workspace.reference
        for source in (
            self.operation_form, self.agency_model, self.measure_model,
            self.targets_tab, self.expected_tab, self.exceptions_tab, self.panel_tab,
        ):  # fmt: skip
            source.refused.connect(self._show_refusal)
        self.agency_table.add_requested.connect(
            lambda: self._ask("agency", "&Kind", KINDS, self.agency_model, reference.add_agency)
        )
        self.measure_table.add_requested.connect(
            lambda: self._ask("measure", "&Unit", UNITS, self.measure_model, reference.add_measure)
        )
        self.rules_button.clicked.connect(self._show_rules)
        self.agency_table.remove_requested.connect(
            lambda record: self._try(lambda: reference.remove_agency(record.code))
        )
        self.measure_table.remove_requested.connect(
            lambda record: self._try(lambda: reference.remove_measure(record.code))
        )

    def _show_rules(self) -> None:
        row = self.measure_table.table.current_row()
        if row is not None:
            dialog = RulesDialog(self._workspace, self.measure_model.record(row).code, self)
            dialog.refused.connect(self._show_refusal)
            dialog.open()

    def _ask(
        self,
        thing: str,
        kind_label: str,
        kinds: Choices,
        model: EditableModel[Any],
        add: Callable[[str, str, str], object],
    ) -> None:
        taken = [record.code for record in model.records]
        dialog = AddDialog(thing, kind_label, kinds, taken, self)
        dialog.chosen.connect(lambda code, name, kind: self._add(thing, lambda: add(code, name, kind), code))
        dialog.open()

    def _add(self, thing: str, add: Callable[[], object], code: str) -> None:
        if self._try(add):
            self.reload()
            self.show_item((thing, code))

    def _try(self, action: Callable[[], object]) -> bool:
        try:
            action()
        except OpcoordError as error:
            self._show_refusal(error)
            return False
        return True

    def _show_refusal(self, error: OpcoordError) -> None:
        show_error(self, error)
