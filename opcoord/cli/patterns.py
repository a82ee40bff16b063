"""Names with * and ? in them: Windows' prompts hand them on as they were typed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def matched(paths: Iterable[Path]) -> list[Path]:
    """The paths in order, each pattern replaced by what it matches; one that matches nothing stays as it is."""
    found: list[Path] = []
    for path in paths:
        # A file may be called that on other systems, where the shell has replaced all patterns already.
        if any(sign in path.name for sign in "*?") and not path.exists():
            found += sorted(path.parent.glob(path.name.replace("**", "*"))) or [path]
        else:
            found.append(path)
    return found
