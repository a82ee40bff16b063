"""An operation file in memory: looked into, stripped or compared without a byte of it touching a disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from opcoord.errors import OpcoordError
from opcoord.progress import Progress
from opcoord.storage import schema
from opcoord.storage.connections import SAFE, connect
from opcoord.storage.preflight import check_header_bytes

_PAGES_AT_ONCE = 1_000


class MemoryFile:
    """Holds one connection; close it when done. `name` is what sentences call it."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self.name = name
        self._connection = connection
        self._engine = _engine(connection)

    @classmethod
    def copy_of(cls, path: Path, progress: Progress) -> MemoryFile:
        """One moment of the operation file at `path`, by SQLite's online backup."""
        made = _connection()
        try:
            with closing(connect(path, "ro")) as source:
                source.backup(made, pages=_PAGES_AT_ONCE, progress=lambda *_counts: progress.check())
            return cls(made, path.name)
        except BaseException:
            made.close()
            raise

    @classmethod
    def of(cls, content: bytes, name: str) -> MemoryFile:
        """The operation file in `content`, brought to the present schema.

        Raises OpcoordError where it is not ours, from a newer release, damaged or holds foreign parts.
        """
        version = check_header_bytes(content[:100], name)
        made = _connection()
        try:
            made.deserialize(content)
            file = cls(made, name)
            file._look_inside()
            if version < schema.SCHEMA_VERSION:
                from opcoord.storage.upgrade import migrate_on  # Alembic is loaded only when due

                migrate_on(file._engine)
            return file
        except (DatabaseError, sqlite3.Error):
            made.close()
            raise _damaged(name) from None
        except BaseException:
            made.close()
            raise

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that leaves no change."""
        with Session(self._engine, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are kept, in memory, when the block ends well."""
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    def leave_out(self, *, received_files: bool) -> None:
        """Drop the steps that could be undone, and the received files where told; not even traces of them stay."""
        run = self._connection.execute
        run("DELETE FROM undo_step")
        if received_files:
            run("UPDATE received_file SET content = x'', whole = 0")
        run("VACUUM")

    def content(self) -> bytes:
        """The whole file as bytes."""
        return self._connection.serialize()

    def close(self) -> None:
        """Let go of the memory."""
        self._engine.dispose()
        self._connection.close()

    def _look_inside(self) -> None:
        with self._engine.connect() as connection:
            if connection.execute(text("PRAGMA quick_check(1)")).scalar() != "ok":
                raise _damaged(self.name)
            schema.refuse_strangers(connection, self.name)


def _connection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    for pragma in SAFE:
        connection.execute(pragma)
    return connection


def _engine(connection: sqlite3.Connection) -> Engine:
    engine = create_engine(
        "sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True
    )

    @event.listens_for(engine, "begin")
    def begin(started: object) -> None:
        started.exec_driver_sql("BEGIN")  # type: ignore[attr-defined]

    return engine


def _damaged(name: str) -> OpcoordError:
    return OpcoordError(f"The operation in {name} is damaged.", "Ask whoever sent it for the file once more.")
