"""An accepted return: its figures with the cell each came from, its versions, withdrawing and going back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from opcoord.gui.returns.figure_rows import FiguresTable, accepted_rows
from opcoord.gui.returns.state_icons import state_icon
from opcoord.gui.theme import RHYTHM, set_text_role
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.table_view import TableView
from opcoord.queries.views import FigureView, ReturnView


class AcceptedPanel(QWidget):
    """Shows one force's return for one phase. `version_chosen`, `withdraw_requested` and
    `restore_requested` carry the id of a version."""

    version_chosen = Signal(int)
    withdraw_requested = Signal(int)
    restore_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only_reason = ""
        self._busy = False
        self.heading = QLabel(self)
        set_text_role(self.heading, "heading")
        self.source_label = QLabel(self)
        for label in (self.heading, self.source_label):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.figures = FiguresTable("Figures of this version")
        self.versions = TableView("Versions of this return")
        columns: list[Column[ReturnView]] = [
            Column("Version", lambda each: f"v{each.version}", sort_key=lambda each: each.version),
            Column(
                "Status", lambda each: each.status.capitalize(), icon=lambda each: state_icon(each.status)
            ),
            Column("Accepted", _when, sort_key=lambda each: each.accepted_at),
            Column("File", lambda each: each.file_name),
        ]
        self.versions_model = RecordsModel[ReturnView](columns, self)
        self.versions.show_model(self.versions_model)
        self.versions.selectionModel().currentRowChanged.connect(self._on_version)
        self.withdraw_button = QPushButton("With&draw", self)
        self.restore_button = QPushButton("&Go back to this version", self)
        self.withdraw_button.clicked.connect(lambda: self._ask(self.withdraw_requested))
        self.restore_button.clicked.connect(lambda: self._ask(self.restore_requested))
        self._lay_out()

    def show_versions(self, versions: Sequence[ReturnView], current: int | None) -> None:
        """Show these versions, newest first, with `current` (an id) selected."""
        ordered = sorted(versions, key=lambda each: -each.version)
        self.versions_model.set_records(ordered)
        ids = [each.id for each in ordered]
        self.versions.select_row(ids.index(current) if current in ids else 0)

    def show_figures(self, figures: Sequence[FigureView], labels: Mapping[str, str]) -> None:
        """Show the figures of the selected version; `labels` names the measures."""
        self.figures.show_rows(accepted_rows(figures, labels))

    def set_state(self, busy: bool, read_only_reason: str) -> None:
        """Disable what cannot be done while work runs or the file is read-only."""
        self._busy, self._read_only_reason = busy, read_only_reason
        self._show_buttons()

    def version(self) -> ReturnView | None:
        """The selected version."""
        row = self.versions.current_row()
        return None if row is None else self.versions_model.record(row)

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

    def _show_buttons(self) -> None:
        version = self.version()
        free = version is not None and not self._busy and not self._read_only_reason
        status = version.status if version is not None else ""
        self.withdraw_button.setEnabled(free and status == "accepted")
        self.restore_button.setEnabled(free and status in ("superseded", "withdrawn"))
        for button in (self.withdraw_button, self.restore_button):
            button.setToolTip(self._read_only_reason)
            button.setAccessibleDescription(self._read_only_reason)

    def _ask(self, signal: SignalInstance) -> None:
        version = self.version()
        if version is not None:
            signal.emit(version.id)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.source_label, 1)
        buttons.addWidget(self.withdraw_button)
        buttons.addWidget(self.restore_button)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(self.figures)
        split.addWidget(self.versions)
        split.setSizes([640, 400])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM)
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
