"""Checking many returns, against a bare loop that reads every cell of the same files with openpyxl."""

from __future__ import annotations

from pathlib import Path

from bench_common import Line, alternating, milliseconds, operation, ratio_line, write_returns

_AIM = 1.3


def measure(folder: Path, quick: bool, count: int = 100) -> list[Line]:
    """Lines for checking alone, and for checking and accepting (which has no peer)."""
    import openpyxl

    count = min(count, 20) if quick else count
    with operation(folder, phases=max(1, -(-count // 5))) as workspace:
        files = write_returns(workspace, folder / "returns", count)

        def ours() -> float:
            return milliseconds(lambda: workspace.returns.inspect(files))

        def bare() -> None:
            for path in files:
                workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
                for sheet in workbook.worksheets:
                    for row in sheet.iter_rows():
                        for cell in row:
                            _ = cell.value
                workbook.close()

        ours()
        bare()
        checking, peer, _, _ = alternating(ours, lambda: milliseconds(bare), 1 if quick else 5)
        found = workspace.returns.inspect(files)
        refused = [each for each in found if not each.can_accept]
        if refused:
            raise RuntimeError(f"{refused[0].name} cannot be accepted: {refused[0].reason}")
        accepting = milliseconds(lambda: workspace.returns.accept_all(found, reason_for_all="Bench."))
        if sum(each.status == "accepted" for each in workspace.queries.returns()) != count:
            raise RuntimeError("Not every return was accepted.")
    return [
        ratio_line(f"checking {count} returns", checking, peer, _AIM, "(start of the reader included)"),
        Line(f"checking and accepting {count} returns", checking + accepting, peer, "–", None),
    ]
