"""A text file with columns (CSV, TSV, "Unicode text") as a Grid. Runs in the reader process only.

Plain rules in place of guessing libraries: what British offices send is marked, UTF-8 or Windows-1252, and statistics
over a return of 300 bytes guess worse than that; `csv.Sniffer` takes commas inside figures for columns. Whatever
was assumed is said, and a person looks at the sheet before anything counts.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from opcoord.excel.grid import MOST_COLUMNS, MOST_ROWS, Cell, Grid, Sheet
from opcoord.excel.refused import RefusedFile
from opcoord.excel.sheet_findings import far_cells, odd_characters, stray_cells
from opcoord.excel.text_cells import ERROR_VALUES, seen
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity

TEXT_SHEET = "Text"
#: Characters of one line; a return's longest have a few hundred.
LONGEST_LINE = 100_000

# In the order of trust where two split the text equally well: a comma also stands inside figures and sentences.
_DELIMITERS = {"\t": "tabs", "|": "vertical bars", ";": "semicolons", ",": "commas"}
_LOOKED_AT = 1_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SAID = re.compile(r'"?sep=([\t|;,])"?\r?\n?', re.IGNORECASE)
_HINT = "Ask the force to save it as an Excel Workbook (.xlsx) and send it again."


@dataclass(frozen=True, slots=True)
class _Split:
    """How one delimiter divides the first rows: how many are as wide as most, and how many have columns at all."""

    delimiter: str
    alike: int
    divided: int
    rows: int


def read_text(content: bytes) -> Grid:
    """The cells of a text file, all of them text; raises RefusedFile where its columns cannot be told apart."""
    text, encoding = _decoded(content)
    if _CONTROL.search(text):
        raise RefusedFile(
            "control-characters", "The file holds control characters, which no table has.", _HINT
        )
    text, delimiter, other = _divided(text)
    cells: list[Cell] = []
    odd: list[str] = []
    last_row = last_column = 1
    try:
        for number, row in enumerate(_rows(text, delimiter), start=1):
            last_row, last_column = number, max(last_column, len(row))
            if number > MOST_ROWS:
                break
            for column, value in enumerate(row[:MOST_COLUMNS], start=1):
                if not value:
                    continue
                clean = seen(value)
                cell = Cell(number, column, clean, clean, "@", clean in ERROR_VALUES)
                cells.append(cell)
                if clean != value:
                    odd.append(cell.address)
    except csv.Error as error:
        raise _quotes() from error
    sheet = Sheet(TEXT_SHEET, cells=tuple(cells))
    found = (
        _said(encoding, delimiter, other),
        *far_cells(sheet, last_row, last_column),
        *stray_cells(sheet),
        *odd_characters(sheet, odd),
    )
    return Grid((sheet,), found)


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: what its mark says, else strict UTF-8, else Windows-1252."""
    try:
        for mark, codec, name in _MARKS:
            if content.startswith(mark):
                return content[len(mark) :].decode(codec), name
        try:
            return content.decode("utf-8"), "UTF-8"
        except UnicodeDecodeError:
            return content.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError as error:
        raise RefusedFile(
            "unknown-encoding", "The file is text in an encoding that cannot be told.", _HINT
        ) from error


def _divided(text: str) -> tuple[str, str, str]:
    """The text without its "sep=" line, the delimiter, and another that would divide it as well, or nothing."""
    if said := _SAID.match(text):
        return text[said.end() :], said[1], ""
    splits = [split for each in _DELIMITERS if (split := _split(text, each)) is not None]
    if not splits:
        raise _quotes()
    splits.sort(key=lambda split: -split.alike)
    best = splits[0]
    if best.alike < 2 or best.divided * 2 < best.rows:
        raise RefusedFile("text", "The file is plain text without columns, not an Excel workbook.", _HINT)
    equal = [split.delimiter for split in splits[1:] if split.alike == best.alike]
    return text, best.delimiter, equal[0] if equal else ""


def _split(text: str, delimiter: str) -> _Split | None:
    """How `delimiter` divides the text, or None where quotation marks then do not close."""
    try:
        filled = (row for row in islice(_rows(text, delimiter), MOST_ROWS) if any(row))
        widths = [len(row) for row in islice(filled, _LOOKED_AT)]
    except csv.Error:
        return None
    divided = [width for width in widths if width > 1]
    alike = max(Counter(divided).values(), default=0)
    return _Split(delimiter, alike, len(divided), len(widths))


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    # Strict: otherwise a quotation mark that is never closed swallows the rest of the file into one cell.
    return csv.reader(_lines(text), delimiter=delimiter, strict=True)


def _lines(text: str) -> Iterator[str]:
    stream = io.StringIO(text, newline="")
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise RefusedFile("long-line", "The file has a line far longer than a return's.", _HINT)
        yield line


def _quotes() -> RefusedFile:
    return RefusedFile(
        "text-quotes",
        "A quotation mark in the file does not close, so its columns cannot be told apart.",
        _HINT,
    )


def _said(encoding: str, delimiter: str, other: str) -> Finding:
    doubt = f" They could also be split at {_DELIMITERS[other]}." if other else ""
    # Who splits at semicolons may write a comma for the decimal point.
    commas = " A comma in a number was read as standing between thousands." if delimiter == ";" else ""
    return Finding(
        Severity.WARNING,
        "text-file",
        f"The file is plain text, not an Excel workbook. It was read as {encoding}, "
        f"its columns split at {_DELIMITERS[delimiter]}.{doubt}",
        "Look at the sheet as it came: pound signs must be right and each figure in a column of its own."
        + commas,
        TEXT_SHEET,
    )
