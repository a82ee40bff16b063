"""Looks at received files without writing anything: opens, reads, compares, and says what is odd."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue

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
from opcoord.reading.texts import storable
from opcoord.services import candidate as status
from opcoord.services.candidate import Candidate
from opcoord.services.comparison import compare
from opcoord.services.copies import copy_findings
from opcoord.storage.database import Database

#: Larger files are refused before they are read: no return among thousands came near.
LARGEST_FILE = 25 * 1024 * 1024
#: From this many on, the start of a second reader process pays for itself.
_FILES_FOR_TWO_READERS = 16

ReaderFactory = Callable[[], AbstractContextManager[WorkbookReader]]


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
    reader_factory: ReaderFactory,
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
    with ExitStack() as stack:
        ahead = stack.enter_context(_Ahead(_readers(stack, reader_factory, len(files)), progress))
        for index, path in enumerate(files):
            progress.step(index, len(files), f"Reading {path.name}")
            # While this file is weighed, the next are being read.
            while ahead.begun < len(files) and ahead.has_room:
                ahead.begin(_take(database, files[ahead.begun]))
            opened = ahead.next()
            if isinstance(opened, Candidate):
                found.append(opened)
            else:
                parsed = read_return(opened.grid, context, path.name, phase=phase, agency=agency)
                found.append(_weigh(database, context, opened.base, parsed))
    progress.step(len(files), len(files), "Read")
    return found


def _readers(stack: ExitStack, factory: ReaderFactory, files: int) -> list[WorkbookReader]:
    """One reader, or two for many files where there are processors for both and the factory gives another."""
    wanted = 2 if files >= _FILES_FOR_TWO_READERS and (os.cpu_count() or 1) > 1 else 1
    readers: list[WorkbookReader] = []
    for _ in range(wanted):
        reader = stack.enter_context(factory())
        if not any(reader is each for each in readers):
            readers.append(reader)
    return readers


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file that could be read, before anybody asked what it means."""

    base: Candidate
    grid: Grid


class _Ahead:
    """Reads files in the background, a few of them ahead; each reader serves one thread at a time."""

    def __init__(self, readers: list[WorkbookReader], progress: Progress) -> None:
        self._free: SimpleQueue[WorkbookReader] = SimpleQueue()
        for reader in readers:
            self._free.put(reader)
        self._progress = progress
        self._threads = ThreadPoolExecutor(len(readers), "opcoord-reading")
        self._most = len(readers) + 1
        self._waiting: deque[Future[Candidate | _Opened] | Candidate] = deque()
        self.begun = 0

    def __enter__(self) -> _Ahead:
        return self

    def __exit__(self, *_error: object) -> None:
        self._threads.shutdown(cancel_futures=True)

    @property
    def has_room(self) -> bool:
        """Whether another file should be begun now."""
        return len(self._waiting) < self._most

    def begin(self, taken: Candidate) -> None:
        """Read this file next; one that is settled already only keeps its place."""
        settled = taken.status in (status.REFUSED, status.ALREADY_IMPORTED)
        self._waiting.append(taken if settled else self._threads.submit(self._read, taken))
        self.begun += 1

    def next(self) -> Candidate | _Opened:
        """The oldest file that was begun, as soon as it is read."""
        oldest = self._waiting.popleft()
        return oldest if isinstance(oldest, Candidate) else oldest.result()

    def _read(self, taken: Candidate) -> Candidate | _Opened:
        reader = self._free.get()
        try:
            return _Opened(taken, reader.read_bytes(taken.name, taken.content, self._progress))
        except OpcoordError as refusal:
            code = getattr(refusal, "code", "refused")
            return _refused(taken.path, code, refusal.message, refusal.hint, taken.sha256, taken.size)
        finally:
            self._free.put(reader)


def _skipped_name(finding: Finding) -> str:
    return finding.sheet or finding.message


def _refused(path: Path, code: str, message: str, remedy: str, sha256: str = "", size: int = 0) -> Candidate:
    finding = Finding(Severity.ERROR, code, message, remedy)
    return Candidate(path, path.name, sha256, size, status.REFUSED, findings=(finding,))


def _take(database: Database, path: Path) -> Candidate:
    """The bytes of a file, or why they are not wanted: refused or in already."""
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
        return replace(earlier, path=path, name=storable(path.name), sha256=sha256, size=len(content))
    return Candidate(path, storable(path.name), sha256, len(content), status.NEEDS_REVIEW, content=content)


def _already(database: Database, sha256: str) -> Candidate | None:
    query = (
        select(Return, Agency, Phase.number)
        .join(ReceivedFile, ReceivedFile.id == Return.received_file_id)
        .join(Agency, Agency.id == Return.agency_id)
        .join(Phase, Phase.id == Return.phase_id)
        .where(ReceivedFile.sha256 == sha256, Return.status != ReturnStatus.WITHDRAWN)
        # The version that counts, where this file is one of several versions.
        .order_by((Return.status == ReturnStatus.ACCEPTED).desc(), Return.version.desc())
        .limit(1)
    )
    with database.read() as session:
        row = session.execute(query).first()
        if row is None:
            return None
        earlier, agency, number = row
        which = f"as version {earlier.version} from {agency.name} for phase {number}"
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
        copies = copy_findings(session, parsed.phase, parsed.agency, parsed.figures)
    parsed = replace(parsed, findings=(*parsed.findings, *copies))
    odd = any(finding.severity is not Severity.NOTICE for finding in parsed.findings)
    return replace(
        weighed,
        status=status.NEEDS_REVIEW if odd or current is not None else status.READY,
        findings=parsed.findings,
        parsed=parsed,
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
