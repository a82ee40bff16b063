"""Faults that a review found: changes and returns lost, or sound files called damaged."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path, PureWindowsPath

import pytest

from opcoord import reference_data
from opcoord.cli.main import main
from opcoord.errors import OpcoordError
from opcoord.excel.template import TemplateValue, write_template
from opcoord.services.lookup import the_operation
from opcoord.services.workspace import Workspace
from opcoord.storage.connections import _address
from opcoord.storage.database import Database
from tests.integration.returns_made import candidate, figure


def test_a_commit_that_failed_does_not_block_the_next(workspace: Workspace) -> None:
    reader = sqlite3.connect(workspace.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM agency").fetchall()
    writer = workspace._database._writer
    assert writer is not None
    with writer.connect() as connection:
        connection.connection.cursor().execute("PRAGMA busy_timeout=50")
    with pytest.raises(OpcoordError, match="Another program is using the file"):
        workspace.operation.update(name="Not kept")
    reader.close()
    assert workspace.queries.operation().name == "Operation Test"
    workspace.operation.update(name="Kept")
    assert workspace.queries.operation().name == "Kept"
    assert workspace.undo() == "Change the operation"
    assert workspace.queries.operation().name == "Operation Test"
    assert workspace.verify() == []


def test_closing_waits_for_a_change_that_is_being_written(workspace: Workspace) -> None:
    begun, failed = threading.Event(), []
    closing = threading.Event()

    def write() -> None:
        try:
            with workspace._database.transaction("Slow") as session:
                the_operation(session).name = "Written"
                session.flush()
                begun.set()
                closing.wait(5)
                closing.wait(0.3)
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    begun.wait(5)
    closing.set()
    workspace.close()
    thread.join(5)
    assert failed == []
    again = Workspace.open(workspace.path)
    assert again.queries.operation().name == "Written"
    again.close()
    with pytest.raises(OpcoordError):
        workspace.operation.update(name="Too late")


def _break_off_a_change(path: Path) -> None:
    program = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA journal_mode=TRUNCATE')\n"
        "c.execute('PRAGMA cache_size=5')\n"
        "c.execute('BEGIN IMMEDIATE')\n"
        "c.execute('UPDATE measure SET definition = definition || hex(zeroblob(3000))')\n"
        "os._exit(1)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert path.with_name(f"{path.name}-journal").stat().st_size > 0


def test_a_change_broken_off_is_taken_back_even_when_only_reading(workspace: Workspace) -> None:
    workspace.close()
    _break_off_a_change(workspace.path)
    again = Workspace.open(workspace.path, read_only=True)
    assert again.read_only
    assert again.verify() == []
    assert len(again.queries.phases()) == 7
    again.close()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_busy_file_is_not_called_damaged(
    workspace: Workspace, read_only: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opcoord.storage.connections._BUSY_MILLISECONDS", 50)
    workspace.close()
    other = sqlite3.connect(workspace.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(OpcoordError, match="Another program is using the file"):
        Workspace.open(workspace.path, read_only=read_only)
    other.close()
    Workspace.open(workspace.path).close()


def test_a_share_on_a_server_is_no_host_name() -> None:
    assert _address(PureWindowsPath(r"\\server\share\a b.opcoord")) == "file:////server/share/a%20b.opcoord"
    assert _address(PureWindowsPath(r"C:\a.opcoord")) == "file:///C:/a.opcoord"
    assert _address(Path("/a %#?ü.opcoord")) == "file:///a%20%25%23%3F%C3%BC.opcoord"


def test_a_file_that_could_not_be_made_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_connection: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("opcoord.storage.schema.mark", full)
    with pytest.raises(sqlite3.OperationalError):
        Database.create(tmp_path / "new.opcoord")
    assert list(tmp_path.glob("new.opcoord*")) == []


@pytest.mark.skipif(os.name != "posix", reason="about file modes")
def test_the_lock_file_serves_other_users_too(workspace: Workspace) -> None:
    lock = workspace.path.with_name(f".~lock.{workspace.path.name}")
    assert lock.stat().st_mode & 0o666 == 0o666


def test_closing_gives_the_lock_back_when_its_note_cannot_be_removed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, missing_ok: bool = False) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refuse)
    workspace.close()
    again = Workspace.open(workspace.path)
    assert not again.read_only
    again.close()


def _workbook(workspace: Workspace, folder: Path, name: str, arrests: int) -> Path:
    path = folder / name
    write_template(path, workspace.returns.context(), "DO", 7, values={"arrests": TemplateValue(arrests)})
    return path


def test_a_superseded_file_that_comes_again_is_not_waved_through(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = (_workbook(workspace, tmp_path, f"{n}.xlsx", n) for n in (22, 24))
    workspace.returns.accept(workspace.returns.inspect([first])[0])
    newest = workspace.returns.accept(workspace.returns.inspect([second])[0])
    workspace.returns.withdraw(newest)
    (seen,) = workspace.returns.inspect([first])
    assert [(each.code, each.severity.value) for each in seen.findings] == [("already-superseded", "warning")]
    assert "does not count now" in seen.reason and "Go back to version 1" in seen.reason
    workspace.close()
    assert main(["import", str(workspace.path), str(first), "--accept"]) == 1
    capsys.readouterr()
    again = Workspace.open(workspace.path)
    again.returns.restore_version(again.queries.returns(7)[0].id)
    (seen,) = again.returns.inspect([first])
    assert [each.code for each in seen.findings] == ["already-imported"]
    again.close()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_name_that_is_no_text_does_not_keep_a_return_out(workspace: Workspace, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/Dorset\xff.xlsx"))
    shutil.copy(_workbook(workspace, tmp_path, "a.xlsx", 22), odd)
    (seen,) = workspace.returns.inspect([odd])
    workspace.returns.accept(seen)
    assert workspace.queries.returns(7)[0].file_name == "Dorset\ufffd.xlsx"


def test_a_unit_changed_after_the_check_holds_the_return_back(workspace: Workspace) -> None:
    checked = candidate("DO", 7, figure("cash_seized", 100_000, "GBP"))
    workspace.reference.save_measure("cash_seized", unit="count")
    with pytest.raises(OpcoordError, match="was changed since"):
        workspace.returns.accept(checked)
    assert workspace.queries.returns(7) == []


def test_a_measure_removed_after_the_check_is_a_sentence(workspace: Workspace) -> None:
    workspace.reference.add_measure("drones", "Drones", "count")
    checked = candidate("DO", 7, figure("drones", 3, "count"))
    workspace.reference.remove_measure("drones")
    with pytest.raises(OpcoordError, match="was changed since"):
        workspace.returns.accept(checked)


@pytest.mark.parametrize("name", ["agencies.csv", "measures.csv", "phases.csv"])
def test_a_repeated_line_of_reference_data_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "reference"
    shutil.copytree(Path(reference_data.__file__).parent, folder)
    text = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    with pytest.raises(OpcoordError, match="twice"):
        Workspace.create(tmp_path / "o.opcoord", "Operation", reference_folder=folder)
    assert not (tmp_path / "o.opcoord").exists()
