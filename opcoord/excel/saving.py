"""Saves a workbook of ours: the whole file or, on failure, what was there before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from opcoord.whole_file import whole_file

if TYPE_CHECKING:
    from openpyxl import Workbook


def save_book(workbook: Workbook, path: Path) -> None:
    """Save beside `path` and replace it in one step; raises OpcoordError where it cannot be written."""
    hint = "Close it if it is open in Excel, or choose another folder."
    with whole_file(path, f"The workbook {path.name}", hint) as made, made.open("wb") as stream:
        workbook.save(stream)
