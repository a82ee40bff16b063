"""A stop before a public draft leaves: what speaks against publishing it must be looked at first, as before its issue."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from opcoord.gui.messages import show_message

if TYPE_CHECKING:
    from opcoord.gui.tasks import TaskRunner
    from opcoord.reports.issuing import ToLookAt

_LISTED = 8


class PublicLook(QObject):
    """Looks in the worker, and asks where something was found; `failed(error)` otherwise.

    What was looked at once is not asked again while the page is open.
    """

    failed = Signal(object)

    def __init__(self, tasks: TaskRunner, window: QWidget) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._window = window
        self._looked: set[tuple[str, str]] = set()

    def before(
        self, document: str, look: Callable[[], tuple[ToLookAt, ...]], then: Callable[[], object], verb: str
    ) -> None:
        """Do `then` once nothing of the named `document` is left to look at; `verb` is what the button says."""

        def work(_progress: object) -> tuple[ToLookAt, ...]:
            return look()

        self._tasks.run(
            "Look before it leaves",
            work,
            lambda found: self._ask(document, found, then, verb),
            self.failed.emit,
        )

    def _ask(self, document: str, found: tuple[ToLookAt, ...], then: Callable[[], object], verb: str) -> None:
        new = [each.text for each in found if (document, each.text) not in self._looked]
        if not new:
            then()
            return
        lines = new[:_LISTED]
        if len(new) > _LISTED:
            lines.append(f"And {len(new) - _LISTED} more, asked next.")

        def go_on() -> None:
            # What was not listed nobody has looked at yet.
            self._looked |= {(document, each) for each in new[:_LISTED]}
            self._ask(document, found, then, verb)

        box = show_message(
            self._window,
            "This document is for the public. Look at each of these before it leaves.",
            "\n\n".join(lines),
            QMessageBox.Icon.Warning,
            (f"&{verb}, they stand" if len(new) <= _LISTED else "&They stand, go on", go_on),
        )
        # A reflex on the keyboard publishes nothing.
        for button in box.buttons():
            if box.buttonRole(button) == QMessageBox.ButtonRole.RejectRole:
                button.setFocus()
                if isinstance(button, QPushButton):
                    box.setDefaultButton(button)
