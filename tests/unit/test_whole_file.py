"""A file that is written comes whole or not at all, and anybody may read it whom the folder lets in."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from opcoord import whole_file as writing
from opcoord.errors import OpcoordError
from opcoord.whole_file import whole_file


def test_the_new_file_takes_the_place_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    with whole_file(path) as made:
        made.write_text("new")
        assert path.read_text() == "old", "nothing is seen before it is finished"
    assert path.read_text() == "new"
    assert [each.name for each in tmp_path.iterdir()] == ["out.txt"]


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_it_is_not_private_to_its_writer(tmp_path: Path) -> None:
    kept = os.umask(0o022)
    try:
        with whole_file(tmp_path / "out.txt") as made:
            made.write_text("new")
    finally:
        os.umask(kept)
    assert stat.S_IMODE((tmp_path / "out.txt").stat().st_mode) == 0o644


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_what_fails_leaves_the_old_file(tmp_path: Path, fault: BaseException) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises((OpcoordError, KeyboardInterrupt)) as raised, whole_file(path) as made:
        made.write_text("half")
        raise fault
    if isinstance(fault, OSError):
        assert str(raised.value).startswith("out.txt could not be written: No space left on device.")
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["out.txt"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(OpcoordError, match="The workbook x could not be written"),
        whole_file(tmp_path / "no" / "x", "The workbook x"),
    ):
        pytest.fail("there is nothing to fill")


def held_for(times: int, winerror: int | None, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Let the next `times` renames be refused, as Windows does for a file that another program holds."""
    asked: list[Path] = []
    really_replace = Path.replace

    def replace(made: Path, path: Path) -> Path:
        asked.append(made)
        if len(asked) <= times:
            refusal = PermissionError(errno.EACCES, "Access is denied")
            refusal.winerror = winerror  # type: ignore[attr-defined, unused-ignore]
            raise refusal
        return really_replace(made, path)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(writing, "_SECONDS_BETWEEN", 0.0)
    return asked


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_who_merely_looks_at_a_new_file_is_waited_for(
    tmp_path: Path, winerror: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_for(3, winerror, monkeypatch)
    with whole_file(tmp_path / "out.txt") as made:
        made.write_text("new")
    assert [each.name for each in tmp_path.iterdir()] == ["out.txt"]


def test_who_keeps_a_file_open_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = held_for(1_000, 5, monkeypatch)
    hint = "Close it if it is open in Excel."
    with (
        pytest.raises(OpcoordError, match=r"could not be written: Access is denied\. Close it"),
        whole_file(tmp_path / "out.xlsx", "The workbook out.xlsx", hint),
    ):
        pass
    assert 1 < len(asked) < 100
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_that_no_waiting_mends_comes_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = held_for(1_000, None, monkeypatch)
    with pytest.raises(OpcoordError), whole_file(tmp_path / "out.txt"):
        pass
    assert len(asked) == 1
