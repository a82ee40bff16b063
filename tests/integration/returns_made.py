"""Candidates made without a workbook, for tests of what happens after reading."""

from __future__ import annotations

import hashlib
from pathlib import Path

from opcoord.model.finding import Finding
from opcoord.model.terms import Empty, Qualifier, Severity, State
from opcoord.reading.parsed import ParsedFigure, ParsedNotable, ParsedReturn
from opcoord.services.candidate import READY, Candidate
from opcoord.services.weighing import current_version
from opcoord.services.workspace import Workspace


def figure(
    measure: str,
    amount: int | None,
    unit: str = "people",
    qualifier: Qualifier = Qualifier.EXACT,
    state: State = State.CONFIRMED,
    empty: Empty | None = None,
    joint: tuple[int, str] | None = None,
) -> ParsedFigure:
    """A figure in cell D14 of sheet Return; None without `empty` means not answered."""
    if amount is None and empty is None:
        empty = Empty.NOT_ANSWERED
    if amount == 0 and empty is None:
        empty = Empty.ZERO
    return ParsedFigure(
        measure,
        amount,
        unit,
        qualifier,
        empty,
        state,
        "Return",
        "D14",
        str(amount),
        joint_amount=joint[0] if joint else None,
        joint_with=joint[1] if joint else "",
    )


def candidate(
    agency: str,
    phase: int,
    *figures: ParsedFigure,
    version: int = 1,
    findings: tuple[Finding, ...] = (),
    notable: tuple[ParsedNotable, ...] = (),
    replacing: Workspace | None = None,
) -> Candidate:
    """A checked file of `agency` for `phase`, with content that no other candidate has.

    With `replacing`, it was compared with what counts there now.
    """
    against = None
    if replacing is not None:
        with replacing._database.read() as session:
            current, newest = current_version(session, phase, agency)
            against = (current.id, current.fingerprint) if current is not None else None
            version = newest + 1
    content = f"{agency} {phase} {version} {figures}".encode()
    parsed = ParsedReturn(agency, phase, figures, findings, notable)
    return Candidate(
        path=Path(f"{agency}.xlsx"),
        name=f"{agency}.xlsx",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        status=READY,
        agency=agency,
        agency_name=agency,
        phase=phase,
        version=version,
        figures=figures,
        findings=findings,
        parsed=parsed,
        content=content,
        against=against,
    )


def warning(code: str = "outlier") -> Finding:
    """A warning about cell D14."""
    return Finding(Severity.WARNING, code, "Arrests is ten times the last figure.", "Ask.", "Return", "D14")
