"""The log tells the place of a fault and nothing of what was worked on."""

from __future__ import annotations

import logging
from pathlib import Path

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
