"""Reads workbooks in a process of its own, so that a bad one can neither crash, hang nor swallow the program."""

from __future__ import annotations

import logging
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from opcoord.excel import child
from opcoord.excel.grid import Grid
from opcoord.excel.preflight import check_size
from opcoord.excel.reader_process import DoesNotStart, ReaderProcess, TakesTooLong
from opcoord.excel.refused import RefusedFile
from opcoord.excel.source import read_source
from opcoord.progress import Progress

__all__ = ["RefusedFile", "WorkbookReader"]

MOST_SECONDS = 30.0
MOST_MEMORY_BYTES = 1024 * 1024 * 1024
# Refusals of what no office program writes and an attacker does.
_SECURITY_CODES = frozenset({"unsafe-xml", "bomb", "huge-token"})
_LOG = logging.getLogger("opcoord.excel")


class WorkbookReader:
    """Reads workbooks one after the other in one reader process, which starts with the first of them.

    A file on which the process dies, hangs or runs out of memory is refused, and the next gets a new process.
    Where the process cannot even start, and not a second time either, all further files are refused at once.
    Not for use by two threads at once.
    """

    def __init__(self, most_seconds: float = MOST_SECONDS, most_memory: int = MOST_MEMORY_BYTES) -> None:
        self._most_seconds = most_seconds
        self._most_memory = most_memory
        self._process: ReaderProcess | None = None
        self._cannot_start = False
        #: Files begun and not yet finished, content and password, and how many of them the process was given.
        self._begun: deque[tuple[bytes, str]] = deque()
        self._given = 0

    def __enter__(self) -> WorkbookReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The reader process's id, or None while there is none."""
        return self._process.id if self._process is not None else None

    @property
    def waiting(self) -> int:
        """How many files were begun and not yet finished."""
        return len(self._begun)

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
        self.begin(content, password)
        return self.finish(progress)

    def begin(self, content: bytes, password: str = "") -> None:
        """Give the process its next file, whose cells `finish` tells, each in its turn.

        So the process need not wait while its last answer is being weighed. Raises RefusedFile for a file too
        large to be read at all.
        """
        check_size(len(content))
        self._begun.append((content, password))
        self._give()

    def finish(self, progress: Progress | None = None) -> Grid:
        """The cells of the oldest file begun. Raises as `read` does; once cancelled, the others are forgotten."""
        progress = progress or Progress()
        try:
            progress.check()
            answer = self._answer(progress)
        except RefusedFile:
            self._kill()
            raise
        except BaseException:
            # Cancelled or interrupted: whatever the process does now, nobody waits for it.
            self._kill()
            self._begun.clear()
            raise
        finally:
            if self._begun:
                self._begun.popleft()
                self._given = max(0, self._given - 1)
        if answer[0] == child.REFUSED:
            _, code, message, hint = answer
            if code in _SECURITY_CODES:
                _LOG.warning("A received file was refused as dangerous: %s", code)
            raise RefusedFile(str(code), str(message), str(hint))
        return cast(Grid, answer[1])

    def start(self) -> None:
        """Start the process, if none lives, without waiting for it; where that fails, `finish` says so."""
        if self._process is not None and not self._given and not self._process.is_alive:
            self._kill()
        if self._process is None and not self._cannot_start:
            try:
                self._process = ReaderProcess(self._most_memory)
            except OSError:
                self._cannot_start = True

    def close(self) -> None:
        """End the reader process; a later `read` starts another."""
        process, self._process, self._given = self._process, None, 0
        self._begun.clear()
        if process is not None:
            process.end()

    def _give(self) -> None:
        """Give the process every file that it does not have yet."""
        self.start()
        if self._process is not None:
            while self._given < len(self._begun):
                self._process.give(*self._begun[self._given])
                self._given += 1

    def _answer(self, progress: Progress) -> tuple[Any, ...]:
        """What the process says of the oldest file begun."""
        try:
            return self._answer_of_process(progress)
        except DoesNotStart as error:
            if not error.died:
                self._cannot_start = True
                raise _not_started() from error
        # Something ended it before it had seen any file. Only where that happens twice it has a reason to.
        self._kill()
        try:
            return self._answer_of_process(progress)
        except DoesNotStart as error:
            self._cannot_start = True
            raise _not_started() from error

    def _answer_of_process(self, progress: Progress) -> tuple[Any, ...]:
        # What another process had when it died goes to the next one.
        self._give()
        if self._process is None:
            raise _not_started()
        try:
            return self._process.answer(self._most_seconds, progress)
        except TakesTooLong as error:
            message = f"Reading the file took longer than {self._most_seconds:.0f} seconds."
            raise RefusedFile("too-slow", message) from error
        except (EOFError, OSError) as error:
            raise _gave_up() from error

    def _kill(self) -> None:
        process, self._process, self._given = self._process, None, 0
        if process is not None:
            process.kill()


def _not_started() -> RefusedFile:
    return RefusedFile(
        "reader-not-started", "The reader could not be started.", "Close other programs and import again."
    )


def _gave_up() -> RefusedFile:
    return RefusedFile(
        "reader-gave-up", "The reader broke off at this file, which is damaged or far too large."
    )
