"""Figures weighed against each other and against what was reported before, with the published numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opcoord import reference_data
from opcoord.model.finding import Finding
from opcoord.model.refs import AgencyRef, MeasureRef, PastFigure, PhaseRef, ReadingContext
from opcoord.model.terms import Empty, Qualifier, Severity, State
from opcoord.model.units import stored_per_unit
from opcoord.reading.checks.check_figures import check_figures
from opcoord.reading.parsed import ParsedFigure
from opcoord.services.published import PublishedFigures

TODAY = dt.date(2026, 3, 21)
MEASURES = tuple(
    MeasureRef(
        row["code"],
        row["label"],
        row["unit"],
        part_of=row["part_of"],
        aliases=tuple(row["aliases"].split("|")),
    )
    for row in reference_data.shipped("measures.csv")
)
UNITS = {each.code: each.unit for each in MEASURES}
AGENCIES = tuple(
    AgencyRef(row["code"], row["name"], tuple(row["aliases"].split("|")))
    for row in reference_data.shipped("agencies.csv")
)
PHASES = tuple(
    PhaseRef(
        int(row["number"]),
        row["theme"],
        ((dt.date.fromisoformat(row["starts_on"]), dt.date.fromisoformat(row["ends_on"])),),
        None,
        tuple(UNITS),
    )
    for row in reference_data.shipped("phases.csv")
)
CONTEXT = ReadingContext("Operation Scorpion", "", "OFFICIAL", AGENCIES, MEASURES, PHASES)


def figure(measure: str, amount: int | None, qualifier: Qualifier = Qualifier.EXACT) -> ParsedFigure:
    """A figure of `amount` pounds, grams or things, in a cell named after the measure."""
    stored = None if amount is None else amount * stored_per_unit(UNITS[measure])
    empty = {None: Empty.NOT_ANSWERED, 0: Empty.ZERO}.get(amount)
    cell = f"E{10 + list(UNITS).index(measure)}"
    return ParsedFigure(
        measure, stored, UNITS[measure], qualifier, empty, State.CONFIRMED, "Return", cell, str(amount)
    )


def past(agency: str, measure: str, *amounts: int, first_phase: int = 1) -> tuple[PastFigure, ...]:
    """What `agency` reported from `first_phase` on, in pounds, grams or things."""
    scale = stored_per_unit(UNITS[measure])
    return tuple(
        PastFigure(first_phase + index, agency, measure, amount * scale)
        for index, amount in enumerate(amounts)
    )


def check(
    *figures: ParsedFigure,
    history: Sequence[PastFigure] = (),
    phase: int | None = 7,
    agency: str | None = "DO",
    today: dt.date = TODAY,
) -> list[Finding]:
    """The findings about these figures of Dorset's return for phase 7."""
    return check_figures(figures, replace(CONTEXT, history=tuple(history)), phase, agency, today)


def only(findings: list[Finding]) -> Finding:
    (finding,) = findings
    assert finding.remedy
    return finding


# -- parts and wholes ------------------------------------------------------------------------------


def test_a_part_above_its_whole_is_told_with_both_numbers() -> None:
    found = only(check(figure("arrests", 37), figure("charges", 40)))
    assert (found.severity, found.code) == (Severity.WARNING, "part-exceeds-whole")
    assert found.message == "Charges (40) is more than Arrests (37), of which it is a part."
    assert found.where == "sheet Return, E11"


def test_the_next_answered_whole_counts_where_one_is_missing() -> None:
    found = only(check(figure("arrests", 2), figure("charges", None), figure("convictions", 3)))
    assert found.message == "Convictions (3) is more than Arrests (2), of which it is a part."
    assert check(figure("charges", None), figure("convictions", 3)) == []


def test_parts_that_exceed_their_whole_only_together() -> None:
    # Phase 7, Devon & Cornwall: 73 safeguarded including 16 children. With 60 adults it does not fit.
    people = [figure("safeguarded", 73), figure("safeguarded_children", 16)]
    assert check(*people, figure("safeguarded_adults", 57)) == []
    found = only(check(*people, figure("safeguarded_adults", 60, Qualifier.OVER)))
    assert found.code == "part-exceeds-whole"
    assert found.message == "The 2 parts of People safeguarded (73) are more than it together: over 76."
    assert found.cell == people[0].cell


def test_a_whole_is_told_of_once_where_one_part_alone_exceeds_it() -> None:
    found = check(
        figure("safeguarded", 20), figure("safeguarded_adults", 25), figure("safeguarded_children", 5)
    )
    assert [each.message for each in found] == [
        "People safeguarded, of which adults (25) is more than People safeguarded (20), of which it is a part."
    ]


