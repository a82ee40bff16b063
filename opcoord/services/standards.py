"""What totals are judged by: targets, baselines, and the lines of a commissioner's panel table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.direction import DEFAULT_BAND_TENTHS
from opcoord.model.tables import Baseline, PanelMeasure, Target
from opcoord.services.lookup import agency_by_code, measure_by_code
from opcoord.services.standard_texts import WIDEST_BAND_TENTHS, PanelDraft, read_exact, read_panel
from opcoord.storage.database import Database

__all__ = ["PanelDraft", "StandardsService", "TargetFields", "add_panel"]


class TargetFields(TypedDict, total=False):
    """What of a target can be changed; see model.Target."""

    amount: int
    first_phase: int
    last_phase: int | None
    reason: str


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

        `amount` is in stored units. An earlier target that is still open ends before the new one begins, one from
        the same phase on is replaced, and the new one ends before a later one begins. Raises OpcoordError for a
        negative amount, phases in the wrong order or a last phase in a later target. Gives the id of the target.
        """
        with self._database.transaction(f"Set a target for {measure}") as session:
            measure_id = measure_by_code(session, measure).id
            agency_id = agency_by_code(session, agency).id if agency else None
            row = Target(
                measure_id=measure_id,
                agency_id=agency_id,
                amount=amount,
                first_phase=first_phase,
                last_phase=last_phase,
                reason=reason.strip(),
            )
            for other in _others(session, row):
                if other.first_phase == first_phase:
                    session.delete(other)
            session.flush()
            _place(session, row)
            session.add(row)
            session.flush()
            return row.id

    def change_target(self, target_id: int, **fields: Unpack[TargetFields]) -> None:
        """Change a target; its neighbours in time give way as in `set_target`, and never disappear.

        Raises OpcoordError as there, and where another target begins in the same phase.
        """
        with self._database.read() as session:
            code = _target(session, target_id).measure.code
        with self._database.transaction(f"Change a target of {code}") as session:
            row = _target(session, target_id)
            for name, value in fields.items():
                setattr(row, name, value.strip() if isinstance(value, str) else value)
            _place(session, row)

    def remove_target(self, target_id: int) -> None:
        """Take a target away."""
        with self._database.transaction("Remove a target") as session:
            session.delete(_target(session, target_id))

    def understand(self, measure: str, text: str) -> int:
        """The amount that `text` says of a measure ("£2.5k", "100"), in stored units; writes nothing.

        Raises OpcoordError where it says none, or none that is exact.
        """
        with self._database.read() as session:
            row = measure_by_code(session, measure)
            label, unit = row.label, row.unit
        return read_exact(text, unit, label)

    def set_baseline(
        self, measure: str, amount: int, label: str, band_tenths: int = DEFAULT_BAND_TENTHS
    ) -> None:
        """Judge `measure` against `amount` (stored units), called `label`; changes below the band are none.

        `band_tenths` are tenths of a per cent. Raises OpcoordError for a negative amount or a band above 50 %.
        """
        if amount < 0 or not 0 <= band_tenths <= WIDEST_BAND_TENTHS:
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

    def paste_panel(self, text: str) -> int:
        """Add the lines of a pasted table to the panel table, all or none; how many they are.

        Raises OpcoordError where it is no table or a figure is not understood.
        """
        drafts = read_panel(text)
        lines = "a line" if len(drafts) == 1 else f"{len(drafts)} lines"
        with self._database.transaction(f"Add {lines} to the panel table") as session:
            add_panel(session, drafts)
        return len(drafts)


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


def _target(session: Session, target_id: int) -> Target:
    row = session.get(Target, target_id)
    if row is None:
        raise OpcoordError("That target is not there any more.", "It may have been removed meanwhile.")
    return row


def _others(session: Session, row: Target) -> list[Target]:
    """The other targets of the same measure and agency."""
    query = select(Target).where(Target.measure_id == row.measure_id)
    return [each for each in session.scalars(query) if each.agency_id == row.agency_id and each is not row]


def _place(session: Session, row: Target) -> None:
    """Make room for `row` among its neighbours, so that a phase never has two targets."""
    if row.amount < 0 or (row.last_phase is not None and row.last_phase < row.first_phase):
        raise OpcoordError(
            "A target needs an amount of 0 or more, and its last phase not before its first.",
            "Check the amount and the phases.",
        )
    with session.no_autoflush:
        others = _others(session, row)
    for other in others:
        if other.first_phase < row.first_phase and (
            other.last_phase is None or other.last_phase >= row.first_phase
        ):
            other.last_phase = row.first_phase - 1
    later = min((each.first_phase for each in others if each.first_phase >= row.first_phase), default=None)
    if later is None or (row.last_phase is not None and row.last_phase < later):
        return
    if later == row.first_phase or row.last_phase is not None:
        raise OpcoordError(
            f"Another target of the same measure begins in phase {later}.",
            "Choose other phases, or remove that target first.",
        )
    row.last_phase = later - 1
