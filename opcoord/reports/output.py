"""Where finished pages go: a PDF file, a printer, a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage, QPainter

from opcoord.errors import OpcoordError
from opcoord.reports.pages import SummaryPages
from opcoord.reports.pdf import pdf_bytes
from opcoord.reports.saving import write_whole

if TYPE_CHECKING:
    # Loading print support loads Qt's widgets; only who prints to a printer needs it.
    from PySide6.QtPrintSupport import QPrinter

_POINTS_PER_INCH = 72
_MM_PER_INCH = 25.4


def write_pdf(pages: SummaryPages, path: Path) -> None:
    """Write the pages to `path` as a PDF: the whole file or, on failure, what was there before.

    Raises OpcoordError where the file cannot be written.
    """
    write_whole(path, pdf_bytes(pages))


def print_to(pages: SummaryPages, printer: QPrinter) -> None:
    """Print the pages the printer's settings ask for, on whatever paper it holds, centred and never cropped.

    Raises OpcoordError where the printer takes no pages.
    """
    printer.setDocName(pages.title)
    printer.setCreator("opcoord")
    printer.setFullPage(True)
    first = printer.fromPage() or 1
    last = min(printer.toPage() or pages.page_count, pages.page_count)
    painter = QPainter()
    if not painter.begin(printer):
        raise OpcoordError("The printer did not start.", "Choose another printer or save a PDF.")
    try:
        dots = printer.resolution() / _POINTS_PER_INCH
        paper = printer.pageLayout().fullRectPoints()
        size = pages.page_size
        # Paper that is A4 but for rounding is printed at exactly full size.
        fit = min(1.0, (paper.width() + 1) / size.width(), (paper.height() + 1) / size.height())
        for index in range(first - 1, last):
            if index >= first and not printer.newPage():
                raise OpcoordError("The printer stopped.", "Look at the printer, then print again.")
            painter.save()
            painter.scale(dots, dots)
            painter.translate(
                (paper.width() - size.width() * fit) / 2, (paper.height() - size.height() * fit) / 2
            )
            painter.scale(fit, fit)
            pages.paint(painter, index)
            painter.restore()
    finally:
        painter.end()


def to_image(pages: SummaryPages, index: int, dpi: int = 96) -> QImage:
    """A picture of page `index` (from 0) on white."""
    image = white_image(pages.page_size, dpi)
    painter = QPainter(image)
    painter.scale(dpi / _POINTS_PER_INCH, dpi / _POINTS_PER_INCH)
    pages.paint(painter, index)
    painter.end()
    return image


def white_image(size: QSizeF, dpi: int) -> QImage:
    """An empty picture of a size in points, which knows its resolution."""
    image = QImage((size * (dpi / _POINTS_PER_INCH)).toSize(), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(dpi / _MM_PER_INCH * 1000))
    image.setDotsPerMeterY(round(dpi / _MM_PER_INCH * 1000))
    image.fill(0xFFFFFFFF)
    return image
