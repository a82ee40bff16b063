"""What is known of the chosen step of a path: names and texts in two columns, all of it selectable plain text."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QWidget

from opcoord.gui.theme import PAGE, RHYTHM, SMALL, set_text_role

_MOST_ROWS = 9


class FieldsStrip(QWidget):
    """Shows two lists of fields side by side; fields without a text are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What is known of the chosen figure")
        self._columns = [_Column(self), _Column(self)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(PAGE)
        for column in self._columns:
            layout.addLayout(column.form, 1)

    def show_fields(self, left: Mapping[str, str], right: Mapping[str, str]) -> None:
        """Show these fields."""
        for column, fields in zip(self._columns, (left, right), strict=True):
            column.show_fields({name: text for name, text in fields.items() if text})

    def texts(self) -> dict[str, str]:
        """What is shown, by name."""
        return {name: text for column in self._columns for name, text in column.shown.items()}


class _Column:
    def __init__(self, parent: QWidget) -> None:
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(RHYTHM)
        self.form.setVerticalSpacing(SMALL)
        self.shown: dict[str, str] = {}
        self._labels: list[tuple[QLabel, QLabel]] = []
        for row in range(_MOST_ROWS):
            name, text = QLabel(parent), QLabel(parent)
            set_text_role(name, "muted")
            for label in (name, text):
                label.setTextFormat(Qt.TextFormat.PlainText)
            text.setWordWrap(True)
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self.form.addRow(name, text)
            self.form.setRowVisible(row, False)
            self._labels.append((name, text))

    def show_fields(self, fields: Mapping[str, str]) -> None:
        self.shown = dict(fields)
        shown = list(fields.items())
        for row, (name, text) in enumerate(self._labels):
            self.form.setRowVisible(row, row < len(shown))
            name.setText(shown[row][0] if row < len(shown) else "")
            text.setText(shown[row][1] if row < len(shown) else "")
            text.setAccessibleName(name.text())
