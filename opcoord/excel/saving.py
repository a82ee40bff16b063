"""Saves a workbook of ours: the whole file or, on failure, what was there before."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from opcoord.errors import OpcoordError

if TYPE_CHECKING:
    from openpyxl import Workbook


def save_book(workbook: Workbook, path: Path) -> None:
    """Save beside `path` and replace it in one step; raises OpcoordError where it cannot be written."""
    handle, name = -1, ""
    try:
        handle, name = tempfile.mkstemp(prefix=".opcoord-", suffix=".part", dir=path.parent)
        # mkstemp makes the file private to this user, but a workbook is made to be sent and shared.
        with os.fdopen(handle, "wb") as stream:
            workbook.save(stream)
            stream.flush()
            os.fsync(stream.fileno())
        if os.name == "posix":
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise OpcoordError(
            f"The workbook {path.name} could not be written: {error.strerror or 'the folder refused it'}.",
            "Close it if it is open in Excel, or choose another folder.",
        ) from error
    except BaseException:
        if name:
            Path(name).unlink(missing_ok=True)
        raise
