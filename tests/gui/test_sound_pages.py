"""Sound pages in hard cases: nothing cut, covered, torn or left alone, by the records of what is laid out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtGui import QPainter

from opcoord.reports.composer import Placed
from opcoord.reports.document import Column, Row, Table
from opcoord.reports.kind_names import KIND_NAMES
from opcoord.reports.page_layout import block_slices
from opcoord.reports.pages import SummaryPages
from opcoord.reports.paper import CONTENT_WIDTH, PT, Text, font
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_document import build_summary
from tests.gui.painted_pages import assert_sound, overlapping, painted, torn_numbers
from tests.unit.test_reports_fake import NOTICE, FakeQueries, crowded, example, phase

pytestmark = pytest.mark.usefixtures("qapp")

PRINTED = dt.datetime(2024, 3, 25, 14, 5)


def one_return() -> FakeQueries:
    store = example()
    store.answers = {key: said for key, said in store.answers.items() if key[0] < 7 or key[1] == "WI"}
    return store


def lacking_a_measure() -> FakeQueries:
    store = example()
    store.answers = {key: said for key, said in store.answers.items() if key[2] != "arrests"}
    return store


def long_words() -> FakeQueries:
    """Words without a space where people write names: a theme of 300 characters, labels, forces, partners."""
    store = example()
    store.phase_list = [
        replace(each, theme="Ringofsteel" * 27 + "end", runs_with="CountyLinesIntensificationWeek" * 6)
        for each in store.phase_list
    ]
    store.measure_list = [
        replace(each, label=f"{each.label} Drugsandfirearmsandknivesandmobiletelephones")
        for each in store.measure_list
    ]
    return store


def handled() -> FakeQueries:
    return replace(example(), handling="Not to be passed on without leave. " * 8)


CASES: dict[str, tuple[FakeQueries, int, str]] = {
    "example": (example(), 7, "AS"),
    "12 forces, 45 measures, 300 characters": (crowded(), 1, "F03"),
    "5 forces, 20 measures": (crowded(5, 20), 1, "F01"),
    "no returns": (replace(example(), answers={}), 7, "AS"),
    "one return": (one_return(), 7, "WI"),
    "all lack a measure": (lacking_a_measure(), 7, "AS"),
    "long words": (long_words(), 7, "AS"),
    "long handling": (handled(), 7, "AS"),
    "a long notice": (replace(example(), notice=NOTICE + " Words of the notice." * 25), 7, "AS"),
    "nothing planned": (
        FakeQueries([], [], [replace(phase(1, PRINTED.date(), [], []), windows=(), theme="")]),
        1,
        "",
    ),
}
KINDS = [
    (kind, public)
    for kind, name in KIND_NAMES.items()
    for public in (False, True)
    if name.publishable or not public
]


@pytest.fixture(
    params=[
        pytest.param((case, kind, public), id=f"{name}-{kind}-{'public' if public else 'internal'}")
        for name, case in CASES.items()
        for kind, public in KINDS
        if case[2] or kind != "force"
    ]
)
def pages(request: pytest.FixtureRequest) -> SummaryPages:
    (store, number, force), kind, public = request.param
    return build_summary(store, SummaryOptions(number, kind=kind, public=public, agency=force), PRINTED)


def test_pages_are_sound(pages: SummaryPages) -> None:
    assert_sound(pages)


def test_a_long_theme_is_elided_in_the_heads(pages: SummaryPages) -> None:
    (head,) = [line for line in painted(pages, 0) if line.words.startswith(f"{pages.facts.operation}  |  ")]
    assert head.area.width() * PT < CONTENT_WIDTH
    if len(pages.facts.phase) > 200:
        assert head.words.endswith("…")


def test_the_records_find_what_is_wrong() -> None:
    """The judges above can find fault: a number torn in two, letters on letters."""
    torn = Text("£1,234,567", font(9), 20 * PT)
    pages = build_summary(example(), SummaryOptions(7), PRINTED)
    first = pages._pages[0][0].slice

    def twice(painter: QPainter, x: float, y: float) -> None:
        first.paint(painter, x, y)
        torn.paint(painter, x, y + 4 * PT)

    pages._pages[0][0] = Placed(replace(first, paint=twice), 0.0)
    lines = painted(pages, 0)
    assert overlapping(lines)
    assert torn_numbers(lines)


def test_a_long_word_in_a_head_takes_no_column_from_the_page() -> None:
    """A head may be broken, so that its table stays in one piece."""
    head = Column("Drugsandfirearmsandknivesandmobiletelephones", number=True)
    block = Table(
        (Column("Phase"), head, Column("To date", number=True), head, Column("To date", number=True)),
        tuple(Row((f"Phase {number}", "1", "2", "3", "4")) for number in range(3)),
        together=2,
    )
    assert len({each.head for each in block_slices(block)}) == 1
