"""Writes a file of ours: the whole of it or, on failure, what was there before."""

from __future__ import annotations

from pathlib import Path

from opcoord.whole_file import whole_file


def write_whole(path: Path, content: bytes) -> None:
    """Write beside `path` and replace it in one step.

    Raises OpcoordError where it cannot be written.
    """
    with whole_file(path) as made:
        made.write_bytes(content)
