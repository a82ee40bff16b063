"""The return workbook's words and hidden marks, shared by the writer and by everything that reads it back.

The first column of the sheet is hidden and carries one mark a row. Because a mark names what its row is (the
form itself, a field, the table head, a measure), rows may be moved, tabs renamed and columns inserted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from opcoord.model.terms import Empty, Qualifier, State

FORM_VERSION: Final = 1

RETURN_SHEET: Final = "Return"
NOTABLE_SHEET: Final = "Notable results"
GUIDANCE_SHEET: Final = "Guidance"
GUIDANCE_TITLE: Final = "How to fill in this return"

_MARK: Final = "opcoord:"
FORM_MARK: Final = f"{_MARK}return:"
HEADER_MARK: Final = f"{_MARK}header"
MEASURE_MARK: Final = f"{_MARK}measure:"
FIELD_MARK: Final = f"{_MARK}field:"
NOTABLE_HEADER_MARK: Final = f"{_MARK}notable-header"

#: Name of the document property that holds a second copy of the identity.
IDENTITY_PROPERTY: Final = "opcoord return"

# Fields above the table: the mark's name and the label that people see.
FIELDS: Final = {
    "completed-by": "Completed by",
    "completed-on": "Completed on",
    "as-at": "Figures as at",
    "source": "Source of the figures",
}

MEASURE: Final = "Measure"
UNIT: Final = "Unit"
RULE: Final = "Counting rule"
FIGURE: Final = "Figure"
QUALIFIER: Final = "Qualifier"
STATE: Final = "State"
JOINT: Final = "Of which joint"
JOINT_WITH: Final = "Joint with"
NOTE: Final = "Note"
COLUMNS: Final = (MEASURE, UNIT, RULE, FIGURE, QUALIFIER, STATE, JOINT, JOINT_WITH, NOTE)

RESULT: Final = "Notable result"
CONSENT: Final = "May be printed"
EMBARGO: Final = "Not before"
NOTABLE_COLUMNS: Final = (RESULT, CONSENT, EMBARGO)

QUALIFIER_WORDS: Final = tuple(each.value for each in Qualifier)
STATE_WORDS: Final = (
    State.CONFIRMED.value,
    State.PROVISIONAL.value,
    State.REVISED.value,
    Empty.NIL.value,
    Empty.NOT_COLLECTED.value,
    Empty.WITHHELD.value,
)

_UNIT_WORDS = {"GBP": "pounds (£)", "g": "grams", "count": "number", "%": "per cent"}


def unit_words(unit: str) -> str:
    """The unit as the form says it: "pounds (£)", "grams", "people"."""
    return _UNIT_WORDS.get(unit, unit)


def field_mark(name: str) -> str:
    """The mark of the row that holds the field `name`."""
    return FIELD_MARK + name


def measure_mark(code: str) -> str:
    """The mark of the row that holds the measure `code`."""
    return MEASURE_MARK + code


@dataclass(frozen=True, slots=True)
class FormIdentity:
    """Which return a form is for."""

    version: int
    operation: str
    phase: int
    agency: str

    def text(self) -> str:
        """The identity as the form carries it; `parse` gives it back."""
        parts = (str(self.version), self.operation, str(self.phase), self.agency)
        return FORM_MARK + "|".join(part.replace("%", "%25").replace("|", "%7C") for part in parts)

    @classmethod
    def parse(cls, text: str) -> FormIdentity | None:
        """The identity in `text`, or None where it holds none that can be understood."""
        if not text.startswith(FORM_MARK):
            return None
        parts = [part.replace("%7C", "|").replace("%25", "%") for part in text[len(FORM_MARK) :].split("|")]
        if len(parts) != 4 or not (parts[0].isdecimal() and parts[2].isdecimal()):
            return None
        if len(parts[0]) > 9 or len(parts[2]) > 9:
            return None
        return cls(int(parts[0]), parts[1], int(parts[2]), parts[3])
