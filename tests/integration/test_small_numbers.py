"""Small numbers from issue to issue in a real file: what was hidden is frozen with the issue and holds afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from opcoord.queries.frozen_figures import REGION, TO_DATE, FigureKey
from opcoord.reports.evidence import gather
from opcoord.reports.issuing import look_before, prepare_issue
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.suppression import Suppression
from opcoord.services.workspace import Workspace
from tests.integration.returns_made import candidate, figure

NOW = dt.datetime(2024, 4, 5, 10, 30, tzinfo=dt.UTC)
OPTIONS = SummaryOptions(7, public=True)


@pytest.fixture
def returned(workspace: Workspace, qapp: Any) -> Workspace:
    """Three forces answered phase 7."""
    for agency, amount in (("AS", 13), ("DO", 9), ("WI", 12)):
        accept(workspace, agency, amount)
    return workspace


def accept(workspace: Workspace, agency: str, amount: int) -> None:
    workspace.returns.accept(candidate(agency, 7, figure("safeguarded", amount), replacing=workspace))


def suppression(workspace: Workspace) -> Suppression:
    return gather(workspace.queries, OPTIONS, NOW.date()).suppression


def issue(workspace: Workspace, reason: str = "") -> None:
    workspace.papers.issue(prepare_issue(workspace.queries, OPTIONS, reason, NOW))


def keys(*places: str) -> set[FigureKey]:
    return {(7, "safeguarded", place) for place in places}


def test_a_late_small_number_hides_the_total_that_was_issued_without_it(returned: Workspace) -> None:
    issue(returned)
    assert suppression(returned).hidden == set()
    accept(returned, "GL", 2)
    path = returned.path
    returned.close()
    again = Workspace.open(path)
    # Without the issue that was read from the file, another force's number would have done.
    assert suppression(again).hidden == keys("GL", REGION, TO_DATE)
    issue(again, "A return came late.")
    issues = again.queries.public_issues(("safeguarded",))
    assert [each.hidden for each in issues] == [frozenset(), keys("GL", REGION, TO_DATE)]
    assert issues[1].values[7, "safeguarded", "GL"] == 2
    again.close()


def test_what_was_hidden_stays_so_in_a_later_issue(returned: Workspace) -> None:
    accept(returned, "GL", 2)
    assert suppression(returned).hidden == keys("GL", "DO")
    issue(returned)
    accept(returned, "WI", 3)
    # Dorset's nine were hidden beside Gloucestershire's two, and are so still.
    # A new total would tell Wiltshire's three: what the other two make up is known from the issue.
    assert suppression(returned).hidden == keys("GL", "DO", "WI", REGION, TO_DATE)
    returned.operation.update(small_number=2)
    assert suppression(returned).hidden == keys("GL", "DO")


def test_what_an_issue_told_is_kept_apart_for_other_measures(returned: Workspace) -> None:
    issue(returned)
    for _ in range(2):
        (found,) = returned.queries.public_issues(("safeguarded",))
        assert set(found.values) == keys("AS", "DO", "WI", REGION)
        (other,) = returned.queries.public_issues(("arrests",))
        assert other.values == {}


def test_texts_about_people_are_among_what_is_looked_at_before_issuing(returned: Workspace) -> None:
    returned.papers.set_wording(7, "summary", "Introduction", "Ring the desk on 07700 900123.")
    odd = [each.text for each in look_before(returned.queries, OPTIONS, NOW.date()) if each.odd]
    assert len(odd) == 1
    assert odd[0].startswith("Introduction: “07700 900123” looks like a telephone number.")
    assert not [each for each in look_before(returned.queries, SummaryOptions(7), NOW.date()) if each.odd]
