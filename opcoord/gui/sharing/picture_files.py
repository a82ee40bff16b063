"""A sheet as SVG or as a picture at 300 dpi, in memory or in a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QFontInfo, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from opcoord.errors import OpcoordError
from opcoord.gui.sharing.sheet import ChartSheet
from opcoord.reports.output import white_image
from opcoord.reports.paper import FAMILIES, PT, font
from opcoord.reports.saving import write_whole

DPI = 300
_TWIPS_PER_INCH = 1440
#: Characters that XML cannot hold, and Qt writes all the same.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FAMILY = re.compile(r'font-family="[^"]*"')


def image_of(sheet: ChartSheet) -> QImage:
    """The sheet at 300 dpi; it says its resolution, its title and its marking."""
    image = white_image(sheet.size / PT, DPI)
    for name, text in _about(sheet).items():
        image.setText(name, text)
    painter = QPainter(image)
    painter.scale(DPI / _TWIPS_PER_INCH, DPI / _TWIPS_PER_INCH)
    sheet.paint(painter)
    painter.end()
    return image


def png_of(sheet: ChartSheet) -> bytes:
    """The picture as a PNG."""
    buffer = _buffer()
    image_of(sheet).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def svg_of(sheet: ChartSheet) -> bytes:
    """The drawing as an SVG in its true size; its texts are texts."""
    buffer = _buffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    about = _about(sheet)
    generator.setTitle(about["Title"])
    generator.setDescription(about["Description"])
    # One unit is a twip, so nothing has to be scaled.
    generator.setResolution(_TWIPS_PER_INCH)
    size = QSize(round(sheet.size.width()), round(sheet.size.height()))
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    painter = QPainter(generator)
    sheet.paint(painter)
    painter.end()
    text = _UNWRITABLE.sub(" ", bytes(buffer.data().data()).decode())
    return _FAMILY.sub(f'font-family="{_families()}"', text).encode()


_FORMS: dict[str, Callable[[ChartSheet], bytes]] = {".png": png_of, ".svg": svg_of}


def check_picture_name(path: Path) -> None:
    """Refuse a file name whose ending says no picture that can be written.

    Raises OpcoordError.
    """
    if path.suffix.lower() not in _FORMS:
        raise OpcoordError(
            f"{path.name} ends in none of {', '.join(_FORMS)}.", "Give it a name that ends in one of them."
        )


def save_picture(sheet: ChartSheet, path: Path) -> None:
    """Write the sheet in the form that the name's ending says: the whole file or, on failure, what was there before.

    Raises OpcoordError where the ending is no form or the file cannot be written.
    """
    check_picture_name(path)
    write_whole(path, _FORMS[path.suffix.lower()](sheet))


def _about(sheet: ChartSheet) -> dict[str, str]:
    words = sheet.words
    described = (words.marking, words.sentence, words.source, words.notice, words.marking)
    return {"Title": words.title, "Description": " ".join(filter(None, described))}


def _families() -> str:
    """First the family by which the texts were measured, then those that are much alike."""
    measured = QFontInfo(font(8)).family()
    # Verdana is as wide as DejaVu Sans; Arial is narrower, so that nothing runs over its edge.
    alike = ("Verdana",) if measured == "DejaVu Sans" else ()
    return ", ".join(dict.fromkeys((measured, *alike, *FAMILIES, "sans-serif")))


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
