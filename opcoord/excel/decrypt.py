"""Opens a workbook that is protected by a password, in memory only. Runs in the reader process only.

msoffcrypto and what it needs load with the first such file and not before.
"""

from __future__ import annotations

import io
import types
from typing import Any

from opcoord.excel.refused import SEND_AGAIN, RefusedFile, damaged, unsafe_xml
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity

# Excel itself opens what was encrypted with this without asking: so it hides workbooks that are only "read-only".
_EXCELS_OWN_PASSWORD = "VelvetSweatshop"
_BLOCK = 16
_REMOVE = "Open it in Excel with the password, remove the password under File, Info, and import the copy."


def decrypted(content: bytes, password: str) -> bytes:
    """The workbook inside `content`; nothing of it touches a disk.

    Raises RefusedFile: "password" where one is needed, "wrong-password", "unsupported-encryption", "damaged".
    """
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

    try:
        _refuse_unsafe(content)
        locked = OfficeFile(io.BytesIO(content))
        _load_key(locked, password or _EXCELS_OWN_PASSWORD)
        return _opened(locked)
    except InvalidKeyError:
        raise _wrong() if password else needed() from None
    except (RefusedFile, MemoryError):
        raise
    except (DecryptionError, FileFormatError):
        raise unsupported() from None
    except Exception:
        # No cause is kept: what a library says of a key is not for anybody's log.
        raise damaged() from None


def needed() -> RefusedFile:
    """The refusal of a workbook whose password nobody gave yet."""
    return RefusedFile(
        "password",
        "The workbook is protected by a password.",
        "Give the password, or ask the force for a copy without one.",
    )


def unsupported() -> RefusedFile:
    """The refusal of a workbook that is encrypted in a rare way."""
    return RefusedFile(
        "unsupported-encryption", "The workbook is encrypted in a way that cannot be opened here.", _REMOVE
    )


def notice() -> Finding:
    """That the cells came from a workbook with a password."""
    return Finding(
        Severity.NOTICE,
        "was-encrypted",
        "The workbook was protected by a password and opened with it. The file is kept as it came.",
        "Keep the password elsewhere: it is not stored.",
    )


def _wrong() -> RefusedFile:
    return RefusedFile(
        "wrong-password",
        "The password is not right.",
        "Try again: capital letters and spaces matter. Nothing is locked by wrong attempts.",
    )


def _refuse_unsafe(content: bytes) -> None:
    """msoffcrypto parses the description of the encryption with a parser that expands whatever it is told to."""
    from olefile import OleFileIO

    with OleFileIO(io.BytesIO(content)) as container:
        if container.exists("Workbook") or container.exists("Book"):
            return
        with container.openstream("EncryptionInfo") as stream:
            described = stream.read().replace(b"\x00", b"")
    if b"<!DOCTYPE" in described or b"<!ENTITY" in described:
        raise unsafe_xml()


def _load_key(locked: Any, password: str) -> None:
    if locked.format == "ooxml":
        locked.load_key(password=password, verify_password=True)
    else:
        locked.load_key(password=password)


def _opened(locked: Any) -> bytes:
    """The plain bytes, now that the password is known to be right."""
    from msoffcrypto.exceptions import InvalidKeyError
    from msoffcrypto.format import xls97
    from msoffcrypto.method.ecma376_standard import ECMA376Standard

    if locked.format == "ooxml" and locked.type == "standard":
        with locked.file.openstream("EncryptedPackage") as stream:
            package = stream.read()
        # Some writers leave rubbish behind the last block, on which the cipher would give up.
        whole = 8 + -(-int.from_bytes(package[:4], "little") // _BLOCK) * _BLOCK
        return bytes(ECMA376Standard.decrypt(locked.secret_key, io.BytesIO(package[:whole])))
    # It would write the plain .xls to a temporary file.
    xls97.tempfile = types.SimpleNamespace(TemporaryFile=io.BytesIO)
    plain = io.BytesIO()
    try:
        locked.decrypt(plain)
    except InvalidKeyError:
        raise RefusedFile(
            "damaged", "The password is right, but the file is damaged or incomplete.", SEND_AGAIN
        ) from None
    return plain.getvalue()
