"""Redrawing the results chart, against bare pyqtgraph items that show the same bars and lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bench_common import Line, alternating, milliseconds, ratio_line

if TYPE_CHECKING:
    from opcoord.queries.views import AgencyView, MeasureResults

_AIM = 1.5
_SIZE = (1000, 600)


def measure(folder: Path, quick: bool, phases: int = 30, forces: int = 12) -> list[Line]:
    """A line for each of the chart's two ways of looking."""
    import pyqtgraph as pg
    from PySide6.QtWidgets import QApplication

    from opcoord.gui.results.chart import ChartView, ResultsChart

    application = QApplication.instance() or QApplication([])
    assert application is not None
    results, agencies = _results(phases, forces)
    chart = ResultsChart()
    chart.resize(*_SIZE)
    chart.show()
    plot = pg.PlotWidget(background="w", antialias=True)
    plot.resize(*_SIZE)
    plot.show()
    runs = 3 if quick else 25
    lines = []
    for view, peer_items in ((ChartView.BY_PHASE, _bars), (ChartView.CUMULATIVE, _line)):

        def ours(view: ChartView = view) -> None:
            chart.show_results([results], agencies, view)
            chart.grab()

        def peer(items: object = peer_items) -> None:
            plot.clear()
            for item in items(results, agencies):  # type: ignore[operator]
                plot.addItem(item)
            plot.grab()

        ours(), peer()
        median, peer_median, _, _ = alternating(
            lambda ours=ours: milliseconds(ours),  # type: ignore[misc]
            lambda peer=peer: milliseconds(peer),  # type: ignore[misc]
            runs,
        )
        what = f"redraw of {phases} phases by {forces} forces, {view.value}"
        lines.append(ratio_line(what, median, peer_median, _AIM))
    for widget in (chart, plot):
        widget.close()
        widget.deleteLater()
    return lines


def _bars(results: MeasureResults, agencies: list[AgencyView]) -> list[object]:
    """One stack of bars for every force."""
    import pyqtgraph as pg

    places = list(range(len(results.points)))
    heights = [0.0] * len(places)
    items: list[object] = []
    for number, agency in enumerate(agencies):
        own = [point.by_agency[agency.code].stored for point in results.points]
        items.append(
            pg.BarGraphItem(
                x=places,
                y0=list(heights),
                height=own,
                width=0.7,
                brush=pg.intColor(number, len(agencies)),
            )
        )
        heights = [low + high for low, high in zip(heights, own, strict=True)]
    return items


def _line(results: MeasureResults, agencies: list[AgencyView]) -> list[object]:
    """The line of the cumulative total with its points."""
    import pyqtgraph as pg

    totals = [point.cumulative.stored if point.cumulative else 0 for point in results.points]
    return [pg.PlotDataItem(list(range(len(totals))), totals, pen=pg.mkPen("b", width=2), symbol="o")]


def _results(phases: int, forces: int) -> tuple[MeasureResults, list[AgencyView]]:
    from opcoord.model.qualified import Qualified, total
    from opcoord.model.terms import Qualifier
    from opcoord.queries.views import AgencyView, MeasureResults, MeasureView, ResultPoint

    agencies = [
        AgencyView(n, f"F{n}", f"Force {n}", "territorial force", True, "", ()) for n in range(forces)
    ]
    measure = MeasureView(
        1, "arrests", "Arrests", "people", "Arrests", "", "", "", "window", False, "", "", ()
    )
    points = []
    running: Qualified | None = None
    so_far: dict[str, Qualified] = {}
    for phase in range(1, phases + 1):
        given = {
            agency.code: Qualified(1 + (phase * 7 + agency.id * 13) % 40, Qualifier.EXACT)
            for agency in agencies
        }
        whole = total(given.values())
        running = total([each for each in (running, whole) if each is not None])
        so_far = {
            code: Qualified(value.stored + (so_far[code].stored if code in so_far else 0), Qualifier.EXACT)
            for code, value in given.items()
        }
        points.append(ResultPoint(phase, whole, running, forces, forces, (), given, so_far, False, {}))
    return MeasureResults(measure, tuple(points)), agencies
