"""Planning: the next phase is proposed from the last, and what cannot be saved says why."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from opcoord.errors import OpcoordError
from opcoord.queries.views import WindowView
from opcoord.services.plan import PhaseDraft
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure


def test_the_next_phase_is_the_last_one_moved_by_the_cadence(workspace: Workspace) -> None:
    draft = workspace.plan.propose_next()
    assert draft.number == 8
    assert draft.windows == (WindowView(dt.date(2024, 7, 1), dt.date(2024, 7, 7)),)
    assert draft.returns_due == dt.date(2024, 7, 21)
    assert draft.expected == ("AS", "DC", "DO", "GL", "WI")
    assert len(draft.measures) == 52


def test_a_first_phase_is_proposed_for_a_new_operation(tmp_path: Path) -> None:
    empty = Workspace.create(tmp_path / "new.opcoord", "New")
    draft = empty.plan.propose_next()
    assert (draft.number, len(draft.windows), len(draft.expected)) == (1, 1, 5)
    assert draft.windows[0].starts_on.weekday() == 0
    empty.close()


def test_a_saved_phase_comes_back_as_it_was(workspace: Workspace) -> None:
    draft = replace(workspace.plan.propose_next(), theme="Next theme", lead="DO", partners=("BTP", "CS"))
    workspace.plan.save(draft)
    assert workspace.plan.draft_of(8) == draft


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"theme": " "}, "theme is missing"),
        ({"number": 0}, "1 or more"),
        ({"number": 7}, "already"),
        ({"windows": (WindowView(dt.date(2024, 7, 8), dt.date(2024, 7, 1)),)}, "ends before"),
        ({"returns_due": dt.date(2020, 1, 1)}, "due before"),
        ({"expected": ("XX",)}, "no agency with the code XX"),
    ],
)
def test_what_cannot_be_saved_says_why(workspace: Workspace, changes: dict[str, object], words: str) -> None:
    proposed = replace(workspace.plan.propose_next(), theme="Next")
    draft: PhaseDraft = replace(proposed, **changes)  # type: ignore[arg-type]
    with pytest.raises(OpcoordError, match=words):
        workspace.plan.save(draft)
    assert len(workspace.queries.phases()) == 7


def test_a_phase_with_returns_stays(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 1)))
    with pytest.raises(OpcoordError, match="has returns"):
        workspace.plan.delete(7)


def test_a_unit_with_figures_stays(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 1)))
    with pytest.raises(OpcoordError, match="its unit stays"):
        workspace.reference.save_measure("arrests", unit="g")
    with pytest.raises(OpcoordError, match="is used"):
        workspace.reference.remove_agency("DO")


def test_a_measure_is_never_part_of_itself(workspace: Workspace) -> None:
    for parent in ("arrests", "convictions"):
        with pytest.raises(OpcoordError, match="part of itself"):
            workspace.reference.save_measure("arrests", part_of=parent)
    assert {each.code: each.part_of for each in workspace.queries.measures()}["arrests"] == ""
