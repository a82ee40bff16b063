"""The section of the overview that says which way the headline measures went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from opcoord.gui.icons import icon
from opcoord.gui.overview.card_grid import CardGrid
from opcoord.gui.overview.direction_card import DirectionCard, plain
from opcoord.gui.overview.directions import MOST_CARDS, card_text, travelled
from opcoord.gui.theme import RHYTHM
from opcoord.queries.standards import BaselineView
from opcoord.queries.views import MeasureResults


class DirectionSection(QWidget):
    """Hidden while no headline measure has an answer. `results_wanted` carries a measure's code, or nothing."""

    results_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = plain(self, "heading")
        self.note = plain(self, "muted")
        self.all_button = QPushButton(icon("results"), "All measures in Results", self)
        self.all_button.clicked.connect(lambda: self.results_wanted.emit(""))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.heading)
        words.addWidget(self.note)
        head = QHBoxLayout()
        head.setSpacing(RHYTHM)
        head.addLayout(words, 1)
        head.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.cards = [DirectionCard(self) for _ in range(MOST_CARDS)]
        for card in self.cards:
            card.chosen.connect(self.results_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM)
        column.addLayout(head)
        column.addWidget(CardGrid(self.cards, self))

    def show_directions(
        self,
        results: Sequence[MeasureResults],
        baselines: Mapping[str, BaselineView],
        phase: int,
        names: Mapping[str, str],
    ) -> None:
        """Show how the headline measures moved up to `phase`, or to the last phase before it with answers."""
        latest, moved = travelled(results, baselines, phase)
        self.setVisible(bool(moved))
        if latest is None:
            return
        self.heading.setText(f"Direction of travel, phase {latest}")
        hidden = len(moved) - MOST_CARDS
        notes = [f"Phase {phase} has no such figures yet."] if latest != phase else []
        if hidden > 0:
            notes.append(f"{hidden} more {'measure is' if hidden == 1 else 'measures are'} in Results.")
        self.note.setText(" ".join(notes))
        self.note.setVisible(bool(notes))
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(moved))
            if place < len(moved):
                card.show_direction(card_text(moved[place], names))
