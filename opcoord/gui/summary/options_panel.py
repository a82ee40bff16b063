"""What the summary is to hold: phase, readers, sections."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGroupBox, QLabel, QRadioButton, QVBoxLayout, QWidget

from opcoord.gui.theme import RHYTHM, WIDE, set_text_role
from opcoord.gui.widgets.eliding_combo import ElidingCombo
from opcoord.queries.views import PhaseView
from opcoord.reports.summary import Section, SummaryOptions

_READERS = "A public summary leaves out results without consent or under embargo, small sensitive numbers, file names and accepted warnings."


class OptionsPanel(QWidget):
    """Emits `changed` when the options are other ones."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picked = False
        self.phase_combo = ElidingCombo(self)
        phase_label = QLabel("Ph&ase", self)
        phase_label.setBuddy(self.phase_combo)
        self.internal_button = QRadioButton("&Internal", self)
        self.public_button = QRadioButton("P&ublic", self)
        self.internal_button.setChecked(True)
        self.public_button.setAccessibleDescription(_READERS)
        note = QLabel(_READERS, self)
        note.setWordWrap(True)
        set_text_role(note, "muted")
        readers = QGroupBox("Readers", self)
        column = QVBoxLayout(readers)
        column.addWidget(self.internal_button)
        column.addWidget(self.public_button)
        column.addWidget(note)
        self.section_boxes = {section: QCheckBox(section.value, self) for section in Section}
        sections = QGroupBox("Sections", self)
        column = QVBoxLayout(sections)
        for box in self.section_boxes.values():
            box.setChecked(True)
            box.toggled.connect(lambda _checked: self.changed.emit())
            column.addWidget(box)
        basis = QLabel("Basis: as returned, newest accepted version", self)
        basis.setWordWrap(True)
        set_text_role(basis, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM)
        layout.addWidget(phase_label)
        layout.addWidget(self.phase_combo)
        layout.addSpacing(WIDE)
        for widget in (readers, sections, basis):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.phase_combo.activated.connect(self._note_picked)
        self.phase_combo.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.public_button.toggled.connect(lambda _checked: self.changed.emit())

    def set_phases(self, phases: Sequence[PhaseView]) -> None:
        """Offer these, newest first; at first the newest of which a return is in is chosen."""
        # Who only looked in before the returns came gets the new phase, not the one shown then.
        kept = self.phase_combo.currentData() if self._picked else None
        if kept is None:
            kept = max((phase.number for phase in phases if phase.received), default=None)
        blocker = QSignalBlocker(self.phase_combo)
        self.phase_combo.clear()
        for phase in reversed(phases):
            self.phase_combo.addItem(_title(phase), phase.number)
        self.phase_combo.setCurrentIndex(max(self.phase_combo.findData(kept), 0) if phases else -1)
        blocker.unblock()

    def choose_phase(self, number: int) -> None:
        """Choose a phase if it is there."""
        place = self.phase_combo.findData(number)
        if place >= 0:
            self._picked = True
            self.phase_combo.setCurrentIndex(place)

    def _note_picked(self, _index: int) -> None:
        self._picked = True

    def options(self) -> SummaryOptions | None:
        """The options as chosen, None while there is no phase."""
        phase = self.phase_combo.currentData()
        if phase is None:
            return None
        sections = tuple(section for section, box in self.section_boxes.items() if box.isChecked())
        return SummaryOptions(phase=phase, public=self.public_button.isChecked(), sections=sections)


def _title(phase: PhaseView) -> str:
    return f"Phase {phase.number}: {phase.theme}" if phase.theme else f"Phase {phase.number}"
