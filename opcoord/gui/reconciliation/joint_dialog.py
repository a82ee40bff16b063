"""A joint result that neither return claims: which phase, measure and agencies, how many, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from opcoord.gui.forms.ui_joint_dialog import Ui_JointDialog
from opcoord.gui.reconciliation.joint_form import JointWish
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.permission import allow
from opcoord.model.joint import JointRule
from opcoord.model.units import adds_up, stored_per_unit, unit_heading
from opcoord.queries.views import AgencyView, PhaseView

_MOST = 2_000_000_000


class JointDialog(FittedDialog):
    """Emits `recorded(JointWish)`."""

    recorded = Signal(object)

    def __init__(
        self,
        phases: Sequence[PhaseView],
        phase: int | None,
        labels: Mapping[str, str],
        units: Mapping[str, str],
        agencies: Sequence[AgencyView],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._units = units
        self.form = Ui_JointDialog()
        self.form.setupUi(self)
        for each in reversed(phases):
            self.form.phase_combo.addItem(f"Phase {each.number}: {each.theme}", each.number)
        self.form.phase_combo.setCurrentIndex(max(self.form.phase_combo.findData(phase), 0))
        for code, label in labels.items():
            if adds_up(units.get(code, "")):
                self.form.measure_combo.addItem(label, code)
        for agency in agencies:
            if agency.sends_returns:
                for combo in (self.form.agency_combo, self.form.other_combo):
                    combo.addItem(agency.name, agency.code)
        self.form.other_combo.setCurrentIndex(self.form.other_combo.count() - 1)
        self.form.number_spin.setRange(0, _MOST)
        for combo in (self.form.measure_combo, self.form.agency_combo, self.form.other_combo):
            combo.currentIndexChanged.connect(lambda _index: self._show())
        self.form.number_spin.valueChanged.connect(lambda _value: self._show())
        self.form.reason_edit.textChanged.connect(lambda _text: self._show())
        self.form.cancel_button.clicked.connect(self.reject)
        self.form.record_button.clicked.connect(self._record)
        self._show()

    def _unit(self) -> str:
        return self._units.get(str(self.form.measure_combo.currentData()), "")

    def _show(self) -> None:
        self.form.number_spin.setSuffix(f" {unit_heading(self._unit())}")
        missing = ""
        if self.form.agency_combo.currentData() == self.form.other_combo.currentData():
            missing = "Choose two different agencies."
        elif not self.form.number_spin.value():
            missing = "Enter how many were counted twice."
        elif not self.form.reason_edit.text().strip():
            missing = "Write a reason first."
        allow(self.form.record_button, missing)

    def _record(self) -> None:
        form = self.form
        wish = JointWish(
            int(form.phase_combo.currentData()),
            str(form.measure_combo.currentData()),
            str(form.agency_combo.currentData()),
            str(form.other_combo.currentData()),
            JointRule.NUMBER,
            form.reason_edit.text().strip(),
            form.number_spin.value() * stored_per_unit(self._unit()),
        )
        self.accept()
        self.recorded.emit(wish)
