"""The versions of a document: its draft, and every issue of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from opcoord.gui.widgets.eliding_combo import ElidingCombo
from opcoord.model.dates import format_date
from opcoord.queries.issued import IssuedView

_DRAFT = "Draft, as it stands now"


class VersionCombo(ElidingCombo):
    """The draft first, then the newest issue and those before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._issues: dict[int, IssuedView] = {}
        self.addItem(_DRAFT, None)

    @property
    def issue(self) -> IssuedView | None:
        """The chosen issue, None for the draft."""
        return self._issues.get(self.currentData())

    @property
    def newest(self) -> IssuedView | None:
        """The issue that stands, None where nothing was issued."""
        return next(iter(self._issues.values()), None)

    def show_versions(self, issued: Sequence[IssuedView]) -> None:
        """Offer these issues, the newest first; the chosen one stays chosen while it is there."""
        kept = self.currentData()
        blocker = QSignalBlocker(self)
        self._issues = {each.id: each for each in issued}
        self.clear()
        self.addItem(_DRAFT, None)
        for each in issued:
            self.addItem(issue_words(each), each.id)
        self.setCurrentIndex(max(self.findData(kept), 0) if kept in self._issues else 0)
        blocker.unblock()

    def choose(self, issued_id: int) -> None:
        """Choose an issue that is offered."""
        self.setCurrentIndex(max(self.findData(issued_id), 0))

    def choose_draft(self) -> None:
        """Choose the draft, without a signal."""
        blocker = QSignalBlocker(self)
        self.setCurrentIndex(0)
        blocker.unblock()


def issue_words(each: IssuedView) -> str:
    """For example "Issue 2 of 7 March 2022", with "superseded" where a later one stands."""
    words = f"Issue {each.number} of {format_date(each.issued_at.astimezone().date())}"
    return f"{words}, superseded" if each.superseded else words
