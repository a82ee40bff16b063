"""Figures that someone published: who, what, when and where; entered, pasted, imported, changed, removed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from opcoord.gui.icons import icon
from opcoord.gui.reconciliation.snapshot import Snapshot
from opcoord.gui.reconciliation.step_table import StepTable
from opcoord.gui.reconciliation.wording import counted, source_text, span_text
from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.empty_state import EmptyState
from opcoord.gui.widgets.filter_bar import FilterBar
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.model.dates import format_date
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Qualifier
from opcoord.queries.views import AnnouncementView

_WIDEST = 240


class AnnouncementsTab(QWidget):
    """Emits `entry_wanted`, `paste_wanted`, `import_wanted`, `change_wanted(view)` and `removal_wanted(ids)`."""

    entry_wanted = Signal()
    paste_wanted = Signal()
    import_wanted = Signal()
    change_wanted = Signal(object)
    removal_wanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: Mapping[str, str] = {}
        self._refusal = ""
        self.model = RecordsModel[AnnouncementView](self._columns(), self)
        self.table = StepTable[AnnouncementView]("Published figures", self.model, parent=self)
        self.table.widest_column = _WIDEST
        self.filter = FilterBar(self.table, "Filter published figures", self)
        self.enter_button = QPushButton(icon("add"), "Enter &by hand…", self)
        self.paste_button = QPushButton(icon("copy"), "Paste &a table…", self)
        self.import_button = QPushButton(icon("import"), "&Import from file…", self)
        self.change_button = QPushButton(icon("edit"), "&Change…", self)
        self.remove_button = QPushButton(icon("delete"), "Re&move", self)
        self.empty = EmptyState(
            "No published figures",
            "Enter what was published about a phase: by the region, a force or the press, with its source. "
            "It is compared here, and is never added to a return.",
            "Enter by hand…",
        )
        self.stack = QStackedWidget(self)
        self._lay_out()
        self._connect()

    def show_snapshot(self, snapshot: Snapshot, refusal: str) -> None:
        """Show the published figures; `refusal` says why nothing can be changed, or is empty."""
        self._labels, self._refusal = snapshot.labels, refusal
        chosen, place = self.table.current(), self.table.currentIndex().row()
        self.model.set_records(snapshot.announcements)
        same = next((e for e in snapshot.announcements if chosen is not None and e.id == chosen.id), None)
        self.table.choose(same, place)
        self.stack.setCurrentIndex(0 if snapshot.announcements else 1)
        for button in (self.enter_button, self.paste_button, self.import_button, self.empty.button):
            allow(button, refusal)
        self._show_buttons()

    def show_announcement(self, announcement_id: int) -> None:
        """Bring a published figure into view."""
        self.filter.edit.clear()
        self.table.choose(next((e for e in self.model.records if e.id == announcement_id), None))

    def focus_first(self) -> None:
        """The table."""
        (self.empty.button if self.stack.currentWidget() is self.empty else self.table).setFocus()

    def _show_buttons(self) -> None:
        count = len(self.table.selected())
        nothing = "" if count else "Choose a published figure first."
        allow(
            self.change_button,
            self._refusal or nothing or ("" if count == 1 else "Choose only one to change."),
        )
        allow(self.remove_button, self._refusal or nothing)
        self.remove_button.setText(f"Re&move {counted(count, 'figure')}" if count > 1 else "Re&move")

    def _change(self) -> None:
        chosen = self.table.current()
        if chosen is not None and self.change_button.isEnabled():
            self.change_wanted.emit(chosen)

    def _remove(self) -> None:
        if self.remove_button.isEnabled():
            self.removal_wanted.emit([each.id for each in self.table.selected()])

    def _connect(self) -> None:
        self.enter_button.clicked.connect(self.entry_wanted)
        self.paste_button.clicked.connect(self.paste_wanted)
        self.import_button.clicked.connect(self.import_wanted)
        self.change_button.clicked.connect(self._change)
        self.remove_button.clicked.connect(self._remove)
        self.empty.activated.connect(self.entry_wanted)
        self.table.opened.connect(self._change)
        self.table.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_buttons())
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)

    def _columns(self) -> tuple[Column[AnnouncementView], ...]:
        return (
            Column(
                "Phase",
                lambda each: span_text(each.first_phase, each.last_phase, each.printed_period),
                sort_key=lambda each: (each.first_phase or 0, each.last_phase or 0),
            ),
            Column("Who", lambda each: each.reporter),
            Column("Label as printed", lambda each: each.label),
            Column("Measure", lambda each: self._labels.get(each.measure, "") or "free label"),
            Column("Figure", figure_text, number=True, sort_key=lambda each: each.amount),
            Column("Revision", lambda each: "looks back" if each.is_revision else ""),
            Column("Source", lambda each: source_text(each.source, each.source_key)),
            Column(
                "Published",
                lambda each: format_date(each.published_on),
                sort_key=lambda each: each.published_on.toordinal() if each.published_on else None,
            ),
            Column("Note", lambda each: each.note),
        )

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(RHYTHM)
        for button in (self.enter_button, self.paste_button, self.import_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.change_button, self.remove_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, RHYTHM, 0, 0)
        column.setSpacing(RHYTHM)
        column.addLayout(buttons)
        column.addWidget(self.filter)
        # An empty list still offers to paste and to import.
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)


def figure_text(each: AnnouncementView) -> str:
    """The figure with its qualifier, as it is printed."""
    return Qualified(each.amount, Qualifier(each.qualifier)).text(each.unit)
