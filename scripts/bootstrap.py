"""Make `.venv` ready to run or test opcoord, with the standard library alone.

The first call creates the environment and installs the locked packages; later calls only compare
stamps. The project itself is not installed: a path file makes the working tree importable.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import system_packages
from compile_forms import CompileError, compile_forms

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
RUNTIME_LOCK = ROOT / "scripts" / "requirements.lock"
# Holds everything in the runtime lock as well.
DEV_LOCK = ROOT / "scripts" / "requirements-dev.lock"
OLDEST_PYTHON = (3, 11)


class SetupError(Exception):
    """Set-up cannot go on; the text says what to do."""


def has_screen() -> bool:
    """Tell whether a window could be shown to somebody."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def ensure(dev: bool = False, screen: bool = False) -> Path:
    """Return the environment's Python with packages installed and forms compiled, or exit with a sentence."""
    try:
        if sys.version_info < OLDEST_PYTHON:
            raise SetupError("opcoord needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
        _ensure_packages(dev)
        _ensure_path_file()
        _ensure_qt(screen)
        compile_forms(ROOT)
    except (SetupError, CompileError, system_packages.Missing) as error:
        sys.exit(str(error))
    return _python()


def _python() -> Path:
    return VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python"


def _site_packages() -> Path:
    if os.name == "nt":
        return VENV / "Lib" / "site-packages"
    return next(VENV.glob("lib/python*/site-packages"))


# Packages


def _ensure_packages(dev: bool) -> None:
    """Install the lock unless its stamp says that exactly this has been done."""
    covered = [RUNTIME_LOCK, DEV_LOCK] if dev else [RUNTIME_LOCK]
    lock = covered[-1]
    if _python().exists() and _stamp(lock.name) == _digest(lock):
        return
    if not _pip("--version", quiet=True):
        _create_venv()
    print("Installing the packages opcoord needs; the first time takes about a minute.", flush=True)
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check"]
    if not sys.stdout.isatty():
        options.append("--quiet")
    if not _pip("install", *options, "--requirement", str(lock)):
        raise SetupError(
            "The packages could not be installed; check the network connection, close opcoord if it is open, "
            "and run this again."
        )
    for done in covered:
        _set_stamp(done.name, _digest(done))


def _create_venv() -> None:
    print("Creating .venv", flush=True)
    for attempt in (1, 2):
        try:
            venv.create(VENV, clear=True, with_pip=True, symlinks=os.name != "nt")
            return
        except (SystemExit, subprocess.CalledProcessError, ImportError) as error:
            # Debian ships Python without ensurepip, and its venv module exits rather than raises.
            shutil.rmtree(VENV, ignore_errors=True)
            if attempt == 2 or sys.platform != "linux":
                raise SetupError("Python's venv module could not create .venv; reinstall Python.") from error
            system_packages.install(
                [f"python3.{sys.version_info.minor}-venv"], "Python's venv module is missing."
            )
        except OSError as error:
            # Windows removes no program that runs, and gives a name no more than 260 characters.
            raise SetupError(
                f"The folder {VENV} could not be made ({error.strerror}). Close opcoord if it is open, and run "
                "this again; if it still fails, move opcoord to a folder with a shorter path."
            ) from error


def _pip(*arguments: str, quiet: bool = False) -> bool:
    if not _python().exists():
        return False
    sink = subprocess.DEVNULL if quiet else None
    return subprocess.call([str(_python()), "-m", "pip", *arguments], stdout=sink, stderr=sink) == 0


def _ensure_path_file() -> None:
    """Make the working tree importable; the path is relative, so that the folder may be moved."""
    folder = _site_packages()
    text = os.path.relpath(ROOT, folder) + "\n"
    path_file = folder / "opcoord.pth"
    if not path_file.exists() or path_file.read_text(encoding="utf-8") != text:
        path_file.write_text(text, encoding="utf-8")


# Qt


def _ensure_qt(screen: bool) -> None:
    """See that Qt loads here, and on Linux that the system libraries it needs are there."""
    kind = "qt-screen" if screen else "qt"
    lock = _digest(RUNTIME_LOCK)
    if _stamp(kind) == lock:
        return
    if not _qt_loads(screen):
        if sys.platform != "linux":
            raise SetupError("Qt could not be loaded; delete the .venv folder and run this again.")
        system_packages.install(system_packages.qt_packages(screen), "Qt needs some system libraries.")
        if not _qt_loads(screen, quiet=False):
            raise SetupError("Qt still could not be loaded; the lines above say what is missing.")
    _set_stamp(kind, lock)


def _qt_loads(screen: bool, quiet: bool = True) -> bool:
    code = "import PySide6.QtWidgets, PySide6.QtPrintSupport, PySide6.QtSvg"
    if screen and sys.platform == "linux":
        # Qt aborts the process when its X11 plug-in does not load, so load it as a plain library.
        code += "; import ctypes, pathlib; folder = pathlib.Path(PySide6.__file__).parent"
        code += "; ctypes.CDLL(folder / 'Qt' / 'plugins' / 'platforms' / 'libqxcb.so')"
    errors = subprocess.DEVNULL if quiet else None
    return subprocess.call([str(_python()), "-c", code], stderr=errors) == 0


# Stamps


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _stamp(name: str) -> str:
    path = VENV / f"stamp-{name}"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _set_stamp(name: str, value: str) -> None:
    (VENV / f"stamp-{name}").write_text(value, encoding="utf-8")
