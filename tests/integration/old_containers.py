"""Old Office containers (OLE2) made from nothing: .xls, plain and encrypted, and whatever else comes in one."""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Mapping
from hashlib import md5
from itertools import pairwise

_SECTOR = 512
_SMALLEST = 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def container(streams: Mapping[str, bytes]) -> bytes:
    """A container with these streams; each is filled up with spaces to the size below which a second kind begins."""
    padded = {name: content.ljust(_SMALLEST) for name, content in streams.items()}
    counts = [-(-len(content) // _SECTOR) for content in padded.values()]
    directory_sectors = -(-(len(padded) + 1) // 4)
    others = directory_sectors + sum(counts)
    fat_sectors = 1
    while fat_sectors * 128 < others + fat_sectors:
        fat_sectors += 1
    fat = [_FAT] * fat_sectors
    for count in (directory_sectors, *counts):
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
    fat += [_FREE] * (fat_sectors * 128 - len(fat))
    starts, start = [], fat_sectors + directory_sectors
    for count in counts:
        starts.append(start)
        start += count
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack(
        "<IIIIIIIII", 0, fat_sectors, fat_sectors, 0, _SMALLEST, _END, 0, _END, 0
    )
    header += struct.pack("<109I", *range(fat_sectors), *[_FREE] * (109 - fat_sectors))
    body = struct.pack(f"<{len(fat)}I", *fat)
    body += _directory(padded, starts).ljust(directory_sectors * _SECTOR, b"\0")
    for content in padded.values():
        body += content + bytes(-len(content) % _SECTOR)
    return header + body


def _directory(streams: Mapping[str, bytes], starts: list[int]) -> bytes:
    # Each entry's right neighbour is the next one, in the order that the format prescribes.
    order = sorted(
        range(len(streams)), key=lambda each: (len(list(streams)[each]), list(streams)[each].upper())
    )
    right = {place + 1: after + 1 for place, after in pairwise(order)}
    entries = _entry("Root Entry", 5, _FREE, order[0] + 1, _END, 0)
    for number, (name, content) in enumerate(streams.items(), start=1):
        entries += _entry(name, 2, right.get(number, _FREE), _FREE, starts[number - 1], len(content))
    return entries


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
    return head + struct.pack("<III", _FREE, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def record(number: int, content: bytes) -> bytes:
    """One record of an .xls."""
    return struct.pack("<HH", number, len(content)) + content


def workbook_stream(rows: int, protection: bytes = b"", last_row: int = 0) -> bytes:
    """A sheet "Return" with a label and a number in each row, and a number in `last_row` where that is given."""
    bof = struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0x41, 0x0006)
    head = record(0x0809, bof) + protection + record(0x0042, struct.pack("<H", 1200))
    name = b"\x06\x00Return"
    offset = len(head) + 4 + 6 + len(name) + 4
    head += record(0x0085, struct.pack("<IH", offset, 0) + name) + record(0x000A, b"")
    sheet = record(0x0809, bof[:2] + b"\x10\x00" + bof[4:])
    for row in range(rows):
        sheet += record(0x0204, struct.pack("<HHHHB", row, 0, 0, 7, 0) + b"Arrests")
        sheet += record(0x0203, struct.pack("<HHHd", row, 1, 0, row + 1))
    if last_row:
        sheet += record(0x0203, struct.pack("<HHHd", last_row - 1, 1, 0, 7))
    # A record that nobody knows, so that nothing needs to be filled up behind the last.
    sheet += record(0x0FFF, bytes(_SMALLEST))
    return head + sheet + record(0x000A, b"")


def old_xls(rows: int = 3, last_row: int = 0) -> bytes:
    """An .xls of Excel 97."""
    return container({"Workbook": workbook_stream(rows, last_row=last_row)})


def encrypted_xls(password: str) -> bytes:
    """The same, encrypted as Excel 97 did (RC4)."""
    from msoffcrypto.method.rc4 import DocumentRC4

    salt, verifier = os.urandom(16), os.urandom(16)
    proof = verifier + md5(verifier).digest()
    stream = DocumentRC4.decrypt(password, salt, io.BytesIO(proof)).read(32)
    protection = record(0x002F, struct.pack("<HHH", 1, 1, 1) + salt + stream)
    plain = workbook_stream(3, protection)
    key = DocumentRC4.decrypt(password, salt, io.BytesIO(bytes(len(plain))), blocksize=1024).read()
    locked, place = bytearray(), 0
    while place < len(plain):
        number, size = struct.unpack_from("<HH", plain, place)
        body = plain[place + 4 : place + 4 + size]
        mixed = bytes(a ^ b for a, b in zip(body, key[place + 4 : place + 4 + size], strict=True))
        if number in (0x0809, 0x002F):
            mixed = body
        elif number == 0x0085:
            mixed = body[:4] + mixed[4:]
        locked += plain[place : place + 4] + mixed
        place += 4 + size
    return container({"Workbook": bytes(locked)})
