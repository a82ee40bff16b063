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
            highest = below = 1.0
            highest_index = -1
            for index in wanting:
                lines = row[index] / widths[index]
                if lines > highest:
                    highest, below, highest_index = lines, highest, index
                elif lines > below:
                    below = lines
            if highest_index >= 0:
                # Only the highest cell of a row makes it lower, and not lower than the next one.
                grown = row[highest_index] / (widths[highest_index] + step)
                saved[highest_index] += highest - max(below, grown)
        widths[max(wanting, key=lambda index: saved[index])] += step
    return widths
