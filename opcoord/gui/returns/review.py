"""The review of one file before it is accepted: figures as understood, findings, differences and effect on totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from opcoord.gui.returns.changes_table import ChangesTable
from opcoord.gui.returns.figure_rows import FiguresTable, parsed_rows
from opcoord.gui.returns.finding_list import FindingList
from opcoord.gui.returns.inbox import PENDING
from opcoord.gui.theme import RHYTHM, set_text_role
from opcoord.model.terms import Severity
from opcoord.queries.views import AgencyView
from opcoord.services.candidate import ACCEPTED, Candidate


class ReviewPanel(QWidget):
    """Shows one candidate. `accept_requested(candidate, reason)`, `set_aside_requested(candidate)` and
    `read_again_requested(candidate, agency, phase)` say what the coordinator decided."""

    accept_requested = Signal(object, str)
    set_aside_requested = Signal(object)
    read_again_requested = Signal(object, object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._candidate: Candidate | None = None
        self._read_only_reason = ""
        self._busy = False
        self.heading = QLabel(self)
        set_text_role(self.heading, "heading")
        self.hold_label = QLabel(self)
        for label in (self.heading, self.hold_label):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.agency_combo = QComboBox(self)
        self.phase_combo = QComboBox(self)
        self.figures = FiguresTable("Figures as understood")
        self.findings = FindingList(self)
        self.changes = ChangesTable()
        self.reason_edit = QLineEdit(self)
        self.reason_edit.setPlaceholderText("For example: confirmed by telephone with the force")
        self.accept_button = QPushButton("&Accept", self)
        self.aside_button = QPushButton("&Set aside", self)
        self._lay_out()
        self._connect()

    def set_choices(self, agencies: Sequence[AgencyView], phases: Sequence[int]) -> None:
        """The forces and phases that a file may be read as."""
        for combo in (self.agency_combo, self.phase_combo):
            combo.blockSignals(True)
            combo.clear()
            combo.addItem("Not known", None)
        for agency in agencies:
            if agency.sends_returns:
                self.agency_combo.addItem(agency.name, agency.code)
        for phase in phases:
            self.phase_combo.addItem(str(phase), phase)
        for combo in (self.agency_combo, self.phase_combo):
            combo.blockSignals(False)
        self._show_origin()

    def set_state(self, busy: bool, read_only_reason: str) -> None:
        """Disable what cannot be done while work runs or the file is read-only."""
        self._busy, self._read_only_reason = busy, read_only_reason
        self._show_hold()

    def show_candidate(self, candidate: Candidate, labels: Mapping[str, str]) -> None:
        """Show this file; `labels` names the measures."""
        same = self._candidate is not None and self._candidate.path == candidate.path
        self._candidate = candidate
        origin = candidate.agency_name or "Force not known"
        phase = f"phase {candidate.phase}" if candidate.phase is not None else "phase not known"
        version = f", version {candidate.version}" if candidate.status in PENDING else ""
        self.heading.setText(f"{origin}, {phase}{version}: {candidate.status}")
        self.figures.show_rows(parsed_rows(candidate.figures, labels))
        self.findings.show_findings(candidate.findings)
        self.changes.show_changes(candidate.differences, candidate.effects, labels)
        if not same:
            self.reason_edit.clear()
        self._show_origin()
        self._show_hold()

    def hold(self) -> str:
        """Why Accept is not possible at the moment; empty where it is."""
        candidate = self._candidate
        if candidate is None or candidate.status not in PENDING:
            if candidate is None or candidate.status == ACCEPTED:
                return ""
            return candidate.reason
        if self._read_only_reason:
            return self._read_only_reason
        errors = _count(candidate, Severity.ERROR)
        if errors:
            these = "1 error holds" if errors == 1 else f"{errors} errors hold"
            return f"{these} this return back. Mend the workbook or ask the force, then import it again."
        warnings = _count(candidate, Severity.WARNING)
        if warnings and not self.reason_edit.text().strip():
            return (
                f"Say why {'the warning is' if warnings == 1 else f'the {warnings} warnings are'} accepted."
            )
        return "Wait until the running work has ended." if self._busy else ""

    def _show_hold(self) -> None:
        hold = self.hold()
        pending = self._candidate is not None and self._candidate.status in PENDING
        self.accept_button.setEnabled(pending and not hold)
        self.accept_button.setToolTip(hold)
        self.accept_button.setAccessibleDescription(hold)
        self.aside_button.setEnabled(not self._busy)
        asks = pending and self._candidate is not None and _count(self._candidate, Severity.WARNING) > 0
        for widget in (self.reason_edit, self.reason_label):
            widget.setVisible(asks and not self._read_only_reason)
        self.hold_label.setText(hold)
        self.hold_label.setVisible(bool(hold))

    def _show_origin(self) -> None:
        candidate = self._candidate
        pending = candidate is not None and candidate.status in PENDING
        for combo, value in (
            (self.agency_combo, candidate.agency if candidate else None),
            (self.phase_combo, candidate.phase if candidate else None),
        ):
            combo.setCurrentIndex(max(combo.findData(value), 0))
            combo.setEnabled(pending)

    def _lay_out(self) -> None:
        self.reason_label = QLabel("Reason for accepting &warnings", self)
        self.reason_label.setBuddy(self.reason_edit)
        force_label, phase_label = QLabel("For&ce", self), QLabel("&Phase", self)
        force_label.setBuddy(self.agency_combo)
        phase_label.setBuddy(self.phase_combo)
        origin = QHBoxLayout()
        origin.setSpacing(RHYTHM)
        for widget in (force_label, self.agency_combo, phase_label, self.phase_combo):
            origin.addWidget(widget)
        origin.addStretch(1)
        origin.addWidget(self.aside_button)
        origin.addWidget(self.accept_button)
        reason = QHBoxLayout()
        reason.addWidget(self.reason_label)
        reason.addWidget(self.reason_edit, 1)
        beside = QSplitter(Qt.Orientation.Vertical, self)
        beside.addWidget(self.findings)
        beside.addWidget(self.changes)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(self.figures)
        split.addWidget(beside)
        split.setSizes([560, 480])
        for splitter in (beside, split):
            splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM)
        layout.addWidget(self.heading)
        layout.addLayout(origin)
        layout.addWidget(self.hold_label)
        layout.addLayout(reason)
        layout.addWidget(split, 1)

    def _connect(self) -> None:
        self.findings.chosen.connect(self.figures.jump_to)
        self.reason_edit.textChanged.connect(self._show_hold)
        self.accept_button.clicked.connect(self._accept)
        self.aside_button.clicked.connect(lambda: self.set_aside_requested.emit(self._candidate))
        for combo in (self.agency_combo, self.phase_combo):
            combo.activated.connect(self._read_again)
        for key, by in (("J", 1), ("K", -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self.findings.step(by))

    def _accept(self) -> None:
        if self._candidate is not None and not self.hold():
            self.accept_requested.emit(self._candidate, self.reason_edit.text().strip())

    def _read_again(self) -> None:
        self.read_again_requested.emit(
            self._candidate, self.agency_combo.currentData(), self.phase_combo.currentData()
        )


def _count(candidate: Candidate, severity: Severity) -> int:
    return sum(finding.severity is severity for finding in candidate.findings)
