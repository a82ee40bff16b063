"""An accepted return: its figures with the cell each came from, its versions and its sheet, withdrawing and going back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from opcoord.gui.returns.figure_panel import FigureDetails
from opcoord.gui.returns.figure_rows import FigureRow, accepted_rows
from opcoord.gui.returns.figures_table import FiguresTable
from opcoord.gui.returns.review_marks import marks_of
from opcoord.gui.returns.sheet_panel import SheetPanel
from opcoord.gui.returns.state_icons import state_icon
from opcoord.gui.theme import RHYTHM, SMALL, set_text_role
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.table_view import TableView
from opcoord.queries.views import FigureView, ReturnView
from opcoord.services.received_cells import Grid

NOT_KEPT = "Of this file only the cells that were read are kept."
BY_HAND = "This return was entered by hand; there is no file."
_WAITING = "The sheet is being read from the kept file."


class AcceptedPanel(QWidget):
    """Shows one force's return for one phase. `version_chosen`, `withdraw_requested` and `restore_requested`
    carry the id of a version, `save_requested` and `sheet_requested` the version itself."""

    version_chosen = Signal(int)
    withdraw_requested = Signal(int)
    restore_requested = Signal(int)
    save_requested = Signal(object)
    sheet_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only_reason = ""
        self._busy = False
        self._shown_sheet = ""
        self._grid: Grid | None = None
        self.heading = QLabel(self)
        set_text_role(self.heading, "heading")
        self.source_label = QLabel(self)
        for label in (self.heading, self.source_label):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.figures = FiguresTable("Figures of this version")
        self.details = FigureDetails()
        self.versions = TableView("Versions of this return")
        self.sheets = SheetPanel(self)
        columns: list[Column[ReturnView]] = [
            Column("Version", lambda each: f"v{each.version}", sort_key=lambda each: each.version),
            Column(
                "Status", lambda each: each.status.capitalize(), icon=lambda each: state_icon(each.status)
            ),
            Column("Accepted", _when, sort_key=lambda each: each.accepted_at),
            Column("File", lambda each: each.file_name or "by hand"),
        ]
        self.versions_model = RecordsModel[ReturnView](columns, self)
        self.versions.show_model(self.versions_model)
        self.withdraw_button = QPushButton("With&draw", self)
        self.restore_button = QPushButton("&Go back to this version", self)
        self.save_button = QPushButton("&Save received file…", self)
        self.side = QTabWidget(self)
        self._lay_out()
        self._connect()

    def show_versions(self, versions: Sequence[ReturnView], current: int | None) -> None:
        """Show these versions, newest first, with `current` (an id) selected."""
        ordered = sorted(versions, key=lambda each: -each.version)
        self.versions_model.set_records(ordered)
        ids = [each.id for each in ordered]
        self.versions.select_row(ids.index(current) if current in ids else 0)

    def show_figures(self, figures: Sequence[FigureView], labels: Mapping[str, str]) -> None:
        """Show the figures of the selected version; `labels` names the measures."""
        self.figures.show_rows(accepted_rows(figures, labels))
        if figures and self.figures.current() is None:
            self.figures.select_row(0)
        self.details.show_row(self.figures.current())
        self._want_sheet()

    def show_grid(self, version: ReturnView, grid: Grid) -> None:
        """Show the sheets of the kept file, where that version is still the selected one."""
        current = self.version()
        if current is not None and current.sha256 == version.sha256:
            self._shown_sheet, self._grid = version.sha256, grid
            self._show_sheets()

    def set_state(self, busy: bool, read_only_reason: str) -> None:
        """Disable what cannot be done while work runs or the file is read-only."""
        self._busy, self._read_only_reason = busy, read_only_reason
        self._show_buttons()

    def version(self) -> ReturnView | None:
        """The selected version."""
        row = self.versions.current_row()
        return None if row is None else self.versions_model.record(row)

    def show_sheet(self) -> None:
        """Bring the sheet as it came forward."""
        self.side.setCurrentIndex(1)

    def _on_version(self) -> None:
        version = self.version()
        if version is None:
            return
        self.heading.setText(
            f"{version.agency_name}, phase {version.phase}, version {version.version}: {version.status}"
        )
        self.source_label.setText(_origin(version))
        self._show_buttons()
        self.version_chosen.emit(version.id)

    def _want_sheet(self) -> None:
        """Have the sheet read when it is to be seen; otherwise it costs nothing."""
        version = self.version()
        if self.side.currentIndex() != 1 or version is None:
            return
        if version.sha256 != self._shown_sheet:
            self._grid = None
            self._shown_sheet = ""
            if version.file_kept:
                self.sheet_requested.emit(version)
        self._show_sheets()

    def _show_sheets(self) -> None:
        version = self.version()
        if version is not None:
            missing = BY_HAND if not version.sha256 else _WAITING if version.file_kept else NOT_KEPT
            self.sheets.empty_label.setText(missing)
        self.sheets.show_grid(self._grid, marks_of(self.figures.rows_model.records))
        current = self.figures.current()
        if current is not None:
            self.sheets.go_to(current.sheet, current.cell)

    def _on_figure(self, row: FigureRow | None) -> None:
        self.details.show_row(row)
        if row is not None and self._grid is not None:
            self.sheets.go_to(row.sheet, row.cell)

    def _on_cell(self, sheet: str, cell: str) -> None:
        if self.figures.jump_to(sheet, cell):
            self.details.show_row(self.figures.current())

    def _show_buttons(self) -> None:
        version = self.version()
        free = version is not None and not self._busy and not self._read_only_reason
        status = version.status if version is not None else ""
        self.withdraw_button.setEnabled(free and status == "accepted")
        self.restore_button.setEnabled(free and status in ("superseded", "withdrawn"))
        for button in (self.withdraw_button, self.restore_button):
            button.setToolTip(self._read_only_reason)
            button.setAccessibleDescription(self._read_only_reason)
        kept = version is not None and version.file_kept
        missing = "" if kept or version is None else NOT_KEPT if version.sha256 else BY_HAND
        allow(self.save_button, missing)
        self.save_button.setEnabled(kept and not self._busy)

    def _ask(self, signal: SignalInstance) -> None:
        version = self.version()
        if version is not None:
            signal.emit(version.id)

    def _connect(self) -> None:
        self.versions.selectionModel().currentRowChanged.connect(self._on_version)
        self.withdraw_button.clicked.connect(lambda: self._ask(self.withdraw_requested))
        self.restore_button.clicked.connect(lambda: self._ask(self.restore_requested))
        self.save_button.clicked.connect(lambda: self.save_requested.emit(self.version()))
        self.side.currentChanged.connect(lambda _index: self._want_sheet())
        self.figures.figure_chosen.connect(self._on_figure)
        self.sheets.cell_chosen.connect(self._on_cell)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(RHYTHM)
        buttons.addWidget(self.source_label, 1)
        for button in (self.save_button, self.withdraw_button, self.restore_button):
            buttons.addWidget(button)
        self.side.setDocumentMode(True)
        self.side.setAccessibleName("Versions and sheet")
        self.side.addTab(self.versions, "Versions")
        self.side.addTab(self.sheets, "Sheet as it came")
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.figures)
        left.addWidget(self.details)
        left.setStretchFactor(0, 1)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(left)
        split.addWidget(self.side)
        split.setSizes([520, 500])
        for splitter in (left, split):
            splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addWidget(self.heading)
        layout.addLayout(buttons)
        layout.addWidget(split, 1)


def _when(version: ReturnView) -> str:
    # The store keeps UTC; people read the time of their own clock.
    local = version.accepted_at.replace(tzinfo=dt.UTC).astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"


def _origin(version: ReturnView) -> str:
    parts = [version.file_name or "Entered by hand"]
    if version.completed_by:
        parts.append(f"completed by {version.completed_by}")
    if version.source:
        parts.append(f"source: {version.source}")
    if version.warning_count:
        parts.append(f"{version.warning_count} accepted warning{'' if version.warning_count == 1 else 's'}")
    return ", ".join(parts)
