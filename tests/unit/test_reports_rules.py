"""On paper, figures across a change of the counting rule are parted, said and not compared; the annex tells the rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from opcoord.model.rules import RuleChange
from opcoord.reports.content import AnnexPart, SummaryContent
from opcoord.reports.document import Document, Paragraph, Table
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_content import read_summary
from opcoord.reports.summary_document import read_document
from tests.unit.test_reports_fake import FakeQueries, example

PRINTED = dt.datetime(2024, 3, 25, 14, 5)
RULE = RuleChange(6, "Voluntary attendances as well.", "The board")


@pytest.fixture
def store() -> FakeQueries:
    """The example, in which arrests and cash are counted differently from phase 6 on."""
    made = example()
    made.measure_list = [
        replace(each, rules=(RULE,)) if each.code in ("arrests", "cash_seized") else each
        for each in made.measure_list
    ]
    return made


def read(store: FakeQueries, number: int, public: bool = False) -> SummaryContent:
    return read_summary(store, SummaryOptions(number, public=public), PRINTED)


def changes(content: SummaryContent) -> AnnexPart:
    assert content.annex is not None
    return next(each for each in content.annex.parts if each.heading == "Changes of counting rules")


def said(document: Document) -> list[str]:
    return [each.words for each in document.blocks if isinstance(each, Paragraph)]


def test_the_change_on_last_phase_is_not_given_across_a_change(store: FakeQueries) -> None:
    across = read(store, 6).headlines
    assert across is not None
    assert across[0].change == "not comparable with phase 5: counted differently from phase 6 on"
    after = read(store, 7).headlines
    assert after is not None
    assert after[0].change == "27 fewer than phase 6"


def test_the_direction_of_travel_says_why_it_has_none(store: FakeQueries) -> None:
    found = read(store, 6).directions
    assert found is not None
    arrests = next(each for each in found.rows if each.label == "Arrests")
    assert arrests.on_last == "not comparable: counted differently from phase 6 on"
    assert arrests.trend == "not assigned"


def test_charts_are_parted_and_say_so(store: FakeQueries) -> None:
    bars, line = read(store, 7).charts
    assert (bars.breaks, line.breaks) == ((2,), (2,))
    assert bars.note.endswith("Dotted: counted differently from phase 6 on.")
    assert line.note.endswith("Dotted: counted differently from phase 6 on.")
    # Phase 4 had 162, by another rule.
    assert bars.title == "Arrests: 67 in phase 7 from 2 of 5 forces; most since phase 6 in phase 6, 94"
    assert [each.breaks for each in read(store, 5).charts] == [(), ()]


def test_running_totals_say_that_they_add_both_counts(store: FakeQueries) -> None:
    table = read(store, 7).cumulative
    assert table is not None
    note = "Arrests: counted differently from phase 6 on; totals to date add both counts."
    assert note in table.notes
    report = read_document(store, SummaryOptions(7, kind="cumulative"), PRINTED)
    assert note in said(report)
    before = read(store, 5).cumulative
    assert before is not None
    assert not any("counted differently" in each for each in before.notes)


def test_the_annex_prints_the_rule_of_the_phase_and_what_changed(store: FakeQueries) -> None:
    before, after = read(store, 5).annex, read(store, 7).annex
    assert before is not None and after is not None
    assert before.rules[0].rule == "Rule of Arrests."
    assert after.rules[0].rule == "Voluntary attendances as well."
    assert "Changes of counting rules" not in [each.heading for each in before.parts]
    assert changes(read(store, 7)).rows[0] == (
        "Arrests",
        "phase\u00a06",
        "Voluntary attendances as well.",
        "Rule of Arrests.",
        "The board",
    )


def test_the_public_reads_the_change_without_its_reason(store: FakeQueries) -> None:
    part = changes(read(store, 7, public=True))
    assert part.columns == ("Measure", "From", "Counts", "Before")
    assert "The board" not in str(part.rows)


def test_the_plan_names_what_is_counted_differently_from_its_phase_on(store: FakeQueries) -> None:
    plans = {n: read_document(store, SummaryOptions(n, kind="plan"), PRINTED) for n in (6, 7)}
    assert "From this phase on counted by another rule: Arrests; Cash seized." in str(plans[6].blocks)
    assert "another rule" not in str(plans[7].blocks)
    assert any(isinstance(each, Table) for each in plans[6].blocks)
