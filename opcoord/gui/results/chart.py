"""The results chart: one plot for the life of the page, whose single item is given a new picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from opcoord.gui.results.chart_item import ChartItem
from opcoord.gui.results.colours import legible, series_colours
from opcoord.gui.results.key import ChartKey
from opcoord.gui.results.picture import Block, ChartView, Mark, Picture, make_picture
from opcoord.gui.results.wording import comparison_title, summary_sentence
from opcoord.model.units import format_amount, to_stored, unit_heading
from opcoord.queries.views import AgencyView, MeasureResults

_BOTTOM_AXIS_HEIGHT = 40


class AmountAxis(pg.AxisItem):
    """A vertical axis whose numbers are written as the tables write them: "£1,200,000", "2,200 g"."""

    def __init__(self) -> None:
        super().__init__("left")
        self.unit = "count"
        self.enableAutoSIPrefix(False)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Amounts with their unit; no text at parts of a thing."""
        if spacing < 1:
            return ["" if value != int(value) else self._text(value) for value in values]
        return [self._text(value) for value in values]

    def _text(self, value: float) -> str:
        return format_amount(to_stored(round(value), self.unit), self.unit)


class ResultsChart(QWidget):
    """Shows one or more measures over the phases, with title, key and a picture that can be walked by keys.

    `picked(measure, phase, agency)` is sent by a click or Enter; agency is empty for a total.
    """

    picked = Signal(str, int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = Picture()
        self._current = -1
        self._dress: object = None
        self._frame: object = None
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        font = self.title.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.title.setFont(font)
        self.key = ChartKey(self)
        self._axis = AmountAxis()
        self.plot = pg.PlotWidget(self, axisItems={"left": self._axis}, background=None)
        self.plot.setAntialiasing(True)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMouseEnabled(False, False)
        self.plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plot.setAccessibleName("Chart")
        self.plot.setMinimumHeight(200)
        self.plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.plot.getAxis("bottom").setHeight(_BOTTOM_AXIS_HEIGHT)
        self.plot.installEventFilter(self)
        self._item = ChartItem()
        self.plot.addItem(self._item, ignoreBounds=True)
        self.plot.scene().sigMouseClicked.connect(self._on_click)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.title, self.key):
            layout.addWidget(widget)
        layout.addWidget(self.plot, 1)

    def show_results(
        self,
        results: Sequence[MeasureResults],
        agencies: Sequence[AgencyView],
        view: ChartView | str = ChartView.CUMULATIVE,
    ) -> None:
        """Draw these measures; by phase draws the first of them, the line all that share its unit."""
        picture, shown = make_picture(results, agencies, ChartView(view))
        self._picture, self._current = picture, -1
        self.title.setText(comparison_title(shown) if shown else "Choose a measure on the left.")
        sentence = summary_sentence(shown, agencies)
        self.setAccessibleDescription(sentence)
        self.plot.setAccessibleDescription(sentence)
        self.setAccessibleName(self.title.text())
        if shown and len(shown) < len(results):
            self.title.setText(f"{self.title.text()} ({len(shown)} of {len(results)} chosen measures)")
        self._draw()

    def picture(self) -> QPixmap:
        """The chart with title and key as it stands, for the clipboard."""
        return self.grab()

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
        dress = (palette.cacheKey(), self._picture.unit)
        if dress != self._dress:
            self._dress = dress
            self._dress_axes(palette)
        frame = (tuple(self._picture.phases), self._picture.top)
        if frame != self._frame:
            self._frame = frame
            phases = self._picture.phases
            self.plot.getAxis("bottom").setTicks([[(x, str(n)) for x, n in enumerate(phases)]])
            right = max(len(phases), 1) - 0.4
            self.plot.setRange(xRange=(-0.6, right), yRange=(0, self._picture.top), padding=0)

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
        self.plot.setLabel("bottom", "Phase", color=ink.name())

    # Picking

    def _things(self) -> list[Block | Mark]:
        things: list[Block | Mark] = [*self._picture.marks, *self._picture.blocks]
        return sorted(things, key=_reading_order)

    def _on_key(self, key: Qt.Key) -> bool:
        things = self._things()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if 0 <= self._current < len(things):
                self._pick(things[self._current])
            return True
        moves = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: 1}
        if key not in moves or not things:
            return False
        self._current = min(max(self._current + moves[key], 0), len(things) - 1)
        self._item.set_current(things[self._current])
        return True

    def _on_focus(self, gained: bool) -> None:
        things = self._things()
        if gained and things:
            self._current = min(max(self._current, 0), len(things) - 1)
            self._item.set_current(things[self._current])
        elif not gained:
            self._item.set_current(None)

    def _on_click(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            position: QPointF = self.plot.getViewBox().mapSceneToView(event.scenePos())
            thing = self._item.thing_at(position)
            if thing is not None:
                self._pick(thing)

    def _pick(self, thing: Block | Mark) -> None:
        self.picked.emit(thing.measure, thing.phase, thing.agency if isinstance(thing, Block) else "")


def _reading_order(thing: Block | Mark) -> tuple[int, float]:
    return (thing.phase, thing.y if isinstance(thing, Mark) else thing.bottom)
