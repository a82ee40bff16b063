"""What happens on a bug: it is logged with its traceback and shown once, without one."""

from __future__ import annotations

import sys
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication

from opcoord.errors import OpcoordError

# Logging, tracebacks and message boxes are imported when a fault happens, off the way to the first window.


class FaultReporter(QObject):
    """Installed as `sys.excepthook`; may be called from any thread."""

    _happened = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: set[str] = set()
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over from Python's own hook, which would print a traceback."""
        sys.excepthook = self.report

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log the fault and, if it is a new one, tell the user."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if not isinstance(error, OpcoordError):
            import logging

            from opcoord.log import start_log

            start_log()
            logging.getLogger("opcoord").error("Unexpected fault", exc_info=(kind, error, trace))
        self._happened.emit(error, _signature(kind, trace))

    @Slot(object, str)
    def _show(self, error: BaseException, signature: str) -> None:
        from PySide6.QtWidgets import QMessageBox

        from opcoord.gui.messages import show_error, show_message

        window = QApplication.activeWindow()
        if isinstance(error, OpcoordError):
            show_error(window, error)
        elif signature not in self._known:
            self._known.add(signature)
            show_message(
                window,
                "Something in opcoord went wrong.",
                "What was saved before is safe. The log says what happened; send it to whoever looks after opcoord.",
                QMessageBox.Icon.Critical,
            )


def _signature(kind: type[BaseException], trace: TracebackType | None) -> str:
    """The same for the same fault: its kind and where it was raised."""
    import traceback

    frames = traceback.extract_tb(trace)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{kind.__name__} {where}"
