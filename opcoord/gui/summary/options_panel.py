"""What is to be printed: kind, phase, force, readers, sections."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGroupBox, QLabel, QRadioButton, QVBoxLayout, QWidget

from opcoord.gui.summary.section_list import SectionList
from opcoord.gui.theme import RHYTHM, WIDE, set_text_role
from opcoord.gui.widgets.eliding_combo import ElidingCombo
from opcoord.queries.views import AgencyView, PhaseView
from opcoord.reports.kind_names import KIND_NAMES, KindName
from opcoord.reports.summary import SummaryOptions

_READERS = "A public summary leaves out results without consent or under embargo, small sensitive numbers, file names, accepted warnings and what was decided about figures."


class OptionsPanel(QWidget):
    """Emits `changed` when the options are other ones."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picked = False
        self.kind_combo = ElidingCombo(self)
        for key, kind in KIND_NAMES.items():
            self.kind_combo.addItem(kind.title, key)
        kind_label = QLabel("&Kind", self)
        kind_label.setBuddy(self.kind_combo)
        self.force_combo = ElidingCombo(self)
        self._force_label = QLabel("F&orce", self)
        self._force_label.setBuddy(self.force_combo)
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
        self.sections = SectionList(self)
        basis = QLabel("Basis: as returned, newest accepted version", self)
        basis.setWordWrap(True)
        set_text_role(basis, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM)
        for widget in (
            kind_label,
            self.kind_combo,
            phase_label,
            self.phase_combo,
            self._force_label,
            self.force_combo,
        ):
            layout.addWidget(widget)
        layout.addSpacing(WIDE)
        for below in (readers, self.sections, basis):
            layout.addWidget(below)
        layout.addStretch(1)
        self.phase_combo.activated.connect(self._note_picked)
        self.phase_combo.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.public_button.toggled.connect(lambda _checked: self.changed.emit())
        self.sections.changed.connect(self.changed)
        self.force_combo.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.kind_combo.currentIndexChanged.connect(lambda _index: self._follow_kind())
        self._show_kind()

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

    def set_agencies(self, agencies: Sequence[AgencyView]) -> None:
        """Offer the agencies that send returns for a sheet of their own."""
        kept = self.force_combo.currentData()
        blocker = QSignalBlocker(self.force_combo)
        self.force_combo.clear()
        for agency in agencies:
            if agency.sends_returns:
                self.force_combo.addItem(agency.name, agency.code)
        self.force_combo.setCurrentIndex(max(self.force_combo.findData(kept), 0))
        blocker.unblock()

    @property
    def kind(self) -> KindName:
        """The kind of document that is chosen."""
        return KIND_NAMES[self.kind_combo.currentData()]

    def _follow_kind(self) -> None:
        self._show_kind()
        self.changed.emit()

    def _show_kind(self) -> None:
        """Show only what the kind asks for; what is not for publication is internal."""
        kind = self.kind
        for widget in (self._force_label, self.force_combo):
            widget.setVisible(kind.of_force)
        self.sections.setVisible(kind.sectioned)
        if not kind.publishable:
            blocker = QSignalBlocker(self.public_button)
            self.internal_button.setChecked(True)
            blocker.unblock()
        self.public_button.setEnabled(kind.publishable)

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
        return SummaryOptions(
            phase=phase,
            public=self.public_button.isChecked(),
            sections=self.sections.sections(),
            kind=self.kind_combo.currentData(),
            agency=(self.force_combo.currentData() or "") if self.kind.of_force else "",
        )


def _title(phase: PhaseView) -> str:
    return f"Phase {phase.number}: {phase.theme}" if phase.theme else f"Phase {phase.number}"
