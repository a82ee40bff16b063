"""Cards side by side, all of one width; in fewer columns where the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from opcoord.gui.theme import WIDE

#: A card narrower than so many average letters breaks its sentences at every other word.
_LEAST_LETTERS = 24


class CardGrid(QWidget):
    """Takes four columns, two or one, so that nothing scrolls sideways."""

    def __init__(self, cards: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = tuple(cards)
        self.columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(WIDE)
        self._arrange(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use as many columns as have room."""
        super().resizeEvent(event)
        least = self.fontMetrics().averageCharWidth() * _LEAST_LETTERS + 2 * WIDE
        room = (self.width() + WIDE) // (least + WIDE)
        self._arrange(4 if room >= 4 else 2 if room >= 2 else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self.columns:
            return
        self.columns = columns
        for place, card in enumerate(self._cards):
            # Where the first row is not full, its cards still are as wide as those of other grids.
            policy = card.sizePolicy()
            policy.setRetainSizeWhenHidden(place < columns)
            card.setSizePolicy(policy)
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(len(self._cards)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
