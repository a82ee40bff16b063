"""What the coordinator decided about labels and figures is done, said and kept; the file's own words stay."""

from __future__ import annotations

import dataclasses

import pytest

from opcoord.excel import return_form as form
from opcoord.model.refs import LearnedLabel
from opcoord.model.terms import Empty, Qualifier, Severity, State
from opcoord.reading.decisions import LEAVE_OUT, Correction, Decisions
from tests.unit.reading_grids import CONTEXT, Rows, amounts, codes, figure, message, read_one

ROWS: Rows = [
    ["Measure", "Figure", "State"],
    ["Arrests", "approx 12 or so"],
    ["Cash siezed", 500],
    ["Cops", 9],
]
DO6 = Decisions("DO", 6)


def test_an_unsure_label_is_asked_with_its_value_and_the_two_best_answers() -> None:
    parsed = read_one(ROWS)
    assert amounts(parsed) == {}
    unsure, unknown = parsed.questions
    assert (unsure.label, unsure.label_cell, unsure.cell, unsure.raw) == ("Cash siezed", "A3", "B3", "500")
    assert unsure.suggestions[0] == "cash" and len(unsure.suggestions) <= 2
    assert (unknown.label, unknown.suggestions) == ("Cops", ())
    assert codes(parsed, Severity.WARNING) >= {"unsure-measure", "unknown-measure"}
    assert "'Cash siezed'" in message(parsed, "unsure-measure")
    assert "'Cash seized'" in message(parsed, "unsure-measure")


def test_a_label_without_a_value_is_not_asked_about() -> None:
    parsed = read_one([["Measure", "Figure"], ["Arrests", 1], ["Cops", None], ["Dogs", "  "]])
    assert parsed.questions == ()


def test_an_answer_is_done_and_said() -> None:
    decisions = DO6.answered("Cash siezed", "cash").answered("Cops", LEAVE_OUT)
    parsed = read_one(ROWS, decisions)
    assert amounts(parsed) == {"cash": (50000, "B3")}
    assert figure(parsed, "cash").label == "Cash siezed"
    assert parsed.questions == ()
    said = [each.message for each in parsed.findings if each.code == "label-answered"]
    assert said == [
        "'Cash siezed' was taken as Cash seized, as was chosen.",
        "'Cops' was left out, as was chosen.",
    ]


def test_an_answer_goes_before_what_the_label_says() -> None:
    parsed = read_one([["Measure", "Figure"], ["Arrests", 12]], DO6.answered("Arrests", "charges"))
    assert amounts(parsed) == {"charges": (12, "B2")}


def test_what_was_learned_from_this_agency_is_used_and_said() -> None:
    context = dataclasses.replace(
        CONTEXT,
        learned_labels=(
            LearnedLabel("DO", "Cash siezed", "cash"),
            LearnedLabel("DO", "Cops", ""),
            LearnedLabel("WI", "Cash siezed", "arrests"),
            LearnedLabel("DO", "Gone", "no_longer_there"),
        ),
    )
    parsed = read_one([*ROWS, ["Gone", 3]], context=context)
    assert amounts(parsed) == {"cash": (50000, "B3")}
    assert len([each for each in parsed.findings if each.code == "learned-label"]) == 2
    assert [each.label for each in parsed.questions] == ["Gone"]
    again = read_one(ROWS, DO6.answered("Cash siezed", "arrests"), context=context)
    assert "cash" not in amounts(again)


def test_a_typed_correction_replaces_the_reading_and_settles_its_findings() -> None:
    assert "not-a-figure" in codes(read_one(ROWS), Severity.ERROR)
    parsed = read_one(ROWS, DO6.corrected(Correction("arrests", "Telephone, 14 March", text="over 12")))
    arrests = figure(parsed, "arrests")
    assert (arrests.amount, arrests.qualifier) == (12, Qualifier.OVER)
    assert (arrests.raw, arrests.cell, arrests.label) == ("approx 12 or so", "B2", "Arrests")
    assert arrests.correction == "the file says 'approx 12 or so'; taken as over 12"
    assert arrests.correction_reason == "Telephone, 14 March"
    assert codes(parsed, Severity.ERROR) == set()
    assert "Telephone, 14 March" in message(parsed, "corrected")


