"""What a coordinator can do with the whole operation: hand it to the next lead force, and take it back."""

from __future__ import annotations

import contextlib
import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.progress import Progress
from opcoord.queries import holding as holding_queries
from opcoord.queries import reference
from opcoord.queries.history import audit_head
from opcoord.queries.holding import KeptFile
from opcoord.storage import digest, handover_file, holding
from opcoord.storage.database import Database, utc_now
from opcoord.storage.handover_file import SUFFIX, HandoverLabel, Outside
from opcoord.storage.holding import Holding, Step
from opcoord.storage.memory_file import MemoryFile
from opcoord.storage.placing import sync_folder, unwritable, written_beside
from opcoord.storage.verify import verify
from opcoord.whole_file import take_place

__all__ = ["SHORTEST_PASSWORD", "SUFFIX", "HandoverService", "KeptFile"]

#: Of a password that the giver chooses; what is shorter is guessed in an afternoon by who has the file.
SHORTEST_PASSWORD = 12
_LONGEST_NAME = 200
_STEPS = 6
#: Both files differ in these by intent: the history goes on in each, undo stays behind.
_OWN_WAY = ("audit_entry", "handover", "undo_step")
_FILE_COLUMNS = ("received_file.content", "received_file.whole")


class HandoverService:
    """Makes the hand-over file and marks this one; takes it back. `clock` is injected for tests."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    def kept_files(self, progress: Progress | None = None) -> list[KeptFile]:
        """Every received file that would go along, with what is hidden in it, looked for anew in its bytes."""
        with self._database.read() as session:
            return holding_queries.kept_files(session, progress)

    def give(
        self,
        path: Path,
        taker: str,
        giver: str,
        *,
        password: str = "",
        with_files: bool = False,
        note: str = "",
        progress: Progress | None = None,
    ) -> Outside:
        """Make the hand-over file at `path`, check it, and only then mark this file as handed over.

        Received files go along only `with_files`. Raises OpcoordError where a name is missing, the password is
        short, the place is taken or cannot be written, or this file does not pass its checks; it stays as it was then.
        """
        progress = progress or Progress()
        if self._database.read_only:
            raise OpcoordError("This file cannot be handed over.", self._database.read_only_reason)
        held = Holding(_name(giver), _name(taker), uuid.uuid4().hex, note.strip())
        _refuse(path, held, password)
        now = self._clock()
        temporary: Path | None = None
        try:
            # From here on nobody else changes this file until it is marked.
            with self._database.handing_over() as session:
                progress.step(0, _STEPS, "Checking the file")
                _refuse_unsound(self._database)
                label, packed, details = self._packed(held, password, with_files, now, progress)
                progress.step(3, _STEPS, "Writing the hand-over file")
                temporary = written_beside(path, packed)
                del packed
                progress.step(4, _STEPS, "Reading it back")
                outside = self._checked(temporary, label, password, with_files, progress)
                progress.step(5, _STEPS, "Marking this file")
                holding.record(session, Step.GIVEN, held, now, details)
            self._put_in_place(temporary, path, held)
        except BaseException:
            if temporary is not None:
                with contextlib.suppress(OSError):
                    temporary.unlink(missing_ok=True)
            raise
        return outside

    def take_back(self, reason: str) -> None:
        """Go on with this file although it was handed over; raises OpcoordError without a reason, or if it was not."""
        reason = reason.strip()
        if not reason:
            raise OpcoordError("Taking back needs a reason.", "Say in a few words why you go on here.")
        with self._database.handing_over() as session:
            last = holding.newest(session)
            if last is None or last.step != Step.GIVEN:
                raise OpcoordError("This file was not handed over.", "You can go on with it.")
            held = Holding(last.giver, last.taker, last.token, reason)
            holding.record(session, Step.TAKEN_BACK, held, self._clock(), {"reason": reason})

    def _packed(
        self, held: Holding, password: str, with_files: bool, now: dt.datetime, progress: Progress
    ) -> tuple[HandoverLabel, bytes, dict[str, object]]:
        """Label and bytes of the hand-over file, and what both histories say of it."""
        progress.step(1, _STEPS, "Copying the operation")
        copy = MemoryFile.copy_of(self._database.path, progress)
        with contextlib.closing(copy):
            copy.leave_out(received_files=not with_files)
            with copy.write() as session:
                counts = holding_queries.contents(session, with_files)
                details: dict[str, object] = {"files": dict(counts)["files"], "locked": bool(password)}
                holding.record(session, Step.GIVEN, held, now, details)
                session.flush()
                label = _label(session, held, counts, now)
            progress.step(2, _STEPS, "Locking" if password else "Packing")
            return label, handover_file.pack(label, copy.content(), password, progress), details

    def _checked(
        self, path: Path, label: HandoverLabel, password: str, with_files: bool, progress: Progress
    ) -> Outside:
        """Open what was written as the taker will, and compare it with this file; raises OpcoordError."""
        outside, content = handover_file.unpack(path, password, progress)
        with contextlib.closing(MemoryFile.of(content, path.name)) as copy, copy.read() as there:
            columns = () if with_files else _FILE_COLUMNS
            with self._database.read() as here:
                equal = digest.table_digests(there, _OWN_WAY, columns) == digest.table_digests(
                    here, _OWN_WAY, columns
                )
            same = outside.label.token == label.token and audit_head(there) == label.audit_head
            if not equal or not same or verify(there):
                raise OpcoordError(
                    "The hand-over file did not come out equal to this one, so nothing was handed over.",
                    "Check the file on the History page, then do it again on another drive.",
                )
        return outside

    def _put_in_place(self, temporary: Path, path: Path, held: Holding) -> None:
        try:
            take_place(temporary, path)
            sync_folder(path.parent)
        except OSError as problem:
            reason = "The hand-over file could not be put in its place."
            with self._database.handing_over() as session:
                undone = Holding(held.giver, held.taker, held.token, reason)
                holding.record(session, Step.TAKEN_BACK, undone, self._clock(), {"reason": reason})
            raise unwritable(path) from problem


def _label(
    session: Session, held: Holding, counts: tuple[tuple[str, int], ...], now: dt.datetime
) -> HandoverLabel:
    operation = reference.operation(session)
    made_at = now.astimezone(dt.UTC).replace(microsecond=0)
    return HandoverLabel(
        operation.name[:_LONGEST_NAME],
        operation.identity,
        held.giver,
        held.taker,
        made_at,
        held.token,
        audit_head(session),
        counts,
    )


def _name(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_NAME]


def _refuse(path: Path, held: Holding, password: str) -> None:
    if not held.taker or not held.giver:
        raise OpcoordError(
            "It is not said who hands over to whom.", "Name the force that gives and the force that takes."
        )
    if held.taker.casefold() == held.giver.casefold():
        raise OpcoordError("Both forces are the same.", "Name the force that goes on with the operation.")
    if password and len(password) < SHORTEST_PASSWORD:
        raise OpcoordError(
            f"The password is shorter than {SHORTEST_PASSWORD} characters.", "Take three words, for example."
        )
    if not path.name.endswith(SUFFIX) or path.name == SUFFIX:
        raise OpcoordError(f"{path.name} does not end in {SUFFIX}.", "Give it a name that does.")
    if path.exists():
        raise OpcoordError(f"{path.name} exists already.", "Choose another name.")


def _refuse_unsound(database: Database) -> None:
    found = database.verify()
    if found:
        raise OpcoordError(
            f"This file does not pass its checks, so it was not handed over: {found[0].message}",
            found[0].remedy,
        )
