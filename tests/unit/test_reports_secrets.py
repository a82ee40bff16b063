"""Nobody can work out a hidden figure from public documents: an attacker who reads all of them tries, and fails."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings

from opcoord.model.joint import JointRule
from opcoord.queries.views import AdjustmentView
from opcoord.reports.hiding import Hiding
from tests.unit.reports_attacker import TO_DATE, TOTAL, Key, Reading
from tests.unit.reports_riddle import Attack, figure_of
from tests.unit.reports_tables import (
    WHOLES,
    issue,
    operations,
    read_all,
    revised,
    row,
    secrets,
    store_of,
    truth_of,
)
from tests.unit.test_reports_fake import FakeQueries

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def found_out(attack: Attack, wanted: set[Key], truth: Mapping[Key, int]) -> list[Key]:
    """What the attacker knows for certain of what nobody may find out."""
    assert attack.is_true()
    return [figure[0] for figure in attack.can_tell(figure_of(key, truth) for key in sorted(wanted))]


def attack_one(store: FakeQueries) -> tuple[Reading, list[Key]]:
    """All public documents of the last phase, and what they give away."""
    number = store.phase_list[-1].number
    truth, reading = truth_of(store, number), read_all(store, number)
    attack = Attack(WHOLES)
    attack.add(reading, truth)
    return reading, found_out(attack, secrets(store, reading, truth), truth)


@settings(UNHURRIED, max_examples=120)
@given(operations())
def test_no_hidden_figure_can_be_worked_out_from_the_pages(store: FakeQueries) -> None:
    _, given_away = attack_one(store)
    assert given_away == []


@settings(UNHURRIED, max_examples=100)
@given(revised())
def test_nor_from_two_issues_that_follow_each_other(
    made: tuple[FakeQueries, int, FakeQueries, int],
) -> None:
    then, first, now, second = made
    now.public = [issue(then, first)]
    attack = Attack(WHOLES)
    wanted = []
    for store, number in ((then, first), (now, second)):
        truth, reading = truth_of(store, number), read_all(store, number)
        attack.add(reading, truth)
        wanted.append((secrets(store, reading, truth), truth))
    assert [found_out(attack, figures, truth) for figures, truth in wanted] == [[], []]


def joint(one: str, other: str, amount: int) -> AdjustmentView:
    return AdjustmentView(1, 1, "people", "", "people", one, other, JointRule.NUMBER, amount, "")


FORCES_ADD_UP = store_of(4, 1, ["people"], ["people"], row(1, "people", 3, 9, 12, 30))
PHASES_ADD_UP = store_of(2, 2, ["people"], ["people"], row(1, "people", 3) | row(2, "people", 20, 30))
JOINT_RESULTS = store_of(3, 1, ["people"], ["people"], row(1, "people", 13, 9, 12))
JOINT_RESULTS.adjustment_list = [joint("AS", "DC", 2)]


@pytest.mark.parametrize(
    ("store", "key"),
    [
        (FORCES_ADD_UP, (1, "people", "AS")),
        (PHASES_ADD_UP, (1, "people", TOTAL)),
        (PHASES_ADD_UP, (1, "people", TO_DATE)),
        (JOINT_RESULTS, (1, "people", "joint")),
    ],
)
def test_the_attacker_finds_what_has_nothing_hidden_beside_it(
    store: FakeQueries, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, given_away = attack_one(store)
    assert given_away == []
    hide_only_small_numbers(monkeypatch)
    reading, given_away = attack_one(store)
    assert key in reading.hidden
    assert key in given_away


def test_the_attacker_compares_two_issues(monkeypatch: pytest.MonkeyPatch) -> None:
    then = store_of(4, 1, ["people"], ["people"], row(1, "people", 13, 9, 12))
    now = store_of(4, 1, ["people"], ["people"], row(1, "people", 13, 9, 12, 2))

    def given_away() -> list[Key]:
        attack = Attack(WHOLES)
        for store in (then, now):
            attack.add(read_all(store, 1), truth_of(store, 1))
        return found_out(attack, {(1, "people", "GL")}, truth_of(now, 1))

    # As if the first issue were not known: the new total and another force's cell tell the late force's.
    assert given_away() == [(1, "people", "GL")]
    now.public = [issue(then, 1)]
    assert given_away() == []
    hide_only_small_numbers(monkeypatch)
    assert given_away() == [(1, "people", "GL")]


def hide_only_small_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    def protect(self: Hiding, secret: frozenset[int]) -> None:
        self.hidden |= set(secret)

    monkeypatch.setattr(Hiding, "protect", protect)
    for name in ("round_up", "thin_out"):
        monkeypatch.setattr(Hiding, name, lambda *_: None)
