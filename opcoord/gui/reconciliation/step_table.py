"""A table to be walked through: J and K go down and up, Enter goes to work on the current row."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from opcoord.gui.widgets.records_model import RecordsModel
from opcoord.gui.widgets.table_view import TableView

Record = TypeVar("Record")
_STEPS = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}


class StepTable(TableView, Generic[Record]):
    """`stepped` when another row is current, `opened` on Enter or a double click."""

    stepped = Signal()
    opened = Signal()

    def __init__(
        self,
        name: str,
        model: RecordsModel[Record],
        stretch: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self.records_model = model
        self.setAccessibleDescription("J and K go down and up, Enter opens the row.")
        self.show_model(model, stretch)
        self.selectionModel().currentRowChanged.connect(lambda _now, _before: self.stepped.emit())
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def current(self) -> Record | None:
        """The record of the row that has the keyboard."""
        row = self.current_row()
        return (
            None if row is None or row >= len(self.records_model.records) else self.records_model.record(row)
        )

    def selected(self) -> list[Record]:
        """The records of the selected rows, in the order shown."""
        return [self.records_model.record(row) for row in self.selected_rows()]

    def choose(self, record: Record | None, place: int = 0) -> None:
        """Make a record's row current; where it is not there, the row at `place` or the last one."""
        records = self.records_model.records
        if record is not None and record in records:
            self.select_row(records.index(record))
            return
        shown = self.model()
        if shown.rowCount():
            index = shown.index(min(max(place, 0), shown.rowCount() - 1), 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self.stepped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step and open; all other keys do as in any table."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = _STEPS.get(Qt.Key(event.key())) if plain else None
        if step is not None:
            self._step(step)
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters step; they must not search as well."""

    def _step(self, by: int) -> None:
        row = self.currentIndex().row() + by
        if 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, 0))
