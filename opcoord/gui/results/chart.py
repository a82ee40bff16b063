"""The results chart: one plot for the life of the page, whose single item is given a new picture."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from opcoord.gui.chart_library import pg
from opcoord.gui.lineage.keys import PATH_KEY
from opcoord.gui.results.chart_item import ChartItem
from opcoord.gui.results.colours import legible, series_colours
from opcoord.gui.results.key import ChartKey
from opcoord.gui.results.look import Shown
from opcoord.gui.results.picture import Block, Mark, Picture
from opcoord.gui.results.pictures import make_picture
from opcoord.gui.results.sentences import sentence_of, title_of
from opcoord.gui.results.spoken import words_of
from opcoord.gui.theme import set_text_role
from opcoord.gui.widgets.announcing import announce
from opcoord.gui.widgets.empty_state import EmptyState
from opcoord.model.units import counted_unit, format_amount, to_stored, unit_heading

#: With one line of text, and with a second one that says how many forces are in.
_BOTTOM_AXIS_HEIGHTS = (40, 56)


class AmountAxis(pg.AxisItem):
    """A vertical axis whose numbers are written as the tables write them: "£1,200,000", "2,200 g"."""

    def __init__(self) -> None:
        super().__init__("left")
        self.unit = "count"
        self.enableAutoSIPrefix(False)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Amounts with their unit; no text at parts of a thing."""
        if spacing < 1 and counted_unit(self.unit) == self.unit:
            return ["" if value != int(value) else self._text(value) for value in values]
        return [self._text(value) for value in values]

    def _text(self, value: float) -> str:
        tenths = Decimal(f"{value:.1f}")
        return format_amount(to_stored(tenths if tenths % 1 else round(value), self.unit), self.unit)


class ResultsChart(QWidget):
    """Shows results in any view, with title, sentence, key and a picture that can be walked by keys.

    `picked(measure, phase, agency)` is sent by a click or Enter; agency is empty for a total. Where like can be compared
    with nothing, `everything_wanted` is sent by the button that stands in place of the picture.
    """

    picked = Signal(str, int, str)
    everything_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = Picture()
        self._current = -1
        self._shown: Shown | None = None
        self._dress: object = None
        self._frame: object = None
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        set_text_role(self.title, "heading")
        self.sentence = QLabel(self)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.key = ChartKey(self)
        self._axis = AmountAxis()
        self.plot = pg.PlotWidget(self, axisItems={"left": self._axis}, background=None)
        self.plot.setAntialiasing(True)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        # The amount at the very top of the axis reaches half a line above it.
        self.plot.getPlotItem().layout.setContentsMargins(1, self.fontMetrics().height() / 2, 1, 1)
        self.plot.setMouseEnabled(False, False)
        self.plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plot.setAccessibleName("Chart")
        self.plot.setMinimumHeight(200)
        self.plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.plot.installEventFilter(self)
        path_key = QShortcut(QKeySequence(PATH_KEY), self.plot)
        path_key.setContext(Qt.ShortcutContext.WidgetShortcut)
        path_key.activated.connect(self._pick_current)
        self._item = ChartItem()
        self.plot.addItem(self._item, ignoreBounds=True)
        self.plot.scene().sigMouseClicked.connect(self._on_click)
        self.nothing = EmptyState(
            "Nothing is like for like here",
            "No force answered in every phase shown. Compare one phase with another, or show what every force returned.",
            "Show every force",
        )
        self.nothing.activated.connect(self.everything_wanted)
        self.nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.title, self.sentence, self.key):
            layout.addWidget(widget)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.nothing, 1)

    def show_results(self, shown: Shown) -> None:
        """Draw these, and say what they show."""
        self._shown, self._picture, self._current = shown, make_picture(shown), -1
        sentence = sentence_of(shown)
        self.title.setText(title_of(shown))
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.setAccessibleDescription(sentence)
        self.plot.setAccessibleDescription(sentence)
        self.setAccessibleName(self.title.text())
        for widget in (self.key, self.plot):
            widget.setVisible(shown.steady != ())
        self.nothing.setVisible(shown.steady == ())
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Change colours with the system's light or dark."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Arrow keys walk the points, Enter opens what is behind the current one."""
        if watched is self.plot:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._on_key(Qt.Key(event.key()))
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self._on_focus(event.type() == QEvent.Type.FocusIn)
        return False

    # Drawing

    def _draw(self) -> None:
        palette = self.palette()
        self._item.show_picture(self._picture, palette)
        colours = series_colours(palette, self._picture.greys, max(len(self._picture.key), 6))
        self.key.show_entries(self._picture.key, colours)
        # Axes are laid out anew at each touch, which costs more than all else: only what changed is set.
        dress = (palette.cacheKey(), self._picture.unit, self._picture.axis)
        if dress != self._dress:
            self._dress = dress
            self._dress_axes(palette)
        picture = self._picture
        frame = (tuple(picture.ticks), picture.top, picture.sides, bool(picture.panels))
        if frame != self._frame:
            self._frame = frame
            self._frame_axes(picture)

    def _frame_axes(self, picture: Picture) -> None:
        bottom = self.plot.getAxis("bottom")
        lines = max((text.count("\n") for text in picture.ticks), default=0)
        bottom.setHeight(_BOTTOM_AXIS_HEIGHTS[min(lines, 1)])
        bottom.setTicks([list(enumerate(picture.ticks))])
        for name in ("left", "bottom"):
            self.plot.showAxis(name, not picture.panels)
        self.plot.setRange(xRange=picture.sides, yRange=(0, picture.top), padding=0)

    def _dress_axes(self, palette: QPalette) -> None:
        ground, ink = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
        faint = legible(palette.color(QPalette.ColorRole.Mid), ground)
        self.plot.setBackground(ground)
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setTextPen(ink)
            axis.setPen(faint)
        self._axis.unit = self._picture.unit or "count"
        self._axis.picture = None
        heading = unit_heading(self._picture.unit) if self._picture.unit else ""
        self.plot.setLabel("left", heading.capitalize(), color=ink.name())
        self.plot.setLabel("bottom", self._picture.axis, color=ink.name())

    # Picking

    def _on_key(self, key: Qt.Key) -> bool:
        things = self._picture.things()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick_current()
            return True
        moves = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: 1}
        if key not in moves or not things:
            return False
        self._walk_to(self._current + moves[key], things)
        return True

    def _on_focus(self, gained: bool) -> None:
        things = self._picture.things()
        if gained and things:
            self._walk_to(self._current, things)
        elif not gained:
            self._item.set_current(None)

    def _walk_to(self, place: int, things: Sequence[Block | Mark]) -> None:
        """Put the keyboard on a point or block, as far as there is one, and say what it is."""
        self._current = min(max(place, 0), len(things) - 1)
        self._item.set_current(things[self._current])
        if self._shown is not None:
            words = words_of(things[self._current], self._shown)
            self.plot.setAccessibleDescription(f"{words}. {self.sentence.text()}")
            announce(self.plot, words)

    def _on_click(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            position: QPointF = self.plot.getViewBox().mapSceneToView(event.scenePos())
            thing = self._item.thing_at(position)
            if thing is not None:
                self._pick(thing)

    def _pick_current(self) -> None:
        things = self._picture.things()
        if 0 <= self._current < len(things):
            self._pick(things[self._current])

    def _pick(self, thing: Block | Mark) -> None:
        self.picked.emit(thing.measure, thing.phase, thing.agency)
