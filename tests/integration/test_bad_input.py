"""Every class of bad input gets the answer that tests/files/bad_input.txt wants, and no file is lost in silence."""

from __future__ import annotations

import errno
import logging
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from opcoord.excel import decrypt, source
from opcoord.excel.files import collect
from opcoord.excel.grid import Cell, Grid
from opcoord.excel.reader import RefusedFile, WorkbookReader
from opcoord.model.terms import Severity
from opcoord.services.workspace import Workspace
from tests.integration import bad_archives, bad_formats, bad_texts, bad_workbooks

TABLE = Path(__file__).parents[1] / "files" / "bad_input.txt"
HOSTILE = Path(__file__).parents[2].parent / "shared" / "hostile"
needs_the_pack = pytest.mark.skipif(
    not HOSTILE.is_dir(), reason="the pack of hostile workbooks is not beside this checkout"
)


def make(name: str) -> bytes:
    """The made file of this name."""
    for module in (bad_texts, bad_formats, bad_archives, bad_workbooks):
        if hasattr(module, name):
            return bytes(getattr(module, name)())
    raise LookupError(name)


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    number: str
    file: str
    password: str
    answer: frozenset[str]

    @property
    def content(self) -> bytes:
        """The file, made or from the pack."""
        where, _, name = self.file.partition(" ")
        if where == "make":
            return make(name)
        (path,) = HOSTILE.glob(f"{name}__*")
        return path.read_bytes()


def lines() -> list[Line]:
    found = []
    for text in TABLE.read_text(encoding="utf-8").splitlines():
        if text and not text.startswith("#"):
            number, file, password, answer = (part.strip() for part in text.split("|"))
            password = bad_formats.PASSWORD if password == "RIGHT" else password
            found.append(Line(number, file, password, frozenset(answer.split())))
    return found


LINES = lines()


@pytest.fixture(scope="module")
def reader() -> Iterator[WorkbookReader]:
    with WorkbookReader() as opened:
        yield opened


def answer(reader: WorkbookReader, line: Line) -> set[str]:
    try:
        grid = reader.read_bytes("return.xlsx", line.content, password=line.password)
    except RefusedFile as refusal:
        _is_polite(refusal)
        assert not line.password or line.password not in str(refusal)
        return {"refused", refusal.code}
    return {"read", *(each.code for each in grid.notices), *_marks(grid)}


def _marks(grid: Grid) -> set[str]:
    cells = [cell for sheet in grid for cell in sheet.cells]
    marks = {
        "cell:error": any(cell.is_error for cell in cells),
        "cell:no-value": any(cell.lacks_value for cell in cells),
        "rows:hidden": any(sheet.hidden_rows for sheet in grid),
        "columns:hidden": any(sheet.hidden_columns for sheet in grid),
    }
    return {mark for mark, is_there in marks.items() if is_there}


def _is_polite(refusal: RefusedFile) -> None:
    assert re.fullmatch(r"[A-Z][^\n]{5,180}\.", refusal.message), refusal.message
    assert re.fullmatch(r"[A-Z][^\n]{5,180}\.", refusal.hint), refusal.hint
    for word in ("Traceback", "Error", "Exception", "row 1", "return.xlsx", "/"):
        assert word not in refusal.message


@pytest.mark.parametrize("line", [pytest.param(each, id=f"{each.number} {each.file}") for each in LINES])
def test_each_gets_the_answer_wanted(line: Line, reader: WorkbookReader) -> None:
    if line.file.startswith("hostile") and not HOSTILE.is_dir():
        pytest.skip("the pack of hostile workbooks is not beside this checkout")
    found, wanted = answer(reader, line), set(line.answer)
    if line.file.startswith("hostile"):
        # Of what stands in public workbooks the table names only what the class is about.
        found = {code for code in found if ":" not in code}
    assert found == wanted


@needs_the_pack
def test_every_file_of_the_pack_is_in_the_table() -> None:
    named = {line.file.removeprefix("hostile ") for line in LINES if line.file.startswith("hostile")}
    assert {"__".join(path.name.split("__")[:2]) for path in HOSTILE.glob("*__*")} == named


