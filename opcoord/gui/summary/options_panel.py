"""What is to be printed: kind, phase, force, version, readers, sections, words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from opcoord.gui.summary.readers_box import ReadersBox
from opcoord.gui.summary.section_list import SectionList
from opcoord.gui.summary.version_combo import VersionCombo
from opcoord.gui.theme import RHYTHM, WIDE, set_text_role
from opcoord.gui.widgets.eliding_combo import ElidingCombo
from opcoord.queries.issued import IssuedView
from opcoord.queries.views import AgencyView, PhaseView
from opcoord.reports.kind_names import KIND_NAMES, KindName
from opcoord.reports.summary import SummaryOptions


class OptionsPanel(QWidget):
    """Emits `subject_changed` when another document is asked for, and `changed` when other pages are.

    A subject is a kind, a phase, a force and its readers: what is kept of sections and words belongs to it.
    """

    changed = Signal()
    subject_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picked = False
        self.kind_combo = ElidingCombo(self)
        for key, kind in KIND_NAMES.items():
            self.kind_combo.addItem(kind.title, key)
        self.force_combo = ElidingCombo(self)
        self.phase_combo = ElidingCombo(self)
        self.version_combo = VersionCombo(self)
        self.readers = ReadersBox(self)
        self.sections = SectionList(self)
        self._force_label = self._label("F&orce", self.force_combo)
        self._version_label = self._label("Versio&n", self.version_combo)
        basis = QLabel("Basis: as returned, newest accepted version", self)
        basis.setWordWrap(True)
        set_text_role(basis, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM)
        for widget in (
            self._label("&Kind", self.kind_combo),
            self.kind_combo,
            self._label("Ph&ase", self.phase_combo),
            self.phase_combo,
            self._force_label,
            self.force_combo,
            self._version_label,
            self.version_combo,
        ):
            layout.addWidget(widget)
        layout.addSpacing(WIDE)
        for below in (self.readers, self.sections, basis):
            layout.addWidget(below)
        layout.addStretch(1)
        self.phase_combo.activated.connect(self._note_picked)
        self.phase_combo.currentIndexChanged.connect(lambda _index: self._tell_subject())
        self.force_combo.currentIndexChanged.connect(lambda _index: self._tell_subject())
        self.kind_combo.currentIndexChanged.connect(lambda _index: self._follow_kind())
        self.readers.changed.connect(self._tell_subject)
        self.sections.changed.connect(self.changed)
        self.version_combo.currentIndexChanged.connect(lambda _index: self._follow_version())
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

    def set_issued(self, issued: Sequence[IssuedView]) -> None:
        """Offer the issues of the chosen document beside its draft."""
        options = self.options()
        wanted = None if options is None else (options.phase, options.kind, options.agency, options.public)
        self.version_combo.show_versions(
            [each for each in issued if (each.phase, each.kind, each.agency, each.public) == wanted]
        )
        self._show_version()

    @property
    def kind(self) -> KindName:
        """The kind of document that is chosen."""
        return KIND_NAMES[self.kind_combo.currentData()]

    @property
    def issue(self) -> IssuedView | None:
        """The issued document that is to be shown, None for the draft."""
        return self.version_combo.issue

    def choose_phase(self, number: int) -> None:
        """Choose a phase if it is there."""
        place = self.phase_combo.findData(number)
        if place >= 0:
            self._picked = True
            self.phase_combo.setCurrentIndex(place)

    def choose_kind(self, name: str) -> None:
        """Choose a kind of document by its name in `KIND_NAMES`."""
        self.kind_combo.setCurrentIndex(max(self.kind_combo.findData(name), 0))

    def options(self) -> SummaryOptions | None:
        """The options as chosen, None while there is no phase."""
        phase = self.phase_combo.currentData()
        if phase is None:
            return None
        return SummaryOptions(
            phase=phase,
            public=self.readers.public,
            sections=self.sections.sections(),
            kind=self.kind_combo.currentData(),
            agency=(self.force_combo.currentData() or "") if self.kind.of_force else "",
        )

    def _label(self, text: str, buddy: QWidget) -> QLabel:
        label = QLabel(text, self)
        label.setBuddy(buddy)
        return label

    def _tell_subject(self) -> None:
        self.version_combo.choose_draft()
        self.subject_changed.emit()

    def _follow_kind(self) -> None:
        self._show_kind()
        self._tell_subject()

    def _show_kind(self) -> None:
        """Show only what the kind asks for; what is not for publication is internal."""
        kind = self.kind
        for widget in (self._force_label, self.force_combo):
            widget.setVisible(kind.of_force)
        self.readers.allow_public(kind.publishable)
        self.sections.show_sectioned(kind.sectioned)
        self._show_version()

    def _follow_version(self) -> None:
        self._show_version()
        self.changed.emit()

    def _show_version(self) -> None:
        """What was issued has its sections, its words and its embargo; only a draft's can be chosen."""
        draft = self.issue is None
        self.sections.setVisible(draft)
        self.readers.offer_embargo(draft)
        for widget in (self._version_label, self.version_combo):
            widget.setVisible(self.version_combo.count() > 1)

    def _note_picked(self, _index: int) -> None:
        self._picked = True


def _title(phase: PhaseView) -> str:
    return f"Phase {phase.number}: {phase.theme}" if phase.theme else f"Phase {phase.number}"
