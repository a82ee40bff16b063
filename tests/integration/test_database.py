"""The store keeps its promises: one writer, whole transactions, sentences for files it cannot take."""

from __future__ import annotations

import sqlite3
import struct
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from sqlalchemy import text

from opcoord.errors import OpcoordError
from opcoord.model.tables import Agency, Base
from opcoord.storage import database as storing
from opcoord.storage.connections import _address, writing_engine
from opcoord.storage.database import Database
from opcoord.storage.handover_file import look_at
from opcoord.storage.schema import SCHEMA_VERSION, create_schema


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.opcoord"


def add_agency(database: Database, code: str) -> None:
    with database.transaction(f"Add {code}") as session:
        session.add(Agency(code=code, name=f"{code} Police", kind="territorial force"))


def codes(database: Database) -> list[str]:
    with database.read() as session:
        return sorted(session.scalars(text("SELECT code FROM agency")))


@pytest.mark.parametrize(
    ("place", "address"),
    [
        (r"\\files\home$\a #1.opcoord", "file:////files/home%24/a%20%231.opcoord"),
        (r"C:\OneDrive - Police\50% é.opcoord", "file:///C:/OneDrive%20-%20Police/50%25%20%C3%A9.opcoord"),
    ],
    ids=["server", "synchronised"],
)
def test_sqlite_is_told_places_of_windows(place: str, address: str) -> None:
    assert _address(PureWindowsPath(place)) == address


def test_a_change_is_there_after_reopening(path: Path) -> None:
    database = Database.create(path)
    add_agency(database, "DO")
    database.close()
    again = Database.open(path)
    assert codes(again) == ["DO"]
    assert again.undo_label == "Add DO"
    again.close()


def test_a_failed_block_leaves_nothing(path: Path) -> None:
    database = Database.create(path)
    with pytest.raises(RuntimeError), database.transaction("Fail") as session:
        session.add(Agency(code="DO", name="Dorset Police", kind="territorial force"))
        session.flush()
        raise RuntimeError
    assert codes(database) == []
    assert database.undo_label is None
    add_agency(database, "WI")
    assert database.undo() == "Add WI"
    assert codes(database) == []
    database.close()


def test_a_notice_names_the_changed_tables(path: Path) -> None:
    database = Database.create(path)
    told: list[frozenset[str]] = []
    stop = database.on_commit(told.append)
    add_agency(database, "DO")
    stop()
    database.undo()
    assert told == [frozenset({"agency"})]
    database.close()


def test_a_new_change_ends_redo(path: Path) -> None:
    database = Database.create(path)
    add_agency(database, "DO")
    database.undo()
    assert database.redo_label == "Add DO"
    add_agency(database, "WI")
    assert database.redo_label is None
    assert database.redo() is None
    database.close()


def test_the_connection_is_durable(path: Path) -> None:
    database = Database.create(path)
    with database.transaction("Look") as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "truncate"
        assert session.scalar(text("PRAGMA synchronous")) == 3
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
        assert session.scalar(text("PRAGMA trusted_schema")) == 0
    database.close()


def test_reading_cannot_write(path: Path) -> None:
    database = Database.create(path)
    with pytest.raises(OpcoordError), database.read() as session:
        session.execute(text("DELETE FROM agency"))
    database.close()


def test_a_second_window_is_read_only(path: Path) -> None:
    first = Database.create(path)
    second = Database.open(path)
    assert second.read_only
    assert "open elsewhere" in second.read_only_reason
    with pytest.raises(OpcoordError):
        add_agency(second, "DO")
    second.close()
    first.close()
    third = Database.open(path)
    assert not third.read_only
    third.close()


