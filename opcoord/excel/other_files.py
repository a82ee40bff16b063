"""Tells what a file is that is neither an archive nor an old Office container: plain text, or why it is refused."""

from __future__ import annotations

import re

from opcoord.excel.refused import RefusedFile

_ZIP = b"PK\x03\x04"
_HEAD = 4096
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MAIL_HEADER = re.compile(
    rb"^(?:received|from|return-path|delivered-to|message-id|subject|x-ms-exchange[\w-]*):", re.MULTILINE
)
_MAIL_START = re.compile(rb"[a-z][\w-]*:[ \t]")
_STARTS = {
    b"%pdf": "a PDF",
    b"{\\rtf": "a text document (RTF)",
    b"id;p": "a SYLK file",
    b"table\r\n0,1": "a DIF file",
    b"<": "an XML file",
}


def refusal(content: bytes) -> RefusedFile | None:
    """Why `content` is refused, or None where it is plain text."""
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _ZIP in content:
        return RefusedFile(
            "extra-data", "The file has other data in front of the workbook, perhaps from a mail gateway."
        )
    if b"<html" in head or b"<table" in head or head.startswith(b"<!doctype html"):
        return _web_page()
    if _MAIL_START.match(head):
        if _MAIL_HEADER.search(head):
            return mail_message()
        if head.startswith(b"mime-version:"):
            return _web_page()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return RefusedFile(
            "xml-spreadsheet", "The file is an XML spreadsheet of 2003, not an Excel workbook."
        )
    for start, what in _STARTS.items():
        if head.startswith(start):
            return RefusedFile("not-a-workbook", f"The file is {what}, not an Excel workbook.")
    if content[:1] == b"\x09" and content[1:2] in (b"\x00", b"\x02", b"\x04", b"\x08"):
        return RefusedFile("very-old-excel", "The file was written by a very old version of Excel.")
    if content.startswith(_WIDE_MARKS) or not any(byte < 9 or 13 < byte < 32 for byte in content[:_HEAD]):
        return None
    return RefusedFile("not-a-workbook", "The file is not an Excel workbook.")


def mail_message() -> RefusedFile:
    """The refusal of an e-mail, which may well have the return attached."""
    return RefusedFile(
        "mail-message",
        "The file is an e-mail, not a workbook.",
        "Open it, save the attached workbook and import that.",
    )


def _web_page() -> RefusedFile:
    return RefusedFile("html", "The file is a web page with an Excel name, not an Excel workbook.")
