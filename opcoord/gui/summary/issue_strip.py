"""A line over the pages of an issued document: when it was issued, and whether its figures still hold."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.icon_label import IconLabel


class IssueStrip(QWidget):
    """Hidden while a draft is shown; emits `changes_requested`."""

    changes_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(18, self, "lock")
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.changes_button = QPushButton("Then an&d now…", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1)
        row.addWidget(self.changes_button)
        self.changes_button.clicked.connect(self.changes_requested)
        self.hide()

    def show_issue(self, words: str, changed: int) -> None:
        """Show what is to be known; the list of changes is offered where there are any."""
        self.label.setText(words)
        self._icon.set_icon("warning" if changed else "lock")
        self.changes_button.setVisible(bool(changed))
        self.show()
