"""The received sheet of a figure, open at its cell, beside the window it was asked from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.returns.figure_rows import accepted_rows
from opcoord.gui.returns.password_dialog import PasswordDialog
from opcoord.gui.returns.review import LOCKED
from opcoord.gui.returns.review_marks import marks_of
from opcoord.gui.returns.sheet_panel import SheetPanel
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import set_text_role
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.progress import Progress
from opcoord.queries.views import FigureView
from opcoord.services.received_cells import Grid

if TYPE_CHECKING:
    from opcoord.services.workspace import Workspace

_BY_HAND = "This return was entered by hand; there is no file."


class SheetDialog(FittedDialog):
    """Reads the kept file again and goes to the cell; where it cannot, a sentence says why."""

    def __init__(self, workspace: Workspace, figure: FigureView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace, self._figure = workspace, figure
        self._tasks = TaskRunner(self)
        self._tries = 0
        self.setWindowTitle(f"{figure.file_name or 'Entered by hand'}, {figure.sheet} {figure.cell}")
        heading = QLabel(
            f"{figure.agency_name}, phase {figure.phase}, version {figure.version}: {figure.label}", self
        )
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        set_text_role(heading, "heading")
        self.panel = SheetPanel(self)
        buttons = QDialogButtonBox(self)
        buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(heading)
        layout.addWidget(self.panel, 1)
        layout.addWidget(buttons)
        self.resize(860, 560)
        if figure.sha256:
            self._say("The sheet is being read from the kept file.")
            self._read("")
        else:
            self._say(_BY_HAND)

    @property
    def at_rest(self) -> bool:
        """Whether the sheet, or the reason why there is none, is shown."""
        return not self._tasks.busy

    def event(self, event: QEvent) -> bool:
        """Before the window goes away its worker ends."""
        if event.type() == QEvent.Type.DeferredDelete:
            self._tasks.close()
        return super().event(event)

    def _read(self, password: str) -> None:
        workspace, figure = self._workspace, self._figure

        def work(progress: Progress) -> tuple[Grid, list[FigureView]]:
            grid = workspace.returns.received_grid(figure.sha256, password, progress)
            return grid, workspace.queries.figures(figure.return_id)

        self._tasks.run(f"Read {figure.file_name}", work, self._show, self._fail)

    def _show(self, read: tuple[Grid, list[FigureView]]) -> None:
        grid, figures = read
        self.panel.show_grid(grid, marks_of(accepted_rows(figures, {})))
        self.panel.go_to(self._figure.sheet, self._figure.cell)
        self.panel.view.setFocus()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            raise error
        self._say(f"{error.message} {error.hint}".strip())
        if getattr(error, "code", "") in LOCKED:
            dialog = PasswordDialog(self._figure.file_name, self._tries, self)
            self._tries += 1
            dialog.entered.connect(self._read)
            dialog.open()

    def _say(self, text: str) -> None:
        self.panel.empty_label.setText(text)
