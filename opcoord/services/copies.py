"""Notices a copy (rule 10): the figures of a received return stand already under another force or phase."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.model.finding import Finding
from opcoord.model.tables import Agency, Figure, Measure, Phase, Return
from opcoord.model.terms import ReturnStatus, Severity
from opcoord.reading.parsed import ParsedFigure

#: Fewer equal figures than this are no sign of a copy.
_FEWEST_EQUAL = 3


def copy_findings(
    session: Session, phase: int, agency: str, figures: Sequence[ParsedFigure]
) -> list[Finding]:
    """A warning for each other return that counts and has exactly these amounts, zeros aside."""
    mine = {(each.measure, each.amount) for each in figures if each.amount}
    if len(mine) < _FEWEST_EQUAL:
        return []
    query = (
        select(Phase.number, Agency.code, Agency.name, Measure.code, Figure.amount)
        .select_from(Figure)
        .join(Return, Return.id == Figure.return_id)
        .join(Measure, Measure.id == Figure.measure_id)
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
        .where(Return.status == ReturnStatus.ACCEPTED, Figure.amount > 0)
    )
    others: dict[tuple[int, str, str], set[tuple[str, int | None]]] = defaultdict(set)
    for number, code, name, measure, amount in session.execute(query):
        if (number, code) != (phase, agency):
            others[number, code, name].add((measure, amount))
    return [
        Finding(
            Severity.WARNING,
            "same-figures",
            f"All {len(mine)} figures are those that {name} returned for phase {number}.",
            "Ask whether the right file was sent.",
        )
        for (number, _, name), theirs in others.items()
        if theirs == mine
    ]
