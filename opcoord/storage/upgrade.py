"""Brings a file of an older release to the present schema: copied first, changed in one transaction."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from opcoord.errors import OpcoordError
from opcoord.storage import schema
from opcoord.storage.connections import discard, writing_engine


def upgrade(path: Path, version: int) -> Path:
    """Upgrade the operation file in place and return the path of the copy made before.

    A fault leaves the file as it was: SQLite rolls the one transaction back. Raises OpcoordError where no copy can be
    made.
    """
    copy = _free_name(path, f"before upgrade from version {version}")
    try:
        shutil.copy2(path, copy)
    except OSError as problem:
        discard(copy)
        raise OpcoordError(
            f"{path.name} is of an older release and was left as it is: no copy of it could be made.",
            "Check that its folder has room and can be written to. If its path is very long, move it to another folder.",
        ) from problem
    migrate(path)
    return copy


def upgraded_copy(path: Path) -> Path:
    """A temporary copy of the operation file in the present schema, for a file that must not be changed."""
    handle, name = tempfile.mkstemp(suffix=path.suffix, prefix="opcoord-")
    os.close(handle)
    copy = Path(name)
    try:
        shutil.copyfile(path, copy)
        migrate(copy)
    except BaseException:
        discard(copy)
        raise
    return copy


def _free_name(path: Path, words: str) -> Path:
    """A name beside `path` that nothing has yet: an earlier copy is never overwritten."""
    names = (
        f"{path.stem} {words}{number}{path.suffix}" for number in ("", *(f" ({n})" for n in range(2, 1000)))
    )
    return next(each for each in map(path.with_name, names) if not each.exists())


def migrate(path: Path) -> None:
    """Bring the file at `path` to the present schema, in one transaction."""
    engine = writing_engine(path)
    try:
        migrate_on(engine)
    finally:
        engine.dispose()


def migrate_on(engine: Engine) -> None:
    """Bring the file behind `engine` to the present schema, in one transaction."""
    with engine.begin() as connection:
        config = Config()
        # Its options know "%" as a sign of their own, and folders may be called anything.
        folder = str(Path(__file__).parent / "migrations").replace("%", "%%")
        config.set_main_option("script_location", folder)
        config.attributes["connection"] = connection
        command.upgrade(config, schema.REVISIONS[schema.SCHEMA_VERSION])
        schema.mark(connection)
