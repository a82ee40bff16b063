"""A table of a force's own making is read whichever way it lies, proposed and never silently."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from opcoord.excel.grid import Grid
from opcoord.model.refs import LearnedTable
from opcoord.model.terms import Severity
from opcoord.reading.decisions import LEAVE_OUT, Decisions, TableChoice
from tests.unit.reading_grids import (
    CONTEXT,
    Rows,
    amounts,
    codes,
    message,
    read_all,
    read_one,
    sheet,
)

TAKEN = {"arrests": (22, "B2"), "charges": (5, "B3"), "cash": (125050, "B4")}


@pytest.mark.parametrize("heading", ["Total", "Number", "Phase 6", "Dorset", "How it went", None])
def test_measures_down_with_one_column_of_figures(heading: str | None) -> None:
    rows: Rows = [["Activity", heading], ["Arrests", 22], ["Charges", 5], ["Cash seized", "£1,250.50"]]
    parsed = read_one(rows)
    assert amounts(parsed) == TAKEN
    assert parsed.found == "as proposed"
    assert "proposed-table" in codes(parsed, Severity.WARNING)
    said = message(parsed, "proposed-table")
    assert "'Sheet1'" in said and "column A" in said and "column B" in said
    assert parsed.table == LearnedTable("DO", "Sheet1", "Activity" if heading else "", heading or "")
    assert codes(parsed, Severity.ERROR) == set()


def test_a_table_without_any_heading() -> None:
    parsed = read_one([["Arrests", 22], ["Charges", 5]])
    assert amounts(parsed) == {"arrests": (22, "B1"), "charges": (5, "B2")}


def test_preamble_spacers_and_line_breaks() -> None:
    rows: Rows = [
        ["Return for phase 6"],
        ["Force:", None, "Dorset Constabulary"],
        ["Completed by", None, "J Bloggs"],
        [None],
        [None, "What we did", None, "Total\nnumber", None, "Comments"],
        [None, "Cash\nseized", None, 1250.5, None, "3 seizures"],
        [None, "ARRESTS*", None, 22],
        [],
        [None, "* to date"],
    ]
    parsed = read_one(rows, Decisions())
    assert (parsed.agency, parsed.phase, parsed.completed_by) == ("DO", 6, "J Bloggs")
    assert amounts(parsed) == {"cash": (125050, "D6"), "arrests": (22, "D7")}
    assert next(each.note for each in parsed.figures if each.measure == "cash") == "3 seizures"


def test_an_unknown_row_above_the_first_known_one_is_asked_about() -> None:
    parsed = read_one([["Activity", "Total"], ["Weapons", "about 12"], ["Arrests", 22]])
    assert [(each.label, each.raw, each.cell) for each in parsed.questions] == [("Weapons", "about 12", "B2")]
    parsed = read_one([["Weapons", 12], ["Arrests", 22]])
    assert [each.label for each in parsed.questions] == ["Weapons"]


def test_a_column_a_day_with_a_total_takes_the_total_and_checks_it() -> None:
    rows: Rows = [
        ["Measure", "Mon 4 March", "Tue 5 March", "Total"],
        ["Arrests", 10, 12, 22],
        ["Charges", 2, 4, 5],
        ["Cash seized", "£100", "tbc", "£250"],
    ]
    parsed = read_one(rows)
    assert amounts(parsed) == {"arrests": (22, "D2"), "charges": (5, "D3"), "cash": (25000, "D4")}
    assert [each.cell for each in parsed.findings if each.code == "total-disagrees"] == ["D3"]
    assert message(parsed, "total-disagrees").endswith(
        "its 2 days or weeks add up to 6. The total was taken."
    )
    assert [each.cell for each in parsed.findings if each.code == "total-not-checked"] == ["D4"]


def test_days_without_a_total_are_asked_about_and_never_added() -> None:
    first, second = dt.datetime(2024, 3, 4), dt.datetime(2024, 3, 5)
    parsed = read_one([["Measure", first, second], ["Arrests", 10, 12]])
    assert "arrests" not in {each.measure for each in parsed.figures}
    (error,) = [each for each in parsed.findings if each.severity is Severity.ERROR]
    assert (error.code, error.cell) == ("days-without-total", "B2")
    assert "added up they are 22" in error.message


def test_days_down_and_measures_across_with_a_total_row() -> None:
    rows: Rows = [["Day", "Arrests", "Charges"], ["Monday", 10, 2], ["Tuesday", 12, 3], ["Total", 22, 6]]
    parsed = read_one(rows)
    assert amounts(parsed) == {"arrests": (22, "B4"), "charges": (6, "C4")}
    assert [each.cell for each in parsed.findings if each.code == "total-disagrees"] == ["C4"]


def test_several_columns_of_figures_are_never_chosen_between() -> None:
    rows: Rows = [["Measure", "Adults", "Children"], ["Arrests", 20, 2], ["Charges", 4, 1]]
    parsed = read_one(rows)
    assert codes(parsed, Severity.ERROR) == {"several-columns"}
    assert parsed.figures == ()
    chosen = read_one(rows, Decisions("DO", 6, TableChoice("Sheet1", 1, 3)))
    assert amounts(chosen) == {"arrests": (2, "C2"), "charges": (1, "C3")}
    assert chosen.found == "as chosen"
    assert "'" not in message(chosen, "other-figures") and "Adults (column B)" in message(
        chosen, "other-figures"
    )


def test_the_column_of_the_phase_is_taken_and_the_others_are_named() -> None:
    rows: Rows = [["Measure", "Phase 5", "Phase 6", "% change"], ["Arrests", 20, 22, 0.1]]
    parsed = read_one(rows)
    assert amounts(parsed) == {"arrests": (22, "C2")}
    assert "Phase 5 (column B), % change (column D)" in message(parsed, "other-figures")
    assert codes(read_one(rows, Decisions("DO")), Severity.ERROR) >= {"several-columns"}
    other = read_one([["Measure", "Phase 5"], ["Arrests", 20]])
    assert "wrong-phase" in codes(other, Severity.ERROR)


REGION: Rows = [
    ["Phase 6: South West"],
    ["Force", "Arrests", None, "Charges", "Cash seized"],
    ["South West", 60, None, 12, 600],
    ["Avon & Somerset8", 30, None, 6, 300],
    ["Dorset", 20, None, 4, 200],
    ["Wiltshire", 10, None, 2, 100],
    ["Wales", 99, None, 9, 900],
]


def test_forces_down_and_measures_across_is_a_return_of_each_force() -> None:
    returns = read_all(REGION, Decisions())
    assert [(each.agency, each.phase) for each in returns] == [("AS", 6), ("DO", 6), ("WI", 6)]
    assert amounts(returns[0]) == {"arrests": (30, "B4"), "charges": (6, "D4"), "cash": (30000, "E4")}
    assert amounts(returns[2]) == {"arrests": (10, "B6"), "charges": (2, "D6"), "cash": (10000, "E6")}
    for each in returns:
        assert codes(each, Severity.ERROR) == set()
        assert "'South West' (row 3) equals the sum of 3 lines" in message(each, "subtotal")
        assert message(each, "other-agencies").startswith("1 rows")
        assert "Wales (row 7)" in message(each, "other-agencies")
        assert "3 agencies" in message(each, "several-agencies")


def test_forces_across_and_measures_down() -> None:
    turned: Rows = [list(row) for row in zip(*[row for row in REGION[1:]], strict=True)]
    returns = read_all(turned)
    assert [each.agency for each in returns] == ["AS", "DO", "WI"]
    assert amounts(returns[1]) == {"arrests": (20, "D2"), "charges": (4, "D4"), "cash": (20000, "D5")}
    assert "'South West' (column B) equals the sum" in message(returns[0], "subtotal")
    assert "Wales (column F)" in message(returns[0], "other-agencies")


def test_one_agency_of_a_regional_table_can_be_asked_for() -> None:
    (parsed,) = read_all(REGION, Decisions("WI"))
    assert (parsed.agency, amounts(parsed)["arrests"]) == ("WI", (10, "B6"))
    only: Rows = [row for row in REGION if row[0] != "Wiltshire"]
    for parsed in read_all(only, Decisions("WI")):
        assert "wrong-agency" in codes(parsed, Severity.ERROR)


def test_a_subtotal_that_is_not_the_sum_is_a_warning_and_never_added() -> None:
    rows: Rows = [list(row) for row in REGION]
    rows[2][1] = 61
    (parsed, *_) = read_all(rows)
    finding = next(each for each in parsed.findings if each.code == "subtotal")
    assert finding.severity is Severity.WARNING
    assert "Arrests: 61 against 60" in finding.message
    rows[2][0], rows[2][1] = "Total", 60
    (parsed, *_) = read_all(rows)
    assert "equals the sum of 3 lines" in message(parsed, "subtotal")


def test_a_sum_of_forces_that_are_not_all_ours() -> None:
    rows: Rows = [["Force", "Arrests"], ["Dorset", 20], ["Gwent", 7], ["Total", 27]]
    (parsed,) = read_all(rows)
    assert amounts(parsed) == {"arrests": (20, "B2")}
    assert "'Total' (row 4) equals the sum of 2 lines from 'Dorset' to 'Gwent'" in message(parsed, "subtotal")
    rows[3][1] = 28
    assert "Arrests: 28 against 27" in message(read_all(rows)[0], "subtotal")


def test_a_force_that_may_be_ours_is_not_passed_over_in_silence() -> None:
    rows: Rows = [["Force", "Arrests"], ["Dorset", 20], ["Wiltshrie", 7]]
    (parsed,) = read_all(rows)
    assert "'Wiltshrie' (row 3) may be Wiltshire Police" in message(parsed, "unsure-agency")


def test_the_same_force_twice_is_an_error() -> None:
    rows: Rows = [["Force", "Arrests"], ["Dorset", 20], ["Wiltshire", 3], ["Dorset Police", 21]]
    returns = read_all(rows)
    assert [each.agency for each in returns] == ["WI"]
    assert codes(returns[0], Severity.ERROR) == {"several-columns"}


def test_one_force_across_one_row() -> None:
    parsed = read_one([["Arrests", "Charges", "Cash seized"], [22, 5, 1250.5]])
    assert amounts(parsed) == {"arrests": (22, "A2"), "charges": (5, "B2"), "cash": (125050, "C2")}
    (named,) = read_all([["Force", "Arrests", "Charges"], ["Wiltshire Police", 22, 5]])
    assert (named.agency, amounts(named)["charges"]) == ("WI", (5, "C2"))


def test_merged_and_stacked_headings_are_joined() -> None:
    rows: Rows = [
        ["Force", "Burglary", None, "Custody", None],
        [None, "Residential", "Business", "Arrests", "Charges"],
        ["Dorset", 3, 4, 22, 5],
    ]
    for merged in ((), ("B1:C1", "D1:E1", "A1:A2")):
        (parsed,) = read_all(rows, merged=merged)
        assert amounts(parsed) == {"home_burglary": (3, "B3"), "arrests": (22, "D3"), "charges": (5, "E3")}
        assert [each.label for each in parsed.questions] == ["Burglary – Business"]
        assert "'Custody' was taken as if that changed nothing" in message(parsed, "group-heading")


def test_a_group_that_limits_what_is_counted_is_not_taken_for_the_whole() -> None:
    rows: Rows = [
        ["Force", "Adults", None, "Children", None],
        [None, "Arrests", "Charges", "Arrests", "Charges"],
        ["Dorset", 20, 4, 2, 1],
    ]
    (parsed,) = read_all(rows, merged=("B1:C1", "D1:E1"))
    assert amounts(parsed) == {}
    assert [each.label for each in parsed.questions] == [
        "Adults – Arrests",
        "Adults – Charges",
        "Children – Arrests",
        "Children – Charges",
    ]


def test_a_unit_over_all_columns_is_told() -> None:
    rows: Rows = [["Force", "Arrests", "Charges"], [None, "Rate per 1,000", None], ["Dorset", 3, 4]]
    (parsed,) = read_all(rows, merged=("B2:C2",))
    assert "'Rate per 1,000'" in message(parsed, "table-unit")


def test_a_total_within_the_measures_is_no_measure() -> None:
    rows: Rows = [["Activity", "Number"], ["Arrests", 22], ["Charges", 5], ["Total", 27]]
    parsed = read_one(rows)
    assert "'Total' equals the sum of the figures before it" in message(parsed, "subtotal")
    assert parsed.questions == ()
    rows[3][1] = 30
    assert [each.label for each in read_one(rows).questions] == ["Total"]


def test_several_sheets_that_look_right_are_never_chosen_between() -> None:
    rows: Rows = [["Activity", "Total"], ["Arrests", 22]]
    grid = Grid((sheet(rows, "March"), sheet(rows, "June")))
    parsed = read_one(grid)
    assert codes(parsed, Severity.ERROR) == {"several-returns"}
    assert "March, June" in message(parsed, "several-returns")
    chosen = read_one(grid, Decisions("DO", 6, TableChoice("June", 1, 2)))
    assert amounts(chosen) == {"arrests": (22, "B2")}
    assert chosen.figures[0].sheet == "June"


def test_a_hidden_sheet_is_read_only_when_it_is_chosen() -> None:
    grid = Grid((sheet([["Activity", "Total"], ["Arrests", 22]], "Old", "hidden"), sheet([["Hello"]])))
    assert codes(read_one(grid)) == {"hidden-return"}
    assert amounts(read_one(grid, Decisions("DO", 6, TableChoice("Old", 1, 2)))) == {"arrests": (22, "B2")}


def test_a_sheet_of_corrections_is_not_passed_over_in_silence() -> None:
    grid = Grid((sheet([["Activity", "Total"], ["Arrests", 22]]), sheet([["B2 should be 23"]], "Correction")))
    assert "'Correction'" in message(read_one(grid), "other-table")


def test_a_chosen_table_that_is_not_there_is_an_error() -> None:
    rows: Rows = [["Activity", "Total"], ["Arrests", 22]]
    for choice in (TableChoice("Other", 1, 2), TableChoice("Sheet1", 5, 9)):
        assert codes(read_one(rows, Decisions("DO", 6, choice)), Severity.ERROR) == {"no-such-table"}


def test_a_chosen_table_without_any_known_label_is_asked_about() -> None:
    rows: Rows = [["What", "How many"], ["Nicked", 22], ["Dosh", "£5"]]
    assert codes(read_one(rows)) == {"no-return"}
    choice = Decisions("DO", 6, TableChoice("Sheet1", 1, 2))
    assert [each.label for each in read_one(rows, choice).questions] == ["Nicked", "Dosh"]
    answered = read_one(rows, choice.answered("Nicked", "arrests").answered("Dosh", LEAVE_OUT))
    assert amounts(answered) == {"arrests": (22, "B2")}
    assert answered.questions == ()


def test_a_heading_of_a_regional_table_can_be_answered() -> None:
    rows: Rows = [["Force", "30/09/2023", "30/09/2024"], ["Avon and Somerset", 5, 6], ["Dorset", 7, 8]]
    decisions = Decisions(phase=6, table=TableChoice("Sheet1", 1, 3)).answered("30/09/2024", "arrests")
    assert [(each.agency, amounts(each)) for each in read_all(rows, decisions)] == [
        ("AS", {"arrests": (6, "C2")}),
        ("DO", {"arrests": (8, "C3")}),
    ]


def test_the_table_of_the_last_return_is_found_again() -> None:
    context = dataclasses.replace(
        CONTEXT, learned_tables=(LearnedTable("DO", "June", "Activity", "Children"),)
    )
    rows: Rows = [["Title"], ["Activity", "Adults", "Children"], ["Arrests", 20, 2]]
    for decisions, name in ((Decisions("DO", 6), ""), (Decisions(phase=6), "Dorset return.xlsx")):
        parsed = read_one(rows, decisions, name, context)
        assert amounts(parsed) == {"arrests": (2, "C3")}
        assert parsed.found == "as in the last return of Dorset Police"
        assert "learned-table" in codes(parsed, Severity.NOTICE)
        assert "proposed-table" not in codes(parsed)
        assert parsed.table == LearnedTable("DO", "Sheet1", "Activity", "Children")
    assert "several-columns" in codes(read_one(rows, Decisions("WI", 6), "", context))
    moved: Rows = [["Activity", "All", "Children"], ["Arrests", 20, 2]]
    assert amounts(read_one(moved, Decisions("DO", 6), "", context)) == {"arrests": (2, "C2")}


def test_what_headed_last_phases_figures_is_not_taken_again() -> None:
    context = dataclasses.replace(
        CONTEXT, learned_tables=(LearnedTable("DO", "Sheet1", "Activity", "Phase 5"),)
    )
    rows: Rows = [["Activity", "Phase 5", "Phase 6"], ["Arrests", 20, 22]]
    parsed = read_one(rows, Decisions("DO", 6), "", context)
    assert amounts(parsed) == {"arrests": (22, "C2")}
    assert parsed.found == "as proposed"


@pytest.mark.parametrize(
    ("title", "sheet_name", "file_name", "agency"),
    [
        ("Dorset Police return", "Sheet1", "", "DO"),
        ("Return", "Wiltshire Police", "", "WI"),
        ("Return", "Sheet1", "Avon_and_Somerset_P6.xlsx", "AS"),
    ],
)
def test_a_guessed_agency_is_said(title: str, sheet_name: str, file_name: str, agency: str) -> None:
    grid = Grid((sheet([[title], ["Activity", "Total"], ["Arrests", 22]], sheet_name),))
    parsed = read_one(grid, Decisions(phase=6), file_name)
    assert parsed.agency == agency
    assert "guessed-agency" in codes(parsed, Severity.WARNING)


def test_an_agency_or_phase_that_nothing_names_is_an_error() -> None:
    rows: Rows = [["Activity", "Total"], ["Arrests", 22]]
    assert codes(read_one(rows, Decisions()), Severity.ERROR) == {"unknown-agency", "unknown-phase"}
    parsed = read_one(rows, Decisions("DO"), "return phase 6.xlsx")
    assert parsed.phase == 6
    assert "guessed-phase" in codes(parsed, Severity.WARNING)
    assert "agency-disagrees" in codes(read_one([["Wiltshire Police"], *rows]), Severity.WARNING)


def test_figures_outside_the_table_are_told() -> None:
    rows: Rows = [
        ["Phase", 6],
        ["Drones", 3],
        ["Activity", "Total"],
        ["Arrests", 22],
        ["Charges", 5],
        [None, 27],
    ]
    parsed = read_one(rows)
    assert amounts(parsed) == {"arrests": (22, "B4"), "charges": (5, "B5")}
    assert message(parsed, "figures-outside").endswith("B2, B6.")
    numbered: Rows = [["No.", "Activity", "Total"], [1, "Arrests", 22], [2, "Charges", 5]]
    assert "figures-outside" not in codes(read_one(numbered))
