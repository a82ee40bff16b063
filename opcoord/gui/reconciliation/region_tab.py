"""The region as published beside the sum of its forces, and claims over several phases."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from opcoord.gui.reconciliation import wording
from opcoord.gui.reconciliation.claims_panel import ClaimsPanel
from opcoord.gui.reconciliation.forces_strip import ForcesStrip
from opcoord.gui.reconciliation.snapshot import Snapshot
from opcoord.gui.reconciliation.step_table import StepTable
from opcoord.gui.returns.state_icons import state_icon
from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.empty_state import EmptyState
from opcoord.gui.widgets.filter_bar import FilterBar
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.queries.reconciliation_views import ReconciledReference, ReconciliationRow, RowKind

_WIDEST = 260


class RegionTab(QWidget):
    """Emits `path_wanted(reference, basis)` for a number, and `entry_wanted` from the empty state."""

    path_wanted = Signal(object, object)
    entry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot = Snapshot()
        self.model = RecordsModel[ReconciliationRow](_COLUMNS, self)
        self.table = StepTable[ReconciliationRow]("Region and forces", self.model, parent=self)
        self.table.widest_column = _WIDEST
        self.filter = FilterBar(self.table, "Filter by measure, phase or what it means", self)
        self.all_check = QCheckBox("&Also where nothing was published for the region", self)
        self.filter.add(self.all_check)
        # Before what it holds: made later, its tabs would come after their own content with the Tab key.
        self.below = QTabWidget(self)
        self.forces = ForcesStrip(self)
        self.claims = ClaimsPanel(self)
        self.empty = EmptyState(
            "Nothing to compare yet",
            "Enter what was published for the region, or accept returns; both are set against each other here.",
            "Enter published figures…",
        )
        self.stack = QStackedWidget(self)
        self._lay_out()
        self.table.stepped.connect(self._show_chosen)
        self.table.opened.connect(self.ask_path)
        self.all_check.toggled.connect(lambda _on: self._show())
        self.forces.path_wanted.connect(self.path_wanted)
        self.empty.activated.connect(self.entry_wanted)

    def show_snapshot(self, snapshot: Snapshot, refusal: str) -> None:
        """Show the rows and claims; `refusal` says why nothing can be entered, or is empty."""
        self._snapshot = snapshot
        allow(self.empty.button, refusal)
        self._show()

    def focus_first(self) -> None:
        """The table."""
        (self.empty.button if self.stack.currentWidget() is self.empty else self.table).setFocus()

    def choose(self, wanted: ReconciledReference) -> None:
        """Choose the row of a phase and a measure, if it is there."""
        self.filter.edit.clear()
        self.all_check.setChecked(True)
        same = (
            each
            for each in self.model.records
            if (each.phase, each.measure) == (wanted.phase, wanted.measure)
        )
        self.table.choose(next(same, None))
        self._show_chosen()
        self.table.setFocus()

    def ask_path(self) -> None:
        """Where the number that has the keyboard comes from: the sum of the row, or one force's figure."""
        self.below.setCurrentIndex(0)
        self.forces.ask_path(whole=not self.forces.table.hasFocus())

    def _show(self) -> None:
        found = self._snapshot.reconciliation
        chosen, place = self.table.current(), self.table.currentIndex().row()
        rows = [
            each for each in found.rows if self.all_check.isChecked() or each.kind is not RowKind.NO_REGION
        ]
        self.model.set_records(rows)
        same = next(
            (
                each
                for each in rows
                if chosen is not None and (each.phase, each.measure) == (chosen.phase, chosen.measure)
            ),
            None,
        )
        self.table.choose(same, place)
        self._show_chosen()
        self.claims.show_claims(found.claims, self._snapshot.names)
        self.below.setTabText(1, f"C&laims over several phases ({len(found.claims)})")
        self.stack.setCurrentIndex(0 if found.rows or found.claims else 1)

    def _show_chosen(self) -> None:
        self.forces.show_row(self.table.current(), self._snapshot.names)

    def _lay_out(self) -> None:
        above = QWidget(self)
        column = QVBoxLayout(above)
        column.setContentsMargins(0, RHYTHM, 0, 0)
        column.setSpacing(RHYTHM)
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)
        self.below.setAccessibleName("Forces and claims")
        self.below.setDocumentMode(True)
        self.below.addTab(self.forces, "F&orces in this sum")
        self.below.addTab(self.claims, "C&laims over several phases")
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(above)
        split.addWidget(self.below)
        split.setChildrenCollapsible(False)
        split.setSizes([320, 250])
        split.setStretchFactor(0, 1)
        self.stack.addWidget(split)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)


def _meaning(row: ReconciliationRow) -> str:
    words = wording.ROW_WORDS[row.kind]
    if row.implied is not None:
        return f"{words}: {row.implied.text(row.unit)} implied, not a return"
    return words


_COLUMNS = (
    Column[ReconciliationRow](
        "Phase", lambda row: str(row.phase), number=True, sort_key=lambda row: row.phase
    ),
    Column[ReconciliationRow]("Measure", lambda row: row.label),
    Column[ReconciliationRow](
        "Region as published",
        wording.region_text,
        number=True,
        sort_key=lambda row: None if row.last is None else row.last.value.stored,
        tool_tip=lambda row: "First published → last revised" if "→" in wording.region_text(row) else "",
    ),
    Column[ReconciliationRow](
        "Sum of forces",
        wording.sum_text,
        number=True,
        sort_key=lambda row: None if row.sum is None else row.sum.stored,
    ),
    Column[ReconciliationRow]("Forces", wording.completeness_text, sort_key=lambda row: -len(row.missing)),
    Column[ReconciliationRow](
        "Difference", wording.difference_text, number=True, sort_key=lambda row: row.difference
    ),
    Column[ReconciliationRow](
        "What it means",
        _meaning,
        icon=lambda row: state_icon(wording.row_sign(row)),
        tool_tip=lambda row: row.sentence,
    ),
)
