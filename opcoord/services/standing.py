"""What counts at the moment of an import, read once for all files that are weighed against it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import select

from opcoord.model.joint import Deduction
from opcoord.model.qualified import Qualified
from opcoord.model.refs import ReadingContext
from opcoord.model.tables import Agency, Phase, ReceivedFile, Return
from opcoord.model.terms import ReturnStatus
from opcoord.queries.results import deductions, phase_values
from opcoord.queries.standards import ExceptionView, exceptions
from opcoord.services.context import reading_context
from opcoord.services.copies import KnownReturn, known_returns
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


class Standing:
    """Reads each thing when it is first asked for, and never again; make a new one for the next import.

    Accepting compares once more, so that what changed meanwhile is noticed.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._values: dict[int, dict[str, dict[str, Qualified]]] = {}
        self._deductions: dict[int, dict[tuple[str, int], list[Deduction]]] = {}

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
    def returns(self) -> list[KnownReturn]:
        """Every version of every return that is kept, with its amounts."""
        with self.database.read() as session:
            return known_returns(session)

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

    def values(self, phase: int) -> dict[str, dict[str, Qualified]]:
        """The values that count in a phase: measure to agency to value."""
        if phase not in self._values:
            with self.database.read() as session:
                self._values[phase] = phase_values(session, phase)
        return self._values[phase]

    def deductions(self, phase: int) -> dict[tuple[str, int], list[Deduction]]:
        """What is taken off the sums of a phase because two agencies report the same."""
        if phase not in self._deductions:
            with self.database.read() as session:
                self._deductions[phase] = deductions(session, phase)
        return self._deductions[phase]
