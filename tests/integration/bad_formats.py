"""Files of tests/files/bad_input.txt in other formats than .xlsx, and locked ones."""

from __future__ import annotations

import io

from tests.integration.bad_archives import DOCTYPE, bomb_by_ratio
from tests.integration.bad_workbooks import with_part, workbook, zipped
from tests.integration.old_containers import container, encrypted_xls, old_xls, workbook_stream

PASSWORD = "Friday 4 pm £"


# 7 and 8: other formats


def xls() -> bytes:
    return old_xls()


def xls_full() -> bytes:
    return old_xls(last_row=65_536)


def xls_macros() -> bytes:
    return container({"Workbook": workbook_stream(3), "_VBA_PROJECT_CUR": b""})


def xls_broken() -> bytes:
    return container({"Workbook": b"\x09\x08\x10\x00"})


def excel_2() -> bytes:
    return b"\x09\x00\x04\x00\x07\x00\x10\x00" + bytes(20)


def word_in_container() -> bytes:
    return container({"WordDocument": b""})


def broken_container() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def word_document() -> bytes:
    return with_part("word/document.xml", b"<x/>")


_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="Return"><table:table-row><table:table-cell office:value-type="string">'
    '<text:p>Arrests</text:p></table:table-cell><table:table-cell office:value-type="float"'
    ' office:value="22"><text:p>22</text:p></table:table-cell></table:table-row></table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{}'
    "</manifest:file-entry></manifest:manifest>"
)


def ods() -> bytes:
    return _ods("", {})


def ods_macros() -> bytes:
    return _ods("", {"Basic/Standard/Module1.xml": b"<x/>"})


def ods_password() -> bytes:
    return _ods('<manifest:encryption-data manifest:checksum-type="SHA256/1K"/>', {})


def _ods(encryption: str, more: dict[str, bytes]) -> bytes:
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": _ODS.encode(),
            "META-INF/manifest.xml": _MANIFEST.format(encryption).encode(),
            **more,
        }
    )


# 10 to 12: locked


def encrypted(content: bytes = b"", password: str = PASSWORD) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(content or workbook())).encrypt(password, stream)
    return stream.getvalue()


def encrypted_read_only() -> bytes:
    """As Excel saves what is only to be read: with a password of its own that nobody is asked for."""
    return encrypted(password="VelvetSweatshop")


def encrypted_macros() -> bytes:
    return encrypted(with_part("xl/vbaProject.bin", b"x"))


def encrypted_bomb() -> bytes:
    return encrypted(bomb_by_ratio())


def encrypted_old() -> bytes:
    return encrypted_xls(PASSWORD)


def encrypted_extensible() -> bytes:
    return container({"EncryptionInfo": b"\x04\x00\x03\x00", "EncryptedPackage": b""})


def encrypted_unsafe() -> bytes:
    described = b"\x04\x00\x04\x00\x40\x00\x00\x00" + DOCTYPE
    return container({"EncryptionInfo": described, "EncryptedPackage": b""})


def encrypted_damaged() -> bytes:
    return container({"EncryptedPackage": b""})


def rights_management() -> bytes:
    return container({"DRMEncryptedDataSpace": b"", "EncryptedPackage": b""})


def zip_password() -> bytes:
    """The mark of a password set on every part, in both places that a zip has for it."""
    content = bytearray(workbook())
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(start)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(start, place + 4)
    return bytes(content)


# 59: a parcel


def outlook_message() -> bytes:
    """With a workbook attached, whose name must not deceive."""
    return container({"__properties_version1.0": b"", "__substg1.0_37010102": workbook_stream(3)})
