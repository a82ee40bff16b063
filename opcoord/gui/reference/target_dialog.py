"""Asks for a target: of which measure, for the region or one force, how much and in which phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.forms.ui_target_dialog import Ui_TargetDialog
from opcoord.gui.overview.current_phase import current_phase
from opcoord.gui.results.wording import full_labels, parents_first
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.permission import allow
from opcoord.model.units import unit_name

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace


class TargetDialog(FittedDialog):
    """Keeps the target itself, so that a refusal is told beside the fields; then emits `kept(code)`."""

    kept = Signal(str)

    def __init__(self, workspace: Workspace, measure: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self.form = form = Ui_TargetDialog()
        form.setupUi(self)
        queries = workspace.queries
        measures = queries.measures()
        labels = full_labels(measures)
        self._units = {each.code: each.unit for each in measures}
        for _, each in parents_first(measures):
            form.measure_combo.addItem(labels[each.code], each.code)
        form.measure_combo.setCurrentIndex(max(form.measure_combo.findData(measure), 0))
        form.agency_combo.addItem("The region", "")
        for agency in queries.agencies():
            if agency.sends_returns:
                form.agency_combo.addItem(agency.name, agency.code)
        phase = current_phase(queries.phases(), queries.today())
        form.first_spin.setValue(phase.number if phase is not None else 1)
        # The lowest value means that the target stays until another one follows.
        form.last_spin.setSpecialValueText("open")
        form.amount_edit.textChanged.connect(lambda _text: self._check())
        for spin in (form.first_spin, form.last_spin):
            spin.valueChanged.connect(lambda _value: self._check())
        form.measure_combo.currentIndexChanged.connect(lambda _index: self._check())
        form.cancel_button.clicked.connect(self.reject)
        form.add_button.clicked.connect(self._keep)
        self._check()

    def _check(self) -> None:
        form = self.form
        unit = self._units.get(str(form.measure_combo.currentData()), "")
        form.amount_edit.setPlaceholderText(
            f"In {unit_name(unit)}, for example " + ("£2.5k" if unit == "GBP" else "100")
        )
        last = form.last_spin.value()
        problem = ""
        if not form.amount_edit.text().strip():
            problem = "Say how much it is."
        elif last and last < form.first_spin.value():
            problem = "The last phase is before the first."
        self._say(problem)
        allow(form.add_button, problem)

    def _say(self, problem: str) -> None:
        tell(self.form.problem_label, problem)
        self.form.problem_label.setAccessibleName(problem)

    def _keep(self) -> None:
        form, standards = self.form, self._workspace.standards
        measure = str(form.measure_combo.currentData())
        try:
            standards.set_target(
                measure,
                standards.understand(measure, form.amount_edit.text()),
                form.first_spin.value(),
                form.last_spin.value() or None,
                str(form.agency_combo.currentData()),
                form.reason_edit.text(),
            )
        except OpcoordError as error:
            self._say(f"{error.message} {error.hint}".strip())
            return
        self.accept()
        self.kept.emit(measure)
