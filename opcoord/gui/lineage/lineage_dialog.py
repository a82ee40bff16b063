"""Where one number comes from: total, adjustments, figures by force, and for each figure its return, file and cell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from opcoord.errors import OpcoordError
from opcoord.gui.changes import ChangeNotifier
from opcoord.gui.icons import icon
from opcoord.gui.lineage import wording
from opcoord.gui.lineage.fields_strip import FieldsStrip
from opcoord.gui.lineage.sheet_dialog import SheetDialog
from opcoord.gui.reconciliation.step_table import StepTable
from opcoord.gui.results.wording import full_labels
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import RHYTHM, set_text_role
from opcoord.gui.widgets.card import Card
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.model.basis import Basis
from opcoord.queries.lineage import Lineage, NumberReference

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

_WIDEST = 300


@dataclass(frozen=True)
class _Read:
    """The path, and the names it is told in."""

    found: Lineage | None
    labels: dict[str, str]
    names: dict[str, str]


def show_lineage(
    parent: QWidget,
    workspace: Workspace,
    reference: NumberReference,
    basis: Basis = Basis.RETURNED,
    on: dt.date | int | None = None,
) -> LineageDialog:
    """Open the path of a number beside `parent`; it closes with `parent`, or by Esc."""
    dialog = LineageDialog(workspace, reference, basis, parent, on)
    dialog.show()
    return dialog


def show_only_lineage(
    parent: QWidget,
    workspace: Workspace,
    reference: NumberReference,
    basis: Basis = Basis.RETURNED,
    on: dt.date | int | None = None,
) -> LineageDialog:
    """Open the path of a number beside `parent`, in place of those that were open there."""
    for each in parent.findChildren(LineageDialog):
        each.close()
    return show_lineage(parent, workspace, reference, basis, on)


class LineageDialog(FittedDialog):
    """Stays open beside the window and follows changes; another basis can be chosen."""

    def __init__(
        self,
        workspace: Workspace,
        reference: NumberReference,
        basis: Basis = Basis.RETURNED,
        parent: QWidget | None = None,
        on: dt.date | int | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace, self._reference = workspace, reference
        # The day, or the document, for what is asked as issued.
        self._on = on
        # Its own runner: reading stands in the way of nothing that writes.
        self._tasks = TaskRunner(self)
        self._again = False
        self._names: dict[str, str] = {}
        self.setWindowTitle(f"Path of {reference}")
        self.heading = QLabel(f"Reading {reference}…", self)
        set_text_role(self.heading, "heading")
        self.sentence_label = QLabel(self)
        for label in (self.heading, self.sentence_label):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reference_edit = QLineEdit(str(reference), self)
        self.reference_edit.setReadOnly(True)
        self.reference_edit.setToolTip("Typed into Ctrl+K, it leads here again")
        self.copy_button = QPushButton(icon("copy"), "&Copy reference", self)
        self.basis_combo = QComboBox(self)
        for each in Basis:
            self.basis_combo.addItem(each.value.capitalize(), each)
        self.basis_combo.setCurrentIndex(list(Basis).index(basis))
        self.model = RecordsModel[wording.PathRow](_COLUMNS, self)
        self.table = StepTable[wording.PathRow]("Path from the total to the cells", self.model, parent=self)
        self.table.widest_column = _WIDEST
        # The order is the path.
        self.table.setSortingEnabled(False)
        self.strip = FieldsStrip(self)
        self.sheet_button = QPushButton("Open the &sheet at this cell", self)
        self.table_button = QPushButton("Copy &table", self)
        self._lay_out()
        self._connect()
        self.reload()

    @property
    def at_rest(self) -> bool:
        """Whether the path is shown."""
        return not self._tasks.busy

    @property
    def basis(self) -> Basis:
        """The basis that is shown."""
        return Basis(self.basis_combo.currentData())

    def reload(self) -> None:
        """Read the path again."""
        if self._tasks.busy:
            self._again = True
            return
        queries, reference, basis = self._workspace.queries, self._reference, self.basis
        on = self._on

        def work(_progress: object) -> _Read:
            names = {each.code: each.name for each in queries.agencies()}
            return _Read(queries.lineage(reference, basis, on), full_labels(queries.measures()), names)

        self._tasks.run(f"Path of {reference}", work, self._take, self._fail)

    def open_sheet(self) -> SheetDialog | None:
        """Open the received sheet at the chosen figure's cell; None where the chosen step is no figure."""
        row = self.table.current()
        if row is None or row.figure is None:
            return None
        dialog = SheetDialog(self._workspace, row.figure, self)
        dialog.show()
        return dialog

    def event(self, event: QEvent) -> bool:
        """Before the window goes away its worker ends and nothing more is followed."""
        if event.type() == QEvent.Type.DeferredDelete:
            self._changes.follow(None)
            self._tasks.close()
        return super().event(event)

    def _take(self, read: _Read) -> None:
        if self._again:
            self._again = False
            self.reload()
            return
        self._names = read.names
        found, place = read.found, self.table.currentIndex().row()
        if found is None:
            self._say_nothing()
            return
        label = read.labels.get(found.measure.code, found.measure.label)
        self.heading.setText(wording.heading(found, label, read.names))
        self.sentence_label.setText(wording.sentence(found, read.names))
        self.sentence_label.setVisible(bool(self.sentence_label.text()))
        rows = wording.path_rows(found, label, read.names)
        self.model.set_records(rows)
        first = next((row for row in rows if row.figure or row.account), None)
        self.table.choose(first if place < 0 else None, place)
        self._show_chosen()
        self.table.setFocus()

    def _say_nothing(self) -> None:
        self.heading.setText(f"There is no number {self._reference} here.")
        self.sentence_label.setText("A reference is a measure, a phase and perhaps an agency: arrests.7.DO")
        self.model.set_records(())
        self._show_chosen()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            raise error
        self.heading.setText(f"{error.message} {error.hint}".strip())

    def _show_chosen(self) -> None:
        row = self.table.current()
        fields: tuple[dict[str, str], dict[str, str]] = ({}, {})
        if row is not None and row.figure is not None:
            fields = wording.figure_fields(row.figure)
        elif row is not None and row.account is not None:
            fields = wording.account_fields(row.account)
        elif row is not None and row.adjustment is not None:
            fields = wording.adjustment_fields(row.adjustment, self._names)
        self.strip.show_fields(*fields)
        self.card.setVisible(bool(fields[0] or fields[1]))
        figure = row.figure if row is not None else None
        refusal = "Choose a force’s figure first." if figure is None else ""
        if figure is not None and not figure.sha256:
            refusal = "This return was entered by hand; there is no file."
            if not figure.return_id:
                refusal = "This return was undone after it was issued; its cells are not kept."
        allow(self.sheet_button, refusal)

    def _connect(self) -> None:
        self._changes = ChangeNotifier(self, lambda: self._tasks.busy)
        self._changes.changed.connect(lambda _tables: self.reload())
        self._changes.follow(self._workspace)
        self.basis_combo.currentIndexChanged.connect(lambda _index: self.reload())
        self.copy_button.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(self.reference_edit.text())
        )
        self.table.stepped.connect(self._show_chosen)
        self.table.opened.connect(self._open_if_file)
        self.sheet_button.clicked.connect(self.open_sheet)
        self.table_button.clicked.connect(self._copy_table)

    def _open_if_file(self) -> None:
        if self.sheet_button.isEnabled():
            self.open_sheet()

    def _copy_table(self) -> None:
        self.table.clearSelection()
        self.table.copy_selection()

    def _lay_out(self) -> None:
        reference_label = QLabel("&Reference", self)
        reference_label.setBuddy(self.reference_edit)
        basis_label = QLabel("&Basis", self)
        basis_label.setBuddy(self.basis_combo)
        choice = QHBoxLayout()
        choice.setSpacing(RHYTHM)
        for widget in (reference_label, self.reference_edit, self.copy_button):
            choice.addWidget(widget)
        choice.addStretch(1)
        choice.addWidget(basis_label)
        choice.addWidget(self.basis_combo)
        self.card = Card(self)
        self.card.box.addWidget(self.strip)
        buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        buttons.addButton(self.sheet_button, role.ActionRole)
        buttons.addButton(self.table_button, role.ActionRole)
        buttons.addButton("Close", role.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(RHYTHM)
        layout.addWidget(self.heading)
        layout.addWidget(self.sentence_label)
        layout.addLayout(choice)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.card)
        layout.addWidget(buttons)
        for button in self.findChildren(QPushButton):
            # Enter opens the sheet of the chosen figure, wherever the mouse was before.
            button.setAutoDefault(False)
        self.resize(920, 620)


_COLUMNS = (
    Column[wording.PathRow]("What", lambda row: row.indented, tool_tip=lambda row: row.what),
    Column[wording.PathRow]("Figure", lambda row: row.amount, number=True),
    Column[wording.PathRow]("State", lambda row: row.state),
    Column[wording.PathRow]("Cell or rule", lambda row: row.where),
    Column[wording.PathRow]("From", lambda row: row.came_from),
)
