"""The hand-over round trip: contents equal, history whole, the old file read-only until it is taken back."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from opcoord.errors import Cancelled, OpcoordError
from opcoord.model.tables import AuditEntry, Handover
from opcoord.progress import Progress
from opcoord.services import handover as giving
from opcoord.services.receiving import look_at, receive
from opcoord.services.workspace import Workspace
from opcoord.storage.database import Database
from opcoord.storage.digest import table_digests
from tests.integration.handovers import GIVER, PASSWORD, SECRET, TAKER, filled

EXCEPT = ("audit_entry", "handover", "undo_step")


@pytest.fixture
def mine(workspace: Workspace) -> Workspace:
    """An operation that has something of everything."""
    return filled(workspace)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "to Wiltshire.opcoord-handover"


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    yield folder / "taken over.opcoord"


def digests(workspace: Workspace, *columns: str) -> object:
    with workspace._database.read() as session:
        return table_digests(session, EXCEPT, columns)


def chain(workspace: Workspace) -> list[str]:
    with workspace._database.read() as session:
        return list(session.scalars(select(AuditEntry.hash).order_by(AuditEntry.seq)))


def actions(workspace: Workspace) -> list[str]:
    with workspace._database.read() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


@pytest.mark.parametrize("password", ["", PASSWORD], ids=["open", "locked"])
def test_a_round_trip_brings_over_everything(mine: Workspace, out: Path, theirs: Path, password: str) -> None:
    before = digests(mine)
    given = mine.handover.give(out, TAKER, GIVER, password=password, with_files=True, note="Mind phase 8.")
    outside = look_at(out)
    assert (outside, outside.locked) == (given, bool(password))
    assert (outside.label.operation, outside.label.giver, outside.label.taker) == (
        "Operation Test",
        GIVER,
        TAKER,
    )
    received = receive(out, theirs, password)
    assert received == given
    with closing(Workspace.open(theirs)) as taken:
        assert not taken.read_only
        assert digests(taken) == before == digests(mine)
        assert taken.verify() == []
        assert taken.undo_label is None
        assert taken.queries.operation().identity == mine.queries.operation().identity
        assert chain(taken)[:-1] == chain(mine)
        assert actions(taken)[-2:] == [f"Hand over to {TAKER}", f"Receive from {GIVER}"]
        steps = [(each.step, each.giver, each.taker, each.note) for each in taken.queries.handovers()]
        assert steps == [
            ("given", GIVER, TAKER, "Mind phase 8."),
            ("received", GIVER, TAKER, "Mind phase 8."),
        ]
        # The new lead goes on.
        taken.operation.update(owner=f"Operation coordinator, {TAKER}")
        assert taken.undo() == "Change the operation"


def test_received_files_stay_behind_unless_chosen(mine: Workspace, out: Path, theirs: Path) -> None:
    before = digests(mine, "received_file.content", "received_file.whole")
    mine.handover.give(out, TAKER, GIVER)
    assert dict(look_at(out).label.contents)["files"] == 0
    receive(out, theirs)
    assert SECRET.encode() not in theirs.read_bytes()
    with closing(Workspace.open(theirs)) as taken:
        assert digests(taken, "received_file.content", "received_file.whole") == before
        assert taken.verify() == []
        returns = taken.queries.returns(7)
        assert all(each.sha256 and not each.file_kept for each in returns)
        with pytest.raises(OpcoordError, match="not kept"):
            taken.returns.received_bytes(returns[0].sha256)


def test_what_was_undone_or_changed_leaves_no_trace(mine: Workspace, out: Path, theirs: Path) -> None:
    """With the files the secret travels in the one that holds it, not in old steps or free pages."""
    mine.handover.give(out, TAKER, GIVER, with_files=True)
    receive(out, theirs)
    assert mine.path.read_bytes().count(SECRET.encode()) > 1
    assert theirs.read_bytes().count(SECRET.encode()) == 1


def test_the_old_file_is_read_only_and_says_why(mine: Workspace, out: Path) -> None:
    mine.handover.give(out, TAKER, GIVER)
    for _ in range(2):
        assert mine.read_only and mine.handed_over
        today = dt.date.today()
        assert mine.read_only_reason == (
            f"It was handed over to {TAKER} on {today.day} {today:%B %Y}. Choose Take back to go on here."
        )
        assert (mine.undo_label, mine.redo_label) == (None, None)
        with pytest.raises(OpcoordError, match="cannot be changed"):
            mine.operation.update(name="Other")
        with pytest.raises(OpcoordError, match="cannot be handed over"):
            mine.handover.give(out.with_name(f"again{giving.SUFFIX}"), "Gloucestershire", GIVER)
        assert not out.with_name(f"again{giving.SUFFIX}").exists()
        mine.close()
        mine = Workspace.open(mine.path)
    mine.close()


def test_taking_back_needs_a_reason_and_makes_it_writable(mine: Workspace, out: Path) -> None:
    mine.handover.give(out, TAKER, GIVER)
    mine.close()
    mine = Workspace.open(mine.path)
    with pytest.raises(OpcoordError, match="reason"):
        mine.handover.take_back("  ")
    assert mine.read_only
    mine.handover.take_back("They asked us to lead phase 8 as well.")
    assert not mine.read_only and not mine.handed_over
    mine.operation.update(owner="Operation coordinator")
    assert actions(mine)[-2:] == [f"Take back from {TAKER}", "Change the operation"]
    assert mine.verify() == []
    with pytest.raises(OpcoordError, match="not handed over"):
        mine.handover.take_back("Again")
    mine.close()
    again = Workspace.open(mine.path)
    assert not again.read_only
    assert [each.step for each in again.queries.handovers()] == ["given", "taken back"]
    again.close()


def test_steps_of_the_hand_over_are_never_undone(mine: Workspace, out: Path) -> None:
    label = mine.undo_label
    mine.handover.give(out, TAKER, GIVER)
    mine.handover.take_back("Wait")
    assert mine.undo() == label
    assert len(mine.queries.handovers()) == 2
    mine.close()
    connection = sqlite3.connect(mine.path)
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute("DELETE FROM handover")
    connection.close()


@pytest.mark.parametrize(
    ("taker", "giver", "name", "password", "words"),
    [
        ("", GIVER, f"a{giving.SUFFIX}", "", "not said"),
        (TAKER, " ", f"a{giving.SUFFIX}", "", "not said"),
        (TAKER, TAKER.upper(), f"a{giving.SUFFIX}", "", "the same"),
        (TAKER, GIVER, "a.opcoord", "", "does not end"),
        (TAKER, GIVER, f"a{giving.SUFFIX}", "short", "shorter than 12"),
        (TAKER, GIVER, f"no folder/a{giving.SUFFIX}", "", "could not be written"),
    ],
)
def test_what_cannot_be_handed_over(
    mine: Workspace, tmp_path: Path, taker: str, giver: str, name: str, password: str, words: str
) -> None:
    before = mine.path.read_bytes()
    with pytest.raises(OpcoordError, match=words):
        mine.handover.give(tmp_path / name, taker, giver, password=password)
    assert not mine.read_only
    assert mine.path.read_bytes() == before


def test_nothing_is_overwritten(mine: Workspace, out: Path, theirs: Path) -> None:
    out.write_bytes(b"mine")
    with pytest.raises(OpcoordError, match="exists already"):
        mine.handover.give(out, TAKER, GIVER)
    assert out.read_bytes() == b"mine"
    out.unlink()
    mine.handover.give(out, TAKER, GIVER)
    theirs.write_bytes(b"theirs")
    with pytest.raises(OpcoordError, match="exists already"):
        receive(out, theirs)
    assert theirs.read_bytes() == b"theirs"


def test_a_damaged_file_is_not_handed_over(mine: Workspace, out: Path) -> None:
    mine.close()
    connection = sqlite3.connect(mine.path)
    connection.execute("UPDATE figure SET amount = amount + 1 WHERE amount > 0")
    connection.commit()
    connection.close()
    with closing(Workspace.open(mine.path)) as again:
        with pytest.raises(OpcoordError, match="does not pass its checks"):
            again.handover.give(out, TAKER, GIVER)
        assert not again.read_only
    assert list(out.parent.glob("*handover*")) == []


def test_cancelling_leaves_everything_as_it_was(mine: Workspace, out: Path) -> None:
    steps: list[str] = []
    mine.handover.give(out, TAKER, GIVER, progress=Progress(lambda *step: steps.append(step[2])))
    assert len(steps) == 6
    mine.handover.take_back("Trying")
    out.unlink()
    before = mine.path.read_bytes()
    for stop_at in range(6):
        progress = _stopping(stop_at)
        with pytest.raises(Cancelled):
            mine.handover.give(out, TAKER, GIVER, progress=progress)
            progress.check()
        if mine.read_only:
            # Told too late: the last step had begun, and what is done is done whole.
            assert stop_at == 5 and out.exists()
            break
        assert mine.path.read_bytes() == before
        assert list(out.parent.glob(".*part")) == [] and not out.exists()


def _stopping(at: int) -> Progress:
    """A progress that is cancelled while step `at` is told."""
    progress = Progress(lambda done, _total, _text: progress.cancel() if done == at else None)
    return progress


def test_a_place_that_is_lost_at_the_last_moment_takes_it_back(
    mine: Workspace, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_self: Path, _target: Path) -> Path:
        raise OSError("the drive is gone")

    monkeypatch.setattr(Path, "replace", gone)
    with pytest.raises(OpcoordError, match="could not be written"):
        mine.handover.give(out, TAKER, GIVER)
    assert not mine.read_only
    assert [each.step for each in mine.queries.handovers()] == ["given", "taken back"]
    assert list(out.parent.glob(".*part")) == []


def test_a_copy_that_differs_is_never_given(
    mine: Workspace, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = giving.handover_file.pack

    def falsified(label: object, content: bytes, *rest: object) -> bytes:
        changed = content.replace(b"A dealer was jailed.", b"A dealer was freed!!")
        assert changed != content
        return sound(label, changed, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(giving.handover_file, "pack", falsified)
    with pytest.raises(OpcoordError, match="did not come out equal"):
        mine.handover.give(out, TAKER, GIVER)
    assert not mine.read_only and not out.exists()
    assert mine.queries.handovers() == []


def test_a_second_window_cannot_hand_over_or_take_back(mine: Workspace, out: Path) -> None:
    with closing(Workspace.open(mine.path)) as second:
        with pytest.raises(OpcoordError) as refusal:
            second.handover.give(out, TAKER, GIVER)
        assert "open elsewhere" in refusal.value.hint
        mine.handover.give(out, TAKER, GIVER)
        with pytest.raises(OpcoordError):
            second.handover.take_back("Mine")
    assert mine.handed_over


def test_the_newest_step_decides(mine: Workspace, tmp_path: Path) -> None:
    """From hand to hand and back: only who has received it last may write."""
    first, second = tmp_path / f"1{giving.SUFFIX}", tmp_path / f"2{giving.SUFFIX}"
    mine.handover.give(first, TAKER, GIVER)
    receive(first, tmp_path / "wiltshire.opcoord")
    with closing(Workspace.open(tmp_path / "wiltshire.opcoord")) as wiltshire:
        wiltshire.handover.give(second, "Gloucestershire Constabulary", TAKER)
        assert wiltshire.read_only
    receive(second, tmp_path / "gloucestershire.opcoord")
    with closing(Workspace.open(tmp_path / "gloucestershire.opcoord")) as third:
        assert not third.read_only
        steps = [(each.step, each.taker) for each in third.queries.handovers()]
        assert steps == [
            ("given", TAKER),
            ("received", TAKER),
            ("given", "Gloucestershire Constabulary"),
            ("received", "Gloucestershire Constabulary"),
        ]
        assert third.verify() == []


@pytest.mark.parametrize("statement", ["DELETE FROM handover", "UPDATE handover SET step = 'received'"])
def test_a_mark_that_was_taken_out_by_hand_is_noticed(mine: Workspace, out: Path, statement: str) -> None:
    mine.handover.give(out, TAKER, GIVER)
    mine.close()
    connection = sqlite3.connect(mine.path)
    connection.execute("DROP TRIGGER handover_keeps_delete")
    connection.execute("DROP TRIGGER handover_keeps_update")
    connection.execute(statement)
    connection.commit()
    connection.close()
    with closing(Workspace.open(mine.path)) as again:
        assert [each.code for each in again.verify()] == ["handover"]


def test_the_store_itself_refuses_to_write(mine: Workspace, out: Path) -> None:
    mine.handover.give(out, TAKER, GIVER)
    mine.close()
    database = Database.open(mine.path)
    with pytest.raises(OpcoordError), database.transaction("Try") as session:
        session.add(Handover())
    assert database.handed_over
    database.close()
    assert not mine.path.with_name(f"{mine.path.name}-journal").exists()


def test_a_folder_that_may_not_be_written_to_is_said_at_once(
    mine: Workspace, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows calls every folder writable; Python's `tempfile` believes it and tries names without end there."""
    tried: list[Path] = []
    really_open = Path.open

    def refused(path: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if path.suffix == ".part":
            tried.append(path)
            raise PermissionError(13, "Permission denied")
        return really_open(path, mode, *rest, **more)  # type: ignore[arg-type, call-overload]

    def never(*_arguments: object, **_more: object) -> None:
        pytest.fail("tempfile would go on for hours")

    monkeypatch.setattr(Path, "open", refused)
    monkeypatch.setattr("tempfile.mkstemp", never)
    with pytest.raises(OpcoordError, match="could not be written"):
        mine.handover.give(out, TAKER, GIVER)
    assert len(tried) == 1
    assert not mine.read_only and mine.queries.handovers() == []
