"""From which phase to which a return is expected of an agency; the phases that there are follow at once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.tables import Agency, ExpectedPeriod, ExpectedReturn, Phase, Return
from opcoord.model.terms import ReturnStatus
from opcoord.queries.expected import ExpectedEffect, ExpectedPeriodView, span_words
from opcoord.services.lookup import agency_by_code
from opcoord.storage.database import Database


class ExpectedService:
    """Keeps the periods; each method that changes something is one undo step, with the phases it changes.

    An agency without a period is expected as each phase's plan says. One with periods is expected in the phases
    that lie in one of them, and where its return is accepted: a figure that counts is never surplus.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def effect_of_setting(
        self, agency: str, first_phase: int, last_phase: int | None = None, instead_of: int | None = None
    ) -> ExpectedEffect:
        """What a new period, or another one `instead_of` that of this id, would change; writes nothing.

        Raises OpcoordError as `set_period` does, but for the reason.
        """
        with self._database.read() as session:
            row = agency_by_code(session, agency)
            others = [each for each in _periods(session, row) if each.id != instead_of]
            made = _checked(row, first_phase, last_phase, others)
            return _effect(session, row, [*others, made])

    def effect_of_removing(self, period_id: int) -> ExpectedEffect:
        """What taking a period away would change; writes nothing."""
        with self._database.read() as session:
            period = _period(session, period_id)
            others = [each for each in _periods(session, period.agency) if each.id != period_id]
            return _effect(session, period.agency, others)

    def set_period(
        self, agency: str, first_phase: int, last_phase: int | None = None, reason: str = ""
    ) -> int:
        """Expect a return of `agency` from a phase to another (or on, where None); the period's id.

        Raises OpcoordError without a reason, for an agency that sends no returns, for phases in the wrong order, or
        where a period of this agency holds some of them already.
        """
        with self._database.read() as session:
            name = agency_by_code(session, agency).name
        label = f"Expect returns of {name}, {span_words(first_phase, last_phase)}"
        with self._database.transaction(label) as session:
            row = agency_by_code(session, agency)
            _checked(row, first_phase, last_phase, _periods(session, row))
            period = ExpectedPeriod(agency_id=row.id, first_phase=first_phase, last_phase=last_phase)
            period.reason = _reason(reason)
            session.add(period)
            _follow(session, row)
            return period.id

    def change_period(self, period_id: int, first_phase: int, last_phase: int | None, reason: str) -> None:
        """Give a period other phases or another reason; raises OpcoordError as `set_period` does."""
        with self._database.read() as session:
            name = _period(session, period_id).agency.name
        label = f"Expect returns of {name}, {span_words(first_phase, last_phase)}"
        with self._database.transaction(label) as session:
            period = _period(session, period_id)
            others = [each for each in _periods(session, period.agency) if each.id != period_id]
            _checked(period.agency, first_phase, last_phase, others)
            period.first_phase, period.last_phase = first_phase, last_phase
            period.reason = _reason(reason)
            _follow(session, period.agency)

    def change_reason(self, period_id: int, reason: str) -> None:
        """Give a period another reason; raises OpcoordError without one."""
        with self._database.transaction("Change the reason of an expected return") as session:
            _period(session, period_id).reason = _reason(reason)

    def remove_period(self, period_id: int) -> None:
        """Take a period away; without any, the phases stay as they are and each one's plan says who is expected."""
        with self._database.read() as session:
            name = _period(session, period_id).agency.name
        with self._database.transaction(f"Remove a period of returns of {name}") as session:
            period = _period(session, period_id)
            agency = period.agency
            session.delete(period)
            _follow(session, agency)


def _period(session: Session, period_id: int) -> ExpectedPeriod:
    row = session.get(ExpectedPeriod, period_id)
    if row is None:
        raise OpcoordError("That period is not there any more.", "It may have been removed meanwhile.")
    return row


def _reason(text: str) -> str:
    if not text.strip():
        raise OpcoordError("The period needs a reason.", "Say in a few words who decided it, and why.")
    return text.strip()


def _periods(session: Session, agency: Agency) -> list[ExpectedPeriodView]:
    query = select(ExpectedPeriod).where(ExpectedPeriod.agency_id == agency.id)
    return [
        ExpectedPeriodView(row.id, agency.code, row.first_phase, row.last_phase, row.reason)
        for row in session.scalars(query.order_by(ExpectedPeriod.first_phase))
    ]


def _checked(
    agency: Agency, first: int, last: int | None, others: Sequence[ExpectedPeriodView]
) -> ExpectedPeriodView:
    if not agency.sends_returns:
        raise OpcoordError(
            f"{agency.name} sends no returns.", "Say on the Agencies tab that it does, then come back."
        )
    if first < 1 or (last is not None and last < first):
        raise OpcoordError("The last phase is before the first.", "Check the phases.")
    for each in others:
        if (last is None or each.first_phase <= last) and (
            each.last_phase is None or first <= each.last_phase
        ):
            raise OpcoordError(
                f"Returns of {agency.name} are expected {_in(each)} already.",
                "Change that period, or choose phases outside of it.",
            )
    return ExpectedPeriodView(0, agency.code, first, last, "")


def _in(period: ExpectedPeriodView) -> str:
    return period.span if period.last_phase is None else f"in {period.span}"


def _effect(session: Session, agency: Agency, periods: Sequence[ExpectedPeriodView]) -> ExpectedEffect:
    """What the phases that there are must change to follow `periods`."""
    if not periods:
        return ExpectedEffect()
    phases = {number: id_ for number, id_ in session.execute(select(Phase.number, Phase.id))}
    expected = set(
        session.scalars(select(ExpectedReturn.phase_id).where(ExpectedReturn.agency_id == agency.id))
    )
    returned = set(
        session.scalars(
            select(Return.phase_id).where(
                Return.agency_id == agency.id, Return.status == ReturnStatus.ACCEPTED
            )
        )
    )
    newly: list[int] = []
    no_longer: list[int] = []
    kept: list[int] = []
    for number, id_ in sorted(phases.items()):
        if any(each.holds_in(number) for each in periods):
            if id_ not in expected:
                newly.append(number)
        elif id_ in expected:
            (kept if id_ in returned else no_longer).append(number)
    return ExpectedEffect(tuple(newly), tuple(no_longer), tuple(kept))


def _follow(session: Session, agency: Agency) -> None:
    """Let the phases follow the agency's periods."""
    session.flush()
    effect = _effect(session, agency, _periods(session, agency))
    ids = {number: id_ for number, id_ in session.execute(select(Phase.number, Phase.id))}
    for number in effect.newly:
        session.add(ExpectedReturn(phase_id=ids[number], agency_id=agency.id))
    gone = [ids[number] for number in effect.no_longer]
    rows = select(ExpectedReturn).where(
        ExpectedReturn.agency_id == agency.id, ExpectedReturn.phase_id.in_(gone)
    )
    for row in session.scalars(rows):
        session.delete(row)
    session.flush()
