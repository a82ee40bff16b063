"""What people wrote around the figures and nobody reads: beside them, between them and below them.

It may change what the figures say ("should be 14", "last phase", "in thousands"), so it is never passed over in
silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from opcoord.excel.grid import Cell, Sheet, column_letters
from opcoord.model.finding import Finding
from opcoord.model.terms import Severity
from opcoord.reading.form.sheet_texts import is_mark
from opcoord.reading.layout import Row
from opcoord.reading.names.labels import normalise
from opcoord.reading.tables.table_words import (
    heading_text,
    is_about_the_return,
    is_derived,
    is_number,
    names_thousands,
    phase_in,
)
from opcoord.reading.texts import LONGEST_LOOKED_AT, one_line, quoted

#: Words that say that a figure is not what it seems.
_CHANGES = re.compile(
    r"\b(?:should|correct(?:s|ed|ion|ions)|revis(?:ed|ion)|amend(?:ed|ment|ments)|wrong|instead|excl(?:ud\w{1,4})?|incl(?:ud\w{1,4})?"
    r"|add|double|duplicates?|thousands?|error|plus|minus|late|joint|jointly|partial|partially|incomplete|missing|omit\w{1,5}"
    r"|except|extra|estimat\w{1,4}|provisional|(?<!use )(?<!cells )only"
    r"|(?:last|previous) (?:phase|week|month|year|time)|not (?:yet )?(?:all |been )?(?:final|complete|included|counted|checked))\b"
    r"|£k|000s?\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\bshould (?:be|read|say)\b|\bcorrect(?:ed|ion|ions)\b|\bamend(?:ed|ment|ments)\b|\binstead of\b|\bis wrong\b",
    re.IGNORECASE,
)
_NEWER = re.compile(
    r"\b(?:revis(?:ed|ion)|correct(?:ed|ion)|amended|adjust(?:ed|ment)|updated?|new|final|latest)\b",
    re.IGNORECASE,
)
#: Words of a title that make the figures fewer than those of the whole phase.
_LIMITS = re.compile(r"\b(?:partial|incomplete|excl(?:ud\w{1,4})?|(?<!use )only)\b", re.IGNORECASE)
_OTHER_TIME = re.compile(
    r"\b(?:since|to date|comparison|compared|all phases|running total|in total)\b", re.IGNORECASE
)
_DIGIT = re.compile(r"[0-9]")
#: "12 after checks", but neither a day nor a numbered remark.
_NUMBER_FIRST = re.compile(
    r"\s{0,5}[0-9][0-9,.]{0,12} (?!jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z(]", re.IGNORECASE
)
_MOST_SHOWN = 3
_LONGEST_SAID = 100
#: Labels of rows that begin the figures of somebody or something else, where they stand among figures.
_BEGINS_OTHERS = frozenset(
    {
        "force",
        "police force",
        "agency",
        "area",
        "phase",
        "phase number",
        "period",
        "period covered",
        "week",
        "month",
    }
    | {"year", "date", "operation"}
)
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
    harmless: list[Cell] = []
    for number, row in rows.items():
        if number < first:
            continue
        texts = [cell for cell in row.values() if _is_text(cell) and not was_read(cell)]
        if not texts or is_about_the_return(_text(next(iter(row.values())))):
            continue
        if len(texts) < sum(not is_mark(cell) for cell in row.values()):
            beside += texts
            continue
        for each in texts:
            text = _text(each)
            if number < last and _heads_others(text):
                headings.append(each)
            elif _CHANGES.search(text) or (number > last and (_DIGIT.search(text) or names_other_time(text))):
                lines.append(each)
            else:
                harmless.append(each)
    doubtful = [each for each in beside if _may_change(_text(each))]
    headed = [heading_finding(sheet, _text(each), each) for each in headings]
    others = [*_columns(sheet, rows, beside), *_not_kept(sheet, harmless)]
    return [*headed, *_unread(sheet, [*doubtful, *lines]), *others]


def headings_of_others(
    sheet: Sheet,
    rows: Mapping[int, Row],
    between: Sequence[int],
    above: int,
    names_agency: Callable[[str], bool],
) -> list[Finding]:
    """A warning for each of the rows `between` figures that names a force, or begins another phase or period.

    What stands in the same words before row `above` is the table's own title once more, as after a page break.
    """
    titles = {_whole(row) for number, row in rows.items() if number < above}
    findings = []
    for number in between:
        cells = [cell for cell in rows[number].values() if not is_mark(cell)]
        text = _whole(rows[number])
        if not cells or text in titles:
            continue
        begins = len(cells) > 1 and normalise(_text(cells[0])) in _BEGINS_OTHERS
        if begins or names_agency(text):
            findings.append(heading_finding(sheet, text, cells[0]))
    return findings


def added_above(sheet: Sheet, rows: Mapping[int, Row], head: int, own: Collection[int]) -> Iterable[Finding]:
    """What somebody wrote above the headings, in row `head`, of our own form, which has texts in its `own` columns.

    The second cell of a row is the answer to its label, wherever it stands.
    """
    added: list[Cell] = []
    for number, row in rows.items():
        filled = [cell for cell in row.values() if not is_mark(cell)] if number < head else []
        for place, cell in enumerate(filled):
            astray = cell.column not in own and place != 1
            # The operation's name or notice may hold any other word.
            alone = len(filled) == 1 and (is_number(cell) or says_otherwise(_text(cell)))
            if astray or alone:
                added.append(cell)
    odd = [
        cell
        for cell in added
        if is_number(cell) or _CHANGES.search(_text(cell)) or _DIGIT.search(_text(cell))
    ]
    yield from _unread(sheet, odd)
    yield from _not_kept(sheet, [cell for cell in added if cell not in odd])


def thousands_above(sheet: Sheet, texts: Iterable[str]) -> list[Finding]:
    """A warning for each text above the table that says that its numbers are thousands."""
    return [unit_finding(sheet, text) for text in texts if names_thousands(text)]


def other_time_above(sheet: Sheet, heads: Iterable[str], titles: Iterable[str]) -> list[Finding]:
    """A warning for each heading or short title that speaks of other figures: "Last phase", "Bournemouth only"."""
    short = [text for text in titles if len(text) <= _LONGEST_TITLE]
    found = [text for text in (*heads, *short) if names_other_time(text)]
    short += [text for text in heads if len(text) <= _LONGEST_TITLE]
    found += [text for text in short if is_derived(text) or _LIMITS.search(text)]
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


def _may_change(text: str) -> bool:
    """Whether a text beside a figure says that it is another: in words, by another number, or of another phase."""
    return bool(_CHANGES.search(text) or _NUMBER_FIRST.match(text)) or phase_in(text) is not None


def says_otherwise(text: str) -> bool:
    """Whether the text says that a figure is another, in words that no title and no guidance of ours has."""
    return _OTHERWISE.search(text[:LONGEST_LOOKED_AT]) is not None


def corrects(heading: str) -> bool:
    """Whether the heading says that the figures under it are newer ones: "Revised", "New total"."""
    return _NEWER.search(heading) is not None


def names_other_time(text: str) -> bool:
    """Whether the text says that figures are not of one phase alone: "since 2022", "to date"."""
    return _OTHER_TIME.search(text) is not None


def _unread(sheet: Sheet, cells: list[Cell]) -> Iterable[Finding]:
    if not cells:
        return
    yield Finding(
        Severity.WARNING,
        "text-around",
        f"Around the figures stands {_listed(cells, 'more texts')}. The figures were taken without it.",
        "Look whether it changes a figure. If so, correct the figure here or ask the force.",
        sheet.name,
        cells[0].address,
    )


def _columns(sheet: Sheet, rows: Mapping[int, Row], cells: list[Cell]) -> Iterable[Finding]:
    """A notice that texts beside the figures were not read, with the first of each column."""
    firsts: dict[int, str] = {}
    for cell in cells:
        firsts.setdefault(cell.column, quoted(_text(cell), 30))
    columns = sorted(firsts)
    if not columns:
        return
    shown = ", ".join(f"column {column_letters(each)} ({firsts[each]})" for each in columns[:_MOST_SHOWN])
    more = len(columns) - _MOST_SHOWN
    message = f"Texts beside the figures were not kept: {shown}" + (f" and {more} more" if more > 0 else "")
    yield Finding(Severity.NOTICE, "text-beside", f"{message}.", "", sheet.name, cells[0].address)


def _not_kept(sheet: Sheet, cells: list[Cell]) -> Iterable[Finding]:
    """A notice of headings among the figures and of lines below them, which nobody reads either."""
    if not cells:
        return
    message = f"Texts around the figures were not kept: {_listed(cells, 'more')}."
    yield Finding(Severity.NOTICE, "text-not-kept", message, "", sheet.name, cells[0].address)


def _listed(cells: list[Cell], rest: str) -> str:
    """The first texts with their cells, and how many more there are."""
    shown = "; ".join(f"{quoted(_text(each))} ({each.address})" for each in cells[:_MOST_SHOWN])
    more = len(cells) - _MOST_SHOWN
    return f"{shown} and {more} {rest}" if more > 0 else shown


def _whole(row: Row) -> str:
    """The texts of a row in one line, as far as they are looked at."""
    return one_line(" ".join(_shown(cell) for cell in row.values() if not is_mark(cell)))


def _shown(cell: Cell) -> str:
    return heading_text(cell)[:_LONGEST_SAID]


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
