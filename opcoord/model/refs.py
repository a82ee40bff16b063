"""What an operation knows about agencies, measures and phases, as plain data for template and reader."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from opcoord.model.rules import RuleChange, rule_in


@dataclass(frozen=True, slots=True)
class AgencyRef:
    """An agency as the reader needs it: code, full name and every other name."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureRef:
    """A measure as reader and template writer need it; `part_of` is the parent's code or empty."""

    code: str
    label: str
    unit: str
    definition: str = ""
    heading: str = ""
    part_of: str = ""
    aliases: tuple[str, ...] = ()
    #: The counting rules after `definition`, in order of phase.
    rules: tuple[RuleChange, ...] = ()

    def rule_in(self, phase: int | None) -> str:
        """The counting rule in force in a phase; the newest where the phase is not known."""
        if phase is None:
            return self.rules[-1].definition if self.rules else self.definition
        return rule_in(phase, self.definition, self.rules)


@dataclass(frozen=True, slots=True)
class PhaseRef:
    """A phase as reader and template writer need it; windows are (first day, last day) pairs."""

    number: int
    theme: str
    windows: tuple[tuple[dt.date, dt.date], ...]
    returns_due: dt.date | None
    collected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PastFigure:
    """An amount (stored units) that counts already; what a received figure is weighed against."""

    phase: int
    agency: str
    measure: str
    amount: int


@dataclass(frozen=True, slots=True)
class LearnedLabel:
    """What the coordinator said an agency means by a label; `measure` is empty where it is to be left out."""

    agency: str
    label: str
    measure: str


@dataclass(frozen=True, slots=True)
class LearnedTable:
    """Where an agency's last return had its figures: sheet, and the headings of the two columns that matter."""

    agency: str
    sheet: str
    label_heading: str
    figure_heading: str


@dataclass(frozen=True)
class ReadingContext:
    """What the operation knows: a template is written from it and a workbook is read against it."""

    operation: str
    notice: str
    marking: str
    agencies: tuple[AgencyRef, ...]
    measures: tuple[MeasureRef, ...]
    phases: tuple[PhaseRef, ...]
    learned_labels: tuple[LearnedLabel, ...] = ()
    learned_tables: tuple[LearnedTable, ...] = ()
    history: tuple[PastFigure, ...] = ()
    operation_aliases: tuple[str, ...] = ()

    @cached_property
    def measure(self) -> dict[str, MeasureRef]:
        """The measures by code, in their order."""
        return {each.code: each for each in self.measures}

    @cached_property
    def past(self) -> dict[str, list[PastFigure]]:
        """The figures of `history` by measure, in their order."""
        past: dict[str, list[PastFigure]] = {}
        for each in self.history:
            past.setdefault(each.measure, []).append(each)
        return past
