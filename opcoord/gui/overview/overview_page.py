"""The first page: which phase is on, what is due, who is missing, what it adds up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from opcoord.gui.icons import icon
from opcoord.gui.messages import show_error
from opcoord.gui.overview.card_grid import CardGrid
from opcoord.gui.overview.current_phase import (
    NextStep,
    current_phase,
    due_sentence,
    missing_agencies,
    next_steps,
    received_sentence,
)
from opcoord.gui.overview.direction_section import DirectionSection
from opcoord.gui.overview.due_notes import DueNotes
from opcoord.gui.overview.phase_strip import PhaseStrip
from opcoord.gui.overview.total_card import TotalCard
from opcoord.gui.overview.totals import CARDS, running_totals
from opcoord.gui.page import Page
from opcoord.gui.reader import FEW_FIGURES, Reader
from opcoord.gui.theme import RHYTHM, WIDE, set_page_margins, set_text_role
from opcoord.gui.widgets.card import Card
from opcoord.gui.widgets.empty_state import EmptyState
from opcoord.gui.widgets.icon_label import IconLabel
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.scrolling import scrolling
from opcoord.model.dates import format_date, format_windows
from opcoord.queries.lineage import NumberReference
from opcoord.queries.standards import BaselineView
from opcoord.queries.views import MeasureResults, PhaseView

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace


class OverviewPage(Page):
    """Answers "where are we?"; its buttons lead to the pages where things are done.

    The totals of ten years take a moment: they are read in the background, and follow what is known at once.
    """

    key = "overview"
    title = "Overview"
    icon_name = "overview"
    tables = frozenset(
        {
            "operation", "agency", "measure", "measure_rule", "phase", "phase_window", "expected_return",
            "collected_measure", "return", "figure", "adjustment", "baseline", "note",
        }
    )  # fmt: skip

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._reader = Reader(self)
        self._reader.failed.connect(lambda error: show_error(self, error))
        self._build()

    @property
    def at_rest(self) -> bool:
        """Whether the totals are those that the file holds."""
        return not self._reader.busy

    def event(self, event: QEvent) -> bool:
        """Before the page goes away its worker ends."""
        if event.type() == QEvent.Type.DeferredDelete:
            self._reader.close()
        return super().event(event)

    def reload(self) -> None:
        """Show the current phase and the running totals."""
        queries = self._workspace.queries
        phases, today = queries.phases(), queries.today()
        phase = current_phase(phases, today)
        self._layers.setCurrentIndex(1 if phase is None else 0)
        if phase is None:
            return
        names = {agency.code: agency.name for agency in queries.agencies()}
        self.operation_label.setText(queries.operation().name)
        theme = f": {phase.theme}" if phase.theme else ""
        self.phase_label.setText(f"Phase {phase.number}{theme}")
        lead = f"Led by {names.get(phase.lead, phase.lead)}. " if phase.lead else ""
        self.facts_label.setText(lead + due_sentence(phase, today))
        self._show_strip(phase)
        self._show_missing(phase, names)
        self.due_notes.show_notes(queries.notes(), today)
        self._show_steps(next_steps(phases, phase, today))
        self._order_tabs()
        figures = sum(len(each.received) for each in phases) * len(queries.measures())
        self._reader.read(
            "Add up",
            lambda: (queries.results(), queries.baselines()),
            lambda found: self._show_results(*found, phase.number, names),
            at_once=figures <= FEW_FIGURES,
        )

    def focus_first(self) -> None:
        """The first of the next steps that can be taken, or the button of the empty page."""
        if self._layers.currentWidget() is self.empty:
            self.empty.button.setFocus()
            return
        buttons = [each for each in self.steps_holder.findChildren(QPushButton) if each.isEnabled()]
        (buttons[0] if buttons else self).setFocus()

    def _show_strip(self, phase: PhaseView) -> None:
        dates = format_windows([window for window in phase.windows if not window.agency])
        self.strip.show_status(
            phase.status(self._workspace.queries.today()),
            (
                f"{len(phase.measures)} measures, {len(phase.expected)} forces",
                dates or "No dates yet",
                format_date(phase.returns_due) or "No due date",
                received_sentence(phase),
            ),
        )

    def _show_missing(self, phase: PhaseView, names: dict[str, str]) -> None:
        self.received_label.setText(received_sentence(phase))
        missing = [names.get(code, code) for code in missing_agencies(phase)]
        late = phase.returns_due is not None and phase.returns_due < self._workspace.queries.today()
        self.missing_icon.set_icon("received" if not missing else "missing" if late else "awaited")
        if missing:
            text = f"{'Missing' if late else 'Awaited'}: {', '.join(missing)}"
        else:
            text = "All expected returns are in." if phase.expected else "Choose the forces in the plan."
        self.missing_label.setText(text)

    def _show_steps(self, steps: list[NextStep]) -> None:
        while (item := self._steps_layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._steps.clear()
        for place, step in enumerate(steps):
            button = QPushButton(icon(step.icon_name), step.text, self.steps_holder)
            button.setDefault(place == 0)
            allow(button, self._workspace.read_only_reason if step.changes else "")
            button.clicked.connect(
                lambda _checked=False, step=step: self.page_requested.emit(step.page, step.item)
            )
            self._steps_layout.addWidget(button)
            self._steps.append(button)
        self._steps_layout.addStretch(1)

    def _order_tabs(self) -> None:
        """Buttons that were made anew come last with the Tab key; here they are read first."""
        buttons = self.findChildren(QAbstractButton)
        holders = (self.due_notes, self.steps_holder)
        below = [each for each in buttons if not any(holder.isAncestorOf(each) for holder in holders)]
        for before, after in pairwise([*self.due_notes.buttons, *self._steps, *below]):
            self.setTabOrder(before, after)

    def _show_results(
        self,
        results: Sequence[MeasureResults],
        baselines: Mapping[str, BaselineView],
        phase: int,
        names: dict[str, str],
    ) -> None:
        totals = running_totals(results)
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(totals))
            if place < len(totals):
                card.show_total(totals[place])
        self.totals_label.setText("Running totals" if totals else "No figures are in yet.")
        self.totals_label.show()
        self._grid.show()
        self.directions.show_directions(results, baselines, phase, names)

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        set_page_margins(column)
        self.operation_label = _plain(content, "muted")
        self.phase_label = _plain(content, "title")
        self.facts_label = _plain(content)
        head = QVBoxLayout()
        head.setSpacing(RHYTHM // 2)
        for label in (self.operation_label, self.phase_label, self.facts_label):
            head.addWidget(label)
        column.addLayout(head)
        column.addWidget(self._phase_card(content))
        self.totals_label = _plain(content, "heading")
        column.addWidget(self.totals_label)
        self.cards = [TotalCard(content) for _ in range(CARDS)]
        for card in self.cards:
            card.chosen.connect(lambda code: self.page_requested.emit("results", code))
            card.path_wanted.connect(self._show_path)
        self._grid = CardGrid(self.cards, content)
        column.addWidget(self._grid)
        self.directions = DirectionSection(content)
        self.directions.results_wanted.connect(lambda code: self.page_requested.emit("results", code or None))
        column.addWidget(self.directions)
        column.addStretch(1)
        # Until they are added up there is nothing to say of totals.
        for widget in (self.totals_label, self._grid, self.directions):
            widget.hide()
        self.empty = EmptyState(
            "No phase is planned yet",
            "A phase has a theme, dates, the forces that take part and the measures they report.",
            "Plan the first phase…",
            self,
        )
        allow(self.empty.button, self._workspace.read_only_reason)
        self.empty.activated.connect(lambda: self.page_requested.emit("plan", "new"))
        self._layers = QStackedLayout(self)
        self._layers.addWidget(scrolling(content, self))
        self._layers.addWidget(self.empty)

    def _show_path(self, reference: NumberReference) -> None:
        from opcoord.gui.lineage.lineage_dialog import show_lineage

        show_lineage(self, self._workspace, reference)

    def _phase_card(self, parent: QWidget) -> Card:
        card = Card(parent)
        card.box.setSpacing(WIDE)
        self.strip = PhaseStrip(card)
        self.received_label = _plain(card, "heading")
        self.missing_icon = IconLabel(20, card)
        self.missing_label = _plain(card)
        missing = QHBoxLayout()
        missing.setSpacing(RHYTHM)
        missing.addWidget(self.missing_icon, 0, Qt.AlignmentFlag.AlignTop)
        missing.addWidget(self.missing_label, 1)
        self.steps_holder = QWidget(card)
        self._steps: list[QPushButton] = []
        self._steps_layout = QHBoxLayout(self.steps_holder)
        self._steps_layout.setContentsMargins(0, 0, 0, 0)
        self._steps_layout.setSpacing(RHYTHM)
        card.box.addWidget(self.strip)
        card.box.addWidget(self.received_label)
        card.box.addLayout(missing)
        self.due_notes = DueNotes(card)
        self.due_notes.chosen.connect(lambda item: self.page_requested.emit("returns", item))
        card.box.addWidget(self.due_notes)
        card.box.addWidget(self.steps_holder)
        return card


def _plain(parent: QWidget, role: str = "") -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    set_text_role(label, role)
    return label
