"""Files read ahead of the one that is being weighed come in their order, and one that goes wrong harms no other."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from opcoord.errors import Cancelled
from opcoord.excel import child
from opcoord.excel.reader import WorkbookReader
from opcoord.progress import Progress
from opcoord.services import candidate as status
from opcoord.services.candidate import Candidate
from opcoord.services.read_ahead import Opened, ReadAhead
from tests.integration.bad_workbooks import in_sheet, workbook

#: More than any system's pipe holds, there and back.
ROWS_OF_A_LARGE_FILE = 4_000


@pytest.fixture
def readers() -> Iterator[list[WorkbookReader]]:
    with ExitStack() as stack:
        yield [stack.enter_context(WorkbookReader()) for _ in range(2)]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Twelve files: one that is none, one that is gone, three large ones, the rest small and all different."""
    chance = random.Random(7)
    paths = []
    for number in range(12):
        path = tmp_path / f"{number:02}.xlsx"
        rows = ROWS_OF_A_LARGE_FILE if number in (1, 2, 5) else 1
        path.write_bytes(numbered(number, rows, chance))
        paths.append(path)
    paths[3].write_bytes(b"PK\x03\x04 and nothing more")
    paths[7].unlink()
    return paths


def numbered(number: int, rows: int, chance: random.Random) -> bytes:
    """A workbook that says its number in A4, and that many rows of what no archive makes small."""
    said = b'<row r="4"><c r="A4"><v>%d</v></c></row>' % number
    texts = (
        b'<row r="%d"><c r="A%d" t="str"><v>%s</v></c></row>' % (n, n, _noise(chance))
        for n in range(5, 4 + rows)
    )
    return in_sheet(b"</sheetData>", said + b"".join(texts) + b"</sheetData>")


def _noise(chance: random.Random) -> bytes:
    return chance.randbytes(60).hex().encode("ascii")


def read(ahead: ReadAhead, files: list[Path]) -> Iterator[Candidate | Opened]:
    """All files, as an import goes through them."""
    for _ in files:
        while ahead.begun < len(files) and ahead.has_room:
            ahead.begin(files[ahead.begun])
        yield ahead.next()


def outcome(found: Candidate | Opened) -> int | str:
    """The number that a file says, or the code of its refusal."""
    if isinstance(found, Candidate):
        assert found.status == status.REFUSED
        return found.findings[0].code
    return next(int(str(cell.value)) for cell in found.grid.sheets[0].cells if cell.address == "A4")


EXPECTED = [0, 1, 2, "damaged", 4, 5, 6, "not-found", 8, 9, 10, 11]


def test_each_comes_in_its_turn_whatever_became_of_the_one_before(
    files: list[Path], readers: list[WorkbookReader]
) -> None:
    ahead = ReadAhead(readers, Progress(), {})
    assert [outcome(each) for each in read(ahead, files)] == EXPECTED
    assert [each.waiting for each in readers] == [0, 0]


def test_a_reader_that_dies_costs_one_file_at_most(files: list[Path], readers: list[WorkbookReader]) -> None:
    ahead = ReadAhead(readers, Progress(), {})
    outcomes = []
    for number, each in enumerate(read(ahead, files)):
        outcomes.append(outcome(each))
        if number == 4:
            pid = readers[0].process_id
            assert pid is not None and readers[0].waiting
            os.kill(pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    lost = [number for number, each in enumerate(outcomes) if each != EXPECTED[number]]
    assert len(lost) <= 1
    assert [outcomes[number] for number in lost] in ([], ["reader-gave-up"])


def test_after_cancelling_nothing_is_kept_and_no_process_lives(
    files: list[Path], readers: list[WorkbookReader]
) -> None:
    progress = Progress()
    ahead = ReadAhead(readers, progress, {})
    going = read(ahead, files)
    assert outcome(next(going)) == 0
    progress.cancel()
    with pytest.raises(Cancelled):
        list(going)
    for each in readers:
        each.close()
    assert [(each.process_id, each.waiting) for each in readers] == [(None, 0), (None, 0)]


def test_a_file_begun_first_is_finished_first_and_the_reader_serves_on() -> None:
    chance = random.Random(7)
    with WorkbookReader() as reader:
        for number in range(3):
            reader.begin(numbered(number, 1, chance))
        assert reader.waiting == 3
        said = [reader.finish().sheets[0].cells for _ in range(3)]
        assert [next(cell.value for cell in cells if cell.address == "A4") for cells in said] == [0, 1, 2]
        assert reader.read_bytes("x", workbook()).sheets


def test_a_reader_that_is_ended_while_it_starts_costs_no_file(
    files: list[Path], readers: list[WorkbookReader]
) -> None:
    ahead = ReadAhead(readers, Progress(), {})
    for each in readers:
        assert each.process_id is not None
        os.kill(each.process_id, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    assert [outcome(each) for each in read(ahead, files)] == EXPECTED


def test_a_reader_that_never_starts_refuses_everything_at_once(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "serve", None)
    with WorkbookReader() as reader:
        assert {outcome(each) for each in read(ReadAhead([reader], Progress(), {}), files)} == {
            "reader-not-started",
            "not-found",
        }


@pytest.mark.parametrize("lock", ["~$00.xlsx", ".~lock.00.xlsx#"], ids=["Excel", "LibreOffice"])
def test_a_workbook_that_is_open_is_read_as_saved_and_that_is_said(
    files: list[Path], readers: list[WorkbookReader], lock: str
) -> None:
    ahead = ReadAhead(readers[:1], Progress(), {})
    files[0].with_name(lock).write_bytes(b"x")
    for path in (files[0], files[4]):
        ahead.begin(path)
    locked, free = ahead.next(), ahead.next()
    assert isinstance(locked, Opened) and isinstance(free, Opened)
    assert [each.code for each in locked.grid.notices if each.code == "open-elsewhere"] == ["open-elsewhere"]
    assert "open-elsewhere" not in [each.code for each in free.grid.notices]


def test_a_reader_that_is_lent_on_tells_nothing_of_a_batch_that_was_left(files: list[Path]) -> None:
    chance = random.Random(7)
    with WorkbookReader() as reader:
        with pytest.raises(ZeroDivisionError), ReadAhead([reader], Progress(), {}) as ahead:
            for path in files[:3]:
                ahead.begin(path)
            _ = 1 / 0
        assert reader.waiting == 0
        cells = reader.read_bytes("x", numbered(42, 1, chance)).sheets[0].cells
        assert next(cell.value for cell in cells if cell.address == "A4") == 42
