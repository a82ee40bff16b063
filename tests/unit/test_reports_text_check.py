"""The coordinator's words beside the figures: what disagrees is pointed out, what agrees is not."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import pytest

from opcoord.queries.papers import WordingView
from opcoord.reports.evidence import gather
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.text_check import hidden_numbers, text_doubts
from tests.unit.test_reports_fake import Answer, example

#: In the example, 2 of 5 forces answered phase 7 with 41 and 26 arrests, over £150,000 and £6,000.50 in cash.
AGREES = (
    "Two forces made 67 arrests.",
    "2 of 5 forces sent a return; three forces are missing.",
    "All five forces took part in phase 7.",
    "Avon and Somerset made 41 arrests and seized over £150,000 in cash.",
    "Since phase 4 there were 390 arrests.",
    "In all £156,000.50 in cash was seized.",
    "Over £0.16 million in cash was seized.",
    "We searched 12 houses and met 300 residents.",
    "Officers from 14 teams worked ten days.",
    "43 people were safeguarded.",
    "Phase 8 will follow in July.",
    # The number behind what it counts.
    "Arrests fell from 94 to 67.",
    "The number of arrests was 67, in Avon and Somerset 41.",
    "In phase 7 the total number of arrests stood at 67.",
    "Arrests in Wiltshire rose to 26.",
    "Since phase 4 arrests have risen to 390.",
    "This brought arrests to 390 since the operation began.",
    "Arrests (67) and people safeguarded (43) were up.",
    "The number of people safeguarded was 43.",
    "Arrests reached nearly 70; over 60 of them after a warrant.",
    "Drugs worth £12,345 were found.",
    "Cash of almost £160k was seized.",
    "Over £150,000 in cash and drugs worth £12,345 were seized.",
    # Numbers of something else, of elsewhere, or by how much.
    "Arrests in Swindon rose to 12.",
    "In Bournemouth arrests rose to nine during the week.",
    "Arrests of women rose to 12, arrests for theft to 9.",
    "Women safeguarded: 14, most of them in their thirties.",
    "Arrests rose by 40, or to 143 per cent.",
    "The arrests were 12 minutes apart.",
    "The first arrests were two days before the week began.",
    "Arrests were 12 men and 3 women.",
    "Arrests were 12 in 15 houses.",
    "People safeguarded and arrests: 71.",
    "Arrests: 4 to 10 March.",
    "Arrests: see page 3.",
    "Since phase 4 arrests were more than a number.",
)
DOUBTFUL = {
    "10 forces took part.": "10 forces",
    "Nine of the five forces answered.": "Nine of the five forces",
    "The operation made 68 arrests.": "68 arrests",
    "Sixty-eight arrests were made.": "Sixty-eight arrests",
    "£151,000 in cash was seized.": "£151,000",
    "Over £1.2 million in cash was seized.": "£1.2 million",
    "Phase 12 was the best so far.": "Phase 12",
    "Arrests rose to 70.": "Arrests rose to 70",
    "The number of arrests was 69.": "arrests was 69",
    "Arrests fell from 49 to 67.": "Arrests fell from 49 to 67",
    "Arrests in Wiltshire rose to 62.": "Arrests in Wiltshire rose to 62",
    "Arrests: 76": "Arrests: 76",
    "Arrests (76) were up.": "Arrests (76)",
    "Arrests made by the five forces numbered 76.": "Arrests made by the five forces numbered 76",
    "Arrest numbers were up to 76.": "Arrest numbers were up to 76",
    "This brought arrests to 930 since the operation began.": "arrests to 930",
    "With arrests at 76, it was busy.": "arrests at 76",
    "Arrests reached over 70 in the week.": "Arrests reached over 70",
    "People safeguarded: 34.": "People safeguarded: 34",
    "Cash of £12,345 was seized.": "Cash of £12,345",
    "£12,345 in cash was seized.": "£12,345 in cash",
    "Drugs worth £2,000 were found.": "Drugs worth £2,000",
    "Drugs with an estimated street value of £150,000 were found.": "Drugs with an estimated street value of £150,000",
}


def _doubts(text: str, public: bool = False, internal: bool = False) -> list[str]:
    evidence = gather(example(), SummaryOptions(7, public=public), dt.date(2024, 3, 25))
    return [each.says for each in text_doubts(evidence, [WordingView("Introduction", text, internal)])]


@pytest.mark.parametrize("text", AGREES)
def test_what_agrees_is_not_pointed_out(text: str) -> None:
    assert _doubts(text) == []


@pytest.mark.parametrize(("text", "says"), DOUBTFUL.items())
def test_what_disagrees_is_pointed_out(text: str, says: str) -> None:
    (found,) = _doubts(text)
    assert found.startswith(says)


def test_words_that_are_not_printed_are_not_read() -> None:
    assert _doubts("10 forces took part.", public=True, internal=True) == []
    assert _doubts("10 forces took part.", public=False, internal=True) != []


def test_a_number_that_the_document_hides_is_pointed_out() -> None:
    store = example()
    store.answers[6, "AS", "safeguarded"] = Answer(2)

    def doubts(text: str, public: bool) -> list[str]:
        evidence = gather(store, SummaryOptions(7, public=public), dt.date(2024, 3, 25))
        return [str(each) for each in text_doubts(evidence, [WordingView("Introduction", text, False)])]

    hidden = "Last time: 2 safeguarded. Now: 43 safeguarded."
    assert doubts(hidden, True) == [
        "Introduction: it says “2 safeguarded”; small numbers: this document hides it."
    ]
    assert doubts(hidden, False) == []


@pytest.mark.parametrize(
    "told",
    [
        "The number of people safeguarded was 2.",
        "People safeguarded in phase 6: two",
        "Last time people safeguarded (2).",
        "In Poole people safeguarded were 2.",
    ],
)
def test_a_hidden_number_behind_its_name_is_pointed_out_wherever_it_is_said_to_be(told: str) -> None:
    store = example()
    store.answers[6, "AS", "safeguarded"] = Answer(2)
    public = gather(store, SummaryOptions(7, public=True), dt.date(2024, 3, 25))
    internal = gather(store, SummaryOptions(7), dt.date(2024, 3, 25))
    assert [each.found for each in text_doubts(public, [WordingView("Introduction", told, False)])] == [
        "small numbers: this document hides it"
    ]
    assert len(hidden_numbers(public, "Notable results", told)) == 1
    assert text_doubts(internal, [WordingView("Introduction", told, False)]) == ()


def test_a_hidden_sum_of_money_is_pointed_out() -> None:
    store = example()
    store.measure_list = [
        replace(each, sensitive=True) if each.code == "cash_seized" else each for each in store.measure_list
    ]
    store.answers[7, "DO", "cash_seized"] = Answer(4_00)
    public = gather(store, SummaryOptions(7, public=True), dt.date(2024, 3, 25))
    assert public.hides("cash_seized", "DO")
    for told in ("£4 in cash was found.", "Cash of £4 was found.", "We took £4."):
        (found,) = text_doubts(public, [WordingView("Introduction", told, False)])
        assert found.found == "small numbers: this document hides it"
    assert len(hidden_numbers(public, "Notable results", "Cash of £4 was found.")) == 1
    assert hidden_numbers(public, "Notable results", "We took £4.") == ()


def test_a_long_text_of_numbers_is_read_in_no_time() -> None:
    for text in ("arrests from 1 " * 300, "£1 in the " * 400, "arrests" + " " * 4_000 + "was", "9" * 4_000):
        started = time.perf_counter()
        _doubts(text)
        assert time.perf_counter() - started < 2
