"""What headings of tables say: a day, a total, a phase, a share; and which cells hold an amount."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from opcoord.excel import return_form as form
from opcoord.excel.grid import Cell
from opcoord.model.dates import format_date
from opcoord.reading.amounts.number_words import number_from_words
from opcoord.reading.amounts.read_amount import read_amount
from opcoord.reading.names.labels import normalise
from opcoord.reading.texts import clean, one_line, parse_date

#: The types of a cell's number; truth values are none.
_NUMBERS = frozenset({int, float})
_WEEKDAY = r"(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}"
_DAY = re.compile(
    rf"{_WEEKDAY}(?: .{{1,20}})?|(?:day|week|weekend) \d{{1,2}}|(?:{_WEEKDAY} )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?: \d{{2,4}})?"
    rf"|(?:{_WEEKDAY} )?\d{{1,2}}(?:st|nd|rd|th)|(?:{_WEEKDAY} )?\d{{1,2}} \d{{1,2}}(?: \d{{2,4}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?"
)
_TOTAL = re.compile(
    r"(?:grand |overall |phase |week |weekly |region |regional |force |sub ?)?totals?"
    r"(?: (?:for|of) (?:the |this )?(?:phase|week|period|region))?"
    r"|(?:total|total of|all|total of all)(?: the)?(?: \d{1,3})? (?:forces|agencies|areas)"
    r"|sum|overall|region|regional"
)
_PHASE = re.compile(r"\bphase[\s:#-]{0,3}(?:no\.?\s|number\s)?\s?(\d{1,4})\b", re.IGNORECASE)
# Written out; the numbers of Roman kings and popes only in capitals.
_PHASE_WORDS = re.compile(
    r"\b[Pp][Hh][Aa][Ss][Ee]\s+((?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|[IVX]{1,5})\b"
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_DERIVED = re.compile(
    r"%|\bper ?cent(?:age)?\b|\brates?\b|\bratio\b|\bchanges?\b|\bdifference\b|\bvariance\b|\btarget\b|\bbaseline\b"
    r"|\bprevious\b|\blast (?:phase|year|month|time|week)\b|\baverage\b|\bmean\b|\brank\b|\bper [0-9,]+\b"
    r"|\bpopulation\b|\bytd\b|\byear to date\b|\bcumulative\b|\bplan(?:ned)?\b|\bforecasts?\b|\bprojected\b|\bexpected\b"
    r"|\bobjectives?\b",
    re.IGNORECASE,
)
#: Words of a heading under which figures are not plain numbers; "£000s" and "kg" would be taken a thousand times too small.
_OTHER_UNIT = re.compile(
    r"%|\bper ?cent(?:age)?s?\b|\brates?\b|\bper [0-9,]+\b|\b0{3}s?\b|'0{3}s?|£0{3}|\bthousands?\b|\bmillions?\b|£k\b|£m\b"
    r"|\bkgs?\b|\bkilos?\b|\btonnes?\b|\bounces?\b|\boz\b|\blbs?\b|\bpence\b",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(
    r"(?<![0-9,.])(?:£|'|’)?0{3}s?\b|\b(?:in|as) (?:£ ?)?(?:thousands?|millions?)\b|£ ?(?:thousands?|millions?|k|m)\b",
    re.IGNORECASE,
)
_ALL_FORCES = re.compile(r"\bregion(?:al)?\b|\ball (?:\w+ )?(?:forces|agencies)\b", re.IGNORECASE)
_FIGURE_WORDS = frozenset(
    [
        "figure",
        "figures",
        "number",
        "numbers",
        "no",
        "nos",
        "count",
        "counts",
        "value",
        "values",
        "amount",
        "amounts",
        "result",
        "results",
        "outcome",
        "outcomes",
        "actual",
        "actuals",
        "quantity",
        "qty",
        "response",
        "return",
        "answer",
        "data",
        "headcount",
    ]
) | {"how many", "this phase", "total number"}
_LABEL_WORDS = frozenset(
    [
        "measure",
        "measures",
        "activity",
        "activities",
        "category",
        "categories",
        "description",
        "indicator",
        "indicators",
        "type",
        "item",
        "items",
        "question",
        "metric",
        "metrics",
        "force",
        "forces",
        "agency",
        "agencies",
        "area",
        "areas",
        "region",
        "date",
        "day",
        "code",
        "measure_code",
    ]
) | {
    "area name",
    "area code",
    "police force",
    "police force area",
    "police force area name",
    "force name",
    "type of activity",
    "performance measure",
}
_ROLES = {
    **{normalise(label): label for label in form.COLUMNS if label not in (form.MEASURE, form.FIGURE)},
    **dict.fromkeys(
        ("notes", "comment", "comments", "narrative", "remarks", "further information"), form.NOTE
    ),
    **dict.fromkeys(("units", "unit of measure"), form.UNIT),
    "definition": form.RULE,
}
_ABOUT_THE_RETURN = (
    frozenset(normalise(label) for label in form.FIELDS.values())
    | frozenset(
        [
            "force",
            "agency",
            "phase",
            "year",
            "date",
            "contact",
            "email",
            "telephone",
            "phone",
            "tel",
            "version",
            "week",
            "month",
            "period",
            "author",
            "operation",
            "lead",
            "theme",
        ]
    )
    | {"as at", "prepared by", "period covered", "lead force", "completed", "police force", "phase number"}
)


def heading_text(cell: Cell) -> str:
    """What a heading says in one line; a date as "7 March 2022"."""
    value = cell.value
    if isinstance(value, str):
        return _in_one_line(value)
    if isinstance(value, dt.datetime):
        return format_date(value.date())
    if isinstance(value, dt.date):
        return format_date(value)
    return "" if value is None else str(value)[:300]


@lru_cache(maxsize=4_000)
def _in_one_line(text: str) -> str:
    return one_line(clean(text[:300])[0])


def is_day(text: str) -> bool:
    """Whether the heading names one day or a week of the phase: "Mon", "Day 2", "7 March", "07/03/2022"."""
    return parse_date(text) is not None or _DAY.fullmatch(normalise(text)) is not None


def is_total(text: str) -> bool:
    """Whether the label says that what it names is a sum: "Total", "Region"."""
    return _TOTAL.fullmatch(normalise(text)) is not None


def is_derived(text: str) -> bool:
    """Whether the heading names something made from figures, or figures of another time: "%", "Last phase"."""
    return _DERIVED.search(text) is not None


def names_other_unit(text: str) -> bool:
    """Whether the heading says that the numbers under it are shares, rates or thousands."""
    return _OTHER_UNIT.search(text) is not None


def is_heading_word(text: str) -> bool:
    """Whether the text can only be the heading of a column."""
    named = phase_in(text) is not None or is_derived(text)
    return named or is_figure_word(text) or is_total(text) or is_day(text)


def names_all_forces(text: str) -> bool:
    """Whether the heading says that the figures are those of several forces: "Region total", "All forces"."""
    return _ALL_FORCES.search(text[:300]) is not None


def names_thousands(text: str) -> bool:
    """Whether the text says that numbers are thousands or millions: "£000s", "all values in thousands"."""
    return _THOUSANDS.search(text[:300]) is not None


def phase_in(text: str) -> int | None:
    """The phase that the text names, where it names exactly one."""
    numbers = {int(number) for number in _PHASE.findall(text[:300])}
    for word in _PHASE_WORDS.findall(text[:300]):
        spelt = _ROMAN.index(word) + 1 if word in _ROMAN else number_from_words(word)
        numbers |= {spelt} if spelt else set()
    return numbers.pop() if len(numbers) == 1 else None


def is_figure_word(text: str) -> bool:
    """Whether the heading says no more than that figures stand below it."""
    return normalise(text) in _FIGURE_WORDS


def is_label_word(text: str) -> bool:
    """Whether the heading says that labels stand below it."""
    return normalise(text) in _LABEL_WORDS


def role_of(text: str) -> str:
    """The column of our own form that the heading means, but for the measure's and the figure's; else empty."""
    return _ROLES.get(normalise(text), "")


def is_about_the_return(text: str) -> bool:
    """Whether the label names something about the return itself, such as "Completed by"."""
    return normalise(text) in _ABOUT_THE_RETURN


def is_number(cell: Cell | None) -> bool:
    """Whether the cell holds a number; dates and truth values are none."""
    return cell is not None and type(cell.value) in _NUMBERS


def holds_number(cell: Cell | None) -> bool:
    """Whether the cell holds a number, also one typed as text."""
    if cell is None or not isinstance(cell.value, str):
        return is_number(cell)
    return any(map(str.isdigit, cell.value[:60])) and is_amount(cell)


def is_amount(cell: Cell | None) -> bool:
    """Whether the cell may well be a figure: a number, a text that reads as one, or one that lost its value."""
    if cell is None:
        return False
    value = cell.value
    if type(value) in _NUMBERS or cell.is_error or cell.lacks_value:
        return True
    if not isinstance(value, str) or not value.strip() or len(value) > 60:
        return False
    return _reads_as_amount(value)


@lru_cache(maxsize=20_000)
def _reads_as_amount(text: str) -> bool:
    # The same labels and headings stand in the files of all forces. As pounds, grams or things: which of them
    # will be known when the measure is.
    return any(not read_amount(text, unit).question for unit in ("count", "GBP", "g"))
