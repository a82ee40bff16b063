"""Whether a folder that is being typed is there."""

from __future__ import annotations

import re
from pathlib import Path

#: The name of a server, and of no folder on it yet.
_SERVER_ALONE = re.compile(r"\\\\[^\\]*\\?")


def is_folder(text: str) -> bool:
    """Whether there is a folder of that name. Asks for no server whose name is still being typed.

    Windows would look for each beginning of its name on the network, seconds a key.
    """
    named = text.strip()
    try:
        return bool(named) and not _SERVER_ALONE.fullmatch(named) and Path(text).is_dir()
    except OSError:  # the network, or a name longer than the system takes
        return False
