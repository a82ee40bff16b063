"""Weighs what a file says against what counts: status, differences, effect on the totals, copies."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.finding import Finding
from opcoord.model.tables import Agency, Phase, Return, ReturnFinding
from opcoord.model.terms import ReturnStatus, Severity
from opcoord.reading.parsed import ParsedReturn
from opcoord.services import candidate as status
from opcoord.services.candidate import Candidate
from opcoord.services.comparison import compare
from opcoord.services.exceptions import with_exceptions
from opcoord.services.standing import Standing, Version


def weigh(standing: Standing, base: Candidate, parsed: ParsedReturn) -> Candidate:
    """`base` with what `parsed` says of it and what accepting that would change."""
    context = standing.context
    names = {each.code: each.name for each in context.agencies}
    weighed = replace(
        base,
        status=status.NEEDS_REVIEW,
        agency=parsed.agency,
        agency_name=names.get(parsed.agency or "", ""),
        phase=parsed.phase,
        version=None,
        figures=parsed.figures,
        findings=parsed.findings,
        parsed=parsed,
        differences=(),
        effects=(),
        clears=0,
        against=None,
    )
    known_phase = parsed.phase in {each.number for each in context.phases}
    if parsed.agency not in names or not known_phase or parsed.phase is None:
        # Without force and phase there is nothing to compare with: somebody has to say both first.
        return replace(weighed, status=status.REFUSED if parsed.has_errors else status.NEEDS_REVIEW)
    labels = {each.code: each.label for each in context.measures}
    versions = standing.versions.get((parsed.phase, parsed.agency), [])
    current = next((each for each in versions if each.status == ReturnStatus.ACCEPTED), None)
    counting, accepted = None, []
    if current is not None:
        counting = standing.counting(current.id)
        with standing.database.read() as session:
            accepted = _accepted_warnings(session, current.id)
    differences, effects = compare(standing, parsed.phase, parsed.agency, counting, parsed.figures, labels)
    copies = standing.returns.copy_findings(parsed.phase, parsed.agency, parsed.figures)
    findings = with_exceptions(
        (*parsed.findings, *copies),
        standing.exceptions,
        parsed.figures,
        parsed.agency,
        parsed.phase,
        dt.date.today(),
    )
    remaining = {(each.code, each.cell) for each in findings}
    parsed = replace(parsed, findings=findings)
    odd = any(finding.severity is not Severity.NOTICE for finding in findings)
    return replace(
        weighed,
        status=status.NEEDS_REVIEW if odd or current is not None else status.READY,
        findings=findings,
        parsed=parsed,
        version=max((each.version for each in versions), default=0) + 1,
        differences=differences,
        effects=effects,
        clears=sum(each not in remaining for each in accepted),
        against=(current.id, current.fingerprint) if current is not None else None,
    )


def _accepted_warnings(session: Session, return_id: int) -> list[tuple[str, str]]:
    """Code and cell of each warning that was accepted with a return."""
    query = select(ReturnFinding.code, ReturnFinding.cell).where(
        ReturnFinding.return_id == return_id, ReturnFinding.severity == Severity.WARNING
    )
    return [(code, cell) for code, cell in session.execute(query)]


def current_version(session: Session, phase: int, agency: str) -> tuple[Return | None, int]:
    """The return that counts for an agency and phase (None without), and its newest version's number."""
    mine = (
        select(Return)
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
        .where(Phase.number == phase, Agency.code == agency)
    )
    rows = session.scalars(mine).all()
    counting = next((row for row in rows if row.status == ReturnStatus.ACCEPTED), None)
    return counting, max((row.version for row in rows), default=0)


def earlier_imports(standing: Standing, sha256: str) -> list[Candidate]:
    """What came in from exactly this file already: a settled candidate for each agency and phase."""
    found: dict[tuple[str, int], Candidate] = {}
    for earlier in standing.imported.get(sha256, ()):
        found.setdefault((earlier.agency, earlier.phase), _settled(earlier))
    return list(found.values())


def _settled(earlier: Version) -> Candidate:
    which = f"as version {earlier.version} from {earlier.agency_name} for phase {earlier.phase}"
    finding = Finding(
        Severity.NOTICE,
        "already-imported",
        f"This file is already in, {which}.",
        "Nothing needs to be done.",
    )
    if earlier.status != ReturnStatus.ACCEPTED:
        finding = Finding(
            Severity.WARNING,
            "already-superseded",
            f"This file is already in, {which}, but that version does not count now.",
            f"Go back to version {earlier.version} on the Returns page if it should.",
        )
    return Candidate(
        path=Path(),
        name="",
        sha256="",
        size=0,
        status=status.ALREADY_IMPORTED,
        agency=earlier.agency,
        agency_name=earlier.agency_name,
        phase=earlier.phase,
        version=earlier.version,
        findings=(finding,),
    )
