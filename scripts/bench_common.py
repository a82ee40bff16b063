"""What the measurements share: a line of the table, made-up returns, and the time of several runs."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

SEED = 7


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table, in milliseconds or `unit`. `peer` is None where nothing bare does the same."""

    what: str
    ours: float
    peer: float | None
    aim: str
    met: bool | None
    note: str = ""
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        """How many times as long as the peer."""
        return None if not self.peer else self.ours / self.peer


def ratio_line(what: str, ours: float, peer: float, most: float, note: str = "") -> Line:
    """A line whose aim is a ratio to the peer."""
    return Line(what, ours, peer, f"under {most} times", ours / peer < most, note)


def table(lines: list[Line]) -> str:
    """The lines as text, in columns."""
    rows = [("what", "ours", "peer", "ratio", "aim", "")]
    for each in lines:
        verdict = {True: "met", False: "MISSED", None: ""}[each.met]
        rows.append(
            (
                each.what,
                f"{each.ours:.1f} {each.unit}",
                "–" if each.peer is None else f"{each.peer:.1f} {each.unit}",
                "–" if each.ratio is None else f"{each.ratio:.2f}",
                each.aim,
                f"{verdict} {each.note}".strip(),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    shown = []
    for row in rows:
        cells = [
            text.rjust(width) if column in (1, 2, 3) else text.ljust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        shown.append("  ".join(cells).rstrip())
    return "\n".join(shown)


def milliseconds(function: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    function()
    return (time.perf_counter() - began) * 1000


def alternating(
    ours: Callable[[], float], peer: Callable[[], float], runs: int
) -> tuple[float, float, list[float], list[float]]:
    """Both medians of `runs` measurements taken in turns, so that the machine's moods meet both; and all runs."""
    first: list[float] = []
    second: list[float] = []
    for _ in range(runs):
        first.append(ours())
        second.append(peer())
    return statistics.median(first), statistics.median(second), first, second


@contextmanager
def operation(folder: Path, phases: int, name: str = "bench") -> Iterator[Workspace]:
    """A new operation with the shipped agencies and measures and that many phases, all agencies expected."""
    import datetime as dt
    from dataclasses import replace

    from opcoord.queries.views import WindowView
    from opcoord.services.workspace import Workspace

    workspace = Workspace.create(folder / f"{name}.opcoord", f"Operation {name.title()}")
    try:
        expected = tuple(each.code for each in workspace.queries.agencies())
        for number in range(1, phases + 1):
            begins = dt.date(2020, 3, 2) + dt.timedelta(weeks=10 * (number - 1))
            draft = replace(
                workspace.plan.propose_next(),
                number=number,
                theme=f"Phase {number}",
                windows=(WindowView(begins, begins + dt.timedelta(days=6)),),
                returns_due=begins + dt.timedelta(days=20),
                expected=expected,
            )
            workspace.plan.save(draft)
        yield workspace
    finally:
        workspace.close()


def write_returns(workspace: Workspace, folder: Path, count: int) -> list[Path]:
    """That many filled return workbooks of different agencies and phases, made by the template writer."""
    from opcoord.excel.template import TemplateValue, write_template

    chance = random.Random(SEED)
    context = workspace.returns.context()
    senders = [each.code for each in workspace.queries.agencies() if each.sends_returns]
    # Parts are left open, so that nothing is odd about a sum.
    whole = [each for each in context.measures if not each.part_of]
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for phase in context.phases:
        for agency in senders:
            if len(paths) == count:
                return paths
            path = folder / f"{agency} phase {phase.number}.xlsx"
            values = {
                each.code: TemplateValue(chance.randrange(0, 90) * (1000 if each.unit in ("GBP", "g") else 1))
                for each in whole
                if each.unit != "%" and chance.random() < 0.8
            }
            write_template(path, context, agency, phase.number, values=values, completed_by="Returns desk")
            paths.append(path)
    return paths
