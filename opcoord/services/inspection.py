"""Looks at received files without writing anything: opens, reads, compares, and says what is odd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from opcoord.excel.files import collect
from opcoord.model.finding import Finding
from opcoord.progress import Progress
from opcoord.reading import read_returns
from opcoord.reading.decisions import Decisions
from opcoord.services import candidate as status
from opcoord.services.candidate import Candidate
from opcoord.services.read_ahead import Opened, ReadAhead, ReaderFactory, enough_readers
from opcoord.services.standing import Standing
from opcoord.services.weighing import earlier_imports, weigh
from opcoord.storage.database import Database


def inspect(
    database: Database,
    reader_factory: ReaderFactory,
    paths: Sequence[Path],
    decisions: Decisions,
    passwords: Mapping[str, str],
    progress: Progress,
) -> list[Candidate]:
    """A candidate for every agency in every file below `paths`; a file that cannot be read becomes "refused" and
    the rest go on. `passwords` opens encrypted files, by the SHA-256 of the file."""
    files, skipped = collect(list(paths))
    found = [
        Candidate(
            Path(finding.sheet or ""), _skipped_name(finding), "", 0, status.SKIPPED, findings=(finding,)
        )
        for finding in skipped
    ]
    standing = Standing(database)
    with ExitStack() as stack:
        readers = enough_readers(stack, reader_factory, len(files))
        ahead = stack.enter_context(ReadAhead(readers, progress, passwords))
        for index, path in enumerate(files):
            progress.step(index, len(files), f"Reading {path.name}")
            # While this file is weighed, the next are being read.
            while ahead.begun < len(files) and ahead.has_room:
                ahead.begin(files[ahead.begun])
            if index == 0:
                # The readers have only just started.
                standing.get_ready()
            found += _understood(standing, ahead.next(), decisions)
    progress.step(len(files), len(files), "Read")
    return found


def decide(standing: Standing, candidate: Candidate, decisions: Decisions) -> Candidate:
    """The same file, weighed with other decisions; nothing is read again and nothing written."""
    wanted = decisions.agency or candidate.agency
    weighed = decide_file(standing, candidate, decisions)
    return next((each for each in weighed if each.agency == wanted), weighed[0])


def decide_file(standing: Standing, candidate: Candidate, decisions: Decisions) -> list[Candidate]:
    """As `decide`, with a candidate for each agency that the file, read like this, turns out to hold."""
    if candidate.grid is None:
        return [candidate]
    by_hand = not candidate.sha256
    returns = read_returns(candidate.grid, standing.context, "" if by_hand else candidate.name, decisions)
    weighed = []
    for parsed in returns:
        own = decisions if len(returns) == 1 else replace(decisions, agency=parsed.agency)
        if by_hand and candidate.parsed is not None:
            # What was told with it stands on no sheet.
            told = candidate.parsed
            parsed = replace(parsed, source=told.source, as_at=told.as_at, table=None)
        weighed.append(weigh(standing, replace(candidate, decisions=own), parsed))
    return weighed


def _understood(standing: Standing, opened: Candidate | Opened, decisions: Decisions) -> list[Candidate]:
    base = opened if isinstance(opened, Candidate) else opened.base
    earlier = earlier_imports(standing, base.sha256) if base.sha256 else []
    settled = {
        (each.agency, each.phase): replace(
            each, path=base.path, name=base.name, sha256=base.sha256, size=base.size
        )
        for each in earlier
    }
    if isinstance(opened, Candidate):
        # A file that is in and cannot be read now, for want of its password: that it is in is what matters.
        return list(settled.values()) or [opened]
    returns = read_returns(opened.grid, standing.context, base.name, decisions)
    candidates = []
    for parsed in returns:
        known = settled.get((parsed.agency, parsed.phase))
        if known is None and settled and len(returns) == 1:
            # Accepted as somebody decided then, which the file by itself does not say.
            known = next(iter(settled.values()))
        own = decisions if len(returns) == 1 else replace(decisions, agency=parsed.agency)
        whole = replace(base, grid=opened.grid, decisions=own)
        candidates.append(known or weigh(standing, whole, parsed))
    return candidates


def _skipped_name(finding: Finding) -> str:
    return finding.sheet or finding.message
