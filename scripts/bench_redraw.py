"""Redrawing the results chart, against bare pyqtgraph items, kept and given the same bars and lines anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bench_common import Line, alternating, milliseconds, ratio_line

if TYPE_CHECKING:
    import pyqtgraph as pg

    from opcoord.queries.views import AgencyView, MeasureResults

_AIM = 1.5
_SIZE = (1000, 600)


def measure(folder: Path, quick: bool, phases: int = 30, forces: int = 12) -> list[Line]:
    """A line for each of the chart's two ways of looking."""
    import pyqtgraph as pg
    from PySide6.QtWidgets import QApplication

    from opcoord.gui.results.chart import ResultsChart
    from opcoord.gui.results.look import ChartView, Look, prepare

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
    for view, show in ((ChartView.BY_PHASE, _bars), (ChartView.CUMULATIVE, _line)):
        plot.clear()
        update = show(plot, results, agencies)

        def ours(view: ChartView = view) -> None:
            chart.show_results(prepare([results], agencies, Look(view)))
            chart.grab()

        def peer(update: Callable[[], None] = update) -> None:
            update()
            plot.grab()

        ours()
        peer()
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


def _bars(plot: pg.PlotWidget, results: MeasureResults, agencies: list[AgencyView]) -> Callable[[], None]:
    """One stack of bars for every force, kept; the function gives them their data again."""
    import pyqtgraph as pg

    places = list(range(len(results.points)))
    items = [
        pg.BarGraphItem(x=places, y0=0, height=0, width=0.7, brush=pg.intColor(number, len(agencies)))
        for number in range(len(agencies))
    ]
    for item in items:
        plot.addItem(item)

    def update() -> None:
        heights = [0.0] * len(places)
        for agency, item in zip(agencies, items, strict=True):
            own = [point.by_agency[agency.code].stored for point in results.points]
            item.setOpts(y0=heights, height=own)
            heights = [low + high for low, high in zip(heights, own, strict=True)]

    return update


def _line(plot: pg.PlotWidget, results: MeasureResults, agencies: list[AgencyView]) -> Callable[[], None]:
    """The line of the cumulative total with its points, kept; the function gives it its data again."""
    import pyqtgraph as pg

    item = pg.PlotDataItem(pen=pg.mkPen("b", width=2), symbol="o")
    plot.addItem(item)

    def update() -> None:
        totals = [point.cumulative.stored if point.cumulative else 0 for point in results.points]
        item.setData(list(range(len(totals))), totals)

    return update


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
