"""What an operation file holds, as one hash a table: shows whether two files hold the same."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.tables import Base


def table_digests(
    session: Session, leave_out: Collection[str] = (), columns: Collection[str] = ()
) -> dict[str, tuple[int, str]]:
    """Rows and SHA-256 of each table but those in `leave_out`; `columns` ("table.column") are not looked at."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name in leave_out:
            continue
        looked_at = [each for each in table.columns if f"{table.name}.{each.name}" not in columns]
        count, hashed = 0, hashlib.sha256()
        for row in session.execute(select(*looked_at).order_by(*table.primary_key.columns)):
            count += 1
            hashed.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
        found[table.name] = (count, hashed.hexdigest())
    return found
