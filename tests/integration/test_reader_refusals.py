"""No file can crash, hang or swallow the program: each becomes a grid or a refusal with one sentence."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import openpyxl.xml
import pytest

from opcoord.errors import Cancelled
from opcoord.excel import preflight
from opcoord.excel.grid import Grid
from opcoord.excel.reader import RefusedFile, WorkbookReader
from opcoord.progress import Progress

SHARED = Path(__file__).parents[2].parent / "shared"
MOST_SECONDS = 30.0


@pytest.fixture(scope="module")
def reader() -> Iterator[WorkbookReader]:
    with WorkbookReader() as opened:
        yield opened


def workbook(rows: int = 3) -> bytes:
    book = openpyxl.Workbook()
    for row in range(1, rows + 1):
        book.active.append([f"row {row}", row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(change: Callable[[dict[str, bytes]], object]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def with_part(name: str, part: bytes) -> bytes:
    return repacked(lambda parts: parts.update({name: part}))


def without_part(name: str) -> bytes:
    return repacked(lambda parts: parts.pop(name))


def in_sheet(old: bytes, new: bytes) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[SHEET]
        parts[SHEET] = parts[SHEET].replace(old, new, 1)

    return repacked(change)


def doubled(name: str) -> bytes:
    stream = io.BytesIO(workbook())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, b"<x/>")
    return stream.getvalue()


def flipped() -> bytes:
    """One bit of the deflated sheet changed, so that its CRC is wrong."""
    content = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        info = archive.getinfo(SHEET)
    content[info.header_offset + 30 + len(SHEET) + info.compress_size // 2] ^= 1
    return bytes(content)


def locked_zip() -> bytes:
    """The mark of a password set on every part, in both places that a zip has for it."""
    content = bytearray(workbook())
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(start)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(start, place + 4)
    return bytes(content)


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'

REFUSALS: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "empty"),
    "truncated": (lambda: workbook()[:-200], "damaged"),
    "cut in half": (lambda: workbook(500)[:4000], "damaged"),
    "an empty archive": (lambda: b"PK\x05\x06" + bytes(18), "damaged"),
    "wrong CRC": (flipped, "damaged"),
    "junk in front": (lambda: b"X-Mail: 1\r\n" + workbook(), "extra-data"),
    "junk behind": (lambda: workbook() + b"-- scanned --", "extra-data"),
    "CSV": (lambda: b"Measure,Figure\r\nArrests,22\r\n", "text"),
    "CSV in UTF-16": (lambda: "Measure\tFigure\r\n".encode("utf-16"), "text"),
    "CSV in cp1252": (lambda: "Measure;£\r\n".encode("cp1252"), "text"),
    "web page": (lambda: b"<html><table><tr><td>22</td></tr></table></html>", "html"),
    "PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3", "not-a-workbook"),
    "XML spreadsheet": (
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "xml-spreadsheet",
    ),
    "Excel 2": (lambda: b"\x09\x00\x04\x00\x07\x00\x10\x00" + bytes(20), "very-old-excel"),
    "encrypted": (lambda: ole("EncryptedPackage"), "password"),
    "rights management": (lambda: ole("DRMEncryptedDataSpace"), "rights-protected"),
    "OLE2 of something else": (lambda: ole("WordDocument"), "not-a-workbook"),
    "broken .xls": (lambda: ole("Workbook"), "damaged"),
    "zip password": (locked_zip, "password"),
    "bomb by ratio": (lambda: with_part("xl/media/x.png", bytes(30_000_000)), "bomb"),
    "huge token": (
        lambda: with_part("xl/x.xml", b"<x>" + os.urandom(5_000_000).hex().encode() + b"</x>"),
        "huge-token",
    ),
    "DOCTYPE": (lambda: with_part("xl/x.xml", DOCTYPE), "unsafe-xml"),
    "DOCTYPE in UTF-16": (lambda: with_part("xl/x.xml", DOCTYPE.decode().encode("utf-16")), "unsafe-xml"),
    "DOCTYPE under another ending": (lambda: with_part("xl/x.dat", DOCTYPE), "unsafe-xml"),
    "duplicate part": (lambda: _quietly(lambda: doubled(SHEET)), "duplicate-parts"),
    "case-clashing part": (lambda: doubled(SHEET.upper()), "duplicate-parts"),
    "backslashes": (lambda: with_part("xl\\x.xml", b"<x/>"), "odd-names"),
    "upwards": (lambda: with_part("../x.xml", b"<x/>"), "odd-names"),
    "too many parts": (
        lambda: repacked(lambda parts: parts.update({f"x/{n}": b"" for n in range(2001)})),
        "too-many-parts",
    ),
    "no content types": (lambda: without_part("[Content_Types].xml"), "missing-part"),
    "no workbook": (lambda: without_part("xl/workbook.xml"), "damaged"),
    "no relations": (lambda: without_part("xl/_rels/workbook.xml.rels"), "damaged"),
    "listed sheet missing": (lambda: without_part(SHEET), "missing-part"),
    "bad shared text": (lambda: in_sheet(b't="n"><v>1</v>', b't="s"><v>99</v>'), "damaged"),
    "same cell twice": (lambda: in_sheet(b'r="B1"', b'r="A1"'), "cell-twice"),
    "broken sheet": (lambda: in_sheet(b"</sheetData>", b""), "damaged"),
    "Word document": (lambda: with_part("word/document.xml", b"<x/>"), "not-a-workbook"),
    "zip of workbooks": (
        lambda: repacked(lambda parts: (parts.clear(), parts.update({"Dorset.xlsx": b"x"}))[0]),
        "zip-of-files",
    ),
}


def _quietly(make: Callable[[], bytes]) -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return make()


@pytest.mark.parametrize("name", REFUSALS)
def test_a_bad_file_is_refused_with_one_sentence(name: str, reader: WorkbookReader) -> None:
    make, code = REFUSALS[name]
    with pytest.raises(RefusedFile) as caught:
        reader.read_bytes("return.xlsx", make())
    refusal = caught.value
    assert refusal.code == code
    assert refusal.message.endswith(".") and refusal.hint.endswith(".")
    assert "Traceback" not in str(refusal) and "/" not in refusal.message and "Error" not in refusal.message


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, reader: WorkbookReader) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as stream:
        stream.truncate(preflight.MOST_SOURCE_BYTES + 1)
    with pytest.raises(RefusedFile) as caught:
        reader.read(path)
    assert caught.value.code == "too-large"


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, reader: WorkbookReader) -> None:
    for path, code in ((tmp_path / "gone.xlsx", "not-found"), (tmp_path, "cannot-open")):
        with pytest.raises(RefusedFile) as caught:
            reader.read(path)
        assert caught.value.code == code
        assert str(tmp_path) not in str(caught.value)


def test_expansion_is_measured_and_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "MOST_EXPANDED_BYTES", 5_000)
    with pytest.raises(RefusedFile) as caught:
        preflight.check(workbook(300))
    assert caught.value.code == "bomb"


def test_rows_that_one_reader_would_lose_are_noticed(reader: WorkbookReader) -> None:
    def shuffle(parts: dict[str, bytes]) -> None:
        start, end = parts[SHEET].index(b'<row r="1"'), parts[SHEET].index(b'<row r="2"')
        row = parts[SHEET][start:end]
        parts[SHEET] = (parts[SHEET][:start] + parts[SHEET][end:]).replace(
            b"</sheetData>", row + b"</sheetData>"
        )

    grid = reader.read_bytes("x", repacked(shuffle))
    finding = next(each for each in grid.notices if each.code == "readers-disagree")
    assert finding.sheet == "Sheet"


def test_a_wrong_dimension_loses_nothing(reader: WorkbookReader) -> None:
    grid = reader.read_bytes("x", in_sheet(b'<dimension ref="A1:B3"', b'<dimension ref="A1:A1"'))
    assert len(grid.sheets[0].cells) == 6 and grid.notices == ()


def hostile_files() -> list[Path]:
    folders = (SHARED / "hostile", SHARED / "real_workbooks")
    return sorted(
        path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.suffix != ".csv"
    )


@pytest.mark.skipif(not hostile_files(), reason="the collection of hostile workbooks is not on this machine")
def test_every_hostile_workbook_becomes_a_grid_or_a_refusal() -> None:
    codes: dict[str, str] = {}
    with WorkbookReader(most_seconds=MOST_SECONDS) as reader:
        for path in hostile_files():
            try:
                grid = reader.read(path)
                assert isinstance(grid, Grid)
                codes[path.name] = "read"
            except RefusedFile as refusal:
                codes[path.name] = refusal.code
    assert "too-slow" not in codes.values()
    assert codes["apache__5edcd1__poc-xmlbomb.xlsx"] == "unsafe-xml"
    assert codes["qax-os__16369d__encryptAES.xlsx"] == "password"
    assert codes["apache__dd6d21__SimpleStrict.xlsx"] == "read"
    assert codes["jmcnamara__a0df13__comment03.xlsx"] == "read"


def test_a_killed_reader_refuses_its_file_and_recovers() -> None:
    with WorkbookReader() as reader:
        first = reader.read_bytes("x", workbook())
        pid = reader.process_id
        assert pid is not None
        os.kill(pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        # Whether the death is noticed before or while the next file is read, at most that one is refused.
        try:
            again = reader.read_bytes("x", workbook())
        except RefusedFile as refusal:
            assert refusal.code == "reader-gave-up"
            again = reader.read_bytes("x", workbook())
        assert again == first
        assert reader.process_id not in (None, pid)


def slow_workbook() -> bytes:
    """A workbook that nobody fills in by hand: 100,000 rows."""
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(4, 100_000))
    return in_sheet(b"</sheetData>", rows + b"</sheetData>")


def test_a_slow_file_is_refused_and_the_next_is_read() -> None:
    with WorkbookReader(most_seconds=0.05) as reader:
        with pytest.raises(RefusedFile) as caught:
            reader.read_bytes("x", slow_workbook())
        assert caught.value.code == "too-slow"
        assert reader.process_id is None


def test_cancelling_ends_the_reader_process_at_once() -> None:
    progress = Progress()
    with WorkbookReader() as reader:
        reader.read_bytes("x", workbook())
        content = slow_workbook()
        timer = threading.Timer(0.02, progress.cancel)
        timer.start()
        begun = time.monotonic()
        with pytest.raises(Cancelled):
            while True:
                reader.read_bytes("x", content, progress)
        assert time.monotonic() - begun < 10
        timer.join()
        assert reader.process_id is None
        with pytest.raises(Cancelled):
            reader.read_bytes("x", workbook(), progress)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no memory limit of this kind")
def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_is_read() -> None:
    with WorkbookReader(most_memory=220 * 1024 * 1024) as reader:
        small = reader.read_bytes("x", workbook())
        heavy = b"".join(
            b'<c r="A%d" t="inlineStr"><is><t>%s</t></is></c>' % (n, b"y>" * 2000) for n in range(1, 20)
        )
        part = b"".join(b'<row r="%d">%s</row>' % (n, heavy) for n in range(4, 1500))
        with pytest.raises(RefusedFile) as caught:
            reader.read_bytes("x", in_sheet(b"</sheetData>", part + b"</sheetData>"))
        assert caught.value.code in {"too-much-memory", "reader-gave-up", "bomb", "cell-twice", "damaged"}
        assert reader.read_bytes("x", workbook()) == small


def test_xml_is_read_by_the_guarded_parser_only() -> None:
    assert openpyxl.xml.DEFUSEDXML is True
    assert openpyxl.xml.LXML is False


def test_the_reader_process_never_loads_the_screen() -> None:
    code = (
        "import sys, opcoord.excel.child, opcoord.excel.parse, opcoord.excel.reader;"
        "sys.exit(any(name.partition('.')[0] in ('PySide6', 'sqlalchemy', 'openpyxl') for name in sys.modules))"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
