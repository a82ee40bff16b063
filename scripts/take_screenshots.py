"""Take pictures of every page, light and dark, at 100 and 150 per cent, of a sample made for the purpose.

`python3 scripts/take_screenshots.py [folder]`; without a folder they go to build/screenshots. With `--readme` the four
pictures of the README are taken anew, where they lie.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import bootstrap

SCALES = ("1", "1.5")
# Time for a page to lay itself out and load before its picture is taken.
SETTLE_MS = 250
# These lay out in the background and need some turns more.
LATE_PAGES = {"results", "reconcile", "summary"}
LATE_TURNS = 12
_WORKER = "--worker"
_README = "readme"


def main() -> int:
    """Run one process a scale, because Qt reads the scale once; return 1 if any failed."""
    if sys.argv[1:2] == [_WORKER]:
        return _take_pictures(Path(sys.argv[2]), sys.argv[3])
    parser = argparse.ArgumentParser(description="Take pictures of every page.")
    parser.add_argument("folder", nargs="?", type=Path, default=bootstrap.ROOT / "build" / "screenshots")
    parser.add_argument("--readme", action="store_true", help="only those of the README, where they lie")
    given = parser.parse_args()
    folder: Path = bootstrap.ROOT / "resources" / "pictures" if given.readme else given.folder
    python = bootstrap.ensure()
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    for scale in (_README,) if given.readme else SCALES:
        factor = "1" if scale == _README else scale
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": factor}
        environment["PYTHONPATH"] = str(bootstrap.ROOT)
        # The ledger names who did what; pictures are shown to others.
        environment.update(LOGNAME="coordinator", USER="coordinator", USERNAME="coordinator")
        command = [str(python), str(Path(__file__).resolve()), _WORKER, str(folder.resolve()), scale]
        failed |= subprocess.call(command, env=environment)
    print(f"Pictures are in {folder}")
    return failed


def _take_pictures(folder: Path, scale: str) -> int:
    from PySide6.QtCore import QSettings, QTimer

    from opcoord.app.main import make_application
    from opcoord.app.workspaces import LazyWorkspaces
    from opcoord.gui.main_window import MainWindow
    from opcoord.services.workspace import Workspace

    with tempfile.TemporaryDirectory(prefix="opcoord-pictures-") as home:
        # The user's own settings and recent files are neither shown nor changed.
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, home)
        sample = Path(home, "Operation Scorpion (sample).opcoord")
        Workspace.create_sample(sample).close()
        application = make_application(["opcoord"])
        window = MainWindow(LazyWorkspaces())
        window.resize(1280, 800)
        window.show()
        if scale == _README:
            steps = _readme_steps(window, folder, sample)
        else:
            steps = _steps(window, folder, f"{round(float(scale) * 100)}", sample)
        timer = QTimer()
        timer.timeout.connect(lambda: _do(steps, window, timer, application.quit))
        timer.start(SETTLE_MS)
        application.exec()
        window.close()
    return 0


def _do(steps, window, timer, finish) -> None:  # type: ignore[no-untyped-def]
    """Do the next step, or end."""
    step = next(steps, None)
    if step is None:
        timer.stop()
        finish()
    else:
        step()


def _steps(window, folder: Path, scale: str, sample: Path):  # type: ignore[no-untyped-def]
    """Yield what is to be done, each followed by a moment to settle."""
    from opcoord.gui.page_registry import PAGES
    from opcoord.gui.theme import Appearance, set_appearance

    def picture(name: str, appearance: str) -> Callable[[], object]:
        return lambda: window.grab().save(str(folder / f"{name}-{appearance}-{scale}.png"))

    for appearance in (Appearance.LIGHT, Appearance.DARK):
        yield lambda appearance=appearance: set_appearance(appearance)
        yield window.recent.clear
        yield picture("start", appearance.value)
        yield lambda: window.documents.open(sample)
        while window.workspace is None:
            yield lambda: None
        for entry in PAGES:
            yield lambda entry=entry: window.show_page(entry.key)
            for _ in range(LATE_TURNS if entry.key in LATE_PAGES else 0):
                yield lambda: None
            yield picture(entry.key, appearance.value)
        yield window.documents.close


def _readme_steps(window, folder: Path, sample: Path) -> Iterator[Callable[[], object]]:  # type: ignore[no-untyped-def]
    """As `_steps`: phase 7 is imported, looked at, accepted, charted and summarised."""
    from opcoord.gui.results.look import ChartView
    from opcoord.gui.theme import Appearance, set_appearance
    from opcoord.services.sample import waiting_folder

    def picture(name: str) -> Callable[[], object]:
        return lambda: window.grab().save(str(folder / f"{name}.png"))

    def choose_view() -> None:
        combo = window.page("results").choices.view_combo
        combo.setCurrentIndex(combo.findData(ChartView.CUMULATIVE_BY_FORCE))

    yield lambda: set_appearance(Appearance.LIGHT)
    yield lambda: window.documents.open(sample)
    while window.workspace is None:
        yield lambda: None
    yield lambda: window.import_paths([waiting_folder(sample)])
    while window.tasks.busy:
        yield lambda: None
    yield lambda: window.page("returns").inbox_table.select_row(1)
    yield lambda: window.page("returns").review.figures.select_row(0)
    yield picture("returns")
    yield window.page("returns").inbox.accept_clean
    while window.tasks.busy:
        yield lambda: None
    for page in ("overview", "results", "summary"):
        yield lambda page=page: window.show_page(page)
        if page == "results":
            yield choose_view
        for _ in range(LATE_TURNS):
            yield lambda: None
        yield picture(page)


if __name__ == "__main__":
    sys.exit(main())
