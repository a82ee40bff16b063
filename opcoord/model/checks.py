"""The checks of a return by the code of the warning they give, in words that a coordinator knows them by.

Only warnings are here: an error cannot be excused, and a notice needs no excuse (DOMAIN.md, rule 12).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """What a warning says is the case. `by_measure` where it stands at the cell of one measure's figure."""

    code: str
    group: str
    words: str
    by_measure: bool = False


_FIGURES = "Figures"
_WHOSE = "Force, phase and dates"
_COPIES = "Copies"
_TABLE = "Table"
_FILE = "File"

CHECKS: tuple[Check, ...] = (
    Check("ten-times", _FIGURES, "Ten times any earlier figure or more", True),
    Check("unusually-high", _FIGURES, "Three times any earlier figure or more", True),
    Check("unusually-low", _FIGURES, "A tenth of any earlier figure or less", True),
    Check("fell-to-zero", _FIGURES, "0 after figures that were not", True),
    Check("part-exceeds-whole", _FIGURES, "A part is more than the whole", True),
    Check("total-disagrees", _FIGURES, "The days of a figure do not add up to its total", True),
    Check("unusual-figure", _FIGURES, "A figure is written in an unusual way", True),
    Check("qualifier-disagrees", _FIGURES, "A figure and its qualifier say two things", True),
    Check("not-asked-for", _FIGURES, "A measure that this phase does not collect", True),
    Check("not-answered", _FIGURES, "No figure is filled in"),
    Check("agency-disagrees", _WHOSE, "File and sheet speak of different forces"),
    Check("guessed-agency", _WHOSE, "The force is known only by what a text says"),
    Check("unsure-agency", _WHOSE, "The force in the table is not certain"),
    Check("guessed-phase", _WHOSE, "The phase is known only by what a text says"),
    Check("file-name-disagrees", _WHOSE, "The file name says something else than the sheet"),
    Check("phase-disagrees", _WHOSE, "File and sheet speak of different phases"),
    Check("wrong-operation", _WHOSE, "The workbook was made for another operation"),
    Check("phase-not-begun", _WHOSE, "There are figures for a phase that has not begun"),
    Check("future-as-at", _WHOSE, "The as-at date is still to come"),
    Check("early-as-at", _WHOSE, "The as-at date is before the phase"),
    Check("other-days", _WHOSE, "Headings or dates name other days than those of the phase"),
    Check("unclear-date", _WHOSE, "A date is not certain"),
    Check("unclear-consent", _WHOSE, "The consent to a notable result is not certain"),
    Check("same-figures", _COPIES, "All figures are those of another return"),
    Check("mostly-same-figures", _COPIES, "Most figures are those of another return"),
    Check("earlier-version-again", _COPIES, "The figures are those of an earlier version"),
    Check("proposed-table", _TABLE, "The table had to be found in a sheet of another shape"),
    Check("other-table", _TABLE, "There is another table that could be the return"),
    Check("other-figures", _TABLE, "There are other figures that could be the ones that count"),
    Check("figures-outside", _TABLE, "Figures stand outside the table"),
    Check("unlabelled-figure", _TABLE, "A figure stands beside no measure"),
    Check("row-relabelled", _TABLE, "A row of our form says another measure now"),
    Check("unknown-measure", _TABLE, "A label is no known measure"),
    Check("unsure-measure", _TABLE, "A label may mean a measure"),
    Check("group-heading", _TABLE, "A heading that may limit what was counted"),
    Check("part-elsewhere", _TABLE, "A part stands below another measure than its own"),
    Check("section-heading", _TABLE, "A heading of another force, phase or unit stands over some figures"),
    Check("all-forces", _TABLE, "The figures may be those of all forces together"),
    Check("text-around", _TABLE, "A text around the figures may change them"),
    Check("figure-elsewhere", _TABLE, "A number stands where a note belongs", True),
    Check("note-disagrees", _TABLE, "A note says another figure than the figure's cell", True),
    Check("rule-changed", _TABLE, "A counting rule is another in the file", True),
    Check("subtotal", _TABLE, "A row may be the sum of others"),
    Check("table-unit", _TABLE, "A unit stands over the figures"),
    Check("merged-cells", _TABLE, "The sheet has merged cells"),
    Check("merged-values", _TABLE, "Merged cells hide values"),
    Check("hidden-rows", _TABLE, "Hidden rows were counted"),
    Check("hidden-columns", _TABLE, "The table has hidden columns"),
    Check("far-cells", _TABLE, "The sheet reaches further than was read"),
    Check("stray-cells", _TABLE, "Cells stand far away from the table"),
    Check("odd-characters", _TABLE, "Invisible characters were taken out"),
    Check("full-sheet", _TABLE, "The sheet is full to its last row"),
    Check("personal-data", _FILE, "A text looks as if it held personal data"),
    Check("hidden-sheets", _FILE, "The workbook has hidden sheets"),
    Check("pivot-cache", _FILE, "The workbook holds a hidden copy of source data"),
    Check("embedded-objects", _FILE, "The workbook holds embedded files"),
    Check("external-links", _FILE, "Values come from other files"),
    Check("macros", _FILE, "The workbook holds macros"),
    Check("no-stored-value", _FILE, "A formula was saved without its result"),
    Check("text-file", _FILE, "The file is plain text"),
    Check("other-format", _FILE, "The file is no Excel workbook of today"),
    Check("partly-damaged", _FILE, "The workbook is damaged in part"),
    Check("readers-disagree", _FILE, "Two readers understand the file differently"),
    Check("not-confirmed", _FILE, "A second reader could not confirm the file"),
)
_BY_CODE = {each.code: each for each in CHECKS}


def check_named(code: str) -> Check | None:
    """The check that gives warnings of this code; None where they cannot be excepted from."""
    return _BY_CODE.get(code)


def check_words(code: str) -> str:
    """What warnings of this code say is the case; the code itself where it is not known any more."""
    found = _BY_CODE.get(code)
    return found.words if found is not None else code
