"""Figures as they stood at one moment, for good: what an issued document froze, and how it is kept."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.qualified import Qualified
from opcoord.model.tables import Agency, Figure, Measure, Phase, Return
from opcoord.model.terms import Qualifier, ReturnStatus
from opcoord.queries.adjustments import adjustments
from opcoord.queries.phases import phases
from opcoord.queries.results import results

#: (phase, measure, agency) of a figure, or of what is made of figures: then one of these stands for the agency.
FigureKey = tuple[int, str, str]
#: The region's total, net of joint results; what was taken off it as joint; all totals up to the phase.
REGION, JOINT, TO_DATE = "", "−", "Σ"


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """One answer as it counted: amount in stored units (None where there is none), and the version it is of."""

    amount: int | None
    qualifier: str
    empty: str | None
    state: str
    version: int


@dataclass(frozen=True, slots=True)
class FrozenFigures:
    """All answers up to a phase, their totals, what joint results took off, and what a public print must hide."""

    answers: Mapping[FigureKey, FrozenFigure]
    totals: Mapping[FigureKey, Qualified]
    #: (phase, measure, agency, other agency) to what is taken off.
    joint: Mapping[tuple[int, str, str, str], int]
    hidden: frozenset[FigureKey] = frozenset()
    #: By phase, whose returns were expected; without the phases of documents that did not keep it.
    expected: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def frozen_figures(session: Session, up_to: int) -> FrozenFigures:
    """The figures that count now, of all phases up to `up_to`."""
    figures, returns = Figure.__table__.c, Return.__table__.c
    query = (
        select(
            Phase.number,
            Measure.code,
            Agency.code,
            figures.amount,
            figures.qualifier,
            figures.empty,
            figures.state,
            returns.version,
        )
        .join(Return, Return.id == figures.return_id)
        .join(Phase, Phase.id == returns.phase_id)
        .join(Agency, Agency.id == returns.agency_id)
        .join(Measure, Measure.id == figures.measure_id)
        .where(returns.status == ReturnStatus.ACCEPTED, Phase.number <= up_to)
        .order_by(Phase.number, Measure.position, Agency.position)
    )
    answers = {
        (phase, measure, agency): FrozenFigure(*rest)
        for phase, measure, agency, *rest in session.execute(query)
    }
    totals = {
        (point.phase, each.measure.code, ""): point.total
        for each in results(session, None, up_to)
        for point in each.points
        if point.total is not None
    }
    joint = {
        (each.phase, each.measure, each.agency, each.other): each.amount
        for each in adjustments(session)
        if each.phase <= up_to
    }
    expected = {each.number: each.expected for each in phases(session) if each.number <= up_to}
    return FrozenFigures(answers, totals, joint, expected=expected)


def pack_figures(figures: FrozenFigures, own_phase: int) -> bytes:
    """The figures as compressed JSON, those of the document's own phase on a first line of their own."""
    first = _record(figures, lambda phase: phase == own_phase)
    rest = _record(figures, lambda phase: phase != own_phase)
    return zlib.compress(b"\n".join(_json(each) for each in (first, rest)), 9)


def unpack_figures(packed: bytes, own_phase: bool = False) -> FrozenFigures:
    """What `pack_figures` made; the first line only where `own_phase` is all that is wanted."""
    answers: dict[FigureKey, FrozenFigure] = {}
    totals: dict[FigureKey, Qualified] = {}
    joint: dict[tuple[int, str, str, str], int] = {}
    hidden: set[FigureKey] = set()
    expected: dict[int, tuple[str, ...]] = {}
    for line in _lines(packed):
        record = json.loads(line)
        expected |= {phase: tuple(codes) for phase, codes in record.get("expected", ())}
        answers |= {(row[0], row[1], row[2]): FrozenFigure(*row[3:]) for row in record["answers"]}
        totals |= {(row[0], row[1], ""): Qualified(row[2], Qualifier(row[3])) for row in record["totals"]}
        joint |= {(row[0], row[1], row[2], row[3]): row[4] for row in record["joint"]}
        hidden |= {(row[0], row[1], row[2]) for row in record["hidden"]}
        if own_phase:
            break
    return FrozenFigures(answers, totals, joint, frozenset(hidden), expected)


def unpack_amounts(
    packed: bytes, measures: Collection[str]
) -> tuple[dict[FigureKey, int], frozenset[FigureKey]]:
    """The amounts of some measures and their totals, and what was hidden of them; nothing else is made of the rest."""
    amounts: dict[FigureKey, int] = {}
    hidden: set[FigureKey] = set()
    for line in _lines(packed):
        record = json.loads(line)
        amounts |= {
            (row[0], row[1], row[2]): row[3]
            for row in record["answers"]
            if row[1] in measures and row[3] is not None
        }
        amounts |= {(row[0], row[1], REGION): row[2] for row in record["totals"] if row[1] in measures}
        hidden |= {(row[0], row[1], row[2]) for row in record["hidden"] if row[1] in measures}
    return amounts, frozenset(hidden)


def _lines(packed: bytes) -> Iterator[bytes]:
    """The lines one by one, decompressing no further than is asked for."""
    machine, held = zlib.decompressobj(), b""
    while not machine.eof:
        part = machine.decompress(packed, 65_536)
        packed = machine.unconsumed_tail
        held += part
        *whole, held = held.split(b"\n")
        yield from whole
        if not part and not packed:
            break
    yield held


def _record(figures: FrozenFigures, wanted: Callable[[int], bool]) -> dict[str, list[list[Any]]]:
    return {
        "answers": [
            [*key, each.amount, each.qualifier, each.empty, each.state, each.version]
            for key, each in figures.answers.items()
            if wanted(key[0])
        ],
        "totals": [
            [key[0], key[1], each.stored, each.qualifier.value]
            for key, each in figures.totals.items()
            if wanted(key[0])
        ],
        "joint": [[*key, amount] for key, amount in figures.joint.items() if wanted(key[0])],
        "hidden": sorted([*key] for key in figures.hidden if wanted(key[0])),
        "expected": [[phase, list(codes)] for phase, codes in figures.expected.items() if wanted(phase)],
    }


def _json(record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
