"""Text on its way into a spreadsheet: what was imported never becomes a formula, and an amount stays a number."""

from __future__ import annotations

import re
import unicodedata

#: What a spreadsheet takes for the start of a formula, in narrow and in wide letters.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: What is pasted in quotation marks is unpacked first.
_STARTS_IN_TEXT = (*FORMULA_STARTS, '"')
_AMOUNT = re.compile(r"[+\-−]?£?\d[\d,]*(?:\.\d+)?(?: ?%)?")


def pasted(value: object, number: bool = False) -> str:
    """One cell of a copied table: a single line, with "'" before what would become a formula.

    The amount in a column of numbers gets the minus that spreadsheets read.
    """
    text = "" if value is None else str(value)
    if number and _AMOUNT.fullmatch(text):
        return text.replace("−", "-")
    # Most text is plain and printable, which is quick to know.
    if text.isascii() and text.isprintable():
        line, seen = text, text.lstrip()
    else:
        line = "".join(" " if each.isspace() or _is_control(each) else each for each in text)
        seen = "".join(each for each in text if unicodedata.category(each)[0] not in "CZ")
    risky = bool(seen) and (text.startswith(_STARTS_IN_TEXT) or seen.startswith(_STARTS_IN_TEXT))
    return f"'{line}" if risky else line


def is_amount(text: str) -> bool:
    """Whether a spreadsheet would read the text as a number."""
    return _AMOUNT.fullmatch(text) is not None


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}
