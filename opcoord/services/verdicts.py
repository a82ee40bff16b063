"""What the coordinator holds of a disagreement. The figures that disagree never change by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.tables import Verdict
from opcoord.queries.reconciliation import reconciliation
from opcoord.storage.database import Database

#: Characters of a title that the name of an undo step shows.
_SHOWN = 250


class VerdictsService:
    """Records a verdict and its reason for each disagreement. `today` is injected for tests."""

    def __init__(self, database: Database, today: Callable[[], dt.date] = dt.date.today) -> None:
        self._database = database
        self._today = today

    def decide(self, key: str, verdict: str, reason: str) -> None:
        """Record or replace the verdict on the disagreement of that key.

        Raises OpcoordError without a verdict or reason, or where the figures do not disagree any more.
        """
        verdict, reason = verdict.strip(), reason.strip()
        if not verdict or not reason:
            raise OpcoordError("A verdict needs a reason.", "Say what you hold, and in a few words why.")
        with self._database.read() as session:
            found = next((each for each in reconciliation(session).disagreements if each.key == key), None)
        if found is None:
            raise OpcoordError(
                "These figures do not disagree any more.",
                "They were changed meanwhile; look at the page again.",
            )
        with self._database.transaction(f"Decide: {found.title[:_SHOWN]}") as session:
            row = _verdict(session, key) or Verdict(key=key)
            row.verdict, row.reason, row.decided_on = verdict, reason, self._today()
            session.add(row)

    def withdraw(self, key: str) -> None:
        """Take a verdict back; the disagreement is open again. Raises OpcoordError where there is none."""
        with self._database.transaction("Withdraw a verdict") as session:
            row = _verdict(session, key)
            if row is None:
                raise OpcoordError(
                    "There is no verdict to withdraw.", "It may have been withdrawn meanwhile."
                )
            session.delete(row)


def _verdict(session: Session, key: str) -> Verdict | None:
    return session.scalar(select(Verdict).where(Verdict.key == key))
