"""A received file on its way in: what it says, what is odd about it and what accepting it would change."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from opcoord.excel.grid import Grid
from opcoord.model.finding import Finding
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Severity
from opcoord.reading.decisions import Decisions
from opcoord.reading.parsed import ParsedFigure, ParsedReturn

READY = "ready"
NEEDS_REVIEW = "needs review"
REFUSED = "refused"
ALREADY_IMPORTED = "already imported"
SKIPPED = "skipped"
ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that differs from the version that counts now; both as they are displayed."""

    measure: str
    label: str
    unit: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What accepting does to one measure: of the agency and of the region, in stored units."""

    measure: str
    label: str
    unit: str
    agency_before: Qualified | None
    agency_after: Qualified | None
    region_before: Qualified | None
    region_after: Qualified | None

    @property
    def sentence(self) -> str:
        """For example "Arrests 22 → 24, region 110 → 112"."""

        def text(value: Qualified | None) -> str:
            return "none" if value is None else value.text(self.unit)

        return (
            f"{self.label} {text(self.agency_before)} → {text(self.agency_after)}, "
            f"region {text(self.region_before)} → {text(self.region_after)}"
        )


@dataclass(frozen=True, slots=True)
class AmountPreview:
    """How a text would be read as a measure's figure: in words, or the question that it raises."""

    reading: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One received file as inspected. `version` is what it would become; `content` are its bytes."""

    path: Path
    name: str
    sha256: str
    size: int
    status: str
    agency: str | None = None
    agency_name: str = ""
    phase: int | None = None
    version: int | None = None
    figures: tuple[ParsedFigure, ...] = ()
    findings: tuple[Finding, ...] = ()
    parsed: ParsedReturn | None = None
    differences: tuple[Difference, ...] = ()
    effects: tuple[Effect, ...] = ()
    content: bytes = field(default=b"", repr=False)
    #: The file's cells as they came, for the screen; None where it could not be read.
    grid: Grid | None = field(default=None, repr=False, compare=False)
    #: What the coordinator decided so far; `ReturnsService.decide` weighs the file again with other ones.
    decisions: Decisions = field(default_factory=Decisions)
    #: Warnings kept with the version that counts now which this one does not have.
    clears: int = 0
    #: Id and fingerprint of the return that it was compared with, None where none counted.
    against: tuple[int, str] | None = None

    @property
    def answered(self) -> int:
        """How many figures carry an amount, zeros and nils included."""
        return sum(figure.amount is not None for figure in self.figures)

    def of(self, severity: Severity) -> list[Finding]:
        """The findings of one severity."""
        return [finding for finding in self.findings if finding.severity is severity]

    @property
    def can_accept(self) -> bool:
        """Whether it could be accepted at all, warnings with a reason."""
        return self.status in (READY, NEEDS_REVIEW) and not self.of(Severity.ERROR)

    @property
    def reason(self) -> str:
        """One line for the list of received files: why it stands as it does."""
        errors, warnings = self.of(Severity.ERROR), self.of(Severity.WARNING)
        worst = (errors or warnings or list(self.findings))[:1]
        if self.status in (REFUSED, SKIPPED, ALREADY_IMPORTED):
            return f"{worst[0].message} {worst[0].remedy}".strip() if worst else ""
        if errors:
            return worst[0].message + _more(len(errors), "error")
        if warnings:
            return worst[0].message + _more(len(warnings), "warning")
        if self.version is not None and self.version > 1:
            return f"Version {self.version}: {_count(len(self.differences), 'figure differs', 'figures differ')}."
        return f"{_count(self.answered, 'figure', 'figures')}, nothing odd."


def _more(count: int, noun: str) -> str:
    return "" if count == 1 else f" And {_count(count - 1, f'more {noun}', f'more {noun}s')}."


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