def test_units_do_not_mix_and_circles_end() -> None:
    strange = (
        MeasureRef("arrests", "Arrests", "people", part_of="charges"),
        MeasureRef("charges", "Charges", "people", part_of="arrests"),
        MeasureRef("warrants", "Warrants", "count", part_of="cash_seized"),
        MeasureRef("cash_seized", "Cash", "GBP", part_of="cash_seized"),
    )
    figures = [figure("warrants", 500), figure("cash_seized", 4), figure("arrests", 3)]
    assert check_figures(figures, replace(CONTEXT, measures=strange), 7, "DO", TODAY) == []
    beside = (
        MeasureRef("arrests", "Arrests", "people", part_of="charges"),
        MeasureRef("charges", "Charges", "people", part_of="convictions"),
        MeasureRef("convictions", "Convictions", "people", part_of="charges"),
    )
    assert check_figures(figures[-1:], replace(CONTEXT, measures=beside), 7, "DO", TODAY) == []


# -- against the agency's own history --------------------------------------------------------------


def test_ten_times_the_largest_so_far_is_asked_about() -> None:
    history = past("DO", "arrests", 23, 28, 37)
    found = only(check(figure("arrests", 370), history=history))
    assert (found.severity, found.code, found.where) == (
        Severity.WARNING,
        "ten-times",
        "sheet Return, E10",
    )
    assert found.message == (
        "Arrests: 370 is 10 times the largest of 3 earlier figures of Dorset Police (37)."
    )
    assert "more than 10 times" in only(check(figure("arrests", 379), history=history)).message


def test_the_message_says_how_few_figures_there_are() -> None:
    found = only(check(figure("arrests", 370), history=past("DO", "arrests", 37)))
    assert found.message == "Arrests: 370 is 10 times the only earlier figure of Dorset Police (37)."
    late = only(check(figure("arrests", 370), history=past("DO", "arrests", 37, first_phase=6), phase=2))
    assert "the only other figure of Dorset Police" in late.message


@pytest.mark.parametrize(
    ("amounts", "now", "codes"),
    [
        ((23, 28, 37), 110, []),
        ((23, 28, 37), 111, ["unusually-high"]),
        ((37,), 111, []),  # one figure says too little
        ((2, 5), 15, []),  # a difference of ten people does not matter
        ((0, 0), 500, []),  # nothing to multiply
    ],
)
def test_three_times_the_largest_is_unusual(amounts: tuple[int, ...], now: int, codes: list[str]) -> None:
    found = check(figure("arrests", now), history=past("DO", "arrests", *amounts))
    assert [each.code for each in found] == codes


def test_the_figure_to_be_replaced_is_no_history() -> None:
    assert check(figure("arrests", 370), history=past("DO", "arrests", 37, first_phase=7)) == []


def test_pence_and_grams_are_named_where_they_would_explain_it() -> None:
    cash = past("DO", "cash_seized", 8_000, 18_000)
    found = only(check(figure("cash_seized", 1_800_000), history=cash))
    assert found.message == (
        "Cash seized: £1,800,000 is 100 times the largest of 2 earlier figures of Dorset Police (£18,000). "
        "It is exactly 100 times that of phase 2, which looks like pence typed as pounds."
    )
    near = only(check(figure("cash_seized", 1_250_000), history=cash))
    assert near.message.endswith("It looks like pence typed as pounds: £12,500 would fit.")
    weight = only(check(figure("heroin_weight", 3_100_000), history=past("DO", "heroin_weight", 2_800)))
    assert weight.message.endswith("It looks like grams read as kilograms: 3,100 g would fit.")
    uneven = replace(figure("cash_seized", 1), amount=125_000_050)
    assert "looks like" not in only(check(uneven, history=cash)).message
    far = only(check(figure("cash_seized", 900_000_000), history=cash))
    assert "looks like" not in far.message


def test_a_thousandth_is_a_slip_of_the_unit_even_after_one_figure() -> None:
    found = only(check(figure("cannabis_weight", 33), history=past("DO", "cannabis_weight", 33_000)))
    assert found.code == "unusually-low"
    assert found.message == (
        "Class B seized, of which cannabis: 33 g is a tenth or less of the only earlier figure of Dorset Police "
        "(33,000 g). "
        "It is exactly a thousandth of that of phase 1, which looks like kilograms typed as grams."
    )
    assert check(figure("cannabis_weight", 34), history=past("DO", "cannabis_weight", 33_000)) == []


def test_a_fall_needs_three_figures_that_were_never_small() -> None:
    steady = past("DO", "arrests", 23, 28, 37)
    zero = only(check(figure("arrests", 0), history=steady))
    assert zero.code == "fell-to-zero"
    assert zero.message == "Arrests: 0, after the smallest of 3 earlier figures of Dorset Police (23)."
    low = only(check(figure("arrests", 2), history=steady))
    assert low.code == "unusually-low"
    assert low.message == (
        "Arrests: 2 is a tenth or less of the smallest of 3 earlier figures of Dorset Police (23)."
    )
    assert check(figure("arrests", 3), history=steady) == []
    assert check(figure("arrests", 0), history=steady[:2]) == []
    assert check(figure("arrests", 0), history=past("DO", "arrests", 4, 28, 37)) == []
    assert check(figure("arrests", None), history=steady) == []


