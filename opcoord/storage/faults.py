"""Turns what SQLite reports into sentences a coordinator can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from opcoord.errors import OpcoordError

_SENTENCES = {
    sqlite3.SQLITE_FULL: (
        "The disk is full; nothing of this change was kept.",
        "Free some space and do it again.",
    ),
    sqlite3.SQLITE_BUSY: (
        "Another program is using the file; nothing of this change was kept.",
        "Wait a moment and do it again.",
    ),
    sqlite3.SQLITE_READONLY: (
        "The file cannot be written to; nothing of this change was kept.",
        "Check that the file and its folder are not write-protected.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The drive did not take the change; nothing of it was kept.",
        "Check that the drive is connected and has space, and do it again. After a network drive was away, close the "
        "file first and open it again.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "The file is damaged.",
        "Close it and open the last good copy.",
    ),
    sqlite3.SQLITE_NOTADB: ("The file is damaged.", "Close it and open the last good copy."),
    sqlite3.SQLITE_CANTOPEN: (
        "The file cannot be made or opened there.",
        "Choose a folder that you can write to.",
    ),
}


@contextmanager
def explain(path: Path) -> Iterator[None]:
    """Raise OpcoordError with a sentence for the faults a person can do something about."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as fault:
        original = fault.orig if isinstance(fault, DBAPIError) else fault
        code = getattr(original, "sqlite_errorcode", None)
        sentence = _SENTENCES.get(code & 0xFF) if code is not None else None
        if sentence is None:
            raise
        raise OpcoordError(f"{path.name}: {sentence[0]}", sentence[1]) from fault
