"""The preview: finished pages one below the other, as wide as there is room, painted as they will be printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from opcoord.gui.summary.page_widget import PageWidget
from opcoord.gui.theme import WIDE

if TYPE_CHECKING:
    from opcoord.reports.composer import Place
    from opcoord.reports.pages import SummaryPages

#: Wider than this a page is only larger, not better to read.
_WIDEST_PAGE = 900
_NARROWEST_PAGE = 200


@dataclass(frozen=True)
class PagePicture:
    """A page as it is shown, with what leads somewhere on it; places are in points of a page `points_wide`."""

    image: QImage
    places: tuple[Place, ...]
    points_wide: float


def paint_pages(
    pages: SummaryPages, pixels_wide: int, first_painted: Callable[[PagePicture, int], object] | None = None
) -> list[PagePicture]:
    """A picture of each page, so many pixels wide, through the painting that printer and PDF use.

    `first_painted` gets the first one and the number of pages before the others are painted. Must be called in the
    thread that laid the pages out: their texts belong to it.
    """
    size = pages.page_size
    scale = pixels_wide / size.width()
    pictures = []
    for number in range(pages.page_count):
        picture = QImage(QSize(pixels_wide, round(size.height() * scale)), QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        painter.scale(scale, scale)
        pages.paint(painter, number)
        painter.end()
        pictures.append(PagePicture(picture, pages.targets(number), size.width()))
        if number == 0 and first_painted is not None:
            first_painted(pictures[0], pages.page_count)
    return pictures


class PreviewArea(QScrollArea):
    """Scrolls over the pages and fits them to its width; `width_changed` asks for sharper pictures.

    `target_chosen(target)` is sent for what leads somewhere, by a click or by keys.
    """

    width_changed = Signal()
    first_shown = Signal()
    target_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Preview of the printed pages")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.pages: list[PageWidget] = []
        self._desk = QWidget(self)
        self._column = QVBoxLayout(self._desk)
        self._column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        self._column.setSpacing(WIDE)
        self._column.addStretch(1)
        self.setWidget(self._desk)

    @property
    def page_width(self) -> int:
        """The width of a page in device-independent pixels."""
        return min(max(self.viewport().width() - 2 * WIDE, _NARROWEST_PAGE), _WIDEST_PAGE)

    @property
    def pixels_wide(self) -> int:
        """The width of a page in pixels of the screen."""
        return round(self.page_width * self.devicePixelRatioF())

    def show_first(self, first: PagePicture, count: int) -> None:
        """Show the first page, and blank paper for the others until their pictures come.

        Who looks at another page, or walks on one, keeps it until all are there.
        """
        if self.pages and (
            self.verticalScrollBar().value() > self.pages[0].height()
            or any(each.hasFocus() for each in self.pages[1:])
        ):
            return
        blank = QImage(first.image.size(), first.image.format())
        blank.fill(Qt.GlobalColor.white)
        self.show_pictures([first, *[PagePicture(blank, (), first.points_wide)] * (count - 1)])
        self.first_shown.emit()

    def show_pictures(self, pictures: Sequence[PagePicture]) -> None:
        """Show these pages; the place scrolled to is kept, and where the keyboard was."""
        place = self.verticalScrollBar().value()
        focused = next((number for number, each in enumerate(self.pages) if each.hasFocus()), None)
        current = self.pages[focused].current if focused is not None else -1
        for old in self.pages:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        count = len(pictures)
        self.pages = [
            PageWidget(
                picture.image, picture.places, picture.points_wide, f"Page {number} of {count}", self._desk
            )
            for number, picture in enumerate(pictures, 1)
        ]
        for number, page in enumerate(self.pages):
            page.set_width(self.page_width)
            page.chosen.connect(self.target_chosen)
            page.walked.connect(lambda rect, page=page: self._bring_into_view(page, rect))
            page.walked_off.connect(lambda step, number=number: self._walk_on(number, step))
            self._column.insertWidget(number, page, 0, Qt.AlignmentFlag.AlignHCenter)
            page.show()
        self.verticalScrollBar().setValue(place)
        if focused is not None and focused < count:
            self.pages[focused].walk_to(current)
            self.pages[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _walk_on(self, number: int, step: int) -> None:
        """From the last number of a page to the first of the next one that has any, or back."""
        following = self.pages[number + 1 :] if step > 0 else self.pages[:number][::-1]
        page = next((each for each in following if each.places), None)
        if page is not None:
            page.walk_to(0 if step > 0 else len(page.places) - 1)
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_into_view(self, page: PageWidget, rect: QRect) -> None:
        middle = page.mapTo(self._desk, rect.center())
        self.ensureVisible(middle.x(), middle.y(), 0, rect.height() // 2 + WIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages follow the width."""
        super().resizeEvent(event)
        for page in self.pages:
            page.set_width(self.page_width)
        if event.oldSize().width() != event.size().width():
            self.width_changed.emit()
