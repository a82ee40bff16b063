"""What every page of the main window promises: a title, an icon, the tables it shows and one way to reload."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from opcoord.errors import OpcoordError


class Page(QWidget):
    """One page. Loads when first shown, and again only when one of its `tables` changed.

    A page never opens another page itself: it emits `page_requested` with the page's key ("plan") and
    an item that page understands (a phase number, a measure's code, None).
    """

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon_name: ClassVar[str] = ""
    tables: ClassVar[frozenset[str]] = frozenset()

    page_requested = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stale = True
        self.setAccessibleName(self.title)

    @property
    def at_rest(self) -> bool:
        """Whether everything the page shows is drawn; false while it still works in the background."""
        return True

    def reload(self) -> None:
        """Show what the operation file holds now."""

    def mark_stale(self) -> None:
        """Reload now if the page can be seen, otherwise when it is next shown."""
        self._stale = True
        if self.isVisible():
            self._freshen()

    def focus_first(self) -> None:
        """Put the keyboard where work on this page begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_item(self, item: object) -> None:
        """Bring an item (see `page_requested`) into view; a page that knows it not does nothing."""

    def showEvent(self, event: QShowEvent) -> None:
        """Load what changed while the page was hidden."""
        super().showEvent(event)
        if self._stale:
            self._freshen()

    def _freshen(self) -> None:
        self._stale = False
        focused = QApplication.focusWidget()
        held = focused is not None and self.isAncestorOf(focused)
        try:
            self.reload()
        except OpcoordError as error:
            from opcoord.gui.messages import show_error

            show_error(self, error)
        # Where the keyboard was may be gone: an empty page's button, a row of buttons that was made anew.
        if held and not (isValid(focused) and focused is not None and focused.isVisible()):
            self.focus_first()
