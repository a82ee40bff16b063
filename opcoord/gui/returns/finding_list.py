"""The findings of one file: sign, place, what is odd and the remedy; keys J and K walk them."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyleOptionViewItem, QWidget

from opcoord.gui.returns.state_icons import state_icon
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}

#: A longer text is cut in the list and told whole by its tool tip and to screen readers.
_LONGEST = 260


class FindingList(QListWidget):
    """Findings, the gravest first; `chosen(sheet, cell)` when one becomes current or is clicked again."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Findings")
        self.setAccessibleDescription("J goes to the next finding, K to the one before, Enter to its figure.")
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setSpacing(2)
        self._findings: list[Finding] = []
        self.itemClicked.connect(lambda _item: self._tell())
        self.itemActivated.connect(lambda _item: self._tell())

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these instead."""
        self._findings = sorted(findings, key=lambda finding: _ORDER[finding.severity])
        self.clear()
        for finding in self._findings:
            text = finding_text(finding)
            item = QListWidgetItem(state_icon(str(finding.severity)), _cut(text), self)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
            if len(text) > _LONGEST:
                item.setToolTip(_plain_tip(text))

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) finding and to its figure."""
        if self.count():
            self.setCurrentRow(min(max(self.currentRow() + by, 0), self.count() - 1))
            self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J and K step; Enter jumps to the figure."""
        if event.key() in (Qt.Key.Key_J, Qt.Key.Key_K):
            self.step(1 if event.key() == Qt.Key.Key_J else -1)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            return
        super().keyPressEvent(event)

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:
        """Signs stand beside the first line."""
        super().initViewItemOption(option)
        option.decorationAlignment = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter

    def _tell(self) -> None:
        if 0 <= self.currentRow() < len(self._findings):
            finding = self._findings[self.currentRow()]
            self.chosen.emit(finding.sheet, finding.cell)


def finding_text(finding: Finding) -> str:
    """A finding as one sentence: "Warning, sheet Return, D14: what is wrong. What to do."."""
    head = (
        f"{finding.severity.value.capitalize()}, {finding.where}"
        if finding.where
        else finding.severity.value.capitalize()
    )
    return f"{head}: {finding.message} {finding.remedy}".strip()


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]}…"


def _plain_tip(text: str) -> str:
    # Tool tips guess rich text, and a workbook's words are in it.
    return f"<qt>{html.escape(text)}</qt>"
