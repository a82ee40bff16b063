"""What differs between the returns of two files: who has which version, and which figures are other ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.fingerprint import RULE, fingerprint
from opcoord.model.tables import Agency, Figure, Measure, Phase, ReceivedFile, Return
from opcoord.model.terms import ReturnStatus
from opcoord.queries.returns import figures
from opcoord.queries.views import FigureView
from opcoord.services.comparison import shown
from opcoord.services.copies import KnownReturns, known_returns
from opcoord.services.differences.names import Known, needs
from opcoord.services.differences.records import Line, Side, Take, line_key

GROUP = "Returns"
_MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a return; `mark` is the same for the same figures in both files."""

    id: int
    version: int
    status: str
    mark: str
    file_name: str

    @property
    def counts(self) -> bool:
        """Whether it is the one that counts."""
        return self.status == ReturnStatus.ACCEPTED


Versions = dict[tuple[int, str], list[Version]]


def versions(session: Session) -> Versions:
    """All versions of all returns by phase and agency, in order."""
    query = (
        select(
            Phase.number,
            Agency.code,
            Return.id,
            Return.version,
            Return.status,
            Return.fingerprint,
            Return.fingerprint_rule,
            ReceivedFile.name,
        )
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
        .outerjoin(ReceivedFile, ReceivedFile.id == Return.received_file_id)
        .order_by(Phase.number, Agency.position, Return.version)
    )
    found: Versions = defaultdict(list)
    for phase, agency, id_, number, status, mark, rule, name in session.execute(query).all():
        if rule != RULE:
            # Of an older release: by its own rule the same figures would not look the same.
            mark = fingerprint(_pairs(session, id_))
        found[phase, agency].append(Version(id_, number, status, mark, name or "entered by hand"))
    return found


def _pairs(session: Session, return_id: int) -> list[tuple[str, Figure]]:
    query = select(Measure.code, Figure).join(Measure, Measure.id == Figure.measure_id)
    return [(code, row) for code, row in session.execute(query.where(Figure.return_id == return_id))]


