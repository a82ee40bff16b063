"""Hand-over files that came over damaged, cut, locked or hostile: each is a sentence, and nothing appears."""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
import struct
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from opcoord import reference_data
from opcoord.errors import OpcoordError
from opcoord.services.receiving import look_at, receive
from opcoord.services.workspace import Workspace
from opcoord.storage import handover_file, sealing
from opcoord.storage.database import Database
from opcoord.storage.schema import SCHEMA_VERSION
from tests.integration.handovers import GIVER, PASSWORD, TAKER, filled

SEED = 20240303
PLACES = 200
#: Mark and length stand before the label.
START = 20


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One operation as hand-over files without and with a password, and as the plain operation file."""
    folder = tmp_path_factory.mktemp("given")
    reference = Path(reference_data.__file__).parent
    workspace = filled(Workspace.create(folder / "a.opcoord", "Operation Test", reference_folder=reference))
    found = {}
    with closing(workspace):
        for name, password in (("open", ""), ("locked", PASSWORD)):
            path = folder / f"{name}.opcoord-handover"
            workspace.handover.give(path, TAKER, GIVER, password=password)
            workspace.handover.take_back("Once more")
            found[name] = path.read_bytes()
    found["operation"] = workspace.path.read_bytes()
    return found


class Receiver:
    """Receives bytes and tells the sentence of the refusal; checks that no file appeared."""

    def __init__(self, folder: Path) -> None:
        self.file, self.target = folder / "came.opcoord-handover", folder / "new.opcoord"

    def refusal(self, content: bytes, password: str = "") -> str:
        self.file.write_bytes(content)
        with pytest.raises(OpcoordError) as refused:
            receive(self.file, self.target, password)
        assert not self.target.exists()
        assert [each.name for each in self.file.parent.iterdir()] == [self.file.name]
        assert refused.value.hint
        return refused.value.message


@pytest.fixture
def receiver(tmp_path: Path) -> Receiver:
    return Receiver(tmp_path)


def flipped(content: bytes, place: int, chance: random.Random) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 1 << chance.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("kind", ["open", "locked"])
def test_every_flipped_bit_is_noticed(made: dict[str, bytes], receiver: Receiver, kind: str) -> None:
    chance = random.Random(SEED)
    content = made[kind]
    (length,) = struct.unpack_from(">I", content, 16)
    head = range(START + length)
    tail = range(len(content) - 40, len(content))
    places = sorted({*head, *tail, *chance.sample(range(len(content)), PLACES)})
    assert len(places) > 2 * PLACES
    for place in places:
        said = receiver.refusal(flipped(content, place, chance), PASSWORD)
        assert "damaged" in said, place


def test_what_is_cut_or_longer_is_noticed(made: dict[str, bytes], receiver: Receiver) -> None:
    content = made["open"]
    for size in (0, 1, 15, 16, 19, 20, 51, 52, 300, len(content) // 2, len(content) - 1):
        assert "damaged" in receiver.refusal(content[:size]), size
    assert "damaged" in receiver.refusal(content + b"\n")
    assert "damaged" in receiver.refusal(b"\n" + content)


def test_a_wrong_password_and_damage_are_told_apart(made: dict[str, bytes], receiver: Receiver) -> None:
    content = made["locked"]
    for wrong in ("three blue wren", "Three blue wrens", "x"):
        assert receiver.refusal(content, wrong) == "came.opcoord-handover does not open with that password."
    assert "locked with a password" in receiver.refusal(content)
    damaged = flipped(content, len(content) - 100, random.Random(SEED))
    assert "damaged or incomplete" in receiver.refusal(damaged, PASSWORD)
    receive_well(content, receiver)


def receive_well(content: bytes, receiver: Receiver) -> None:
    receiver.file.write_bytes(content)
    receive(receiver.file, receiver.target, PASSWORD)
    with closing(Workspace.open(receiver.target)) as taken:
        assert taken.verify() == []


def test_nothing_of_a_locked_operation_can_be_read(made: dict[str, bytes]) -> None:
    for word in (b"Dorset", b"arrests", b"SQLite", b"jailed"):
        assert (word in made["locked"]) == (word == b"Dorset"), "only the outside names the forces"
    label = handover_file._parts(made["locked"], "x").label
    assert (label.giver, label.taker) == (GIVER, TAKER)


def test_the_same_letters_typed_otherwise_open_it() -> None:
    lock = sealing.new_lock()
    sealed = sealing.seal(b"x", "café au lait", lock, b"label")
    assert sealing.unseal(sealed, "cafe\u0301 au lait", lock, b"label") == b"x"
    with pytest.raises(sealing.WrongPassword):
        sealing.unseal(sealed, "café au lait", lock, b"another label")


# Files made on purpose, with a sum that fits


def forged(content: bytes, change: Callable[[dict[str, Any]], object], payload: bytes | None = None) -> bytes:
    """`content` with another label (and payload), with sizes and sum as they must be."""
    (length,) = struct.unpack_from(">I", content, 16)
    record = json.loads(content[START : START + length])
    payload = content[START + length : -32] if payload is None else payload
    change(record)
    head = json.dumps(record).encode()
    whole = content[:16] + struct.pack(">I", len(head)) + head + payload
    return whole + hashlib.sha256(whole).digest()


def test_a_forged_label_does_not_open_with_the_password(made: dict[str, bytes], receiver: Receiver) -> None:
    said = receiver.refusal(forged(made["locked"], lambda each: each["label"].update(taker="X")), PASSWORD)
    assert "does not open with that password" in said


@pytest.mark.parametrize(
    "change",
    [
        lambda each: each.update(stored=2**62),
        lambda each: each.update(expanded=2**62),
        lambda each: each.update(expanded=-1),
        lambda each: each.update(expanded=True),
        lambda each: each.update(expanded="1"),
        lambda each: each.update(expanded=each["expanded"] - 1),
        lambda each: each.update(expanded=each["expanded"] + 1),
        lambda each: each.update(label=None),
        lambda each: each.update(label=[]),
        lambda each: each.update(format="1"),
        lambda each: each.pop("format"),
        lambda each: each["label"].update(operation=7),
        lambda each: each["label"].update(operation="x" * 2000),
        lambda each: each["label"].update(made_at="yesterday"),
        lambda each: each["label"].update(made_at="2024-03-03T10:00:00"),
        lambda each: each["label"].update(contents=7),
        lambda each: each["label"].update(contents=[["phases", -1]]),
        lambda each: each["label"].pop("identity"),
        lambda each: each.update(lock={}),
        lambda each: each.update(lock=7),
    ],
)
def test_a_label_that_cannot_be_is_refused(
    made: dict[str, bytes], receiver: Receiver, change: Callable[[dict[str, Any]], object]
) -> None:
    said = receiver.refusal(forged(made["open"], change))
    assert "damaged" in said or "is not what its outside says" in said


@pytest.mark.parametrize(
    "values",
    [
        {"cost": 2**30},
        {"cost": 2**17 + 1},
        {"cost": 1},
        {"cost": 0},
        {"block": 2**20},
        {"block": 0},
        {"lanes": 2**16},
        {"lanes": 0},
        {"salt": "zz"},
        {"salt": "00"},
        {"nonce": "00" * 100},
        {"cost": 2.0**17},
        {"salt": None},
    ],
)
def test_a_lock_that_would_eat_memory_or_time_is_refused(
    made: dict[str, bytes], receiver: Receiver, values: dict[str, object]
) -> None:
    begun = time.monotonic()
    said = receiver.refusal(forged(made["locked"], lambda each: each["lock"].update(values)), PASSWORD)
    assert "damaged" in said
    assert time.monotonic() - begun < 2


def test_a_payload_that_grows_without_end_is_stopped(made: dict[str, bytes], receiver: Receiver) -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(512)) + packer.flush()
    small = {"stored": len(bomb), "expanded": 4096}
    tracemalloc.start()
    assert "damaged" in receiver.refusal(forged(made["open"], lambda each: each.update(small), bomb))
    assert tracemalloc.get_traced_memory()[1] < 32 * 2**20
    tracemalloc.stop()
    honest = {"stored": len(bomb), "expanded": 512 * 2**20}
    assert "damaged" in receiver.refusal(forged(made["open"], lambda each: each.update(honest), bomb))


def test_deep_or_endless_labels_are_refused(made: dict[str, bytes], receiver: Receiver) -> None:
    for head in (b"[" * 60_000, b"{" * 60_000, b"9" * 60_000, b"\xff" * 100, b"", b"null", b"x" * 2**17):
        whole = made["open"][:16] + struct.pack(">I", len(head)) + head
        assert "damaged" in receiver.refusal(whole + hashlib.sha256(whole).digest())
    whole = made["open"][:16] + struct.pack(">I", 2**32 - 1) + b"{}"
    assert "damaged" in receiver.refusal(whole + hashlib.sha256(whole).digest())


def test_other_files_are_named_for_what_they_are(made: dict[str, bytes], receiver: Receiver) -> None:
    assert "is no hand-over file" in receiver.refusal(made["operation"])
    assert "newer release" in receiver.refusal(forged(made["open"], lambda each: each.update(format=2)))
    with pytest.raises(OpcoordError, match="no file"):
        look_at(receiver.file.with_name("nothing.opcoord-handover"))


def with_content(made: dict[str, bytes], content: bytes) -> bytes:
    """A hand-over file, whole as such, that holds `content` in place of the operation."""
    packed = zlib.compress(content)
    sizes = {"stored": len(packed), "expanded": len(content)}
    return forged(made["open"], lambda each: each.update(sizes), packed)


@pytest.fixture
def inside(made: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The operation file that is inside the hand-over file, to be spoilt."""
    path = tmp_path_factory.mktemp("inside") / "inside.opcoord"
    content = made["open"]
    (length,) = struct.unpack_from(">I", content, 16)
    path.write_bytes(zlib.decompress(content[START + length : -32]))
    yield path


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["UPDATE figure SET amount = amount + 1 WHERE amount > 0"], "does not match its fingerprint"),
        (["UPDATE received_file SET whole = 1"], "not as it came"),
        (
            ["DROP TRIGGER audit_entry_keeps_update", "UPDATE audit_entry SET actor = 'x' WHERE seq = 3"],
            "history does not fit",
        ),
        (
            ["DROP TRIGGER audit_entry_keeps_delete", "DELETE FROM audit_entry WHERE seq = 3"],
            "history does not fit",
        ),
        (
            [
                "DROP TRIGGER audit_entry_keeps_delete",
                "DROP TRIGGER handover_keeps_delete",
                "DELETE FROM audit_entry WHERE seq > 3",
                "DELETE FROM handover",
            ],
            "not what its outside says",
        ),
        (["DROP TRIGGER handover_keeps_delete", "DELETE FROM handover"], "not what its history tells"),
        (["CREATE TRIGGER sly AFTER INSERT ON agency BEGIN DELETE FROM measure; END"], "did not make"),
        (
            [
                "DROP TRIGGER handover_keeps_update",
                "CREATE TRIGGER handover_keeps_update AFTER INSERT ON agency BEGIN DELETE FROM measure; END",
            ],
            "did not make",
        ),
        (["CREATE VIEW sly AS SELECT * FROM agency"], "did not make"),
        (["PRAGMA application_id = 1"], "another program"),
        ([f"PRAGMA user_version = {SCHEMA_VERSION + 1}"], "newer release"),
        (["PRAGMA foreign_keys = OFF", "DELETE FROM agency"], "rows that are not there"),
    ],
)
def test_what_is_inside_is_checked_before_a_file_appears(
    made: dict[str, bytes], receiver: Receiver, inside: Path, statements: list[str], words: str
) -> None:
    connection = sqlite3.connect(inside)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    assert words in receiver.refusal(with_content(made, inside.read_bytes()))


