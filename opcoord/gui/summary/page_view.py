"""The preview: finished pages one below the other, as wide as there is room, painted as they will be printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from opcoord.gui.theme import WIDE

if TYPE_CHECKING:
    from opcoord.reports.pages import SummaryPages

#: Wider than this a page is only larger, not better to read.
_WIDEST_PAGE = 900
_NARROWEST_PAGE = 200


def paint_pages(
    pages: SummaryPages, pixels_wide: int, first_painted: Callable[[QImage, int], object] | None = None
) -> list[QImage]:
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
        pictures.append(picture)
        if number == 0 and first_painted is not None:
            first_painted(picture, pages.page_count)
    return pictures


class PageWidget(QFrame):
    """One page: white paper with a thin edge, whatever the colours of the window."""

    def __init__(self, picture: QImage, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self.setAccessibleName(name)

    def set_width(self, width: int) -> None:
        """Show the page this wide; a picture of another width is stretched until a sharp one comes."""
        self.setFixedSize(width, round(width * self._picture.height() / self._picture.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture and the edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._picture)
        painter.setPen(self.palette().color(self.palette().ColorRole.Mid))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class PreviewArea(QScrollArea):
    """Scrolls over the pages and fits them to its width; `width_changed` asks for sharper pictures."""

    width_changed = Signal()
    first_shown = Signal()

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

    def show_first(self, picture: QImage, count: int) -> None:
        """Show the first page, and blank paper for the others until their pictures come."""
        blank = QImage(picture.size(), picture.format())
        blank.fill(Qt.GlobalColor.white)
        self.show_pictures([picture, *[blank] * (count - 1)])
        self.first_shown.emit()

    def show_pictures(self, pictures: Sequence[QImage]) -> None:
        """Show these pages; the place scrolled to is kept."""
        place = self.verticalScrollBar().value()
        for old in self.pages:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        count = len(pictures)
        self.pages = [
            PageWidget(picture, f"Page {number} of {count}", self._desk)
            for number, picture in enumerate(pictures, 1)
        ]
        for number, page in enumerate(self.pages):
            page.set_width(self.page_width)
            self._column.insertWidget(number, page, 0, Qt.AlignmentFlag.AlignHCenter)
            page.show()
        self.verticalScrollBar().setValue(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages follow the width."""
        super().resizeEvent(event)
        for page in self.pages:
            page.set_width(self.page_width)
        if event.oldSize().width() != event.size().width():
            self.width_changed.emit()
