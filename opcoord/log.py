"""The log of faults: a small file in the user's own folder, without figures, names or paths of files."""

from __future__ import annotations

import contextlib
import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

_BYTES_A_FILE = 200_000
_OLD_FILES = 2


class FaultFormatter(logging.Formatter):
    """Writes kind and place of a fault but never its text, which may hold what stood in a workbook."""

    def formatException(self, ei) -> str:  # type: ignore[no-untyped-def]
        """The exception's kind and the modules, lines and functions it passed through."""
        kind, _, trace = ei
        frames = [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(trace)
        ]
        return "\n".join([getattr(kind, "__name__", "fault"), *frames])


def log_file() -> Path:
    """Where the log lies: the folder that the system sets aside for logs of this user."""
    from platformdirs import user_log_path

    return user_log_path("opcoord", appauthor=False) / "faults.log"


def start_log(path: Path | None = None) -> Path | None:
    """Write what opcoord logs to a file from now on; its path, or None where it cannot be written.

    Asked again for the same file, it does nothing more.
    """
    target = path or log_file()
    logger = logging.getLogger("opcoord")
    known = [each for each in logger.handlers if isinstance(each, RotatingFileHandler)]
    if any(Path(each.baseFilename) == target.absolute() for each in known):
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            target, maxBytes=_BYTES_A_FILE, backupCount=_OLD_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.rotator = _put_aside
    handler.setFormatter(FaultFormatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    return target


def _put_aside(full: str, old: str) -> None:
    """Windows renames no log that a second window has open: it grows a little longer then, and nothing is lost."""
    with contextlib.suppress(OSError):
        Path(full).replace(old)
