"""The paper: its measures, fonts and colours, and text that is measured before it is drawn.

All lengths inside the reports are twips, a twentieth of a point: fonts can only be sized in whole units here,
and at this scale a measured width holds on every device, so that preview, printer and PDF break alike.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import cached_property

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

PT = 20.0
MM = PT * 72 / 25.4
PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
MARGIN = 18 * MM
CONTENT_WIDTH = PAGE_WIDTH - 2 * MARGIN

ACCENT = QColor("#12436D")
INK = QColor("#1A1A1A")
GREY = QColor("#505050")
RULE = QColor("#C4C8CC")
#: Of the UK Government Analysis Function, in its order. Several are one grey: colour is never the only sign.
PALETTE = tuple(QColor(code) for code in ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"))

#: The first that there is on the machine is used.
FAMILIES = ["Segoe UI", "Arial", "Liberation Sans", "DejaVu Sans"]
_LEADING = 1.12
_LINE_BREAK = "\u2028"
#: Control characters, what ends a line, and halves of characters: little text holds any.
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Align(Enum):
    """Where a line stands in its width."""

    LEFT = Qt.AlignmentFlag.AlignLeft
    RIGHT = Qt.AlignmentFlag.AlignRight
    CENTRE = Qt.AlignmentFlag.AlignHCenter


def font(points: float, bold: bool = False, italic: bool = False) -> QFont:
    """The document's font at a size in points."""
    made = QFont(FAMILIES)
    made.setPixelSize(round(points * PT))
    made.setBold(bold)
    made.setItalic(italic)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Who searches a PDF for "figures" must find it; with ligatures it holds another letter.
    made.setFeature(QFont.Tag("liga"), 0)
    return made


def text_width(text: str, used: QFont) -> float:
    """Width of the longest line of `text` without wrapping."""
    metrics = QFontMetricsF(used)
    return max((metrics.horizontalAdvance(line) for line in clean(text).split(_LINE_BREAK)), default=0.0)


def word_width(text: str, used: QFont) -> float:
    """Width of the longest word: what a column needs if no word is to be broken."""
    metrics = QFontMetricsF(used)
    # Not at every white space: what a no-break space joins is one word.
    words = clean(text).replace(_LINE_BREAK, " ").split(" ")
    return max((metrics.horizontalAdvance(word) for word in words), default=0.0)


def elided(text: str, used: QFont, width: float) -> str:
    """The text on one line, cut with "…" where it would be wider than `width`."""
    return QFontMetricsF(used).elidedText(
        clean(text).replace(_LINE_BREAK, " "), Qt.TextElideMode.ElideRight, width
    )


def clean(text: str) -> str:
    """Imported text as it can be printed: line ends kept, other control characters turned into spaces."""
    if not _ODD.search(text):
        return text
    text = "\n".join(text.splitlines())
    return "".join(
        _LINE_BREAK if each == "\n" else " " if unicodedata.category(each) in {"Cc", "Cs"} else each
        for each in text
    )


class Text:
    """Wrapped plain text of a known height. A word wider than the line is broken, never cut off.

    Of text that is known to stand on one line only the `line_height` is given: it is laid out when it is painted.
    """

    def __init__(
        self,
        text: str,
        used: QFont,
        width: float,
        colour: QColor = INK,
        align: Align = Align.LEFT,
        line_height: float = 0.0,
    ) -> None:
        self.width = width
        self.line_heights = [line_height] if line_height else []
        self._made_of = (text, used, align)
        self._colour = colour
        if not line_height:
            layout = self._layout
            self.line_heights = [
                layout.lineAt(index).height() * _LEADING for index in range(layout.lineCount())
            ]

    @cached_property
    def _layout(self) -> QTextLayout:
        text, used, align = self._made_of
        layout = QTextLayout(clean(text), used)
        option = QTextOption(align.value)
        wrap = QTextOption.WrapMode
        option.setWrapMode(wrap.NoWrap if self.line_heights else wrap.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width)
            line.setPosition(QPointF(0, 0))
        layout.endLayout()
        return layout

    @property
    def height(self) -> float:
        """Height of all lines."""
        return sum(self.line_heights)

    @property
    def widest(self) -> float:
        """Width of the widest line as it was broken."""
        return max(
            (self._layout.lineAt(index).naturalTextWidth() for index in range(len(self.line_heights))),
            default=0,
        )

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Draw all lines with the top left corner at (x, y)."""
        for index, height in enumerate(self.line_heights):
            self.paint_line(painter, index, x, y)
            y += height

    def paint_line(self, painter: QPainter, index: int, x: float, y: float) -> None:
        """Draw one line with its top left corner at (x, y)."""
        painter.setPen(self._colour)
        self._layout.lineAt(index).draw(painter, QPointF(x, y))
