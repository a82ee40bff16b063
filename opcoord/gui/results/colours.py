"""The chart palette of the UK Government Analysis Function, made legible on light and dark grounds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtGui import QColor, QPalette

PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
#: WCAG 2.2 asks this much of graphics; text asks 4.5.
LEAST_CONTRAST = 3.0


def series_colours(palette: QPalette, greys: bool = False, count: int = 6) -> list[QColor]:
    """Colours for `count` series on the palette's base colour: the first in colour and the rest grey if asked."""
    ground = palette.color(QPalette.ColorRole.Base)
    if not greys:
        return [legible(QColor(PALETTE[number % len(PALETTE)]), ground) for number in range(count)]
    middle = legible(QColor(128, 128, 128), ground)
    other = legible(QColor(160, 160, 160), ground)
    return [
        legible(QColor(PALETTE[0]), ground) if number == 0 else (middle if number % 2 else other)
        for number in range(count)
    ]


def legible(colour: QColor, ground: QColor, least: float = LEAST_CONTRAST) -> QColor:
    """The colour, its lightness moved away from the ground until the contrast is at least `least`."""
    return QColor(_legible(colour.rgb(), ground.rgb(), least))


@lru_cache(maxsize=200)
def _legible(rgb: int, ground_rgb: int, least: float) -> int:
    # Every redraw asks for the same few colours.
    colour, ground = QColor(rgb), QColor(ground_rgb)
    hue, saturation, lightness = colour.hslHueF(), colour.hslSaturationF(), colour.lightnessF()
    step = 0.02 if luminance(ground) < 0.18 else -0.02
    made = QColor(colour)
    while contrast(made, ground) < least and 0.0 < lightness + step < 1.0:
        lightness += step
        made = QColor.fromHslF(max(hue, 0.0), saturation, lightness)
    return made.rgb()


def lighter(colour: QColor, ground: QColor) -> QColor:
    """The colour as provisional figures are drawn: half way to the ground."""
    return QColor(*(round((a + b) / 2) for a, b in zip(_rgb(colour), _rgb(ground), strict=True)))


def contrast(one: QColor, other: QColor) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    darker, brighter = sorted((luminance(one), luminance(other)))
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: QColor) -> float:
    """The WCAG relative luminance, 0 to 1."""
    red, green, blue = (_linear(part / 255) for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _rgb(colour: QColor) -> Iterable[int]:
    return (colour.red(), colour.green(), colour.blue())
