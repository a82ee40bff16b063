"""Writes what is taken over from another file, in the caller's transaction; nothing of it is guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.dates import format_date
from opcoord.model.fingerprint import RULE, fingerprint
from opcoord.model.tables import (
    Agency,
    AgencyAlias,
    AgencyLabel,
    AgencyTable,
    Announcement,
    Base,
    CollectedMeasure,
    ExpectedReturn,
    Figure,
    Measure,
    MeasureAlias,
    Milestone,
    NotableResult,
    Note,
    Phase,
    PhasePartner,
    PhaseWindow,
    ReceivedFile,
    Return,
    ReturnFinding,
    Wording,
)
from opcoord.model.terms import ReturnStatus, Severity
from opcoord.queries.returns import figures
from opcoord.services.copies import KnownReturns, known_returns
from opcoord.services.differences.records import Line
from opcoord.services.lookup import agency_by_code, measure_by_code, phase_by_number
from opcoord.services.weighing import current_version
from opcoord.storage.audit import actor_name

#: In this order, so that each finds what it needs.
_ORDER = ("agency", "measure", "phase", "return", "announcement", "note", "wording")
_LEFT_TO_EACH_FILE = frozenset({"id"})


class Merger:
    """Brings lines of `there` into `here`. `other` is what the other file is called, `now` naive UTC."""

    def __init__(self, here: Session, there: Session, other: str, now: dt.datetime) -> None:
        self._here, self._there = here, there
        self._other, self._now = other, now
        self._parts: list[tuple[str, str]] = []

    def merge(self, chosen: Sequence[Line]) -> None:
        """Write every chosen line; raises OpcoordError where something that a line needs is not here."""
        work: dict[str, Callable[[int | str], None]] = {
            "agency": lambda code: self._agency(str(code)),
            "measure": lambda code: self._measure(str(code)),
            "phase": lambda number: self._phase(int(number)),
            "return": lambda id_: self._return(int(id_)),
            "announcement": lambda id_: self._announcement(int(id_)),
            "note": lambda id_: self._note(int(id_)),
            "wording": lambda id_: self._wording(int(id_)),
        }
        for kind in _ORDER:
            for line in chosen:
                if line.take is not None and line.take.kind == kind:
                    work[kind](line.take.which)
            self._here.flush()
            if kind == "measure":
                self._join_parts()

    # -- finding in the other file, and here -----------------------------------------------------------

    def _agency_here(self, agency_id: int | None) -> int | None:
        if agency_id is None:
            return None
        return agency_by_code(self._here, self._there.get_one(Agency, agency_id).code).id

    def _measure_here(self, measure_id: int | None) -> int | None:
        if measure_id is None:
            return None
        theirs = self._there.get_one(Measure, measure_id)
        mine = measure_by_code(self._here, theirs.code)
        if mine.unit != theirs.unit:
            raise OpcoordError(
                f"{mine.label} is counted in another unit there, so nothing was taken over.",
                "Settle the unit on the Reference page first.",
            )
        return mine.id

    def _phase_here(self, phase_id: int | None) -> int | None:
        if phase_id is None:
            return None
        return phase_by_number(self._here, self._there.get_one(Phase, phase_id).number).id

    # -- what is only there ----------------------------------------------------------------------------

    def _agency(self, code: str) -> None:
        row = agency_by_code(self._there, code)
        made = Agency(**_columns(row))
        made.position = _next_position(self._here, Agency)
        made.aliases = [AgencyAlias(alias=each.alias) for each in row.aliases]
        self._here.add(made)

    def _measure(self, code: str) -> None:
        row = measure_by_code(self._there, code)
        made = Measure(**_columns(row, "part_of_id"))
        made.position = _next_position(self._here, Measure)
        made.aliases = [MeasureAlias(alias=each.alias) for each in row.aliases]
        self._here.add(made)
        self._here.flush()
        if row.part_of is not None:
            self._parts.append((code, row.part_of.code))

    def _join_parts(self) -> None:
        """Once all measures are here: a part may have come before its whole."""
        for part, whole in self._parts:
            measure_by_code(self._here, part).part_of = measure_by_code(self._here, whole)

    def _phase(self, number: int) -> None:
        row = phase_by_number(self._there, number)
        made = Phase(**_columns(row, "lead_agency_id"))
        made.lead_agency_id = self._agency_here(row.lead_agency_id)
        made.windows = [
            PhaseWindow(
                starts_on=each.starts_on, ends_on=each.ends_on, agency_id=self._agency_here(each.agency_id)
            )
            for each in row.windows
        ]
        made.partners = [PhasePartner(agency_id=self._agency_here(each.agency_id)) for each in row.partners]
        made.expected = [ExpectedReturn(agency_id=self._agency_here(each.agency_id)) for each in row.expected]
        made.measures = [
            CollectedMeasure(measure_id=self._measure_here(each.measure_id)) for each in row.measures
        ]
        made.milestones = [
            Milestone(title=each.title, due_on=each.due_on, done_on=each.done_on) for each in row.milestones
        ]
        self._here.add(made)

    def _announcement(self, id_: int) -> None:
        row = self._there.get_one(Announcement, id_)
        made = Announcement(**_columns(row, "agency_id", "measure_id"))
        made.agency_id = self._agency_here(row.agency_id)
        made.measure_id = self._measure_here(row.measure_id)
        self._here.add(made)

    def _note(self, id_: int) -> None:
        row = self._there.get_one(Note, id_)
        made = Note(**_columns(row, "agency_id", "phase_id"))
        made.agency_id, made.phase_id = self._agency_here(row.agency_id), self._phase_here(row.phase_id)
        self._here.add(made)

    def _wording(self, id_: int) -> None:
        row = self._there.get_one(Wording, id_)
        phase_id = self._phase_here(row.phase_id)
        assert phase_id is not None
        self._here.add(Wording(**_columns(row, "phase_id"), phase_id=phase_id))

    # -- returns ---------------------------------------------------------------------------------------

    def _return(self, id_: int) -> None:
        """Their version becomes the newest one here, and counts."""
        row = self._there.get_one(Return, id_)
        phase_id, agency_id = self._phase_here(row.phase_id), self._agency_here(row.agency_id)
        assert phase_id is not None and agency_id is not None
        current, newest = current_version(self._here, row.phase.number, row.agency.code)
        findings = [ReturnFinding(**_columns(each, "return_id")) for each in row.findings]
        findings += [*self._copies(row), self._origin(row)]
        if current is not None:
            current.status = ReturnStatus.SUPERSEDED
        made = Return(**_columns(row, "phase_id", "agency_id", "received_file_id"))
        made.phase_id, made.agency_id = phase_id, agency_id
        made.version, made.status = newest + 1, ReturnStatus.ACCEPTED
        made.received_file_id = self._received_file(row.received_file_id)
        made.accepted_at, made.accepted_by = self._now, actor_name()
        pairs = [(each.measure.code, self._figure(each)) for each in row.figures]
        made.figures = [figure for _, figure in pairs]
        made.fingerprint, made.fingerprint_rule = fingerprint(pairs), RULE
        made.notable_results = [NotableResult(**_columns(each, "return_id")) for each in row.notable_results]
        made.findings = findings
        self._here.add(made)
        self._learn(row.agency_id, agency_id)
        self._here.flush()

    def _figure(self, row: Figure) -> Figure:
        measure_id = self._measure_here(row.measure_id)
        assert measure_id is not None
        return Figure(**_columns(row, "return_id", "measure_id"), measure_id=measure_id)

    def _received_file(self, file_id: int | None) -> int | None:
        if file_id is None:
            return None
        row = self._there.get_one(ReceivedFile, file_id)
        kept = self._here.scalar(select(ReceivedFile).where(ReceivedFile.sha256 == row.sha256))
        if kept is None:
            kept = ReceivedFile(**_columns(row))
            self._here.add(kept)
            self._here.flush()
        elif row.whole and not kept.whole:
            kept.content, kept.whole = row.content, True
        return kept.id

    def _copies(self, row: Return) -> list[ReturnFinding]:
        """What repeats other figures here is a warning of this return (rule 10), accepted by taking it over."""
        theirs = figures(self._there, row.id)
        known = KnownReturns(known_returns(self._here))
        found = known.copy_findings(row.phase.number, row.agency.code, theirs)
        return [
            ReturnFinding(
                severity=each.severity,
                code=each.code,
                message=each.message,
                remedy=each.remedy,
                accepted_reason=f"Taken over from {self._other}.",
            )
            for each in found
        ]

    def _origin(self, row: Return) -> ReturnFinding:
        day = format_date(row.accepted_at.replace(tzinfo=dt.UTC).astimezone().date())
        by = f" by {row.accepted_by}" if row.accepted_by else ""
        return ReturnFinding(
            severity=Severity.NOTICE,
            code="taken-over",
            message=f"Taken over from {self._other}, where it was accepted on {day}{by}.",
        )

    def _learn(self, their_agency: int, agency_id: int) -> None:
        """What was learned there and is not known here; what is known here stays."""
        known = set(self._here.scalars(select(AgencyLabel.label).where(AgencyLabel.agency_id == agency_id)))
        for each in self._there.scalars(select(AgencyLabel).where(AgencyLabel.agency_id == their_agency)):
            measure = None if each.measure is None else _known_measure(self._here, each.measure.code)
            if each.label not in known and (each.measure is None or measure is not None):
                self._here.add(AgencyLabel(agency_id=agency_id, label=each.label, measure_id=measure))
        table = self._there.scalar(select(AgencyTable).where(AgencyTable.agency_id == their_agency))
        mine = self._here.scalar(select(AgencyTable.id).where(AgencyTable.agency_id == agency_id))
        if table is not None and mine is None:
            self._here.add(AgencyTable(**_columns(table, "agency_id"), agency_id=agency_id))


def _columns(row: Base, *but: str) -> dict[str, object]:
    """The values of a row for another file: without its id, and without `but`."""
    left_out = _LEFT_TO_EACH_FILE | set(but)
    return {
        each.key: getattr(row, each.key)
        for each in inspect(type(row)).column_attrs
        if each.key not in left_out
    }


def _next_position(session: Session, kind: type[Agency] | type[Measure]) -> int:
    return (session.scalar(select(func.max(kind.position))) or 0) + 1


def _known_measure(session: Session, code: str) -> int | None:
    return session.scalar(select(Measure.id).where(Measure.code == code))
