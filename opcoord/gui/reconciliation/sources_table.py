"""The sources of a disagreement side by side, and the whole address of the chosen one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from opcoord.gui.reconciliation.step_table import StepTable
from opcoord.gui.reconciliation.wording import source_text, span_text, who
from opcoord.gui.theme import SMALL, set_text_role
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.queries.reconciliation_views import Account

_WIDEST = 320


class SourcesTable(QWidget):
    """Who gave which figure, under which label, and where; the address below the table can be selected."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Mapping[str, str] = {}
        self.model = RecordsModel[Account](self._columns(), self)
        self.table = StepTable[Account](name, self.model, parent=self)
        self.table.widest_column = _WIDEST
        self.address_label = QLabel(self)
        # What somebody printed stays text: nothing in it may become a link or markup.
        self.address_label.setTextFormat(Qt.TextFormat.PlainText)
        self.address_label.setWordWrap(True)
        self.address_label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.address_label.setAccessibleName("Source of the chosen figure")
        set_text_role(self.address_label, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.address_label)
        self.table.stepped.connect(self._show_address)

    def show_sources(self, sources: Sequence[Account], names: Mapping[str, str]) -> None:
        """Show these figures; the first is the chosen one."""
        self._names = names
        self.model.set_records(sources)
        self.table.choose(None)
        self._show_address()

    def _show_address(self) -> None:
        account = self.table.current()
        text = source_text(account.source, account.source_key) if account is not None else ""
        self.address_label.setText(f"Source: {text}" if text else "")

    def _columns(self) -> tuple[Column[Account], ...]:
        return (
            Column("Who", lambda each: who(each, self._names)),
            Column("Figure", lambda each: each.text, number=True, sort_key=lambda each: each.value.stored),
            Column("Label as printed", lambda each: each.label),
            Column(
                "Phase",
                lambda each: span_text(each.first_phase, each.last_phase, each.printed_period),
                sort_key=lambda each: (each.first_phase or 0, each.last_phase or 0),
            ),
            Column("Kind", _kind),
            Column("Note", lambda each: each.note),
            Column("Source", lambda each: source_text(each.source, each.source_key)),
        )


def _kind(account: Account) -> str:
    if account.announcement is None:
        return "Return"
    return "Revision" if account.is_revision else "Published"
