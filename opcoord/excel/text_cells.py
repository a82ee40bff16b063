"""Text going into a workbook: kept as text whatever it looks like, and never cut silently."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opcoord.errors import OpcoordError
from opcoord.model.spreadsheet_text import FORMULA_STARTS

if TYPE_CHECKING:
    from openpyxl.cell import Cell

#: Excel holds no more in one cell and openpyxl would cut the rest without a word.
LONGEST_TEXT = 32_767

# What XML cannot hold: most control characters, lone surrogates and two non-characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Workbooks write a character by its number as _x000D_; text that merely looks so must say that it does not.
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
#: Characters that nobody sees: controls but tab and line breaks, zero-width and direction marks, lone surrogates.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
#: What Excel shows in place of a result that it could not reckon.
ERROR_VALUES = frozenset(
    {"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)
NOT_A_NUMBER = "#NUM!"


def writable(text: str) -> str:
    """`text` without the characters that a workbook cannot hold.

    Raises OpcoordError where it is longer than a cell can be.
    """
    clean = _UNWRITABLE.sub("", text)
    if len(clean) > LONGEST_TEXT:
        raise OpcoordError(
            f"A text of {len(clean):,} characters does not fit into a workbook cell.",
            f"Shorten it to {LONGEST_TEXT:,} characters. It begins '{clean[:40]}'.",
        )
    return clean


def unescaped(text: str) -> str:
    """`text` of a cell as Excel shows it; openpyxl leaves the escapes in."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def seen(text: str) -> str:
    """`text` without the characters that nobody sees."""
    # Most text is plain and printable, which is quick to know.
    return text if text.isascii() and text.isprintable() else INVISIBLE.sub("", text)


def put_text(cell: Cell, text: str) -> None:
    """Write `text` into `cell` as text, even where it begins like a formula; empty text leaves the cell empty."""
    clean = writable(text)
    if not clean:
        return
    cell.value = _LOOKS_ESCAPED.sub("_x005F_", clean)
    # openpyxl makes a live formula of whatever begins with "="; the type set afterwards keeps it text.
    cell.data_type = "s"
    if clean.startswith(FORMULA_STARTS):
        # So that it is still text after somebody edits the cell in Excel.
        cell.quotePrefix = True
