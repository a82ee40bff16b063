"""What a coordinator can do with the plan: save a phase, clone the last one to the next, delete one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from opcoord.errors import OpcoordError
from opcoord.model.tables import (
    CollectedMeasure,
    ExpectedReturn,
    IssuedDocument,
    Milestone,
    Phase,
    PhasePartner,
    PhaseWindow,
    Return,
)
from opcoord.model.terms import AgencyKind
from opcoord.queries import phases, reference
from opcoord.queries.expected import expected_in, expected_periods
from opcoord.queries.views import MilestoneView, PhaseView, WindowView
from opcoord.services.calendar import months_later
from opcoord.services.lookup import agency_by_code, measure_by_code, phase_by_number
from opcoord.services.operation import DAYS_UNTIL_DUE
from opcoord.storage.database import Database


@dataclass(frozen=True, slots=True)
class PhaseDraft:
    """A phase as the editor holds it; agencies and measures are named by code."""

    number: int
    theme: str = ""
    lead: str = ""
    windows: tuple[WindowView, ...] = ()
    returns_due: dt.date | None = None
    runs_with: str = ""
    objectives: str = ""
    note: str = ""
    partners: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    milestones: tuple[MilestoneView, ...] = ()

    def problems(self) -> list[str]:
        """What keeps this draft from being saved, as sentences; empty when it can be."""
        found = []
        if self.number < 1:
            found.append("The number of a phase is 1 or more.")
        if not self.theme.strip():
            found.append("The theme is missing. Say in a few words what the phase is about.")
        for window in self.windows:
            if window.ends_on < window.starts_on:
                found.append("A window ends before it starts. Swap its dates.")
        starts = [window.starts_on for window in self.windows]
        if self.returns_due is not None and starts and self.returns_due < min(starts):
            found.append("Returns are due before the phase starts. Choose a later day.")
        return found


class PlanService:
    """Plans phases; each method that changes something is one undo step."""

    def __init__(self, database: Database, today: Callable[[], dt.date] = dt.date.today) -> None:
        self._database = database
        self._today = today

    def draft_of(self, number: int) -> PhaseDraft:
        """The phase of that number as a draft; raises OpcoordError where there is none."""
        with self._database.read() as session:
            view = phases.phase(session, number)
        if view is None:
            raise OpcoordError(f"There is no phase {number}.", "The Plan page lists the phases.")
        return _draft(view)

    def propose_next(self) -> PhaseDraft:
        """A draft of the next phase: the last one moved on by the cadence, or a first one for a new operation.

        Returns are expected as in the last phase, but for agencies with periods of their own, which hold.
        """
        with self._database.read() as session:
            existing = phases.phases(session)
            operation = reference.operation(session)
            agencies = reference.agencies(session)
            measures = reference.measures(session)
            periods = expected_periods(session)
        order = [each.code for each in agencies]
        if existing:
            draft = _moved(_draft(existing[-1]), operation.cadence_months)
            return replace(draft, expected=expected_in(draft.number, draft.expected, periods, order))
        starts_on = months_later(self._today() - dt.timedelta(days=self._today().weekday()), 1)
        window = WindowView(starts_on, starts_on + dt.timedelta(days=6))
        senders = [each for each in agencies if each.sends_returns]
        forces = [each for each in senders if each.kind == AgencyKind.TERRITORIAL] or senders
        return PhaseDraft(
            number=1,
            windows=(window,),
            returns_due=window.ends_on + dt.timedelta(days=DAYS_UNTIL_DUE),
            expected=expected_in(1, [each.code for each in forces], periods, order),
            measures=tuple(each.code for each in measures),
        )

    def save(self, draft: PhaseDraft, original_number: int | None = None) -> None:
        """Add the phase, or change the one numbered `original_number`.

        Raises OpcoordError where the draft has problems, its number is taken, or documents were issued under the old.
        """
        problems = draft.problems()
        if problems:
            raise OpcoordError(problems[0])
        verb = "Add" if original_number is None else "Change"
        with self._database.transaction(f"{verb} phase {draft.number}") as session:
            if draft.number != original_number and _exists(session, draft.number):
                raise OpcoordError(f"There is a phase {draft.number} already.", "Choose another number.")
            if original_number is None:
                row = Phase()
                session.add(row)
            else:
                row = phase_by_number(session, original_number)
                if draft.number != original_number and _issued(session, original_number):
                    raise OpcoordError(
                        f"Documents were issued for phase {original_number}, so it keeps its number.",
                        "What was issued is never changed.",
                    )
            _fill(session, row, draft)

    def delete(self, number: int) -> None:
        """Delete a phase that has no returns and no issued documents; raises OpcoordError where it has."""
        with self._database.transaction(f"Delete phase {number}") as session:
            row = phase_by_number(session, number)
            if session.scalar(select(Return.id).where(Return.phase_id == row.id).limit(1)) is not None:
                raise OpcoordError(
                    f"Phase {number} has returns, so it stays.", "A phase can be deleted while it has none."
                )
            if _issued(session, number):
                raise OpcoordError(
                    f"Documents were issued for phase {number}, so it stays.",
                    "What was issued is never changed.",
                )
            session.delete(row)


def _issued(session: Session, number: int) -> bool:
    found = session.scalar(select(IssuedDocument.id).where(IssuedDocument.phase == number).limit(1))
    return found is not None


def _draft(view: PhaseView) -> PhaseDraft:
    return PhaseDraft(
        number=view.number,
        theme=view.theme,
        lead=view.lead,
        windows=view.windows,
        returns_due=view.returns_due,
        runs_with=view.runs_with,
        objectives=view.objectives,
        note=view.note,
        partners=view.partners,
        expected=view.expected,
        measures=view.measures,
        milestones=view.milestones,
    )


def _moved(last: PhaseDraft, months: int) -> PhaseDraft:
    first = min((window.starts_on for window in last.windows), default=None)
    shift = months_later(first, months) - first if first is not None else dt.timedelta(days=0)
    return replace(
        last,
        number=last.number + 1,
        theme="",
        lead="",
        note="",
        windows=tuple(
            WindowView(window.starts_on + shift, window.ends_on + shift, window.agency)
            for window in last.windows
        ),
        returns_due=last.returns_due + shift if last.returns_due else None,
        milestones=tuple(MilestoneView(each.title, each.due_on + shift, None) for each in last.milestones),
    )


def _exists(session: Session, number: int) -> bool:
    return session.scalar(select(Phase.id).where(Phase.number == number)) is not None


def _fill(session: Session, row: Phase, draft: PhaseDraft) -> None:
    def agency_id(code: str) -> int:
        return agency_by_code(session, code).id

    with session.no_autoflush:
        row.number = draft.number
        row.theme = draft.theme.strip()
        row.lead_agency_id = agency_id(draft.lead) if draft.lead else None
        row.returns_due = draft.returns_due
        row.runs_with = draft.runs_with
        row.objectives = draft.objectives
        row.note = draft.note
        row.windows = [
            PhaseWindow(
                starts_on=each.starts_on,
                ends_on=each.ends_on,
                agency_id=agency_id(each.agency) if each.agency else None,
            )
            for each in draft.windows
        ]
        row.partners = [PhasePartner(agency_id=agency_id(code)) for code in draft.partners]
        row.expected = [ExpectedReturn(agency_id=agency_id(code)) for code in draft.expected]
        row.measures = [
            CollectedMeasure(measure_id=measure_by_code(session, code).id) for code in draft.measures
        ]
        row.milestones = [
            Milestone(title=each.title, due_on=each.due_on, done_on=each.done_on) for each in draft.milestones
        ]
