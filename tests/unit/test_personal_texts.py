"""Personal data in public texts: people and what reaches them are pointed out, ordinary wording never is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from opcoord.queries.papers import WordingView
from opcoord.queries.views import NotableView
from opcoord.reading.checks.personal_data import personal_kinds, personal_passages
from opcoord.reports.kind_names import KIND_NAMES
from opcoord.reports.personal_texts import TextFinding, personal_findings
from opcoord.reports.summary import Issue, SummaryOptions
from opcoord.reports.summary_document import read_document
from tests.unit.test_reports_fake import FakeQueries, crowded, example

CORPUS = Path(__file__).parents[1] / "files" / "public_texts.txt"
KINDS = {
    "name": "a person’s name or number",
    "birth": "a date of birth",
    "telephone": "a telephone number",
    "email": "an e-mail address",
    "postcode": "a postcode",
    "address": "a street address",
    "vehicle": "a vehicle registration",
    "reference": "a crime or custody reference",
    "insurance": "a National Insurance number",
}
PRINTED = dt.datetime(2024, 3, 25, 14, 5)


def corpus() -> list[tuple[str, str]]:
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    parted = (line.rsplit("|", 1) for line in lines if line and not line.startswith("#"))
    return [(text.strip(), kind.strip()) for text, kind in parted]


ORDINARY = [text for text, kind in corpus() if kind == "-"]
PERSONAL = [(text, kind) for text, kind in corpus() if kind != "-"]


def test_the_corpus_holds_enough_of_both() -> None:
    assert len(ORDINARY) >= 60 and len(PERSONAL) >= 40
    assert {kind for _, kind in PERSONAL} == set(KINDS)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_wording_is_let_through(text: str) -> None:
    assert personal_passages(text) == []


@pytest.mark.parametrize(("text", "kind"), PERSONAL)
def test_what_identifies_a_person_is_pointed_out(text: str, kind: str) -> None:
    assert KINDS[kind] in personal_kinds(text)


def test_the_words_themselves_are_named() -> None:
    found = personal_passages("Ring Jane Doe on 07700 900123, or DC Smith")
    assert [each.words for each in found] == ["DC Smith", "Jane Doe", "07700 900123"]


def findings(store: FakeQueries, public: bool = True, issue: Issue | None = None) -> tuple[TextFinding, ...]:
    return personal_findings(read_document(store, SummaryOptions(7, public=public, issue=issue), PRINTED))


def test_a_finding_says_what_where_which_words_and_what_to_do() -> None:
    store = example()
    text = "A man was jailed.\nThe officer in the case is on 07700 900123."
    store.notables = [NotableView(7, "DO", "Dorset Police", text, True, None)]
    (found,) = findings(store)
    assert (found.what, found.where, found.words) == (
        "a telephone number",
        "Notable results, Dorset Police",
        "07700 900123",
    )
    assert found.sentence == "Notable results, Dorset Police: “07700 900123” looks like a telephone number."
    assert "ask the force" in found.remedy


def test_every_place_of_free_text_is_looked_at() -> None:
    store = example()
    store.handling = "Return to Jane Doe"
    store.notice = "Mr Smith may see it."
    store.words = [
        WordingView("Introduction", "Thanks to John Smith.", False),
        WordingView("Results by force", "As told by Sgt Jones.", False),
    ]
    store.phase_list = [
        replace(each, theme="PC 1234 on the beat", runs_with="DS Brown’s week") for each in store.phase_list
    ]
    store.agency_list = [
        replace(each, name="Joe Bloggs Trust" if each.code == "GL" else each.name)
        for each in store.agency_list
    ]
    store.measure_list = [
        replace(each, definition="Ask Mary Bloggs." if each.code == "arrests" else each.definition)
        for each in store.measure_list
    ]
    found = {
        each.words: each.where for each in findings(store, issue=Issue(2, "7 March 2022", "Told by DI Green"))
    }
    assert found == {
        "PC 1234": "Every page, phase",
        "Mr Smith": "Every page, notice",
        "Jane Doe": "Every page, marking",
        "DS Brown’s": "Title block, Runs with",
        "Joe Bloggs": "Title block, Received",
        "DI Green": "Title block, Issue",
        "John Smith": "Introduction",
        "Sgt Jones": "Results by force",
        "Mary Bloggs": "Counting rules, Arrests",
    }


def test_words_for_the_house_alone_are_no_finding_of_a_public_document() -> None:
    store = example()
    store.words = [WordingView("Introduction", "Thanks to John Smith.", True)]
    store.notables = [NotableView(7, "DO", "Dorset Police", "Mr Smith", False, None)]
    assert findings(store) == ()
    assert {each.words for each in findings(store, public=False)} == {"John Smith", "Mr Smith"}


@pytest.mark.parametrize("kind", [name for name, kind in KIND_NAMES.items() if kind.publishable])
@pytest.mark.parametrize(("store", "number"), [(example(), 7), (crowded(), 1)])
def test_what_the_program_itself_prints_is_no_finding(store: FakeQueries, number: int, kind: str) -> None:
    made = read_document(store, SummaryOptions(number, public=True, kind=kind), PRINTED)
    assert personal_findings(made) == ()
