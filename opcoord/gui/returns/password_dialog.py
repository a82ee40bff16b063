"""Asks for the password of a locked file; three wrong ones say to ask the force, and lock nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from opcoord.gui.forms.ui_password_dialog import Ui_PasswordDialog
from opcoord.gui.widgets.fitted_dialog import FittedDialog

MOST_TRIES = 3


class PasswordDialog(FittedDialog):
    """Emits `entered(password)`; `tries` is how many were wrong already."""

    entered = Signal(str)

    def __init__(self, name: str, tries: int, parent: QWidget | None = None, sentence: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = Ui_PasswordDialog()
        self.form.setupUi(self)
        self.form.intro_label.setText(sentence or _sentence(name, tries))
        self.form.password_edit.textChanged.connect(self._show)
        self.form.show_check.toggled.connect(self._show_text)
        self.form.cancel_button.clicked.connect(self.reject)
        self.form.open_button.clicked.connect(self._enter)
        self._show()

    def _show(self) -> None:
        self.form.open_button.setEnabled(bool(self.form.password_edit.text()))

    def _show_text(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.form.password_edit.setEchoMode(mode)

    def _enter(self) -> None:
        password = self.form.password_edit.text()
        self.accept()
        self.entered.emit(password)


def _sentence(name: str, tries: int) -> str:
    if tries >= MOST_TRIES:
        return (
            f"{name} did not open with any of {tries} passwords. Ask the force for the password, "
            "or for the return without one."
        )
    if tries:
        return f"{name} does not open with that password. Try another one."
    return f"{name} is protected by a password, which the force can tell you."
