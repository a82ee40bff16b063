"""Makes Operation Scorpion (sample): real published figures, brought in through real workbooks."""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from pathlib import Path

from opcoord.errors import OpcoordError
from opcoord.excel.reader import WorkbookReader
from opcoord.excel.template import TemplateValue, write_template
from opcoord.model.refs import ReadingContext
from opcoord.progress import Progress
from opcoord.services.operation import OperationService
from opcoord.services.published import PublishedFigures
from opcoord.services.returns import ReturnsService, template_name
from opcoord.storage.connections import discard
from opcoord.storage.database import Database

SAMPLE_NAME = "Operation Scorpion (sample)"
SAMPLE_NOTICE = (
    "Sample: these returns were rebuilt from published figures and are not the forces’ own returns."
)
#: The phase whose returns are left beside the operation, for a newcomer to import.
WAITING_PHASE = 7
_REASON = "Kept as published in the sample."


def waiting_folder(operation_file: Path) -> Path:
    """The folder beside a sample that holds its returns not yet imported."""
    return operation_file.with_name(f"{operation_file.stem} waiting returns")


def build_sample(path: Path, progress: Progress | None = None) -> Database:
    """Make the sample at `path` with the returns of phases 1 to 6 imported; those of phase 7 wait as files.

    Raises OpcoordError where the file exists or cannot be written. The database returned is open.
    """
    progress = progress or Progress()
    database = Database.create(path)
    try:
        operation = OperationService(database)
        operation.start_from_shipped(SAMPLE_NAME, notice=SAMPLE_NOTICE, with_phases=True)
        # What Gloucestershire calls it in its own releases.
        operation.set_alias("GL", "Vanquish")
        # What a virus scanner still looks at when the folder is to go, the system clears away some day.
        temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        with WorkbookReader() as reader, temporary as folder:
            returns = ReturnsService(database, lambda: nullcontext(reader))
            context = returns.context()
            published = PublishedFigures(context)
            with database.transaction("Enter the published figures") as session:
                published.add_announcements(session)
                published.add_panel(session)
            for phase in range(1, WAITING_PHASE):
                progress.step(phase - 1, WAITING_PHASE, f"Importing the returns of phase {phase}")
                files = _write(context, published, phase, Path(folder))
                for candidate in returns.inspect(files, progress=progress):
                    if not candidate.can_accept:
                        raise OpcoordError(f"The sample cannot be made: {candidate.reason}")
                    returns.accept(candidate, reason_for_all=_REASON)
            waiting = waiting_folder(path)
            waiting.mkdir(exist_ok=True)
            _write(context, published, WAITING_PHASE, waiting)
        progress.step(WAITING_PHASE, WAITING_PHASE, "Ready")
    except BaseException:
        database.close()
        discard(path)
        raise
    return database


def _write(context: ReadingContext, published: PublishedFigures, phase: int, folder: Path) -> list[Path]:
    names = {each.code: each.name for each in context.agencies}
    files = []
    for agency, (source, figures) in published.returns(phase).items():
        path = folder / template_name(phase, names[agency])
        write_template(
            path,
            context,
            agency,
            phase,
            values={
                measure: TemplateValue(amount, qualifier, note=note)
                for measure, (amount, qualifier, note) in figures.items()
            },
            completed_by=f"Returns desk, {names[agency]}",
            source=source,
        )
        files.append(path)
    return files
