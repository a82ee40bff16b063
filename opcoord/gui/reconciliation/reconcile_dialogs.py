"""The dialogs of the Reconcile page; none of them blocks, and each passes on what was decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from opcoord.gui.documents import documents_folder
from opcoord.gui.reconciliation.announcement_dialog import AnnouncementDialog
from opcoord.gui.reconciliation.joint_dialog import JointDialog
from opcoord.gui.reconciliation.joint_form import JointWish
from opcoord.gui.reconciliation.published_table_dialog import PublishedTableDialog
from opcoord.queries.views import AnnouncementView

if TYPE_CHECKING:
    from opcoord.gui.reconciliation.reconcile_page import ReconcilePage
    from opcoord.services.announcements import AnnouncementDraft
    from opcoord.services.workspace import Workspace

_FILE_FILTER = "Tables (*.csv *.tsv *.xlsx *.xlsm *.xls *.xlsb *.ods);;All files (*)"


class ReconcileDialogs(QObject):
    """Opens each dialog over the page."""

    def __init__(self, page: ReconcilePage) -> None:
        super().__init__(page)
        self._page = page

    def announcement(self, workspace: Workspace, each: AnnouncementView | None) -> AnnouncementDialog:
        """Enter a published figure, or change `each`."""
        service, snapshot = workspace.announcements, self._page.snapshot
        changing = each.id if each is not None else None
        dialog = AnnouncementDialog(
            lambda texts: service.read_row(texts, changing),
            snapshot.agencies,
            snapshot.labels,
            snapshot.units,
            self._page,
        )
        phase = self._page.phase()
        if each is not None:
            dialog.show_announcement(each)
        elif phase is not None:
            dialog.choose_phase(phase)

        def enter(draft: AnnouncementDraft) -> None:
            if changing is None:
                self._page.attempt(lambda: service.add([draft]))
            else:
                self._page.attempt(lambda: service.change(changing, draft))

        dialog.entered.connect(enter)
        dialog.open()
        return dialog

    def table(self, workspace: Workspace, path: Path | None) -> PublishedTableDialog:
        """Show a table before it is entered: from a file, or to be pasted."""
        service = workspace.announcements
        dialog = PublishedTableDialog(service, self._page.snapshot, path, self._page)
        dialog.entered.connect(lambda drafts: self._page.attempt(lambda: service.add(drafts)))
        dialog.open()
        return dialog

    def choose_file(self, workspace: Workspace) -> QFileDialog:
        """Ask for a table of published figures."""
        dialog = QFileDialog(self._page, "Import published figures", str(documents_folder()), _FILE_FILTER)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.table(workspace, Path(name)))
        dialog.open()
        return dialog

    def joint(self, workspace: Workspace, on_recorded: Callable[[JointWish], object]) -> JointDialog:
        """Ask for a joint result that no return claims."""
        snapshot = self._page.snapshot
        dialog = JointDialog(
            snapshot.phases,
            self._page.phase(),
            snapshot.labels,
            snapshot.units,
            snapshot.agencies,
            self._page,
        )
        dialog.recorded.connect(on_recorded)
        dialog.open()
        return dialog
