"""Checking returns in the shapes that forces really send, against a bare loop that reads the same files; and memory."""

from __future__ import annotations

import csv
import gc
from pathlib import Path
from typing import TYPE_CHECKING

from bench_common import Line, alternating, milliseconds, operation, ratio_line
from messy_returns import MessyReturns

if TYPE_CHECKING:
    from opcoord.services.candidate import Candidate

_AIM = 1.0
_BATCHES = 5
_MOST_GROWTH = 50.0
_MEGABYTE = 1024 * 1024


def measure(folder: Path, quick: bool, count: int = 100) -> list[Line]:
    """Lines for the whole way from file to findings, both readers included, and for what stays in memory."""
    import psutil

    count = min(count, 20) if quick else count
    # As in the window, where garbage is collected between the events and not in the middle of a file; for both.
    gc.disable()
    with operation(folder, phases=max(1, -(-count // 5))) as workspace:
        files = MessyReturns(workspace).write(folder / "messy", count)

        def ours() -> float:
            return milliseconds(lambda: workspace.returns.inspect(files))

        def peer() -> float:
            return milliseconds(lambda: _bare(files))

        ours()
        peer()
        checking, bare, _, _ = alternating(ours, peer, 1 if quick else 5)
        _stop_at_unread(workspace.returns.inspect(files))
        gc.collect()
        process = psutil.Process()
        before = process.memory_info().rss
        for _ in range(_BATCHES):
            workspace.returns.inspect(files)
        gc.collect()
        growth = max(0, process.memory_info().rss - before) / _MEGABYTE
    gc.enable()
    total = _BATCHES * count
    return [
        ratio_line(
            f"checking {count} messy returns", checking, bare, _AIM, "(start of the readers included)"
        ),
        Line(
            f"memory kept after {total} more",
            growth,
            None,
            f"under {_MOST_GROWTH:.0f} MB",
            growth < _MOST_GROWTH,
            "(this process alone)",
            "MB",
        ),
    ]


def _bare(files: list[Path]) -> None:
    import openpyxl

    for path in files:
        if path.suffix == ".csv":
            with path.open(encoding="cp1252", newline="") as stream:
                for _ in csv.reader(stream, delimiter=";"):
                    pass
            continue
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in workbook.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    _ = cell.value
        workbook.close()


def _stop_at_unread(found: list[Candidate]) -> None:
    """What was not read was not measured."""
    unread = [each for each in found if each.grid is None]
    if unread:
        raise RuntimeError(f"{unread[0].name} was not read: {unread[0].reason}")
