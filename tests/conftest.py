"""What every test gets: no window, British numbers and dates, a home of its own, and no leftovers."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before anything imports Qt or asks where settings live.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
_HOME = tempfile.TemporaryDirectory(prefix="opcoord-tests-", ignore_cleanup_errors=True)
for _name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
    os.environ[_name] = _HOME.name
for _name in ("CONFIG", "DATA", "STATE", "CACHE"):
    os.environ[f"XDG_{_name}_HOME"] = str(Path(_HOME.name, _name.lower()))
os.environ.update(LC_ALL="C.UTF-8", TZ="Europe/London")
if hasattr(time, "tzset"):
    time.tzset()

ROOT = Path(__file__).resolve().parent.parent
# A thread that has been told to stop may need a moment; one that was forgotten never ends.
THREAD_PATIENCE_SECONDS = 2.0
# A busy machine is no failure: what is waited for comes, or the test fails half a minute later.
PATIENCE_MS = 30_000


def pytest_configure(config: pytest.Config) -> None:
    """Compile the forms, for those who call pytest without scripts/test.py."""
    sys.path.append(str(ROOT / "scripts"))
    try:
        from compile_forms import compile_forms
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    compile_forms(ROOT)
    from pytestqt.qtbot import QtBot

    for waiting in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals):
        assert waiting.__kwdefaults__ is not None
        waiting.__kwdefaults__["timeout"] = PATIENCE_MS


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the home that the tests used."""
    _HOME.cleanup()


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Name the application, so that nothing is stored under pytest's name."""
    return ["opcoord-tests"]


@pytest.fixture(scope="session", autouse=True)
def british_locale() -> None:
    """Show numbers and dates as in the office, whatever machine the tests run on."""
    from PySide6.QtCore import QLocale

    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fail a test that leaves a thread running which would keep the program from ending."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + THREAD_PATIENCE_SECONDS
    left = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    for thread in left:
        thread.join(max(0.0, deadline - time.monotonic()))
    alive = [thread.name for thread in left if thread.is_alive()]
    if alive:
        pytest.fail(f"Threads still running after the test: {', '.join(alive)}")


@pytest.fixture(autouse=True)
def no_leaked_windows(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a window open which it did not give to qtbot.

    Looks after qtbot has closed its widgets: depending on qapp alone means being torn down later than qtbot.
    """
    if "qtbot" not in request.fixturenames and "qapp" not in request.fixturenames:
        yield
        return
    application = request.getfixturevalue("qapp")
    yield
    left = [widget for widget in application.topLevelWidgets() if widget.isVisible()]
    names = [f"{type(widget).__name__} {widget.objectName()!r}" for widget in left]
    for widget in left:
        widget.close()
    if names:
        pytest.fail(f"Windows still open after the test: {', '.join(names)}")
