"""The cases with known answers: what the published figures disagree about, by the real command on the sample."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opcoord.cli.main import main
from tests.journeys.conftest import Sample

Reconcile = Callable[..., dict[str, Any]]


@pytest.fixture
def reconcile(sample: Sample, capsys: pytest.CaptureFixture[str]) -> Reconcile:
    """Runs `opcoord reconcile --json` on the sample; its exit code is checked against what it found."""
    sample.workspace.close()

    def run(*arguments: object) -> dict[str, Any]:
        code = main(["reconcile", str(sample.workspace.path), "--json", *map(str, arguments)])
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert code == (1 if any(not each["verdict"] for each in found["disagreements"]) else 0)
        return found

    return run


def _of(found: dict[str, Any], kind: str, **wanted: object) -> dict[str, Any]:
    (each,) = [
        each
        for each in found["disagreements"]
        if each["kind"] == kind and all(each[name] == value for name, value in wanted.items())
    ]
    return dict(each)


def _amounts(disagreement: dict[str, Any]) -> list[int]:
    return [each["amount"] for each in disagreement["sources"]]


def _row(found: dict[str, Any], phase: int, measure: str) -> dict[str, Any]:
    (row,) = [each for each in found["rows"] if (each["phase"], each["measure"]) == (phase, measure)]
    return dict(row)


def _claim(found: dict[str, Any], label: str) -> dict[str, Any]:
    (claim,) = [each for each in found["claims"] if each["claim"]["label"] == label]
    return dict(claim)


def test_arrests_on_the_retrospective_basis_are_the_printed_total(reconcile: Reconcile) -> None:
    found = reconcile()
    last = [_row(found, phase, "arrests")["region_last"]["amount"] for phase in range(1, 7)]
    assert last == [109, 127, 70, 162, 67, 94]
    assert sum(last) == 629


def test_the_repeated_block_and_the_other_number_are_told(reconcile: Reconcile) -> None:
    found = reconcile()
    copy = _of(found, "repeated-block")
    assert copy["phases"] == [4, 6]
    assert "phase 6, April 2023" in copy["sentence"] and "phase 4, April 2023" in copy["sentence"]
    assert "With the copy, arrests add up to 791; without it to 629, the printed total." in copy["sentence"]
    assert _amounts(copy) == [162, 34, 162, 34, 629]
    seven = _of(found, "renumbered-block")
    assert seven["phases"] == [6]
    assert "phase 7, October 2023 is phase 6 here" in seven["sentence"]
    assert _amounts(seven) == [94, 62, 94, 62]


def test_disruptions_of_three_phases_are_exact_but_differ_in_definition(reconcile: Reconcile) -> None:
    found = reconcile()
    claim = _claim(found, "drug disruptions")
    assert [each["amount"] for each in claim["parts"]] == [400, 465, 649]
    assert (claim["sum"]["amount"], claim["difference"], claim["kind"]) == (1514, 0, "definitions-differ")
    assert "3 labels were added" in claim["sentence"]
    assert _of(found, "definitions-differ", phases=[1, 2, 3])["sources"][0]["amount"] == 1514


def test_cash_of_three_phases_agrees_and_stays_at_least(reconcile: Reconcile) -> None:
    found = reconcile()
    claim = _claim(found, "cash seized")
    assert claim["sum"] == {"amount": 362853, "qualifier": "at least"}
    assert (claim["claim"]["amount"], claim["kind"]) == (363000, "agrees")
    assert not [
        each for each in found["disagreements"] if each["kind"] == "period-claim" and "cash" in each["label"]
    ]


def test_arrests_of_three_phases_differ_by_three(reconcile: Reconcile) -> None:
    found = reconcile()
    claim = _claim(found, "drug-related arrests")
    assert (claim["sum"]["amount"], claim["claim"]["amount"], claim["difference"]) == (391, 388, 3)
    told = _of(found, "period-claim", label="drug-related arrests")
    assert told["sentence"] == "194 + 127 + 70 = 391 against a printed 388: a difference of 3."


def test_what_cannot_be_compared_says_why(reconcile: Reconcile) -> None:
    claim = _claim(reconcile(), "adults and children safeguarded")
    assert (claim["kind"], claim["difference"]) == ("not-comparable", None)
    assert "for phase 1" in claim["sentence"] and "checks may have been counted" in claim["sentence"]


@pytest.mark.parametrize("imported", [False, True])
def test_phase_seven_safeguarded_more_than_the_region_says(
    sample: Sample, capsys: pytest.CaptureFixture[str], imported: bool
) -> None:
    if imported:
        for candidate in sample.workspace.returns.inspect([sample.waiting]):
            sample.workspace.returns.accept(candidate, reason_for_all="Asked.")
    sample.workspace.close()
    assert main(["reconcile", str(sample.workspace.path), "--phase", "7", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    row = _row(found, 7, "safeguarded")
    assert (row["sum"], row["region_last"]["amount"]) == ({"amount": 139, "qualifier": "over"}, 135)
    assert (row["kind"], row["difference"], row["difference_is"]) == ("parts-exceed-whole", -4, "about")
    forces = {each["agency"]: (each["amount"], each["origin"]) for each in row["forces"]}
    assert forces["DO"] == (19, "sum of its parts")
    assert forces["WI"] == (27, "returned" if imported else "announced")
    told = _of(found, "parts-exceed-whole", measure="safeguarded")
    assert told["key"] == "parts-exceed-whole:7:region:safeguarded:19-20-27-73-135"
    assert "over 139" in told["sentence"] and "135" in told["sentence"]


def test_one_force_disrupts_more_than_the_region(reconcile: Reconcile) -> None:
    found = reconcile("--phase", 2)
    told = _of(found, "definitions-differ", phases=[2])
    assert "a part exceeds the whole, so the definitions differ" in told["sentence"]
    assert "Avon and Somerset Police alone gives almost 700" in told["sentence"]
    assert told["sources"][0]["amount"] == 465
    assert {"amount": 700, "qualifier": "almost"}.items() <= told["sources"][1].items()


def test_drugs_value_ten_times_as_much_in_another_account(reconcile: Reconcile) -> None:
    told = _of(reconcile("--phase", 6), "factor-of-ten", measure="drugs_value")
    assert _amounts(told) == [6700, 1500, 1000, 93000]
    assert told["sources"][3]["qualifier"] == "over" and "£9,200" in told["sentence"]


def test_digits_and_people_against_addresses(reconcile: Reconcile) -> None:
    found = reconcile("--phase", 7)
    assert _amounts(_of(found, "digits")) == [33600, 36000]
    cuckooed = _of(found, "people-against-visits")
    assert [each["label"] for each in cuckooed["sources"]] == [
        "cuckooed addresses visited",
        "cuckooing victims",
    ]


def test_totals_that_were_revised(reconcile: Reconcile) -> None:
    found = reconcile()
    assert _amounts(_of(found, "revised", phases=[1], measure="arrests")) == [194, 109]
    assert _amounts(_of(found, "revised", phases=[4], measure="arrests")) == [121, 162, 162]


def test_nothing_is_raised_that_an_expert_would_wave_through(reconcile: Reconcile) -> None:
    """The whole list, so that a new rule that cries wolf is seen."""
    kinds = sorted((tuple(each["phases"]), each["kind"]) for each in reconcile()["disagreements"])
    assert kinds == [
        ((1,), "revised"),
        ((1,), "revised"),
        ((1, 2, 3), "definitions-differ"),
        ((1, 2, 3), "period-claim"),
        ((1, 2, 3), "period-claim"),
        ((1, 2, 3), "period-claim"),
        ((2,), "accounts-differ"),
        ((2,), "definitions-differ"),
        ((4,), "revised"),
        ((4, 6), "repeated-block"),
        ((6,), "accounts-differ"),
        ((6,), "factor-of-ten"),
        ((6,), "renumbered-block"),
        ((7,), "accounts-differ"),
        ((7,), "digits"),
        ((7,), "parts-exceed-whole"),
        ((7,), "people-against-visits"),
    ]


def test_a_verdict_stays_with_its_disagreement(sample: Sample, capsys: pytest.CaptureFixture[str]) -> None:
    key = "parts-exceed-whole:7:region:safeguarded:19-20-27-73-135"
    sample.workspace.verdicts.decide(key, "The region is too low", "Asked the lead force")
    sample.workspace.close()
    main(["reconcile", str(sample.workspace.path), "--phase", "7", "--json"])
    told = _of(json.loads(capsys.readouterr().out), "parts-exceed-whole")
    assert (told["key"], told["verdict"], told["reason"]) == (
        key,
        "The region is too low",
        "Asked the lead force",
    )


def test_the_text_fits_a_hundred_columns(sample: Sample, capsys: pytest.CaptureFixture[str]) -> None:
    sample.workspace.close()
    assert main(["reconcile", str(sample.workspace.path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line) <= 100 or "://" in line for line in lines)
    assert main(["reconcile", str(Path(sample.workspace.path)), "--phase", "99"]) == 1
