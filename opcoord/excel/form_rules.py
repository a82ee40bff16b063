"""Drop-downs and plain messages of the return workbook. Figures warn and never stop: a force may know better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from opcoord.excel import return_form as form

_WEIGHED_OR_MONEY = frozenset({"GBP", "g", "%"})


def add_table_rules(
    sheet: Worksheet, letters: Mapping[str, str], first_row: int, units: Sequence[str]
) -> None:
    """Put the rules on the table whose first measure is in `first_row`, one unit a row."""
    last_row = first_row + len(units) - 1
    whole = _figure_rule("whole", "Type a whole number, without words.")
    part = _figure_rule("decimal", "Type the number alone, in the unit of this row.")
    for row, unit in enumerate(units, start=first_row):
        rule = part if unit in _WEIGHED_OR_MONEY else whole
        rule.add(f"{letters[form.FIGURE]}{row}")
        rule.add(f"{letters[form.JOINT]}{row}")
    for rule in (whole, part):
        if rule.sqref.ranges:
            sheet.add_data_validation(rule)
    choices = {
        form.QUALIFIER: (form.QUALIFIER_WORDS, "How exactly is the figure meant? Blank means exact."),
        form.STATE: (form.STATE_WORDS, "How firm is the figure? Blank means confirmed."),
    }
    for column, (words, prompt) in choices.items():
        rule = _list_rule(words, column, prompt)
        rule.add(f"{letters[column]}{first_row}:{letters[column]}{last_row}")
        sheet.add_data_validation(rule)


def add_date_rule(sheet: Worksheet, cell: str, title: str) -> None:
    """Ask for a date in `cell`."""
    rule = _date_rule(title)
    rule.add(cell)
    sheet.add_data_validation(rule)


def add_notable_rules(sheet: Worksheet, first_row: int, last_row: int) -> None:
    """Put the rules on the consent and embargo columns of the notable results."""
    consent = _list_rule(("yes", "no"), form.CONSENT, "Has the text been cleared for printing?")
    consent.add(f"C{first_row}:C{last_row}")
    embargo = _date_rule(form.EMBARGO)
    embargo.add(f"D{first_row}:D{last_row}")
    for rule in (consent, embargo):
        sheet.add_data_validation(rule)


def _figure_rule(kind: str, prompt: str) -> DataValidation:
    return DataValidation(
        type=kind,
        operator="greaterThanOrEqual",
        formula1="0",
        allow_blank=True,
        errorStyle="warning",
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle="Is this the figure?",
        error="A figure is usually a number, nought or more. Keep it if it is meant as it stands.",
        promptTitle="Figure",
        prompt=f"{prompt} Leave blank if not known. 0 means none.",
    )


def _list_rule(words: Sequence[str], title: str, prompt: str) -> DataValidation:
    return DataValidation(
        type="list",
        formula1='"' + ",".join(words) + '"',
        allow_blank=True,
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle=title,
        error="Choose one from the list, or leave the cell blank.",
        promptTitle=title,
        prompt=prompt,
    )


def _date_rule(title: str) -> DataValidation:
    return DataValidation(
        type="date",
        operator="greaterThanOrEqual",
        formula1="36526",  # 1 January 2000
        allow_blank=True,
        errorStyle="warning",
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle=title,
        error="Type a date, for example 21/03/2026.",
        promptTitle=title,
        prompt="Type a date, for example 21/03/2026.",
    )
