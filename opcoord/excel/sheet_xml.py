"""What openpyxl's read-only cells do not tell, taken from a sheet's own XML: hidden parts, merges, lost values.

Patterns over bytes, each linear in the size of the part; they only add doubts and never supply a figure.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from opcoord.excel.grid import MOST_COLUMNS, MOST_ROWS, column_number

_PREFIX = rb"(?:[A-Za-z_][\w.-]*:)?"
_ADDRESS = re.compile(rb"<" + _PREFIX + rb"c\s(?:[^<>]*?\s)?r=[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']")
_FILLED_ADDRESS = re.compile(
    rb"<" + _PREFIX + rb"c\s(?:[^<>]*?\s)?r=[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"'][^<>]*(?<!/)>"
)
# As Excel and openpyxl write it; several times faster to find.
_USUAL_ADDRESS = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_CELL = re.compile(rb"<" + _PREFIX + rb"c(\s[^<>]*)?(?<!/)>(.*?)</" + _PREFIX + rb"c\s*>", re.DOTALL)
_FORMULA = re.compile(rb"<" + _PREFIX + rb"f[\s>/]")
_VALUE = re.compile(rb"<" + _PREFIX + rb"(?:v|is)(?:\s[^<>]*)?(?<!/)>")
_IN_CELL = re.compile(rb"\sr=[\"']([A-Za-z]{1,3}[0-9]{1,7})[\"']")
_ROW = re.compile(rb"<" + _PREFIX + rb"row\s([^<>]*)>")
_COLUMN = re.compile(rb"<" + _PREFIX + rb"col\s([^<>]*)>")
_MERGE = re.compile(rb"<" + _PREFIX + rb"mergeCell\s[^<>]*?ref=[\"']([A-Z0-9:]{1,30})[\"']")
_ATTRIBUTE = re.compile(rb"(\w+)=[\"']([^\"'<>]*)[\"']")
_TRUE = (b"1", b"true")
# Beyond this the second reader would fill memory with empty cells.
_MOST_DENSE_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What a sheet's XML says besides its values."""

    repeated: str
    last_row: int
    last_column: int
    asks_the_web: bool
    unvalued: frozenset[str]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merged: tuple[str, ...]

    @property
    def is_dense_enough(self) -> bool:
        """Whether a reader that holds the whole rectangle of cells can be let near it."""
        return self.last_row * self.last_column <= _MOST_DENSE_CELLS


def marks(part: bytes) -> SheetMarks:
    """The marks of one sheet part; `repeated` names a cell that occurs twice, or is empty."""
    places = _places(part)
    counted = Counter(places) if len(set(places)) != len(places) else Counter()
    twice = [letters + digits for (letters, digits), times in counted.items() if times > 1]
    last_row, last_column = _reach(places)
    if last_row > MOST_ROWS or last_row * last_column > _MOST_DENSE_CELLS or last_column > MOST_COLUMNS:
        # A format on whole columns makes cells without content, down to the last row of all.
        last_row, last_column = _reach(_FILLED_ADDRESS.findall(part))
    return SheetMarks(
        repeated=twice[0].decode("ascii") if twice else "",
        last_row=last_row,
        last_column=last_column,
        asks_the_web=b"WEBSERVICE(" in part,
        unvalued=_unvalued(part),
        hidden_rows=_hidden_rows(part),
        hidden_columns=_hidden_columns(part),
        merged=tuple(found.decode("ascii") for found in _MERGE.findall(part)),
    )


def _reach(places: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    """The last row and column in which any of the cells stands."""
    columns = {column_number(letters.decode("ascii")) for letters in {letters for letters, _ in places}}
    return max(map(int, {digits for _, digits in places}), default=1), max(columns, default=1)


def _places(part: bytes) -> list[tuple[bytes, bytes]]:
    """Column letters and row number of every cell that has an address."""
    usual = _USUAL_ADDRESS.findall(part)
    if len(usual) == part.count(b"<c ") and b":c " not in part:
        return usual
    return _ADDRESS.findall(part)


def _unvalued(part: bytes) -> frozenset[str]:
    """Addresses of formulas that were saved without their result; "" stands for one without an address."""
    if not _FORMULA.search(part):
        return frozenset()
    found = set()
    for attributes, inner in _CELL.findall(part):
        if _FORMULA.search(inner) and not _VALUE.search(inner):
            address = _IN_CELL.search(attributes)
            found.add(address[1].decode("ascii").upper() if address else "")
    return frozenset(found)


def _hidden_rows(part: bytes) -> frozenset[int]:
    if b"hidden=" not in part:
        return frozenset()
    rows, number = set(), 0
    for text in _ROW.findall(part):
        attributes = dict(_ATTRIBUTE.findall(text))
        given = attributes.get(b"r", b"")
        # A row without a number follows the one before it.
        number = int(given[:8]) if given.isdigit() else number + 1
        if attributes.get(b"hidden") in _TRUE:
            rows.add(number)
    return frozenset(rows)


def _hidden_columns(part: bytes) -> frozenset[int]:
    columns: set[int] = set()
    # Columns are described before the data, so only the head needs a look.
    for text in _COLUMN.findall(part[:65_536]):
        attributes = dict(_ATTRIBUTE.findall(text))
        first, last = attributes.get(b"min", b""), attributes.get(b"max", b"")
        if attributes.get(b"hidden") in _TRUE and first.isdigit() and last.isdigit():
            columns.update(range(int(first[:8]), min(int(last[:8]), MOST_COLUMNS) + 1))
    return frozenset(columns)
