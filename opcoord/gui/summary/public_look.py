"""A stop before a public draft leaves: what in its texts looks like personal data must be looked at first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from opcoord.gui.messages import show_message

if TYPE_CHECKING:
    from opcoord.gui.tasks import TaskRunner
    from opcoord.reports.document import Document
    from opcoord.reports.personal_texts import TextFinding

_LISTED = 8


class PublicLook(QObject):
    """Looks through a document in the worker, and asks where something was found; `failed(error)` otherwise.

    What was looked at once is not asked again while the page is open.
    """

    failed = Signal(object)

    def __init__(self, tasks: TaskRunner, window: QWidget) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._window = window
        self._looked: set[str] = set()

    def before(self, made: Callable[[], Document], then: Callable[[], object], verb: str) -> None:
        """Do `then` once nothing of the document is left to look at; `verb` is what the button says."""

        def work(_progress: object) -> tuple[TextFinding, ...]:
            from opcoord.reports.personal_texts import personal_findings

            return personal_findings(made())

        self._tasks.run(
            "Look for personal data", work, lambda found: self._ask(found, then, verb), self.failed.emit
        )

    def _ask(self, found: tuple[TextFinding, ...], then: Callable[[], object], verb: str) -> None:
        new = [each for each in found if each.sentence not in self._looked]
        if not new:
            then()
            return
        lines = [f"{each.sentence} {each.remedy}" for each in new[:_LISTED]]
        if len(new) > _LISTED:
            lines.append(f"And {len(new) - _LISTED} more.")

        def go_on() -> None:
            self._looked |= {each.sentence for each in new}
            then()

        show_message(
            self._window,
            "Some words of this public document look like personal data. Look at each before it leaves.",
            "\n".join(lines),
            QMessageBox.Icon.Warning,
            (f"&{verb}, they stand", go_on),
        )
