"""An open operation file: read it, change it in labelled transactions, undo and redo them."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, Select, delete, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.finding import Finding
from opcoord.model.tables import UndoStep
from opcoord.storage import audit, holding, journal, schema
from opcoord.storage.connections import discard, end_transaction, reading_engine, writing_engine
from opcoord.storage.faults import explain
from opcoord.storage.lock import WriterLock
from opcoord.storage.preflight import check_header
from opcoord.storage.verify import verify

Callback = Callable[[frozenset[str]], None]
#: Older steps are dropped: the ledger still tells of them, but they cannot be undone any more.
_KEPT_STEPS = 200
#: A file that another program holds is asked for so often.
_TRIES = 10
_SECONDS_BETWEEN = 0.1


def utc_now() -> dt.datetime:
    """The present moment, aware and in UTC."""
    return dt.datetime.now(dt.UTC)


class Database:
    """One operation file. Safe to use from several threads; one of them writes at a time.

    One `transaction(label)` is one undo step, one notice to `on_commit` callbacks and one ledger entry.
    """

    def __init__(
        self,
        path: Path,
        lock: WriterLock,
        read_only_reason: str,
        clock: Callable[[], dt.datetime],
        copy: Path | None = None,
        handed_over: bool = False,
    ) -> None:
        self.path = path
        #: Whether it is read-only for no other reason than that it was handed over.
        self.handed_over = handed_over
        # What is read in place of a file of an older release that must not be changed.
        self._copy = copy
        self.read_only_reason = read_only_reason
        self._lock = lock
        self._clock = clock
        self._callbacks: list[Callback] = []
        self._writing = threading.RLock()
        self._writer: Engine | None = None if self.read_only else self._new_writer()
        self._reader = reading_engine(copy or path)

    # -- opening and closing ---------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, clock: Callable[[], dt.datetime] = utc_now) -> Database:
        """Make a new, empty operation file. Raises OpcoordError if it exists or cannot be written."""
        if path.exists():
            raise OpcoordError(f"{path.name} exists already.", "Choose another name.")
        with explain(path):
            engine = writing_engine(path, create=True)
            try:
                with engine.begin() as connection:
                    schema.create_schema(connection)
            except BaseException:
                # Half a file could be neither opened nor made again under this name, nor a new one beside its journal.
                engine.dispose()
                discard(path)
                raise
            engine.dispose()
        return cls.open(path, clock=clock)

    @classmethod
    def open(
        cls, path: Path, read_only: bool = False, clock: Callable[[], dt.datetime] = utc_now
    ) -> Database:
        """Open an operation file, for reading only where another window holds it or it cannot be written.

        Raises OpcoordError with one sentence where it is missing, not ours, newer or damaged.
        """
        version = check_header(path)
        lock = WriterLock(path)
        reason = "It was opened for reading only." if read_only else lock.acquire()
        try:
            if not reason and not _writable(path):
                reason = "This file is write-protected or in use, so it is shown for reading only."
            _check_content(path, bool(reason))
            copy = None
            if version < schema.SCHEMA_VERSION:
                from opcoord.storage.upgrade import upgrade, upgraded_copy  # Alembic is loaded only when due

                if reason:
                    copy = upgraded_copy(path)
                else:
                    upgrade(path, version)
            handed_over = "" if reason else _handed_over(path)
            return cls(path, lock, reason or handed_over, clock, copy, bool(handed_over))
        except BaseException:
            lock.release()
            raise

    @property
    def read_only(self) -> bool:
        """Whether changes are refused; `read_only_reason` says why."""
        return bool(self.read_only_reason)

    def close(self) -> None:
        """Let go of the file, once a change that is being written is in."""
        with self._writing:
            self.read_only_reason = self.read_only_reason or "It was closed."
            self.handed_over = False
            self._reader.dispose()
            if self._copy is not None:
                discard(self._copy)
            try:
                self._end_writing()
            finally:
                self._lock.release()

    def _new_writer(self) -> Engine:
        writer = writing_engine(self.path)
        with explain(self.path), writer.connect() as connection:
            journal.install(connection)
            connection.commit()
        return writer

    def _end_writing(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            with contextlib.suppress(DatabaseError, sqlite3.Error), writer.connect() as connection:
                # TRUNCATE leaves an empty journal beside the file; DELETE takes it away.
                connection.rollback()
                cursor = connection.connection.cursor()
                cursor.execute("PRAGMA journal_mode=DELETE")
                cursor.close()
            writer.dispose()

    # -- reading and writing ---------------------------------------------------------------------------

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the file and cannot change it."""
        with explain(self.path), Session(self._reader, autoflush=False) as session:
            yield session

    @contextmanager
    def transaction(self, label: str, keeps: Mapping[str, str] | None = None) -> Iterator[Session]:
        """A session whose changes are kept together under `label`, or not at all when the block raises.

        `keeps` names the append-only tables that the block adds to, each with what the history says of it:
        what is written there for good belongs to no undo step.
        """
        with self._write() as session:
            yield session
            session.flush()
            changes = journal.collect(session.connection())
            tables = journal.tables_of(changes)
            session.execute(delete(UndoStep).where(UndoStep.undone))
            if changes:
                session.add(UndoStep(label=label, changes=changes))
            self._drop_old_steps(session)
            details: dict[str, object] = {"changes": _counts(changes)}
            if keeps:
                details["keeps"] = dict(keeps)
            audit.append(session, label, details, self._clock())
        self._tell(tables | frozenset(keeps or ()))

    @contextmanager
    def handing_over(self) -> Iterator[Session]:
        """A session for a step of the hand-over, which writes its own line of history and is no undo step.

        Afterwards the file is read-only or writable as the newest step says. Also works on a file handed over.
        """
        with self._writing:
            if self._writer is None and self.handed_over:
                self._writer = self._new_writer()
            elif self._writer is None:
                raise OpcoordError("This file cannot be changed here.", self.read_only_reason)
            reason = self.read_only_reason
            try:
                with self._write() as session:
                    # The transaction begins here, not with the first change: what is read from now on stays as it is.
                    session.connection()
                    yield session
                    session.flush()
                    settled = holding.read_only_reason(session)
                reason = settled
            finally:
                self.read_only_reason, self.handed_over = reason, bool(reason)
                if reason:
                    self._end_writing()
        self._tell(frozenset({"handover"}))

    @contextmanager
    def _write(self) -> Iterator[Session]:
        if self._writer is None:
            raise OpcoordError("This file cannot be changed here.", self.read_only_reason)
        with self._writing, explain(self.path):
            # Closed by another thread while this one waited for its turn.
            if self._writer is None:
                raise OpcoordError("The file was closed; nothing of this change was kept.", "Open it again.")
            try:
                with Session(self._writer, expire_on_commit=False) as session:
                    yield session
                    session.commit()
            except BaseException:
                end_transaction(self._writer)
                raise

    @staticmethod
    def _drop_old_steps(session: Session) -> None:
        session.flush()
        oldest = session.scalar(
            select(UndoStep.id).order_by(UndoStep.id.desc()).offset(_KEPT_STEPS - 1).limit(1)
        )
        if oldest is not None:
            session.execute(delete(UndoStep).where(UndoStep.id < oldest))

    # -- undo and redo ---------------------------------------------------------------------------------

    @property
    def undo_label(self) -> str | None:
        """What `undo()` would take back, None where there is nothing."""
        return self._label(undone=False)

    @property
    def redo_label(self) -> str | None:
        """What `redo()` would make again, None where there is nothing."""
        return self._label(undone=True)

    def undo(self) -> str | None:
        """Take back the newest transaction; its label, or None where there is nothing to take back."""
        return self._move(undone=False)

    def redo(self) -> str | None:
        """Make the transaction again that was undone last; its label, or None where there is none."""
        return self._move(undone=True)

    def _label(self, *, undone: bool) -> str | None:
        if self.read_only:
            return None
        with self.read() as session:
            return session.scalar(_next_step(undone).with_only_columns(UndoStep.label))

    def _move(self, *, undone: bool) -> str | None:
        with self._write() as session:
            step = session.scalar(_next_step(undone))
            if step is None:
                return None
            connection = session.connection()
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
            move = journal.replay if undone else journal.revert
            try:
                move(connection, step.changes)
            except ValueError as fault:
                raise OpcoordError(
                    f"“{step.label}” cannot be undone: {fault}.", "Check the file on the History page."
                ) from None
            journal.collect(connection)
            step.undone = not undone
            label, tables = step.label, journal.tables_of(step.changes)
            word = "Redo" if undone else "Undo"
            audit.append(session, f"{word}: {label}", {"changes": _counts(step.changes)}, self._clock())
        self._tell(tables)
        return label

    # -- checking ----------------------------------------------------------------------------------------

    def verify(self) -> list[Finding]:
        """Everything that is wrong with the file; an empty list means that all checks passed."""
        with self.read() as session:
            return verify(session)

    # -- notices ---------------------------------------------------------------------------------------

    def on_commit(self, callback: Callback) -> Callable[[], None]:
        """Call `callback` with the names of the changed tables after each commit, in the committing thread.

        Returns a function that ends this.
        """
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def _tell(self, tables: frozenset[str]) -> None:
        for callback in list(self._callbacks):
            callback(tables)


