"""Calm messages: what is wrong and how to mend it, in plain text, without stopping the program."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from opcoord.errors import OpcoordError


def show_error(parent: QWidget | None, error: OpcoordError) -> QMessageBox:
    """Show an error's sentence and hint; returns at once, the dialog closes itself."""
    return show_message(parent, error.message, error.hint, QMessageBox.Icon.Warning)


def show_message(
    parent: QWidget | None,
    text: str,
    hint: str = "",
    icon: QMessageBox.Icon = QMessageBox.Icon.Information,
    action: tuple[str, Callable[[], object]] | None = None,
) -> QMessageBox:
    """Show a sentence and what to do next, with a button for that where given; returns at once."""
    box = _box(parent, text, hint, icon)
    if action is not None:
        words, do = action
        box.addButton(words, QMessageBox.ButtonRole.AcceptRole).clicked.connect(lambda: do())
    box.addButton("Close", QMessageBox.ButtonRole.RejectRole)
    box.open()
    return box


def _box(parent: QWidget | None, text: str, hint: str, icon: QMessageBox.Icon) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # The connection holds on to the box: without a parent Python would delete it at once.
    box.finished.connect(lambda _result, kept=box: kept.deleteLater())
    # Messages can quote a workbook; Qt would guess rich text.
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle("opcoord")
    box.setIcon(icon)
    box.setText(text)
    box.setInformativeText(hint)
    return box