def test_the_lock_survives_a_crash_of_its_holder(path: Path) -> None:
    Database.create(path).close()
    code = (
        "import sys, os; from pathlib import Path; from opcoord.storage.database import Database;"
        f"held = Database.open(Path({str(path)!r})); print('open', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None and holder.stdout.readline().strip() == "open"
    blocked = Database.open(path)
    assert blocked.read_only
    blocked.close()
    holder.kill()
    holder.communicate()
    after = Database.open(path)
    assert not after.read_only
    after.close()


def test_files_that_are_refused(tmp_path: Path, path: Path) -> None:
    Database.create(path).close()
    good = path.read_bytes()
    newer, foreign = bytearray(good), bytearray(good)
    struct.pack_into(">I", newer, 60, SCHEMA_VERSION + 1)
    struct.pack_into(">I", foreign, 68, 0x12345678)
    torn = bytearray(good)
    torn[4096:8192] = bytes(4096)
    cases = {
        "missing": (None, "no file"),
        "empty": (b"", "is empty"),
        "text": (b"hello" * 100, "not an operation file"),
        "newer": (bytes(newer), "newer release"),
        "foreign": (bytes(foreign), "another program"),
        "cut": (good[:5000], "damaged"),
        "torn": (bytes(torn), "damaged"),
    }
    for name, (content, words) in cases.items():
        file = tmp_path / f"{name}.opcoord"
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(OpcoordError) as refusal:
            Database.open(file)
        assert words in refusal.value.message, name
        if content is not None:
            assert file.read_bytes() == content, name


def test_a_file_that_is_held_for_a_moment_is_not_read_only(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by a virus scanner on Windows."""
    Database.create(path).close()
    really_open, held = Path.open, [3]

    def opened(file: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if mode == "r+b" and held[0]:
            held[0] -= 1
            raise PermissionError(13, "Permission denied")
        return really_open(file, mode, *rest, **more)  # type: ignore[arg-type, call-overload]

    monkeypatch.setattr(Path, "open", opened)
    monkeypatch.setattr(storing, "_SECONDS_BETWEEN", 0.0)
    database = Database.open(path)
    assert held == [0] and not database.read_only
    database.close()
    held[0] = 1_000
    database = Database.open(path)
    assert 0 < held[0] < 1_000 and "in use" in database.read_only_reason
    database.close()


def test_a_folder_that_is_away_is_not_a_lost_file(tmp_path: Path) -> None:
    """A network drive without its network."""
    away = tmp_path / "away"
    for opening in (Database.open, look_at):
        with pytest.raises(OpcoordError) as refusal:
            opening(away / "a.opcoord")
        assert "cannot be reached" in refusal.value.message and "connected" in refusal.value.hint
        with pytest.raises(OpcoordError, match="no file"):
            opening(tmp_path / "a.opcoord")


def test_foreign_triggers_are_refused(path: Path) -> None:
    Database.create(path).close()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TRIGGER sly AFTER INSERT ON agency BEGIN DELETE FROM measure; END")
    connection.commit()
    connection.close()
    with pytest.raises(OpcoordError, match="did not make"):
        Database.open(path)


def test_the_history_cannot_be_changed_quietly(path: Path) -> None:
    database = Database.create(path)
    for code in ("DO", "WI", "GL"):
        add_agency(database, code)
    assert database.verify() == []
    database.close()
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("UPDATE audit_entry SET actor = 'x'")
    connection.execute("DROP TRIGGER audit_entry_keeps_update")
    connection.execute("UPDATE audit_entry SET action = 'Add XX' WHERE seq = 2")
    connection.commit()
    connection.close()
    again = Database.open(path)
    findings = again.verify()
    assert [finding.code for finding in findings] == ["ledger"]
    assert "entry 2" in findings[0].message
    again.close()


def test_migrations_make_the_same_schema(tmp_path: Path, path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    def schema_of(file: Path) -> list[tuple[str, str, list[str]]]:
        connection = sqlite3.connect(file)
        rows = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE name != 'alembic_version'")
        found = [(kind, name, sorted(_words(sql or ""))) for kind, name, sql in rows]
        connection.close()
        return sorted(row for row in found if "alembic" not in row[1])

    engine = writing_engine(path, create=True)
    with engine.begin() as connection:
        create_schema(connection)
    engine.dispose()
    migrated = tmp_path / "migrated.opcoord"
    engine = writing_engine(migrated, create=True)
    with engine.begin() as connection:
        config = Config()
        import opcoord.storage.migrations as package

        config.set_main_option("script_location", str(Path(package.__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()
    assert schema_of(migrated) == schema_of(path)
    assert {name for kind, name, _ in schema_of(path) if kind == "table"} == set(Base.metadata.tables)


def _words(sql: str) -> list[str]:
    # The order of a table's constraints differs and means nothing.
    return sql.replace('"', "").replace(",", " ").split()


def test_a_full_disk_is_a_sentence_and_loses_nothing(path: Path) -> None:
    database = Database.create(path)
    add_agency(database, "DO")
    with database.transaction("Look") as session:
        pages = session.scalar(text("PRAGMA page_count"))
    with database._writer.connect() as connection:  # type: ignore[union-attr]
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        connection.rollback()
    with pytest.raises(OpcoordError, match="disk is full"), database.transaction("Fill") as session:
        session.add_all(Agency(code=f"X{n}", name="x" * 200, kind="partner") for n in range(500))
    with database._writer.connect() as connection:  # type: ignore[union-attr]
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
        connection.rollback()
    add_agency(database, "WI")
    assert codes(database) == ["DO", "WI"]
    assert database.verify() == []
    database.close()
