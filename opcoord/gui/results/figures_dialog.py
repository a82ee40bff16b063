"""What a total is made of: the figures behind a point or cell, with file, sheet, cell and what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from opcoord.gui.returns.figure_rows import FiguresTable, accepted_rows
from opcoord.gui.theme import set_text_role
from opcoord.queries.views import FigureView


class FiguresDialog(QDialog):
    """Shows the figures; Esc closes it."""

    def __init__(
        self,
        title: str,
        figures: Sequence[FigureView],
        labels: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Figures behind the total")
        self.resize(980, 380)
        heading = QLabel(title, self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        set_text_role(heading, "heading")
        self.table = FiguresTable("Figures behind the total", with_source=True)
        self.table.show_rows(accepted_rows(figures, labels))
        nothing = QLabel("No accepted return holds a figure here.", self)
        nothing.setVisible(not figures)
        self.table.setVisible(bool(figures))
        buttons = QDialogButtonBox(self)
        copy = QPushButton("&Copy", self)
        copy.setEnabled(bool(figures))
        copy.clicked.connect(self.table.copy_selection)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(heading)
        layout.addWidget(nothing)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self.table.setFocus()
