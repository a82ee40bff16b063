"""What an operation file looks like inside: its marks, its tables and the triggers that guard the ledger."""

from __future__ import annotations

from sqlalchemy import Connection, text

from opcoord.errors import OpcoordError
from opcoord.model.tables import Base

#: "opco" in ASCII: tells an operation file from any other SQLite file.
APPLICATION_ID = 0x6F70636F
#: Number of the newest schema this program knows; kept in SQLite's user_version.
SCHEMA_VERSION = 3
#: The Alembic revision that brings a file to each schema version.
REVISIONS = {1: "0001", 2: "0002", 3: "0003"}


def _keepers(table: str, words: str) -> dict[str, str]:
    return {
        f"{table}_keeps_{verb}": (
            f"CREATE TRIGGER {table}_keeps_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        for verb in ("update", "delete")
    }


#: Of the tables whose rows are written once, those that nothing ever needs to change.
LEDGER_TRIGGERS = _keepers("audit_entry", "the history is never changed")
KEPT_TRIGGERS = {
    **_keepers("issued_document", "what was issued is never changed"),
    **_keepers("issued_total", "what was issued is never changed"),
    **_keepers("handover", "hand-overs are never changed"),
}


def create_schema(connection: Connection) -> None:
    """Make all tables and triggers of a new, empty file and mark it as ours."""
    Base.metadata.create_all(connection)
    for statement in (LEDGER_TRIGGERS | KEPT_TRIGGERS).values():
        connection.execute(text(statement))
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(
        text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": REVISIONS[SCHEMA_VERSION]}
    )
    mark(connection)


def mark(connection: Connection) -> None:
    """Write application id and schema version into the file's header."""
    connection.execute(text(f"PRAGMA application_id={APPLICATION_ID}"))
    connection.execute(text(f"PRAGMA user_version={SCHEMA_VERSION}"))


def strangers(connection: Connection) -> list[str]:
    """Names of triggers and views that are not ours; a file from elsewhere could hide code in them."""
    ours = LEDGER_TRIGGERS | KEPT_TRIGGERS
    rows = connection.execute(text("SELECT name, sql FROM sqlite_schema WHERE type IN ('trigger', 'view')"))
    # One of our names over other words is a stranger too.
    return [name for name, sql in rows if ours.get(name) != sql]


def refuse_strangers(connection: Connection, name: str) -> None:
    """Raise OpcoordError where the file called `name` holds triggers or views of somebody else."""
    if strangers(connection):
        raise OpcoordError(
            f"{name} holds parts that opcoord did not make.", "Ask whoever sent it for a clean copy."
        )
