"""Reads received files in the background, a few ahead of the one that is being weighed."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from queue import SimpleQueue

from opcoord.errors import OpcoordError
from opcoord.excel.grid import Grid
from opcoord.excel.reader import WorkbookReader
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.progress import Progress
from opcoord.services import candidate as status
from opcoord.services.candidate import Candidate

#: From this many on, the start of a second reader process pays for itself.
_FILES_FOR_TWO_READERS = 16

ReaderFactory = Callable[[], AbstractContextManager[WorkbookReader]]


def enough_readers(stack: ExitStack, factory: ReaderFactory, files: int) -> list[WorkbookReader]:
    """One reader, or two for many files where there are processors for both and the factory gives another."""
    wanted = 2 if files >= _FILES_FOR_TWO_READERS and (os.cpu_count() or 1) > 1 else 1
    readers: list[WorkbookReader] = []
    for _ in range(wanted):
        reader = stack.enter_context(factory())
        if not any(reader is each for each in readers):
            readers.append(reader)
    return readers


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that could be read, before anybody asked what it means."""

    base: Candidate
    grid: Grid


class ReadAhead:
    """Reads files in the background, a few of them ahead; each reader serves one thread at a time."""

    def __init__(
        self, readers: list[WorkbookReader], progress: Progress, passwords: Mapping[str, str]
    ) -> None:
        self._free: SimpleQueue[WorkbookReader] = SimpleQueue()
        for reader in readers:
            self._free.put(reader)
        self._progress = progress
        self._passwords = passwords
        self._threads = ThreadPoolExecutor(len(readers), "opcoord-reading")
        self._most = len(readers) + 1
        self._waiting: deque[Future[Candidate | Opened] | Candidate] = deque()
        self.begun = 0

    def __enter__(self) -> ReadAhead:
        return self

    def __exit__(self, *_error: object) -> None:
        self._threads.shutdown(cancel_futures=True)

    @property
    def has_room(self) -> bool:
        """Whether another file should be begun now."""
        return len(self._waiting) < self._most

    def begin(self, taken: Candidate) -> None:
        """Read this file next; one that is settled already only keeps its place."""
        self._waiting.append(
            taken if taken.status == status.REFUSED else self._threads.submit(self._read, taken)
        )
        self.begun += 1

    def next(self) -> Candidate | Opened:
        """The oldest file that was begun, as soon as it is read."""
        oldest = self._waiting.popleft()
        return oldest if isinstance(oldest, Candidate) else oldest.result()

    def _read(self, taken: Candidate) -> Candidate | Opened:
        reader = self._free.get()
        try:
            password = self._passwords.get(taken.sha256, "")
            return Opened(taken, reader.read_bytes(taken.name, taken.content, self._progress, password))
        except OpcoordError as refusal:
            code = getattr(refusal, "code", "refused")
            finding = Finding(Severity.ERROR, code, refusal.message, refusal.hint)
            return replace(taken, status=status.REFUSED, findings=(finding,))
        finally:
            self._free.put(reader)
