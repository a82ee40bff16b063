"""Joint results are counted once, by a recorded rule; each agency's own figure stays as returned (rule 9)."""

from __future__ import annotations

import datetime as dt

import pytest

from opcoord.errors import OpcoordError
from opcoord.gui.lineage import wording
from opcoord.gui.reconciliation.joint_form import claims_text
from opcoord.model.joint import JointRule
from opcoord.model.qualified import Qualified
from opcoord.queries.lineage import NumberReference
from opcoord.queries.views import ResultPoint
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_content import read_summary
from opcoord.services.comparison import compare
from opcoord.services.standing import Standing
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure


@pytest.fixture
def claimed(workspace: Workspace) -> Workspace:
    """Dorset returned 37 arrests, 3 of them with the railway police, who returned those 3."""
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 37, joint=(3, "British Transport Police"))))
    workspace.returns.accept(candidate("BTP", 7, figure("arrests", 3, joint=(3, "Dorset Police"))))
    return workspace


def arrests(workspace: Workspace) -> ResultPoint:
    """Phase 7's arrests."""
    (found,) = workspace.queries.results(["arrests"])
    return found.points[-1]


def test_matching_claims_are_proposed_as_one_overlap(claimed: Workspace) -> None:
    (overlap,) = claimed.joint.overlaps(7)
    assert {overlap.agency, overlap.other} == {"DO", "BTP"}
    assert (overlap.claim, overlap.counter_claim) == (3, 3)
    assert overlap.adjustment is None
    assert arrests(claimed).total == Qualified(40)


def test_gross_adjustment_and_net(claimed: Workspace) -> None:
    claimed.joint.record(7, "arrests", "BTP", "DO", JointRule.LARGEST, "Joint team, agreed by telephone")
    point = arrests(claimed)
    assert (point.gross, point.adjustment, point.total, point.cumulative) == (
        Qualified(40),
        -3,
        Qualified(37),
        Qualified(37),
    )
    assert point.by_agency == {"DO": Qualified(37), "BTP": Qualified(3)}
    claimed.undo()
    assert arrests(claimed).total == Qualified(40)
    claimed.redo()
    assert arrests(claimed).total == Qualified(37)


def test_a_rule_can_be_changed_and_taken_back(claimed: Workspace) -> None:
    first = claimed.joint.record(7, "arrests", "BTP", "DO", JointRule.NUMBER, "Two were the same", 2)
    again = claimed.joint.record(7, "arrests", "DO", "BTP", JointRule.SUM, "They are different people")
    assert first == again
    assert arrests(claimed).total == Qualified(40)
    claimed.joint.remove(again)
    assert claimed.joint.recorded() == []


def test_an_adjustment_holds_only_while_both_figures_are_in(claimed: Workspace) -> None:
    claimed.joint.record(7, "arrests", "BTP", "DO", JointRule.LARGEST, "Agreed")
    railway = next(each.id for each in claimed.queries.returns(7) if each.agency == "BTP")
    claimed.returns.withdraw(railway)
    assert (arrests(claimed).total, arrests(claimed).adjustment) == (Qualified(37), 0)


def test_no_more_is_taken_off_than_was_reported(claimed: Workspace) -> None:
    with pytest.raises(OpcoordError, match="More would be taken off"):
        claimed.joint.record(7, "arrests", "BTP", "DO", JointRule.NUMBER, "Typing error", 4)
    with pytest.raises(OpcoordError, match="needs a reason"):
        claimed.joint.record(7, "arrests", "BTP", "DO", JointRule.LARGEST, " ")
    assert arrests(claimed).total == Qualified(40)


def test_a_claim_of_one_side_only_is_proposed_too(workspace: Workspace) -> None:
    workspace.returns.accept(candidate("DO", 7, figure("arrests", 37, joint=(3, "BTP"))))
    workspace.returns.accept(candidate("BTP", 7, figure("arrests", 5)))
    (overlap,) = workspace.joint.overlaps(7)
    assert overlap.claims_of("DO", "BTP") == (3, None)
    workspace.joint.record(7, "arrests", "DO", "BTP", JointRule.LARGEST, "The railway police agree")
    assert arrests(workspace).total == Qualified(39)


def test_the_effect_of_a_new_version_is_on_the_net_total(claimed: Workspace) -> None:
    claimed.joint.record(7, "arrests", "BTP", "DO", JointRule.LARGEST, "Agreed")
    _, (effect,) = compare(
        Standing(claimed._database),
        7,
        "DO",
        None,
        [figure("arrests", 39, joint=(3, "BTP"))],
        {"arrests": "Arrests"},
    )
    assert effect.sentence == "Arrests 37 → 39, region 37 → 39"


def test_what_three_agencies_share_never_takes_more_than_leaves_the_largest(workspace: Workspace) -> None:
    for agency, said in (("DO", "BTP and WI"), ("BTP", "DO, WI"), ("WI", "BTP and DO")):
        workspace.returns.accept(candidate(agency, 7, figure("arrests", 3, joint=(3, said))))
    overlaps = workspace.joint.overlaps(7)
    assert [({each.agency, each.other}, each.also) for each in overlaps] == [
        ({"DO", "BTP"}, ("WI",)),
        ({"DO", "WI"}, ("BTP",)),
        ({"WI", "BTP"}, ("DO",)),
    ]
    assert (
        "names WI too. If all of them report the same results, rules for 2 of the pairs take off enough."
        in claims_text(overlaps[0], {}, {})
    )
    for each in overlaps:
        workspace.joint.record(7, "arrests", each.agency, each.other, JointRule.LARGEST, "The same three")
    point = arrests(workspace)
    assert (point.gross, point.adjustment, point.total) == (Qualified(9), -6, Qualified(3))
    found = workspace.queries.lineage(NumberReference("arrests", 7))
    assert found is not None and found.value == Qualified(3)
    steps = [(each.what, each.amount) for each in wording.path_rows(found, "Arrests", {}) if not each.figure]
    assert ("Not taken off", "+3") in steps
    assert taken_off(workspace) == ["3 (together 6)"] * 3


def test_the_annex_says_what_a_rule_really_takes_off(claimed: Workspace) -> None:
    claimed.joint.record(7, "arrests", "BTP", "DO", JointRule.LARGEST, "Agreed")
    assert taken_off(claimed) == ["3"]
    claimed.returns.accept(candidate("BTP", 7, figure("arrests", 2), replacing=claimed))
    assert taken_off(claimed) == ["2 of 3"]


def taken_off(workspace: Workspace) -> list[str]:
    """What the printed annex says each rule takes off."""
    content = read_summary(workspace.queries, SummaryOptions(7), dt.datetime(2024, 4, 1, 12).astimezone())
    assert content.annex is not None
    part = next(each for each in content.annex.parts if each.heading == "Joint results counted once")
    return [row[part.columns.index("Taken off")] for row in part.rows]
