"""Checks on a file's bytes before anything is parsed: what it is, and that unpacking it is safe.

The limits are ones that no legitimate workbook among 2,736 public ones came near.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from enum import Enum

from opcoord.excel import old_container, other_files
from opcoord.excel.decrypt import unsupported
from opcoord.excel.refused import SEND_AGAIN, RefusedFile, damaged, unsafe_xml

MOST_SOURCE_BYTES = 25_000_000
MOST_PARTS = 2_000
MOST_EXPANDED_BYTES = 200 * 1024 * 1024
MOST_RATIO = 200
RATIO_MATTERS_AFTER = 1024 * 1024
LONGEST_TOKEN = 4 * 1024 * 1024

_CHUNK = 256 * 1024
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_FLAG = 0x1
_XML_ENDINGS = (".xml", ".rels", ".vml")
_BOM = b"\xef\xbb\xbf"
_ENCODING = re.compile(rb"\sencoding\s*=\s*[\"'](?:utf-8|us-ascii)[\"']", re.IGNORECASE)
_PART_NAME = re.compile(rb"PartName=[\"']/([^\"'<>]{1,300})[\"']")
_STRICT = b"purl.oclc.org/ooxml"
_OTHER_OFFICE = {"word/": "a Word document", "ppt/": "a PowerPoint presentation"}


class Kind(Enum):
    """How a file that passed can be read."""

    XLSX = "xlsx"
    STRICT = "strict"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"
    ENCRYPTED = "encrypted"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be parsed; `parts` are its inflated XML parts by name, `names` all part names."""

    kind: Kind
    parts: dict[str, bytes]
    names: tuple[str, ...]


def check_size(size: int) -> None:
    """Refuse a file of `size` bytes that is empty or too large to be a return; needs no content."""
    if size == 0:
        raise RefusedFile("empty", "The file is empty.", SEND_AGAIN)
    if size > MOST_SOURCE_BYTES:
        raise RefusedFile(
            "too-large",
            f"The file is larger than {MOST_SOURCE_BYTES // 1_000_000} MB, far more than a return needs.",
            "Ask the force to remove pictures and other sheets and to send it again.",
        )


def check(content: bytes) -> Checked:
    """What `content` is and its XML parts; raises RefusedFile for all that must not be parsed."""
    check_size(len(content))
    if content.startswith(_OLE):
        held, carried = old_container.look(content)
        kind = Kind.ENCRYPTED if held is old_container.Content.ENCRYPTED else Kind.XLS
        return Checked(kind, {}, carried)
    if content.startswith(_EMPTY_ZIP):
        raise damaged()
    if not content.startswith(_ZIP):
        if refusal := other_files.refusal(content):
            raise refusal
        return Checked(Kind.TEXT, {}, ())
    return _check_zip(content)


def is_utf8(part: bytes) -> bool:
    """Whether an XML part can be in no other encoding than UTF-8, in which `check` sees whatever is declared in it."""
    if b"\x00" in part or part.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    start = part.removeprefix(_BOM)[:5]
    if start != b"<?xml":
        return True
    declaration = part[: part.find(b"?>") + 1]
    return bool(declaration) and (b"encoding" not in declaration or _ENCODING.search(declaration) is not None)


def lost_part(checked: Checked) -> RefusedFile:
    """Why a part of the workbook in `checked` cannot be found: it is missing, or its name is written otherwise."""
    content_types = checked.parts.get("[Content_Types].xml", b"")
    folded = {name.casefold() for name in checked.names}
    for declared in _PART_NAME.findall(content_types):
        name = declared.decode("utf-8", "replace")
        if name not in checked.names and name.casefold() in folded:
            return odd_names()
    return RefusedFile("missing-part", "A part of the workbook is missing from the file.")


def odd_names() -> RefusedFile:
    """The refusal of a file whose parts are named in a way in which one program finds them and another does not."""
    return RefusedFile("odd-names", "The file's parts have names that Excel does not write.")


