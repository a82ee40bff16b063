"""What a received workbook was understood to say; plain data between reading, services and the screen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from opcoord.model.finding import Finding
from opcoord.model.refs import AgencyRef, LearnedTable, MeasureRef, PhaseRef, ReadingContext
from opcoord.model.terms import Empty, Qualifier, Severity, State

__all__ = [
    "AgencyRef",
    "MeasureRef",
    "ParsedFigure",
    "ParsedNotable",
    "ParsedReturn",
    "PhaseRef",
    "ReadingContext",
]


@dataclass(frozen=True, slots=True)
class ParsedFigure:
    """One measure as understood. `amount` is in stored units (pence, milligrams, things); see model.Figure."""

    measure: str
    amount: int | None
    unit: str
    qualifier: Qualifier
    empty: Empty | None
    state: State
    sheet: str
    cell: str
    raw: str
    conversion: str = ""
    joint_amount: int | None = None
    joint_with: str = ""
    note: str = ""
    #: The row's label as it stands in the file; empty where the file has no row for the measure.
    label: str = ""
    #: What the coordinator changed, in words, and why; empty where the figure is as the file has it.
    correction: str = ""
    correction_reason: str = ""


@dataclass(frozen=True, slots=True)
class LabelQuestion:
    """A label of the file that fits no measure for certain, with the value beside it, which was not taken.

    `label_cell` and `cell` are addresses on `sheet`; `suggestions` are measure codes, best first, two at most.
    """

    label: str
    sheet: str
    label_cell: str
    cell: str
    raw: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedNotable:
    """One notable result as typed."""

    text: str
    consent: bool
    embargo_until: dt.date | None
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class ParsedReturn:
    """Everything read from one file. `agency` and `phase` are None where the file does not say."""

    agency: str | None
    phase: int | None
    figures: tuple[ParsedFigure, ...]
    findings: tuple[Finding, ...]
    notable_results: tuple[ParsedNotable, ...] = ()
    as_at: dt.date | None = None
    completed_by: str = ""
    completed_on: dt.date | None = None
    source: str = ""
    questions: tuple[LabelQuestion, ...] = ()
    #: How the table was found, as words for the screen: "by its hidden marks", "by its headings",
    #: "as in the last return of Dorset Police", "as proposed", "as chosen".
    found: str = ""
    #: The table, where it was not one of our forms, so that it can be remembered for the agency.
    table: LearnedTable | None = None

    @property
    def has_errors(self) -> bool:
        """Whether any finding holds the return back."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)
