"""Where a number comes from: total, adjustments, figures by agency and their cells, or announcements (rule 3)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from opcoord.model.basis import Basis
from opcoord.model.qualified import Qualified, total
from opcoord.model.terms import State
from opcoord.model.units import adds_up
from opcoord.queries.adjustments import adjustments
from opcoord.queries.comparable import like_for_like
from opcoord.queries.history import announcements
from opcoord.queries.issued_results import issued_results, path_in_issue, standing_on
from opcoord.queries.published import Published
from opcoord.queries.published_results import published_results
from opcoord.queries.reconciliation_views import Account
from opcoord.queries.reference import agencies, measures, operation
from opcoord.queries.results import results
from opcoord.queries.returns import figures_behind, figures_of_versions
from opcoord.queries.views import AdjustmentView, FigureView, MeasureResults, MeasureView, ResultPoint

#: Where the cell of a figure would stand, and why there is none.
_NO_CELL, _UNDONE = "no cell", "return undone after it was issued"
_CODE = "[A-Za-z0-9]{1,20}"
_REFERENCE = re.compile(rf"([a-z][a-z0-9_]*)\.(?:(\d{{1,4}})-)?(\d{{1,4}})(?:\.({_CODE}(?:\+{_CODE})*))?")


@dataclass(frozen=True, slots=True)
class NumberReference:
    """Names one number of the results: a measure, a phase or all phases up to it, the region, an agency or several.

    Written short, as it is printed beside totals and typed into the finder: "arrests.7" (phase 7), "arrests.1-7"
    (since the beginning), "arrests.7.DO" (Dorset's part), "arrests.7.DO+WI" (what two forces make together).
    """

    measure: str
    phase: int
    agency: str = ""
    first_phase: int | None = None

    @property
    def agencies(self) -> tuple[str, ...]:
        """The codes of the agencies named; none for the region."""
        return tuple(self.agency.split("+")) if self.agency else ()

    def __str__(self) -> str:
        phases = f"{self.phase}" if self.first_phase is None else f"{self.first_phase}-{self.phase}"
        return f"{self.measure}.{phases}" + (f".{self.agency}" if self.agency else "")

    @classmethod
    def parse(cls, text: str) -> NumberReference | None:
        """The reference that `text` is, in capitals or not; None where it is none."""
        match = _REFERENCE.fullmatch(text.strip().lower())
        if match is None:
            return None
        first = int(match[2]) if match[2] else None
        return cls(match[1], int(match[3]), (match[4] or "").upper(), first)


@dataclass(frozen=True, slots=True)
class PublishedReference:
    """Names a number as it was published: a reference and a basis that is not "as returned"."""

    reference: NumberReference
    basis: Basis


@dataclass(frozen=True, slots=True)
class Lineage:
    """The path of one number. `value` is the sum of `figures` less `adjustments`; None where nobody answered.

    On a published basis it is the sum of `accounts`. `parts` is only for an agency without an answer of its own:
    what it answered of the measures that are part of this one, which is no answer to the whole.
    """

    reference: NumberReference
    measure: MeasureView
    value: Qualified | None
    gross: Qualified | None
    figures: tuple[FigureView, ...]
    adjustments: tuple[AdjustmentView, ...]
    #: The points that the number spans, with who is missing and why.
    points: tuple[ResultPoint, ...]
    basis: Basis = Basis.RETURNED
    accounts: tuple[Account, ...] = ()
    parts: tuple[FigureView, ...] = ()


def lineage(
    session: Session,
    reference: NumberReference,
    basis: Basis = Basis.RETURNED,
    on: dt.date | int | None = None,
) -> Lineage | None:
    """The path of the number that `reference` names, or None where there is no such measure or phase.

    `on` is the day for what is asked as issued (None is today), or the id of the one issued document that is asked.
    """
    if basis.published:
        return _published(session, reference, basis)
    versions: dict[tuple[int, str], int] = {}
    if basis is not Basis.ISSUED:
        found = results(session, [reference.measure], up_to=reference.phase)
    elif isinstance(on, int):
        found, versions = path_in_issue(session, on, reference.measure, reference.phase)
    else:
        found = issued_results(session, [reference.measure], reference.phase, on)
        versions = _versions(session, reference, on)
    if not found or not found[0].points or found[0].points[-1].phase != reference.phase:
        return None
    points = _span(found[0].points, reference)
    codes = reference.agencies
    alone = reference.agency if len(codes) == 1 else ""
    if len(codes) > 1:
        points = like_for_like(replace(found[0], points=points), codes).points
    numbers = {point.phase for point in points}
    if basis is Basis.ISSUED:
        kept = figures_of_versions(session, reference.measure, versions)
        behind = _as_counted(session, found[0].measure, points, kept, versions)
    else:
        behind = figures_behind(
            session,
            reference.measure,
            phase=reference.phase if reference.first_phase is None else None,
            agency=alone or None,
        )
    if alone:
        value = gross = _sum(found[0].measure, points, codes)
        taken_off: list[AdjustmentView] = []
    else:
        value = _sum(found[0].measure, points)
        gross = _gross(points, value)
        taken_off = [
            each
            for each in (_issued_joint(found[0]) if basis is Basis.ISSUED else adjustments(session))
            if each.measure == reference.measure and each.phase in numbers and _holds(each, points)
        ]
    return Lineage(
        reference,
        found[0].measure,
        value,
        gross,
        tuple(
            each
            for each in behind
            if each.phase in numbers and each.amount is not None and (not codes or each.agency in codes)
        ),
        tuple(taken_off),
        points,
        basis,
        parts=_parts(session, reference) if alone and value is None else (),
    )


def _versions(session: Session, reference: NumberReference, on: dt.date | None) -> dict[tuple[int, str], int]:
    """The versions of returns that the issued summaries counted."""
    return {
        (phase, agency): figure.version
        for stood in standing_on(session, on).values()
        for (phase, measure, agency), figure in stood.figures.answers.items()
        if measure == reference.measure
    }


def _as_counted(
    session: Session,
    measure: MeasureView,
    points: tuple[ResultPoint, ...],
    kept: Sequence[FigureView],
    versions: Mapping[tuple[int, str], int],
) -> list[FigureView]:
    """The figures that an issue counted; one whose return was undone since stands as the issue kept it, without a cell."""
    stored = {(each.phase, each.agency): each for each in kept}
    names = {each.code: each.name for each in agencies(session)}
    counted = []
    for point in points:
        for code, value in point.by_agency.items():
            figure = stored.get((point.phase, code))
            if figure is None or (figure.amount, figure.qualifier) != (value.stored, value.qualifier.value):
                state = State.PROVISIONAL if code in point.provisional_of else State.CONFIRMED
                figure = FigureView(
                    measure.code, measure.label, measure.unit, value.stored, value.qualifier.value, None,
                    state.value, None, _NO_CELL, "", "", "", None, "", _UNDONE, code, names.get(code, code),
                    point.phase, versions.get((point.phase, code), 0), _UNDONE, "",
                )  # fmt: skip
            counted.append(figure)
    return counted


def _issued_joint(found: MeasureResults) -> list[AdjustmentView]:
    """What issued totals took off; the rule and its reason stand in the issued annex."""
    measure = found.measure
    return [
        AdjustmentView(
            0, point.phase, measure.code, measure.label, measure.unit, each.agency, each.other,
            Basis.ISSUED.value, each.amount, point.source,
        )
        for point in found.points
        for each in point.deductions
    ]  # fmt: skip


def _published(session: Session, reference: NumberReference, basis: Basis) -> Lineage | None:
    found = published_results(session, basis, [reference.measure], reference.phase)
    if not found or not found[0].points or found[0].points[-1].phase != reference.phase:
        return None
    points = _span(found[0].points, reference)
    value = _sum(found[0].measure, points, reference.agencies)
    published = Published(announcements(session), operation(session).name)
    chosen = published.last if basis is Basis.LAST_REVISED else published.first
    scopes = reference.agencies or ("",)
    accounts = [chosen(p.phase, reference.measure, scope) for p in points for scope in scopes]
    return Lineage(
        reference,
        found[0].measure,
        value,
        value,
        (),
        (),
        points,
        basis,
        tuple(each for each in accounts if each is not None),
    )


def _span(points: tuple[ResultPoint, ...], reference: NumberReference) -> tuple[ResultPoint, ...]:
    first = reference.phase if reference.first_phase is None else reference.first_phase
    return tuple(point for point in points if point.phase >= first)


def _sum(
    measure: MeasureView, points: tuple[ResultPoint, ...], agencies: tuple[str, ...] = ()
) -> Qualified | None:
    given = [point.total for point in points]
    if agencies:
        given = [point.by_agency.get(code) for point in points for code in agencies]
    # Per cents make no sum, but one of them is a number all the same.
    return (
        total(each for each in given if each is not None)
        if len(given) == 1 or adds_up(measure.unit)
        else None
    )


def _parts(session: Session, reference: NumberReference) -> tuple[FigureView, ...]:
    codes = [each.code for each in measures(session) if each.part_of == reference.measure]
    first = reference.phase if reference.first_phase is None else reference.first_phase
    return tuple(
        each
        for code in codes
        for each in figures_behind(session, code, agency=reference.agency)
        if first <= each.phase <= reference.phase and each.amount is not None
    )


def _gross(points: tuple[ResultPoint, ...], net: Qualified | None) -> Qualified | None:
    return None if net is None else Qualified(net.stored - sum(p.adjustment for p in points), net.qualifier)


def _holds(each: AdjustmentView, points: tuple[ResultPoint, ...]) -> bool:
    return any(
        point.phase == each.phase and each.agency in point.by_agency and each.other in point.by_agency
        for point in points
    )
