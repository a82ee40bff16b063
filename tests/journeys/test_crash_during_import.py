"""Kills the program at random moments while it writes; what was acknowledged is there, and whole."""

from __future__ import annotations

import dataclasses
import json
import os
import pickle
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select

from opcoord.excel.template import TemplateValue, write_template
from opcoord.model.refs import ReadingContext
from opcoord.model.tables import Agency, AuditEntry, Figure, Phase, ReceivedFile, Return
from opcoord.model.terms import Qualifier, ReturnStatus
from opcoord.services.candidate import Candidate
from opcoord.services.operation import OperationService
from opcoord.services.returns import ReturnsService
from opcoord.storage.database import Database

WORKER = Path(__file__).with_name("crash_worker.py")
ROOT = Path(__file__).resolve().parents[2]
SEED = 20260304
KILLS = 50
KILLS_WHILE_UNDOING = 12
KILLS_WHILE_READING = 3
FORCES = 5
REASON = "Checked by telephone."
#: Started ahead, so that the next process imports while this one is being killed.
WARM = 3

#: Phase, agency, version and fingerprint of each return that is in, with its status.
State = dict[tuple[int, str, int], tuple[object, ...]]


@dataclass(frozen=True)
class Material:
    """What every kill starts from: an operation without returns, the files that came, and how they read."""

    operation: Path
    workbooks: list[Path]
    candidates: list[Candidate]
    pickled: Path


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """Ten returns and two corrected ones, inspected once."""
    folder = tmp_path_factory.mktemp("crash")
    operation = folder / "base.opcoord"
    with closing(Database.create(operation)) as database:
        OperationService(database).start_from_shipped("Operation Kill", with_phases=True)
        returns = ReturnsService(database)
        context = returns.context()
        agencies = [each.code for each in context.agencies][:FORCES]
        chance = random.Random(SEED)
        workbooks = [
            _workbook(folder, context, agency, phase, 1, chance) for phase in (1, 2) for agency in agencies
        ]
        workbooks += [_workbook(folder, context, agency, 1, 2, chance) for agency in agencies[:2]]
        read = returns.inspect(workbooks)
    assert [each.name for each in read if not each.can_accept] == []
    candidates = [dataclasses.replace(each, version=2) if "version 2" in each.name else each for each in read]
    pickled = folder / "candidates.pickle"
    pickled.write_bytes(pickle.dumps(candidates))
    return Material(operation, workbooks, candidates, pickled)


def _workbook(
    folder: Path, context: ReadingContext, agency: str, phase: int, version: int, chance: random.Random
) -> Path:
    path = folder / f"{agency} phase {phase} version {version}.xlsx"
    qualifiers = (Qualifier.EXACT, Qualifier.ABOUT, Qualifier.OVER)
    collected = next(each.collected for each in context.phases if each.number == phase)
    values = {
        code: TemplateValue(chance.randrange(1, 60) * 100_000, chance.choice(qualifiers))
        for code in collected
        if chance.random() < 0.7
    }
    units = {each.code: each.unit for each in context.measures}
    values = {
        code: value
        if units[code] in ("GBP", "g")
        else dataclasses.replace(value, amount=chance.randrange(0, 90))
        for code, value in values.items()
    }
    write_template(path, context, agency, phase, values=values, completed_by="Returns desk")
    return path


# Worker processes


class Worker:
    """One process that writes, from its start to its kill."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def begin(self, order: dict[str, object]) -> None:
        """Wait until it has imported everything and tell it what to do."""
        assert self.read() == "ready"
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def read(self) -> str:
        """Its next word; empty once it is dead and everything it said was heard."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def kill_after(self, words: int, seconds: float) -> list[str]:
        """Hear that many words, wait that long, kill, and tell all it had said."""
        heard = [self.read() for _ in range(words)]
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self.process.kill()
        assert self.process.stdout is not None
        heard += self.process.stdout.read().split()
        self.end()
        return heard

    def end(self) -> None:
        """Kill it, if it still lives, and close its pipes."""
        self.process.kill()
        self.process.communicate()


@contextmanager
def workers(count: int) -> Iterator[Iterator[Worker]]:
    """That many workers, a few of them warming up while one is in use."""
    warm: list[Worker] = []

    def supply() -> Iterator[Worker]:
        for number in range(count):
            while len(warm) < min(WARM, count - number):
                warm.append(Worker())
            yield warm.pop(0)

    try:
        yield supply()
    finally:
        for worker in warm:
            worker.end()


# What is in the file


def state_of(database: Database) -> State:
    """All returns with status, fingerprint (`verify` computes it anew) and the number of their figures."""
    counted = select(func.count()).where(Figure.return_id == Return.id).scalar_subquery()
    query = (
        select(Phase.number, Agency.code, Return.version, Return.status, Return.fingerprint, counted)
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
    )
    with database.read() as session:
        rows = session.execute(query).all()
        figures = session.scalar(select(func.count()).select_from(Figure))
    assert sum(row[5] for row in rows) == figures, "figures without a return"
    return {(phase, agency, version): tuple(rest) for phase, agency, version, *rest in rows}