# -- against other agencies ------------------------------------------------------------------------


def test_other_agencies_count_where_there_is_no_history() -> None:
    # Phase 1: 64, 20 and 19 arrests by Avon & Somerset, Wiltshire and Gloucestershire.
    peers = past("AS", "arrests", 64) + past("WI", "arrests", 20) + past("GL", "arrests", 19)
    found = only(check(figure("arrests", 640), history=peers, phase=1))
    assert found.message == (
        "Arrests: 640 is 10 times the largest of 3 known figures of other agencies (64)."
    )
    assert check(figure("arrests", 639), history=peers, phase=1) == []
    assert check(figure("arrests", 640), history=peers[:2], phase=1) == []
    assert check(figure("arrests", 0), history=peers, phase=1) == []
    never = past("DO", "arrests", 0, first_phase=2)
    assert len(check(figure("arrests", 640), history=peers + never, phase=1)) == 1
    own = past("DO", "arrests", 70, first_phase=2)
    assert check(figure("arrests", 640), history=peers + own, phase=1) == []


def test_later_phases_of_other_agencies_do_not_count() -> None:
    peers = past("AS", "arrests", 64, 17, 7, first_phase=5)
    assert check(figure("arrests", 640), history=peers, phase=4) == []


def test_without_agency_or_phase_nothing_is_compared() -> None:
    history = past("DO", "arrests", 23, 28, 37)
    assert check(figure("arrests", 370), history=history, agency=None) == []
    assert check(figure("arrests", 370), history=history, phase=None) == []


# -- the return by itself --------------------------------------------------------------------------


def test_one_number_in_many_measures_is_a_notice() -> None:
    codes = ["arrests", "warrants", "person_searches", "cash_seized", "phones_seized"]
    found = only(check(*(figure(code, 37) for code in codes)))
    assert (found.severity, found.code, found.cell) == (Severity.NOTICE, "repeated-number", "E10")
    assert found.message == (
        "The number 37 stands in 5 measures: Arrests; Warrants executed; Person searches; Cash seized; "
        "Mobile phones seized."
    )
    assert check(*(figure(code, 37) for code in codes[:4])) == []
    assert check(*(figure(code, 9) for code in codes)) == []


def test_results_before_the_phase_began_are_told() -> None:
    before = dt.date(2024, 3, 3)
    found = only(check(figure("arrests", 37), today=before))
    assert (found.code, found.message) == (
        "phase-not-begun",
        "The return holds 1 figure for phase 7, which begins only on 4 March 2024.",
    )
    assert check(figure("arrests", 37), today=dt.date(2024, 3, 4)) == []
    assert check(figure("arrests", 0), figure("charges", None), today=before) == []


# -- all published figures, and any figures at all -------------------------------------------------


def test_the_published_phases_give_hardly_a_false_alarm() -> None:
    published = PublishedFigures(CONTEXT)
    history: list[PastFigure] = []
    found, count = [], 0
    for phase in range(1, 8):
        for agency, (_, figures) in published.returns(phase).items():
            parsed = [
                replace(figure(measure, 1, qualifier), amount=amount)
                for measure, (amount, qualifier, _) in figures.items()
            ]
            found += check(*parsed, history=history, phase=phase, agency=agency)
            history += [PastFigure(phase, agency, each.measure, each.amount or 0) for each in parsed]
            count += len(parsed)
    assert count > 80
    assert [each.message for each in found] == [
        "Drug lines disrupted: 21 is more than 10 times the only earlier figure of Gloucestershire "
        "Constabulary (2)."
    ]


_amounts = st.one_of(st.none(), st.integers(-(10**15), 10**15), st.integers(0, 50))
_codes = st.sampled_from([*UNITS, "unknown"])


@given(
    st.lists(
        st.builds(
            ParsedFigure,
            _codes,
            _amounts,
            st.sampled_from(["GBP", "g", "people", "count", "odd"]),
            st.sampled_from(Qualifier),
            st.sampled_from([None, *Empty]),
            st.sampled_from(State),
            st.just("Return"),
            st.sampled_from(["", "E10"]),
            st.just(""),
        ),
        max_size=12,
    ),
    st.lists(
        st.builds(
            PastFigure,
            st.integers(-1, 9),
            st.sampled_from(["DO", "AS", "?"]),
            _codes,
            st.integers(-(10**15), 10**15),
        ),
        max_size=12,
    ),
    st.one_of(st.none(), st.integers(-1, 9)),
    st.sampled_from([None, "DO", "?"]),
)
def test_no_figures_stop_the_checks(
    figures: list[ParsedFigure], history: list[PastFigure], phase: int | None, agency: str | None
) -> None:
    for finding in check(*figures, history=history, phase=phase, agency=agency):
        assert finding.message and finding.severity is not Severity.ERROR