def _next_step(undone: bool) -> Select[UndoStep]:
    # The newest step that stands is undone first; the oldest of the undone ones is redone first.
    order = UndoStep.id.asc() if undone else UndoStep.id.desc()
    return select(UndoStep).where(UndoStep.undone.is_(undone)).order_by(order).limit(1)


def _counts(changes: list[journal.Change]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for change in changes:
        counts[change["table"]] = counts.get(change["table"], 0) + 1
    return counts


def _handed_over(path: Path) -> str:
    engine = reading_engine(path)
    try:
        with explain(path), Session(engine) as session:
            return holding.read_only_reason(session)
    finally:
        engine.dispose()


def _writable(path: Path) -> bool:
    """Whether the file can be written to, now or as soon as who looks at it for a moment has let go."""
    for tries_left in reversed(range(_TRIES)):
        try:
            with path.open("r+b"):
                return True
        except OSError:
            # On Windows a virus scanner or OneDrive may hold a file for itself that is not protected at all.
            if not tries_left or not os.access(path, os.W_OK):
                break
            threading.Event().wait(_SECONDS_BETWEEN)
    return False


def _check_content(path: Path, reading_only: bool) -> None:
    try:
        _look_inside(reading_engine(path) if reading_only else writing_engine(path), path)
    except DatabaseError as fault:
        code = getattr(fault.orig, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if code != sqlite3.SQLITE_READONLY_ROLLBACK:
            # A file that is merely busy, or on a drive that is gone, is not called damaged.
            with explain(path):
                if code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
                    raise
            raise _damaged(path) from None
        _recover(path)


def _look_inside(engine: Engine, path: Path) -> None:
    try:
        with engine.connect() as connection:
            if connection.execute(text("PRAGMA quick_check(1)")).scalar() != "ok":
                raise _damaged(path)
            schema.refuse_strangers(connection, path.name)
    finally:
        engine.dispose()


def _recover(path: Path) -> None:
    """A program died while it wrote: SQLite takes the half change back, for which it must be let write."""
    try:
        _look_inside(writing_engine(path), path)
    except DatabaseError:
        raise OpcoordError(
            f"{path.name} holds a change that was broken off, and cannot be put right without writing.",
            "Open it where you may write to the file and its folder; it is put right by itself then.",
        ) from None


def _damaged(path: Path) -> OpcoordError:
    return OpcoordError(
        f"{path.name} is damaged and was not changed.",
        "Open the last good copy, and keep this one for repair.",
    )
