"""Brings a file of an older release to the present schema: copied first, changed in one transaction."""

from __future__ import annotations

import shutil
from pathlib import Path

from alembic import command
from alembic.config import Config

from opcoord.storage import schema
from opcoord.storage.connections import writing_engine


def upgrade(path: Path, version: int) -> Path:
    """Upgrade the operation file in place and return the path of the copy made before.

    A fault leaves the file as it was: SQLite rolls the one transaction back.
    """
    copy = path.with_name(f"{path.stem} before upgrade from version {version}{path.suffix}")
    shutil.copy2(path, copy)
    engine = writing_engine(path)
    try:
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
            config.attributes["connection"] = connection
            command.upgrade(config, schema.REVISIONS[schema.SCHEMA_VERSION])
            schema.mark(connection)
    finally:
        engine.dispose()
    return copy
