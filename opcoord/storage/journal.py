"""The journal of changes: every row image of a transaction, caught by triggers, so that it can be undone.

Triggers live in the writing connection only (TEMP), never in the file, and see bulk statements too, which
the events of an ORM would miss.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, text

from opcoord.model.tables import APPEND_ONLY_TABLES, Base

Change = dict[str, Any]
_LOG = "temp.journal_log"


def journaled_tables() -> list[Table]:
    """The tables whose rows can be undone: all but the append-only evidence."""
    return [table for table in Base.metadata.sorted_tables if table.name not in APPEND_ONLY_TABLES]


def install(connection: Connection) -> None:
    """Make the log table and the triggers on this connection; once a connection."""
    connection.exec_driver_sql(
        "CREATE TEMP TABLE journal_log (seq INTEGER PRIMARY KEY, name TEXT, old TEXT, new TEXT)"
    )
    for table in journaled_tables():
        for verb, has_old, has_new in (("INSERT", 0, 1), ("UPDATE", 1, 1), ("DELETE", 1, 0)):
            old = _image(table, "OLD") if has_old else "NULL"
            new = _image(table, "NEW") if has_new else "NULL"
            connection.exec_driver_sql(
                f"CREATE TEMP TRIGGER journal_{table.name}_{verb.lower()} "
                f'AFTER {verb} ON main."{table.name}" BEGIN '
                f"INSERT INTO journal_log (name, old, new) VALUES ('{table.name}', {old}, {new}); END"
            )


def _image(table: Table, row: str) -> str:
    pairs = ", ".join(f"'{column.name}', {row}.\"{column.name}\"" for column in table.columns)
    return f"json_object({pairs})"


def collect(connection: Connection) -> list[Change]:
    """Take the changes of the running transaction out of the log, oldest first."""
    rows = connection.exec_driver_sql(f"SELECT name, old, new FROM {_LOG} ORDER BY seq").all()
    connection.exec_driver_sql(f"DELETE FROM {_LOG}")
    changes = [
        {"table": name, "old": old and json.loads(old), "new": new and json.loads(new)}
        for name, old, new in rows
    ]
    return [change for change in changes if change["old"] != change["new"]]


def tables_of(changes: Iterable[Change]) -> frozenset[str]:
    """The names of the tables that `changes` touch."""
    return frozenset(change["table"] for change in changes)


def revert(connection: Connection, changes: list[Change]) -> None:
    """Put every row back to what it was before `changes`, newest first."""
    for change in reversed(changes):
        _apply(connection, change["table"], change["new"], change["old"])


def replay(connection: Connection, changes: list[Change]) -> None:
    """Make `changes` again, oldest first."""
    for change in changes:
        _apply(connection, change["table"], change["old"], change["new"])


def _apply(connection: Connection, name: str, before: Change | None, after: Change | None) -> None:
    table = Base.metadata.tables.get(name)
    if table is None or name in APPEND_ONLY_TABLES:
        # A step comes out of the file, and the file may come from anybody.
        raise ValueError("an undo step names a table that cannot be undone")
    known = {column.name for column in table.columns}
    if after is None and before is not None:
        result = connection.execute(text(f'DELETE FROM "{name}" WHERE id = :id'), {"id": before["id"]})
    elif after is not None and before is None:
        columns = [column for column in after if column in known]
        listed = ", ".join(f'"{column}"' for column in columns)
        values = ", ".join(f":{column}" for column in columns)
        result = connection.execute(text(f'INSERT INTO "{name}" ({listed}) VALUES ({values})'), after)
    elif after is not None and before is not None:
        columns = [column for column in after if column in known and column != "id"]
        pairs = ", ".join(f'"{column}" = :{column}' for column in columns)
        result = connection.execute(
            text(f'UPDATE "{name}" SET {pairs}, id = :id WHERE id = :old_id'),
            {**after, "old_id": before["id"]},
        )
    else:
        return
    if result.rowcount != 1:
        raise ValueError("a row that an undo step names is not there")
