"""Figures that do not go together: the list, the sources of the chosen one side by side, and the verdict."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from opcoord.gui.reconciliation.snapshot import Snapshot
from opcoord.gui.reconciliation.sources_table import SourcesTable
from opcoord.gui.reconciliation.step_table import StepTable
from opcoord.gui.reconciliation.verdict_form import VerdictForm
from opcoord.gui.reconciliation.wording import GRAVE, KIND_WORDS, phases_text
from opcoord.gui.returns.state_icons import state_icon
from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.card import Card
from opcoord.gui.widgets.empty_state import EmptyState
from opcoord.gui.widgets.filter_bar import FilterBar
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.queries.reconciliation_views import Disagreement

_TITLE_COLUMN = 1


class DisagreementsTab(QWidget):
    """Emits `recorded(key, verdict, reason)`, `withdrawn(key)` and `entry_wanted` from the empty state."""

    recorded = Signal(str, str, str)
    withdrawn = Signal(str)
    entry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot = Snapshot()
        self._refusal = ""
        self.model = RecordsModel[Disagreement](_COLUMNS, self)
        self.table = StepTable[Disagreement]("Disagreements", self.model, _TITLE_COLUMN, self)
        self.filter = FilterBar(self.table, "Filter disagreements", self)
        self.undecided_check = QCheckBox("Undec&ided only", self)
        self.filter.add(self.undecided_check)
        self.sentence_label = QLabel(self)
        self.sentence_label.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence_label.setWordWrap(True)
        self.sentence_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sources = SourcesTable("Sources side by side", self)
        self.verdict_form = VerdictForm(self)
        self.empty = EmptyState("Nothing disagrees", "")
        self.stack = QStackedWidget(self)
        self._lay_out()
        self.table.stepped.connect(self._show_chosen)
        self.table.opened.connect(self._to_verdict)
        self.undecided_check.toggled.connect(lambda _on: self._show())
        self.verdict_form.recorded.connect(self._pass_verdict)
        self.verdict_form.withdrawn.connect(self.withdrawn)
        self.empty.activated.connect(self.entry_wanted)

    def show_snapshot(self, snapshot: Snapshot, refusal: str) -> None:
        """Show what disagrees; `refusal` says why nothing can be changed, or is empty."""
        self._snapshot, self._refusal = snapshot, refusal
        self._show()

    def focus_first(self) -> None:
        """The list."""
        (self.empty.button if self.stack.currentWidget() is self.empty else self.table).setFocus()

    def _show(self) -> None:
        chosen, place = self.table.current(), self.table.currentIndex().row()
        found = self._snapshot.reconciliation
        shown = found.undecided if self.undecided_check.isChecked() else found.disagreements
        self.model.set_records(shown)
        same = next((each for each in shown if chosen is not None and each.key == chosen.key), None)
        self.table.choose(same, place)
        self._show_chosen()
        self.stack.setCurrentIndex(0 if shown or found.disagreements else 1)
        if self._snapshot.announcements:
            self.empty.say("Nothing disagrees", "The published figures and the returns go together.")
        else:
            self.empty.say(
                "Nothing to compare yet",
                "Figures that someone published are compared here with each other and with the returns.",
                "Enter published figures…",
            )
        allow(self.empty.button, self._refusal)

    def _show_chosen(self) -> None:
        each = self.table.current()
        self.sentence_label.setText(each.sentence if each is not None else "All are decided.")
        self.sources.show_sources(each.sources if each is not None else (), self._snapshot.names)
        self.verdict_form.show_disagreement(each, self._refusal)

    def _to_verdict(self) -> None:
        if self.table.current() is not None:
            self.verdict_form.verdict_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _pass_verdict(self, key: str, verdict: str, reason: str) -> None:
        self.recorded.emit(key, verdict, reason)
        # The next one is a J away.
        self.table.setFocus()

    def _lay_out(self) -> None:
        above = QWidget(self)
        column = QVBoxLayout(above)
        column.setContentsMargins(0, RHYTHM, 0, 0)
        column.setSpacing(RHYTHM)
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)
        card = Card(self)
        card.box.addWidget(self.sentence_label)
        card.box.addWidget(self.sources, 1)
        card.box.addWidget(self.verdict_form)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(above)
        split.addWidget(card)
        split.setChildrenCollapsible(False)
        split.setSizes([240, 330])
        split.setStretchFactor(0, 1)
        self.stack.addWidget(split)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)


_COLUMNS = (
    Column[Disagreement](
        "Kind",
        lambda each: KIND_WORDS[each.kind],
        icon=lambda each: state_icon("warning" if each.kind in GRAVE else "notice"),
    ),
    Column[Disagreement]("What disagrees", lambda each: each.title, tool_tip=lambda each: each.sentence),
    Column[Disagreement](
        "Phases", lambda each: phases_text(each.phases), sort_key=lambda each: tuple(sorted(each.phases))
    ),
    Column[Disagreement](
        "Verdict",
        lambda each: each.verdict or "not decided",
        icon=lambda each: state_icon("accepted" if each.verdict else "awaited"),
        tool_tip=lambda each: f"{each.verdict}\n{each.reason}" if each.verdict else "",
    ),
)
