"""A table of published figures, pasted or from a file: each row as it was understood, before anything is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.forms.ui_published_table_dialog import Ui_PublishedTableDialog
from opcoord.gui.reconciliation.preview_columns import preview_columns
from opcoord.gui.reconciliation.snapshot import Snapshot
from opcoord.gui.reconciliation.step_table import StepTable
from opcoord.gui.reconciliation.wording import counted
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import set_text_role
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.records_model import RecordsModel
from opcoord.services.announcements import AnnouncementPreview, AnnouncementsService, ReadRow

_PAUSE_MS = 300
_PASTE_HEIGHT = 110
_WIDEST = 240


class PublishedTableDialog(FittedDialog):
    """Emits `entered(drafts)`. Without a file there is a field to paste into."""

    entered = Signal(list)

    def __init__(
        self,
        service: AnnouncementsService,
        snapshot: Snapshot,
        path: Path | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._service, self._path = service, path
        self._preview: AnnouncementPreview | None = None
        # Its own runner: reading writes nothing and stands in nobody's way.
        self._tasks = TaskRunner(self)
        self._stale = False
        self.form = Ui_PublishedTableDialog()
        self.form.setupUi(self)
        self.form.paste_edit.setMaximumHeight(_PASTE_HEIGHT)
        self.form.paste_edit.setVisible(path is None)
        self.model = RecordsModel[ReadRow](preview_columns(snapshot.labels), self)
        self.table = StepTable[ReadRow]("Rows as they were understood", self.model, parent=self)
        self.table.widest_column = _WIDEST
        self.finding_label = QLabel(self)
        self.finding_label.setTextFormat(Qt.TextFormat.PlainText)
        self.finding_label.setWordWrap(True)
        self.finding_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_text_role(self.finding_label, "muted")
        place = self.form.outer_layout.count() - 1
        self.form.outer_layout.insertWidget(place, self.table, 1)
        self.form.outer_layout.insertWidget(place + 1, self.finding_label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.read_now)
        self.form.paste_edit.textChanged.connect(self._timer.start)
        self.table.stepped.connect(self._show_findings)
        self.form.cancel_button.clicked.connect(self.reject)
        self.form.enter_button.clicked.connect(self._enter)
        self._say("Nothing is read yet." if path is None else f"Reading {path.name}…")
        self._show_button()
        if path is not None:
            self.read_now()

    @property
    def at_rest(self) -> bool:
        """Whether what was pasted is what is shown."""
        return not self._tasks.busy and not self._timer.isActive()

    def read_now(self) -> None:
        """Read what is pasted, or the file."""
        self._timer.stop()
        if self._tasks.busy:
            self._stale = True
            return
        path, text, service = self._path, self.form.paste_edit.toPlainText(), self._service
        if path is None and not text.strip():
            self._take(None)
            return
        self._tasks.run(
            "Read published figures",
            lambda progress: (
                service.read_file(path, progress) if path is not None else service.read_text(text)
            ),
            self._take,
            self._refuse,
        )

    def event(self, event: QEvent) -> bool:
        """Before the dialog goes away its worker ends."""
        if event.type() == QEvent.Type.DeferredDelete:
            self._tasks.close()
        return super().event(event)

    def _take(self, preview: AnnouncementPreview | None) -> None:
        self._preview = preview
        self.model.set_records(preview.rows if preview is not None else ())
        self.table.choose(None)
        self._show_findings()
        self._say(_summary(preview) if preview is not None else "Nothing is read yet.")
        self._show_button()
        if self._stale:
            self._stale = False
            self.read_now()

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            raise error
        self._take(None)
        self._say(f"{error.message} {error.hint}".strip())

    def _say(self, text: str) -> None:
        tell(self.form.state_label, text)
        self.form.state_label.setAccessibleName(text)

    def _show_findings(self) -> None:
        row = self.table.current()
        said = [f"{each.message} {each.remedy}".strip() for each in row.findings] if row is not None else []
        self.finding_label.setText("\n".join(said))
        self.finding_label.setVisible(bool(said))

    def _show_button(self) -> None:
        count = len(self._preview.drafts) if self._preview is not None else 0
        self.form.enter_button.setText(f"&Enter {counted(count, 'figure')}" if count else "&Enter figures")
        allow(self.form.enter_button, "" if count else "There is no figure to enter yet.")

    def _enter(self) -> None:
        if self._preview is not None and self.at_rest and self._preview.drafts:
            drafts = list(self._preview.drafts)
            self.accept()
            self.entered.emit(drafts)


def _summary(preview: AnnouncementPreview) -> str:
    count, left = len(preview.drafts), len(preview.rows) - len(preview.drafts)
    parts = [f"{counted(count, 'figure') if count else 'No figure'} can be entered"]
    if left:
        parts.append(f"{counted(left, 'row')} {'is' if left == 1 else 'are'} left out")
    noticed = sum(bool(each.findings) and each.draft is not None for each in preview.rows)
    if noticed:
        parts.append(f"{noticed} {'has' if noticed == 1 else 'have'} something to look at")
    said = [f"{each.message} {each.remedy}".strip() for each in preview.findings]
    return " ".join([", ".join(parts) + ".", *said])
