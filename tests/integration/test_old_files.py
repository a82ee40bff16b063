"""A file of every schema that was ever released opens, whole, with its history and its undo steps."""

from __future__ import annotations

import lzma
import shutil
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from opcoord.errors import OpcoordError
from opcoord.services.workspace import Workspace
from opcoord.storage import upgrade as upgrading
from opcoord.storage.connections import reading_engine
from opcoord.storage.preflight import check_header
from opcoord.storage.schema import SCHEMA_VERSION

FILES = Path(__file__).parent.parent / "files"
#: Arrests by phase in the files of schema 1, which are the sample with phase 7 still out.
TOTALS = [103, 67, 12, 79, 25, 28, None]
OLD = sorted(FILES.glob("schema_*.opcoord.xz"))


@pytest.fixture(params=OLD, ids=lambda path: path.name)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of one old file."""
    path = tmp_path / "old.opcoord"
    path.write_bytes(lzma.decompress(request.param.read_bytes()))
    return path


def test_there_is_a_file_of_every_older_schema() -> None:
    assert len(OLD) == SCHEMA_VERSION - 1


def _totals(workspace: Workspace) -> list[object]:
    return [(each.measure.code, point.total) for each in workspace.queries.results() for point in each.points]


def test_an_old_file_is_copied_upgraded_and_whole(old: Path) -> None:
    before = old.read_bytes()
    version = check_header(old)
    workspace = Workspace.open(old)
    assert workspace.verify() == []
    arrests = next(each for each in workspace.queries.results() if each.measure.code == "arrests")
    # As the same file showed them before the upgrade.
    assert [point.total.stored if point.total else None for point in arrests.points] == TOTALS
    workspace.close()
    (copy,) = old.parent.glob("old before upgrade*.opcoord")
    assert copy.read_bytes() == before
    assert check_header(copy) == version
    assert check_header(old) == SCHEMA_VERSION


def test_the_program_may_lie_in_any_folder(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = tmp_path / "OneDrive - Dorset (100% ours)"
    shutil.copytree(Path(upgrading.__file__).parent / "migrations", odd / "migrations")
    monkeypatch.setattr(upgrading, "__file__", str(odd / "upgrade.py"))
    Workspace.open(old).close()
    assert check_header(old) == SCHEMA_VERSION


def test_without_a_copy_nothing_is_upgraded(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy's name is longer than the file's: on Windows it may be too long."""
    before = old.read_bytes()

    def too_long(_source: Path, _target: Path) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(upgrading.shutil, "copy2", too_long)
    with pytest.raises(OpcoordError, match="no copy of it could be made"):
        Workspace.open(old)
    assert old.read_bytes() == before
    monkeypatch.undo()
    again = Workspace.open(old)
    assert not again.read_only, "the lock was given back"
    again.close()


def test_a_page_that_still_reads_an_upgraded_copy_holds_nothing_up(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows removes no file that is open."""
    workspace = Workspace.open(old, read_only=True)
    copy = workspace._database._copy
    assert copy is not None

    def in_use(_path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Access is denied")

    with monkeypatch.context() as windows:
        windows.setattr(Path, "unlink", in_use)
        workspace.close()
    copy.unlink()


def test_an_upgraded_file_is_made_like_a_new_one(old: Path, tmp_path: Path) -> None:
    Workspace.open(old).close()
    Workspace.create(tmp_path / "new.opcoord", "New").close()
    assert _shape(old) == _shape(tmp_path / "new.opcoord")


def _shape(path: Path) -> object:
    engine = reading_engine(path)
    with engine.connect() as connection:
        found = inspect(connection)
        tables = {
            name: (
                sorted(
                    (str(each["name"]), str(each["type"]), each["nullable"])
                    for each in found.get_columns(name)
                ),
                sorted(str(sorted(each.items())) for each in found.get_indexes(name)),
                sorted(
                    str((each["constrained_columns"], each["referred_table"], each["options"]))
                    for each in found.get_foreign_keys(name)
                ),
                sorted(str(each["column_names"]) for each in found.get_unique_constraints(name)),
            )
            for name in found.get_table_names()
        }
        triggers = set(
            connection.execute(text("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")).all()
        )
    engine.dispose()
    return tables, triggers


def test_old_steps_can_be_undone_and_redone_after_the_upgrade(old: Path) -> None:
    workspace = Workspace.open(old)
    totals = _totals(workspace)
    steps = 0
    while workspace.undo() is not None:
        steps += 1
    assert steps > 10
    while workspace.redo() is not None:
        steps -= 1
    assert steps == 0
    assert _totals(workspace) == totals
    assert workspace.verify() == []
    workspace.close()


def test_an_old_file_is_read_without_being_changed(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.read_bytes()
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    workspace = Workspace.open(old, read_only=True)
    assert len(workspace.queries.returns()) > 10
    workspace.close()
    assert old.read_bytes() == before
    assert list(old.parent.glob("old before*")) == []
    assert list(elsewhere.iterdir()) == []


def test_a_fault_on_the_way_leaves_the_old_file(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = old.read_bytes()

    def fail(_connection: object) -> None:
        raise OpcoordError("The drive is gone.")

    monkeypatch.setattr(upgrading.schema, "mark", fail)
    with pytest.raises(OpcoordError, match="drive"):
        Workspace.open(old)
    monkeypatch.undo()
    assert old.read_bytes() == before
    Workspace.open(old).close()
