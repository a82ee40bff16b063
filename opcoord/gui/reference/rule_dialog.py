"""Asks for a new counting rule of a measure: from which phase on, in which words, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.forms.ui_rule_dialog import Ui_RuleDialog
from opcoord.gui.overview.current_phase import current_phase
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.permission import allow

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace


class RuleDialog(FittedDialog):
    """Keeps the rule itself, so that a refusal is told beside the fields; then emits `kept(id)`."""

    kept = Signal(int)

    def __init__(self, workspace: Workspace, measure: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace, self._measure = workspace, measure
        self.form = form = Ui_RuleDialog()
        form.setupUi(self)
        queries = workspace.queries
        phases = queries.phases()
        self._numbers = [each.number for each in phases]
        self._view = next(each for each in queries.measures() if each.code == measure)
        phase = current_phase(phases, queries.today())
        form.first_spin.setValue(phase.number if phase is not None else 2)
        # Most new rules are the old one with a few words changed.
        form.definition_edit.setPlainText(self._view.newest_rule)
        form.first_spin.valueChanged.connect(lambda _value: self._check())
        form.definition_edit.textChanged.connect(self._check)
        form.reason_edit.textChanged.connect(lambda _text: self._check())
        form.cancel_button.clicked.connect(self.reject)
        form.add_button.clicked.connect(self._keep)
        form.first_spin.setFocus()
        self._check()

    def _check(self) -> None:
        form = self.form
        problem = ""
        words = form.definition_edit.toPlainText().strip()
        if not words or words == self._view.rule_in(form.first_spin.value() - 1).strip():
            problem = "Say what is counted from this phase on."
        elif not form.reason_edit.text().strip():
            problem = "Say why it is counted differently."
        self._say(problem or self._effect())
        allow(form.add_button, problem)

    def _effect(self) -> str:
        """What the new rule does to the phases that there are."""
        first = self.form.first_spin.value()
        before = _span([number for number in self._numbers if number < first])
        after = _span([number for number in self._numbers if number >= first])
        if not before or not after:
            return ""
        return f"Figures of {before} are then not compared with those of {after}."

    def _say(self, words: str) -> None:
        tell(self.form.problem_label, words)
        self.form.problem_label.setAccessibleName(words)

    def _keep(self) -> None:
        form = self.form
        try:
            kept = self._workspace.rules.add(
                self._measure,
                form.first_spin.value(),
                form.definition_edit.toPlainText(),
                form.reason_edit.text(),
            )
        except OpcoordError as error:
            self._say(f"{error.message} {error.hint}".strip())
            return
        self.accept()
        self.kept.emit(kept)


def _span(numbers: list[int]) -> str:
    if not numbers:
        return ""
    first, last = min(numbers), max(numbers)
    return f"phase {first}" if first == last else f"phases {first} to {last}"
