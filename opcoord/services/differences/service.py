"""What a coordinator can do with another file of the same operation: compare, and take over what is chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.progress import Progress
from opcoord.queries import reference
from opcoord.services.differences.compare import Differences, compare, parting, same_operation
from opcoord.services.differences.effects import PhaseEffect, effects
from opcoord.services.differences.merging import Merger
from opcoord.services.receiving import opened
from opcoord.storage.database import Database, utc_now
from opcoord.storage.handover_file import SUFFIX

_AGAIN = "Compare the two files again."
_LONGEST_NAME = 120


class _Readable(Protocol):
    def read(self) -> AbstractContextManager[Session]:
        """A session that sees the file and cannot change it."""

    def close(self) -> None:
        """Let go of the file."""


class OtherFile:
    """The other file, open for reading, until it is closed."""

    def __init__(self, path: Path, file: _Readable) -> None:
        self.path = path
        self._file = file

    @property
    def name(self) -> str:
        """What sentences call it."""
        return self.path.name

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on what it holds."""
        with self._file.read() as session:
            yield session

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class DifferencesService:
    """Compares the open file with others; taking over is one transaction and one undo step."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    def open_other(self, path: Path, password: str = "", progress: Progress | None = None) -> OtherFile:
        """Another file of this operation, an operation file or a hand-over file; close it when done.

        Raises OpcoordError where it cannot be opened, does not pass its checks or holds another operation.
        """
        progress = progress or Progress()
        if path.resolve() == self._database.path.resolve():
            raise OpcoordError(f"{path.name} is the file that is open.", "Choose the other one.")
        file: _Readable
        if path.name.endswith(SUFFIX):
            _outside, file = opened(path, password, progress)
        else:
            file = Database.open(path, read_only=True)
        try:
            if isinstance(file, Database):
                _refuse_unsound(file)
            other = OtherFile(path, file)
            with other.read() as there, self._database.read() as here:
                if not same_operation(here, there):
                    raise OpcoordError(
                        f"{path.name} holds another operation: {reference.operation(there).name}.",
                        "Only two files of one operation can be compared.",
                    )
        except BaseException:
            file.close()
            raise
        return other

    def both_went_on(self, other: DifferencesService) -> bool:
        """Whether the other open file is of the same operation, and both were changed since they parted."""
        with self._database.read() as here, other._database.read() as there:
            return same_operation(here, there) and parting(here, there).both_went_on

    def compare(self, other: OtherFile) -> Differences:
        """Everything in which the other file differs from the open one; writes nothing."""
        with self._database.read() as here, other.read() as there:
            return compare(here, there, other.name)

    def effects(self, other: OtherFile, found: Differences, keys: frozenset[str]) -> list[PhaseEffect]:
        """What taking over the lines of these keys, and what they need, does to the totals."""
        with self._database.read() as here, other.read() as there:
            return effects(here, there, found.chosen(found.needed(keys)))

    def take_over(self, other: OtherFile, keys: frozenset[str]) -> int:
        """Take over the lines of these keys and what they need, as one undo step; how many they were.

        Raises OpcoordError where either file has changed since it was compared, or nothing was chosen.
        """
        with other.read() as there:
            with self._database.read() as here:
                found = compare(here, there, other.name)
            count = len(found.chosen(found.needed(keys)))
            label = f"Take over {count} {'line' if count == 1 else 'lines'} from {other.name[:_LONGEST_NAME]}"
            with self._database.transaction(label) as session:
                found = compare(session, there, other.name)
                if not keys:
                    raise OpcoordError("Nothing is chosen.", "Tick what is to be taken over.")
                if not keys <= {each.key for each in found.lines if each.take is not None}:
                    raise OpcoordError("One of the files has changed since they were compared.", _AGAIN)
                chosen = found.chosen(found.needed(keys))
                now = self._clock().astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
                Merger(session, there, other.name, now).merge(chosen)
                return len(chosen)


def _refuse_unsound(file: Database) -> None:
    found = file.verify()
    if found:
        raise OpcoordError(
            f"{file.path.name} does not pass its checks, so nothing is taken from it: {found[0].message}",
            found[0].remedy,
        )
