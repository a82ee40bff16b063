"""Ten years of an operation, made up: 30 phases, 48 agencies, 45 measures, two versions of every return.

With what was published, too, there are a regional figure for every phase and measure, a target and a baseline for every
measure, and a long ledger.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench_common import SEED

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PHASES, AGENCIES, MEASURES, VERSIONS = 30, 48, 45, 2
_LEDGER_LINES = 600


def make(path: Path, published: bool = False) -> None:
    """Write the operation file, through SQLAlchemy in bulk: 2,880 returns with 129,600 figures.

    `published` adds 1,350 published figures, targets, baselines and 600 lines of history.
    """
    from sqlalchemy import insert, select

    from opcoord.model.fingerprint import fingerprint
    from opcoord.model.tables import Agency, ExpectedReturn, Figure, Measure, Phase, PhaseWindow, Return
    from opcoord.model.terms import Qualifier, ReturnStatus, State
    from opcoord.services.operation import OperationService
    from opcoord.storage.database import Database

    chance = random.Random(SEED)
    database = Database.create(path)
    OperationService(database).start_from_shipped("Operation Long")
    with database.transaction("Make ten years") as session:
        known = list(session.scalars(select(Agency)))
        session.add_all(
            Agency(code=f"X{n}", name=f"Force {n}", kind="territorial force", position=100 + n)
            for n in range(AGENCIES - len(known))
        )
        session.flush()
        agencies = list(session.scalars(select(Agency).order_by(Agency.position)))[:AGENCIES]
        measures = list(session.scalars(select(Measure).order_by(Measure.position)))[:MEASURES]
        begins = dt.date(2016, 1, 4)
        for number in range(1, PHASES + 1):
            day = begins + dt.timedelta(weeks=17 * (number - 1))
            phase = Phase(number=number, theme=f"Phase {number}")
            phase.windows = [PhaseWindow(starts_on=day, ends_on=day + dt.timedelta(days=6))]
            phase.expected = [ExpectedReturn(agency_id=each.id) for each in agencies]
            session.add(phase)
        session.flush()
        phases = list(session.scalars(select(Phase).order_by(Phase.number)))
        returns: list[dict[str, Any]] = []
        figures: list[dict[str, Any]] = []
        for phase in phases:
            for agency in agencies:
                for version in range(1, VERSIONS + 1):
                    id_ = len(returns) + 1
                    last = version == VERSIONS
                    rows = [
                        {
                            "return_id": id_,
                            "measure_id": each.id,
                            "amount": chance.randrange(0, 90) * (100_000 if each.unit in ("GBP", "g") else 1),
                            "sheet": "Return",
                            "cell": f"E{14 + place}",
                            "raw": "1",
                            "qualifier": Qualifier.EXACT,
                            "state": State.CONFIRMED,
                        }
                        for place, each in enumerate(measures)
                    ]
                    figures += rows
                    pairs = zip((each.code for each in measures), rows, strict=True)
                    returns.append(
                        {
                            "id": id_,
                            "phase_id": phase.id,
                            "agency_id": agency.id,
                            "version": version,
                            "status": ReturnStatus.ACCEPTED if last else ReturnStatus.SUPERSEDED,
                            "accepted_at": dt.datetime(2026, 1, 1),
                            "fingerprint": fingerprint((code, Figure(**row)) for code, row in pairs),
                        }
                    )
        session.execute(insert(Return), returns)
        session.execute(insert(Figure), figures)
        if published:
            _publish(session, chance)
    database.close()


def _publish(session: Session, chance: random.Random) -> None:
    from sqlalchemy import insert, select

    from opcoord.model.tables import Announcement, Baseline, Measure, Target
    from opcoord.storage import audit

    measures = list(session.scalars(select(Measure).order_by(Measure.position)))[:MEASURES]
    session.execute(
        insert(Announcement),
        [
            {
                "first_phase": number,
                "last_phase": number,
                "reporter": "REGION",
                "measure_id": each.id,
                "label": each.label,
                "unit": each.unit,
                "amount": chance.randrange(1_000, 3_000) * (100_000 if each.unit in ("GBP", "g") else 1),
                "qualifier": "exact",
                "source": f"Summary of phase {number}",
                "published_on": dt.date(2016, 2, 1) + dt.timedelta(weeks=17 * (number - 1)),
            }
            for number in range(1, PHASES + 1)
            for each in measures
        ],
    )
    ids = [each.id for each in measures]
    session.execute(insert(Baseline), [{"measure_id": id_, "amount": 1_000, "label": "2015"} for id_ in ids])
    session.execute(insert(Target), [{"measure_id": id_, "amount": 1_200, "first_phase": 1} for id_ in ids])
    for number in range(_LEDGER_LINES):
        audit.append(session, f"Change {number} of the plan", {}, dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
