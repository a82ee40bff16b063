"""What an empty page says: what belongs here, and the button that starts it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from opcoord.gui.theme import WIDE, set_text_role


class EmptyState(QWidget):
    """A sentence in the middle of an empty space with at most one button; `activated` when it is pressed."""

    activated = Signal()

    def __init__(self, heading: str, sentence: str, button: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(heading, self)
        set_text_role(self.heading, "heading")
        self.sentence = QLabel(sentence, self)
        self.sentence.setWordWrap(True)
        self.sentence.setMaximumWidth(480)
        set_text_role(self.sentence, "muted")
        layout = QVBoxLayout(self)
        layout.setSpacing(WIDE)
        layout.addStretch(2)
        for label in (self.heading, self.sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setMinimumWidth(320)
        self.button = QPushButton(button, self)
        self.button.setVisible(bool(button))
        self.button.clicked.connect(self.activated)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
