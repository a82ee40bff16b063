"""How SQLite connections to an operation file are made: durable when writing, harmless when reading."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path, PurePath

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

_BUSY_MILLISECONDS = 5_000
#: Files come from other people: no schema tricks, no memory maps, cells checked (sqlite.org/security.html).
SAFE = (
    "PRAGMA trusted_schema=OFF",
    "PRAGMA mmap_size=0",
    "PRAGMA cell_size_check=ON",
    "PRAGMA foreign_keys=ON",
)
#: Keeps what was acknowledged through a power cut; slower than SQLite's defaults and worth it.
_DURABLE = ("PRAGMA journal_mode=TRUNCATE", "PRAGMA synchronous=EXTRA")


def _address(path: PurePath) -> str:
    """`path` as SQLite takes it: a share on a server must not look like the host part of an address."""
    address = path.as_uri()
    return address if address.startswith("file:///") else address.replace("file://", "file:////", 1)


def end_transaction(writer: Engine) -> None:
    """Roll back what a failed COMMIT left open; SQLAlchemy takes the transaction for ended then."""
    connection = writer.raw_connection()
    try:
        connection.rollback()
    finally:
        connection.close()


def discard(path: Path) -> None:
    """Remove a file that was never anybody's, and the journal that SQLite leaves beside it, if the system lets go.

    Windows removes nothing that a virus scanner or a page that still reads holds open, and that is no fault to tell.
    """
    for each in (path, path.with_name(f"{path.name}-journal")):
        with contextlib.suppress(OSError):
            each.unlink(missing_ok=True)


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A bare connection to the file at `path`; `mode` as SQLite names it: "ro", "rw" or "rwc"."""
    address = f"{_address(path.resolve())}?mode={mode}"
    connection = sqlite3.connect(
        address, uri=True, timeout=_BUSY_MILLISECONDS / 1000, check_same_thread=False, isolation_level=None
    )
    for pragma in SAFE:
        connection.execute(pragma)
    return connection


def writing_engine(path: Path, *, create: bool = False) -> Engine:
    """An engine over one connection that begins every transaction with BEGIN IMMEDIATE."""

    def connected() -> sqlite3.Connection:
        connection = connect(path, "rwc" if create else "rw")
        for pragma in _DURABLE:
            connection.execute(pragma)
        return connection

    engine = create_engine("sqlite://", creator=connected, poolclass=StaticPool, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def begin_immediate(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]

    return engine


def reading_engine(path: Path) -> Engine:
    """An engine whose connections cannot write; a few of them, so that threads may read side by side."""

    def connected() -> sqlite3.Connection:
        connection = connect(path, "ro")
        connection.execute("PRAGMA query_only=ON")
        return connection

    engine = create_engine(
        "sqlite://", creator=connected, poolclass=QueuePool, pool_size=4, hide_parameters=True
    )

    @event.listens_for(engine, "begin")
    def begin_snapshot(connection: object) -> None:
        connection.exec_driver_sql("BEGIN")  # type: ignore[attr-defined]

    return engine
