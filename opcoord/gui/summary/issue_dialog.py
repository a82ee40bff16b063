"""Asks before a document is issued, because that cannot be undone: what is still open, what looks wrong, and why again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidgetItem, QWidget

from opcoord.gui.forms.ui_issue_dialog import Ui_IssueDialog
from opcoord.gui.icons import icon
from opcoord.gui.theme import set_text_role
from opcoord.gui.widgets.permission import allow

if TYPE_CHECKING:
    from opcoord.reports.issuing import ToLookAt

_LONGEST_REASON = 300


class IssueDialog(QDialog):
    """Emits `confirmed(reason)`; the reason is empty for a first issue."""

    confirmed = Signal(str)

    def __init__(
        self,
        title: str,
        number: int,
        to_look_at: Sequence[ToLookAt],
        parent: QWidget | None = None,
        reason: str = "",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._supersedes = number > 1
        self._odd = any(each.odd for each in to_look_at)
        self.form = Ui_IssueDialog()
        self.form.setupUi(self)
        self.form.title_label.setText(f"{title}: issue {number}")
        set_text_role(self.form.title_label, "heading")
        for each in to_look_at:
            QListWidgetItem(icon("warning" if each.odd else "notice"), each.text, self.form.findings_list)
        for widget in (self.form.findings_label, self.form.findings_list):
            widget.setVisible(bool(to_look_at))
        self.form.looked_check.setVisible(self._odd)
        for widget in (self.form.reason_label, self.form.reason_edit):
            widget.setVisible(self._supersedes)
        self.form.reason_edit.setMaxLength(_LONGEST_REASON)
        self.form.reason_edit.setText(reason)
        self.form.issue_button.setText(f"&Issue {number}" if self._supersedes else "&Issue")
        self.form.looked_check.toggled.connect(lambda _checked: self._show())
        self.form.reason_edit.textChanged.connect(lambda _text: self._show())
        self.form.cancel_button.clicked.connect(self.reject)
        self.form.issue_button.clicked.connect(self._confirm)
        if not to_look_at:
            self.resize(self.width(), self.sizeHint().height())
        self._show()

    def _show(self) -> None:
        refusal = ""
        if self._odd and not self.form.looked_check.isChecked():
            refusal = "Look at what is listed first."
        elif self._supersedes and not self.form.reason_edit.text().strip():
            refusal = "Say what was corrected first."
        allow(self.form.issue_button, refusal)

    def _confirm(self) -> None:
        reason = self.form.reason_edit.text().strip() if self._supersedes else ""
        self.accept()
        self.confirmed.emit(reason)
