"""Writes a file whole: what is finished takes the old one's place in one step, what fails leaves the old one."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path

from opcoord.errors import OpcoordError

#: Numbers of Windows errors for a file that another program holds: denied, shared with nobody, partly locked.
_HELD = frozenset({5, 32, 33})
_TRIES = 10
_SECONDS_BETWEEN = 0.1


def take_place(made: Path, path: Path) -> None:
    """Let the finished file `made` become `path` in one step; raises OSError. May take a second on Windows.

    There a file cannot be renamed while a virus scanner, the search index or OneDrive looks at it, which they do
    as soon as it is written; they are done in a moment. Excel is not, and that is for the caller to say.
    """
    for tries_left in reversed(range(_TRIES)):
        try:
            made.replace(path)
            return
        except PermissionError as refusal:
            if not tries_left or getattr(refusal, "winerror", None) not in _HELD:
                raise
            threading.Event().wait(_SECONDS_BETWEEN)


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
        take_place(made, path)
    except OSError as problem:
        raise OpcoordError(
            f"{what or path.name} could not be written: {problem.strerror or 'the folder refused it'}.", hint
        ) from problem
    finally:
        with contextlib.suppress(OSError):
            made.unlink(missing_ok=True)
