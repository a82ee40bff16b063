"""The picture of each view; no Qt."""

from __future__ import annotations

from opcoord.gui.results.line_picture import line_picture
from opcoord.gui.results.look import ChartView, Shown
from opcoord.gui.results.panel_picture import panel_picture
from opcoord.gui.results.picture import Picture
from opcoord.gui.results.stack_picture import stack_picture
from opcoord.gui.results.versus_picture import versus_picture

_MAKERS = {
    ChartView.CUMULATIVE: line_picture,
    ChartView.CUMULATIVE_BY_FORCE: stack_picture,
    ChartView.BY_PHASE: stack_picture,
    ChartView.EACH_FORCE: panel_picture,
    ChartView.SHARE: stack_picture,
    ChartView.COMPARISON: versus_picture,
}


def make_picture(shown: Shown) -> Picture:
    """What the chart draws of the results; nothing where none are chosen."""
    return _MAKERS[shown.look.view](shown) if shown.results else Picture()
