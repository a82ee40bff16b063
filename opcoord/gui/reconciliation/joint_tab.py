"""What two agencies may both have reported: their claims, their figures, and the rule that counts it once."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from opcoord.gui.icons import icon
from opcoord.gui.reconciliation.joint_form import JointForm
from opcoord.gui.reconciliation.snapshot import Snapshot
from opcoord.gui.reconciliation.step_table import StepTable
from opcoord.gui.returns.state_icons import state_icon
from opcoord.gui.theme import RHYTHM, set_text_role
from opcoord.gui.widgets.card import Card
from opcoord.gui.widgets.empty_state import EmptyState
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.model.units import format_amount
from opcoord.queries.views import OverlapView

_INTRO = "Each agency’s own figure stays as returned; only the total counts the joint result once."


class JointTab(QWidget):
    """Emits `recorded(JointWish)`, `taken_back(adjustment id)` and `new_wanted`."""

    recorded = Signal(object)
    taken_back = Signal(int)
    new_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Mapping[str, str] = {}
        self._snapshot = Snapshot()
        self._refusal = ""
        self.model = RecordsModel[OverlapView](self._columns(), self)
        self.table = StepTable[OverlapView]("Joint results", self.model, parent=self)
        self.form = JointForm(self)
        self.new_button = QPushButton(icon("add"), "Record &one without a claim…", self)
        self.empty = EmptyState(
            "No joint results",
            "A return workbook asks of each figure how many are joint and with whom. Where one names another, "
            "the overlap is proposed here, to be counted once.",
            "Record one without a claim…",
        )
        self.stack = QStackedWidget(self)
        self._lay_out()
        self.table.stepped.connect(self._show_chosen)
        self.table.opened.connect(lambda: self.form.rule_combo.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.form.recorded.connect(self.recorded)
        self.form.taken_back.connect(self.taken_back)
        self.new_button.clicked.connect(self.new_wanted)
        self.empty.activated.connect(self.new_wanted)

    def show_snapshot(self, snapshot: Snapshot, refusal: str) -> None:
        """Show the overlaps; `refusal` says why nothing can be changed, or is empty."""
        self._snapshot, self._refusal, self._names = snapshot, refusal, snapshot.names
        chosen, place = self.table.current(), self.table.currentIndex().row()
        self.model.set_records(snapshot.overlaps)
        same = next((e for e in snapshot.overlaps if chosen is not None and _same(e, chosen)), None)
        self.table.choose(same, place)
        self._show_chosen()
        self.stack.setCurrentIndex(0 if snapshot.overlaps else 1)
        for button in (self.new_button, self.empty.button):
            allow(
                button,
                refusal or ("" if snapshot.phases else "A joint result belongs to a phase; plan one first."),
            )

    def focus_first(self) -> None:
        """The list."""
        (self.empty.button if self.stack.currentWidget() is self.empty else self.table).setFocus()

    def _show_chosen(self) -> None:
        overlap = self.table.current()
        phase = overlap.phase if overlap is not None else None
        lead = next((each.lead for each in self._snapshot.phases if each.number == phase), "")
        self.form.show_overlap(overlap, self._names, self._snapshot.labels, lead, self._refusal)

    def _columns(self) -> tuple[Column[OverlapView], ...]:
        def name(code: str) -> str:
            return self._names.get(code, code)

        return (
            Column("Phase", lambda each: str(each.phase), number=True, sort_key=lambda each: each.phase),
            Column("Measure", lambda each: self._snapshot.labels.get(each.measure, each.label)),
            Column("Agencies", lambda each: f"{name(each.agency)} and {name(each.other)}"),
            Column("Claimed joint", _claims, number=True),
            Column(
                "Taken off",
                lambda each: format_amount(each.adjustment.amount, each.unit) if each.adjustment else "",
                number=True,
                sort_key=lambda each: each.adjustment.amount if each.adjustment else None,
            ),
            Column(
                "Rule",
                lambda each: each.adjustment.rule if each.adjustment else "not decided: counted twice",
                icon=lambda each: state_icon("accepted" if each.adjustment else "warning"),
            ),
            Column("Reason", lambda each: each.adjustment.reason if each.adjustment else ""),
        )

    def _lay_out(self) -> None:
        intro = QLabel(_INTRO, self)
        set_text_role(intro, "muted")
        head = QHBoxLayout()
        head.setSpacing(RHYTHM)
        head.addWidget(intro, 1)
        head.addWidget(self.new_button)
        above = QWidget(self)
        column = QVBoxLayout(above)
        column.setContentsMargins(0, RHYTHM, 0, 0)
        column.setSpacing(RHYTHM)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        card = Card(self)
        card.box.addWidget(self.form)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(above)
        split.addWidget(card)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 1)
        self.stack.addWidget(split)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)


def _same(one: OverlapView, other: OverlapView) -> bool:
    return (one.phase, one.measure, {one.agency, one.other}) == (
        other.phase,
        other.measure,
        {other.agency, other.other},
    )


def _claims(each: OverlapView) -> str:
    said = [
        format_amount(claim, each.unit) for claim in (each.claim, each.counter_claim) if claim is not None
    ]
    return " and ".join(said) or "by neither"
