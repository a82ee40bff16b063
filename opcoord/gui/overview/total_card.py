"""One running total: label, figure, line, change and completeness; leads to the measure's results."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from opcoord.gui.icons import icon
from opcoord.gui.lineage.keys import PATH_KEY
from opcoord.gui.overview.sparkline import Sparkline
from opcoord.gui.overview.totals import RunningTotal
from opcoord.gui.theme import RHYTHM, set_text_role
from opcoord.gui.widgets.card import Card
from opcoord.gui.widgets.icon_label import IconLabel
from opcoord.queries.lineage import NumberReference


class TotalCard(Card):
    """Emits `chosen` with the measure's code, and `path_wanted` with the reference of the total."""

    chosen = Signal(str)
    path_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measure = ""
        self._reference: NumberReference | None = None
        self.label = _plain(self, "heading")
        self.total = _plain(self, "figure")
        self.since = _plain(self, "muted")
        self.line = Sparkline(self)
        self.arrow = IconLabel(14, self)
        self.change = _plain(self)
        self.completeness = _plain(self, "muted")
        self.button = QToolButton(self)
        self.button.setIcon(icon("next"))
        self.button.setAutoRaise(True)
        self.button.clicked.connect(lambda: self.chosen.emit(self._measure))
        head = QHBoxLayout()
        self.path_button = QToolButton(self)
        self.path_button.setIcon(icon("search"))
        self.path_button.setAutoRaise(True)
        self.path_button.clicked.connect(self._want_path)
        key = QShortcut(QKeySequence(PATH_KEY), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self._want_path)
        head.addWidget(self.label, 1)
        for button in (self.path_button, self.button):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        change = QHBoxLayout()
        change.setSpacing(RHYTHM // 2)
        change.addWidget(self.arrow, 0, Qt.AlignmentFlag.AlignTop)
        change.addWidget(self.change, 1)
        self.box.setSpacing(RHYTHM // 2)
        self.box.addLayout(head)
        self.box.addWidget(self.total)
        self.box.addWidget(self.since)
        self.box.addWidget(self.line)
        self.box.addLayout(change)
        self.box.addWidget(self.completeness)
        self.box.addStretch(1)

    def show_total(self, total: RunningTotal) -> None:
        """Show this measure."""
        self._measure = total.measure
        self.label.setText(total.label)
        self.total.setText(total.total)
        self.since.setText(total.since + (" (provisional)" if total.provisional else ""))
        self.line.set_values(total.line, total.parted)
        self.change.setText(total.change)
        self.completeness.setText(total.completeness)
        self.arrow.set_icon(total.direction)
        self.arrow.setVisible(bool(total.direction))
        self.setAccessibleName(total.label)
        self.setAccessibleDescription(total.sentence)
        self.button.setAccessibleName(f"Results for {total.label}")
        self.button.setToolTip(f"Results for {total.label}")
        self._reference = NumberReference(total.measure, total.last_phase, first_phase=total.first_phase)
        self.path_button.setAccessibleName(f"Where {total.total} {total.label.lower()} comes from")
        self.path_button.setToolTip(f"Where this total comes from ({PATH_KEY})")

    def _want_path(self) -> None:
        if self._reference is not None:
            self.path_wanted.emit(self._reference)


def _plain(parent: QWidget, role: str = "") -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    set_text_role(label, role)
    return label
