"""Reads in the background what a page shows; where it is asked again meanwhile, only the last answer is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal

from opcoord.errors import OpcoordError
from opcoord.gui.tasks import TaskRunner

Found = TypeVar("Found")
#: So many figures are read between two key strokes.
FEW_FIGURES = 2_000


class _Wish(NamedTuple):
    label: str
    read: Callable[[], object]
    show: Callable[[object], object]


class Reader(QObject):
    """A worker of its own: reading stands in the way of nothing that writes. `failed` carries an OpcoordError."""

    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = TaskRunner(self)
        self._next: _Wish | None = None

    @property
    def busy(self) -> bool:
        """Whether something is still to be shown."""
        return self._tasks.busy

    def read(
        self, label: str, read: Callable[[], Found], show: Callable[[Found], object], *, at_once: bool = False
    ) -> None:
        """Call `read()` in the worker and `show` with its answer here, unless something else is wished for by then.

        What takes no time, such as adding up `FEW_FIGURES`, is read `at_once`, so that nothing flickers.
        """
        wish = _Wish(label, read, show)  # type: ignore[arg-type]
        if self._tasks.busy:
            self._next = wish
        elif at_once:
            self._read_here(wish)
        else:
            self._begin(wish)

    def close(self) -> None:
        """Wait for the worker to end; for the end of the page."""
        self._next = None
        self._tasks.close()

    def _begin(self, wish: _Wish) -> None:
        self._tasks.run(
            wish.label, lambda _progress: wish.read(), lambda found: self._take(wish, found), self._fail
        )

    def _read_here(self, wish: _Wish) -> None:
        try:
            found = wish.read()
        except OpcoordError as error:
            self.failed.emit(error)
        else:
            wish.show(found)

    def _take(self, wish: _Wish, found: object) -> None:
        if not self._go_on():
            wish.show(found)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            self._go_on()
            raise error
        if not self._go_on():
            self.failed.emit(error)

    def _go_on(self) -> bool:
        """Begin with what was wished for meanwhile; tells whether there is such a thing."""
        wish, self._next = self._next, None
        if wish is not None:
            self._begin(wish)
        return wish is not None