def _check_zip(content: bytes) -> Checked:
    _check_end(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            _check_names(infos)
            parts = _inflate(archive, infos)
    except RefusedFile:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise damaged() from error
    except (struct.error, IndexError, KeyError, UnicodeError) as error:
        raise damaged() from error
    names = tuple(info.filename for info in infos)
    for part in parts.values():
        _check_xml(part)
    return Checked(_kind(names, parts), parts, names)


def _check_end(content: bytes) -> None:
    """Refuse what follows the end of the archive: mail gateways append, and two programs may see two archives."""
    end = content.rfind(_EMPTY_ZIP)
    if end < 0 or len(content) < end + 22:
        raise damaged()
    comment = int.from_bytes(content[end + 20 : end + 22], "little")
    if end + 22 + comment != len(content):
        raise RefusedFile(
            "extra-data", "The file has other data behind the workbook, perhaps from a mail gateway."
        )


def _check_names(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MOST_PARTS:
        raise RefusedFile("too-many-parts", f"The file has more than {MOST_PARTS:,} parts.")
    seen: set[str] = set()
    for info in infos:
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise RefusedFile(
                "zip-password",
                "The file is a zip archive with a password.",
                "Unpack it with the password and import the workbook.",
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()
        # ZipInfo turns the machine's own separator into "/", so the name as stored is looked at.
        name = info.orig_filename
        if "\\" in name or name.startswith("/") or ".." in name.split("/") or "\x00" in name:
            raise odd_names()
        if name.casefold() in seen:
            raise RefusedFile("duplicate-parts", "The file holds two parts of the same name.")
        seen.add(name.casefold())


def _inflate(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Inflate every part once, counting as it grows; reading to the end also checks each part's CRC."""
    total = 0
    parts: dict[str, bytes] = {}
    for info in infos:
        size = 0
        keep = info.filename.lower().endswith(_XML_ENDINGS) or info.filename == "mimetype"
        media = "/media/" in info.filename.lower()
        chunks: list[bytes] = []
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                total += len(chunk)
                if total > MOST_EXPANDED_BYTES:
                    raise RefusedFile("bomb", "The file expands to more than 200 MB.")
                if size > RATIO_MATTERS_AFTER and size > MOST_RATIO * max(1, info.compress_size):
                    raise RefusedFile("bomb", "The file expands to far more than a workbook does.")
                # What begins like XML is XML to a parser, whatever its name ends with.
                keep = keep or (size == len(chunk) and not media and _begins_like_xml(chunk))
                if keep:
                    chunks.append(chunk)
        if size != info.file_size:
            raise damaged()
        if keep:
            parts[info.filename] = b"".join(chunks)
    return parts


def _begins_like_xml(chunk: bytes) -> bool:
    return chunk.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00<")) or chunk[:64].lstrip(
        b"\xef\xbb\xbf \t\r\n"
    ).startswith(b"<")


def _check_xml(part: bytes) -> None:
    # UTF-16 hides the words between zero bytes.
    plain = part.replace(b"\x00", b"") if b"\x00" in part else part
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise unsafe_xml()
    start = 0
    while len(part) - start > LONGEST_TOKEN:
        close = part.rfind(b">", start, start + LONGEST_TOKEN)
        if close < 0:
            raise RefusedFile("huge-token", "The file holds a piece of text larger than any workbook has.")
        start = close + 1


def _kind(names: tuple[str, ...], parts: dict[str, bytes]) -> Kind:
    known = set(names)
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise unsupported()
        return Kind.ODS
    for start, what in _OTHER_OFFICE.items():
        if any(name.startswith(start) for name in names):
            raise RefusedFile("not-a-workbook", f"The file is {what}, not an Excel workbook.")
    if "[Content_Types].xml" not in known:
        if "[content_types].xml" in {name.lower() for name in names}:
            raise odd_names()
        if any(name.lower().endswith((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")) for name in names):
            raise RefusedFile(
                "zip-of-files",
                "The file is a zip archive with workbooks inside.",
                "Unpack it and import the workbooks.",
            )
        raise RefusedFile("missing-part", "The file is a zip archive but not a complete Excel workbook.")
    if any(name.lower().endswith("workbook.bin") for name in names):
        return Kind.XLSB
    # Strict files name another address for the same elements; openpyxl reads them as empty without a word.
    if any(_STRICT in part[:8192] for name, part in parts.items() if name.startswith("xl/")):
        return Kind.STRICT
    return Kind.XLSX
