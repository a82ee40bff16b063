"""Ten years of figures: the totals against bare SQL, and how long the Results page keeps the screen waiting."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import ten_years
from bench_common import Line, alternating, milliseconds, ratio_line

if TYPE_CHECKING:
    from opcoord.gui.results.results_page import ResultsPage

_AIM = 2.0
_OPENS_WITHIN_MS = 150.0
_LONGEST_STALL_MS = 50.0
#: The same sums, straight from the file.
_BARE = """
SELECT figure.measure_id, "return".phase_id, SUM(figure.amount), COUNT(figure.amount)
FROM figure JOIN "return" ON "return".id = figure.return_id
WHERE "return".status = 'accepted' GROUP BY 1, 2
"""


def measure(folder: Path, quick: bool) -> list[Line]:
    """Three lines: the totals of all measures, the first look at the page, and the slowest change of view."""
    from PySide6.QtWidgets import QApplication

    from opcoord.services.workspace import Workspace

    application = QApplication.instance() or QApplication([])
    assert application is not None
    path = folder / "long.opcoord"
    ten_years.make(path)
    # As in the window, where garbage is collected between the events and not in the middle of a query.
    gc.disable()
    with closing(Workspace.open(path, read_only=True)) as workspace, closing(sqlite3.connect(path)) as bare:
        runs = 3 if quick else 9
        workspace.queries.results()
        ours, peer, _, _ = alternating(
            lambda: milliseconds(workspace.queries.results),
            lambda: milliseconds(lambda: bare.execute(_BARE).fetchall()),
            runs,
        )
        lines = [ratio_line("totals of 30 phases, 48 agencies, 45 measures", ours, peer, _AIM)]
        lines += _page(workspace, runs)
    gc.enable()
    return lines


def _page(workspace: object, runs: int) -> list[Line]:
    from PySide6.QtCore import QCoreApplication

    from opcoord.gui.results.results_page import ResultsPage
    from opcoord.services.workspace import Workspace

    assert isinstance(workspace, Workspace)
    page = ResultsPage(workspace)
    page.resize(1280, 800)
    page.show()
    QCoreApplication.processEvents()
    asked = min(milliseconds(lambda: workspace.queries.results(page.tree.codes())) for _ in range(runs))
    opened = min(milliseconds(lambda: (page.reload(), page.grab())) for _ in range(runs)) - asked
    rounds = [dict(_changes(page)) for _ in range(3)]
    best = {name: min(each[name] for each in rounds) for name in rounds[0]}
    name, slowest = max(best.items(), key=lambda each: each[1])
    page.close()
    page.deleteLater()
    return [
        Line(
            "Results page of ten years, after the query",
            opened,
            None,
            f"under {_OPENS_WITHIN_MS:.0f} ms",
            opened < _OPENS_WITHIN_MS,
            f"(the query took {asked:.0f} ms)",
        ),
        Line(
            "slowest change of its view, drawn",
            slowest,
            None,
            f"under {_LONGEST_STALL_MS:.0f} ms",
            slowest < _LONGEST_STALL_MS,
            f"({name})",
        ),
    ]


def _changes(page: ResultsPage) -> Iterator[tuple[str, float]]:
    """How long each view takes to be seen, as chart and as table, with each switch on; the query is not among them."""
    from PySide6.QtCore import QCoreApplication

    from opcoord.gui.results.results_page import CHART, TABLE

    def drawn(change: Callable[[], object]) -> float:
        return milliseconds(lambda: (change(), QCoreApplication.processEvents()))

    views, choices = page.choices.view_combo, page.choices
    for tab in (CHART, TABLE):
        shown = page.tabs.tabText(tab).lower()
        yield f"to the {shown}", drawn(lambda tab=tab: page.tabs.setCurrentIndex(tab))  # type: ignore[misc]
        for index in [*range(1, views.count()), 0]:
            text = f"{views.itemText(index)}, {shown}"
            yield text, drawn(lambda index=index: views.setCurrentIndex(index))  # type: ignore[misc]
            for check in (choices.like_check, choices.day_check):
                if check.isEnabled():
                    yield f"{text}, {check.text().replace('&', '').lower()}", drawn(check.click)
                    drawn(check.click)
