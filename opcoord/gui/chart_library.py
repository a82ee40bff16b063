"""Brings in pyqtgraph: piece by piece while there is time, whole where somebody cannot wait.

Importing it takes a quarter of a second. Its package is therefore run statement by statement, in its own order, so
that the window can answer in between. Who needs it says `from opcoord.gui.chart_library import pg`, which never
gives half of it.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

_NAME = "pyqtgraph"
#: Of the longest statements, what they would import first: each makes a piece of its own.
_FIRST = {
    "colormap": ("debug", "functions"),
    "graphicsItems.ColorBarItem": (
        "graphicsItems.ScatterPlotItem",
        "graphicsItems.ViewBox.ViewBox",
        "graphicsItems.PlotDataItem",
        "graphicsItems.PlotItem.PlotItem",
    ),
    "widgets.ColorMapWidget": ("parametertree",),
}
_begun: Iterator[str] | None = None


def in_pieces() -> Iterator[str]:
    """Load one piece at each step, each within some 25 milliseconds; may be left at any step."""
    global _begun
    if _begun is None:
        _begun = iter(()) if _NAME in sys.modules else _pieces()
    # Not `yield from`: who leaves must not end it for those who come.
    for name in _begun:  # noqa: UP028
        yield name


def whole() -> ModuleType:
    """All of it, now."""
    if _begun is not None:
        for _ in _begun:
            pass
    return importlib.import_module(_NAME)


def __getattr__(name: str) -> Any:
    if name == "pg":
        return whole()
    raise AttributeError(name)


def _pieces() -> Iterator[str]:
    spec = importlib.util.find_spec(_NAME)
    source = spec.loader.get_source(_NAME) if spec is not None and spec.loader is not None else None  # type: ignore[attr-defined]
    if spec is None or source is None:
        # Not to be had as text, as in a packed program: whole, when it is needed.
        return
    module = importlib.util.module_from_spec(spec)
    sys.modules[_NAME] = module
    try:
        for statement in ast.parse(source).body:
            imported = statement.module or "" if isinstance(statement, ast.ImportFrom) else ""
            for name in _FIRST.get(imported, ()):
                importlib.import_module(f"{_NAME}.{name}")
                yield name
            exec(compile(ast.Module([statement], []), str(spec.origin), "exec"), module.__dict__)
            yield imported
    except Exception:
        # Half of it is worse than nothing; the next who needs it learns why it cannot be had.
        for name in [each for each in sys.modules if each.split(".")[0] == _NAME]:
            del sys.modules[name]
        raise
