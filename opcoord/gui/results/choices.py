"""What can be chosen above the chart: view, basis, like for like, per day, and the two phases to compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QGridLayout, QHBoxLayout, QLabel, QWidget

from opcoord.gui.results.look import ChartView, Look
from opcoord.gui.theme import RHYTHM, WIDE
from opcoord.gui.widgets.permission import allow
from opcoord.model.basis import Basis

_VIEWS = {
    ChartView.CUMULATIVE: "Cumulative line",
    ChartView.CUMULATIVE_BY_FORCE: "Cumulative, stacked by force",
    ChartView.BY_PHASE: "By phase, stacked by force",
    ChartView.EACH_FORCE: "By phase, each force apart",
    ChartView.SHARE: "By phase, share by force",
    ChartView.COMPARISON: "One phase against another",
}
_PUBLISHED = "Published totals are the region’s own; they are not made of the forces’ figures."
_NO_DAYS = {
    True: "A running total has no days of its own.",
    False: "A share is the same on every day.",
}


class Choices(QWidget):
    """`changed` when the look is another, `basis_changed` where other figures have to be read for it as well."""

    changed = Signal()
    basis_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_combo = QComboBox(self)
        for view, text in _VIEWS.items():
            self.view_combo.addItem(text, view)
        self.basis_combo = QComboBox(self)
        for basis in Basis:
            self.basis_combo.addItem(basis.value.capitalize(), basis)
        self.on_edit = QDateEdit(QDate.currentDate(), self)
        self.on_edit.setDisplayFormat("d MMMM yyyy")
        self.on_edit.setCalendarPopup(True)
        self.on_edit.setKeyboardTracking(False)
        self.on_edit.setAccessibleName("As issued by the end of this day")
        self.on_edit.setToolTip("As issued by the end of this day")
        self.like_check = QCheckBox("&Like for like", self)
        self.day_check = QCheckBox("Per &day", self)
        self.phase_combo = QComboBox(self)
        self.against_combo = QComboBox(self)
        self._lay_out()
        # First what goes together, then whoever shows it.
        for combo in (self.view_combo, self.basis_combo):
            combo.currentIndexChanged.connect(lambda _index: self._suit())
        self.basis_combo.currentIndexChanged.connect(lambda _index: self.basis_changed.emit())
        self.on_edit.dateChanged.connect(lambda _day: self.basis_changed.emit())
        for combo in (self.view_combo, self.phase_combo, self.against_combo):
            combo.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for check in (self.like_check, self.day_check):
            check.toggled.connect(lambda _on: self.changed.emit())
        self._suit()

    @property
    def look(self) -> Look:
        """What is chosen."""
        return Look(
            ChartView(self.view_combo.currentData()),
            Basis(self.basis_combo.currentData()),
            self.like_check.isChecked() and self.like_check.isEnabled(),
            self.day_check.isChecked() and self.day_check.isEnabled(),
            self.phase_combo.currentData(),
            self.against_combo.currentData(),
            self._on,
        )

    @property
    def _on(self) -> dt.date | None:
        """The day for what was issued; None while that day is today, so that tomorrow's issues count tomorrow."""
        day = self.on_edit.date()
        return None if day == QDate.currentDate() else dt.date(day.year(), day.month(), day.day())

    def offer_phases(self, numbers: Sequence[int], answered: Sequence[int]) -> None:
        """Phases to compare; at first the last that was `answered` against the one before."""
        last = list(answered)[-2:] or list(numbers)[-2:]
        if len(last) == 2:
            last.reverse()
        for combo, proposed in zip((self.phase_combo, self.against_combo), [*last, *last], strict=False):
            kept = combo.currentData()
            blocked = combo.blockSignals(True)
            combo.clear()
            for number in numbers:
                combo.addItem(str(number), number)
            combo.setCurrentIndex(combo.findData(kept if kept in numbers else proposed))
            combo.blockSignals(blocked)

    def _suit(self) -> None:
        """Offer only what goes with the view and the basis, and say why something does not."""
        look = self.look
        allow(self.like_check, "" if not look.basis.published else _PUBLISHED)
        allow(self.day_check, "" if look.view.spreads_over_days else _NO_DAYS[look.view.is_running])
        self.on_edit.setVisible(look.basis is Basis.ISSUED)
        self._phases.setVisible(look.view is ChartView.COMPARISON)

    def _lay_out(self) -> None:
        self._phases = QWidget(self)
        phases = QHBoxLayout(self._phases)
        phases.setContentsMargins(0, 0, 0, 0)
        phases.setSpacing(RHYTHM)
        for text, combo in (("&Phase", self.phase_combo), ("a&gainst", self.against_combo)):
            phases.addWidget(_label(text, combo, self._phases))
            phases.addWidget(combo)
        switches = QHBoxLayout()
        switches.setSpacing(WIDE)
        for widget in (self.like_check, self.day_check, self._phases):
            switches.addWidget(widget)
        switches.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(RHYTHM)
        grid.addWidget(_label("Vie&w as", self.view_combo, self), 0, 0)
        grid.addWidget(self.view_combo, 0, 1)
        grid.addWidget(_label("&Basis", self.basis_combo, self), 0, 2)
        grid.addWidget(self.basis_combo, 0, 3)
        grid.addWidget(self.on_edit, 0, 4)
        grid.setColumnStretch(5, 1)
        grid.addLayout(switches, 1, 0, 1, 6)


def _label(text: str, buddy: QWidget, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setBuddy(buddy)
    return label