@pytest.mark.parametrize(
    ("text", "amount", "empty"),
    [("nil", 0, Empty.NIL), ("not answered", None, Empty.NOT_ANSWERED), ("0", 0, Empty.ZERO)],
)
def test_a_correction_can_say_that_there_is_no_figure(text: str, amount: int | None, empty: Empty) -> None:
    arrests = figure(read_one(ROWS, DO6.corrected(Correction("arrests", "Asked", text=text))), "arrests")
    assert (arrests.amount, arrests.empty) == (amount, empty)
    assert arrests.correction.startswith("the file says 'approx 12 or so'; taken as ")


def test_another_cell_can_be_taken() -> None:
    correction = Correction("arrests", "Wrong row", sheet="Sheet1", cell="B4")
    arrests = figure(read_one(ROWS, DO6.corrected(correction)), "arrests")
    assert (arrests.amount, arrests.cell, arrests.raw) == (9, "B2", "approx 12 or so")
    assert arrests.correction == "the file says 'approx 12 or so'; taken as 9, from Sheet1, B4"


def test_a_measure_without_a_row_can_be_corrected_too() -> None:
    parsed = read_one(ROWS, DO6.corrected(Correction("charges", "E-mail", sheet="Sheet1", cell="B4")))
    charges = figure(parsed, "charges")
    assert (charges.amount, charges.sheet, charges.cell, charges.raw) == (9, "Sheet1", "B4", "9")
    typed = figure(read_one(ROWS, DO6.corrected(Correction("charges", "E-mail", text="7"))), "charges")
    assert (typed.amount, typed.cell, typed.raw) == (7, "", "")
    assert typed.correction == "the file has no figure; taken as 7"


@pytest.mark.parametrize(
    "correction",
    [
        Correction("arrests", "Typed", text="some"),
        Correction("arrests", "No such cell", sheet="Sheet1", cell="Z99"),
        Correction("arrests", "No such sheet", sheet="Other", cell="A1"),
        Correction("arrests", "A label", sheet="Sheet1", cell="A4"),
    ],
)
def test_a_correction_that_is_no_figure_still_holds_the_return_back(correction: Correction) -> None:
    parsed = read_one(ROWS, DO6.corrected(correction))
    assert "correction-unclear" in codes(parsed, Severity.ERROR)
    assert "arrests" not in {each.measure for each in parsed.figures}


def test_a_measure_twice_is_settled_by_choosing_a_cell() -> None:
    rows: Rows = [["Activity", "Total"], ["Arrests", 12], ["Charges", 2], ["Number of arrests", 13]]
    parsed = read_one(rows)
    assert codes(parsed, Severity.ERROR) == {"measure-twice"}
    assert "B2 and B4" in message(parsed, "measure-twice")
    assert "arrests" not in amounts(parsed)
    chosen = read_one(rows, DO6.corrected(Correction("arrests", "Asked", sheet="Sheet1", cell="B4")))
    assert codes(chosen, Severity.ERROR) == set()
    assert figure(chosen, "arrests").amount == 13


def test_days_without_a_total_are_settled_by_typing_it() -> None:
    rows: Rows = [["Activity", "Mon", "Tue"], ["Arrests", 10, 12]]
    parsed = read_one(rows, DO6.corrected(Correction("arrests", "Asked", text="21")))
    assert codes(parsed, Severity.ERROR) == set()
    assert figure(parsed, "arrests").amount == 21


def test_a_correction_keeps_the_state_and_settles_unit_and_state() -> None:
    head = ["Measure", form.UNIT, "Figure", form.STATE]
    provisional = read_one(
        [head, ["Arrests", "people", 12, "provisional"]],
        DO6.corrected(Correction("arrests", "Asked", text="13")),
    )
    assert figure(provisional, "arrests").state is State.PROVISIONAL
    odd: Rows = [head, ["Arrests", "kg", 12, "perhaps"]]
    assert codes(read_one(odd), Severity.ERROR) == {"unit-changed", "unclear-state"}
    settled = read_one(odd, DO6.corrected(Correction("arrests", "Asked", text="13")))
    assert codes(settled, Severity.ERROR) == set()
