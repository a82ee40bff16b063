"""A document asks each question once, and documents share answers only while nothing changes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any, cast

import pytest

from opcoord.reports.asked_once import KeptAnswers
from opcoord.reports.kind_names import KIND_NAMES
from opcoord.reports.summary import SummaryOptions, SummaryQueries
from opcoord.reports.summary_document import read_document
from tests.unit.test_reports_fake import Answer, example

PRINTED = dt.datetime(2024, 3, 25, 14, 5)


class Counting:
    """Counts what it is asked; `head` stands for the newest line of the ledger."""

    def __init__(self) -> None:
        self.store = example()
        self.head = "one"
        self.asked: Counter[tuple[object, ...]] = Counter()

    def audit_head(self) -> str:
        return self.head

    def __getattr__(self, name: str) -> Callable[..., Any]:
        query = getattr(self.store, name)

        def ask(*about: object) -> object:
            self.asked[name, *about] += 1
            return query(*about)

        return ask


def queries() -> tuple[Counting, SummaryQueries]:
    counting = Counting()
    return counting, cast("SummaryQueries", counting)


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_no_question_is_asked_twice(kind: str) -> None:
    counting, asked = queries()
    read_document(asked, SummaryOptions(7, kind=kind, agency="AS"), PRINTED)
    assert set(counting.asked.values()) == {1}


def test_another_reader_asks_nothing_again_until_something_changes() -> None:
    counting, asked = queries()
    kept = KeptAnswers(asked)
    read_document(kept.now(), SummaryOptions(7), PRINTED)
    before = counting.asked["results", None, 7]
    read_document(kept.now(), SummaryOptions(7, public=True), PRINTED)
    assert counting.asked["results", None, 7] == before == 1
    counting.store.answers[7, "AS", "arrests"] = Answer(99)
    counting.head = "two"
    document = read_document(kept.now(), SummaryOptions(7), PRINTED)
    assert counting.asked["results", None, 7] == 2
    assert document.page.audit_head == "two"
    assert "125" in str(document)
