"""Puts a finished file in its place: written beside it, safe on the disk, then renamed in one step."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from opcoord.errors import OpcoordError


def written_beside(path: Path, content: bytes) -> Path:
    """A new file beside `path` with this content, on the disk and readable by whoever may read the folder.

    What an earlier try left there is removed. Raises OpcoordError where it cannot be written.
    """
    prefix = f".{path.name[:60]}-"
    # Not by `tempfile`: on Windows it goes on trying names for hours in a folder that may not be written to.
    made = path.with_name(f"{prefix}{secrets.token_hex(6)}.part")
    try:
        for left in path.parent.glob(f"{_literal(prefix)}*.part"):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
        with made.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        return made
    except OSError as problem:
        _remove(made)
        raise unwritable(path) from problem
    except BaseException:
        _remove(made)
        raise


def _remove(made: Path) -> None:
    with contextlib.suppress(OSError):
        made.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` outlive a power cut, where the system knows how."""
    if os.name != "posix":
        return
    # Some network drives know no such thing; the rename itself is done.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def unwritable(path: Path) -> OpcoordError:
    """That nothing can be written at `path`."""
    return OpcoordError(
        f"{path.name} could not be written.",
        "Check that the folder is there, can be written to and has room.",
    )


def _literal(text: str) -> str:
    return "".join(f"[{each}]" if each in "*?[" else each for each in text)
