"""What an operation knows about agencies, measures and phases, as plain data for template and reader."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class PhaseRef:
    """A phase as reader and template writer need it; windows are (first day, last day) pairs."""

    number: int
    theme: str
    windows: tuple[tuple[dt.date, dt.date], ...]
    returns_due: dt.date | None
    collected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What the operation knows: a template is written from it and a workbook is read against it."""

    operation: str
    notice: str
    marking: str
    agencies: tuple[AgencyRef, ...]
    measures: tuple[MeasureRef, ...]
    phases: tuple[PhaseRef, ...]
