"""Which phase is the current one, what is missing and what to do next; plain rules without widgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from opcoord.model.dates import format_date
from opcoord.queries.views import PhaseView

#: In which order a status claims attention.
_URGENCY = ("live", "returns due", "planned", "complete")


@dataclass(frozen=True)
class NextStep:
    """A button: what it says, where it leads, and whether what begins there changes the file."""

    text: str
    icon_name: str
    page: str
    item: object = None
    changes: bool = False


def current_phase(phases: Sequence[PhaseView], today: dt.date) -> PhaseView | None:
    """The live phase; else the last one over while its returns are due; else the first planned one, or the last.

    Returns that never came to phases before it do not make those current again.
    """
    over = [phase for phase in phases if phase.status(today) in ("returns due", "complete")]
    for status in _URGENCY:
        found = [phase for phase in phases if phase.status(today) == status]
        if status == "returns due" and over and over[-1] not in found:
            continue
        if found:
            return found[0] if status == "planned" else found[-1]
    return None


def missing_agencies(phase: PhaseView) -> list[str]:
    """Codes of the agencies whose return is expected and not in."""
    return [code for code in phase.expected if code not in phase.received]


def received_sentence(phase: PhaseView) -> str:
    """For example "4 of 5 returns received"; says so where none is expected."""
    if not phase.expected:
        return "No returns are expected"
    got = len(phase.expected) - len(missing_agencies(phase))
    return f"{got} of {len(phase.expected)} returns received"


def due_sentence(phase: PhaseView, today: dt.date) -> str:
    """When returns are due and how far off that is."""
    due = phase.returns_due
    if due is None:
        return "No due date is set for returns."
    if not missing_agencies(phase):
        return (
            f"Returns were due on {format_date(due)}." if due < today else f"Returns due {format_date(due)}."
        )
    days = (due - today).days
    if days == 0:
        return "Returns are due today."
    if days < 0:
        return f"Returns were due on {format_date(due)}, {days_words(-days)} ago."
    return f"Returns are due on {format_date(due)}, in {days_words(days)}."


def next_steps(phases: Sequence[PhaseView], phase: PhaseView | None, today: dt.date) -> list[NextStep]:
    """At most three steps, the likeliest first."""
    if phase is None:
        return [NextStep("Plan the first phase", "plan", "plan", "new", changes=True)]
    number, status = phase.number, phase.status(today)
    if status == "planned":
        return [
            NextStep(f"Check the plan of phase {number}", "plan", "plan", number),
            NextStep("Make return workbooks", "workbooks", "plan", ("workbooks", number)),
        ]
    steps = []
    if missing_agencies(phase):
        steps.append(NextStep("Import returns", "import", "returns", number, changes=True))
    steps.append(NextStep(f"See results of phase {number}", "results", "results"))
    steps.append(NextStep(f"Summary of phase {number}", "summary", "summary", number))
    if status == "complete" and not any(each.status(today) == "planned" for each in phases):
        steps.insert(0, NextStep("Plan the next phase", "plan", "plan", "new", changes=True))
    return steps[:3]


def days_words(count: int) -> str:
    """Days for as long as they mean something, then months, then years."""
    if count < 60:
        return "1 day" if count == 1 else f"{count} days"
    months = count // 30
    return f"{months} months" if months < 24 else f"{count // 365} years"
