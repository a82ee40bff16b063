"""What counts at the moment of an import, read once for all files that are weighed against it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import select

from opcoord.model.joint import Deduction
from opcoord.model.qualified import Qualified
from opcoord.model.refs import ReadingContext
from opcoord.model.tables import Agency, Figure, Measure, Phase, ReceivedFile, Return
from opcoord.model.terms import Qualifier, ReturnStatus
from opcoord.queries.results import deductions
from opcoord.queries.standards import ExceptionView, exceptions
from opcoord.services.context import reading_context
from opcoord.services.copies import KnownReturns, known_returns
from opcoord.storage.database import Database


class Version(NamedTuple):
    """One version of a return, and the file it came in (None for one keyed by hand)."""

    id: int
    phase: int
    agency: str
    agency_name: str
    version: int
    status: str
    fingerprint: str
    sha256: str | None


class CountingFigure(NamedTuple):
    """A figure of a return that counts, as far as another version is compared with it."""

    measure: str
    unit: str
    amount: int | None
    qualifier: str
    empty: str | None
    state: str


class Standing:
    """Reads each thing when it is first asked for, and never again; make a new one for the next import.

    Accepting compares once more, so that what changed meanwhile is noticed.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def get_ready(self) -> None:
        """Read everything now, while there is nothing else to do."""
        for name in ("context", "exceptions", "returns", "imported", "versions", "deductions"):
            getattr(self, name)

    @cached_property
    def context(self) -> ReadingContext:
        """What the operation knows."""
        with self.database.read() as session:
            return reading_context(session)

    @cached_property
    def exceptions(self) -> list[ExceptionView]:
        """The checks that do not apply."""
        with self.database.read() as session:
            return exceptions(session)

    @cached_property
    def returns(self) -> KnownReturns:
        """Every version of every return that is kept, with its amounts."""
        with self.database.read() as session:
            return KnownReturns(known_returns(session))

    @cached_property
    def versions(self) -> dict[tuple[int, str], list[Version]]:
        """The versions of every return, by phase and agency."""
        found: dict[tuple[int, str], list[Version]] = defaultdict(list)
        for each in self._all_versions:
            found[each.phase, each.agency].append(each)
        return found

    @cached_property
    def imported(self) -> dict[str, list[Version]]:
        """What came in from which file (its SHA-256), the version that counts first, then the newest."""
        found: dict[str, list[Version]] = defaultdict(list)
        for each in self._all_versions:
            if each.sha256 and each.status != ReturnStatus.WITHDRAWN:
                found[each.sha256].append(each)
        for versions in found.values():
            versions.sort(key=lambda each: (each.status != ReturnStatus.ACCEPTED, -each.version))
        return found

    @cached_property
    def _all_versions(self) -> list[Version]:
        query = (
            select(
                Return.id,
                Phase.number,
                Agency.code,
                Agency.name,
                Return.version,
                Return.status,
                Return.fingerprint,
                ReceivedFile.sha256,
            )
            .join(Phase, Phase.id == Return.phase_id)
            .join(Agency, Agency.id == Return.agency_id)
            .outerjoin(ReceivedFile, ReceivedFile.id == Return.received_file_id)
        )
        with self.database.read() as session:
            return [Version(*row) for row in session.execute(query).all()]

    def counting(self, return_id: int) -> list[CountingFigure]:
        """The figures of a return that counts."""
        query = (
            select(Measure.code, Measure.unit, Figure.amount, Figure.qualifier, Figure.empty, Figure.state)
            .join(Measure, Measure.id == Figure.measure_id)
            .where(Figure.return_id == return_id)
        )
        with self.database.read() as session:
            return [CountingFigure(*row) for row in session.execute(query).all()]

    def values(self, phase: int) -> dict[str, dict[str, Qualified]]:
        """The values that count in a phase: measure to agency to value."""
        return self._values.get(phase, {})

    @cached_property
    def _values(self) -> dict[int, dict[str, dict[str, Qualified]]]:
        found: dict[int, dict[str, dict[str, Qualified]]] = {}
        for each in self.returns:
            if each.status == ReturnStatus.ACCEPTED:
                values = found.setdefault(each.phase, {})
                for measure, amount in each.amounts.items():
                    value = Qualified(amount, each.qualifiers.get(measure, Qualifier.EXACT))
                    values.setdefault(measure, {})[each.agency] = value
        return found

    @cached_property
    def deductions(self) -> dict[tuple[str, int], list[Deduction]]:
        """What is taken off the sums, by measure and phase, because two agencies report the same."""
        with self.database.read() as session:
            return deductions(session)
