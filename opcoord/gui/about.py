"""What the About box says."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from opcoord import __version__

_PARTS = ("PySide6-Essentials", "SQLAlchemy", "openpyxl", "pyqtgraph")


def about_text() -> tuple[str, str]:
    """A sentence and the versions, one a line."""
    lines = [f"Python {platform.python_version()}", *(_version(part) for part in _PARTS)]
    sentence = f"opcoord {__version__}\nPlan an operation's phases, read the agencies' returns and report the results."
    return sentence, "\n".join(line for line in lines if line)


def _version(part: str) -> str:
    try:
        return f"{part} {version(part)}"
    except PackageNotFoundError:
        return ""
