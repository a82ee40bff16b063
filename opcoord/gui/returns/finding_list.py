"""The findings of one file: sign, place, what is odd and the remedy; keys J and K walk them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyleOptionViewItem, QWidget

from opcoord.gui.returns.state_icons import state_icon
from opcoord.gui.widgets.records_model import plain_tip
from opcoord.model.checks import check_named
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity

_WORDS = {severity: severity.value.capitalize() for severity in Severity}
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}

_STEPS: dict[int, int] = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}

#: A longer text is cut in the list and told whole by its tool tip and to screen readers.
_LONGEST = 260

_LAID_OUT_AT_ONCE = 300


class FindingList(QListWidget):
    """Findings, the gravest first; `chosen(sheet, cell)` when one becomes current or is clicked again.

    `exception_wanted(finding)` when the check behind a warning should not apply; from the menu of the list.
    """

    chosen = Signal(str, str)
    exception_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Findings")
        self.setAccessibleDescription(
            "J or Down goes to the next finding, K or Up to the one before; sheet and figures follow. "
            "Ctrl+E makes an exception from a warning."
        )
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setSpacing(2)
        self.setBatchSize(_LAID_OUT_AT_ONCE)
        self._findings: list[Finding] = []
        self._walked = -1
        self.exception_action = QAction("&Make an exception…", self)
        self.exception_action.setShortcut("Ctrl+E")
        self.exception_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.exception_action.triggered.connect(self._want_exception)
        self.addAction(self.exception_action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.currentRowChanged.connect(lambda _row: self._show_allowed())
        self.itemClicked.connect(lambda _item: self._tell())
        self.itemActivated.connect(lambda _item: self._tell())

    def show_findings(self, findings: Sequence[Finding], keep_place: bool = False) -> None:
        """Show these instead; with `keep_place` the walk goes on from where it was, without telling."""
        place = self.currentRow()
        self._findings = sorted(findings, key=lambda finding: _ORDER[finding.severity])
        self.clear()
        # Breaking thousands of sentences into lines stalls the window: those out of sight are broken a little later.
        many = len(findings) > _LAID_OUT_AT_ONCE
        self.setLayoutMode(QListWidget.LayoutMode.Batched if many else QListWidget.LayoutMode.SinglePass)
        signs = {severity: state_icon(str(severity)) for severity in Severity}
        for finding in self._findings:
            text = finding_text(finding)
            item = QListWidgetItem(signs[finding.severity], _cut(text), self)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
            if len(text) > _LONGEST:
                item.setToolTip(plain_tip(text))
        # What was decided is gone from the list: the next one has come to its place.
        self._walked = max(place, self._walked) - 1 if keep_place else -1

    def jump_to(self, sheet: str, cell: str) -> bool:
        """Select the first finding about a cell, or none, without telling; tells whether there is one."""
        current = self._current()
        if current is not None and cell and (current.sheet, current.cell) == (sheet, cell):
            return True
        for row, finding in enumerate(self._findings):
            if cell and finding.cell == cell and finding.sheet in (sheet, ""):
                self._go_to(row)
                return True
        if current is None or current.cell:
            self.setCurrentRow(-1)
        return False

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) finding and to its figure."""
        if self.count():
            start = self.currentRow() if self.currentRow() >= 0 else self._walked
            self._walked = min(max(start + by, 0), self.count() - 1)
            self._go_to(self._walked)
            self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J, K and the arrows step; Enter jumps to the figure."""
        by = _STEPS.get(event.key())
        if by:
            self.step(by)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            return
        super().keyPressEvent(event)

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:
        """Signs stand beside the first line."""
        super().initViewItemOption(option)
        option.decorationAlignment = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter

    def _go_to(self, row: int) -> None:
        if self.visualItemRect(self.item(row)).isEmpty():
            # It is not broken into lines yet, and cannot be scrolled to before it is.
            self.setLayoutMode(QListWidget.LayoutMode.SinglePass)
            self.doItemsLayout()
        self.setCurrentRow(row)

    def _show_allowed(self) -> None:
        finding = self._current()
        self.exception_action.setEnabled(
            finding is not None
            and finding.severity is Severity.WARNING
            and check_named(finding.code) is not None
        )

    def _want_exception(self) -> None:
        finding = self._current()
        if finding is not None:
            self.exception_wanted.emit(finding)

    def _current(self) -> Finding | None:
        row = self.currentRow()
        return self._findings[row] if 0 <= row < len(self._findings) else None

    def _tell(self) -> None:
        finding = self._current()
        if finding is not None:
            self.chosen.emit(finding.sheet, finding.cell)


def finding_text(finding: Finding) -> str:
    """A finding as one sentence: "Warning, sheet Return, D14: what is wrong. What to do."."""
    where = finding.where
    head = f"{_WORDS[finding.severity]}, {where}" if where else _WORDS[finding.severity]
    return f"{head}: {finding.message} {finding.remedy}".strip()


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]}…"
