"""Names with * and ? in them: Windows' prompts hand them on as they were typed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def matched(paths: Iterable[Path]) -> list[Path]:
    """The paths in order, each pattern replaced by what it matches; one that matches nothing stays as it is."""
    found: list[Path] = []
    for path in paths:
        if _is_pattern(path):
            found += sorted(path.parent.glob(path.name.replace("**", "*"))) or [path]
        else:
            found.append(path)
    return found


def _is_pattern(path: Path) -> bool:
    """Elsewhere a file may be called that, and the shell has replaced what is none."""
    if not any(sign in path.name for sign in "*?"):
        return False
    try:
        return not path.exists()
    except OSError:  # a name that the system does not take is no file's
        return True
