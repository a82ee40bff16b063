"""Checks that do not apply: the coordinator's, not a programmer's, decision, with a reason and an end (rule 12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.finding import Finding
from opcoord.model.tables import CheckException
from opcoord.model.terms import Severity
from opcoord.queries.standards import ExceptionView
from opcoord.reading.parsed import ParsedFigure
from opcoord.reading.texts import parse_date, quoted
from opcoord.services.lookup import agency_by_code, measure_by_code, phase_by_number
from opcoord.storage.database import Database

ACCEPT = "accept"
OFF = "off"


class ExceptionsService:
    """Relaxes checks or switches them off; each method is one undo step. `today` is injected for tests."""

    def __init__(self, database: Database, today: Callable[[], dt.date] = dt.date.today) -> None:
        self._database = database
        self._today = today

    def add(
        self,
        code: str,
        action: str,
        reason: str,
        *,
        agency: str = "",
        measure: str = "",
        phase: int | None = None,
        ends_on: dt.date | None = None,
    ) -> int:
        """Accept warnings of this code beforehand ("accept") or leave them out ("off"); the exception's id.

        Without agency, measure or phase it holds for all of them. Raises OpcoordError without a reason or with an
        end that is past.
        """
        self._check(reason, ends_on)
        with self._database.transaction(f"Make an exception from {code}") as session:
            row = CheckException(
                code=code,
                action=OFF if action == OFF else ACCEPT,
                agency_id=agency_by_code(session, agency).id if agency else None,
                measure_id=measure_by_code(session, measure).id if measure else None,
                phase_id=phase_by_number(session, phase).id if phase is not None else None,
                reason=reason.strip(),
                ends_on=ends_on,
            )
            session.add(row)
            session.flush()
            return row.id

    def change(self, exception_id: int, reason: str, ends_on: dt.date | None) -> None:
        """Give an exception another reason or end; raises OpcoordError as `add` does."""
        self._check(reason, ends_on)
        with self._database.transaction("Change an exception") as session:
            row = _exception(session, exception_id)
            row.reason, row.ends_on = reason.strip(), ends_on

    def remove(self, exception_id: int) -> None:
        """Let the check apply again."""
        with self._database.transaction("Remove an exception") as session:
            session.delete(_exception(session, exception_id))

    def _check(self, reason: str, ends_on: dt.date | None) -> None:
        if not reason.strip():
            raise OpcoordError(
                "An exception needs a reason.", "Say in a few words why the check does not apply."
            )
        if ends_on is not None and ends_on < self._today():
            raise OpcoordError("The exception would have ended already.", "Choose a later day, or none.")


def _exception(session: Session, exception_id: int) -> CheckException:
    row = session.get(CheckException, exception_id)
    if row is None:
        raise OpcoordError("That exception is not there any more.", "It may have been removed meanwhile.")
    return row


def read_day(text: str) -> dt.date | None:
    """The day of "7 March 2022", None of an empty text; raises OpcoordError where it is not certain."""
    day = parse_date(text)
    if day is None and text.strip():
        raise OpcoordError(
            f"{quoted(text)} is not a date for certain.", "Type for example 7 March 2022, or nothing."
        )
    return day


def measure_of(finding: Finding, figures: Iterable[ParsedFigure]) -> str:
    """The code of the measure that a finding is about; empty where it is about the whole return."""
    if finding.measure:
        return finding.measure
    place = (finding.sheet, finding.cell)
    return next((each.measure for each in figures if each.cell and (each.sheet, each.cell) == place), "")


def with_exceptions(
    findings: Iterable[Finding],
    exceptions: Sequence[ExceptionView],
    figures: Iterable[ParsedFigure],
    agency: str,
    phase: int,
    today: dt.date,
) -> tuple[Finding, ...]:
    """`findings` with those warnings relaxed or left out for which the coordinator made an exception.

    Errors are never touched: what cannot be read cannot be excused.
    """
    if not exceptions:
        return tuple(findings)
    read = tuple(figures)
    kept = []
    for finding in findings:
        measure = measure_of(finding, read)
        found = next(
            (each for each in exceptions if each.holds(finding.code, agency, measure, phase, today)), None
        )
        if finding.severity is not Severity.WARNING or found is None:
            kept.append(finding)
        elif found.action != OFF:
            message = f"{finding.message} Accepted beforehand: {found.reason}"
            kept.append(replace(finding, severity=Severity.NOTICE, message=message))
    return tuple(kept)
