"""How a table's columns share what is left of the page: so that its rows need the fewest lines."""

from __future__ import annotations

from collections.abc import Sequence

_STEPS = 32


def share(least: Sequence[float], rows: Sequence[Sequence[float]], spare: float) -> list[float]:
    """The columns' widths, each its least and a part of `spare`; `rows` holds every cell's width on one line.

    A row is as high as its highest cell, and a cell about as many lines high as its width on one line is greater
    than its column. Bit by bit the room goes to the column in which it saves most.
    """
    widths = list(least)
    wanting = [index for index, width in enumerate(least) if any(row[index] > width for row in rows)]
    step = spare / _STEPS
    for _ in range(_STEPS if wanting else 0):
        saved = {index: 0.0 for index in wanting}
        for row in rows:
            lines = sorted((row[index] / widths[index], index) for index in wanting)
            highest, index = lines[-1]
            if highest > 1:
                # Only the highest cell of a row makes it lower, and not lower than the next one.
                below = max(1.0, lines[-2][0] if len(lines) > 1 else 0.0)
                saved[index] += highest - max(below, row[index] / (widths[index] + step))
        widths[max(wanting, key=lambda index: saved[index])] += step
    return widths
