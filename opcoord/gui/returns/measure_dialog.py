"""Asks for one measure out of many: type some letters, choose, press Enter."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from opcoord.gui.widgets.fitted_dialog import FittedDialog


class MeasureDialog(FittedDialog):
    """Emits `chosen(code)`."""

    chosen = Signal(str)

    def __init__(self, question: str, labels: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Choose a measure")
        self.resize(440, 420)
        text = QLabel(question, self)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        self.filter_edit = QLineEdit(self)
        self.filter_edit.setAccessibleName("Part of the measure's name")
        self.filter_edit.setPlaceholderText("Part of the measure's name")
        self.list = QListWidget(self)
        self.list.setAccessibleName("Measures")
        for code, label in labels.items():
            QListWidgetItem(label, self.list).setData(Qt.ItemDataRole.UserRole, code)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.choose_button = self.buttons.addButton("&Choose", QDialogButtonBox.ButtonRole.AcceptRole)
        layout = QVBoxLayout(self)
        for widget in (text, self.filter_edit, self.list, self.buttons):
            layout.addWidget(widget)
        self.filter_edit.textChanged.connect(self._filter)
        self.list.itemDoubleClicked.connect(lambda _item: self._choose())
        self.buttons.accepted.connect(self._choose)
        self.buttons.rejected.connect(self.reject)
        self._filter("")

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        items = [self.list.item(row) for row in range(self.list.count())]
        for item in items:
            item.setHidden(not all(word in item.text().casefold() for word in words))
        first = next((item for item in items if not item.isHidden()), None)
        self.list.setCurrentRow(items.index(first) if first is not None else -1)
        self.choose_button.setEnabled(first is not None)

    def _choose(self) -> None:
        item = self.list.currentItem()
        if item is not None and not item.isHidden():
            code = str(item.data(Qt.ItemDataRole.UserRole))
            self.accept()
            self.chosen.emit(code)
