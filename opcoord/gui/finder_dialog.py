"""Ctrl+K: type a few letters, press Enter, be at the phase, force or measure, or at the path of a number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from opcoord.gui.icons import icon
from opcoord.gui.results.wording import full_labels
from opcoord.gui.theme import RHYTHM, WIDE
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.model.dates import format_windows
from opcoord.queries.lineage import NumberReference

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

_THING = Qt.ItemDataRole.UserRole + 1
_KEYS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


@dataclass(frozen=True)
class Findable:
    """Something to go to: the page's key and the item there."""

    text: str
    icon_name: str
    page: str
    item: object
    also: str = ""


def findable_things(workspace: Workspace) -> list[Findable]:
    """All phases, agencies and measures of the open file."""
    queries = workspace.queries
    things = []
    for phase in queries.phases():
        parts = (f"Phase {phase.number}", phase.theme, format_windows(phase.windows))
        text = " · ".join(part for part in parts if part)
        things.append(Findable(text, "phase", "plan", phase.number))
    for agency in queries.agencies():
        things.append(
            Findable(agency.name, "force", "reference", ("agency", agency.code), " ".join(agency.aliases))
        )
    measures = queries.measures()
    labels = full_labels(measures)
    for measure in measures:
        also = " ".join(measure.aliases)
        things.append(Findable(labels[measure.code], "measure", "results", measure.code, also))
    return things


def referred(text: str, things: Iterable[Findable]) -> Findable | None:
    """The path of a number, where `text` is a reference ("arrests.7") and names a measure that there is."""
    reference = NumberReference.parse(text)
    if reference is None or not any(("results", reference.measure) == (t.page, t.item) for t in things):
        return None
    return Findable(f"Where {reference} comes from", "reconcile", "reconcile", reference, text)


class FinderDialog(FittedDialog):
    """Emits `chosen` with page key and item; Up and Down move in the list while typing.

    A reference as it is printed beside a total leads to the path of that number.
    """

    chosen = Signal(str, object)

    def __init__(self, things: list[Findable], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Find")
        label = QLabel("Find &phase, force or measure", self)
        self.edit = QLineEdit(self)
        self.edit.setClearButtonEnabled(True)
        label.setBuddy(self.edit)
        self.list = QListView(self)
        self.list.setAccessibleName("Found")
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setUniformItemSizes(True)
        self.count_label = QLabel(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        layout.setSpacing(RHYTHM)
        for widget in (label, self.edit, self.list, self.count_label):
            layout.addWidget(widget)
        self._things = things
        self._model = _model(things, self)
        self._proxy = _WordsProxy(self)
        self._proxy.setSourceModel(self._model)
        self.list.setModel(self._proxy)
        self.edit.textChanged.connect(self._narrow)
        self.edit.installEventFilter(self)
        self.edit.returnPressed.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.list.clicked.connect(self._choose)
        self._narrow("")
        self.resize(560, 420)
        self.edit.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass the arrow keys from the field to the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _KEYS:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _narrow(self, text: str) -> None:
        while self._model.rowCount() > len(self._things):
            self._model.removeRow(self._model.rowCount() - 1)
        path = referred(text, self._things)
        if path is not None:
            self._model.appendRow(_item(path))
        self._proxy.set_words(text)
        self.list.setCurrentIndex(self._proxy.index(0, 0))
        count = self._proxy.rowCount()
        tell(self.count_label, "Nothing found" if not count else f"{count} found")

    def _choose(self) -> None:
        index = self.list.currentIndex()
        if not index.isValid():
            return
        thing = index.data(_THING)
        self.accept()
        self.chosen.emit(thing.page, thing.item)


class _WordsProxy(QSortFilterProxyModel):
    """Keeps lines that hold every typed word, in the name or in another name."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._words: list[str] = []

    def set_words(self, text: str) -> None:
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: object) -> bool:
        thing = self.sourceModel().index(row, 0).data(_THING)
        whole = f"{thing.text} {thing.also}".casefold()
        return all(word in whole for word in self._words)


def _model(things: list[Findable], parent: QObject) -> QStandardItemModel:
    model = QStandardItemModel(parent)
    for thing in things:
        model.appendRow(_item(thing))
    return model


def _item(thing: Findable) -> QStandardItem:
    item = QStandardItem(icon(thing.icon_name), thing.text)
    item.setData(thing, _THING)
    return item
