"""The longest stall of the screen's thread while returns, clean and messy, are checked and accepted in the real window."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bench_common import Line, operation, write_returns
from messy_returns import MessyReturns

if TYPE_CHECKING:
    from opcoord.gui.main_window import MainWindow
    from opcoord.gui.returns.inbox import Inbox

_BEAT_MILLISECONDS = 5
_AIM_MILLISECONDS = 50.0
_PATIENCE_MILLISECONDS = 120_000


def measure(folder: Path, quick: bool, count: int = 50) -> list[Line]:
    """Lines for checking, for accepting and for checking twice as many messy ones, with what an idle window shows."""
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    assert application is not None
    count = min(count, 12) if quick else count
    times = 1 if quick else 5
    runs = [_run(folder / f"stall {number}", count) for number in range(times)]
    messy = [_run_messy(folder / f"messy {number}", 2 * count) for number in range(times)]
    idle, checking, accepting, spent = (list(column) for column in zip(*runs, strict=True))
    note = f"(idle {statistics.median(idle):.0f} ms; the import took {statistics.median(spent):.0f} ms)"
    return [
        _line(f"longest stall, checking {count} returns", checking, note),
        _line(f"longest stall, accepting {count} returns", accepting),
        _line(f"longest stall, checking {2 * count} messy returns", messy),
    ]


def _run(place: Path, count: int) -> tuple[float, float, float, float]:
    """Longest gaps while idle, checking and accepting in a new window, and how long the checking took."""
    place.mkdir()
    with operation(place, phases=max(1, -(-count // 5))) as workspace:
        files = write_returns(workspace, place / "returns", count)
    with _returns_page(place / "bench.opcoord") as (window, inbox):
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
    return idle, checking, accepting, spent


def _run_messy(place: Path, count: int) -> float:
    """The longest gap while messy returns are checked in a new window."""
    place.mkdir()
    with operation(place, phases=max(1, -(-count // 5))) as workspace:
        files = MessyReturns(workspace).write(place / "returns", count)
    with _returns_page(place / "bench.opcoord") as (window, inbox):
        longest = max(_gaps(lambda: window.import_paths(files), lambda: not window.tasks.busy))
        if len({each.path for each in inbox.candidates}) != count:
            raise RuntimeError("Files are missing.")
    return longest


@contextmanager
def _returns_page(path: Path) -> Iterator[tuple[MainWindow, Inbox]]:
    """A new window on its Returns page, at rest."""
    window = _window(path)
    try:
        window.show_page("returns")
        _gaps(lambda: None, lambda: True, least_milliseconds=300)
        yield window, window.page("returns").inbox  # type: ignore[attr-defined]
    finally:
        window.close()
        window.deleteLater()
        _gaps(lambda: None, lambda: True, least_milliseconds=20)


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
