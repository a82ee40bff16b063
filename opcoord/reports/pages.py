"""The pages of a summary with what stands on every one of them; painted alike on screen, printer and PDF."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter, QPen

from opcoord.reports.blocks import one_line, rule
from opcoord.reports.composer import Bookmark, Link, Place, Slice, compose
from opcoord.reports.content import PageFacts
from opcoord.reports.paper import (
    ACCENT,
    CONTENT_WIDTH,
    GREY,
    INK,
    MARGIN,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PT,
    Align,
    Text,
    font,
    text_width,
)

_EDGE = 9 * MM
_SMALL = 8.0
_NOTICE_LONGEST = 600


class SummaryPages:
    """Finished A4 pages: how many there are, and painting one of them."""

    def __init__(self, facts: PageFacts, slices: Sequence[Slice]) -> None:
        self.facts = facts
        self._marking = Text(facts.marking, font(9.5, bold=True), CONTENT_WIDTH, INK, Align.CENTRE)
        notice = facts.notice[:_NOTICE_LONGEST]
        self._notice = Text(notice, font(_SMALL, italic=True), CONTENT_WIDTH, INK) if notice else None
        embargo = facts.embargo.upper()
        self._embargo = (
            Text(embargo, font(9.5, bold=True), CONTENT_WIDTH, INK, Align.CENTRE) if embargo else None
        )
        self._top = self._head_height()
        self._bottom = PAGE_HEIGHT - _EDGE - self._marking.height - 18 * PT
        self._pages = compose(slices, self._bottom - self._top - 6 * PT)

    @property
    def title(self) -> str:
        """The document's title, for a file's properties and a printer's queue."""
        return self.facts.title

    @property
    def page_count(self) -> int:
        """Number of pages, at least one."""
        return len(self._pages)

    @property
    def page_size(self) -> QSizeF:
        """Width and height of a page in points."""
        return QSizeF(PAGE_WIDTH / PT, PAGE_HEIGHT / PT)

    @property
    def bookmarks(self) -> list[tuple[Bookmark, int, float]]:
        """Every heading with its page (from 0) and how far below that page's top it stands, in points."""
        return [
            (placed.slice.bookmark, index, (self._top + placed.y) / PT)
            for index, page in enumerate(self._pages)
            for placed in page
            if placed.slice.bookmark is not None
        ]

    def paint(self, painter: QPainter, index: int) -> None:
        """Paint page `index` (from 0) with its top left corner at the painter's origin, one unit a point."""
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing, True)
        painter.scale(1 / PT, 1 / PT)
        self._paint_head(painter)
        for placed in self._pages[index]:
            placed.slice.paint(painter, MARGIN, self._top + placed.y)
        self._paint_foot(painter, index)
        painter.restore()

    def targets(self, index: int) -> tuple[Place, ...]:
        """What leads somewhere on page `index` (from 0), in the order it is read, in points from the page's corner."""
        found: dict[Link, QRectF] = {}
        for placed in self._pages[index]:
            for rect, link in placed.slice.links:
                here = rect.translated(MARGIN, self._top + placed.y)
                found[link] = found[link].united(here) if link in found else here
        return tuple(
            Place(
                QRectF(rect.x() / PT, rect.y() / PT, rect.width() / PT, rect.height() / PT),
                link.target,
                link.words,
            )
            for link, rect in found.items()
        )

    def _head_height(self) -> float:
        notice = self._notice.height + 5 * PT if self._notice else 0.0
        return self._names_top() + 17 * PT + notice + 8 * PT

    def _names_top(self) -> float:
        embargo = self._embargo.height + 3 * PT if self._embargo else 0.0
        return _EDGE + self._marking.height + 5 * PT + embargo

    def _paint_head(self, painter: QPainter) -> None:
        self._marking.paint(painter, MARGIN, _EDGE)
        if self._embargo:
            self._embargo.paint(painter, MARGIN, _EDGE + self._marking.height + 3 * PT)
        y = self._names_top()
        badge = font(_SMALL, bold=True)
        width = text_width(self.facts.status, badge) + 10 * PT
        names = one_line(
            f"{self.facts.operation}  |  {self.facts.phase}", font(_SMALL), CONTENT_WIDTH - width - 12 * PT
        )
        names.paint(painter, MARGIN, y + 1.5 * PT)
        status = Text(self.facts.status, badge, width, ACCENT, Align.CENTRE)
        left = MARGIN + CONTENT_WIDTH - width
        painter.setPen(QPen(ACCENT, 0.8 * PT))
        painter.drawRect(QRectF(left, y, width, status.height + 2 * PT))
        status.paint(painter, left, y + 1.5 * PT)
        y += 17 * PT
        rule(painter, MARGIN, y, CONTENT_WIDTH)
        if self._notice:
            self._notice.paint(painter, MARGIN, y + 4 * PT)

    def _paint_foot(self, painter: QPainter, index: int) -> None:
        rule(painter, MARGIN, self._bottom, CONTENT_WIDTH)
        number = Text(
            f"Page {index + 1} of {self.page_count}", font(_SMALL), CONTENT_WIDTH, GREY, Align.RIGHT
        )
        number.paint(painter, MARGIN, self._bottom + 3 * PT)
        facts = [self.facts.basis, self.facts.made, f"History {self.facts.audit_head}"]
        room = CONTENT_WIDTH - number.widest - 12 * PT
        one_line("  |  ".join(facts), font(_SMALL), room).paint(painter, MARGIN, self._bottom + 3 * PT)
        self._marking.paint(painter, MARGIN, PAGE_HEIGHT - _EDGE - self._marking.height)
