"""Puts slices on pages: nothing is cut in two, headings stay with what they head, table heads come again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from opcoord.reports.content import Target

_NEXT_TO_NOTHING = 0.15
_CLOSER = 0.6


@dataclass(frozen=True, eq=False)
class Link:
    """Something on a page that leads somewhere, and its words. The same one may lie on several slices, as lines do."""

    target: Target
    words: str


@dataclass(frozen=True)
class Place:
    """Where on a page (in points) something leads somewhere, and what it says there."""

    rect: QRectF
    target: Target
    words: str


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a reader may go from a PDF's outline; level 2 stands below the last one of level 1."""

    words: str
    level: int = 1


@dataclass(frozen=True, eq=False)
class Slice:
    """A strip across the page that is never cut: a line of text, a table row, a chart.

    `paint` draws it with its top left corner at the given place. `gap` is the space above it, dropped at the top
    of a page. `head` is drawn before the first of the slices that share it, and again on every page. `links` lie
    on the slice, each in its rectangle. `lower` says the same in less height, for where only that finds room.
    """

    height: float
    paint: Callable[[QPainter, float, float], None]
    gap: float = 0.0
    keep_with_next: bool = False
    head: Slice | None = None
    links: tuple[tuple[QRectF, Link], ...] = ()
    bookmark: Bookmark | None = None
    lower: Callable[[], Slice] | None = None


@dataclass(frozen=True)
class Placed:
    """A slice and the y of its top within the page's content."""

    slice: Slice
    y: float


def compose(slices: Sequence[Slice], height: float) -> list[list[Placed]]:
    """The pages, each no higher than `height` unless a single slice is; at least one page.

    Where a last page would hold next to nothing, all stands a little closer if that saves the page.
    """
    pages = _composed(slices, height, 1.0)
    if len(pages) > 1 and _end(pages[-1]) < height * _NEXT_TO_NOTHING:
        closer = _composed(slices, height, _CLOSER)
        return min(closer, pages, key=len)
    return pages


def _end(page: Sequence[Placed]) -> float:
    return max((placed.y + placed.slice.height for placed in page), default=0.0)


def _composed(slices: Sequence[Slice], height: float, gaps: float) -> list[list[Placed]]:
    composer = _Composer(height, gaps)
    start = 0
    while start < len(slices):
        end = start + 1
        while end < len(slices) and slices[end - 1].keep_with_next:
            end += 1
        composer.add(slices[start:end])
        start = end
    return composer.pages


class _Composer:
    def __init__(self, height: float, gaps: float) -> None:
        self._gaps = gaps
        self.pages: list[list[Placed]] = [[]]
        self._height = height
        self._y = 0.0
        self._head: Slice | None = None

    def add(self, chain: Sequence[Slice]) -> None:
        """Place slices that belong together, on a new page if they do not fit here, not even lower."""
        if not self._fits(chain):
            lower = [each.lower() if each.lower is not None else each for each in chain]
            if self._fits(lower):
                chain = lower
            else:
                self._break()
        for each in chain:
            # Only a chain that is higher than a whole page is parted.
            if not self._fits([each]):
                self._break()
            self._place(each)

    def _fits(self, chain: Sequence[Slice]) -> bool:
        y, head = self._y, self._head
        for each in chain:
            y += each.gap * self._gaps if y else 0.0
            if each.head is not None and each.head is not head:
                y += each.head.height
            head = each.head
            y += each.height
        return y <= self._height

    def _break(self) -> None:
        if self.pages[-1]:
            self.pages.append([])
            self._y = 0.0
            self._head = None

    def _place(self, each: Slice) -> None:
        self._y += each.gap * self._gaps if self._y else 0.0
        if each.head is not None and each.head is not self._head:
            self._put(each.head)
        self._head = each.head
        self._put(each)

    def _put(self, each: Slice) -> None:
        self.pages[-1].append(Placed(each, self._y))
        self._y += each.height
