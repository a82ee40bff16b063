"""The dialogs that the main window opens; none of them blocks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.documents import FILE_FILTER, Documents, documents_folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

    from opcoord.queries.lineage import NumberReference

RETURN_FILTER = "Workbooks (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.tsv);;All files (*)"


class MainWindowDialogs(QObject):
    """Opens each dialog over the window and passes on what was chosen."""

    def __init__(self, window: QWidget, documents: Documents) -> None:
        super().__init__(window)
        self._window = window
        self._documents = documents

    def new_operation(self) -> None:
        """Ask for a name and a place, then make the file."""
        from opcoord.gui.new_operation_dialog import NewOperationDialog

        dialog = NewOperationDialog(documents_folder(), self._window)
        dialog.chosen.connect(self._documents.create)
        dialog.open()

    def choose_file(self) -> None:
        """Ask for an operation file and open it."""
        dialog = self._file_dialog("Open an operation", FILE_FILTER)
        dialog.fileSelected.connect(lambda name: self._documents.open(Path(name)))
        dialog.open()

    def choose_returns(self, on_chosen: Callable[[list[Path]], object]) -> None:
        """Ask for workbooks."""
        dialog = self._file_dialog("Import returns", RETURN_FILTER, several=True)
        dialog.filesSelected.connect(lambda names: on_chosen([Path(name) for name in names]))
        dialog.open()

    def find(self, on_chosen: Callable[[str, object], object]) -> None:
        """Ask for a phase, a force or a measure and go there; a number's path opens beside the page."""
        from opcoord.gui.finder_dialog import FinderDialog, findable_things
        from opcoord.queries.lineage import NumberReference

        if self._documents.workspace is None:
            return

        def go(page: str, item: object) -> None:
            if isinstance(item, NumberReference):
                self.lineage(item)
            else:
                on_chosen(page, item)

        dialog = FinderDialog(findable_things(self._documents.workspace), self._window)
        dialog.chosen.connect(go)
        dialog.open()

    def lineage(self, reference: NumberReference) -> None:
        """Show where a number comes from, until the file is closed."""
        from opcoord.gui.lineage.lineage_dialog import show_lineage

        if self._documents.workspace is not None:
            dialog = show_lineage(self._window, self._documents.workspace, reference)
            self._documents.closed.connect(dialog.close)

    def help(self) -> None:
        """Show the first ten minutes."""
        from opcoord.gui.help_dialog import HelpDialog

        HelpDialog(self._window).show()

    def about(self) -> None:
        """Show the versions."""
        from opcoord.gui.about import about_text

        self.show_message(*about_text())

    def show_error(self, error: OpcoordError) -> None:
        """Show what went wrong and what to do."""
        from opcoord.gui.messages import show_error

        show_error(self._window, error)

    def show_message(self, text: str, hint: str) -> None:
        """Show a sentence and what to do next."""
        from opcoord.gui.messages import show_message

        show_message(self._window, text, hint)

    def _file_dialog(self, title: str, name_filter: str, several: bool = False) -> QFileDialog:
        from PySide6.QtWidgets import QFileDialog

        mode = QFileDialog.FileMode
        dialog = QFileDialog(self._window, title, str(documents_folder()), name_filter)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode.ExistingFiles if several else mode.ExistingFile)
        return dialog
