"""The process that the crash tests kill: does the steps it is told and answers after each commit.

Run as a script. Says "ready" once everything is imported, then reads one line of JSON: the operation file,
a pickle of candidates (or a list of workbooks to inspect itself) and the steps. Answers "open", then the
number of each finished step.
"""

from __future__ import annotations

import json
import pickle
import sys
from pathlib import Path

from opcoord.excel.reader import WorkbookReader
from opcoord.services.candidate import Candidate
from opcoord.services.returns import ReturnsService
from opcoord.storage.database import Database

REASON = "Checked by telephone."


def say(word: object) -> None:
    """One line through the pipe, at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def work(order: dict[str, object]) -> None:
    """Do the steps of `order`: "accept N", "undo" or "redo"."""
    database = Database.open(Path(str(order["operation"])))
    say("open")
    steps = order["steps"]
    assert isinstance(steps, list)
    if "candidates" in order:
        candidates: list[Candidate] = pickle.loads(Path(str(order["candidates"])).read_bytes())
        returns = ReturnsService(database)
        for number, step in enumerate(steps):
            if step.startswith("accept "):
                each = candidates[int(step.removeprefix("accept "))]
                # Compared with what counts at this moment, as the window does after each change.
                returns.accept(returns.decide(each, each.decisions), reason_for_all=REASON)
            elif step == "undo":
                assert database.undo() is not None
            else:
                assert database.redo() is not None
            say(number)
        return
    with WorkbookReader() as reader:
        returns = ReturnsService(database, lambda: _Kept(reader))
        for number, workbook in enumerate(steps):
            (candidate,) = returns.inspect([Path(workbook)])
            returns.accept(candidate, reason_for_all=REASON)
            say(number)


class _Kept:
    """Lends a reader that outlives the batch."""

    def __init__(self, reader: WorkbookReader) -> None:
        self._reader = reader

    def __enter__(self) -> WorkbookReader:
        return self._reader

    def __exit__(self, *_error: object) -> None:
        """The reader goes on."""


if __name__ == "__main__":
    say("ready")
    work(json.loads(sys.stdin.readline()))
    say("done")
    # Whoever started this process also ends it.
    sys.stdin.read()
