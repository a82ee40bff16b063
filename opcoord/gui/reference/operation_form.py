"""The operation's own details; each field is saved when it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from opcoord.errors import OpcoordError
from opcoord.gui.reference.force_names import ForceNames
from opcoord.gui.theme import RHYTHM, WIDE, set_text_role

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace


_SMALL_NUMBERS = (
    "Public documents hide smaller numbers of sensitive measures, and whatever would give one away."
)


class HandlingEdit(QPlainTextEdit):
    """A text that tells when it was left; Tab leaves it."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that editing is over."""
        super().focusOutEvent(event)
        self.left.emit()


class OperationForm(QWidget):
    """Name, cadence, marking, handling, owner, small numbers and the forces' own names; `refused` carries what could not be saved."""

    refused = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.name_edit = QLineEdit(self)
        self.cadence_spin = QSpinBox(self)
        self.cadence_spin.setRange(1, 24)
        self.cadence_spin.setSuffix(" months")
        self.cadence_spin.setKeyboardTracking(False)
        self.marking_edit = QLineEdit(self)
        self.handling_edit = HandlingEdit(self)
        self.handling_edit.setMaximumHeight(6 * self.fontMetrics().height())
        self.owner_edit = QLineEdit(self)
        self.owner_edit.setPlaceholderText("For example: Operation coordinator, Dorset Police")
        self.small_spin = QSpinBox(self)
        self.small_spin.setRange(2, 20)
        self.small_spin.setKeyboardTracking(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        form = QFormLayout()
        column.addLayout(form)
        form.setHorizontalSpacing(WIDE)
        form.setVerticalSpacing(RHYTHM)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow("&Name", self.name_edit)
        form.addRow("A &phase every", self.cadence_spin)
        form.addRow("&Marking", self.marking_edit)
        form.addRow(
            "", _hint("The marking stands in capitals at the top and bottom of every printed page.", self)
        )
        form.addRow("Han&dling", self.handling_edit)
        form.addRow("Owne&r", self.owner_edit)
        form.addRow("Smallest n&umber shown", self.small_spin)
        form.addRow("", _hint(_SMALL_NUMBERS, self))
        self.names_table = ForceNames(workspace, self)
        self.names_table.setMinimumHeight(7 * self.names_table.verticalHeader().defaultSectionSize())
        names_label = QLabel("&What each force calls the operation", self)
        names_label.setBuddy(self.names_table)
        for widget in (names_label, self.names_table):
            form.addRow(widget)
        for edit in (self.name_edit, self.marking_edit, self.handling_edit, self.owner_edit):
            edit.setMaximumWidth(640)
        self.name_edit.editingFinished.connect(self._save)
        self.marking_edit.editingFinished.connect(self._save)
        self.owner_edit.editingFinished.connect(self._save)
        for spin in (self.cadence_spin, self.small_spin):
            spin.valueChanged.connect(lambda _value: self._save())
        self.handling_edit.left.connect(self._save)
        self.names_table.names_model.refused.connect(self.refused)

    def reload(self) -> None:
        """Show what is kept, without saving it again."""
        self.names_table.reload()
        operation = self._workspace.queries.operation()
        shown = (
            (self.name_edit, operation.name),
            (self.marking_edit, operation.marking),
            (self.owner_edit, operation.owner),
        )
        for edit, text in shown:
            if edit.text() != text:
                edit.setText(text)
        if self.handling_edit.toPlainText() != operation.handling:
            self.handling_edit.setPlainText(operation.handling)
        for spin, number in (
            (self.cadence_spin, operation.cadence_months),
            (self.small_spin, operation.small_number),
        ):
            spin.blockSignals(True)
            spin.setValue(number)
            spin.blockSignals(False)
            spin.setEnabled(not self._workspace.read_only)
        for widget in (self.name_edit, self.marking_edit, self.handling_edit, self.owner_edit):
            widget.setReadOnly(self._workspace.read_only)

    def _save(self) -> None:
        operation = self._workspace.queries.operation()
        entered: dict[str, Any] = {
            "name": self.name_edit.text().strip(),
            "cadence_months": self.cadence_spin.value(),
            "marking": self.marking_edit.text().strip(),
            "handling": self.handling_edit.toPlainText().strip(),
            "owner": self.owner_edit.text().strip(),
            "small_number": self.small_spin.value(),
        }
        changed = {name: value for name, value in entered.items() if value != getattr(operation, name)}
        if not changed or self._workspace.read_only:
            return
        try:
            self._workspace.operation.update(**changed)
        except OpcoordError as error:
            self.reload()
            self.refused.emit(error)


def _hint(text: str, parent: QWidget) -> QLabel:
    """What a field means, as wide as there is room."""
    hint = QLabel(text, parent)
    hint.setWordWrap(True)
    hint.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    # A form reckons the height for the least width there may be.
    hint.setMinimumWidth(60 * hint.fontMetrics().averageCharWidth())
    set_text_role(hint, "muted")
    return hint
