"""Looks at received files without writing anything: opens, reads, compares, and says what is odd."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.excel.files import collect
from opcoord.excel.grid import Grid
from opcoord.excel.reader import WorkbookReader
from opcoord.model.finding import Finding
from opcoord.model.tables import Agency, Phase, ReceivedFile, Return
from opcoord.model.terms import ReturnStatus, Severity
from opcoord.progress import Progress
from opcoord.queries import phases, reference
from opcoord.reading import read_return
from opcoord.reading.parsed import AgencyRef, MeasureRef, ParsedReturn, PhaseRef, ReadingContext
from opcoord.services import candidate as status
from opcoord.services.candidate import Candidate
from opcoord.services.comparison import compare
from opcoord.storage.database import Database

#: Larger files are refused before they are read: no return among thousands came near.
LARGEST_FILE = 25 * 1024 * 1024


def reading_context(session: Session) -> ReadingContext:
    """What the operation knows, against which a workbook is read."""
    operation = reference.operation(session)
    measures = reference.measures(session)
    return ReadingContext(
        operation=operation.name,
        notice=operation.notice,
        marking=operation.marking,
        agencies=tuple(AgencyRef(each.code, each.name, each.aliases) for each in reference.agencies(session)),
        measures=tuple(
            MeasureRef(
                each.code, each.label, each.unit, each.definition, each.heading, each.part_of, each.aliases
            )
            for each in measures
        ),
        phases=tuple(
            PhaseRef(
                each.number,
                each.theme,
                tuple((window.starts_on, window.ends_on) for window in each.windows if not window.agency),
                each.returns_due,
                each.measures,
            )
            for each in phases.phases(session)
        ),
    )


def inspect(
    database: Database,
    reader_factory: Callable[[], AbstractContextManager[WorkbookReader]],
    paths: Sequence[Path],
    phase: int | None,
    agency: str | None,
    progress: Progress,
) -> list[Candidate]:
    """A candidate for every file below `paths`; one that cannot be read becomes "refused" and the rest go on."""
    files, skipped = collect(list(paths))
    found = [
        Candidate(
            Path(finding.sheet or ""), _skipped_name(finding), "", 0, status.SKIPPED, findings=(finding,)
        )
        for finding in skipped
    ]
    with database.read() as session:
        context = reading_context(session)
    # While one file is weighed here, the next is being read: the reader process never waits for this one.
    with reader_factory() as reader, ThreadPoolExecutor(1, "opcoord-reading") as ahead:

        def begin(place: int) -> Future[Candidate | _Opened] | None:
            return (
                ahead.submit(_open, database, reader, files[place], progress) if place < len(files) else None
            )

        reading = begin(0)
        for index, path in enumerate(files):
            progress.step(index, len(files), f"Reading {path.name}")
            assert reading is not None
            opened = reading.result()
            reading = begin(index + 1)
            if isinstance(opened, Candidate):
                found.append(opened)
            else:
                parsed = read_return(opened.grid, context, path.name, phase=phase, agency=agency)
                found.append(_weigh(database, context, opened.base, parsed))
    progress.step(len(files), len(files), "Read")
    return found


def _skipped_name(finding: Finding) -> str:
    return finding.sheet or finding.message


def _refused(path: Path, code: str, message: str, remedy: str, sha256: str = "", size: int = 0) -> Candidate:
    finding = Finding(Severity.ERROR, code, message, remedy)
    return Candidate(path, path.name, sha256, size, status.REFUSED, findings=(finding,))


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file that could be read, before anybody asked what it means."""

    base: Candidate
    grid: Grid


def _open(database: Database, reader: WorkbookReader, path: Path, progress: Progress) -> Candidate | _Opened:
    """The cells of a file, or the finished candidate where it is refused or in already."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            return _refused(
                path,
                "too-large",
                f"{path.name} is larger than 25 MB.",
                "Ask the force to send the return without pictures and other sheets.",
                size=size,
            )
        content = path.read_bytes()
    except FileNotFoundError:
        return _refused(path, "not-found", f"There is no file {path.name}.", "Check the name and the folder.")
    except OSError:
        return _refused(
            path,
            "cannot-open",
            f"{path.name} cannot be opened.",
            "Close it in Excel, or wait until it is downloaded, and try again.",
        )
    sha256 = hashlib.sha256(content).hexdigest()
    earlier = _already(database, sha256)
    if earlier is not None:
        return replace(earlier, path=path, name=path.name, sha256=sha256, size=len(content))
    try:
        grid = reader.read_bytes(path.name, content, progress)
    except OpcoordError as refusal:
        code = getattr(refusal, "code", "refused")
        return _refused(path, code, refusal.message, refusal.hint, sha256, len(content))
    base = Candidate(path, path.name, sha256, len(content), status.NEEDS_REVIEW, content=content)
    return _Opened(base, grid)


def _already(database: Database, sha256: str) -> Candidate | None:
    query = (
        select(Return, Agency, Phase.number)
        .join(ReceivedFile, ReceivedFile.id == Return.received_file_id)
        .join(Agency, Agency.id == Return.agency_id)
        .join(Phase, Phase.id == Return.phase_id)
        .where(ReceivedFile.sha256 == sha256, Return.status != ReturnStatus.WITHDRAWN)
        .order_by(Return.version.desc())
        .limit(1)
    )
    with database.read() as session:
        row = session.execute(query).first()
        if row is None:
            return None
        earlier, agency, number = row
        finding = Finding(
            Severity.NOTICE,
            "already-imported",
            f"This file is already in, as version {earlier.version} from {agency.name} for phase {number}.",
            "Nothing needs to be done.",
        )
        return Candidate(
            Path(), "", sha256, 0, status.ALREADY_IMPORTED, agency.code, agency.name, number, earlier.version,
            findings=(finding,),
        )  # fmt: skip


def _weigh(database: Database, context: ReadingContext, base: Candidate, parsed: ParsedReturn) -> Candidate:
    names = {each.code: each.name for each in context.agencies}
    known_phase = parsed.phase in {each.number for each in context.phases}
    weighed = replace(
        base,
        agency=parsed.agency,
        agency_name=names.get(parsed.agency or "", ""),
        phase=parsed.phase,
        figures=parsed.figures,
        findings=parsed.findings,
        parsed=parsed,
    )
    if parsed.agency not in names or not known_phase or parsed.phase is None:
        # Without force and phase there is nothing to correct in place: the file is turned away whole.
        return replace(weighed, status=status.REFUSED if parsed.has_errors else status.NEEDS_REVIEW)
    labels = {each.code: each.label for each in context.measures}
    with database.read() as session:
        current, newest = current_version(session, parsed.phase, parsed.agency)
        differences, effects = compare(session, parsed.phase, parsed.agency, current, parsed.figures, labels)
    odd = any(finding.severity is not Severity.NOTICE for finding in parsed.findings)
    return replace(
        weighed,
        status=status.NEEDS_REVIEW if odd or current is not None else status.READY,
        version=newest + 1,
        differences=differences,
        effects=effects,
    )


def current_version(session: Session, phase: int, agency: str) -> tuple[int | None, int]:
    """The id of the return that counts for an agency and phase (None without), and its newest version's number."""
    mine = (
        select(Return.id, Return.status, Return.version)
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
        .where(Phase.number == phase, Agency.code == agency)
    )
    rows = session.execute(mine).all()
    counting = [row.id for row in rows if row.status == ReturnStatus.ACCEPTED]
    return (counting[0] if counting else None), max((row.version for row in rows), default=0)
