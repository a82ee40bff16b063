"""What a total is made of: the figures behind a point or cell, with file, sheet, cell and what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QStyle, QVBoxLayout, QWidget

from opcoord.gui.returns.figure_rows import accepted_rows
from opcoord.gui.returns.figures_table import FiguresTable
from opcoord.gui.theme import PAGE, WIDE, set_text_role
from opcoord.queries.views import FigureView

#: Long notes and file names stand whole in their tool tips; so all columns fit a screen 1280 pixels wide.
_WIDEST_COLUMN = 200


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
        heading = QLabel(title, self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        set_text_role(heading, "heading")
        self.table = FiguresTable("Figures behind the total", with_source=True)
        self.table.widest_column = _WIDEST_COLUMN
        self.table.show_rows(accepted_rows(figures, labels))
        self._hide_empty_columns()
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
        layout.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        layout.addWidget(heading)
        layout.addWidget(nothing)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self.table.setFocus()
        self.setMinimumWidth(420)
        self.resize(self._whole_width(), 380)

    def _hide_empty_columns(self) -> None:
        """Leave the room to the columns that say something."""
        model = self.table.model()
        for column in range(model.columnCount()):
            said = any(model.index(row, column).data() for row in range(model.rowCount()))
            self.table.setColumnHidden(column, not said)

    def _whole_width(self) -> int:
        """Room for every column, or what the screen has: the table scrolls then."""
        columns = self.table.fitted_width()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        around = 2 * WIDE + bar + 2 * self.table.frameWidth()
        return min(columns + around, self.screen().availableGeometry().width() - 2 * PAGE)
