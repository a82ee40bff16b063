"""Totals as they were issued: each phase as its newest phase summary gave it on a day, for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.basis import Basis
from opcoord.model.dates import format_date
from opcoord.model.joint import Deduction
from opcoord.model.qualified import Qualified, plus
from opcoord.model.tables import IssuedDocument, IssuedTotal
from opcoord.model.terms import Qualifier, State
from opcoord.model.units import adds_up
from opcoord.queries.frozen_figures import FrozenFigure, FrozenFigures
from opcoord.queries.issued import figures_of
from opcoord.queries.phases import phases
from opcoord.queries.reference import measures as all_measures
from opcoord.queries.views import MeasureResults, MeasureView, PhaseView, ResultPoint

#: The document that a phase is issued by.
ISSUED_KIND = "summary"


@dataclass(frozen=True, slots=True)
class Standing:
    """The summary of a phase that stood on a day: its figures and totals as they were frozen."""

    number: int
    issued_at: dt.datetime
    figures: FrozenFigures
    totals: dict[str, IssuedTotal]

    @property
    def source(self) -> str:
        """For example "Issue 2 of 7 March 2022"."""
        return f"Issue {self.number} of {format_date(self.issued_at.astimezone().date())}"


def standing_on(session: Session, on: dt.date | None) -> dict[int, Standing]:
    """The summaries that stood at the end of a day (now where None), by phase; internal and public ones alike."""
    query = select(IssuedDocument).where(IssuedDocument.kind == ISSUED_KIND).order_by(IssuedDocument.id)
    newest: dict[int, tuple[IssuedDocument, dt.datetime]] = {}
    for row in session.scalars(query):
        moment = row.issued_at.replace(tzinfo=dt.UTC)
        if on is None or moment.astimezone().date() <= on:
            newest[row.phase] = row, moment
    found = {}
    for phase, (row, moment) in newest.items():
        totals = session.scalars(select(IssuedTotal).where(IssuedTotal.issued_id == row.id))
        found[phase] = Standing(
            row.number,
            moment,
            figures_of(session, row.id, own_phase=True),
            {each.measure: each for each in totals},
        )
    return found


def issued_results(
    session: Session,
    measures: Sequence[str] | None = None,
    up_to: int | None = None,
    on: dt.date | None = None,
) -> list[MeasureResults]:
    """The totals of `measures` (all where None) as they stood issued on a day; a phase not issued then is a gap."""
    standing = standing_on(session, on)
    included = [each for each in phases(session) if up_to is None or each.number <= up_to]
    return [
        MeasureResults(each, _points(each, included, standing), Basis.ISSUED)
        for each in all_measures(session)
        if measures is None or each.code in measures
    ]


def path_in_issue(
    session: Session, issued_id: int, measure: str, up_to: int
) -> tuple[list[MeasureResults], dict[tuple[int, str], int]]:
    """One measure as one issued document counted it, in all its phases, and the versions by phase and agency.

    Nothing where there is no such document.
    """
    row = session.get(IssuedDocument, issued_id)
    if row is None:
        return [], {}
    whole = figures_of(session, issued_id)
    figures = FrozenFigures(
        {key: each for key, each in whole.answers.items() if key[1] == measure},
        {key: each for key, each in whole.totals.items() if key[1] == measure},
        {key: each for key, each in whole.joint.items() if key[1] == measure},
        expected=whole.expected,
    )
    stood = Standing(row.number, row.issued_at.replace(tzinfo=dt.UTC), figures, {})
    included = [each for each in phases(session) if each.number <= up_to]
    standing = {each.number: stood for each in included if each.number <= row.phase}
    found = [
        MeasureResults(each, _points(each, included, standing), Basis.ISSUED)
        for each in all_measures(session)
        if each.code == measure
    ]
    return found, {(phase, agency): each.version for (phase, _, agency), each in figures.answers.items()}


def _points(
    measure: MeasureView, included: Sequence[PhaseView], standing: dict[int, Standing]
) -> tuple[ResultPoint, ...]:
    points = []
    running: Qualified | None = None
    by_agency: dict[str, Qualified] = {}
    for phase in included:
        stood = standing.get(phase.number)
        point = _gap(phase) if stood is None else _point(measure, phase, stood)
        if point.total is not None:
            running = point.total if running is None else plus(running, point.total)
        if adds_up(measure.unit):
            by_agency = dict(by_agency)
            for code, value in point.by_agency.items():
                by_agency[code] = plus(by_agency[code], value) if code in by_agency else value
        points.append(_running(point, running, by_agency))
    return tuple(points)


def _running(point: ResultPoint, running: Qualified | None, by_agency: dict[str, Qualified]) -> ResultPoint:
    return replace(point, cumulative=running, cumulative_by_agency=by_agency)


def _gap(phase: PhaseView) -> ResultPoint:
    return ResultPoint(
        phase=phase.number,
        total=None,
        cumulative=None,
        received=0,
        expected=0,
        missing=(),
        by_agency={},
        cumulative_by_agency={},
        provisional=False,
        reasons={},
        basis=Basis.ISSUED,
    )


def _point(measure: MeasureView, phase: PhaseView, stood: Standing) -> ResultPoint:
    given = {
        agency: each
        for (number, code, agency), each in stood.figures.answers.items()
        if (number, code) == (phase.number, measure.code)
    }
    known = {
        agency: Qualified(each.amount, Qualifier(each.qualifier))
        for agency, each in given.items()
        if each.amount is not None
    }
    total = stood.totals.get(measure.code)
    net = stood.figures.totals.get((phase.number, measure.code, ""))
    adjustment = 0 if net is None else net.stored - sum(each.stored for each in known.values())
    if total is not None:
        net, adjustment = Qualified(total.amount, Qualifier(total.qualifier)), total.adjustment
    expected = stood.figures.expected.get(phase.number, phase.expected)
    missing = tuple(code for code in expected if code not in known)
    provisional = frozenset(code for code in known if given[code].state == State.PROVISIONAL.value)
    return ResultPoint(
        phase=phase.number,
        total=net,
        gross=None if net is None else Qualified(net.stored - adjustment, net.qualifier),
        adjustment=adjustment,
        cumulative=None,
        received=len(known) if total is None else total.received,
        expected=len(known) + len(missing) if total is None else total.expected,
        missing=missing,
        by_agency=known,
        cumulative_by_agency={},
        provisional=bool(provisional),
        reasons={code: _reason(given.get(code)) for code in missing},
        basis=Basis.ISSUED,
        source=stood.source,
        provisional_of=provisional,
        deductions=tuple(
            Deduction(agency, other, amount)
            for (number, code, agency, other), amount in stood.figures.joint.items()
            if (number, code) == (phase.number, measure.code)
        ),
    )


def _reason(figure: FrozenFigure | None) -> str:
    return (figure.empty if figure is not None else "") or "no return then"
