"""What people wrote around the figures and nobody reads: beside them, between them and below them.

It may change what the figures say ("should be 14", "last phase", "in thousands"), so it is never passed over in
silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from opcoord.excel.grid import Cell, Sheet, column_letters
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.reading.form.sheet_texts import is_mark
from opcoord.reading.layout import Row
from opcoord.reading.names.labels import normalise
from opcoord.reading.tables.table_words import is_about_the_return, is_derived, names_thousands, phase_in
from opcoord.reading.texts import LONGEST_LOOKED_AT, quoted

#: Words that say that a figure is not what it seems.
_CHANGES = re.compile(
    r"\b(?:should|correct(?:s|ed|ion|ions)|revis(?:ed|ion)|amend(?:ed|ment|ments)|wrong|instead|exclud\w{1,4}|includ\w{1,4}"
    r"|double|duplicates?|thousands?|error|minus|late|joint|jointly)\b|£k|000s?\b",
    re.IGNORECASE,
)
_OTHER_TIME = re.compile(
    r"\b(?:since|to date|comparison|compared|all phases|running total|in total)\b", re.IGNORECASE
)
_DIGIT = re.compile(r"[0-9]")
_MOST_SHOWN = 3
#: In longer titles "target" or "rate" are words among others.
_LONGEST_TITLE = 40


def words_around(
    sheet: Sheet, rows: Mapping[int, Row], first: int, last: int, was_read: Callable[[Cell], bool]
) -> list[Finding]:
    """Findings about the texts in row `first` and below that `was_read` does not know.

    `last` is the last row with figures: a line by itself before it heads what stands below it.
    """
    headings: list[Cell] = []
    lines: list[Cell] = []
    beside: list[Cell] = []
    for number, row in rows.items():
        texts = [cell for cell in row.values() if _is_text(cell) and not was_read(cell)]
        if number < first or not texts or is_about_the_return(_text(next(iter(row.values())))):
            continue
        if len(texts) < sum(not is_mark(cell) for cell in row.values()):
            beside += texts
        elif number < last:
            headings += [each for each in texts if _heads_others(_text(each))]
            lines += [each for each in texts if _CHANGES.search(_text(each)) and each not in headings]
        else:
            lines += [each for each in texts if _CHANGES.search(_text(each)) or _DIGIT.search(_text(each))]
    doubtful = [each for each in beside if _CHANGES.search(_text(each))]
    headed = [heading_finding(sheet, _text(each), each) for each in headings]
    return [*headed, *_unread(sheet, [*doubtful, *lines]), *_columns(sheet, rows, beside)]


def thousands_above(sheet: Sheet, texts: Iterable[str]) -> list[Finding]:
    """A warning for each text above the table that says that its numbers are thousands."""
    return [unit_finding(sheet, text) for text in texts if names_thousands(text)]


def other_time_above(sheet: Sheet, heads: Iterable[str], titles: Iterable[str]) -> list[Finding]:
    """A warning for each heading or short title that speaks of other figures: "Last phase", "Since 2022"."""
    found = [text for text in heads if names_other_time(text)]
    found += [text for text in (*heads, *titles) if len(text) <= _LONGEST_TITLE and is_derived(text)]
    return [heading_finding(sheet, text) for text in dict.fromkeys(found)]


def unit_finding(sheet: Sheet, text: str) -> Finding:
    """The warning about a heading that says that the numbers under it are shares, rates or thousands."""
    return Finding(
        Severity.WARNING,
        "table-unit",
        f"Over the figures stands {quoted(text)}. They were taken as they are.",
        "Check that they are numbers of the measures' own units.",
        sheet.name,
    )


def heading_finding(sheet: Sheet, text: str, cell: Cell | None = None) -> Finding:
    """The warning about a heading that makes the figures under it those of another time or column."""
    return Finding(
        Severity.WARNING,
        "section-heading",
        f"Over some figures stands {quoted(text)}. They were taken like any others.",
        "Check that they are the figures of this phase.",
        sheet.name,
        cell.address if cell is not None else "",
    )


def names_other_time(text: str) -> bool:
    """Whether the text says that figures are not of one phase alone: "since 2022", "to date"."""
    return _OTHER_TIME.search(text) is not None


def _unread(sheet: Sheet, cells: list[Cell]) -> Iterable[Finding]:
    if not cells:
        return
    shown = "; ".join(f"{quoted(_text(each))} ({each.address})" for each in cells[:_MOST_SHOWN])
    more = len(cells) - _MOST_SHOWN
    message = f"Around the figures stands {shown}" + (f" and {more} more texts" if more > 0 else "")
    yield Finding(
        Severity.WARNING,
        "text-around",
        f"{message}. The figures were taken without it.",
        "Look whether it changes a figure. If so, correct the figure here or ask the force.",
        sheet.name,
        cells[0].address,
    )


def _columns(sheet: Sheet, rows: Mapping[int, Row], cells: list[Cell]) -> Iterable[Finding]:
    """A notice that texts beside the figures were not read."""
    columns = sorted({cell.column for cell in cells})
    if not columns:
        return
    shown = ", ".join(f"column {column_letters(each)}" for each in columns[:_MOST_SHOWN])
    more = len(columns) - _MOST_SHOWN
    message = f"Texts beside the figures were not kept: {shown}" + (f" and {more} more" if more > 0 else "")
    yield Finding(Severity.NOTICE, "text-beside", f"{message}.", "", sheet.name, cells[0].address)


def _heads_others(text: str) -> bool:
    other = is_derived(text) or phase_in(text) is not None or names_thousands(text)
    return other or names_other_time(text)


def _is_text(cell: Cell) -> bool:
    if not isinstance(cell.value, str) or is_mark(cell) or cell.is_error:
        return False
    # What begins with a plain letter or digit says something; of other texts only dressing may be there.
    start = cell.value[:1]
    return (start.isascii() and start.isalnum()) or bool(normalise(_text(cell)))


def _text(cell: Cell) -> str:
    return str(cell.value)[:LONGEST_LOOKED_AT] if cell.value is not None else ""