def read(reader: WorkbookReader, content: bytes, password: str = "") -> Grid:
    return reader.read_bytes("x", content, password=password)


def rows(grid: Grid) -> list[list[object]]:
    return [[cell.value for cell in row.values()] for row in grid.sheets[0].rows().values()]


@pytest.mark.parametrize(
    ("content", "cells", "words"),
    [
        (
            bad_texts.csv(),
            [["Measure", "Figure"], ["Arrests", "22"], ["Cash", "1,234"]],
            "UTF-8, its columns split at commas.",
        ),
        (
            bad_texts.tab_file(),
            [["Measure", "Figure"], ["Arrests", "22"], ["Cash", "1,234"]],
            "split at tabs.",
        ),
        (
            bad_texts.csv_cp1252(),
            [["Measure", "Figure"], ["Cash", "£1,234"], ["Power – banks", "2"]],
            "Windows-1252, its columns split at semicolons.",
        ),
        (
            bad_texts.csv_utf16(),
            [["Measure", "Figure"], ["Cash", "£22"]],
            "UTF-16, its columns split at tabs.",
        ),
        (bad_texts.csv_says_how(), [["Measure", "Figure"], ["Arrests", "22"]], "split at semicolons."),
        (
            bad_texts.csv_two_ways(),
            [["Arrests", "1,234"], ["Cash", "2,345"]],
            "split at semicolons. They could also be split at commas.",
        ),
    ],
)
def test_text_is_read_as_it_stands(
    reader: WorkbookReader, content: bytes, cells: list[list[str]], words: str
) -> None:
    grid = read(reader, content)
    assert rows(grid) == cells
    assert [sheet.name for sheet in grid] == ["Text"]
    assert grid.notices[0].severity is Severity.WARNING and grid.notices[0].message.endswith(words)


def test_rows_of_text_are_numbered_as_excel_does(reader: WorkbookReader) -> None:
    cells = read(reader, bad_texts.csv_preamble()).sheets[0].cells
    assert [cell.address for cell in cells] == ["A1", "A3", "B3", "A4", "B4", "A5", "B5"]


@pytest.mark.parametrize("name", ["wrong_dimension", "no_addresses", "encrypted"])
def test_nothing_is_lost(reader: WorkbookReader, name: str) -> None:
    plain = read(reader, bad_workbooks.workbook())
    assert read(reader, make(name), bad_formats.PASSWORD).sheets == plain.sheets


def test_an_old_workbook_reads_the_same_with_its_password(reader: WorkbookReader) -> None:
    plain = read(reader, bad_formats.xls())
    assert rows(plain) == [["Arrests", 1], ["Arrests", 2], ["Arrests", 3]]
    assert read(reader, bad_formats.encrypted_old(), bad_formats.PASSWORD).sheets == plain.sheets


