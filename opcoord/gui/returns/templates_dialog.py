"""The dialog that asks for which phase and forces return workbooks are made, and where."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidgetItem, QWidget

from opcoord.gui.forms.ui_templates_dialog import Ui_TemplatesDialog
from opcoord.gui.widgets.folders import is_folder
from opcoord.queries.views import AgencyView, PhaseView


class TemplatesDialog(QDialog):
    """Asks; `make_requested(phase, agency codes, folder)` when the coordinator decides."""

    make_requested = Signal(int, list, object)

    def __init__(
        self, phases: Sequence[PhaseView], agencies: Sequence[AgencyView], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._agencies = [agency for agency in agencies if agency.sends_returns]
        self._phases = {phase.number: phase for phase in phases}
        self.form = Ui_TemplatesDialog()
        self.form.setupUi(self)
        for phase in reversed(phases):
            self.form.phase_combo.addItem(f"Phase {phase.number}: {phase.theme}", phase.number)
        self.form.phase_combo.currentIndexChanged.connect(self._show_forces)
        self.form.forces_list.itemChanged.connect(self._show_hold)
        self.form.folder_edit.textChanged.connect(self._show_hold)
        self.form.browse_button.clicked.connect(self._browse)
        self.form.cancel_button.clicked.connect(self.reject)
        self.form.make_button.clicked.connect(self._make)
        self._show_forces()

    def choose_phase(self, number: int) -> None:
        """Start with this phase."""
        self.form.phase_combo.setCurrentIndex(max(self.form.phase_combo.findData(number), 0))

    def checked(self) -> list[str]:
        """Codes of the ticked forces."""
        items = (self.form.forces_list.item(row) for row in range(self.form.forces_list.count()))
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def _show_forces(self) -> None:
        """List all forces that send returns, those expected in the phase ticked."""
        phase = self._phases.get(self.form.phase_combo.currentData())
        expected = set(phase.expected) if phase else set()
        self.form.forces_list.blockSignals(True)
        self.form.forces_list.clear()
        for agency in self._agencies:
            item = QListWidgetItem(agency.name, self.form.forces_list)
            item.setData(Qt.ItemDataRole.UserRole, agency.code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = agency.code in expected or not expected
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.form.forces_list.setCurrentRow(0)
        self.form.forces_list.blockSignals(False)
        self._show_hold()

    def _hold(self) -> str:
        if self.form.phase_combo.currentData() is None:
            return "Plan a phase first."
        if not self.checked():
            return "Tick at least one force."
        folder = self.form.folder_edit.text().strip()
        if not folder:
            return "Choose the folder into which the workbooks go."
        return "" if is_folder(folder) else "There is no such folder."

    def _show_hold(self) -> None:
        count = len(self.checked())
        hold = self._hold()
        self.form.make_button.setText(f"&Make {count} workbook{'' if count == 1 else 's'}")
        self.form.make_button.setEnabled(not hold)
        self.form.make_button.setAccessibleDescription(hold)
        self.form.hold_label.setText(hold)

    def _browse(self) -> None:
        dialog = QFileDialog(self, "Folder for the workbooks", self.form.folder_edit.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.form.folder_edit.setText)
        dialog.open()

    def _make(self) -> None:
        if not self._hold():
            folder = Path(self.form.folder_edit.text().strip())
            self.make_requested.emit(self.form.phase_combo.currentData(), self.checked(), folder)
            self.accept()
