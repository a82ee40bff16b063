"""Starts the desktop application: window first, then the file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from opcoord import __version__
from opcoord.app.faults import FaultReporter
from opcoord.app.workspaces import LazyWorkspaces
from opcoord.gui.collector import Collector
from opcoord.gui.main_window import MainWindow
from opcoord.gui.theme import STYLE_ARGUMENTS, apply_theme

#: When the window has been on the screen for a while; a fault before that starts the log by itself.
_SETTLED_MS = 500


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the window, open the file named first in `arguments` if any, and return Qt's exit code."""
    names = list(sys.argv[1:] if arguments is None else arguments)
    if sys.platform == "win32":
        from opcoord.app.taskbar import claim_taskbar_place

        claim_taskbar_place()
    application = make_application([sys.argv[0]])
    faults = FaultReporter(application)
    faults.install()
    Collector(application)
    QTimer.singleShot(_SETTLED_MS, application, _start_log)
    window = MainWindow(LazyWorkspaces())
    window.fit_screen()
    window.show()
    if names:
        path = Path(names[0])
        # In the first turn of the event loop: the window is on the screen before the store is imported.
        QTimer.singleShot(0, window, lambda: window.documents.open(path))
    return application.exec()


def _start_log() -> None:
    from opcoord.log import start_log

    start_log()


def make_application(arguments: list[str]) -> QApplication:
    """The QApplication with names, British numbers and dates, and the theme."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    application = QApplication([*arguments[:1], *STYLE_ARGUMENTS, *arguments[1:]])
    application.setApplicationName("opcoord")
    application.setOrganizationName("opcoord")
    application.setApplicationDisplayName("opcoord")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("opcoord")
    apply_theme(application)
    return application
