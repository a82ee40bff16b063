"""What was decided about figures is on paper: joint results, corrections, exceptions, disagreements, references."""

from __future__ import annotations

import datetime as dt

import pytest

from opcoord.model.joint import JointRule
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.queries.expected import ExpectedPeriodView
from opcoord.queries.lineage import NumberReference
from opcoord.queries.reconciliation_views import (
    Disagreement,
    Kind,
    Reconciliation,
    ReconciliationRow,
    RowKind,
)
from opcoord.queries.standards import BaselineView, ExceptionView, TargetView
from opcoord.queries.views import AdjustmentView
from opcoord.reports.content import AnnexPart, SummaryContent
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_content import read_summary
from tests.unit.test_reports_fake import Answer, FakeQueries, example

PRINTED = dt.datetime(2024, 3, 25, 14, 5)


def read(store: FakeQueries, public: bool = False) -> SummaryContent:
    return read_summary(store, SummaryOptions(7, public=public), PRINTED)


def joint(measure: str = "arrests", amount: int = 3, other: str = "WI") -> AdjustmentView:
    return AdjustmentView(
        1, 7, measure, measure.title(), "people", "AS", other, JointRule.LARGEST, amount, "One joint team"
    )


def part(content: SummaryContent, heading: str) -> AnnexPart:
    assert content.annex is not None
    return next(each for each in content.annex.parts if each.heading == heading)


def headings(content: SummaryContent) -> list[str]:
    assert content.annex is not None
    return [each.heading for each in content.annex.parts]


@pytest.fixture
def decided() -> FakeQueries:
    store = example()
    store.adjustment_list = [joint()]
    store.corrections = {("AS", "arrests"): ("read as 41 instead of 14", "Told by telephone")}
    store.exception_list = [
        ExceptionView(
            1, "unusually-high", "off", "AS", "cash_seized", None, "One seizure", dt.date(2024, 6, 1)
        ),
        ExceptionView(2, "unusually-high", "off", "", "", 6, "Of another phase", None),
        ExceptionView(3, "unusually-low", "off", "", "", None, "Over already", dt.date(2024, 3, 24)),
    ]
    store.target_list = [TargetView(1, "arrests", "Arrests", "people", "", 80, 5, None, "Board")]
    row = ReconciliationRow(
        7, "arrests", "Arrests", "people", None, None, (), (), Qualified(64), -3, 6, 6,
        RowKind.FALLS_SHORT, "The sum is less.",
    )  # fmt: skip
    found = Disagreement(
        "k", Kind.DIGITS, "Arrests: digits", "36 and 63.", (7,), "arrests", "Arrests", "people", ()
    )
    store.reconciled = Reconciliation((row,), (), (found,))
    return store


def test_totals_are_net_with_gross_and_what_is_taken_off(decided: FakeQueries) -> None:
    forces = read(decided).forces
    assert forces is not None
    (row,) = forces.joint
    assert (row.gross, row.joint, row.net) == ("67", "−3", "64")
    arrests = next(each for each in forces.groups[0].rows if each.label == "Arrests (net)")
    assert (arrests.cells[0], arrests.cells[4], arrests.total) == ("41", "26", "64")
    assert any(each.startswith("(net)") for each in forces.key)


def test_the_annex_says_who_how_many_by_which_rule_and_why(decided: FakeQueries) -> None:
    assert part(read(decided), "Joint results counted once").rows == (
        ("Arrests", "Avon and Somerset and Wiltshire", "3", "largest", "One joint team"),
    )
    decided.adjustment_list = [joint(other="DO")]
    assert "not in force" in part(read(decided), "Joint results counted once").rows[0][2]


def test_the_annex_lists_corrections_exceptions_targets_and_disagreements(decided: FakeQueries) -> None:
    content = read(decided)
    assert part(content, "Corrections made before accepting").rows == (
        ("Avon and Somerset", "Arrests", "Return, D5", "read as 41 instead of 14", "Told by telephone"),
    )
    (exception,) = part(content, "Checks that do not apply").rows
    assert exception == (
        "Three times any earlier figure or more",
        "switched off",
        "Avon and Somerset, Cash seized, all phases",
        "One seizure",
        "1 June 2024",
    )
    assert part(content, "Targets").rows[0][2:] == ("80", "64", "from\u00a0phase\u00a05\u00a0on", "Board")
    assert part(content, "Differences from what was announced").rows[0][2:] == ("64", "6", "The sum is less.")
    assert part(content, "Figures that disagree").rows[0][1] == "36 and 63."


