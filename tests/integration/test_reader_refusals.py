"""No file can crash, hang or swallow the program: limits on size, time and memory hold, and the next file is read."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl.xml
import pytest

from opcoord.errors import Cancelled
from opcoord.excel import preflight, reader_process
from opcoord.excel.reader import RefusedFile, WorkbookReader
from opcoord.progress import Progress
from tests.integration.bad_workbooks import in_sheet, workbook


@pytest.fixture(scope="module")
def reader() -> Iterator[WorkbookReader]:
    with WorkbookReader() as opened:
        yield opened


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


def test_after_one_failed_start_the_rest_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "START_SECONDS", 0.0)
    with WorkbookReader() as reader:
        with pytest.raises(RefusedFile) as caught:
            reader.read_bytes("x", workbook())
        assert caught.value.code == "reader-not-started"
        # A second start would succeed, and is not tried.
        monkeypatch.setattr(reader_process, "START_SECONDS", 60.0)
        with pytest.raises(RefusedFile) as caught:
            reader.read_bytes("x", workbook())
        assert caught.value.code == "reader-not-started"
        assert reader.process_id is None


class LeftBehind:
    """Starts processes that die at once, and keeps their end of the pipe open, as Windows does for such a process."""

    def __init__(self) -> None:
        self.kept: list[int] = []
        self._context = multiprocessing.get_context("spawn")

    def Pipe(self) -> object:
        ours, theirs = self._context.Pipe()
        self.kept.append(os.dup(theirs.fileno()))
        return ours, theirs

    def Process(self, **asked: object) -> object:
        asked |= {"target": os._exit, "args": (1,)}
        return self._context.Process(**asked)  # type: ignore[arg-type]


@pytest.mark.skipif(sys.platform == "win32", reason="pretends to be Windows")
def test_a_process_that_dies_while_it_starts_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    context = LeftBehind()
    monkeypatch.setattr(reader_process.multiprocessing, "get_context", lambda _method: context)
    begun = time.monotonic()
    process = reader_process.ReaderProcess(2**30)
    process.give(bytes(8 * 2**20), "")
    try:
        with pytest.raises(reader_process.DoesNotStart):
            process.answer(30.0, Progress())
        process.kill()
        assert time.monotonic() - begun < reader_process.START_SECONDS / 2
    finally:
        for end in context.kept:
            os.close(end)
        process._sender.join()


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


@pytest.mark.skipif(
    sys.platform == "win32", reason="the amount is measured for Linux, which counts addresses"
)
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
