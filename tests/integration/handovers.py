"""Operations to hand over: one with something in every table that a coordinator fills."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

from opcoord.model.joint import JointRule
from opcoord.model.refs import LearnedTable
from opcoord.queries.views import MilestoneView
from opcoord.reading.decisions import Decisions
from opcoord.reading.parsed import ParsedNotable
from opcoord.services.candidate import Candidate
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure, warning

GIVER, TAKER = "Dorset Police", "Wiltshire Police"
PASSWORD = "three blue wrens"
#: Stands in a received file and in a step that can be undone, and nowhere else.
SECRET = "a name that must not travel"


def filled(workspace: Workspace) -> Workspace:
    """`workspace` with two returns, one of them in two versions, decisions, labels, a joint result and published figures."""
    notable = ParsedNotable("A dealer was jailed.", True, dt.date(2024, 4, 1), "Notable results", "A2")
    workspace.returns.accept(
        candidate("WI", 7, figure("arrests", 31), figure("cash_seized", 12_300, "GBP"), notable=(notable,))
    )
    taught = candidate("DO", 7, figure("arrests", 370), findings=(warning(),))
    assert taught.parsed is not None
    table = LearnedTable("DO", "Sheet1", "Activity", "Total")
    taught = replace(
        holding(taught, SECRET.encode()),
        decisions=Decisions().answered("Nicked", "arrests"),
        parsed=replace(taught.parsed, table=table),
    )
    workspace.returns.accept(taught, {"outlier": "Asked; it is right."})
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 37), replacing=workspace))
    workspace.joint.record(7, "arrests", "WI", "DO", JointRule.NUMBER, "Agreed", 2)
    workspace.standards.set_target("arrests", 100, 1)
    workspace.standards.set_baseline("arrests", 100, "mean of 2021")
    workspace.exceptions.add("macros", "off", "Their template")
    text = "6,REGION,arrests,n,=,94,A,a,\n6,REGION,arrests,n,=,90,B,b,\n"
    workspace.announcements.add(workspace.announcements.read_text(text).drafts)
    workspace.verdicts.decide(workspace.queries.reconciliation(6).undecided[0].key, "94", "Asked")
    draft = workspace.plan.draft_of(7)
    milestones = (MilestoneView("Briefing", dt.date(2024, 3, 1), None),)
    workspace.plan.save(replace(draft, note=SECRET, milestones=milestones), original_number=7)
    workspace.plan.save(replace(draft, note="", milestones=milestones), original_number=7)
    return workspace


def holding(made: Candidate, content: bytes) -> Candidate:
    """`made` as it came in a file with this content."""
    return replace(made, content=content, size=len(content), sha256=hashlib.sha256(content).hexdigest())