def test_a_content_that_is_no_operation_is_refused(
    made: dict[str, bytes], receiver: Receiver, inside: Path
) -> None:
    plain = inside.read_bytes()
    ahead = bytearray(plain)
    ahead[18] = ahead[19] = 2  # a write-ahead log that is not there
    torn = plain[:4096] + bytes(4096) + plain[8192:]
    for content, words in (
        (b"", "is empty"),
        (b"hello" * 100, "not an operation file"),
        (bytes(ahead), "is damaged"),
        (torn, "is damaged"),
        (plain[: len(plain) // 2], "is damaged"),
    ):
        assert words in receiver.refusal(with_content(made, content))


def test_a_trigger_under_one_of_our_names_is_refused_in_any_file(inside: Path) -> None:
    connection = sqlite3.connect(inside)
    connection.execute("DROP TRIGGER handover_keeps_update")
    connection.execute(
        "CREATE TRIGGER handover_keeps_update AFTER INSERT ON agency BEGIN DELETE FROM measure; END"
    )
    connection.commit()
    connection.close()
    with pytest.raises(OpcoordError, match="did not make"):
        Database.open(inside)


def test_texts_of_the_outside_are_shown_as_they_can_be(made: dict[str, bytes], receiver: Receiver) -> None:
    sly = "Wiltshire\u202e\x00\nPolice\ud800"
    receiver.file.write_bytes(forged(made["open"], lambda each: each["label"].update(taker=sly)))
    assert look_at(receiver.file).label.taker == "Wiltshire   Police "
