"""Which files an import takes, and how text and places are written."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opcoord.errors import OpcoordError
from opcoord.excel.files import collect, open_elsewhere
from opcoord.excel.grid import column_letters, column_number
from opcoord.excel.return_form import FormIdentity
from opcoord.excel.text_cells import LONGEST_TEXT, writable


def test_a_folder_is_expanded_and_what_is_left_out_is_said(tmp_path: Path) -> None:
    inner = tmp_path / "Late"
    inner.mkdir()
    for name in ("b.xlsx", "A.XLSM", "~$b.xlsx", "notes.txt", "Late/c.ods"):
        (tmp_path / name).write_bytes(b"x")
    files, findings = collect([tmp_path, tmp_path / "b.xlsx"])
    assert [path.name for path in files] == ["A.XLSM", "b.xlsx", "c.ods"]
    assert [each.code for each in findings] == ["lock-file", "not-a-workbook"]


def test_a_folder_on_a_drive_that_goes_away_is_not_half_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"x")

    def lost(folder: Path, _pattern: str) -> Iterator[Path]:
        yield folder / "a.xlsx"
        raise OSError(errno.EIO, "The specified network name is no longer available")

    monkeypatch.setattr(Path, "rglob", lost)
    with pytest.raises(OpcoordError, match="could not be read to its end"):
        collect([tmp_path])


def test_a_name_as_long_as_can_be_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / f"{'x' * 250}.xlsx"
    path.write_bytes(b"x")
    assert open_elsewhere(path) == ()


def test_a_file_that_was_chosen_is_taken_whatever_its_name(tmp_path: Path) -> None:
    chosen = tmp_path / "return.csv"
    assert collect([chosen, chosen]) == ([chosen], [])
    assert collect([tmp_path / "~$return.xlsx"])[0] == []


@given(st.integers(1, 16_384))
def test_columns_have_one_name(column: int) -> None:
    assert column_number(column_letters(column)) == column


@given(st.text(), st.integers(0, 999), st.text())
def test_an_identity_comes_back_whatever_the_names(operation: str, phase: int, agency: str) -> None:
    identity = FormIdentity(1, operation, phase, agency)
    assert FormIdentity.parse(identity.text()) == identity


@pytest.mark.parametrize("text", ["", "opcoord:return:", "opcoord:return:1|x|y|z", "opcoord:return:1|x|²|z"])
def test_half_an_identity_is_none(text: str) -> None:
    assert FormIdentity.parse(text) is None


def test_text_that_would_be_cut_is_refused() -> None:
    assert writable("a\x00b\ud800c") == "abc"
    with pytest.raises(OpcoordError, match="does not fit"):
        writable("x" * (LONGEST_TEXT + 1))
