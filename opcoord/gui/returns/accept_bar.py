"""The foot of a review: what accepting does, in one line, what is still missing, and the button."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from opcoord.gui.returns.changes_table import change_rows
from opcoord.gui.theme import RHYTHM, SMALL
from opcoord.gui.widgets.announcing import tell
from opcoord.model.terms import Severity
from opcoord.services.candidate import ACCEPTED, NEEDS_REVIEW, READY, Candidate

#: Statuses of files that wait for a decision.
PENDING = (READY, NEEDS_REVIEW)
#: What a file may hold that nobody asked for; then its keeping is asked about.
CARRIES_MORE = frozenset({"hidden-sheets", "pivot-cache", "embedded-objects", "comments", "personal-data"})
_MOST_TOLD = 2


class AcceptBar(QWidget):
    """`accept_requested(reason, keep the file)` and `set_aside_requested`."""

    accept_requested = Signal(str, bool)
    set_aside_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._candidate: Candidate | None = None
        self._busy, self._read_only_reason = False, ""
        self.effect_label = QLabel(self)
        self.hold_label = QLabel(self)
        self.keep_label = QLabel(self)
        for label in (self.effect_label, self.hold_label, self.keep_label):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            # A wrapped label by itself would be squeezed to a column of words.
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.keep_combo = QComboBox(self)
        self.keep_combo.setAccessibleName("What is kept of the file")
        self.keep_combo.addItem("Keep the file", True)
        self.keep_combo.addItem("Keep only the cells that were read", False)
        self.reason_edit = QLineEdit(self)
        self.reason_edit.setPlaceholderText("For example: confirmed by telephone with the force")
        self.reason_label = QLabel("Reaso&n for accepting warnings", self)
        self.reason_label.setBuddy(self.reason_edit)
        self.accept_button = QPushButton("&Accept", self)
        self.aside_button = QPushButton("Set asi&de", self)
        self._lay_out()
        self.reason_edit.textChanged.connect(self.show_state)
        self.accept_button.clicked.connect(self._accept)
        self.aside_button.clicked.connect(self.set_aside_requested)

    def show_candidate(self, candidate: Candidate, labels: Mapping[str, str], same: bool) -> None:
        """Show what accepting this would do; what was typed stays where it is the `same` file."""
        self._candidate = candidate
        if not same:
            self.reason_edit.clear()
            self.keep_combo.setCurrentIndex(0)
        tell(self.effect_label, effect_sentence(candidate, labels))
        self.effect_label.setVisible(candidate.status in PENDING and candidate.version is not None)
        more = [each for each in candidate.findings if each.code in CARRIES_MORE]
        self.keep_label.setText(
            "The file holds more than the figures that were read. Keep it as it came, or only those cells?"
        )
        for widget in (self.keep_label, self.keep_combo):
            widget.setVisible(bool(more) and bool(candidate.sha256) and candidate.status in PENDING)
        self.show_state()

    def set_state(self, busy: bool, read_only_reason: str) -> None:
        """Disable what cannot be done while work runs or the file is read-only."""
        self._busy, self._read_only_reason = busy, read_only_reason
        self.show_state()

    def hold(self) -> str:
        """Why Accept is not possible at the moment; empty where it is."""
        candidate = self._candidate
        if candidate is None or candidate.status == ACCEPTED:
            return ""
        unsaid = candidate.agency is None or candidate.phase is None
        if unsaid and candidate.grid is not None and candidate.figures:
            return "Say above which force's return this is, and for which phase."
        if candidate.status not in PENDING:
            return candidate.reason
        if self._read_only_reason:
            return self._read_only_reason
        errors = len(candidate.of(Severity.ERROR))
        if errors:
            these = "1 error holds" if errors == 1 else f"{errors} errors hold"
            return f"{these} this return back. Mend the figure here with a reason, or ask the force."
        warnings = len(candidate.of(Severity.WARNING))
        if warnings and not self.reason_edit.text().strip():
            return (
                f"Say why {'the warning is' if warnings == 1 else f'the {warnings} warnings are'} accepted."
            )
        return "Wait until the running work has ended." if self._busy else ""

    def show_state(self) -> None:
        """Bring button and sentence up to date."""
        hold = self.hold()
        candidate = self._candidate
        pending = candidate is not None and candidate.status in PENDING
        self.accept_button.setEnabled(pending and not hold)
        self.accept_button.setToolTip(hold)
        self.accept_button.setAccessibleDescription(hold or self.effect_label.text())
        self.aside_button.setEnabled(not self._busy)
        # While an error holds it back, no reason for the warnings is of use.
        asks = pending and candidate is not None and bool(candidate.of(Severity.WARNING))
        asks = asks and candidate is not None and not candidate.of(Severity.ERROR)
        for widget in (self.reason_edit, self.reason_label):
            widget.setVisible(asks and not self._read_only_reason)
        if self._busy:
            # Over in a moment: shown, and not said.
            self.hold_label.setText(hold)
        else:
            tell(self.hold_label, hold)
        self.hold_label.setVisible(bool(hold))

    def _accept(self) -> None:
        if self._candidate is not None and not self.hold():
            keep = self.keep_combo.isHidden() or bool(self.keep_combo.currentData())
            self.accept_requested.emit(self.reason_edit.text().strip(), keep)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(SMALL)
        words.addWidget(self.effect_label)
        words.addWidget(self.hold_label)
        keep = QHBoxLayout()
        keep.setSpacing(RHYTHM)
        keep.addWidget(self.keep_label, 1)
        keep.addWidget(self.keep_combo)
        words.addLayout(keep)
        reason = QHBoxLayout()
        reason.setSpacing(RHYTHM)
        reason.addWidget(self.reason_label)
        reason.addWidget(self.reason_edit, 1)
        words.addLayout(reason)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM)
        layout.addLayout(words, 1)
        # Where there is nothing to say, the buttons stay where they are.
        layout.addStretch(0)
        layout.addWidget(self.aside_button, 0, Qt.AlignmentFlag.AlignBottom)
        layout.addWidget(self.accept_button, 0, Qt.AlignmentFlag.AlignBottom)


def effect_sentence(candidate: Candidate, labels: Mapping[str, str]) -> str:
    """For example "If accepted: Arrests 22 → 24, region 110 → 112; clears 2 warnings."."""
    rows = change_rows(candidate.differences, candidate.effects, labels)
    parts = [row.sentence for row in rows[:_MOST_TOLD]]
    if len(rows) > _MOST_TOLD:
        parts.append(f"{len(rows) - _MOST_TOLD} more under What changes")
    if candidate.clears:
        parts.append(f"clears {candidate.clears} warning{'' if candidate.clears == 1 else 's'}")
    if not rows:
        parts.insert(0, "no total changes")
    return f"If accepted: {'; '.join(parts)}."
