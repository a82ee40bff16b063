"""Tells what an old Office container (OLE2) holds, by the names of its streams: .xls, encrypted workbooks, e-mails."""

from __future__ import annotations

import io
import struct
from enum import Enum

from opcoord.excel.other_files import mail_message
from opcoord.excel.refused import RefusedFile, damaged

# Records of the workbook's stream: "what follows is encrypted", and the end of what is said of the workbook as a whole.
_FILE_PASS, _END = 0x002F, 0x000A
_GLOBALS = 4 * 1024 * 1024


class Content(Enum):
    """What a container that can be read holds."""

    XLS = "xls"
    ENCRYPTED = "encrypted"


def look(content: bytes) -> tuple[Content, tuple[str, ...]]:
    """What the container holds and, in the words of `notices`, what it carries besides cells."""
    names, start = _names(content)
    top = {name[0] for name in names}
    if "__properties_version1.0" in top:
        raise mail_message()
    if any("DRM" in part for name in names for part in name):
        raise RefusedFile(
            "rights-protected",
            "The file is protected by a sensitivity label.",
            "Ask the force to open it, save an unprotected copy and send that.",
        )
    if "EncryptedPackage" in top:
        return Content.ENCRYPTED, ()
    if not top & {"Workbook", "Book"}:
        raise RefusedFile("not-a-workbook", "The file is not an Excel workbook.")
    if _is_locked(start):
        return Content.ENCRYPTED, ()
    carried = {
        "vbaproject": "_VBA_PROJECT_CUR" in top,
        "embeddings/": any(name.startswith("MBD") for name in top),
        "pivotcache/": "_SX_DB_CUR" in top,
    }
    return Content.XLS, tuple(name for name, is_there in carried.items() if is_there)


def _names(content: bytes) -> tuple[list[list[str]], bytes]:
    """The paths of all streams, and the start of the workbook's where there is one."""
    from olefile import OleFileIO

    try:
        with OleFileIO(io.BytesIO(content)) as container:
            names = [list(map(str, name)) for name in container.listdir(streams=True, storages=True)]
            for name in ("Workbook", "Book"):
                if [name] in names:
                    with container.openstream(name) as stream:
                        return names, stream.read(_GLOBALS)
            return names, b""
    except MemoryError:
        raise
    except Exception as error:
        raise damaged() from error


def _is_locked(stream: bytes) -> bool:
    """Whether the records before the first sheet say that the rest is encrypted."""
    place = 0
    while place + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, place)
        if number in (_FILE_PASS, _END):
            return bool(number == _FILE_PASS)
        place += 4 + size
    return False
