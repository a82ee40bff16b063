"""What totals are judged by: targets, baselines, and the lines of a commissioner's panel table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.direction import DEFAULT_BAND_TENTHS
from opcoord.model.tables import Baseline, PanelMeasure, Target
from opcoord.services.lookup import agency_by_code, measure_by_code
from opcoord.storage.database import Database

_WIDEST_BAND_TENTHS = 500


@dataclass(frozen=True, slots=True)
class PanelDraft:
    """One line of a panel table as entered; figures are whole numbers, None where none is given."""

    label: str
    baseline: int | None
    preferred: str
    previous_label: str
    previous: int | None
    current_label: str
    current: int | None
    source: str = ""


class StandardsService:
    """Keeps targets, baselines and panel lines; each method is one undo step."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set_target(
        self,
        measure: str,
        amount: int,
        first_phase: int,
        last_phase: int | None = None,
        agency: str = "",
        reason: str = "",
    ) -> int:
        """What `measure` is meant to reach in each phase from `first_phase` on, of one agency or of the region.

        `amount` is in stored units. An earlier target that is still open ends before the new one begins. Raises
        OpcoordError for a negative amount or phases in the wrong order. Gives the id of the target.
        """
        if amount < 0 or (last_phase is not None and last_phase < first_phase):
            raise OpcoordError(
                "A target needs an amount of 0 or more, and its last phase not before its first.",
                "Check the amount and the phases.",
            )
        with self._database.transaction(f"Set a target for {measure}") as session:
            measure_id = measure_by_code(session, measure).id
            agency_id = agency_by_code(session, agency).id if agency else None
            _end_before(session, measure_id, agency_id, first_phase)
            row = Target(
                measure_id=measure_id,
                agency_id=agency_id,
                amount=amount,
                first_phase=first_phase,
                last_phase=last_phase,
                reason=reason.strip(),
            )
            session.add(row)
            session.flush()
            return row.id

    def remove_target(self, target_id: int) -> None:
        """Take a target away."""
        with self._database.transaction("Remove a target") as session:
            row = session.get(Target, target_id)
            if row is None:
                raise OpcoordError("That target is not there any more.")
            session.delete(row)

    def set_baseline(
        self, measure: str, amount: int, label: str, band_tenths: int = DEFAULT_BAND_TENTHS
    ) -> None:
        """Judge `measure` against `amount` (stored units), called `label`; changes below the band are none.

        `band_tenths` are tenths of a per cent. Raises OpcoordError for a negative amount or a band above 50 %.
        """
        if amount < 0 or not 0 <= band_tenths <= _WIDEST_BAND_TENTHS:
            raise OpcoordError(
                "A baseline needs an amount of 0 or more and a tolerance of at most 50 %.", "Check both."
            )
        with self._database.transaction(f"Set the baseline of {measure}") as session:
            measure_id = measure_by_code(session, measure).id
            row = session.scalar(select(Baseline).where(Baseline.measure_id == measure_id))
            row = row or Baseline(measure_id=measure_id)
            row.amount, row.label, row.band_tenths = amount, label.strip(), band_tenths
            session.add(row)

    def remove_baseline(self, measure: str) -> None:
        """Judge `measure` against its last period only."""
        with self._database.transaction(f"Remove the baseline of {measure}") as session:
            measure_id = measure_by_code(session, measure).id
            row = session.scalar(select(Baseline).where(Baseline.measure_id == measure_id))
            if row is not None:
                session.delete(row)

    def set_panel(self, drafts: Sequence[PanelDraft]) -> None:
        """Replace the panel table by these lines; raises OpcoordError for a line without a label."""
        if any(not each.label.strip() for each in drafts):
            raise OpcoordError("A line of the panel table has no label.", "Name what it counts.")
        with self._database.transaction("Change the panel table") as session:
            for row in session.scalars(select(PanelMeasure)):
                session.delete(row)
            session.flush()
            add_panel(session, drafts)


def add_panel(session: Session, drafts: Sequence[PanelDraft]) -> None:
    """Add these lines to the panel table."""
    session.add_all(
        PanelMeasure(
            label=each.label.strip(),
            baseline=each.baseline,
            preferred=each.preferred if each.preferred in ("up", "down") else "",
            previous_label=each.previous_label,
            previous=each.previous,
            current_label=each.current_label,
            current=each.current,
            source=each.source,
        )
        for each in drafts
    )


def _end_before(session: Session, measure_id: int, agency_id: int | None, phase: int) -> None:
    earlier = select(Target).where(Target.measure_id == measure_id, Target.first_phase < phase)
    for row in session.scalars(earlier):
        if row.agency_id == agency_id and (row.last_phase is None or row.last_phase >= phase):
            row.last_phase = phase - 1
    same = select(Target).where(Target.measure_id == measure_id, Target.first_phase >= phase)
    for row in session.scalars(same):
        if row.agency_id == agency_id and row.first_phase == phase:
            session.delete(row)
