"""A part that is more than its whole is said to be, in the table of the phase and in that of all phases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from opcoord.reports.evidence import gather
from opcoord.reports.parts import parts_above_their_whole
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_document import read_document
from opcoord.reports.text_layout import text_lines
from tests.unit.test_reports_fake import Answer, FakeQueries, example

DAY = dt.datetime(2024, 3, 25, 14, 5)


def _lines(store: FakeQueries, kind: str, public: bool = False) -> list[str]:
    return text_lines(read_document(store, SummaryOptions(7, kind=kind, public=public), DAY))


def _text(store: FakeQueries, kind: str, public: bool = False) -> str:
    return " ".join(" ".join(_lines(store, kind, public)).split())


def test_a_part_that_is_more_than_its_whole_is_pointed_out() -> None:
    store = example()
    assert "More than the whole" not in _text(store, "summary") + _text(store, "cumulative")
    # Another force gave its children alone: 9, 3 and 40 of 43 people.
    store.answers[7, "DO", "safeguarded_children"] = Answer(40)
    said = "More than the whole, which other forces answered: People safeguarded, of which children."
    assert said in _text(store, "summary")
    assert said in _text(store, "summary", public=True)
    said = (
        "More than the whole, which other forces or phases answered: People safeguarded, of which children."
    )
    assert said in _text(store, "cumulative")


def test_no_other_force_is_blamed_where_one_alone_returned_a_part_above_its_whole() -> None:
    store = example()
    store.answers[7, "AS", "safeguarded_children"] = Answer(60)
    said = "More than the whole, as it was returned: People safeguarded, of which children."
    assert parts_above_their_whole(gather(store, SummaryOptions(7), DAY.date())) == (said,)


def test_nothing_is_said_of_what_the_document_hides() -> None:
    store = example()
    del store.answers[7, "AS", "safeguarded"], store.answers[7, "WI", "safeguarded"]
    del store.answers[7, "AS", "safeguarded_children"]
    store.answers[7, "DO", "safeguarded"] = Answer(2)
    public = gather(store, SummaryOptions(7, public=True), DAY.date())
    assert public.hides("safeguarded")
    assert parts_above_their_whole(public) == parts_above_their_whole(public, to_date=True) == ()
    internal = gather(store, SummaryOptions(7), DAY.date())
    assert len(parts_above_their_whole(internal)) == 1


def test_the_public_is_not_sent_to_a_finder_that_it_does_not_have() -> None:
    assert "Ctrl+K" in _text(example(), "summary")
    public = _text(example(), "summary", public=True)
    assert "Ctrl+K" not in public and "may name its reference" in public


def test_a_force_with_a_long_name_is_named_where_no_key_spells_out_its_code() -> None:
    store = example()
    long = "Hampshire & Isle of Wight Constabulary"
    store.agency_list = [
        replace(each, name=long) if each.code == "DC" else each for each in store.agency_list
    ]
    (received,) = [line for line in _lines(store, "summary") if line.startswith("Received:")]
    assert "missing: Hampshire & Isle of Wight" in received
    assert f"no return, and no column: {long}" in _text(store, "summary")
