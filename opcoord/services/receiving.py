"""Takes an operation over: looks at a hand-over file, and makes an operation file of it once everything is checked."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from pathlib import Path

from opcoord.errors import OpcoordError
from opcoord.progress import Progress
from opcoord.queries.history import audit_head
from opcoord.storage import handover_file, holding
from opcoord.storage.database import utc_now
from opcoord.storage.handover_file import HandoverLabel, Outside
from opcoord.storage.holding import Holding, Step
from opcoord.storage.memory_file import MemoryFile
from opcoord.storage.placing import sync_folder, unwritable, written_beside
from opcoord.storage.verify import verify
from opcoord.whole_file import take_place

__all__ = ["HandoverLabel", "Outside", "look_at", "opened", "receive"]

_STEPS = 4
_NAME_TAKEN = "Choose another name or folder. Two files of one operation can be compared."


def look_at(path: Path) -> Outside:
    """What can be known of a hand-over file without its password; raises OpcoordError where it is not whole."""
    return handover_file.look_at(path)


def opened(path: Path, password: str, progress: Progress) -> tuple[Outside, MemoryFile]:
    """The operation in a hand-over file, in memory and checked whole; close it when done.

    Raises OpcoordError where the file is damaged, the password is wrong or what is inside does not fit the outside.
    """
    progress.step(0, _STEPS, "Opening the hand-over file")
    outside, content = handover_file.unpack(path, password, progress)
    progress.step(1, _STEPS, "Checking what is inside")
    copy = MemoryFile.of(content, path.name)
    try:
        _refuse_unsound(copy, outside.label)
    except BaseException:
        copy.close()
        raise
    return outside, copy


def receive(
    path: Path,
    new_path: Path,
    password: str = "",
    progress: Progress | None = None,
    clock: Callable[[], dt.datetime] = utc_now,
) -> Outside:
    """Make the operation file `new_path` of the hand-over file at `path`, in whole or not at all.

    Raises OpcoordError as `opened` does, and where `new_path` exists or cannot be written.
    """
    progress = progress or Progress()
    if new_path.exists():
        raise OpcoordError(f"{new_path.name} exists already.", _NAME_TAKEN)
    outside, copy = opened(path, password, progress)
    with contextlib.closing(copy):
        progress.step(2, _STEPS, "Taking it over")
        with copy.write() as session:
            last = holding.newest(session)
            assert last is not None
            held = Holding(last.giver, last.taker, last.token, last.note)
            holding.record(session, Step.RECEIVED, held, clock(), {"check_value": outside.check_value})
        content = copy.content()
    progress.step(3, _STEPS, f"Writing {new_path.name}")
    temporary = written_beside(new_path, content)
    try:
        if new_path.exists():
            raise OpcoordError(f"{new_path.name} exists already.", _NAME_TAKEN)
        take_place(temporary, new_path)
        sync_folder(new_path.parent)
    except OSError as problem:
        raise unwritable(new_path) from problem
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return outside


def _refuse_unsound(copy: MemoryFile, label: HandoverLabel) -> None:
    with copy.read() as session:
        found = verify(session)
        if found:
            raise OpcoordError(
                f"The operation in {copy.name} does not pass its checks: {found[0].message}", found[0].remedy
            )
        last = holding.newest(session)
        fits = last is not None and last.step == Step.GIVEN and last.token == label.token
        if not fits or audit_head(session) != label.audit_head:
            raise OpcoordError(
                f"What is inside {copy.name} is not what its outside says.",
                "Do not use it. Ask whoever sent it for the file once more.",
            )
