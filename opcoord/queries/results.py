"""The totals: each measure by phase and agency, cumulative, with how many of the expected returns are in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from opcoord.model.joint import Deduction, net_of
from opcoord.model.qualified import Qualified, plus
from opcoord.model.tables import Adjustment, Agency, Figure, Measure, Phase, Return
from opcoord.model.terms import Empty, Qualifier, ReturnStatus, State
from opcoord.model.units import adds_up
from opcoord.queries.phases import phases
from opcoord.queries.reference import measures as all_measures
from opcoord.queries.views import MeasureResults, MeasureView, PhaseView, ResultPoint

_QUALIFIERS = {each.value: each for each in Qualifier}
_PROVISIONAL = State.PROVISIONAL.value


class _Answer(NamedTuple):
    value: Qualified | None
    empty: str | None
    provisional: bool


_Answers = dict[tuple[str, int], dict[str, _Answer]]
_Deductions = dict[tuple[str, int], list[Deduction]]


def results(
    session: Session, measures: Sequence[str] | None = None, up_to: int | None = None
) -> list[MeasureResults]:
    """Totals of the newest accepted returns for `measures` (all where None) and all phases up to `up_to`.

    A child measure is summed by itself and never added to its parent (rule 7). Totals are net of joint results.
    """
    wanted = [each for each in all_measures(session) if measures is None or each.code in measures]
    included = [each for each in phases(session) if up_to is None or each.number <= up_to]
    answers = _answers(session, None if measures is None else [each.code for each in wanted])
    off = deductions(session)
    order = list(session.scalars(select(Agency.code).order_by(Agency.position)))
    return [MeasureResults(each, _points(each, included, answers, off, order)) for each in wanted]


def phase_values(session: Session, phase: int) -> dict[str, dict[str, Qualified]]:
    """The values that count in one phase: measure to agency to value, without those that did not answer."""
    return {
        measure: {agency: answer.value for agency, answer in given.items() if answer.value is not None}
        for (measure, _), given in _answers(session, None, phase).items()
    }


def deductions(session: Session, phase: int | None = None) -> _Deductions:
    """What is taken off the sums because two agencies report the same, by measure and phase."""
    agency, other = aliased(Agency), aliased(Agency)
    query = (
        select(Measure.code, Phase.number, agency.code, other.code, Adjustment.amount)
        .select_from(Adjustment)
        .join(Measure, Measure.id == Adjustment.measure_id)
        .join(Phase, Phase.id == Adjustment.phase_id)
        .join(agency, agency.id == Adjustment.agency_id)
        .join(other, other.id == Adjustment.other_id)
    )
    if phase is not None:
        query = query.where(Phase.number == phase)
    found: _Deductions = defaultdict(list)
    for measure, number, one, two, amount in session.execute(query):
        found[measure, number].append(Deduction(one, two, amount))
    return found


def _answers(session: Session, codes: list[str] | None, phase: int | None = None) -> _Answers:
    # Plain columns and ids, named afterwards: joined and mapped rows would take three times as long.
    figures, returns = Figure.__table__.c, Return.__table__.c
    query = select(
        figures.measure_id,
        returns.phase_id,
        returns.agency_id,
        figures.amount,
        figures.qualifier,
        figures.empty,
        figures.state,
    ).where(returns.id == figures.return_id, returns.status == ReturnStatus.ACCEPTED)
    measures = _names(session, select(Measure.id, Measure.code), Measure.code, codes)
    numbers = _names(
        session, select(Phase.id, Phase.number), Phase.number, None if phase is None else [phase]
    )
    agencies = _names(session, select(Agency.id, Agency.code), Agency.code, None)
    if codes is not None:
        query = query.where(figures.measure_id.in_(measures))
    if phase is not None:
        query = query.where(returns.phase_id.in_(numbers))
    found: _Answers = defaultdict(dict)
    for measure, number, agency, amount, qualifier, empty, state in session.execute(query).all():
        value = None if amount is None else Qualified(amount, _QUALIFIERS[qualifier])
        answer = _Answer(value, empty, state == _PROVISIONAL)
        found[measures[measure], numbers[number]][agencies[agency]] = answer
    return found


def _names(
    session: Session,
    query: Select[int, Any],
    column: InstrumentedAttribute[Any],
    wanted: Sequence[Any] | None,
) -> dict[int, Any]:
    """Ids and what they are known by."""
    rows = session.execute(query if wanted is None else query.where(column.in_(wanted)))
    return {id_: name for id_, name in rows}


def _points(
    measure: MeasureView,
    included: list[PhaseView],
    answers: _Answers,
    off: _Deductions,
    order: list[str],
) -> tuple[ResultPoint, ...]:
    points = []
    running: Qualified | None = None
    running_by_agency: dict[str, Qualified] = {}
    added = adds_up(measure.unit)
    for phase in included:
        given = answers.get((measure.code, phase.number), {})
        known: dict[str, Qualified] = {}
        for code in order:
            if code in given and (value := given[code].value) is not None:
                known[code] = value
        taken_off = tuple(off.get((measure.code, phase.number), ()))
        sums = net_of(known, taken_off, measure.unit)
        if sums.net is not None:
            running = sums.net if running is None else plus(running, sums.net)
        if added:
            before = running_by_agency
            running_by_agency = dict(before)
            for code, value in known.items():
                running_by_agency[code] = plus(before[code], value) if code in before else value
        expected = set(phase.expected)
        everyone = [*phase.expected, *(code for code in known if code not in expected)]
        missing = tuple(code for code in everyone if code not in known)
        provisional = frozenset(code for code in known if given[code].provisional)
        points.append(
            ResultPoint(
                phase=phase.number,
                total=sums.net,
                gross=sums.gross,
                adjustment=sums.adjustment,
                cumulative=running,
                received=len(known),
                expected=len(everyone),
                missing=missing,
                by_agency=known,
                cumulative_by_agency=running_by_agency,
                provisional=bool(provisional),
                reasons={code: _reason(measure, phase, code, given.get(code)) for code in missing},
                provisional_of=provisional,
                deductions=taken_off,
            )
        )
    return tuple(points)


def _reason(measure: MeasureView, phase: PhaseView, agency: str, answer: _Answer | None) -> str:
    if answer is not None and answer.empty:
        return answer.empty
    if measure.code not in phase.measures:
        return Empty.NOT_COLLECTED.value
    return Empty.NOT_ANSWERED.value if agency in phase.received else "no return"
