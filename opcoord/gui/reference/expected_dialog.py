"""Asks from which phase to which a return is expected of an agency, and says beforehand what that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.forms.ui_expected_dialog import Ui_ExpectedDialog
from opcoord.gui.overview.current_phase import current_phase
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.permission import allow
from opcoord.queries.expected import ExpectedPeriodView

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace


class ExpectedDialog(FittedDialog):
    """Sets a new period, or changes one; keeps it itself, then emits `kept(id)`."""

    kept = Signal(int)

    def __init__(
        self, workspace: Workspace, period: ExpectedPeriodView | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace, self._period = workspace, period
        self.form = form = Ui_ExpectedDialog()
        form.setupUi(self)
        queries = workspace.queries
        for agency in queries.agencies():
            if agency.sends_returns or (period is not None and period.agency == agency.code):
                form.agency_combo.addItem(agency.name, agency.code)
        # The lowest value means that returns are expected until something else is set.
        form.last_spin.setSpecialValueText("open")
        if period is None:
            phase = current_phase(queries.phases(), queries.today())
            form.first_spin.setValue(phase.number if phase is not None else 1)
        else:
            self.setWindowTitle("Change a period of returns")
            form.add_button.setText("&Keep changes")
            form.agency_combo.setCurrentIndex(form.agency_combo.findData(period.agency))
            form.agency_combo.setEnabled(False)
            form.first_spin.setValue(period.first_phase)
            form.last_spin.setValue(period.last_phase or 0)
            form.reason_edit.setText(period.reason)
        form.agency_combo.currentIndexChanged.connect(lambda _index: self._check())
        for spin in (form.first_spin, form.last_spin):
            spin.valueChanged.connect(lambda _value: self._check())
        form.reason_edit.textChanged.connect(lambda _text: self._check())
        form.cancel_button.clicked.connect(self.reject)
        form.add_button.clicked.connect(self._keep)
        (form.agency_combo if period is None else form.first_spin).setFocus()
        self._check()

    def _chosen(self) -> tuple[str, int, int | None]:
        form = self.form
        return str(form.agency_combo.currentData()), form.first_spin.value(), form.last_spin.value() or None

    def _check(self) -> None:
        """What it would change, or why it cannot be kept."""
        instead_of = self._period.id if self._period is not None else None
        try:
            effect = self._workspace.expected.effect_of_setting(*self._chosen(), instead_of)
        except OpcoordError as error:
            self._say(error)
            return
        tell(self.form.effect_label, effect.sentence)
        self.form.effect_label.setAccessibleName(effect.sentence)
        reason = self.form.reason_edit.text().strip()
        allow(self.form.add_button, "" if reason else "Say who decided it, and why.")

    def _say(self, error: OpcoordError) -> None:
        words = f"{error.message} {error.hint}".strip()
        tell(self.form.effect_label, words)
        self.form.effect_label.setAccessibleName(words)
        allow(self.form.add_button, words)

    def _keep(self) -> None:
        agency, first, last = self._chosen()
        reason = self.form.reason_edit.text()
        expected = self._workspace.expected
        try:
            if self._period is None:
                kept = expected.set_period(agency, first, last, reason)
            else:
                kept = self._period.id
                expected.change_period(kept, first, last, reason)
        except OpcoordError as error:
            self._say(error)
            return
        self.accept()
        self.kept.emit(kept)
