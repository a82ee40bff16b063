"""Issues a document: asks, makes it ready, keeps it; and says what an issued one is worth today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from opcoord.gui.summary.changed_dialog import ChangedDialog, changed_words
from opcoord.gui.summary.version_combo import issue_words
from opcoord.model.dates import format_moment
from opcoord.reports.kind_names import KIND_NAMES

if TYPE_CHECKING:
    from opcoord.gui.summary.issue_dialog import IssueDialog
    from opcoord.gui.tasks import TaskRunner
    from opcoord.queries.issued import ChangedFigure, IssuedView
    from opcoord.reports.issuing import ToLookAt
    from opcoord.reports.summary import SummaryOptions
    from opcoord.services.workspace import Workspace

_SHORT_HASH = 16


class IssueFlow(QObject):
    """Emits `issued(id)` when a document was issued and `failed(error)` when it was not."""

    issued = Signal(int)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, tasks: TaskRunner, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._tasks = tasks
        self._window = window

    def ask(self, options: SummaryOptions, number: int) -> None:
        """Look at what is still open, then ask whether the document is to be issued as that number."""
        self._look(options, lambda found: self._show(options, number, found))

    def _look(
        self, options: SummaryOptions, then: Callable[[tuple[ToLookAt, ...]], object], reason: str = ""
    ) -> None:
        import opcoord.reports.issuing  # noqa: F401  # on the screen's thread, see DocumentMaker

        def work(_progress: object) -> tuple[ToLookAt, ...]:
            from opcoord.reports.issuing import look_before

            return look_before(self._workspace.queries, options, dt.date.today(), reason)

        self._tasks.run("Look before issuing", work, then, self.failed.emit)

    def _show(
        self, options: SummaryOptions, number: int, found: tuple[ToLookAt, ...], reason: str = ""
    ) -> IssueDialog:
        from opcoord.gui.summary.issue_dialog import IssueDialog

        readers = "public" if options.public else "internal"
        title = f"{KIND_NAMES[options.kind].title} of phase {options.phase}, {readers}"
        dialog = IssueDialog(title, number, found, self._window, reason)
        dialog.confirmed.connect(lambda given: self._confirm(options, number, found, given))
        dialog.open()
        return dialog

    def _confirm(self, options: SummaryOptions, number: int, seen: tuple[ToLookAt, ...], reason: str) -> None:
        """Issue it, once the reason, which the public reads too, was looked at like all other words."""
        if not reason or not options.public:
            self.issue(options, reason)
            return

        def go_on(found: tuple[ToLookAt, ...]) -> None:
            if any(each.odd and each not in seen for each in found):
                self._show(options, number, found, reason)
            else:
                self.issue(options, reason)

        self._look(options, go_on, reason)

    def issue(self, options: SummaryOptions, reason: str) -> None:
        """Make the document as it stands now and keep it for good."""

        def work(_progress: object) -> int:
            from opcoord.reports.issuing import prepare_issue

            moment = dt.datetime.now().astimezone()
            draft = prepare_issue(self._workspace.queries, options, reason, moment)
            return self._workspace.papers.issue(draft)

        self._tasks.run("Issue the document", work, self.issued.emit, self.failed.emit)

    def show_changes(self, issue: IssuedView, changed: list[ChangedFigure]) -> ChangedDialog:
        """Open the list of figures that are other ones than in the issue."""
        names = {each.code: each.name for each in self._workspace.queries.agencies()}
        dialog = ChangedDialog(f"{issue.title}, {issue_words(issue)}", changed, names, self._window)
        dialog.open()
        return dialog


def issued_words(issue: IssuedView, changed: int, newer: int | None) -> str:
    """What is to be known of an issued document: when, as what, and whether it still holds."""
    when = format_moment(issue.issued_at.astimezone())
    said = (
        f"Issue {issue.number}, issued {when} by {issue.issued_by}; fingerprint {issue.sha256[:_SHORT_HASH]}."
    )
    if newer is not None:
        said += f" Issue {newer} supersedes it."
    return said + (f" {changed_words(changed)} since." if changed else " No figure has changed since.")
