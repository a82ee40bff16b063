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
from opcoord.gui.theme import apply_theme
from opcoord.log import start_log


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the window, open the file named first in `arguments` if any, and return Qt's exit code."""
    names = list(sys.argv[1:] if arguments is None else arguments)
    application = make_application([sys.argv[0]])
    faults = FaultReporter(application)
    faults.install()
    Collector(application)
    # After the first window: finding the folder for logs takes longer than it should at start-up.
    QTimer.singleShot(0, application, start_log)
    window = MainWindow(LazyWorkspaces())
    window.show()
    if names:
        path = Path(names[0])
        # In the first turn of the event loop: the window is on the screen before the store is imported.
        QTimer.singleShot(0, window, lambda: window.documents.open(path))
    return application.exec()


def make_application(arguments: list[str]) -> QApplication:
    """The QApplication with names, British numbers and dates, and the theme."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    application = QApplication(arguments)
    application.setApplicationName("opcoord")
    application.setOrganizationName("opcoord")
    application.setApplicationDisplayName("opcoord")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("opcoord")
    apply_theme(application)
    return application
