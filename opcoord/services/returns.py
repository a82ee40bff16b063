"""What a coordinator can do with returns: make the workbooks, inspect what came, accept, withdraw, go back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.excel.reader import WorkbookReader
from opcoord.excel.template import write_template
from opcoord.model.fingerprint import fingerprint
from opcoord.model.tables import (
    Figure,
    Measure,
    NotableResult,
    ReceivedFile,
    Return,
    ReturnFinding,
)
from opcoord.model.terms import ReturnStatus, Severity
from opcoord.progress import Progress
from opcoord.queries import phases, reference
from opcoord.reading.parsed import ParsedFigure, ReadingContext
from opcoord.services.candidate import Candidate
from opcoord.services.inspection import current_version, inspect, reading_context
from opcoord.services.lookup import agency_by_code, phase_by_number
from opcoord.storage.audit import actor_name
from opcoord.storage.database import Database, utc_now


class ReturnsService:
    """Brings returns in. `inspect` never writes; each accepted return is one transaction, whole or not at all."""

    def __init__(
        self,
        database: Database,
        reader_factory: Callable[[], AbstractContextManager[WorkbookReader]] = WorkbookReader,
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self._database = database
        self._reader_factory = reader_factory
        self._clock = clock

    # -- going out -------------------------------------------------------------------------------------

    def context(self) -> ReadingContext:
        """What the operation knows, as template writer and reader need it."""
        with self._database.read() as session:
            return reading_context(session)

    def write_templates(
        self,
        phase: int,
        agencies: Sequence[str] | None,
        folder: Path,
        progress: Progress | None = None,
    ) -> list[Path]:
        """Write a return workbook for each agency (all expected ones where None); the paths written.

        Raises OpcoordError for an unknown phase or agency, or where the folder cannot be written.
        """
        progress = progress or Progress()
        with self._database.read() as session:
            view = phases.phase(session, phase)
            known = {each.code: each.name for each in reference.agencies(session)}
            context = reading_context(session)
        if view is None:
            raise OpcoordError(
                f"There is no phase {phase} in this operation.", "The Plan page lists the phases."
            )
        codes = list(agencies) if agencies else list(view.expected)
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise OpcoordError(
                f"There is no agency with the code {unknown[0]}.", "The Reference page lists the codes."
            )
        if not codes:
            raise OpcoordError(
                f"No returns are expected for phase {phase}.", "Choose the forces in the plan of the phase."
            )
        written = []
        for index, code in enumerate(codes):
            progress.step(index, len(codes), f"Writing the workbook for {known[code]}")
            path = folder / template_name(phase, known[code])
            try:
                folder.mkdir(parents=True, exist_ok=True)
                write_template(path, context, code, phase)
            except OSError:
                raise OpcoordError(
                    f"{path.name} cannot be written.",
                    "Close it in Excel if it is open there, or choose another folder.",
                ) from None
            written.append(path)
        return written

    # -- coming in -------------------------------------------------------------------------------------

    def inspect(
        self,
        paths: Sequence[Path],
        *,
        phase: int | None = None,
        agency: str | None = None,
        progress: Progress | None = None,
    ) -> list[Candidate]:
        """Look at files and folders without writing anything: one candidate a file, in order."""
        return inspect(self._database, self._reader_factory, paths, phase, agency, progress or Progress())

    def accept(
        self,
        candidate: Candidate,
        reasons: Mapping[str, str] | None = None,
        reason_for_all: str = "",
    ) -> int:
        """Keep a candidate as the return that counts; the id of the new return.

        Warnings need a reason: by finding code in `reasons`, or one for all. Raises OpcoordError where it
        has errors, a reason is missing, or the agency's return changed since it was inspected.
        """
        if candidate.parsed is None or candidate.phase is None or candidate.agency is None:
            raise OpcoordError(f"{candidate.name} holds no return that can be accepted.")
        if candidate.parsed.has_errors:
            raise OpcoordError(
                f"{candidate.name} has errors, so it cannot be accepted.",
                "Ask the force for a corrected return.",
            )
        reasons = reasons or {}
        for finding in candidate.of(Severity.WARNING):
            if not (reasons.get(finding.code) or reason_for_all).strip():
                raise OpcoordError(
                    f"{candidate.name} has a warning: {finding.message}",
                    "Say in a few words why it is accepted.",
                )
        label = f"Accept return from {candidate.agency_name} for phase {candidate.phase}"
        with self._database.transaction(label) as session:
            return self._store(session, candidate, reasons, reason_for_all)

    def accept_all(
        self, candidates: Sequence[Candidate], progress: Progress | None = None, reason_for_all: str = ""
    ) -> tuple[list[int], list[tuple[Candidate, OpcoordError]]]:
        """Accept several, each by itself; the ids that are in, and what was not accepted and why."""
        progress = progress or Progress()
        accepted, left = [], []
        for index, each in enumerate(candidates):
            progress.step(index, len(candidates), f"Accepting {each.name}")
            try:
                accepted.append(self.accept(each, reason_for_all=reason_for_all))
            except OpcoordError as refusal:
                left.append((each, refusal))
        return accepted, left

    def _store(
        self, session: Session, candidate: Candidate, reasons: Mapping[str, str], reason_for_all: str
    ) -> int:
        parsed = candidate.parsed
        assert parsed is not None and candidate.phase is not None and candidate.agency is not None
        current, newest = current_version(session, candidate.phase, candidate.agency)
        if candidate.version != newest + 1:
            raise OpcoordError(
                f"Another return from {candidate.agency_name} came in since {candidate.name} was checked.",
                "Import the file again to see what it changes now.",
            )
        measures = {each.code: each for each in session.scalars(select(Measure))}
        for figure in parsed.figures:
            # Pence read as things would be a hundred times too many.
            if figure.measure not in measures or measures[figure.measure].unit != figure.unit:
                raise OpcoordError(
                    f"The measure {figure.measure} was changed since {candidate.name} was checked.",
                    "Import the file again to see what it says now.",
                )
        if current is not None:
            session.get_one(Return, current).status = ReturnStatus.SUPERSEDED
        row = Return(
            phase_id=phase_by_number(session, candidate.phase).id,
            agency_id=agency_by_code(session, candidate.agency).id,
            version=newest + 1,
            status=ReturnStatus.ACCEPTED,
            received_file_id=self._keep_file(session, candidate),
            as_at=parsed.as_at,
            completed_by=parsed.completed_by,
            completed_on=parsed.completed_on,
            source=parsed.source,
            accepted_at=_naive(self._clock()),
            accepted_by=actor_name(),
            notable_results=[
                NotableResult(
                    text=each.text,
                    consent=each.consent,
                    embargo_until=each.embargo_until,
                    sheet=each.sheet,
                    cell=each.cell,
                )
                for each in parsed.notable_results
            ],
            findings=[
                ReturnFinding(
                    severity=each.severity,
                    code=each.code,
                    sheet=each.sheet,
                    cell=each.cell,
                    message=each.message,
                    remedy=each.remedy,
                    accepted_reason=(reasons.get(each.code) or reason_for_all)
                    if each.severity is Severity.WARNING
                    else "",
                )
                for each in parsed.findings
            ],
        )
        kept = [
            (each.measure, _figure(measures[each.measure].id, each, parsed.as_at)) for each in parsed.figures
        ]
        row.figures = [figure for _, figure in kept]
        row.fingerprint = fingerprint(kept)
        session.add(row)
        session.flush()
        return row.id

    def _keep_file(self, session: Session, candidate: Candidate) -> int:
        kept = session.scalar(select(ReceivedFile.id).where(ReceivedFile.sha256 == candidate.sha256))
        if kept is not None:
            return kept
        row = ReceivedFile(
            sha256=candidate.sha256,
            name=candidate.name,
            size=candidate.size,
            received_at=_naive(self._clock()),
            content=candidate.content,
        )
        session.add(row)
        session.flush()
        return row.id

    # -- afterwards ------------------------------------------------------------------------------------

    def withdraw(self, return_id: int) -> None:
        """Take a return out of the totals; it stays in the file and can be brought back."""
        with self._database.transaction(self._label("Withdraw", return_id)) as session:
            session.get_one(Return, return_id).status = ReturnStatus.WITHDRAWN

    def restore_version(self, return_id: int) -> None:
        """Make an earlier or withdrawn version the one that counts."""
        with self._database.transaction(self._label("Go back to", return_id)) as session:
            row = session.get_one(Return, return_id)
            others = session.scalars(
                select(Return).where(
                    Return.phase_id == row.phase_id,
                    Return.agency_id == row.agency_id,
                    Return.status == ReturnStatus.ACCEPTED,
                )
            )
            for other in others:
                other.status = ReturnStatus.SUPERSEDED
            row.status = ReturnStatus.ACCEPTED

    def received_bytes(self, sha256: str) -> tuple[str, bytes]:
        """Name and content of a received file, exactly as it came; raises OpcoordError where it is not kept."""
        with self._database.read() as session:
            row = session.scalar(select(ReceivedFile).where(ReceivedFile.sha256 == sha256))
            if row is None:
                raise OpcoordError("That file is not kept here.", "Ask the force for it.")
            return row.name, row.content

    def _label(self, verb: str, return_id: int) -> str:
        with self._database.read() as session:
            row = session.get(Return, return_id)
            if row is None:
                raise OpcoordError("That return is not there any more.")
            return f"{verb} version {row.version} from {row.agency.name} for phase {row.phase.number}"


def template_name(phase: int, agency: str) -> str:
    """The file name of a return workbook, free of characters that Windows does not take."""
    plain = "".join(character if character.isalnum() or character in " &-()" else " " for character in agency)
    return f"{' '.join(plain.split())} phase {phase} return.xlsx"


def _naive(moment: dt.datetime) -> dt.datetime:
    # SQLite keeps no time zone; every stored moment is UTC.
    return moment.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)


def _figure(measure_id: int, parsed: ParsedFigure, as_at: dt.date | None) -> Figure:
    return Figure(
        measure_id=measure_id,
        amount=parsed.amount,
        qualifier=parsed.qualifier,
        empty=parsed.empty,
        state=parsed.state,
        as_at=as_at,
        sheet=parsed.sheet,
        cell=parsed.cell,
        raw=parsed.raw,
        conversion=parsed.conversion,
        joint_amount=parsed.joint_amount,
        joint_with=parsed.joint_with,
        note=parsed.note,
    )