class ReturnLines:
    """Compares the returns of `here` and `there`."""

    def __init__(self, here: Session, there: Session, mine: Known, theirs: Known) -> None:
        self._here, self._there = here, there
        self._mine, self._theirs = mine, theirs
        self._my_versions, self._their_versions = versions(here), versions(there)

    @cached_property
    def _known_returns(self) -> KnownReturns:
        return KnownReturns(known_returns(self._here))

    def lines(self) -> Iterator[Line]:
        """One line for each phase and force in which the two do not agree."""
        keys = dict.fromkeys((*self._their_versions, *self._my_versions))
        for phase, agency in sorted(keys, key=lambda key: key[0]):
            line = self._line(phase, agency)
            if line is not None:
                yield line

    def _line(self, phase: int, agency: str) -> Line | None:
        mine = self._my_versions.get((phase, agency), [])
        theirs = self._their_versions.get((phase, agency), [])
        my, their = _counting(mine), _counting(theirs)
        if my is None and their is None:
            return None
        if their is None:
            assert my is not None
            return self._without_theirs(phase, agency, my, theirs)
        if my is None:
            return self._without_mine(phase, agency, mine, their)
        if my.mark == their.mark:
            return None
        return self._both(phase, agency, mine, theirs, my, their)

    def _without_theirs(self, phase: int, agency: str, my: Version, theirs: Sequence[Version]) -> Line:
        count = _count(figures(self._here, my.id))
        if any(each.mark == my.mark for each in theirs):
            return self._told(
                phase,
                agency,
                Side.DIFFERENT,
                (f"Version {my.version} counts here with {count}; it was withdrawn there.",),
                "If that is right, withdraw it on the Returns page.",
            )
        return self._told(phase, agency, Side.HERE, (f"Version {my.version} ({my.file_name}), {count}.",), "")

    def _without_mine(self, phase: int, agency: str, mine: Sequence[Version], their: Version) -> Line:
        theirs = figures(self._there, their.id)
        again = next((each for each in mine if each.mark == their.mark), None)
        if again is not None:
            return self._told(
                phase,
                agency,
                Side.DIFFERENT,
                (f"It counts there with {_count(theirs)}; here version {again.version} was withdrawn.",),
                f"If it should count, go back to version {again.version} on the Returns page.",
            )
        details = (
            f"{their.file_name}, {_count(theirs)}.",
            *(f"{self._theirs.measure(each.measure)} {shown(each)}" for each in _answered(theirs)),
        )
        return self._taken(phase, agency, Side.THERE, their, theirs, details, proposed=True)

    def _both(
        self,
        phase: int,
        agency: str,
        mine: Sequence[Version],
        theirs: Sequence[Version],
        my: Version,
        their: Version,
    ) -> Line:
        before, after = figures(self._here, my.id), figures(self._there, their.id)
        details = self._figures_differ(before, after)
        older = next((each for each in mine if each.mark == their.mark), None)
        if older is not None:
            said = f"Version {my.version} here is newer than what counts there, which is version {older.version} here."
            return self._told(
                phase,
                agency,
                Side.DIFFERENT,
                (said, *details),
                f"Go back to version {older.version} on the Returns page if it should count.",
            )
        if any(each.mark == my.mark for each in theirs):
            said = (
                f"What counts there ({their.file_name}) came after version {my.version}, which counts here."
            )
            return self._taken(phase, agency, Side.DIFFERENT, their, after, (said, *details), proposed=True)
        said = f"Both went on: {my.file_name} counts here, {their.file_name} there."
        return self._taken(phase, agency, Side.DIFFERENT, their, after, (said, *details), proposed=False)

    def _figures_differ(self, before: Sequence[FigureView], after: Sequence[FigureView]) -> tuple[str, ...]:
        mine = {each.measure: each for each in before}
        theirs = {each.measure: each for each in after}
        told = [
            f"{self._theirs.measure(code)} {shown(mine.get(code))} here, {shown(theirs.get(code))} there"
            for code in dict.fromkeys((*theirs, *mine))
            if shown(mine.get(code)) != shown(theirs.get(code))
        ]
        if not told:
            return ("The figures are the same; what differs are their cells or notes.",)
        more = [f"and {len(told) - _MOST_TOLD} more"] if len(told) > _MOST_TOLD else []
        return (*told[:_MOST_TOLD], *more)

    def _taken(
        self,
        phase: int,
        agency: str,
        side: Side,
        their: Version,
        theirs: Sequence[FigureView],
        details: tuple[str, ...],
        proposed: bool,
    ) -> Line:
        for each in theirs:
            known = self._mine.measures.get(each.measure)
            if known is not None and known.unit != each.unit:
                # Pence taken for pounds would be a hundred times too much.
                advice = f"{known.label} is counted in another unit here. Settle that first, on the Reference page."
                return self._told(phase, agency, side, details, advice)
        wanted = needs((agency,), tuple(each.measure for each in theirs), phase) - self._mine.met
        copies = self._known_returns.copy_findings(phase, agency, theirs)
        details = (*details, *(f"{each.message} {each.remedy}" for each in copies))
        line = self._told(phase, agency, side, details, "")
        return Line(
            line.key,
            line.group,
            line.what,
            side,
            details,
            take=Take("return", their.id),
            proposed=proposed and not copies,
            needs=wanted,
        )

    def _told(self, phase: int, agency: str, side: Side, details: tuple[str, ...], advice: str) -> Line:
        marks = [
            (each.mark, each.status)
            for found in (self._my_versions, self._their_versions)
            for each in found.get((phase, agency), ())
        ]
        known = self._mine if agency in self._mine.agencies else self._theirs
        what = f"Phase {phase}, {known.agency(agency)}"
        return Line(line_key(GROUP, phase, agency, marks), GROUP, what, side, details, advice)


def _counting(found: Sequence[Version]) -> Version | None:
    return next((each for each in found if each.counts), None)


def _answered(found: Sequence[FigureView]) -> list[FigureView]:
    return [each for each in found if each.amount is not None][:_MOST_TOLD]


def _count(found: Sequence[FigureView]) -> str:
    number = sum(each.amount is not None for each in found)
    return "1 figure" if number == 1 else f"{number} figures"