@pytest.mark.parametrize("name", ["encrypted", "encrypted_old"])
def test_the_plain_workbook_touches_no_disk(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError("a temporary file was asked for")

    content = make(name)
    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    assert decrypt.decrypted(content, bad_formats.PASSWORD)[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def test_a_password_is_in_no_log_and_no_message(
    reader: WorkbookReader, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for content, password in (
        (bad_formats.encrypted(), "Cucumber-7"),
        (bad_formats.encrypted(password="Cucumber-7"), "Cucumber-7"),
    ):
        try:
            grid = read(reader, content, password)
            said = "".join(each.message + each.remedy for each in grid.notices)
        except RefusedFile as refusal:
            said = f"{refusal}{refusal.hint}{refusal.__cause__}{refusal.__context__}"
        assert "Cucumber" not in said
    assert "Cucumber" not in caplog.text


def test_what_lies_under_a_merge_is_listed_and_not_read(reader: WorkbookReader) -> None:
    grid = read(reader, bad_workbooks.merged_values())
    assert [cell.address for cell in grid.sheets[0].cells] == ["A1", "A3", "B3"]
    (finding,) = grid.notices
    assert "B1 (1), A2 (row 2), B2 (2)" in finding.message and finding.cell == "B1"


def test_the_cells_that_are_astray_are_named(reader: WorkbookReader) -> None:
    for content, address in ((bad_workbooks.stray_row(), "B5000"), (bad_workbooks.stray_column(), "GZ4")):
        (finding,) = read(reader, content).notices
        assert address in finding.message and finding.cell == address


def test_a_cell_without_its_value_is_no_blank_and_no_nought(reader: WorkbookReader) -> None:
    for content in (
        bad_workbooks.no_stored_value(),
        bad_workbooks.error_values(),
        bad_workbooks.not_a_number(),
        bad_workbooks.infinite(),
    ):
        odd: list[Cell] = [
            cell for cell in read(reader, content).sheets[0].cells if cell.is_error or cell.lacks_value
        ]
        assert len(odd) == 1 and odd[0].value != 0


@pytest.mark.parametrize(
    ("error", "code", "word"),
    [
        (FileNotFoundError(errno.ENOENT, "x"), "not-found", "choose it again"),
        (PermissionError(errno.EACCES, "x"), "cannot-open", "Close it in Excel"),
        (OSError(errno.ESTALE, "x"), "network", "Copy the file"),
        (OSError(errno.EIO, "x"), "drive", "Connect it again"),
        (32, "in-use", "Close it in Excel"),
        (362, "not-downloaded", "OneDrive"),
        (389, "not-downloaded", "OneDrive"),
        (64, "network", "Copy the file"),
        (53, "network", "Copy the file"),
        (21, "drive", "Connect it again"),
    ],
)
def test_a_file_that_cannot_be_had_is_refused_with_what_to_do(
    error: OSError | int, code: str, word: str
) -> None:
    if isinstance(error, int):  # a number of Windows, which other systems do not make
        # Python takes a server that is not found (53) for a file that is not found.
        number, error = error, OSError(errno.ENOENT if error == 53 else errno.EINVAL, "/secret/place")
        error.winerror = number  # type: ignore[attr-defined, unused-ignore]
    refusal = source.refusal(error)
    assert refusal.code == code and word in refusal.hint
    _is_polite(refusal)


def test_a_lock_file_is_left_out_and_said(tmp_path: Path) -> None:
    for name in ("~$Dorset.xlsx", "Dorset.csv", "Wiltshire.TSV", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    files, findings = collect([tmp_path])
    assert [path.name for path in files] == ["Dorset.csv", "Wiltshire.TSV"]
    assert [each.code for each in findings] == ["lock-file", "not-a-workbook"]


@pytest.mark.parametrize(
    "name", ["Dorset\u202exslx.exe", "CON", "x" * 240 + ".xlsx", "return.xlsx.exe", "..x\\y.xlsx"]
)
def test_a_name_decides_nothing(workspace: Workspace, tmp_path: Path, name: str) -> None:
    path = tmp_path / "in" / name
    path.parent.mkdir()
    path.write_bytes(bad_archives.truncated())
    (found,) = workspace.returns.inspect([path])
    assert (found.status, found.findings[0].code) == ("refused", "damaged")


def test_a_bad_batch_leaves_the_store_untouched_and_the_log_discreet(
    workspace: Workspace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Every made file that is refused, and all of the pack, dropped together around one good return."""
    folder = tmp_path / "canary-folder"
    folder.mkdir()
    for number, line in enumerate(each for each in LINES if each.file.startswith("make")):
        if "refused" in line.answer and not line.password:
            (folder / f"canary {number:03}.xlsx").write_bytes(line.content)
    if HOSTILE.is_dir():
        for path in HOSTILE.glob("*__*"):
            shutil.copy2(path, folder / path.name)
    before, files = workspace.path.read_bytes(), sorted(tmp_path.rglob("*"))
    caplog.set_level(logging.DEBUG)
    found = workspace.returns.inspect([folder])
    assert workspace.path.read_bytes() == before
    assert sorted(tmp_path.rglob("*")) == files
    refused = [each for each in found if each.status == "refused"]
    assert len(refused) >= 40
    for each in found:
        for finding in each.findings:
            assert "Traceback" not in finding.message and str(folder) not in finding.message
    assert "unsafe-xml" in caplog.text
    for secret in ("canary", "row 1", str(tmp_path), *(path.name for path in folder.iterdir())):
        assert secret not in caplog.text
