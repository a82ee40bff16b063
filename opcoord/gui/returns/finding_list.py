"""The findings of one file: sign, place, what is odd and the remedy; keys J and K walk them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

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

#: Breaking sentences into lines takes the screen's time: so many in one turn are not felt.
_LAID_OUT_AT_ONCE = 200
Index = QModelIndex | QPersistentModelIndex


class FindingsModel(QAbstractListModel):
    """Findings as a list shows them; their sentences are made when they come into sight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.findings: list[Finding] = []

    def set_findings(self, findings: list[Finding]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.findings = findings
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.findings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        finding = self.findings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cut(finding_text(finding))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return finding_text(finding)
        if role == Qt.ItemDataRole.DecorationRole:
            return state_icon(str(finding.severity))
        if role == Qt.ItemDataRole.ToolTipRole:
            text = finding_text(finding)
            return plain_tip(text) if len(text) > _LONGEST else None
        return None


class FindingList(QListView):
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
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setSpacing(2)
        self.setBatchSize(_LAID_OUT_AT_ONCE)
        self.findings_model = FindingsModel(self)
        self.setModel(self.findings_model)
        self._walked = -1
        #: Goes on until the current finding is broken into lines and can be scrolled to.
        self._following = QTimer(self, interval=0)
        self._patience = 0
        self._following.timeout.connect(self._follow)
        self.exception_action = QAction("&Make an exception…", self)
        self.exception_action.setShortcut("Ctrl+E")
        self.exception_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.exception_action.triggered.connect(self._want_exception)
        self.addAction(self.exception_action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.selectionModel().currentRowChanged.connect(lambda _new, _old: self._show_allowed())
        self.clicked.connect(lambda _index: self._tell())
        self.activated.connect(lambda _index: self._tell())

    def count(self) -> int:
        """How many findings are listed."""
        return len(self.findings_model.findings)

    def current_row(self) -> int:
        """The row of the current finding, -1 without one."""
        return self.currentIndex().row()

    def select_row(self, row: int) -> None:
        """Make the finding in this row current and bring it into sight as soon as it can be; -1 for none."""
        if row < 0:
            self.selectionModel().clear()
            return
        self.setCurrentIndex(self.findings_model.index(row))
        self._patience = self.count()
        self._follow()

    def show_findings(self, findings: Sequence[Finding], keep_place: bool = False) -> None:
        """Show these instead; with `keep_place` the walk goes on from where it was, without telling."""
        place = self.current_row()
        # Thousands would stall the window: those out of sight are broken into lines a little later.
        many = len(findings) > _LAID_OUT_AT_ONCE
        self.setLayoutMode(QListView.LayoutMode.Batched if many else QListView.LayoutMode.SinglePass)
        self.findings_model.set_findings(sorted(findings, key=lambda finding: _ORDER[finding.severity]))
        # What was decided is gone from the list: the next one has come to its place.
        self._walked = max(place, self._walked) - 1 if keep_place else -1

    def jump_to(self, sheet: str, cell: str) -> bool:
        """Select the first finding about a cell, or none, without telling; tells whether there is one."""
        current = self._current()
        if current is not None and cell and (current.sheet, current.cell) == (sheet, cell):
            return True
        for row, finding in enumerate(self.findings_model.findings):
            if cell and finding.cell == cell and finding.sheet in (sheet, ""):
                self.select_row(row)
                return True
        if current is None or current.cell:
            self.select_row(-1)
        return False

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) finding and to its figure."""
        if self.count():
            start = self.current_row() if self.current_row() >= 0 else self._walked
            self._walked = min(max(start + by, 0), self.count() - 1)
            self.select_row(self._walked)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wider or narrower, sentences break elsewhere: the current one stays in sight."""
        super().resizeEvent(event)
        self._patience = self.count()
        self._following.start()

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:
        """Signs stand beside the first line."""
        super().initViewItemOption(option)
        option.decorationAlignment = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter

    def _follow(self) -> None:
        """Scroll to the current finding, now or as soon as it is broken into lines."""
        current = self.currentIndex()
        waits = current.isValid() and self.isVisible() and self.visualRect(current).isEmpty()
        if waits and self._patience > 0:
            # A list without any room never lays anything out.
            self._patience -= 1
            self._following.start()
            return
        self._following.stop()
        if current.isValid():
            self.scrollTo(current)

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
        row = self.current_row()
        return self.findings_model.findings[row] if 0 <= row < self.count() else None

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