def ledger_of(database: Database) -> list[str]:
    """What was done, oldest first."""
    with database.read() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def reference_states(material: Material, steps: list[str], folder: Path) -> tuple[list[State], float]:
    """The state after 0, 1, 2... steps, done without a crash, and the seconds that a step took on average."""
    path = folder / "reference.opcoord"
    shutil.copyfile(material.operation, path)
    spent = 0.0
    with closing(Database.open(path)) as database:
        returns = ReturnsService(database)
        states = [state_of(database)]
        for step in steps:
            began = time.perf_counter()
            if step.startswith("accept "):
                each = material.candidates[int(step.removeprefix("accept "))]
                returns.accept(returns.decide(each, each.decisions), reason_for_all=REASON)
            elif step == "undo":
                database.undo()
            else:
                database.redo()
            spent += time.perf_counter() - began
            states.append(state_of(database))
        assert database.verify() == []
    return states, spent / len(steps)


def check_file(path: Path, material: Material, states: list[State], acknowledged: int, told: str) -> None:
    """The file is sound, holds all that was acknowledged and nothing in part, and can be written at once."""
    with closing(Database.open(path)) as database:
        assert not database.read_only, f"{told}: {database.read_only_reason}"
        assert database.verify() == [], told
        found = state_of(database)
        fitting = [done for done, state in enumerate(states) if state == found]
        # The step that ran at the kill may be in, if the kill came between its commit and its answer.
        possible = [done for done in fitting if acknowledged <= done <= acknowledged + 1]
        assert possible, f"{told}: the file is as after {fitting} steps, {acknowledged} were acknowledged"
        entries = len(ledger_of(database)) - 1
        assert acknowledged <= entries <= acknowledged + 1, told
        with database.read() as session:
            query = select(ReceivedFile.sha256, ReceivedFile.content)
            kept = {sha256: content for sha256, content in session.execute(query)}
        bytes_of = {each.sha256: each.content for each in material.candidates}
        assert all(bytes_of[sha256] == content for sha256, content in kept.items()), told
        with database.transaction("Go on"):
            pass


def run_kills(
    material: Material, steps: list[str], kills: int, folder: Path, seed: int, report: list[str]
) -> None:
    """Kill that many workers at moments spread over `steps`, and check what each leaves behind."""
    states, seconds = reference_states(material, steps, folder)
    chance = random.Random(seed)
    with workers(kills) as supply:
        for number, worker in enumerate(supply):
            path = folder / "killed.opcoord"
            shutil.copyfile(material.operation, path)
            # Spread evenly over the steps (0 words: while the file is being opened), by chance within one.
            words = number * (len(steps) + 1) // kills
            wait = chance.random() * seconds * 1.5
            try:
                worker.begin({"operation": str(path), "candidates": str(material.pickled), "steps": steps})
                heard = worker.kill_after(words, wait)
            finally:
                worker.end()
            acknowledged = len([word for word in heard if word.isdigit()])
            told = f"kill {number}: seed {seed}, after {words} words and {wait * 1000:.1f} ms, heard {heard}"
            report.append(told)
            assert heard[:1] in ([], ["open"]), told
            check_file(path, material, states, acknowledged, told)
            for left in folder.glob("*killed.opcoord*"):
                left.unlink()


def test_every_return_is_whole_or_not_there(material: Material, tmp_path: Path) -> None:
    """Fifty kills while twelve returns are taken in, two of which replace an earlier version."""
    steps = [f"accept {number}" for number in range(len(material.candidates))]
    report: list[str] = []
    try:
        run_kills(material, steps, KILLS, tmp_path, SEED, report)
    finally:
        print("\n".join(report))
    assert len(report) == KILLS


def test_undo_and_redo_are_whole_or_did_not_happen(material: Material, tmp_path: Path) -> None:
    """Kills between and within undo and redo, of a first and of a corrected return."""
    corrected = next(n for n, each in enumerate(material.candidates) if each.version == 2)
    steps = ["accept 0", "undo", "redo", f"accept {corrected}", "undo", "redo", "undo", "undo", "redo"]
    report: list[str] = []
    try:
        run_kills(material, steps, KILLS_WHILE_UNDOING, tmp_path, SEED + 1, report)
    finally:
        print("\n".join(report))
    assert len(report) == KILLS_WHILE_UNDOING


def test_no_reader_outlives_the_program(material: Material, tmp_path: Path) -> None:
    """With the reader process at work: killed as well by the end of the program, and the file is sound."""
    chance = random.Random(SEED + 2)
    for number in range(KILLS_WHILE_READING):
        path = tmp_path / f"{number}.opcoord"
        shutil.copyfile(material.operation, path)
        worker = Worker()
        try:
            worker.begin({"operation": str(path), "steps": [str(each) for each in material.workbooks]})
            # "open" and at least one accepted return: the reader process is running.
            heard = [worker.read() for _ in range(2 + number)]
            family = psutil.Process(worker.process.pid).children(recursive=True)
            heard += worker.kill_after(0, chance.random() * 0.1)
        finally:
            worker.end()
        assert family, "the reader should have been running"
        _, alive = psutil.wait_procs(family, timeout=10)
        for process in alive:
            process.kill()
        assert alive == [], f"kill {number}: left behind {alive}"
        acknowledged = len([word for word in heard if word.isdigit()])
        with closing(Database.open(path)) as database:
            assert not database.read_only
            assert database.verify() == []
            accepted = [key for key, value in state_of(database).items() if value[0] == ReturnStatus.ACCEPTED]
            assert acknowledged <= len(accepted) <= acknowledged + 1
