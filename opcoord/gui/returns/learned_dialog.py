"""What was learned from the agencies' returns: what their labels mean and where their tables stand; each can be forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.table_view import TableView
from opcoord.queries.views import LearnedView


class LearnedDialog(FittedDialog):
    """Lists; `forget_requested(learned)` for one line."""

    forget_requested = Signal(object)

    def __init__(
        self, agencies: Mapping[str, str], labels: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("What was learned")
        self.resize(720, 420)
        intro = QLabel(
            "Answers given for a force are used in its next return. What is forgotten is asked again; "
            "returns that are in stay as they are.",
            self,
        )
        intro.setWordWrap(True)
        self.empty_label = QLabel("Nothing was learned yet.", self)
        columns: list[Column[LearnedView]] = [
            Column("Force", lambda each: agencies.get(each.agency, each.agency)),
            Column("Label", lambda each: each.label or "its table"),
            Column("Means", lambda each: _meaning(each, labels)),
        ]
        self.learned_model = RecordsModel[LearnedView](columns, self)
        self.table = TableView("What was learned", self)
        self.table.show_model(self.learned_model)
        buttons = QDialogButtonBox(self)
        self.forget_button = QPushButton("&Forget", self)
        self.forget_button.clicked.connect(self._forget)
        buttons.addButton(self.forget_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addWidget(self.empty_label)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)

    def show_learned(self, learned: Sequence[LearnedView], read_only_reason: str = "") -> None:
        """Show these; with a reason, nothing can be forgotten."""
        row = self.table.current_row() or 0
        self.learned_model.set_records(learned)
        self.empty_label.setVisible(not learned)
        self.table.setVisible(bool(learned))
        if learned:
            self.table.select_row(min(row, len(learned) - 1))
        self.forget_button.setEnabled(bool(learned) and not read_only_reason)
        self.forget_button.setToolTip(read_only_reason)

    def _forget(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.forget_requested.emit(self.learned_model.record(row))


def _meaning(learned: LearnedView, labels: Mapping[str, str]) -> str:
    if not learned.label:
        return learned.table
    return labels.get(learned.measure, learned.measure) if learned.measure else "left out"