def test_the_annex_lists_of_whom_returns_are_expected_when(decided: FakeQueries) -> None:
    decided.period_list = [
        ExpectedPeriodView(1, "AS", 1, 6, "Left"),
        ExpectedPeriodView(2, "DO", 7, None, "Joined"),
        ExpectedPeriodView(3, "WI", 8, None, "To join"),
        ExpectedPeriodView(4, "GL", 2, 3, "Twice"),
        ExpectedPeriodView(5, "GL", 7, 7, "Twice"),
    ]
    rows = [
        [cell.replace("\u00a0", " ") for cell in row] for row in part(read(decided), "Expected returns").rows
    ]
    assert rows == [
        ["Avon and Somerset", "phases 1 to 6", "outside, and returned", "Left"],
        ["Dorset", "from phase 7 on", "expected", "Joined"],
        ["Gloucestershire", "phases 2 to 3", "expected", "Twice"],
        ["Gloucestershire", "phase 7", "expected", "Twice"],
    ]


def test_a_public_annex_says_nothing_of_what_was_decided(decided: FakeQueries) -> None:
    content = read(decided, public=True)
    assert headings(content) == ["References to totals"]
    assert content.annex is not None
    assert content.annex.notes == ()


def test_a_small_joint_result_cannot_be_worked_out_in_public() -> None:
    store = example()
    store.answers[7, "GL", "safeguarded"] = Answer(8)
    store.adjustment_list = [joint("safeguarded", 2)]
    forces = read(store, public=True).forces
    assert forces is not None
    (row,) = forces.joint
    assert (row.gross, row.joint) == ("[c]", "[c]")
    cells = next(each for group in forces.groups for each in group.rows if "safeguarded" in each.label)
    # Forces less joint results make the total: a second number of that sum must be hidden too.
    assert "[c]" in (*cells.cells, cells.total)


def test_who_is_named_in_a_cell_stays_out_of_the_public_version() -> None:
    store = example()
    made = store.figures

    def with_claim(return_id: int) -> list[object]:
        from dataclasses import replace

        return [
            replace(each, joint_amount=3, joint_with="PC Somebody of BTP")
            if each.measure == "arrests"
            else each
            for each in made(return_id)
        ]

    store.figures = with_claim  # type: ignore[method-assign, assignment]
    inside, public = read(store).forces, read(store, public=True).forces
    assert inside is not None and public is not None
    assert "PC Somebody" in inside.notes[0]
    assert "PC Somebody" not in public.notes[0] and "with another force" in public.notes[0]


def test_references_name_the_printed_totals() -> None:
    rows = part(read(example()), "References to totals").rows
    assert rows[0] == ("Arrests", "67", "arrests.7", "390", "arrests.4-7")
    assert all(NumberReference.parse(cell) for each in rows for cell in (each[2], each[4]))


def test_the_direction_of_travel_says_what_is_compared() -> None:
    store = example()
    store.baselines = {"arrests": BaselineView("arrests", 50, "mean", 25)}
    store.answers[7, "DO", "arrests"] = Answer(5)
    found = read(store).directions
    assert found is not None
    arrests = next(each for each in found.rows if each.label == "Arrests")
    texts = [each.replace("\u00a0", " ") for each in (arrests.now, arrests.last, arrests.on_last)]
    assert texts == ["67", "94\nphase 6", "↓ down, −28.7 %"]
    assert arrests.note == "only Avon and Somerset, Wiltshire"
    # What the baseline is set against is the total, and not the figure of the two forces.
    assert arrests.on_baseline.endswith("; baseline 50 against 72")
    assert "+44.0" in arrests.on_baseline and "only 3 of 5 forces in" in arrests.on_baseline


def test_a_direction_that_the_figures_do_not_tell_is_not_printed() -> None:
    store = example()
    store.answers[6, "DO", "arrests"] = Answer(5)
    for phase, amount in ((6, Answer(25)), (7, Answer(20, Qualifier.OVER, state="provisional"))):
        for force in ("AS", "WI"):
            store.answers[phase, force, "arrests"] = amount
    found = read(store).directions
    assert found is not None
    arrests = next(each for each in found.rows if each.label == "Arrests")
    assert arrests.on_last == "not comparable: not exact enough to tell"
    assert arrests.trend == "not assigned"
    assert arrests.note.endswith("not all figures are exact; some figures are provisional")


def test_the_direction_of_travel_says_that_a_phase_ran_far_longer() -> None:
    found = read_summary(example(), SummaryOptions(6), PRINTED).directions
    assert found is not None
    arrests = next(each for each in found.rows if each.label == "Arrests")
    assert arrests.note == "same forces; phase 5 ran 30 days against 7"


def test_without_an_earlier_phase_nothing_is_compared() -> None:
    found = read_summary(example(), SummaryOptions(4), PRINTED).directions
    assert found is not None
    assert (found.rows, found.notes) == ((), ())
