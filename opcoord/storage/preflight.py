"""What is checked on the bytes of an operation file before SQLite is let near it."""

from __future__ import annotations

import struct
from pathlib import Path

from opcoord.errors import OpcoordError
from opcoord.storage.schema import APPLICATION_ID, SCHEMA_VERSION

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100


def check_header(path: Path) -> int:
    """The schema version of the operation file at `path`, which is not changed by looking.

    Raises OpcoordError for a file that is missing, not ours, damaged at its head or from a newer release.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        raise not_there(path) from None
    except OSError:
        raise OpcoordError(
            f"{path.name} cannot be read.", "Check that you may open it and that the drive is connected."
        ) from None
    return check_header_bytes(header, path.name)


def not_there(path: Path) -> OpcoordError:
    """That there is no file at `path`, or that its folder is away: a network drive without its network."""
    try:
        is_away = not path.absolute().parent.is_dir()
    except OSError:
        is_away = True
    if is_away:
        return OpcoordError(
            f"The folder of {path.name} cannot be reached.",
            "Check that the drive or the network is connected, and whether the folder was moved or renamed.",
        )
    return OpcoordError(
        f"There is no file {path.name} in that folder.", "Look whether it was moved or renamed."
    )


def check_header_bytes(header: bytes, name: str) -> int:
    """The schema version of an operation file called `name` that begins with `header`; raises as `check_header`."""
    if not header:
        raise OpcoordError(f"{name} is empty.", "Open the last good copy instead.")
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise OpcoordError(
            f"{name} is not an operation file, or its beginning is damaged.",
            "Choose a file that ends in .opcoord, or the last good copy of this one.",
        )
    version, application_id = struct.unpack_from(">I", header, 60)[0], struct.unpack_from(">I", header, 68)[0]
    if application_id != APPLICATION_ID:
        raise OpcoordError(f"{name} belongs to another program.", "Choose a file that was made with opcoord.")
    if version > SCHEMA_VERSION:
        raise OpcoordError(
            f"{name} was made by a newer release of opcoord and was left as it is.",
            "Install the newer release to open it.",
        )
    return int(version)
