"""The cells of a received file as the screen shows them: the plain records of the reader, under a name of this room."""

from __future__ import annotations

import re
from functools import lru_cache

from opcoord.excel.grid import MOST_COLUMNS, VISIBLE, Cell, Grid, Sheet, column_letters, column_number

__all__ = ["MOST_COLUMNS", "VISIBLE", "Cell", "Grid", "Sheet", "cell_place", "column_letters"]

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@lru_cache(maxsize=20_000)
def cell_place(address: str) -> tuple[int, int] | None:
    """Row and column, counted from 1, of an address such as "D14"; None for anything else."""
    match = _ADDRESS.fullmatch(address)
    return (int(match[2]), column_number(match[1])) if match else None
