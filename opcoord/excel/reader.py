"""Reads workbooks in a process of its own, so that a bad one can neither crash, hang nor swallow the program."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from opcoord.excel import child
from opcoord.excel.grid import Grid
from opcoord.excel.preflight import check_size
from opcoord.excel.refused import RefusedFile
from opcoord.excel.source import read_source
from opcoord.progress import Progress

__all__ = ["RefusedFile", "WorkbookReader"]

MOST_SECONDS = 30.0
MOST_MEMORY_BYTES = 1024 * 1024 * 1024
_START_SECONDS = 60.0
_POLL_SECONDS = 0.05
# Refusals of what no office program writes and an attacker does.
_SECURITY_CODES = frozenset({"unsafe-xml", "bomb", "huge-token"})
_LOG = logging.getLogger("opcoord.excel")


class WorkbookReader:
    """Reads workbooks one after the other in one reader process, which starts with the first of them.

    A file on which the process dies, hangs or runs out of memory is refused, and the next gets a new process.
    Where the process cannot even start, all further files are refused at once.
    Not for use by two threads at once.
    """

    def __init__(self, most_seconds: float = MOST_SECONDS, most_memory: int = MOST_MEMORY_BYTES) -> None:
        self._most_seconds = most_seconds
        self._most_memory = most_memory
        self._process: BaseProcess | None = None
        self._connection: Connection[Any, Any] | None = None
        self._cannot_start = False

    def __enter__(self) -> WorkbookReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The reader process's id, or None while there is none."""
        return self._process.pid if self._process is not None else None

    def read(self, path: Path, progress: Progress | None = None) -> Grid:
        """The cells of the workbook at `path`.

        Raises RefusedFile where it cannot be read, and Cancelled once `progress` was cancelled.
        """
        return self.read_bytes(path.name, read_source(path), progress)

    def read_bytes(
        self, name: str, content: bytes, progress: Progress | None = None, password: str = ""
    ) -> Grid:
        """The cells of the workbook in `content`; `name` never decides what it is. Raises as `read` does.

        `password` opens an encrypted workbook; without the right one the refusal's code is "password" or
        "wrong-password". It goes to the reader process and nowhere else.
        """
        progress = progress or Progress()
        check_size(len(content))
        try:
            progress.check()
            connection = self._started(progress)
            try:
                connection.send_bytes(content)
                connection.send_bytes(password.encode("utf-8", "replace"))
                answer = self._wait(connection, self._most_seconds, progress)
            except (EOFError, OSError) as error:
                raise _gave_up() from error
        except BaseException:
            # Refused on the way, cancelled or interrupted: whatever the process does now, nobody waits for it.
            self._kill()
            raise
        if answer[0] == child.REFUSED:
            _, code, message, hint = answer
            if code in _SECURITY_CODES:
                _LOG.warning("A received file was refused as dangerous: %s", code)
            raise RefusedFile(str(code), str(message), str(hint))
        return cast(Grid, answer[1])

    def close(self) -> None:
        """End the reader process; a later `read` starts another."""
        process, connection = self._process, self._connection
        if process is None or connection is None:
            return
        with contextlib.suppress(OSError):
            connection.send_bytes(b"")
        process.join(1.0)
        self._kill()

    def _started(self, progress: Progress) -> Connection[Any, Any]:
        if self._process is not None and not self._process.is_alive():
            self._kill()
        if self._connection is not None:
            return self._connection
        if self._cannot_start:
            raise _not_started()
        # A fresh interpreter on every system: no copy of this program's memory, windows or locks.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=child.serve, args=(theirs, self._most_memory), name="opcoord-reader", daemon=True
        )
        try:
            process.start()
            theirs.close()
            self._process, self._connection = process, ours
            self._wait(ours, _START_SECONDS, progress)
        except (EOFError, OSError, RefusedFile) as error:
            self._cannot_start = True
            raise _not_started() from error
        return ours

    def _wait(
        self, connection: Connection[Any, Any], most_seconds: float, progress: Progress
    ) -> tuple[Any, ...]:
        """The process's next message. Raises EOFError where it died and RefusedFile where it takes too long."""
        deadline = time.monotonic() + most_seconds
        while not connection.poll(_POLL_SECONDS):
            progress.check()
            if time.monotonic() > deadline:
                raise RefusedFile(
                    "too-slow", f"Reading the file took longer than {most_seconds:.0f} seconds."
                )
        return cast("tuple[Any, ...]", connection.recv())

    def _kill(self) -> None:
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is not None:
            if process.is_alive():
                process.kill()
            process.join()
            process.close()


def _not_started() -> RefusedFile:
    return RefusedFile(
        "reader-not-started", "The reader could not be started.", "Close other programs and import again."
    )


def _gave_up() -> RefusedFile:
    return RefusedFile(
        "reader-gave-up", "The reader broke off at this file, which is damaged or far too large."
    )
