"""Names for files that every system takes, Windows with its long list above all."""

from __future__ import annotations

import re

_REFUSED = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
#: Names of devices on Windows, whatever comes after a dot: a file called so is a printer or a port, or nothing.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789¹²³")}
)


def plain_file_name(text: str) -> str:
    """`text` without what no file's name may hold, begin or end with; may be empty."""
    name = _REFUSED.sub(" ", text).strip(" .")
    return f"_{name}" if name.partition(".")[0].rstrip().lower() in _DEVICES else name
