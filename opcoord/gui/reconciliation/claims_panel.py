"""Claims over several phases ("since March, 1,514 disruptions") beside what was first published of each phase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from opcoord.gui.reconciliation import wording
from opcoord.gui.reconciliation.step_table import StepTable
from opcoord.gui.returns.state_icons import state_icon
from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.queries.reconciliation_views import PeriodClaim


class ClaimsPanel(QWidget):
    """The claims, and the sentence of the chosen one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Mapping[str, str] = {}
        self.model = RecordsModel[PeriodClaim](self._columns(), self)
        self.table = StepTable[PeriodClaim]("Claims over several phases", self.model, parent=self)
        self.sentence_label = QLabel(self)
        self.sentence_label.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence_label.setWordWrap(True)
        self.sentence_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table.stepped.connect(self._show_sentence)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, RHYTHM, 0, 0)
        layout.setSpacing(RHYTHM)
        layout.addWidget(self.sentence_label)
        layout.addWidget(self.table, 1)

    def show_claims(self, claims: Sequence[PeriodClaim], names: Mapping[str, str]) -> None:
        """Show these claims; the chosen one stays chosen."""
        self._names = names
        chosen, place = self.table.current(), self.table.currentIndex().row()
        self.model.set_records(claims)
        same = next((each for each in claims if chosen is not None and each.claim == chosen.claim), None)
        self.table.choose(same, place)
        self._show_sentence()

    def _show_sentence(self) -> None:
        claim = self.table.current()
        nothing = "Nobody published a figure over several phases."
        self.sentence_label.setText(claim.sentence if claim is not None else nothing)

    def _columns(self) -> tuple[Column[PeriodClaim], ...]:
        return (
            Column(
                "Phases",
                lambda each: wording.span_text(each.claim.first_phase, each.claim.last_phase),
                sort_key=lambda each: (each.claim.first_phase or 0, each.claim.last_phase or 0),
            ),
            Column("Who", lambda each: wording.who(each.claim, self._names)),
            Column("Label as printed", lambda each: each.claim.label),
            Column(
                "Claim", lambda each: each.claim.text, number=True, sort_key=lambda e: e.claim.value.stored
            ),
            Column(
                "Sum of the phases",
                lambda each: each.sum.text(each.claim.unit) if each.sum is not None else "",
                number=True,
                sort_key=lambda each: None if each.sum is None else each.sum.stored,
            ),
            Column(
                "Sum minus claim",
                lambda each: each.difference_text,
                number=True,
                sort_key=lambda each: each.difference,
            ),
            Column(
                "What it means",
                lambda each: wording.CLAIM_WORDS[each.kind],
                icon=lambda each: state_icon(wording.claim_sign(each.kind)),
                tool_tip=lambda each: each.sentence,
            ),
        )
