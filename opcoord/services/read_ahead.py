"""Reads received files in the background, a few ahead of the one that is being weighed."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from opcoord.excel.files import open_elsewhere
from opcoord.excel.grid import Grid
from opcoord.excel.reader import WorkbookReader
from opcoord.excel.refused import RefusedFile
from opcoord.excel.source import read_source
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.progress import Progress
from opcoord.reading.texts import storable
from opcoord.services import candidate as status
from opcoord.services.candidate import Candidate

#: From this many on, the start of a second reader process pays for itself.
_FILES_FOR_TWO_READERS = 16
#: A table of many agencies takes as long to weigh as several files take to read.
_AHEAD_OF_EACH = 4

ReaderFactory = Callable[[], AbstractContextManager[WorkbookReader]]


def enough_readers(stack: ExitStack, factory: ReaderFactory, files: int) -> list[WorkbookReader]:
    """One reader, or two for many files where there are processors for both and for whoever weighs what they read.

    A factory that lends the same reader each time has it used alone.
    """
    wanted = 2 if files >= _FILES_FOR_TWO_READERS and (os.cpu_count() or 1) > 2 else 1
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
    """Has files read while others are weighed, a few of them ahead, and tells of each in its turn."""

    def __init__(
        self, readers: list[WorkbookReader], progress: Progress, passwords: Mapping[str, str]
    ) -> None:
        self._readers = readers
        self._progress = progress
        self._passwords = passwords
        self._waiting: deque[tuple[Candidate, WorkbookReader | None]] = deque()
        self.begun = 0
        for reader in readers:
            reader.start()

    def __enter__(self) -> ReadAhead:
        return self

    def __exit__(self, *_error: object) -> None:
        # Left half-way: nobody shall take what was read of these files for that of others.
        for reader in self._readers:
            if reader.waiting:
                reader.close()

    @property
    def has_room(self) -> bool:
        """Whether another file should be begun now."""
        return len(self._waiting) < _AHEAD_OF_EACH * len(self._readers)

    def begin(self, path: Path) -> None:
        """Have this file read next, by the reader that has least to do."""
        taken = _take(path)
        reader = None
        if taken.status != status.REFUSED:
            reader = min(self._readers, key=lambda each: each.waiting)
            try:
                reader.begin(taken.content, self._passwords.get(taken.sha256, ""))
            except RefusedFile as refusal:
                taken, reader = _refused(taken, refusal), None
        self._waiting.append((taken, reader))
        self.begun += 1

    def next(self) -> Candidate | Opened:
        """The oldest file that was begun, as soon as it is read: opened, or refused with a finding."""
        taken, reader = self._waiting.popleft()
        if reader is None:
            return taken
        try:
            grid = reader.finish(self._progress)
        except RefusedFile as refusal:
            return _refused(taken, refusal)
        return Opened(taken, replace(grid, notices=(*grid.notices, *open_elsewhere(taken.path))))


def _take(path: Path) -> Candidate:
    """The bytes of a file, or why they cannot be had."""
    name = storable(path.name)
    try:
        content = read_source(path)
    except RefusedFile as refusal:
        return _refused(Candidate(path, name, "", 0, status.REFUSED), refusal)
    sha256 = hashlib.sha256(content).hexdigest()
    return Candidate(path, name, sha256, len(content), status.NEEDS_REVIEW, content=content)


def _refused(taken: Candidate, refusal: RefusedFile) -> Candidate:
    finding = Finding(Severity.ERROR, refusal.code, refusal.message, refusal.hint)
    return replace(taken, status=status.REFUSED, findings=(finding,))
