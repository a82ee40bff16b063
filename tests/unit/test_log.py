"""The log tells the place of a fault and nothing of what was worked on."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from opcoord.log import start_log


def test_a_fault_is_logged_without_its_text(tmp_path: Path) -> None:
    logger = logging.getLogger("opcoord")
    before = list(logger.handlers)
    path = start_log(tmp_path / "logs" / "faults.log")
    try:
        try:
            raise ValueError("canary 12345 in Dorset return.xlsx")
        except ValueError:
            logger.exception("Unexpected fault")
    finally:
        for handler in [each for each in logger.handlers if each not in before]:
            logger.removeHandler(handler)
            handler.close()
    assert path is not None
    written = path.read_text(encoding="utf-8")
    assert "ValueError" in written and "test_log.py" in written
    assert "canary" not in written and "Dorset" not in written and str(tmp_path) not in written


def test_a_folder_that_cannot_be_made_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert start_log(tmp_path / "file" / "faults.log") is None


def test_a_full_log_that_another_window_has_open_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Windows renames nothing that is open."""

    def in_use(_path: object, _target: object) -> None:
        raise PermissionError(
            13, "The process cannot access the file because it is being used by another process"
        )

    for name in ("rename", "replace"):
        monkeypatch.setattr(f"os.{name}", in_use)
    monkeypatch.setattr("opcoord.log._BYTES_A_FILE", 200)
    logger = logging.getLogger("opcoord")
    before = list(logger.handlers)
    path = start_log(tmp_path / "faults.log")
    try:
        for number in range(20):
            logger.warning("fault %d", number)
    finally:
        for handler in [each for each in logger.handlers if each not in before]:
            logger.removeHandler(handler)
            handler.close()
    assert path is not None
    assert path.read_text(encoding="utf-8").count("fault") == 20
    assert capsys.readouterr().err == ""
