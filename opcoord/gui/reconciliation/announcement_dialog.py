"""One published figure by hand; below the fields stands how it is understood, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from opcoord.gui.forms.ui_announcement_dialog import Ui_AnnouncementDialog
from opcoord.gui.reconciliation.announcements_tab import figure_text
from opcoord.gui.reconciliation.wording import span_text
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.permission import allow
from opcoord.model.dates import format_date
from opcoord.model.qualified import Qualified
from opcoord.model.terms import Severity
from opcoord.queries.views import AgencyView, AnnouncementView
from opcoord.services.announcements import AnnouncementDraft, ReadRow

_PAUSE_MS = 200
_REGION = "REGION"
_FREE = ""
_UNITS = ("count", "people", "GBP", "g", "kg", "%")
_SPAN = re.compile(r"\s*(?:phases?\s*)?(\d+)\s*(?:to|-|–)\s*(\d+)\s*", re.IGNORECASE)

Read = Callable[[Mapping[str, str]], ReadRow]


class AnnouncementDialog(FittedDialog):
    """Emits `entered(AnnouncementDraft)`; `read` understands a row of texts and writes nothing."""

    entered = Signal(object)

    def __init__(
        self,
        read: Read,
        agencies: Sequence[AgencyView],
        labels: Mapping[str, str],
        units: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._read, self._labels, self._units = read, labels, units
        self._row: ReadRow | None = None
        self.form = Ui_AnnouncementDialog()
        self.form.setupUi(self)
        self.form.reporter_combo.addItems([_REGION, *(each.name for each in agencies)])
        self.form.measure_combo.addItem("As the label says", None)
        self.form.measure_combo.addItem("None: keep it as a free label", _FREE)
        for code, label in labels.items():
            self.form.measure_combo.addItem(label, code)
        self.form.unit_combo.addItems(_UNITS)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.read_now)
        for edit in self._edits():
            edit.textChanged.connect(lambda _text: self._wait())
        for combo in (self.form.reporter_combo, self.form.unit_combo, self.form.measure_combo):
            combo.currentTextChanged.connect(lambda _text: self._wait())
        self.form.revision_check.toggled.connect(lambda _on: self._wait())
        self.form.cancel_button.clicked.connect(self.reject)
        self.form.enter_button.clicked.connect(self._enter)
        self.read_now()

    def choose_phase(self, phase: int) -> None:
        """Start with this phase."""
        self.form.phase_edit.setText(str(phase))

    def show_announcement(self, each: AnnouncementView) -> None:
        """Change this one instead of entering another."""
        form = self.form
        self.setWindowTitle("Change a published figure")
        form.enter_button.setText("&Change figure")
        form.phase_edit.setText(span_text(each.first_phase, each.last_phase))
        form.reporter_combo.setCurrentText(each.reporter)
        form.label_edit.setText(each.label)
        form.measure_combo.setCurrentIndex(max(form.measure_combo.findData(each.measure), 0))
        form.figure_edit.setText(figure_text(each))
        form.unit_combo.setCurrentText(each.unit)
        form.source_edit.setText(each.source)
        form.key_edit.setText(each.source_key)
        form.published_edit.setText(format_date(each.published_on))
        form.period_edit.setText(each.printed_period)
        form.note_edit.setText(each.note)
        form.revision_check.setChecked(each.is_revision)
        self.read_now()

    def read_now(self) -> None:
        """Show how the fields are understood."""
        self._timer.stop()
        texts = self._texts()
        begun = bool(texts["value"] and texts["measure"] and texts["reporter"])
        self._row = self._read(texts) if begun else None
        self.form.unit_combo.setEnabled(not self._measure())
        self.form.reading_label.setText(self._reading())
        draft = self.draft()
        allow(self.form.enter_button, "" if draft is not None else self._reading())

    def draft(self) -> AnnouncementDraft | None:
        """The figure as it will be kept, None while it is not understood."""
        draft = self._row.draft if self._row is not None else None
        if draft is None:
            return None
        label = self.form.label_edit.text().strip() or self._labels.get(draft.measure, draft.label)
        chosen = self.form.measure_combo.currentData()
        return replace(draft, label=label, measure=_FREE if chosen == _FREE else draft.measure)

    def _measure(self) -> str:
        return str(self.form.measure_combo.currentData() or "")

    def _reading(self) -> str:
        draft, row = self.draft(), self._row
        if row is None:
            return "Say of which phase, who published it, what was counted, and the figure."
        said = [f"{each.message} {each.remedy}".strip() for each in row.findings if self._matters(each.code)]
        if draft is None:
            errors = [each for each in row.findings if each.severity is not Severity.NOTICE]
            return "\n".join(f"{each.message} {each.remedy}".strip() for each in errors)
        what = self._labels.get(draft.measure, f"“{draft.label}” (free label)")
        figure = Qualified(draft.amount, draft.qualifier).text(draft.unit)
        return "\n".join([f"Read as: {what}, {figure}.", *said])

    def _matters(self, code: str) -> bool:
        """A label that was set free on purpose needs no remark on it."""
        return code != "free-label" or self.form.measure_combo.currentData() != _FREE

    def _texts(self) -> dict[str, str]:
        form = self.form
        span = _SPAN.fullmatch(form.phase_edit.text())
        return {
            "phase": span[1] if span else form.phase_edit.text().strip(),
            "last_phase": span[2] if span else "",
            "reporter": form.reporter_combo.currentText().strip(),
            "measure": self._measure() or form.label_edit.text().strip(),
            "value": form.figure_edit.text().strip(),
            "unit": self._units.get(self._measure(), form.unit_combo.currentText().strip()),
            "source": form.source_edit.text().strip(),
            "source_key": form.key_edit.text().strip(),
            "published_on": form.published_edit.text().strip(),
            "printed_period": form.period_edit.text().strip(),
            "note": form.note_edit.text().strip(),
            "is_revision": "yes" if form.revision_check.isChecked() else "no",
        }

    def _edits(self) -> Sequence[QLineEdit]:
        form = self.form
        return (
            form.phase_edit, form.label_edit, form.figure_edit, form.source_edit, form.key_edit,
            form.published_edit, form.period_edit, form.note_edit,
        )  # fmt: skip

    def _wait(self) -> None:
        self._timer.start()

    def _enter(self) -> None:
        self.read_now()
        draft = self.draft()
        if draft is not None:
            self.accept()
            self.entered.emit(draft)
