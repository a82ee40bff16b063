"""The program's own place on Windows' taskbar."""

from __future__ import annotations

import contextlib
import sys

_IDENTITY = "opcoord.opcoord"


def claim_taskbar_place() -> None:
    """Before the first window: have Windows group and show it under its own icon, not under Python's."""
    if sys.platform == "win32":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(_IDENTITY)
