"""The coordinator's words beside the figures: what disagrees is pointed out, what agrees is not."""

from __future__ import annotations

import datetime as dt

import pytest

from opcoord.queries.papers import WordingView
from opcoord.reports.evidence import gather
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.text_check import text_doubts
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
)
DOUBTFUL = {
    "10 forces took part.": "10 forces",
    "Nine of the five forces answered.": "Nine of the five forces",
    "The operation made 68 arrests.": "68 arrests",
    "Sixty-eight arrests were made.": "Sixty-eight arrests",
    "£151,000 in cash was seized.": "£151,000",
    "Over £1.2 million in cash was seized.": "£1.2 million",
    "Phase 12 was the best so far.": "Phase 12",
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
