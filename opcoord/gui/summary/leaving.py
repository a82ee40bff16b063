"""How a document leaves the program: to a printer or into a file; a public draft once it was looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from opcoord.gui.messages import show_message
from opcoord.gui.summary.public_look import PublicLook
from opcoord.gui.widgets.save_dialog import SaveDialog
from opcoord.reports.kind_names import KIND_NAMES

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from opcoord.gui.summary.making import DocumentMaker
    from opcoord.gui.summary.options_panel import OptionsPanel
    from opcoord.gui.tasks import TaskRunner
    from opcoord.queries.issued import IssuedView
    from opcoord.reports.summary import SummaryOptions
    from opcoord.services.workspace import Workspace


class LeavingFlow(QObject):
    """Prints and saves what the options choose; emits `failed(error)` where that was not possible."""

    failed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        tasks: TaskRunner,
        options: OptionsPanel,
        maker: DocumentMaker,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._tasks = tasks
        self._options = options
        self._maker = maker
        self._window = window
        self.look = PublicLook(tasks, window)
        self.look.failed.connect(self.failed)

    def ask_file(self, title: str, ending: str, name_filter: str) -> None:
        """Ask for a file with this ending, its name proposed, and write to it."""
        options, issue = self._options.options(), self._options.issue
        if options is None:
            return
        readers = "public" if options.public else "internal"
        stem = self._options.kind.file_name.format(phase=options.phase, agency=options.agency)
        version = f" issue {issue.number}" if issue is not None else ""
        name = f"{stem} ({readers}){version}{ending}"
        dialog = SaveDialog(title, Path(self._workspace.path), name, name_filter, self._window)
        dialog.fileSelected.connect(lambda chosen: self.save(Path(chosen)))
        dialog.open()

    def save(self, path: Path) -> None:
        """Write what is chosen to a file, in the form its name ends in; the PDF of an issue as it was kept."""
        options, issue = self._options.options(), self._options.issue
        if options is None:
            return

        def work(_progress: object) -> None:
            from opcoord.reports.saving import write_whole
            from opcoord.reports.summary_document import save_summary

            if issue is not None and path.suffix.lower() == ".pdf":
                write_whole(path, self._workspace.queries.issued_content(issue.id)[1])
            else:
                save_summary(self._maker.document(options, issue), path)

        def said(_result: object) -> None:
            show_message(self._window, f"{path.name} was saved.", f"It lies in {path.parent}.")

        self._once_looked_at(options, issue, f"Save {path.name}", work, said)

    def ask_print(self, pages: int) -> QPrintDialog:
        """Open the printer dialog for that many pages; printing follows its Print button."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Without it a range past the last page can be asked for, and a blank sheet comes out.
        dialog.setMinMax(1, pages)
        dialog.accepted.connect(lambda: self._print(printer))
        QDialog.open(dialog)
        return dialog

    def _print(self, printer: QPrinter) -> None:
        options, issue = self._options.options(), self._options.issue
        if options is None:
            return

        def work(_progress: object) -> None:
            from opcoord.reports.summary_document import print_to

            print_to(self._maker.pages(options, issue), printer)

        self._once_looked_at(options, issue, "Print the summary", work, None)

    def _once_looked_at(
        self,
        options: SummaryOptions,
        issue: IssuedView | None,
        label: str,
        work: Callable[[object], None],
        done: Callable[[object], None] | None,
    ) -> None:
        """Do the work now, or once a public draft was looked at; what was issued was looked at then."""
        self._maker.get_ready()

        def begin() -> None:
            self._tasks.run(label, work, done, self.failed.emit)

        if options.public and issue is None:
            name = f"{KIND_NAMES[options.kind].title}, phase {options.phase}"
            self.look.before(name, lambda: self._maker.look(options), begin, label.partition(" ")[0])
        else:
            begin()
