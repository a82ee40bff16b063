"""The hand-over file: one operation packed for the next lead force. It opens whole or is refused with a sentence.

    mark (16 bytes) | length of the label (4) | label (JSON) | payload | SHA-256 of all that (32)

The payload is the operation file, compressed, and sealed where a password was wanted; the label is sealed with it. The file may come from anybody:
nothing in it is believed before its size was checked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import struct
import unicodedata
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from opcoord import __version__
from opcoord.errors import OpcoordError
from opcoord.progress import Progress
from opcoord.storage import sealing
from opcoord.storage.preflight import not_there

SUFFIX = ".opcoord-handover"
#: An operation of ten years with all files as received stays far below.
MOST_BYTES = 256 * 1024 * 1024
_MARK = b"opcoord handover"
_FORMAT = 1
_LONGEST_LABEL = 64 * 1024
_LONGEST_TEXT = 1_000
_DIGEST_BYTES = 32
#: Control characters, direction overrides and halves of characters.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs"})
_CHUNK = 1024 * 1024
_SEND_AGAIN = "Ask whoever sent it for the file once more."


@dataclass(frozen=True, slots=True)
class HandoverLabel:
    """What can be read from the outside, without the password."""

    operation: str
    identity: str
    giver: str
    taker: str
    made_at: dt.datetime
    #: Names the hand-over in both files.
    token: str
    #: Head of the history inside.
    audit_head: str
    #: How many of each thing are inside, in the order told; "files" are received files kept whole.
    contents: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """A hand-over file that is whole, as far as that shows without opening it."""

    label: HandoverLabel
    locked: bool
    #: Begin of the file's SHA-256, in fours, to be compared by telephone.
    check_value: str


@dataclass(frozen=True, slots=True)
class _Parts:
    label: HandoverLabel
    lock: sealing.Lock | None
    head: bytes
    stored: int
    expanded: int


def pack(label: HandoverLabel, content: bytes, password: str, progress: Progress) -> bytes:
    """The hand-over file of the operation file `content`, locked where there is a password.

    Raises OpcoordError where the operation is too large.
    """
    if len(content) > MOST_BYTES:
        raise OpcoordError(
            f"The operation is larger than {MOST_BYTES // 2**20} MB and cannot be handed over as one file.",
            "Leave the received files out.",
        )
    packed = _compressed(content, progress)
    lock = sealing.new_lock() if password else None
    stored = len(packed) + (sealing.TAG_BYTES if lock is not None else 0)
    head = _head(label, lock, stored, len(content))
    payload = sealing.seal(packed, password, lock, head) if lock is not None else packed
    whole = head + payload
    return whole + hashlib.sha256(whole).digest()


def look_at(path: Path) -> Outside:
    """What stands on the outside of a hand-over file that came over whole; raises OpcoordError otherwise."""
    content = _read(path)
    return _outside(content, _parts(content, path.name))


def unpack(path: Path, password: str, progress: Progress) -> tuple[Outside, bytes]:
    """Outside and content: the operation file that was packed, not yet looked into.

    Raises OpcoordError where the file is damaged, is none of ours, or the password does not open it.
    """
    content = _read(path)
    parts = _parts(content, path.name)
    outside = _outside(content, parts)
    payload = content[len(parts.head) : len(parts.head) + parts.stored]
    del content
    if parts.lock is not None:
        if not password:
            raise OpcoordError(f"{path.name} is locked with a password.", "Ask the giver for it.")
        progress.check()
        try:
            payload = sealing.unseal(payload, password, parts.lock, parts.head)
        except sealing.WrongPassword:
            raise OpcoordError(
                f"{path.name} does not open with that password.",
                "Check it with the giver, capitals and spaces too; the file came over whole.",
            ) from None
    return outside, _expanded(payload, parts.expanded, path.name, progress)


def _head(label: HandoverLabel, lock: sealing.Lock | None, stored: int, expanded: int) -> bytes:
    record: dict[str, Any] = {
        "format": _FORMAT,
        "program": f"opcoord {__version__}",
        "label": {**asdict(label), "made_at": label.made_at.isoformat(), "contents": list(label.contents)},
        "lock": None if lock is None else asdict(lock),
        "stored": stored,
        "expanded": expanded,
    }
    written = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return _MARK + struct.pack(">I", len(written)) + written


def _compressed(content: bytes, progress: Progress) -> bytes:
    packer = zlib.compressobj(6)
    parts = []
    for start in range(0, len(content), _CHUNK):
        progress.check()
        parts.append(packer.compress(content[start : start + _CHUNK]))
    return b"".join([*parts, packer.flush()])


def _expanded(packed: bytes, size: int, name: str, progress: Progress) -> bytes:
    """`packed` expanded to exactly `size` bytes and never to more, whatever it would grow to."""
    packer = zlib.decompressobj()
    grown = bytearray()
    try:
        for start in range(0, len(packed), _CHUNK):
            progress.check()
            left = packed[start : start + _CHUNK]
            while left and len(grown) <= size:
                if packer.eof:
                    raise _damaged(name)
                grown += packer.decompress(left, size + 1 - len(grown))
                left = packer.unconsumed_tail or packer.unused_data
    except zlib.error:
        raise _damaged(name) from None
    if len(grown) != size or not packer.eof:
        raise _damaged(name)
    return bytes(grown)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES + 2 * _LONGEST_LABEL:
            raise OpcoordError(f"{path.name} is far larger than a hand-over file can be.", _SEND_AGAIN)
        return path.read_bytes()
    except FileNotFoundError:
        raise not_there(path) from None
    except OSError:
        raise OpcoordError(
            f"{path.name} cannot be read.", "Check that you may open it and that the drive is connected."
        ) from None


def _parts(content: bytes, name: str) -> _Parts:
    if content[: len(_MARK)] != _MARK:
        raise OpcoordError(
            f"{name} is no hand-over file, or its beginning is damaged.",
            f"Choose a file that ends in {SUFFIX}. {_SEND_AGAIN}",
        )
    start = len(_MARK) + 4
    whole = content[:-_DIGEST_BYTES]
    if len(content) < start + _DIGEST_BYTES or hashlib.sha256(whole).digest() != content[len(whole) :]:
        raise _damaged(name)
    (length,) = struct.unpack_from(">I", content, len(_MARK))
    if length > _LONGEST_LABEL or start + length > len(whole):
        raise _damaged(name)
    head = content[: start + length]
    try:
        record = json.loads(head[start:])
        if not _is_count(record["format"]) or record["format"] < _FORMAT:
            raise ValueError
        if record["format"] > _FORMAT:
            raise OpcoordError(
                f"{name} was made by a newer release of opcoord.", "Install the newer release to open it."
            )
        parts = _Parts(
            _label(record["label"]), _lock(record["lock"]), head, record["stored"], record["expanded"]
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise _damaged(name) from None
    sizes_fit = _is_count(parts.stored) and _is_count(parts.expanded) and parts.expanded <= MOST_BYTES
    if not sizes_fit or len(head) + parts.stored != len(whole):
        raise _damaged(name)
    return parts


def _label(record: Any) -> HandoverLabel:
    texts = {key: record[key] for key in ("operation", "identity", "giver", "taker", "token", "audit_head")}
    counts = tuple((name, count) for name, count in record["contents"])
    named = [*texts.values(), *(name for name, _ in counts)]
    if not all(isinstance(text, str) and len(text) <= _LONGEST_TEXT for text in named):
        raise TypeError
    if not all(_is_count(count) for _, count in counts):
        raise TypeError
    made_at = dt.datetime.fromisoformat(record["made_at"])
    if made_at.tzinfo is None:
        raise ValueError
    plain = {key: _plain(text) for key, text in texts.items()}
    return HandoverLabel(**plain, made_at=made_at, contents=tuple((_plain(name), n) for name, n in counts))


def _plain(text: str) -> str:
    """Without what would upset a screen: a label is shown before anything in it can be trusted."""
    return "".join(" " if unicodedata.category(each) in _UNSHOWN else each for each in text)


def _lock(record: Any) -> sealing.Lock | None:
    if record is None:
        return None
    lock = sealing.Lock(**record)
    numbers = (lock.cost, lock.block, lock.lanes)
    if not all(map(_is_count, numbers)) or not isinstance(lock.salt, str) or not isinstance(lock.nonce, str):
        raise TypeError
    if not sealing.is_bearable(lock):
        raise ValueError
    return lock


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _outside(content: bytes, parts: _Parts) -> Outside:
    value = hashlib.sha256(content).hexdigest()[:16]
    return Outside(parts.label, parts.lock is not None, " ".join(value[at : at + 4] for at in (0, 4, 8, 12)))


def _damaged(name: str) -> OpcoordError:
    return OpcoordError(f"{name} is damaged or incomplete and was not opened.", _SEND_AGAIN)
