"""One writer a file: a lock that the system releases when the program dies, and a note of who holds it."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from pathlib import Path

from filelock import FileLock, Timeout

from opcoord.storage.audit import actor_name


class WriterLock:
    """Holds the right to write one operation file from `acquire()` until `release()` or the end of the process."""

    def __init__(self, operation_file: Path) -> None:
        folder, name = operation_file.parent, operation_file.name
        # The lock file stays behind; whoever opens the file next, perhaps another user, must be able to lock it.
        # A file may be made by the worker's thread and closed by the window's: the lock belongs to the process.
        self._lock = FileLock(folder / f".~lock.{name}", mode=0o666, thread_local=False)
        self._note = folder / f".~owner.{name}"

    def acquire(self) -> str:
        """Take the lock. Returns an empty text, or one sentence on why this file cannot be written now."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return f"This file is open elsewhere{self._holder()}, so it is shown here for reading only."
        except OSError:
            return "The folder of this file cannot be written to, so the file is shown for reading only."
        owner = {"host": socket.gethostname(), "process": os.getpid(), "user": actor_name()}
        with contextlib.suppress(OSError):  # the note only makes the other window's sentence more helpful
            self._note.write_text(json.dumps(owner), encoding="utf-8")
        return ""

    def release(self) -> None:
        """Give the lock back."""
        if self._lock.is_locked:
            try:
                # A note that another window reads, or in a folder that is gone, must not keep the lock.
                with contextlib.suppress(OSError):
                    self._note.unlink(missing_ok=True)
            finally:
                self._lock.release()

    def _holder(self) -> str:
        try:
            owner = json.loads(self._note.read_text(encoding="utf-8"))
            return f" (by {owner['user']} on {owner['host']}, process {owner['process']})"
        except (OSError, ValueError, KeyError, TypeError):
            return ""
