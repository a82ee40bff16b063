"""What pages paint, as records: every line of text with its place, so that tests can judge a layout without pixels."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from opcoord.reports.pages import SummaryPages
from opcoord.reports.paper import MARGIN, PAGE_HEIGHT, PAGE_WIDTH, PT, Text

#: A page before the last one is at least this full: what does not fit any more is never higher than a chart.
LEAST_FULL = 0.6


@dataclass(frozen=True, slots=True)
class PaintedLine:
    """One line: its words, where its letters stand on the page (points), the Text it is of, and its place in it."""

    words: str
    area: QRectF
    text: Text
    index: int


def painted(pages: SummaryPages, page: int) -> list[PaintedLine]:
    """Every line of text of a page in the order of painting."""
    found: list[PaintedLine] = []
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    with _recording(found):
        painter = QPainter(image)
        pages.paint(painter, page)
        painter.end()
    return found


def lines_of(text: Text) -> list[str]:
    """The text as it was broken."""
    whole = text._layout.text()
    lines = [text._layout.lineAt(index) for index in range(text._layout.lineCount())]
    return [whole[line.textStart() : line.textStart() + line.textLength()] for line in lines]


@contextmanager
def _recording(found: list[PaintedLine]) -> Iterator[None]:
    original = Text.paint_line

    def paint_line(self: Text, painter: QPainter, index: int, x: float, y: float) -> None:
        line = self._layout.lineAt(index)
        natural = line.naturalTextRect()
        area = painter.transform().mapRect(
            QRectF(x + natural.left(), y + natural.top(), natural.width(), natural.height())
        )
        words = lines_of(self)[index]
        if words.strip():
            found.append(PaintedLine(words, area, self, index))
        original(self, painter, index, x, y)

    patched: Any = Text
    patched.paint_line = paint_line
    try:
        yield
    finally:
        patched.paint_line = original


def overlapping(lines: list[PaintedLine]) -> list[tuple[str, str]]:
    """Pairs of lines whose letters stand on each other; ascenders and descenders may touch."""
    found = []
    shrunk = [
        (each.words, each.area.adjusted(0.5, each.area.height() * 0.2, -0.5, -each.area.height() * 0.2))
        for each in lines
    ]
    for index, (words, area) in enumerate(shrunk):
        found += [(words, other) for other, place in shrunk[index + 1 :] if area.intersects(place)]
    return found


def torn_numbers(lines: list[PaintedLine]) -> list[str]:
    """Numbers of which a line ends in the middle."""
    found = []
    for each in lines:
        broken = lines_of(each.text)
        if each.index + 1 < len(broken):
            end, begin = broken[each.index][-1:], broken[each.index + 1][:1]
            if ((end.isdigit() or end in ",.") and begin.isdigit()) or (end.isdigit() and begin in ",."):
                found.append(f"{broken[each.index]}|{broken[each.index + 1]}")
    return found


def assert_sound(pages: SummaryPages) -> None:
    """All that can be judged of pages without an eye."""
    room = pages._bottom - pages._top
    for index, page in enumerate(pages._pages):
        # Every strip lies inside the content.
        assert all(each.y >= 0 and each.y + each.slice.height <= room for each in page)
        # Strips follow each other without covering one another.
        for before, after in itertools.pairwise(page):
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
