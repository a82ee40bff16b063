"""What an empty page says: what belongs here, and the button that starts it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from opcoord.gui.theme import WIDE, set_text_role

_WIDEST_SENTENCE = 420


class EmptyState(QWidget):
    """A sentence in the middle of an empty space with at most one button; `activated` when it is pressed."""

    activated = Signal()

    def __init__(self, heading: str, sentence: str, button: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(self)
        set_text_role(self.heading, "heading")
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        set_text_role(self.sentence, "muted")
        layout = QVBoxLayout(self)
        layout.setSpacing(WIDE)
        layout.addStretch(2)
        for label in (self.heading, self.sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        self.button = QPushButton(self)
        self.button.clicked.connect(self.activated)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.say(heading, sentence, button)

    def say(self, heading: str, sentence: str, button: str = "") -> None:
        """Say this instead; without a text there is no button."""
        self.heading.setText(heading)
        self.sentence.setText(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._fit_sentence()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sentence wraps anew."""
        super().resizeEvent(event)
        self._fit_sentence()

    def showEvent(self, event: QShowEvent) -> None:
        """With its true width."""
        super().showEvent(event)
        self._fit_sentence()

    def _fit_sentence(self) -> None:
        # A layout offers a wrapped text that it centres one line too few. What nobody has looked at has no width yet: by
        # it the sentence would be a column of words, and the page around it higher than the window.
        room = self.width() - 2 * WIDE if self.isVisible() else _WIDEST_SENTENCE
        width = max(min(_WIDEST_SENTENCE, room), 0)
        self.sentence.setMinimumSize(0, 0)
        self.sentence.setFixedSize(width, max(self.sentence.heightForWidth(width), 0))
