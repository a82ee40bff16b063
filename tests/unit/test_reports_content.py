"""What a phase summary says: totals with their completeness, careful comparisons, every kind of empty."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import pytest

from opcoord.errors import OpcoordError
from opcoord.model.terms import Qualifier
from opcoord.queries.views import FindingView, NotableView, ReturnView
from opcoord.reports.content import ForceRow, Headline, SummaryContent
from opcoord.reports.document import chart_table
from opcoord.reports.summary import Section, SummaryOptions
from opcoord.reports.summary_content import read_summary
from tests.unit.test_reports_fake import Answer, FakeQueries, example, phase

PRINTED = dt.datetime(2024, 3, 25, 14, 5)


def read(store: FakeQueries, number: int = 7, public: bool = False) -> SummaryContent:
    return read_summary(store, SummaryOptions(number, public=public), PRINTED)


def headline(content: SummaryContent, label: str = "Arrests") -> Headline:
    assert content.headlines is not None
    return next(each for each in content.headlines if each.label == label)


def row(content: SummaryContent, label: str) -> ForceRow:
    assert content.forces is not None
    return next(each for group in content.forces.groups for each in group.rows if each.label == label)


def test_the_title_block_says_what_when_who_and_how_many() -> None:
    content = read(example())
    facts = {fact.name: fact.text for fact in content.facts}
    assert content.subtitle == "Phase 7: Ring of steel: visible street dealing"
    assert facts["Window"] == "4 to 10 March 2024"
    assert facts["Received"].startswith("2 of 5 forces; missing: Devon & Cornwall")
    assert facts["As at"] == "15 March 2024"
    assert facts["Basis"] == "As returned, newest accepted version"


def test_a_headline_keeps_qualifier_completeness_and_change() -> None:
    content = read(example())
    arrests, cash = headline(content), headline(content, "Cash seized")
    assert (arrests.amount, arrests.completeness, arrests.change) == (
        "67",
        "2 of 5 forces",
        "27 fewer than phase 6",
    )
    assert (cash.qualifier, cash.amount) == ("over", "£156,000.50")
    assert cash.change == "phase 6: £10,000; no exact change"


def test_a_change_compares_only_the_same_forces() -> None:
    store = example()
    store.answers[7, "DO", "arrests"] = Answer(5)
    assert headline(read(store)).change == "not comparable with phase 6: different forces answered"


def test_a_change_says_that_one_phase_ran_much_longer() -> None:
    assert headline(read(example(), 6)).change == "27 more than phase 5, which ran 30 days against 7"


def test_the_first_phase_and_a_silent_last_phase_are_not_compared() -> None:
    assert headline(read(example(), 4)).change == "first phase"
    assert headline(read(example()), "People safeguarded").change == "not comparable: no answers in phase 6"


def test_a_weight_keeps_its_unit_apart_from_its_qualifier() -> None:
    store = example()
    store.measure_list = [each for each in store.measure_list if each.code == "class_a_weight"]
    store.answers = {(7, "AS", "class_a_weight"): Answer(2_200_000, Qualifier.AT_LEAST)}
    found = headline(read(store), "Class A seized")
    assert (found.qualifier, found.amount) == ("at least", "2,200 g")


def test_every_kind_of_empty_is_told_apart() -> None:
    content = read(example())
    assert content.forces is not None
    assert row(content, "Warrants executed").cells == ("nil", "–", "–", "–", "0")
    assert row(content, "Drugs seized: street value").cells == ("[w]", "–", "–", "–", "£12,345")
    assert row(content, "of which charges").cells == ("12 p", "–", "–", "–", "..")
    assert {"– no return", ".. not answered", "[w] withheld", "p provisional"} < set(content.forces.key)


def test_qualifiers_and_provisional_figures_stay_marked() -> None:
    content = read(example())
    assert row(content, "Cash seized").cells[0] == "over £150,000"
    charges = row(content, "of which charges")
    assert (charges.depth, charges.cells[0], charges.total, charges.completeness) == (
        1,
        "12 p",
        "12 p",
        "1 of 5",
    )


def test_parts_are_never_added_to_their_whole() -> None:
    assert row(read(example()), "Arrests").total == "67"


def test_the_cumulative_table_goes_phase_by_phase() -> None:
    content = read(example())
    assert content.cumulative is not None
    arrests = [each.cells[0] for each in content.cumulative.rows]
    assert arrests == [
        ("162", "5 of 5", "162"),
        ("67", "2 of 5", "229"),
        ("94", "2 of 5", "323"),
        ("67", "2 of 5", "390"),
    ]


def test_a_chart_says_its_finding_and_who_is_missing() -> None:
    bars, line = read(example()).charts
    assert bars.title == "Arrests: 67 in phase 7 from 2 of 5 forces; not the same forces in every phase"
    assert [each.missing for each in bars.phases] == [0, 3, 3, 3]
    assert "Hatched" in bars.note
    assert line.title == "Cash seized since phase 4: over £197,500.50"


def test_a_running_total_over_a_provisional_figure_says_so_everywhere_on_paper() -> None:
    store = example()
    store.answers[5, "DO", "arrests"] = Answer(7, state="provisional")
    store.answers[6, "DO", "cash_seized"] = Answer(100_00, state="provisional")
    found = read(store)
    assert found.cumulative is not None and found.annex is not None
    arrests = [row.cells[found.cumulative.labels.index("Arrests")][2] for row in found.cumulative.rows]
    assert [each.endswith(" p") for each in arrests] == [False, True, True, True]
    bars, line = found.charts
    # Only the part of the force whose figure it is, is drawn lighter.
    assert [each.is_soft("DO") for each in bars.phases] == [False, True, False, False]
    assert not any(each.is_soft("AS") for each in bars.phases)
    assert "Lighter, and p: provisional." in bars.note
    assert "(provisional)" not in bars.title and line.title.endswith("(provisional)")
    assert line.note.endswith("p: provisional.")
    to_date = [row.cells[3] for row in chart_table(line)[1]]
    assert [each.endswith(" p") for each in to_date] == [False, False, True, True]
    references = next(each for each in found.annex.parts if each.heading == "References to totals")
    assert next(row[3] for row in references.rows if row[0] == "Arrests").endswith(" p")


def test_a_chart_says_which_phase_had_the_most_only_where_that_is_certain() -> None:
    def title(amount: Answer, force: str = "AS") -> str:
        store = example()
        store.answers = {(phase, "AS", "arrests"): Answer(100 + phase) for phase in (4, 5, 6)}
        store.answers[7, force, "arrests"] = amount
        return read(store).charts[0].title.partition("phase 7 ")[2]

    assert title(Answer(200)) == "from 1 of 5 forces, the most of any phase so far"
    assert title(Answer(20)) == "from 1 of 5 forces; most in phase 6, 106"
    assert title(Answer(106)) == "from 1 of 5 forces"
    assert title(Answer(90, Qualifier.OVER)) == "from 1 of 5 forces"
    assert title(Answer(200, Qualifier.OVER)) == "from 1 of 5 forces, the most of any phase so far"
    # While other forces are missing, which phase had the most is not known.
    assert title(Answer(200), "WI") == "from 1 of 5 forces; not the same forces in every phase"
    provisional = read(replace(example(), answers={(7, "AS", "arrests"): Answer(9, state="provisional")}))
    assert provisional.charts[0].title == "Arrests: 9 (provisional) in phase 7 from 1 of 5 forces"


def test_the_most_is_that_of_all_phases_and_not_of_those_drawn() -> None:
    store = example()
    last = store.phase_list[-1]
    store.phase_list = [replace(last, number=number) for number in range(1, 21)]
    store.answers = {(number, "AS", "arrests"): Answer(100 - number) for number in range(1, 21)}
    bars = read_summary(store, SummaryOptions(20), PRINTED).charts[0]
    assert len(bars.phases) == 14
    assert bars.title == "Arrests: 80 in phase 20 from 1 of 5 forces; most in phase 1, 99"
    assert bars.note.startswith("Drawn: the last 14 of 20 phases.")


def test_small_numbers_are_hidden_in_public_so_that_none_can_be_worked_out() -> None:
    inside, public = read(example()), read(example(), public=True)
    assert row(inside, "of which children").cells == ("9", "–", "–", "–", "3")
    children = row(public, "of which children")
    assert (children.cells, children.total) == (("[c]", "–", "–", "–", "[c]"), "12")
    assert row(public, "Arrests").cells == row(inside, "Arrests").cells


def test_a_hidden_total_hides_the_running_total() -> None:
    store = example()
    store.answers[6, "AS", "safeguarded"] = Answer(2)
    content = read(store, public=True)
    assert content.cumulative is not None
    place = content.cumulative.labels.index("People safeguarded")
    cells = [each.cells[place] for each in content.cumulative.rows]
    assert [cells[2][0], cells[2][2], cells[3][0], cells[3][2]] == ["[c]", "[c]", "43", "[c]"]
    assert headline(content, "People safeguarded").change == "change on phase 6 not shown: small numbers"


def test_a_public_summary_prints_only_what_may_be_published() -> None:
    store = example()
    store.notables = [
        NotableView(7, "AS", "Avon and Somerset Police", "Free.", True, dt.date(2024, 3, 25)),
        NotableView(7, "AS", "Avon and Somerset Police", "Asked.", False, None),
        NotableView(7, "WI", "Wiltshire Police", "Later.", True, dt.date(2024, 3, 26)),
    ]
    store.finding_list = [FindingView(7, "AS", "warning", "W", "Return", "D5", "Odd.", "", "Looked at.")]
    inside, public = read(store), read(store, public=True)
    assert inside.notable is not None and public.notable is not None
    assert [each.flag for each in inside.notable] == [
        "",
        "No consent: not for publication",
        "Embargo until 26 March 2024",
    ]
    assert [each.text for each in public.notable] == ["Free."]
    # That there is news under embargo is news.
    assert public.notable_note == ""
    store.notables = store.notables[1:]
    assert read(store, public=True).notable_note == "None for publication."
    assert inside.annex is not None and public.annex is not None
    assert [each.reason for each in inside.annex.warnings] == ["Looked at."]
    assert (public.annex.warnings, public.annex.show_files) == ((), False)


def test_the_annex_lists_what_came_and_what_did_not() -> None:
    annex = read(example()).annex
    assert annex is not None
    assert [each.version for each in annex.returns] == ["1", "no return", "no return", "no return", "1"]
    assert annex.returns[0].file_name == "Avon and Somerset Police phase 7 return.xlsx"
    assert annex.rules[0].rule == "Rule of Arrests."


def test_without_any_return_nothing_is_zero() -> None:
    content = read(replace(example(), answers={}))
    assert content.headlines == () and content.charts == ()
    assert content.forces is not None and content.forces.groups == ()
    assert content.forces.unanswered.startswith(
        "Asked for and answered by no force: Arrests; Warrants executed"
    )


def test_what_no_force_answered_is_named_in_one_sentence() -> None:
    content = read(example())
    assert content.forces is not None
    assert content.forces.unanswered == "Asked for and answered by no force: Class A seized."
    store = example()
    del store.answers[7, "AS", "charges"]
    forces = read(store).forces
    assert forces is not None and "no force: Arrests, of which charges; Class A" in forces.unanswered


def test_a_phase_without_plans_can_be_printed() -> None:
    store = FakeQueries([], [], [replace(phase(1, PRINTED.date(), [], []), windows=(), theme="")])
    content = read(store, 1)
    assert content.subtitle == "Phase 1"
    assert content.facts[0].text == "not planned"


def test_sections_can_be_left_out() -> None:
    content = read_summary(example(), SummaryOptions(7, sections=(Section.HEADLINES,)), PRINTED)
    assert content.headlines
    assert (content.forces, content.charts, content.annex, content.notable) == (None, (), None, None)


def test_an_unknown_phase_or_basis_is_refused_in_a_sentence() -> None:
    with pytest.raises(OpcoordError, match="Phase 9 is not in this operation"):
        read(example(), 9)
    with pytest.raises(OpcoordError, match="as first published"):
        read_summary(example(), SummaryOptions(7, basis="as first published"), PRINTED)


def test_a_return_after_the_due_date_is_said_to_be_late() -> None:
    store = example()
    number = store.phase_list[-1].number
    for due, words in (
        (dt.date(2024, 3, 19), "20 March 2024, late"),
        (dt.date(2024, 3, 20), "20 March 2024"),
    ):
        store.phase_list[-1] = replace(store.phase_list[-1], returns_due=due)
        content = read(store, number)
        assert content.annex is not None
        assert {row.received for row in content.annex.returns if row.version == "1"} == {words}


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="The time zone of a process cannot be set here.")
def test_the_annex_dates_a_return_as_the_clock_on_the_wall_does(monkeypatch: pytest.MonkeyPatch) -> None:
    store = example()
    received = store.returns
    moment = dt.datetime(2024, 7, 24, 23, 30)

    def late(phase: int | None = None) -> list[ReturnView]:
        return [replace(each, accepted_at=moment) for each in received(phase)]

    store.returns = late  # type: ignore[method-assign, assignment]
    store.phase_list = [replace(each, returns_due=dt.date(2024, 7, 24)) for each in store.phase_list]
    said = {}
    try:
        for zone in ("UTC0", "GMT0BST,M3.5.0/1,M10.5.0"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            annex = read(store).annex
            assert annex is not None
            said[zone[:6]] = annex.returns[0].received
    finally:
        monkeypatch.undo()
        time.tzset()
    assert said == {"UTC0": "24 July 2024", "GMT0BS": "25 July 2024, late"}
