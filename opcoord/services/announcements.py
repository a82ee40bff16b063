"""What a coordinator can do with published figures: enter, paste, import, change and remove them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.excel.reader import WorkbookReader
from opcoord.model.finding import Finding
from opcoord.model.tables import Announcement
from opcoord.model.terms import Qualifier, Severity
from opcoord.progress import Progress
from opcoord.queries import history
from opcoord.services.announcement_rows import AnnouncementDraft, ReadRow, RowReader
from opcoord.services.announcement_tables import TextRow, rows_of_grid, rows_of_text
from opcoord.services.context import reading_context
from opcoord.services.lookup import agency_by_code, measure_by_code
from opcoord.storage.database import Database

__all__ = ["AnnouncementDraft", "AnnouncementPreview", "AnnouncementsService", "ReadRow"]

#: Characters of a printed label that the name of an undo step shows.
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class AnnouncementPreview:
    """A table of published figures as it was understood; nothing of it is written yet."""

    rows: tuple[ReadRow, ...]
    #: What was noticed about the table as a whole.
    findings: tuple[Finding, ...] = ()

    @property
    def drafts(self) -> tuple[AnnouncementDraft, ...]:
        """The figures that can be entered."""
        return tuple(each.draft for each in self.rows if each.draft is not None)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """What was noticed about the table and its rows, in order."""
        return (*self.findings, *(finding for row in self.rows for finding in row.findings))


class AnnouncementsService:
    """Keeps published figures. Reading never writes; what is entered together is one step to undo."""

    def __init__(
        self,
        database: Database,
        reader_factory: Callable[[], AbstractContextManager[WorkbookReader]] = WorkbookReader,
    ) -> None:
        self._database = database
        self._reader_factory = reader_factory

    # -- reading ---------------------------------------------------------------------------------------

    def read_row(self, texts: Mapping[str, str], changing: int | None = None) -> ReadRow:
        """One figure typed by hand: texts by the columns of `announcement_rows.COLUMNS`.

        `changing` is the id of the published figure that it replaces, so that it is not taken for a second one.
        """
        return self._read([(1, dict(texts))], (), changing).rows[0]

    def read_text(self, text: str) -> AnnouncementPreview:
        """A pasted table; raises OpcoordError where it is none."""
        return self._read(rows_of_text(text), ())

    def read_file(self, path: Path, progress: Progress | None = None) -> AnnouncementPreview:
        """A table from a CSV or Excel file, read as carefully as a return; raises OpcoordError where refused."""
        with self._reader_factory() as reader:
            grid = reader.read(path, progress)
        return self._read(rows_of_grid(grid), grid.notices)

    def _read(
        self, lines: Sequence[TextRow], findings: Sequence[Finding], changing: int | None = None
    ) -> AnnouncementPreview:
        with self._database.read() as session:
            reader = RowReader(reading_context(session, with_history=False))
            known = _known(session, changing)
        rows = []
        for number, texts in lines:
            row = reader.read(number, texts)
            identity = _identity(row.draft) if row.draft is not None else None
            if identity in known:
                row = _already_there(row)
            elif identity is not None:
                known.add(identity)
            rows.append(row)
        return AnnouncementPreview(tuple(rows), tuple(findings))

    # -- writing ---------------------------------------------------------------------------------------

    def add(self, drafts: Sequence[AnnouncementDraft]) -> list[int]:
        """Enter figures, all or none; their ids. Raises OpcoordError for an unknown agency or measure, or for none."""
        if not drafts:
            raise OpcoordError("There is no figure to enter.", "Look at what is said about the rows.")
        label = f"Enter {_name(drafts[0])}" if len(drafts) == 1 else f"Enter {len(drafts)} published figures"
        with self._database.transaction(label) as session:
            rows = [Announcement(**_values(session, each)) for each in drafts]
            session.add_all(rows)
            session.flush()
            return [each.id for each in rows]

    def change(self, announcement_id: int, draft: AnnouncementDraft) -> None:
        """Correct a published figure; raises OpcoordError where it is not there any more."""
        with self._database.transaction(f"Change {_name(draft)}") as session:
            row = _row(session, announcement_id)
            for name, value in _values(session, draft).items():
                setattr(row, name, value)

    def remove(self, announcement_ids: Sequence[int]) -> None:
        """Take published figures out, all or none."""
        with self._database.transaction(_removal(len(announcement_ids))) as session:
            for each in announcement_ids:
                session.delete(_row(session, each))


def _name(draft: AnnouncementDraft) -> str:
    return f"“{draft.label[:_SHOWN]}” as published by {draft.reporter[:_SHOWN]}"


def _removal(count: int) -> str:
    return "Remove a published figure" if count == 1 else f"Remove {count} published figures"


def _row(session: Session, announcement_id: int) -> Announcement:
    row = session.get(Announcement, announcement_id)
    if row is None:
        raise OpcoordError(
            "That published figure is not there any more.", "It may have been removed meanwhile."
        )
    return row


def _values(session: Session, draft: AnnouncementDraft) -> dict[str, object]:
    values = asdict(draft)
    agency, measure = values.pop("agency"), values.pop("measure")
    values["agency_id"] = agency_by_code(session, agency).id if agency else None
    values["measure_id"] = measure_by_code(session, measure).id if measure else None
    return values


_Identity = tuple[object, ...]


def _identity(draft: AnnouncementDraft) -> _Identity:
    """What makes two entries one: who said what of which phases, and where."""
    return (
        draft.first_phase,
        draft.last_phase,
        draft.reporter.casefold(),
        draft.label.casefold(),
        draft.amount,
        draft.qualifier,
        draft.source,
        draft.printed_period,
    )


def _known(session: Session, changing: int | None) -> set[_Identity]:
    return {
        (
            each.first_phase,
            each.last_phase,
            each.reporter.casefold(),
            each.label.casefold(),
            each.amount,
            Qualifier(each.qualifier),
            each.source,
            each.printed_period,
        )
        for each in history.announcements(session)
        if each.id != changing
    }


def _already_there(row: ReadRow) -> ReadRow:
    finding = Finding(
        Severity.WARNING,
        "already-entered",
        "The same figure from the same source is entered already; the row is left out.",
        "Give the row another source if somebody else published it too.",
        cell=f"row {row.number}",
    )
    return replace(row, draft=None, findings=(*row.findings, finding))
