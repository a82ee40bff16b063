"""Joint results: what agencies claim to share, proposed as overlaps, and what the coordinator rules about them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.joint import JointRule, deducted
from opcoord.model.qualified import Qualified
from opcoord.model.tables import Adjustment, Agency, Figure, Measure, Phase, Return
from opcoord.model.terms import ReturnStatus
from opcoord.queries import reference
from opcoord.queries.adjustments import adjustments
from opcoord.queries.results import phase_values
from opcoord.queries.views import AdjustmentView, ClaimView, OverlapView
from opcoord.reading.names.labels import Names
from opcoord.reading.parsed import AgencyRef
from opcoord.services.lookup import agency_by_code, measure_by_code, phase_by_number
from opcoord.storage.database import Database


class JointService:
    """Proposes overlaps from the claims in returns and records rules; figures themselves are never touched."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def overlaps(self, phase: int | None = None) -> list[OverlapView]:
        """What two agencies may have reported twice, of one phase or of all, with the rule where one is recorded."""
        with self._database.read() as session:
            names = Names.of_agencies(
                [AgencyRef(each.code, each.name, each.aliases) for each in reference.agencies(session)]
            )
            claims = _claims(session, phase, names)
            recorded = adjustments(session, phase)
            keys: dict[tuple[int, str, frozenset[str]], tuple[str, str]] = {}
            for claim in claims:
                for other in claim.others:
                    pair = (claim.agency, other)
                    keys.setdefault((claim.phase, claim.measure, frozenset(pair)), pair)
            for each in recorded:
                pair = (each.agency, each.other)
                keys.setdefault((each.phase, each.measure, frozenset(pair)), pair)
            return [
                _overlap(session, number, measure, pair, claims, recorded)
                for (number, measure, _), pair in keys.items()
            ]

    def record(
        self, phase: int, measure: str, agency: str, other: str, rule: str, reason: str, number: int = 0
    ) -> int:
        """Count what `agency` and `other` share by `rule` ("lead force claims": `agency` leads); the id of the record.

        `number` is what rule "a number" takes off, in stored units. Raises OpcoordError without a reason, where
        the two are one, or where more would be taken off than the smaller of the two figures.
        """
        if not reason.strip():
            raise OpcoordError("A joint result needs a reason.", "Say in a few words how it was settled.")
        if agency == other:
            raise OpcoordError("A joint result needs two agencies.", "Choose another agency.")
        overlap = next(
            (
                each
                for each in self.overlaps(phase)
                if each.measure == measure and {each.agency, each.other} == {agency, other}
            ),
            None,
        )
        claim, counter = (overlap.claims_of(agency, other)) if overlap is not None else (None, None)
        first = claim if claim is not None else counter
        if first is None and rule in (JointRule.LARGEST, JointRule.LEAD):
            raise OpcoordError("Neither agency says how many are joint.", "Enter a number instead.")
        amount = deducted(JointRule(rule), first or 0, counter if claim is not None else None, number)
        with self._database.transaction(
            f"Count joint {measure} of {agency} and {other} in phase {phase} once"
        ) as session:
            values = phase_values(session, phase).get(measure, {})
            most = min((values[code].stored for code in (agency, other) if code in values), default=0)
            if amount < 0 or amount > most:
                raise OpcoordError(
                    "More would be taken off than one of the two agencies reported.",
                    "Check the number with both agencies.",
                )
            row = _existing(session, phase, measure, agency, other) or Adjustment(
                phase_id=phase_by_number(session, phase).id, measure_id=measure_by_code(session, measure).id
            )
            row.agency_id = agency_by_code(session, agency).id
            row.other_id = agency_by_code(session, other).id
            row.rule, row.amount, row.reason = str(rule), amount, reason.strip()
            session.add(row)
            session.flush()
            return row.id

    def remove(self, adjustment_id: int) -> None:
        """Take a rule back: both agencies' figures are simply added again."""
        with self._database.transaction("Take back a joint result") as session:
            row = session.get(Adjustment, adjustment_id)
            if row is None:
                raise OpcoordError("That joint result is not there any more.")
            session.delete(row)

    def recorded(self, phase: int | None = None) -> list[AdjustmentView]:
        """The rules that are recorded."""
        with self._database.read() as session:
            return adjustments(session, phase)


def _claims(session: Session, phase: int | None, names: Names) -> list[ClaimView]:
    query = (
        select(Phase.number, Measure.code, Agency.code, Figure)
        .select_from(Figure)
        .join(Return, Return.id == Figure.return_id)
        .join(Phase, Phase.id == Return.phase_id)
        .join(Agency, Agency.id == Return.agency_id)
        .join(Measure, Measure.id == Figure.measure_id)
        .where(Return.status == ReturnStatus.ACCEPTED, Figure.joint_amount > 0)
        .order_by(Phase.number, Measure.position, Agency.position)
    )
    if phase is not None:
        query = query.where(Phase.number == phase)
    return [
        ClaimView(
            number,
            measure,
            agency,
            figure.joint_amount or 0,
            figure.joint_with,
            tuple(sorted(names.mentioned(figure.joint_with) - {agency})),
        )
        for number, measure, agency, figure in session.execute(query)
    ]


def _existing(session: Session, phase: int, measure: str, agency: str, other: str) -> Adjustment | None:
    for each in adjustments(session, phase):
        if each.measure == measure and {each.agency, each.other} == {agency, other}:
            return session.get(Adjustment, each.id)
    return None


def _overlap(
    session: Session,
    phase: int,
    measure: str,
    pair: tuple[str, str],
    claims: list[ClaimView],
    recorded: list[AdjustmentView],
) -> OverlapView:
    row = measure_by_code(session, measure)
    values: dict[str, Qualified] = phase_values(session, phase).get(measure, {})

    def claim(one: str, two: str) -> int | None:
        return next(
            (
                each.amount
                for each in claims
                if (each.phase, each.measure, each.agency) == (phase, measure, one) and two in each.others
            ),
            None,
        )

    return OverlapView(
        phase=phase,
        measure=measure,
        label=row.label,
        unit=row.unit,
        agency=pair[0],
        other=pair[1],
        claim=claim(*pair),
        counter_claim=claim(pair[1], pair[0]),
        figure=values.get(pair[0]),
        other_figure=values.get(pair[1]),
        adjustment=next(
            (
                each
                for each in recorded
                if (each.phase, each.measure) == (phase, measure) and {each.agency, each.other} == set(pair)
            ),
            None,
        ),
        also=tuple(
            sorted(
                {
                    other
                    for each in claims
                    if (each.phase, each.measure) == (phase, measure)
                    and each.agency in pair
                    and set(pair) <= {each.agency, *each.others}
                    for other in each.others
                }
                - set(pair)
            )
        ),
    )
