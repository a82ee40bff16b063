"""The bytes of a received file, or the sentence that says why they cannot be had."""

from __future__ import annotations

import errno
from pathlib import Path

from opcoord.excel.preflight import check_size
from opcoord.excel.refused import RefusedFile

# Numbers of Windows errors: another program holds the file; a cloud's placeholder; the network; the drive.
_IN_USE = frozenset({32, 33})
_CLOUD = frozenset(range(358, 405)) | {426}
_NETWORK = frozenset({51, 53, 55, 58, 59, 64, 67, 121, 1231, 1236})
_DRIVE = frozenset({21, 23, 433, 483, 1006, 1117, 1167})
_NETWORK_ERRNOS = frozenset({errno.ESTALE, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ETIMEDOUT})
_DRIVE_ERRNOS = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO})


def read_source(path: Path) -> bytes:
    """The content of the file at `path`; raises RefusedFile where it is empty, too large or cannot be read."""
    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise refusal(error) from error


def refusal(error: OSError) -> RefusedFile:
    """What `error` means to the person who chose the file. Names neither the file nor its folder."""
    number = getattr(error, "winerror", None) or 0
    if number in _IN_USE:
        return RefusedFile(
            "in-use", "The file is open in another program.", "Close it in Excel and try again."
        )
    if number in _CLOUD:
        return RefusedFile(
            "not-downloaded",
            "The file is still in the cloud and not on this computer.",
            "Wait until OneDrive has downloaded it, or open it once, and try again.",
        )
    if number in _NETWORK or error.errno in _NETWORK_ERRNOS:
        return RefusedFile(
            "network", "The network folder did not answer.", "Copy the file to this computer and try again."
        )
    if number in _DRIVE or error.errno in _DRIVE_ERRNOS:
        return RefusedFile(
            "drive", "The drive with the file does not answer.", "Connect it again and choose the file again."
        )
    # Not before: a server that is not there is to Windows a file that is not there too.
    if isinstance(error, FileNotFoundError):
        return RefusedFile(
            "not-found", "The file is no longer there.", "Check the name and the folder, and choose it again."
        )
    return RefusedFile(
        "cannot-open",
        "The file cannot be opened.",
        "Close it in Excel, or wait until it is downloaded completely, and try again.",
    )
