"""What a coordinator can do with returns: make the workbooks, inspect what came, accept, withdraw, go back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import delete, select

from opcoord.errors import OpcoordError
from opcoord.excel.grid import Grid
from opcoord.excel.reader import WorkbookReader
from opcoord.excel.template import write_template
from opcoord.model.qualified import Qualified
from opcoord.model.tables import AgencyLabel, AgencyTable, ReceivedFile, Return
from opcoord.model.terms import Empty, ReturnStatus, Severity
from opcoord.progress import Progress
from opcoord.queries import phases, reference
from opcoord.reading.amounts.read_amount import read_amount
from opcoord.reading.decisions import Decisions
from opcoord.reading.parsed import ReadingContext
from opcoord.reading.texts import quoted
from opcoord.services.acceptance import store
from opcoord.services.candidate import AmountPreview, Candidate
from opcoord.services.context import reading_context
from opcoord.services.copies import KnownReturn, KnownReturns
from opcoord.services.inspection import decide, decide_file, inspect
from opcoord.services.keyed import key_in
from opcoord.services.lookup import agency_by_code, measure_by_code
from opcoord.services.standing import Standing
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
            context = reading_context(session, with_history=False)
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
        passwords: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> list[Candidate]:
        """Look at files and folders without writing anything: a candidate for each agency in each file, in order.

        `passwords` opens encrypted workbooks; its keys are the SHA-256 of the files.
        """
        return inspect(
            self._database,
            self._reader_factory,
            paths,
            Decisions(agency, phase),
            passwords or {},
            progress or Progress(),
        )

    def decide(self, candidate: Candidate, decisions: Decisions) -> Candidate:
        """The same file weighed with other decisions; reads no file again and writes nothing."""
        return decide(Standing(self._database), candidate, decisions)

    def weigh_again(
        self, candidates: Sequence[Candidate], progress: Progress | None = None
    ) -> list[Candidate]:
        """The same files, each as decided so far, against what counts now, which is read once for all of them."""
        progress = progress or Progress()
        standing = Standing(self._database)
        weighed = []
        for index, each in enumerate(candidates):
            progress.step(index, len(candidates), f"Checking {each.name}")
            weighed.append(decide(standing, each, each.decisions))
        return weighed

    def decide_file(self, candidate: Candidate, decisions: Decisions) -> list[Candidate]:
        """As `decide`, with a candidate for each agency that the file, read like this, turns out to hold."""
        return decide_file(Standing(self._database), candidate, decisions)

    def key_in(
        self,
        phase: int,
        agency: str,
        entries: Mapping[str, str],
        source: str,
        as_at: dt.date | None = None,
    ) -> Candidate:
        """A return taken by telephone or from an e-mail's text, as a candidate: `entries` are texts by measure code.

        Raises OpcoordError for an unknown phase, agency or measure, or without a `source`.
        """
        return key_in(self._database, phase, agency, entries, source, as_at)

    def preview_amount(self, text: str, measure: str) -> AmountPreview:
        """How `text` would be read as the figure of a measure (its code); raises OpcoordError for an unknown one."""
        with self._database.read() as session:
            row = measure_by_code(session, measure)
            label, unit = row.label, row.unit
        reading = read_amount(text, unit, label)
        if reading.question:
            return AmountPreview(question=reading.question)
        if reading.amount is None or reading.empty is Empty.NIL:
            return AmountPreview(str(reading.empty))
        state = f" ({reading.state})" if reading.state else ""
        return AmountPreview(Qualified(reading.amount, reading.qualifier).text(unit) + state, "")

    def accept(
        self,
        candidate: Candidate,
        reasons: Mapping[str, str] | None = None,
        reason_for_all: str = "",
        keep_file: bool = True,
    ) -> int:
        """Keep a candidate as the return that counts; the id of the new return.

        Warnings need a reason: by finding code in `reasons`, or one for all. Without `keep_file` only the cells
        that were read are kept, not the file with whatever else is in it. Raises OpcoordError where it
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
            return store(
                session,
                candidate,
                candidate.parsed,
                {"": reason_for_all, **reasons},
                keep_file=keep_file,
                now=_naive(self._clock()),
            )

    def accept_all(
        self, candidates: Sequence[Candidate], progress: Progress | None = None, reason_for_all: str = ""
    ) -> tuple[list[int], list[tuple[Candidate, OpcoordError]]]:
        """Accept several, each by itself and the same file once; the ids that are in, and what is not and why."""
        progress = progress or Progress()
        accepted: list[int] = []
        left: list[tuple[Candidate, OpcoordError]] = []
        taken = KnownReturns()
        files: set[tuple[str, str | None, int | None]] = set()
        for index, each in enumerate(candidates):
            progress.step(index, len(candidates), f"Accepting {each.name}")
            file = (each.sha256, each.agency, each.phase)
            if each.sha256 and file in files:
                # The same file under another name: it is in.
                continue
            try:
                if not reason_for_all.strip():
                    _refuse_copy(each, taken)
                accepted.append(self.accept(each, reason_for_all=reason_for_all))
                taken.add(_as_known(each))
                files.add(file)
            except OpcoordError as refusal:
                left.append((each, refusal))
        return accepted, left

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
            if row is None or not row.whole:
                raise OpcoordError("That file is not kept here.", "Ask the force for it.")
            return row.name, row.content

    def received_grid(self, sha256: str, password: str = "", progress: Progress | None = None) -> Grid:
        """The cells of a received file, read again from what was kept; raises OpcoordError where that fails."""
        name, content = self.received_bytes(sha256)
        with self._reader_factory() as reader:
            return reader.read_bytes(name, content, progress, password)

    def forget_label(self, agency: str, label: str) -> None:
        """Ask again what this agency means by `label`."""
        with self._database.transaction(f"Forget what {quoted(label)} means") as session:
            session.execute(
                delete(AgencyLabel).where(
                    AgencyLabel.agency_id == agency_by_code(session, agency).id, AgencyLabel.label == label
                )
            )

    def forget_table(self, agency: str) -> None:
        """Look for this agency's table anew when its next return comes."""
        with self._database.transaction("Forget where the figures stand") as session:
            session.execute(
                delete(AgencyTable).where(AgencyTable.agency_id == agency_by_code(session, agency).id)
            )

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


def _refuse_copy(candidate: Candidate, taken: KnownReturns) -> None:
    """Files that came together may be copies of each other: what was `taken` just now counts for the next.

    What counted before was compared when the file was checked. Raises OpcoordError for a copy.
    """
    if candidate.phase is None or candidate.agency is None:
        return
    for finding in taken.copy_findings(candidate.phase, candidate.agency, candidate.figures):
        raise OpcoordError(f"{candidate.name} was not accepted: {finding.message}", finding.remedy)


def _as_known(candidate: Candidate) -> KnownReturn:
    amounts = {each.measure: each.amount for each in candidate.figures if each.amount is not None}
    return KnownReturn(
        candidate.phase or 0,
        candidate.agency or "",
        candidate.agency_name,
        candidate.version or 1,
        ReturnStatus.ACCEPTED,
        amounts,
    )


def _naive(moment: dt.datetime) -> dt.datetime:
    # SQLite keeps no time zone; every stored moment is UTC.
    return moment.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
