"""Sound pages in hard cases: nothing cut, covered, torn or left alone, by the records of what is laid out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtGui import QPainter

from opcoord.reports.composer import Placed
from opcoord.reports.kind_names import KIND_NAMES
from opcoord.reports.pages import SummaryPages
from opcoord.reports.paper import CONTENT_WIDTH, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, PT, Text, font
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_document import build_summary
from tests.gui.painted_pages import overlapping, painted, torn_numbers
from tests.unit.test_reports_fake import NOTICE, FakeQueries, crowded, example, phase

pytestmark = pytest.mark.usefixtures("qapp")

PRINTED = dt.datetime(2024, 3, 25, 14, 5)
#: A page before the last one is at least this full: what does not fit any more is never higher than a chart.
LEAST_FULL = 0.6


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
    """All that can be judged of a page, in one go: laying out is what takes the time."""
    room = pages._bottom - pages._top
    for index, page in enumerate(pages._pages):
        # Every strip lies inside the content.
        assert all(each.y >= 0 and each.y + each.slice.height <= room for each in page)
        # Strips follow each other without covering one another.
        for before, after in zip(page, page[1:], strict=False):
            assert after.y >= before.y + before.slice.height - 0.01
        # The head of a table stands above its rows on every page, once.
        for place, each in enumerate(page):
            if each.slice.head is not None:
                assert [other.slice for other in page[:place]].count(each.slice.head) == 1
        if index < pages.page_count - 1:
            # A heading, and what must not be parted, is never last on a page; nor is a page half empty.
            assert not page[-1].slice.keep_with_next and page[-1].slice.bookmark is None
            assert page[-1].y + page[-1].slice.height > room * LEAST_FULL
    for index in range(pages.page_count):
        lines = painted(pages, index)
        paper = (MARGIN / PT - 0.5, (PAGE_WIDTH - MARGIN) / PT + 0.5)
        for line in lines:
            assert paper[0] <= line.area.left() and line.area.right() <= paper[1], line.words
            assert line.area.top() > 0 and line.area.bottom() < PAGE_HEIGHT / PT, line.words
            assert line.area.width() * PT <= line.text.width + PT, line.words
        assert not overlapping(lines)
        assert not torn_numbers(lines)
        marking = pages.facts.marking
        said = [line for line in lines if line.words.strip() and line.words.strip() in marking]
        heights = sorted(line.area.center().y() for line in said if line.text is pages._marking)
        assert len(heights) == 2 * len(pages._marking.line_heights)
        assert heights[0] * PT < pages._top and heights[-1] * PT > pages._bottom
        assert any(line.words == f"Page {index + 1} of {pages.page_count}" for line in lines)


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
