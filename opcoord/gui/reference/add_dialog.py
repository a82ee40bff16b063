"""Asks for the code, the name and the kind of a new agency or measure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from opcoord.gui.reference.editable_model import Choices
from opcoord.gui.theme import RHYTHM, WIDE
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.fitted_dialog import FittedDialog


class AddDialog(FittedDialog):
    """Emits `chosen(code, name, kind)`; a code that is taken cannot be chosen."""

    chosen = Signal(str, str, str)

    def __init__(
        self,
        thing: str,
        kind_label: str,
        kinds: Choices,
        taken: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Add {thing}")
        self._taken = {code.casefold() for code in taken}
        self.name_edit = QLineEdit(self)
        self.code_edit = QLineEdit(self)
        self.kind_combo = QComboBox(self)
        for kept, words in kinds:
            self.kind_combo.addItem(words, kept)
        self.problem_label = QLabel(self)
        self.problem_label.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._add = self._buttons.addButton(f"Add {thing}", QDialogButtonBox.ButtonRole.AcceptRole)
        form = QFormLayout()
        form.setHorizontalSpacing(WIDE)
        form.setVerticalSpacing(RHYTHM)
        form.addRow("&Name", self.name_edit)
        form.addRow("&Code", self.code_edit)
        form.addRow(kind_label, self.kind_combo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        layout.setSpacing(WIDE)
        layout.addLayout(form)
        layout.addWidget(self.problem_label)
        layout.addWidget(self._buttons)
        self.setMinimumWidth(420)
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        self.name_edit.textChanged.connect(self._check)
        self.code_edit.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        code = self.code_edit.text().strip()
        problem = ""
        if not self.name_edit.text().strip():
            problem = "A name is needed."
        elif not code:
            problem = "A short code is needed; it stands in files and tables."
        elif code.casefold() in self._taken:
            problem = f"The code {code} is taken."
        tell(self.problem_label, problem)
        self._add.setEnabled(not problem)

    def _accept(self) -> None:
        chosen = (self.code_edit.text().strip(), self.name_edit.text().strip(), self.kind_combo.currentData())
        self.accept()
        self.chosen.emit(*chosen)
