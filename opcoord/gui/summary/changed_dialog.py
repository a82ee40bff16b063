"""Then and now: the figures of an issued document that are other ones today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.table_view import TableView
from opcoord.queries.issued import ChangedFigure
from opcoord.reports.completed import change_text


class ChangedDialog(FittedDialog):
    """A table with a line for each figure that has changed."""

    def __init__(
        self,
        title: str,
        changed: Sequence[ChangedFigure],
        names: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Then and now")
        self.resize(720, 460)
        intro = QLabel(
            f"{title}: {changed_words(len(changed))} since it was issued. The issued pages stay as they are.",
            self,
        )
        intro.setTextFormat(Qt.TextFormat.PlainText)
        intro.setWordWrap(True)
        self.table = TableView("Figures that have changed", self)
        columns: list[Column[ChangedFigure]] = [
            Column("Phase", lambda each: str(each.phase), number=True, sort_key=lambda each: each.phase),
            Column("Measure", lambda each: each.label),
            Column("Force", lambda each: _who(each, names)),
            Column("Then", lambda each: change_text(each.then, each.unit), number=True),
            Column("Now", lambda each: change_text(each.now, each.unit), number=True),
        ]
        model = RecordsModel[ChangedFigure](columns, self)
        model.set_records(changed)
        self.table.show_model(model, stretch=1)
        buttons = QDialogButtonBox(self)
        close = buttons.addButton("&Close", QDialogButtonBox.ButtonRole.RejectRole)
        close.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)


def changed_words(count: int) -> str:
    """ "1 figure has changed", "3 figures have changed"."""
    return "1 figure has changed" if count == 1 else f"{count:,} figures have changed"


def _who(each: ChangedFigure, names: Mapping[str, str]) -> str:
    named = [names.get(code, code) for code in (each.agency, each.other) if code]
    return " and ".join(named) + (" (joint)" if each.other else "")
