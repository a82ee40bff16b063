"""The longest stall of the screen's thread while returns are checked and accepted through the real window."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bench_common import Line, operation, write_returns

if TYPE_CHECKING:
    from opcoord.gui.main_window import MainWindow

_BEAT_MILLISECONDS = 5
_AIM_MILLISECONDS = 50.0
_PATIENCE_MILLISECONDS = 120_000


def measure(folder: Path, quick: bool, count: int = 50) -> list[Line]:
    """Lines for checking, for accepting, and what an idle window shows on this machine."""
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    assert application is not None
    count = min(count, 12) if quick else count
    runs = [_run(folder / f"stall {number}", count) for number in range(1 if quick else 5)]
    idle, checking, accepting, spent = (list(column) for column in zip(*runs, strict=True))
    note = f"(idle {statistics.median(idle):.0f} ms; the import took {statistics.median(spent):.0f} ms)"
    return [
        _line(f"longest stall, checking {count} returns", checking, note),
        _line(f"longest stall, accepting {count} returns", accepting),
    ]


def _run(place: Path, count: int) -> tuple[float, float, float, float]:
    """Longest gaps while idle, checking and accepting in a new window, and how long the checking took."""
    place.mkdir()
    with operation(place, phases=max(1, -(-count // 5))) as workspace:
        files = write_returns(workspace, place / "returns", count)
    window = _window(place / "bench.opcoord")
    try:
        window.show_page("returns")
        inbox = window.page("returns").inbox  # type: ignore[attr-defined]
        idle = max(_gaps(lambda: None, lambda: True, least_milliseconds=300))
        began = time.perf_counter()
        checking = max(_gaps(lambda: window.import_paths(files), lambda: not window.tasks.busy))
        spent = (time.perf_counter() - began) * 1000
        if len(inbox.clean) != count:
            odd = [each for each in inbox.candidates if each not in inbox.clean]
            raise RuntimeError(
                f"{odd[0].name} is not clean: {odd[0].reason}" if odd else "Files are missing."
            )
        accepting = max(_gaps(inbox.accept_clean, lambda: not window.tasks.busy))
    finally:
        window.close()
        window.deleteLater()
        _gaps(lambda: None, lambda: True, least_milliseconds=20)
    return idle, checking, accepting, spent


def _line(what: str, found: list[float], note: str = "") -> Line:
    typical = statistics.median(found)
    runs = ", ".join(f"{each:.0f}" for each in found)
    aim = f"under {_AIM_MILLISECONDS:.0f} ms"
    return Line(what, typical, None, aim, typical < _AIM_MILLISECONDS, f"{note} runs: {runs}".strip())


def _window(path: Path) -> MainWindow:
    from opcoord.app.workspaces import LazyWorkspaces
    from opcoord.gui.main_window import MainWindow

    window = MainWindow(LazyWorkspaces())
    window.show()
    _gaps(lambda: window.documents.open(path), lambda: window.workspace is not None)
    return window


def _gaps(
    begin: Callable[[], object], ended: Callable[[], bool], least_milliseconds: float = 50
) -> list[float]:
    """Milliseconds between the beats of a timer while `begin()` and what it started run, and a little longer."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    loop = QEventLoop()
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(_BEAT_MILLISECONDS)
    gaps: list[float] = []
    last = time.perf_counter()
    first_ended: float | None = None

    def beat() -> None:
        nonlocal last, first_ended
        now = time.perf_counter()
        gaps.append((now - last) * 1000)
        last = now
        if not ended():
            first_ended = None
        elif first_ended is None:
            first_ended = now
        elif (now - first_ended) * 1000 > least_milliseconds:
            loop.quit()

    timer.timeout.connect(beat)
    guard = QTimer()
    guard.setSingleShot(True)
    guard.timeout.connect(loop.quit)
    guard.start(_PATIENCE_MILLISECONDS)
    timer.start()
    QTimer.singleShot(2 * _BEAT_MILLISECONDS, begin)
    # Not before `begin` ran may the end be looked for; its own time counts as a stall.
    loop.exec()
    timer.stop()
    guard.stop()
    return gaps
