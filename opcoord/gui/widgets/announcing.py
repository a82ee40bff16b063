"""What changes beside the keyboard is said to those who listen: a state, a hold-up, where an arrow key led."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel, QWidget


def announce(widget: QWidget, words: str) -> None:
    """Let a screen reader say this when it has said what it is at."""
    if words:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def tell(label: QLabel, words: str) -> None:
    """Show a sentence, and say it where it is a new one; what a window opens with is read with the window."""
    new = words != label.text()
    label.setText(words)
    if new and label.window().isVisible():
        announce(label, words)
