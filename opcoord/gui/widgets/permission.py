"""Buttons that cannot be pressed say why, to those who see and to those who listen."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton


def allow(button: QAbstractButton, refusal: str = "") -> None:
    """Let the button be pressed, unless there is a sentence that says why not."""
    button.setEnabled(not refusal)
    button.setToolTip(refusal)
    button.setAccessibleDescription(refusal)
