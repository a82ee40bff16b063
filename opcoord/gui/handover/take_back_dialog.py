"""Asks why a file that was handed over is taken back; that cannot be undone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.forms.ui_take_back_dialog import Ui_TakeBackDialog
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.permission import allow
from opcoord.model.dates import format_moment
from opcoord.queries.holding import HandoverView


class TakeBackDialog(FittedDialog):
    """Emits `taken_back(reason)`; stays open until told how that went."""

    taken_back = Signal(str)

    def __init__(self, given: HandoverView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = Ui_TakeBackDialog()
        self.form.setupUi(self)
        self.form.intro_label.setText(
            f"{given.giver} handed this operation over to {given.taker} on {format_moment(given.moment)}. "
            "Taken back, it can be changed here again, and the history says so. That cannot be undone."
        )
        self.form.reason_edit.textChanged.connect(lambda _text: self._show())
        self.form.cancel_button.clicked.connect(self.reject)
        self.form.take_button.clicked.connect(self._take)
        self._show()

    def fail(self, error: OpcoordError) -> None:
        """Say why it was not taken back."""
        self._show()
        tell(self.form.hold_label, str(error))

    def _show(self) -> None:
        hold = "" if self.form.reason_edit.text().strip() else "Write a reason first."
        tell(self.form.hold_label, hold)
        allow(self.form.take_button, hold)

    def _take(self) -> None:
        self.form.take_button.setEnabled(False)
        self.taken_back.emit(self.form.reason_edit.text().strip())
