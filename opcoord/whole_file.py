"""Writes a file whole: what is finished takes the old one's place in one step, what fails leaves the old one."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from opcoord.errors import OpcoordError


@contextlib.contextmanager
def whole_file(
    path: Path,
    what: str = "",
    hint: str = "Close the file if it is open elsewhere, or save to another folder.",
) -> Iterator[Path]:
    """An empty file beside `path` to be filled; at the end it becomes `path`, and after a failure it is gone.

    Raises OpcoordError where it cannot be written: `what` (the file's name where empty) could not be.
    """
    # Not by `tempfile`, which makes files private to this user: these are made to be sent and shared.
    made = path.with_name(f".opcoord-{secrets.token_hex(6)}.part")
    try:
        with made.open("xb"):
            pass
        yield made
        with made.open("rb+") as stream:
            os.fsync(stream.fileno())
        made.replace(path)
    except OSError as problem:
        raise OpcoordError(
            f"{what or path.name} could not be written: {problem.strerror or 'the folder refused it'}.", hint
        ) from problem
    finally:
        with contextlib.suppress(OSError):
            made.unlink(missing_ok=True)
