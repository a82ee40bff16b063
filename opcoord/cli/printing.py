"""Paper without a window: the one place of the command line that needs Qt."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from opcoord.errors import OpcoordError
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_document import SummaryPages, build_summary, write_pdf
from opcoord.services.workspace import Workspace


def write_summary(workspace: Workspace, phase: int, out: Path, *, public: bool) -> SummaryPages:
    """Print the summary of a phase to `out` and return its pages.

    Raises OpcoordError where the phase is unknown, the name does not end in .pdf or it cannot be written.
    """
    if out.suffix.lower() != ".pdf":
        raise OpcoordError(f"{out.name} does not end in .pdf.", "Give the summary a name that ends in .pdf.")
    if QGuiApplication.instance() is None:
        if sys.platform == "linux":
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        application = QGuiApplication(["opcoord"])
        application.setApplicationName("opcoord")
    options = SummaryOptions(phase=phase, public=public)
    pages = build_summary(workspace.queries, options, dt.datetime.now().astimezone())
    write_pdf(pages, out)
    return pages
