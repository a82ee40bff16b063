"""What the sum of a row is made of: each force's figure and where it comes from, and who is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from opcoord.gui.reconciliation.step_table import StepTable
from opcoord.gui.theme import RHYTHM
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.model.basis import Basis
from opcoord.model.units import format_amount
from opcoord.queries.lineage import NumberReference
from opcoord.queries.reconciliation_views import ForceValue, Origin, ReconciliationRow

_ORIGINS = {
    Origin.RETURNED: "returned",
    Origin.ANNOUNCED: "announced by the force, not returned",
    Origin.PARTS: "sum of its parts",
}


@dataclass(frozen=True)
class _Line:
    """A force in a row; `force` is None where it has no figure."""

    code: str
    name: str
    force: ForceValue | None
    unit: str

    @property
    def figure(self) -> str:
        """Its figure, or that it has none."""
        return self.force.value.text(self.unit) if self.force is not None else "no figure"


class ForcesStrip(QWidget):
    """Emits `path_wanted(reference, basis)`."""

    path_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: ReconciliationRow | None = None
        self.sentence_label = QLabel(self)
        self.sentence_label.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence_label.setWordWrap(True)
        self.sentence_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.model = RecordsModel[_Line](_COLUMNS, self)
        self.table = StepTable[_Line]("Forces in this sum", self.model, parent=self)
        self.path_button = QPushButton("Sho&w the path…", self)
        self.path_button.clicked.connect(lambda: self.ask_path(whole=False))
        self.table.opened.connect(lambda: self.ask_path(whole=False))
        self.table.stepped.connect(self._show_button)
        head = QHBoxLayout()
        head.setSpacing(RHYTHM)
        head.addWidget(self.sentence_label, 1)
        head.addWidget(self.path_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, RHYTHM, 0, 0)
        layout.setSpacing(RHYTHM)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)

    def show_row(self, row: ReconciliationRow | None, names: Mapping[str, str]) -> None:
        """Show the forces of a row."""
        self._row = row
        self.sentence_label.setText(_sentence(row) if row is not None else "")
        lines: list[_Line] = []
        if row is not None:
            lines = [_Line(each.agency, names.get(each.agency, ""), each, row.unit) for each in row.forces]
            lines += [_Line(code, names.get(code, ""), None, row.unit) for code in row.missing]
        self.model.set_records(lines)
        self.table.choose(None)
        self._show_button()

    def ask_path(self, whole: bool) -> None:
        """Ask for the path of the chosen force's figure, or of the whole sum where every part was returned."""
        row, line = self._row, self.table.current()
        if row is None:
            return
        if whole and row.forces and all(each.origin is Origin.RETURNED for each in row.forces):
            self.path_wanted.emit(NumberReference(row.measure, row.phase), Basis.RETURNED)
        elif whole and row.forces:
            # No single basis adds up to this sum: its parts are here, and each has a path of its own.
            self.table.setFocus()
        elif whole or (line is not None and line.force is None):
            self.path_wanted.emit(NumberReference(row.measure, row.phase), Basis.LAST_REVISED)
        elif line is not None and line.force is not None:
            basis = Basis.FIRST_PUBLISHED if line.force.origin is Origin.ANNOUNCED else Basis.RETURNED
            self.path_wanted.emit(NumberReference(row.measure, row.phase, line.code), basis)

    def _show_button(self) -> None:
        line = self.table.current()
        allow(
            self.path_button,
            "" if line is not None and line.force is not None else "This force has no figure.",
        )


def _sentence(row: ReconciliationRow) -> str:
    parts = [row.sentence]
    if row.adjustment and row.sum is not None:
        gross = format_amount(row.sum.stored - row.adjustment, row.unit)
        off = format_amount(row.adjustment, row.unit)
        parts.append(f"Gross {gross}, joint results {off}, net {row.sum.text(row.unit)}.")
    if row.implied is not None:
        parts.append("The implied figure is worked out here and is not a return; it is kept nowhere.")
    return " ".join(parts)


_COLUMNS = (
    Column[_Line]("Force", lambda line: line.name or line.code),
    Column[_Line](
        "Figure",
        lambda line: line.figure,
        number=True,
        sort_key=lambda line: None if line.force is None else line.force.value.stored,
    ),
    Column[_Line]("Where from", lambda line: _ORIGINS[line.force.origin] if line.force is not None else ""),
)
