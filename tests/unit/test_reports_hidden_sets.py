"""Which figures a public document hides: what is needed, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from opcoord.model.joint import JointRule
from opcoord.queries.frozen_figures import JOINT, REGION, TO_DATE, FigureKey
from opcoord.queries.standards import BaselineView
from opcoord.queries.views import AdjustmentView
from opcoord.reports.evidence import gather
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_content import read_summary
from opcoord.reports.suppression import Suppression
from tests.unit.reports_tables import PRINTED, issue, row, store_of
from tests.unit.test_reports_fake import Answer, FakeQueries

Answers = Mapping[tuple[int, str, str], Answer]


def store(
    answers: Answers, phases: int = 1, sensitive: Iterable[str] = ("people", "young", "old")
) -> FakeQueries:
    asked = {code for _, _, code in answers}
    codes = [code for code in ("people", "young", "old") if code in asked]
    return store_of(6, phases, [each for each in sensitive if each in codes], codes, answers)


def suppression(made: FakeQueries, number: int | None = None) -> Suppression:
    number = number or made.phase_list[-1].number
    return gather(made, SummaryOptions(number, public=True), PRINTED.date()).suppression


def hidden(
    answers: Answers, phases: int = 1, sensitive: Iterable[str] = ("people", "young", "old")
) -> set[FigureKey]:
    return set(suppression(store(answers, phases, sensitive)).hidden)


def keys(text: str) -> set[FigureKey]:
    """ "1 people AS" and so on, parted by commas; "total", "joint" and "to date" are named so."""
    at = {"total": REGION, "joint": JOINT, "to date": TO_DATE}
    parted = (each.strip().split(" ", 2) for each in text.split(","))
    return {(int(phase), code, at.get(place, place)) for phase, code, place in parted}


def people(*said: int | None) -> Answers:
    return row(1, "people", *said)


@pytest.mark.parametrize(
    ("answers", "phases", "expected"),
    [
        # Beside one small number the smallest other one, never a zero.
        (people(3, 9, 12, 30, 7), 1, "1 people AS, 1 people WI"),
        (people(3, 0, 0, 0, 8), 1, "1 people AS, 1 people WI"),
        # Small numbers protect each other where together they are not small.
        (people(3, 4, 12, 30, 7), 1, "1 people AS, 1 people DC"),
        (people(1, 2, 12, 30, 7), 1, "1 people AS, 1 people DC, 1 people WI"),
        # A small total, and what adds it up.
        (people(3, 0, None, 0), 1, "1 people AS, 1 people total, 1 people to date"),
        (
            people(3) | row(2, "people", 20, 30) | row(3, "people", 20),
            3,
            "1 people AS, 1 people total, 1 people to date, 2 people to date, 3 people to date",
        ),
        # Two hidden totals protect each other, and the running total is shown again.
        (
            people(3) | row(2, "people", 20, 30) | row(3, "people", 4) | row(4, "people", 20),
            4,
            "1 people AS, 1 people total, 1 people to date, 2 people to date, 3 people AS, 3 people total",
        ),
        # Of a part, its whole tells nothing unless all of the whole is the part.
        (people(13, 9, 12) | row(1, "young", 3, 8, 9), 1, "1 young AS, 1 young DC"),
        # Parts that make up the whole: a force's hidden part needs a second figure of the same force.
        (
            people(10, 9, 12) | row(1, "young", 3, 4, 6) | row(1, "old", 7, 5, 6),
            1,
            "1 young AS, 1 young DC, 1 people AS, 1 people DC",
        ),
        (
            people(11, 19, 12) | row(1, "young", 3, 4, 5) | row(1, "old", 7, 6, 6),
            1,
            "1 young AS, 1 young DC",
        ),
    ],
)  # fmt: skip
def test_no_more_is_hidden_than_needed(answers: Answers, phases: int, expected: str) -> None:
    assert hidden(answers, phases) == keys(expected)


def test_nothing_is_hidden_where_no_number_is_small() -> None:
    assert hidden(people(5, 0, 9)) == set()
    assert hidden(people(3, 1, 9), sensitive=()) == set()
    made = store(people(3, 9, 12))
    assert gather(made, SummaryOptions(1), PRINTED.date()).suppression == Suppression()


def test_the_operation_says_what_is_small() -> None:
    made = store(people(3, 9, 12, 30, 17))
    made.small_number = 10
    assert suppression(made).hidden == keys("1 people AS, 1 people DC")
    forces = read_summary(made, SummaryOptions(1, public=True), PRINTED).forces
    assert forces is not None
    assert "[c] hidden: fewer than 10, or would give such a number away" in forces.key
    made.small_number = 3
    assert suppression(made).hidden == set()


def test_pounds_are_counted_in_pounds() -> None:
    made = store(people(300, 900_00, 12_00))
    made.measure_list = [replace(each, unit="GBP") for each in made.measure_list]
    assert suppression(made).hidden == keys("1 people AS, 1 people DO")


def test_a_small_joint_result_is_hidden_with_a_force_beside_it() -> None:
    made = store(people(13, 9, 12))
    made.adjustment_list = [AdjustmentView(1, 1, "people", "", "people", "AS", "DC", JointRule.NUMBER, 2, "")]
    assert suppression(made).hidden == keys("1 people joint, 1 people DC")
    made.adjustment_list = [replace(made.adjustment_list[0], amount=6)]
    assert suppression(made).hidden == set()


def test_of_a_hidden_total_it_is_not_said_that_it_is_net() -> None:
    made = store(people(3, 1))
    made.adjustment_list = [AdjustmentView(1, 1, "people", "", "people", "AS", "DC", JointRule.NUMBER, 1, "")]
    forces = read_summary(made, SummaryOptions(1, public=True), PRINTED).forces
    assert forces is not None
    assert forces.joint == ()
    assert [each.label for each in forces.groups[0].rows] == ["People helped"]


def test_what_is_not_sensitive_is_hidden_only_where_it_gives_a_part_away() -> None:
    answers = people(10, 9, 12) | row(1, "young", 3, 4, 6)
    assert hidden(answers, sensitive=["young"]) == keys("1 young AS, 1 young DC")
    both = hidden(answers | row(1, "old", 7, 5, 6), sensitive=["young"])
    assert both == keys("1 young AS, 1 young DC, 1 people AS, 1 people DC")
    made = store(answers | row(1, "old", 7, 5, 6), sensitive=["young"])
    # The height of a bar would tell it.
    assert read_summary(made, SummaryOptions(1, public=True), PRINTED).charts == ()


def after(first: Answers, now: Answers, phases: int = 1) -> set[FigureKey]:
    """What is hidden after a public issue of phase 1 with other answers."""
    made = store(now, phases)
    made.public = [issue(store(first), 1)]
    assert not suppression(made).exposed
    return set(suppression(made).hidden)


FIRST = people(13, 9, 12)


@pytest.mark.parametrize(
    ("now", "phases", "expected"),
    [
        # The other forces were told, so that only the new total can hide a late small number.
        (people(13, 9, 12, 2), 1, "1 people GL, 1 people total, 1 people to date"),
        (
            people(13, 9, 12, 2) | row(2, "people", 30, 30),
            2,
            "1 people GL, 1 people total, 1 people to date, 2 people to date",
        ),
        (people(13, 3, 12), 1, "1 people DC, 1 people total, 1 people to date"),
        # Two forces are late or revised: they protect each other.
        (people(13, 9, 12, 2, 6), 1, "1 people GL, 1 people WI"),
        (people(13, 3, 19), 1, "1 people DC, 1 people DO"),
    ],
)  # fmt: skip
def test_what_was_told_before_protects_nothing(now: Answers, phases: int, expected: str) -> None:
    assert after(FIRST, now, phases) == keys(expected)


def test_a_late_return_that_is_not_small_hides_nothing() -> None:
    assert after(FIRST, people(13, 9, 12, 20)) == set()


def test_what_was_hidden_stays_hidden_while_it_is_the_same() -> None:
    first = people(3, 9, 12, 30, 7)
    assert after(first, first) == keys("1 people AS, 1 people WI")
    assert after(first, people(3, 9, 13, 30, 7)) == keys("1 people AS, 1 people WI")
    # Seven stays hidden, and would give away what the three was if the eight were shown.
    assert after(first, people(8, 9, 12, 30, 7)) == keys("1 people AS, 1 people WI")


def test_a_small_number_that_was_told_is_hidden_and_said_to_be_known() -> None:
    made = store(FIRST)
    made.public = [issue(store(FIRST), 1)]
    made.small_number = 10
    found = suppression(made)
    assert found.hidden == found.exposed == keys("1 people DC")


def test_a_baseline_that_is_small_or_a_hidden_total_is_not_printed() -> None:
    answers = people(3) | row(2, "people", 20, 30) | row(3, "people", 22, 31)

    def compared(baseline: int) -> list[str]:
        made = store(answers, 3)
        made.small_number = 4
        made.baselines = {"people": BaselineView("people", baseline, "phase 1", 25)}
        found = read_summary(made, SummaryOptions(3, public=True), PRINTED).directions
        assert found is not None
        return [each.label for each in found.rows]

    assert compared(40) == ["People helped"]
    assert compared(3) == compared(2) == []


def test_forces_that_are_compared_alone_tell_nothing_of_joint_results() -> None:
    answers = row(1, "people", 30, 20, 10) | row(2, "people", 31, 22)
    made = store(answers, 2)
    made.adjustment_list = [
        AdjustmentView(1, 1, "people", "", "people", "AS", "DC", JointRule.NUMBER, 6, ""),
        AdjustmentView(2, 1, "people", "", "people", "DC", "DO", JointRule.NUMBER, 2, ""),
    ]
    options = SummaryOptions(2, public=True)
    found = read_summary(made, options, PRINTED).directions
    assert found is not None
    assert (found.rows, found.notes) == ((), ("1 measure is left out: small numbers.",))
    inside = read_summary(made, SummaryOptions(2), PRINTED).directions
    assert inside is not None and len(inside.rows) == 1
