"""Kills the program at random moments while it hands over: the file is as it was, or handed over whole."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from opcoord.services.receiving import receive
from opcoord.services.workspace import Workspace
from opcoord.storage.digest import table_digests

WORKER = Path(__file__).with_name("handover_worker.py")
ROOT = Path(__file__).resolve().parents[2]
SEED = 20240303
KILLS = 12
STEPS = 6
#: Kills fall within this time after a step began; the very last one when all is done.
WITHIN_SECONDS = 0.03
#: Started ahead, so that the next process imports while this one is being killed.
WARM = 2
TAKER, GIVER, PASSWORD = "Wiltshire Police", "Dorset Police", "three blue wrens"


def contents(path: Path) -> object:
    with closing(Workspace.open(path)) as workspace, workspace._database.read() as session:
        return table_digests(session, ("audit_entry", "handover", "undo_step"))


def started() -> subprocess.Popen[str]:
    """A process that imports everything and waits."""
    return subprocess.Popen(
        [sys.executable, str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def kill_at(
    process: subprocess.Popen[str], operation: Path, out: Path, step: int, delay: float, to_the_end: bool
) -> None:
    """Let the process hand over, and kill it `delay` seconds after that step began, or after it was done."""
    assert process.stdin is not None and process.stdout is not None
    try:
        assert process.stdout.readline().strip() == "ready"
        password = PASSWORD if step % 2 else ""
        order = {"operation": str(operation), "out": str(out), "password": password}
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        assert process.stdout.readline().strip() == "open"
        for expected in range(step + 1):
            assert process.stdout.readline().strip() == str(expected)
        if to_the_end:
            assert process.stdout.readline().strip() == "done"
        ended = time.monotonic() + delay
        while time.monotonic() < ended:
            pass
    finally:
        process.kill()
        process.communicate()


def test_a_kill_leaves_the_old_state_or_the_new_one(made_sample: Path, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    before = contents(made_sample)
    seen = set()
    waiting = [started() for _ in range(WARM)]
    for number in range(KILLS):
        folder = tmp_path / str(number)
        folder.mkdir()
        operation, out = folder / "a.opcoord", folder / "out.opcoord-handover"
        shutil.copy2(made_sample, operation)
        step = number % STEPS
        if number + WARM < KILLS:
            waiting.append(started())
        last = number == KILLS - 1
        kill_at(waiting.pop(0), operation, out, step, chance.random() * WITHIN_SECONDS, to_the_end=last)
        assert contents(operation) == before, number
        with closing(Workspace.open(operation)) as workspace:
            assert workspace.verify() == [], number
            seen.add((workspace.read_only, out.exists()))
            if workspace.read_only:
                assert workspace.handed_over
                assert [each.step for each in workspace.queries.handovers()] == ["given"]
                workspace.handover.take_back("The program was ended.")
            else:
                assert workspace.queries.handovers() == []
                assert not out.exists(), "nothing is given without being marked"
            if out.exists():
                receive(out, folder / "taken.opcoord", PASSWORD if step % 2 else "")
                assert contents(folder / "taken.opcoord") == before
                out.unlink()
            # What was broken off can be done again, and leaves nothing lying about.
            workspace.handover.give(out, TAKER, GIVER, with_files=True)
        assert list(folder.glob(".*.part")) == [], number
    assert (False, False) in seen and (True, True) in seen, seen
