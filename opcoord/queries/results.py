"""The totals: each measure by phase and agency, cumulative, with how many of the expected returns are in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from opcoord.model.joint import Deduction, net_of
from opcoord.model.qualified import Qualified, total
from opcoord.model.tables import Adjustment, Agency, Figure, Measure, Phase, Return
from opcoord.model.terms import Empty, Qualifier, ReturnStatus, State
from opcoord.queries.phases import phases
from opcoord.queries.reference import measures as all_measures
from opcoord.queries.views import MeasureResults, MeasureView, PhaseView, ResultPoint


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
    positions = {
        code: place
        for place, code in enumerate(session.scalars(select(Agency.code).order_by(Agency.position)))
    }
    return [MeasureResults(each, _points(each, included, answers, off, positions)) for each in wanted]


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
    query = (
        select(
            Measure.code,
            Phase.number,
            Agency.code,
            Figure.amount,
            Figure.qualifier,
            Figure.empty,
            Figure.state,
        )
        .select_from(Figure)
        .join(Return, Return.id == Figure.return_id)
        .join(Measure, Measure.id == Figure.measure_id)
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
        .where(Return.status == ReturnStatus.ACCEPTED)
    )
    if codes is not None:
        query = query.where(Measure.code.in_(codes))
    if phase is not None:
        query = query.where(Phase.number == phase)
    found: _Answers = defaultdict(dict)
    for measure, number, agency, amount, qualifier, empty, state in session.execute(query):
        value = None if amount is None else Qualified(amount, Qualifier(qualifier))
        found[measure, number][agency] = _Answer(value, empty, state == State.PROVISIONAL)
    return found


def _points(
    measure: MeasureView,
    included: list[PhaseView],
    answers: _Answers,
    off: _Deductions,
    positions: dict[str, int],
) -> tuple[ResultPoint, ...]:
    points = []
    running: Qualified | None = None
    running_by_agency: dict[str, Qualified] = {}
    for phase in included:
        given = answers.get((measure.code, phase.number), {})
        by_agency = {
            agency: given[agency].value
            for agency in sorted(given, key=lambda code: positions.get(code, 0))
            if given[agency].value is not None
        }
        known: dict[str, Qualified] = {code: value for code, value in by_agency.items() if value is not None}
        sums = net_of(known, off.get((measure.code, phase.number), ()))
        running = total(part for part in (running, sums.net) if part is not None)
        running_by_agency = dict(running_by_agency)
        for code, value in known.items():
            before = running_by_agency.get(code)
            running_by_agency[code] = total((before, value)) if before else value  # type: ignore[assignment]
        everyone = [*phase.expected, *(code for code in known if code not in phase.expected)]
        missing = tuple(code for code in everyone if code not in known)
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
                provisional=any(each.provisional for each in given.values() if each.value is not None),
                reasons={code: _reason(measure, phase, code, given.get(code)) for code in missing},
            )
        )
    return tuple(points)


def _reason(measure: MeasureView, phase: PhaseView, agency: str, answer: _Answer | None) -> str:
    if answer is not None and answer.empty:
        return answer.empty
    if measure.code not in phase.measures:
        return Empty.NOT_COLLECTED.value
    return Empty.NOT_ANSWERED.value if agency in phase.received else "no return"
