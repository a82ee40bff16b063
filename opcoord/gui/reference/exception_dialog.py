"""Asks for an exception from a check: which warning, for whom, why and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.forms.ui_exception_dialog import Ui_ExceptionDialog
from opcoord.gui.reference.exception_columns import EVERY_FORCE, EVERY_MEASURE, EVERY_PHASE
from opcoord.gui.results.wording import full_labels, parents_first
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.permission import allow
from opcoord.model.checks import CHECKS, check_named
from opcoord.services.exceptions import ACCEPT, OFF, read_day

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

_LETTERS_SHOWN = 30
_ACTIONS = (
    (ACCEPT, "Accept it beforehand: it is still shown, with the reason"),
    (OFF, "Switch it off: it is not shown at all"),
)


class ExceptionDialog(FittedDialog):
    """Keeps the exception itself, so that a refusal is told beside the fields; then emits `kept(its id)`."""

    kept = Signal(int)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self.form = Ui_ExceptionDialog()
        self.form.setupUi(self)
        self._fill()
        self.form.check_combo.currentIndexChanged.connect(lambda _index: self._check())
        for edit in (self.form.reason_edit, self.form.until_edit):
            edit.textChanged.connect(lambda _text: self._check())
        self.form.cancel_button.clicked.connect(self.reject)
        self.form.add_button.clicked.connect(self._keep)
        self._check()

    def begin_with(self, code: str, agency: str = "", measure: str = "", phase: int | None = None) -> None:
        """Propose an exception for exactly this; every field can be widened."""
        form = self.form
        for combo, data in (
            (form.check_combo, code),
            (form.agency_combo, agency),
            (form.measure_combo, measure),
            (form.phase_combo, phase),
        ):
            combo.setCurrentIndex(max(combo.findData(data), 0))
        form.reason_edit.setFocus()

    def _fill(self) -> None:
        form, queries = self.form, self._workspace.queries
        group = ""
        for check in CHECKS:
            if group and check.group != group:
                form.check_combo.insertSeparator(form.check_combo.count())
            group = check.group
            form.check_combo.addItem(check.words, check.code)
        for action, words in _ACTIONS:
            form.action_combo.addItem(words, action)
        form.agency_combo.addItem(_first(EVERY_FORCE), "")
        for agency in queries.agencies():
            if agency.sends_returns:
                form.agency_combo.addItem(agency.name, agency.code)
        measures = queries.measures()
        labels = full_labels(measures)
        form.measure_combo.addItem(_first(EVERY_MEASURE), "")
        for _, measure in parents_first(measures):
            form.measure_combo.addItem(labels[measure.code], measure.code)
        form.phase_combo.addItem(_first(EVERY_PHASE), None)
        for phase in reversed(queries.phases()):
            form.phase_combo.addItem(f"Phase {phase.number}: {phase.theme}", phase.number)
        for combo in (form.check_combo, form.agency_combo, form.measure_combo, form.phase_combo):
            combo.setMinimumContentsLength(_LETTERS_SHOWN)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def _check(self) -> None:
        form = self.form
        check = check_named(str(form.check_combo.currentData()))
        by_measure = check is not None and check.by_measure
        if not by_measure:
            form.measure_combo.setCurrentIndex(0)
        form.measure_combo.setEnabled(by_measure)
        form.measure_combo.setToolTip("" if by_measure else "This warning is about the whole return.")
        problem = "" if form.reason_edit.text().strip() else "Say why the check does not apply."
        try:
            read_day(form.until_edit.text())
        except OpcoordError as error:
            problem = problem or f"{error.message} {error.hint}"
        self._say(problem)
        allow(form.add_button, problem)

    def _say(self, problem: str) -> None:
        tell(self.form.problem_label, problem)
        self.form.problem_label.setAccessibleName(problem)

    def _keep(self) -> None:
        form = self.form
        try:
            kept = self._workspace.exceptions.add(
                str(form.check_combo.currentData()),
                str(form.action_combo.currentData()),
                form.reason_edit.text(),
                agency=str(form.agency_combo.currentData()),
                measure=str(form.measure_combo.currentData()),
                phase=form.phase_combo.currentData(),
                ends_on=read_day(form.until_edit.text()),
            )
        except OpcoordError as error:
            self._say(f"{error.message} {error.hint}".strip())
            return
        self.accept()
        self.kept.emit(kept)


def make_exception(
    workspace: Workspace,
    code: str,
    *,
    agency: str = "",
    measure: str = "",
    phase: int | None = None,
    parent: QWidget | None = None,
) -> ExceptionDialog | None:
    """Ask for an exception from this warning, proposed for exactly this agency, measure and phase; returns at once.

    None where warnings of this code cannot be excepted from (see `model.checks`). `services.exceptions.measure_of`
    gives the measure of a finding; the dialog emits `kept` when the exception is in the file.
    """
    if check_named(code) is None:
        return None
    dialog = ExceptionDialog(workspace, parent)
    dialog.begin_with(code, agency, measure, phase)
    dialog.open()
    return dialog


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]
