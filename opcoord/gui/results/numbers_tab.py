"""A table of numbers under its title and its sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from opcoord.gui.results.cells import Table
from opcoord.gui.results.numbers_table import NumbersTable
from opcoord.gui.theme import RHYTHM, set_text_role


class NumbersTab(QWidget):
    """The title names the basis; what the table is copied with is for the page to say."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.sentence = QLabel(self), QLabel(self)
        set_text_role(self.title, "heading")
        for label in (self.title, self.sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.table = NumbersTable(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, RHYTHM, 0, 0)
        layout.setSpacing(RHYTHM)
        for widget in (self.title, self.sentence):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)

    def show_table(self, table: Table, title: str, sentence: str) -> None:
        """Show this table under these words."""
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.table.show_table(table)
