"""What is loaded ahead: pyqtgraph in pieces is the same as pyqtgraph whole, also where somebody cannot wait."""

from __future__ import annotations

import subprocess
import sys

import pytest

_BEGIN = """
import sys
from itertools import islice
from opcoord.app.main import make_application
application = make_application(["x"])
from opcoord.gui import chart_library
"""
_SOUND = """
import pyqtgraph
assert chart_library.whole() is pyqtgraph
assert pyqtgraph.functions.mkPen is pyqtgraph.mkPen
pyqtgraph.setConfigOption("antialias", True)
assert pyqtgraph.functions.getConfigOption("antialias") is True
from opcoord.gui.results.chart import ResultsChart
chart = ResultsChart()
assert isinstance(chart.plot, pyqtgraph.PlotWidget)
"""


def run(code: str) -> None:
    """In a program of its own, for what is loaded stays loaded."""
    command = [sys.executable, "-W", "error", "-c", _BEGIN + code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("pieces", [0, 1, 40, 10_000])
def test_whoever_needs_the_chart_library_gets_all_of_it(pieces: int) -> None:
    run(f"list(islice(chart_library.in_pieces(), {pieces}))\n{_SOUND}")


def test_loading_goes_on_where_it_was_left_and_ends() -> None:
    run(
        "first = len(list(islice(chart_library.in_pieces(), 30)))\n"
        "assert first == 30\n"
        "rest = len(list(chart_library.in_pieces()))\n"
        "assert rest > 50\n"
        "assert list(chart_library.in_pieces()) == []\n" + _SOUND
    )


def test_a_piece_that_fails_leaves_no_half_behind() -> None:
    run(
        "import builtins\n"
        "real = builtins.__import__\n"
        "def broken(name, *more, **others):\n"
        "    if name == 'graphicsItems.ROI':\n"
        "        raise ImportError('not there')\n"
        "    return real(name, *more, **others)\n"
        "builtins.__import__ = broken\n"
        "try:\n"
        "    list(chart_library.in_pieces())\n"
        "except ImportError as error:\n"
        "    assert str(error) == 'not there'\n"
        "assert 'pyqtgraph' not in sys.modules\n"
        "builtins.__import__ = real\n" + _SOUND
    )
