"""Writes a file of ours: the whole of it or, on failure, what was there before."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from opcoord.errors import OpcoordError


def write_whole(path: Path, content: bytes) -> None:
    """Write beside `path` and replace it in one step.

    Raises OpcoordError where it cannot be written.
    """
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=".opcoord-", suffix=".part", delete=False
        ) as made:
            temporary = Path(made.name)
            made.write(content)
            made.flush()
            os.fsync(made.fileno())
        if os.name == "posix":
            # Made private to this user, but pages are made to be passed on.
            mask = os.umask(0)
            os.umask(mask)
            temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    except OSError as problem:
        raise OpcoordError(
            f"{path.name} could not be written: {problem.strerror or 'the folder refused it'}.",
            "Close the file if it is open elsewhere, or save to another folder.",
        ) from problem
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
