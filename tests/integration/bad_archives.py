"""Files of tests/files/bad_input.txt that are no sound archive, or a hostile one."""

from __future__ import annotations

import io
import os
import warnings
import zipfile

from tests.integration.bad_workbooks import (
    SHEET,
    repacked,
    with_part,
    without_part,
    workbook,
    zipped,
)

DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'


# 1 to 4: empty, cut, with something in front or behind, damaged


def empty() -> bytes:
    return b""


def truncated() -> bytes:
    return workbook()[:-200]


def cut_in_half() -> bytes:
    return workbook(500)[:4000]


def empty_archive() -> bytes:
    return b"PK\x05\x06" + bytes(18)


def junk_in_front() -> bytes:
    return b"X-Mail: 1\r\n" + workbook()


def junk_behind() -> bytes:
    return workbook() + b"-- scanned --"


def wrong_crc() -> bytes:
    content = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        info = archive.getinfo(SHEET)
    content[info.header_offset + 30 + len(SHEET) + info.compress_size // 2] ^= 1
    return bytes(content)


# 13 to 18: hostile or incomplete archives


def bomb_by_ratio() -> bytes:
    return with_part("xl/media/x.png", bytes(30_000_000))


def bomb_by_size() -> bytes:
    return repacked(lambda parts: parts.update({f"x/{n}.bin": bytes(1024 * 1024) for n in range(201)}))


def huge_token() -> bytes:
    return with_part("xl/x.xml", b"<x>" + os.urandom(5_000_000).hex().encode() + b"</x>")


def doctype() -> bytes:
    return with_part("xl/x.xml", DOCTYPE)


def doctype_utf16() -> bytes:
    return with_part("xl/x.xml", DOCTYPE.decode().encode("utf-16"))


def doctype_other_ending() -> bytes:
    return with_part("xl/x.dat", DOCTYPE)


def duplicate_part() -> bytes:
    with warnings.catch_warnings(action="ignore"):
        return _doubled(SHEET)


def case_clash() -> bytes:
    return _doubled(SHEET.upper())


def _doubled(name: str) -> bytes:
    stream = io.BytesIO(workbook())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, b"<x/>")
    return stream.getvalue()


def backslashes() -> bytes:
    return with_part("xl\\x.xml", b"<x/>")


def upwards() -> bytes:
    return with_part("../x.xml", b"<x/>")


def other_case() -> bytes:
    return repacked(lambda parts: parts.update({"xl/Workbook.xml": parts.pop("xl/workbook.xml")}))


def too_many_parts() -> bytes:
    return repacked(lambda parts: parts.update({f"x/{n}": b"" for n in range(2001)}))


def no_content_types() -> bytes:
    return without_part("[Content_Types].xml")


def no_workbook() -> bytes:
    return without_part("xl/workbook.xml")


def no_relations() -> bytes:
    return without_part("xl/_rels/workbook.xml.rels")


def no_sheet_part() -> bytes:
    return without_part(SHEET)


def no_shared_texts() -> bytes:
    """A cell refers to them, the list of parts names them, and they are not there."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    named = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'

    def change(parts: dict[str, bytes]) -> None:
        parts.pop("xl/sharedStrings.xml", None)
        parts[SHEET] = parts[SHEET].replace(b't="n"><v>1</v>', b't="s"><v>0</v>')
        listed = parts["[Content_Types].xml"]
        if b"sharedStrings" not in listed:
            parts["[Content_Types].xml"] = listed.replace(b"</Types>", named.encode())

    return repacked(change)


# 59: a parcel


def zip_of_workbooks() -> bytes:
    return zipped({"Dorset.xlsx": workbook(), "Wiltshire.xlsx": workbook()})
