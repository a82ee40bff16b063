"""A list to choose from that may be narrower than its texts: it shows "…" where one is cut."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from opcoord.gui.theme import RHYTHM, WIDE

_LEAST_LETTERS = 16


class ElidingCombo(QComboBox):
    """The open list is as wide as its longest text; the tool tip says the chosen one in full."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)

    def event(self, event: QEvent) -> bool:
        """Say the chosen text in full, whoever chose it."""
        if event.type() == QEvent.Type.ToolTip:
            # A tool tip guesses rich text; a theme is what somebody typed.
            escaped = self.currentText().replace("&", "&amp;").replace("<", "&lt;")
            self.setToolTip(f"<qt>{escaped}</qt>" if escaped else "")
        return super().event(event)

    def showPopup(self) -> None:
        """Open the list with room for whole texts."""
        widest = max(
            (self.fontMetrics().horizontalAdvance(self.itemText(row)) for row in range(self.count())),
            default=0,
        )
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self.view().setMinimumWidth(widest + bar + 2 * WIDE)
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chosen text shortened to the field."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, field.width() - RHYTHM
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
