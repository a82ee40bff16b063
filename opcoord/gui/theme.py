"""How opcoord looks: palette roles with one accent, light or dark as the system or the user wishes, an 8-pixel rhythm."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QWidget

#: The one style on every system, as Qt takes it among a program's arguments: set later by `setStyle`, it would bring
#: hundreds of names of QStyle into Python before the first window.
STYLE_ARGUMENTS = ("-style", "Fusion")

#: Distances between things, in device-independent pixels.
SMALL = 4
RHYTHM = 8
WIDE = 16
PAGE = 24
#: What a window's frame and title take of the screen.
FRAME = QSize(16, 40)

_ACCENT_LIGHT = "#12436D"
_ACCENT_DARK = "#7FB2E5"
_SETTING = "appearance"
_HALF = 0.5
#: How much of the ground is in the edge of a box to tick, by whether it is dark.
_EDGE = {True: 0.25, False: 0.5}


class Appearance(StrEnum):
    """The user's choice of colours."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_SCHEMES = {
    Appearance.SYSTEM: Qt.ColorScheme.Unknown,
    Appearance.LIGHT: Qt.ColorScheme.Light,
    Appearance.DARK: Qt.ColorScheme.Dark,
}


def saved_appearance() -> Appearance:
    """The choice kept from last time; the system's where there is none."""
    try:
        return Appearance(str(QSettings().value(_SETTING, Appearance.SYSTEM.value)))
    except ValueError:
        return Appearance.SYSTEM


def apply_theme(application: QApplication) -> None:
    """Set palette and the kept appearance, and follow the system from now on."""
    hints = QGuiApplication.styleHints()
    hints.setColorScheme(_SCHEMES[saved_appearance()])
    hints.colorSchemeChanged.connect(lambda _scheme: _wear(application, _palette()))
    _wear(application, _palette())


def set_appearance(appearance: Appearance) -> None:
    """Change the colours at once and keep the choice."""
    QSettings().setValue(_SETTING, appearance.value)
    QGuiApplication.styleHints().setColorScheme(_SCHEMES[appearance])
    application = QApplication.instance()
    if isinstance(application, QApplication):
        _wear(application, _palette(appearance))


def muted(palette: QPalette) -> QColor:
    """For secondary text: between text and ground, at least 4.5:1 on the page."""
    text = palette.color(QPalette.ColorRole.WindowText)
    ground = palette.color(QPalette.ColorRole.Window)
    return blend(text, ground, 0.32)


def blend(first: QColor, second: QColor, share: float) -> QColor:
    """`first` with `share` (0 to 1) of `second` mixed in."""
    keep = 1.0 - share
    return QColor.fromRgbF(
        first.redF() * keep + second.redF() * share,
        first.greenF() * keep + second.greenF() * share,
        first.blueF() * keep + second.blueF() * share,
    )


def tabular_font(font: QFont) -> QFont:
    """The same font with figures of equal width, so that columns of numbers line up."""
    tabular = QFont(font)
    tabular.setFeature(QFont.Tag("tnum"), 1)
    return tabular


def scaled_font(font: QFont, factor: float, bold: bool = False) -> QFont:
    """The same font in another size; follows the user's own base size."""
    other = QFont(font)
    if font.pointSizeF() > 0:
        other.setPointSizeF(font.pointSizeF() * factor)
    else:
        other.setPixelSize(round(font.pixelSize() * factor))
    other.setBold(bold)
    return other


def set_page_margins(layout: QLayout) -> None:
    """Give a page the same edges as all others."""
    layout.setContentsMargins(PAGE, WIDE, PAGE, WIDE)
    layout.setSpacing(WIDE)


def set_text_role(widget: QWidget, role: str) -> None:
    """Mark a label as "title", "heading", "muted" or "figure"; sized from the user's own font."""
    font = widget.font()
    if role == "title":
        widget.setFont(scaled_font(font, 1.6, bold=True))
    elif role == "heading":
        widget.setFont(scaled_font(font, 1.15, bold=True))
    elif role == "figure":
        widget.setFont(tabular_font(scaled_font(font, 1.9, bold=True)))
    elif role == "muted":
        widget.setForegroundRole(QPalette.ColorRole.PlaceholderText)


def edged(palette: QPalette) -> QPalette:
    """The same colours for boxes to tick, with an edge that is seen (WCAG 2.2, 1.4.11).

    The style makes the edge from the ground, a little darker: in the dark nothing would be left of it.
    """
    other = QPalette(palette)
    text, window = (palette.color(role) for role in (QPalette.ColorRole.Text, QPalette.ColorRole.Window))
    other.setColor(QPalette.ColorRole.Window, blend(text, window, _EDGE[window.lightnessF() < _HALF]))
    return other


def _wear(application: QApplication, palette: QPalette) -> None:
    application.setPalette(palette)
    for name in ("QCheckBox", "QRadioButton"):
        # PySide's own description of this call says bytes, and takes text alone.
        application.setPalette(edged(palette), name)  # type: ignore[arg-type]


def _palette(appearance: Appearance | None = None) -> QPalette:
    scheme = _SCHEMES[appearance] if appearance else Qt.ColorScheme.Unknown
    if scheme == Qt.ColorScheme.Unknown:
        scheme = QGuiApplication.styleHints().colorScheme()
    return _dark_palette() if scheme == Qt.ColorScheme.Dark else _light_palette()


def _light_palette() -> QPalette:
    return _build(
        window="#F4F5F7", base="#FFFFFF", alternate="#F7F8FA", text="#1B1F23", muted_text="#59616A",
        button="#FAFBFC", mid="#C3C8CE", accent=_ACCENT_LIGHT, on_accent="#FFFFFF", link=_ACCENT_LIGHT,
    )  # fmt: skip


def _dark_palette() -> QPalette:
    return _build(
        window="#1A1D20", base="#282D32", alternate="#2D3238", text="#E9ECEF", muted_text="#A6AEB7",
        button="#2F353B", mid="#626A73", accent=_ACCENT_DARK, on_accent="#10161C", link=_ACCENT_DARK,
    )  # fmt: skip


def _build(
    *, window: str, base: str, alternate: str, text: str, muted_text: str, button: str, mid: str,
    accent: str, on_accent: str, link: str,
) -> QPalette:  # fmt: skip
    role = QPalette.ColorRole
    palette = QPalette(QColor(button), QColor(window))
    for name, value in {
        role.Window: window, role.WindowText: text, role.Base: base, role.AlternateBase: alternate,
        role.Text: text, role.Button: button, role.ButtonText: text, role.BrightText: on_accent,
        role.PlaceholderText: muted_text, role.Highlight: accent, role.HighlightedText: on_accent,
        role.Accent: accent, role.Link: link, role.LinkVisited: link, role.ToolTipBase: base,
        role.ToolTipText: text, role.Mid: mid, role.Midlight: blend(QColor(mid), QColor(window), 0.5),
    }.items():  # fmt: skip
        palette.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        faded = blend(QColor(text), QColor(window), 0.5)
        palette.setColor(QPalette.ColorGroup.Disabled, name, faded)
    grey = blend(QColor(text), QColor(window), 0.7)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, grey)
    return palette
