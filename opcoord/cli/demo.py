"""The main job on the sample, in the open, where there is no screen: import, totals, summary, pictures."""

from __future__ import annotations

import datetime as dt
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from opcoord.cli import output
from opcoord.errors import OpcoordError
from opcoord.services.sample import WAITING_PHASE, waiting_folder
from opcoord.services.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from opcoord.reports.summary_document import SummaryPages

_FILE_NAME = "Operation Scorpion sample.opcoord"
_SHOWN = ("arrests", "cash_seized", "drugs_value", "safeguarded")


def run_demo(out: Path) -> int:
    """Make the sample in `out`, import its waiting returns, write summary and pictures; 0 when all went well."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / _FILE_NAME
    _clear(out, path)
    print("Making the sample operation …", flush=True)
    with closing(Workspace.create_sample(path)) as workspace:
        print(f"Importing the waiting returns of phase {WAITING_PHASE} …")
        for candidate in workspace.returns.inspect([waiting_folder(path)]):
            workspace.returns.accept(candidate, reason_for_all="Accepted in the demonstration.")
            print(f"  {candidate.agency_name}: {candidate.answered} figures, version {candidate.version}")
        summary = out / f"Phase {WAITING_PHASE} summary.pdf"
        application = _application()
        from opcoord.reports.summary import SummaryOptions
        from opcoord.reports.summary_document import build_summary, write_pdf

        printed_at = dt.datetime.now().astimezone()
        pages = build_summary(workspace.queries, SummaryOptions(WAITING_PHASE), printed_at)
        write_pdf(pages, summary)
        pictures = _paper_pictures(pages, out)
        print()
        print("\n".join(output.results_lines(
            workspace.queries.operation(), workspace.queries.results(_SHOWN), None
        )))  # fmt: skip
    pictures += _pictures(application, path, out)
    print()
    print(f"Operation file:  {path}")
    print(f"Phase summary:   {summary} ({pages.page_count} pages)")
    for picture in pictures:
        print(f"Picture:         {picture}")
    return 0


def _clear(out: Path, path: Path) -> None:
    # Only what an earlier demonstration made is removed.
    made = [path, *out.glob("*.png"), *waiting_folder(path).glob("*.xlsx")]
    try:
        for each in made:
            each.unlink(missing_ok=True)
    except OSError:
        raise OpcoordError(
            f"What an earlier demonstration left in {out} cannot be removed.",
            "Close it or choose another folder.",
        ) from None


def _application() -> QApplication:
    if sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QLocale, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from opcoord.gui.theme import STYLE_ARGUMENTS, apply_theme

    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    qInstallMessageHandler(_pass_on)
    application = QApplication(["opcoord", *STYLE_ARGUMENTS])
    application.setApplicationName("opcoord-demo")
    apply_theme(application)
    return application


class _FinishedSample:
    """Opens the file that the demonstration made."""

    def open(self, path: Path) -> Workspace:
        """The finished sample."""
        return Workspace.open(path)


def _paper_pictures(pages: SummaryPages, out: Path) -> list[Path]:
    from opcoord.reports.summary_document import to_image

    saved = []
    for index in range(pages.page_count):
        path = out / f"Phase {WAITING_PHASE} summary, page {index + 1}.png"
        to_image(pages, index).save(str(path))
        saved.append(path)
    return saved


def _pass_on(_kind: object, _context: object, message: str) -> None:
    # The platform without a screen says this of every window; it means nothing here.
    if "propagateSizeHints" not in message:
        print(message, file=sys.stderr)


def _pictures(application: QApplication, path: Path, out: Path) -> list[Path]:
    from opcoord.gui.main_window import MainWindow
    from opcoord.gui.tour import PageTour

    saved: list[Path] = []
    window = MainWindow(_FinishedSample())  # type: ignore[arg-type]
    window.resize(1280, 800)
    window.show()
    tour = PageTour(window, out)
    tour.finished.connect(saved.extend)
    tour.finished.connect(application.quit)
    window.documents.opened.connect(lambda _workspace: tour.start())
    window.documents.failed.connect(lambda _error: application.quit())
    window.documents.open(path)
    application.exec()
    window.close()
    return saved
