"""Paper without a window: the one place of the command line that needs Qt."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from opcoord.reports.document import Document
from opcoord.reports.issuing import ToLookAt, look_before_leaving
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_document import check_form, kept_options, read_document, save_summary
from opcoord.services.workspace import Workspace


def read_summary(workspace: Workspace, options: SummaryOptions, out: Path) -> Document:
    """What the options ask for, to be written to `out`.

    Raises OpcoordError where phase or force is unknown, or the name ends in no known form.
    """
    check_form(out)
    options = kept_options(workspace.queries, options)
    return read_document(workspace.queries, options, dt.datetime.now().astimezone())


def doubts(workspace: Workspace, options: SummaryOptions) -> tuple[ToLookAt, ...]:
    """What must be looked at before the draft leaves the building; raises OpcoordError as `read_summary` does."""
    return look_before_leaving(workspace.queries, kept_options(workspace.queries, options), dt.date.today())


def write_summary(document: Document, out: Path) -> int:
    """Write the document to `out`, in the form its name ends in; the number of pages, 0 for forms without pages.

    Raises OpcoordError where it cannot be written.
    """
    start_qt()
    return save_summary(document, out)


def start_qt() -> None:
    """Have Qt's fonts at hand, without a screen."""
    if QGuiApplication.instance() is None:
        if sys.platform == "linux":
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        application = QGuiApplication(["opcoord"])
        application.setApplicationName("opcoord")
