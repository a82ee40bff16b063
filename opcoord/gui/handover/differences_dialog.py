"""Two files of one operation side by side: what differs in words, what taking over does, and the button that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.forms.ui_differences_dialog import Ui_DifferencesDialog
from opcoord.gui.handover.differences_tree import DifferencesTree
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import set_text_role
from opcoord.gui.widgets.announcing import tell
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.task_bar import TaskBar
from opcoord.services.differences.compare import Differences
from opcoord.services.differences.records import Line, Side

if TYPE_CHECKING:
    from opcoord.services.differences.effects import PhaseEffect
    from opcoord.services.differences.service import OtherFile
    from opcoord.services.workspace import Workspace

#: So long after the last tick the effect on the totals is reckoned anew.
_PAUSE_MS = 120
_NO_EFFECT = "No total changes."


class DifferencesDialog(FittedDialog):
    """Holds the other file open until it is closed; `tasks` are the window's, for what writes."""

    def __init__(
        self,
        workspace: Workspace,
        other: OtherFile,
        found: Differences,
        tasks: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace, self._other, self._found = workspace, other, found
        self._tasks = tasks
        # Its own runner: the totals are only read, and many ticks in a row must not queue up behind each other.
        self._reckoning = TaskRunner(self)
        self._wanted = 0
        self._busy = False
        self.form = form = Ui_DifferencesDialog()
        form.setupUi(self)
        self.task_bar = TaskBar(tasks, self)
        form.outer_layout.insertWidget(form.outer_layout.count() - 1, self.task_bar)
        self.tree = DifferencesTree(form.tree)
        form.split.setSizes([600, 420])
        form.outer_layout.setStretchFactor(form.split, 1)
        set_text_role(form.head_label, "heading")
        form.head_label.setText(f"{workspace.path.name} (here) and {other.name} (there)")
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._reckon)
        self.tree.chosen_changed.connect(self._on_chosen)
        self.tree.line_shown.connect(self._show_line)
        form.here_check.toggled.connect(lambda _checked: self._show_found())
        form.close_button.clicked.connect(self.reject)
        form.take_button.clicked.connect(self._take)
        tasks.cancelled.connect(self._stopped)
        self.finished.connect(lambda _result: self._let_go())
        self._show_found()

    @property
    def at_rest(self) -> bool:
        """Whether what is shown belongs to what is ticked."""
        return not self._busy and not self._timer.isActive() and not self._reckoning.busy

    def reject(self) -> None:
        """Stop the running work; close where none runs."""
        if self._busy:
            self._tasks.cancel()
        else:
            super().reject()

    def event(self, event: QEvent) -> bool:
        """Before the dialog goes away its worker ends."""
        if event.type() == QEvent.Type.DeferredDelete:
            self._reckoning.close()
        return super().event(event)

    def _let_go(self) -> None:
        self._timer.stop()
        self._reckoning.close()
        self._other.close()

    def _stopped(self, _label: str) -> None:
        self._busy = False
        self._show_state()

    def _show_found(self) -> None:
        form, found = self.form, self._found
        here = sum(each.side is Side.HERE for each in found.lines)
        form.parting_label.setText(found.parting.sentence)
        form.here_check.setText(f"Show also what is only &here ({here})")
        form.here_check.setEnabled(bool(here))
        self.tree.show_differences(found, form.here_check.isChecked())
        form.take_button.setVisible(any(each.take is not None for each in found.lines))

    def _show_line(self, line: Line | None) -> None:
        if line is None:
            self.form.details_edit.setPlainText("" if self._found.lines else "Nothing differs.")
            return
        parts = [f"{line.what}: {line.side.value}.", *line.details]
        if line.needs:
            parts.append(f"Comes with {', '.join(sorted(line.needs))}.")
        if line.take is None:
            parts.append(line.advice or "Nothing needs to be done.")
        self.form.details_edit.setPlainText("\n".join(parts))

    def _on_chosen(self) -> None:
        self._wanted += 1
        self._timer.start()
        self._show_state()

    def _reckon(self) -> None:
        """Ask what the ticked lines do to the totals; only the last answer is shown."""
        keys, wanted, found = self.tree.chosen(), self._wanted, self._found

        def show(told: list[PhaseEffect]) -> None:
            if wanted == self._wanted:
                self.form.effects_list.clear()
                self.form.effects_list.addItems([each.sentence for each in told] or [_NO_EFFECT])

        self._reckoning.run(
            "Reckoning the effect on the totals",
            lambda _progress: self._workspace.differences.effects(self._other, found, keys),
            show,
            self._fail,
        )

    def _show_state(self) -> None:
        form, count = self.form, len(self.tree.chosen())
        form.take_button.setText(f"&Take over {count} {'line' if count == 1 else 'lines'}")
        refusal = self._workspace.read_only_reason if self._workspace.read_only else ""
        refusal = refusal or ("" if count else "Tick what is to be taken over.")
        allow(form.take_button, "Wait until the lines are taken over." if self._busy else refusal)
        for part in (form.tree, form.here_check):
            part.setEnabled(not self._busy)
        if form.take_button.isVisible() or refusal:
            tell(form.hold_label, "" if self._busy else refusal)

    def _take(self) -> None:
        keys, service = self.tree.chosen(), self._workspace.differences
        self._busy = True
        self._show_state()

        def work(_progress: object) -> tuple[int, Differences]:
            count = service.take_over(self._other, keys)
            return count, service.compare(self._other)

        def done(result: tuple[int, Differences]) -> None:
            count, self._found = result
            self._busy = False
            self._show_found()
            lines = "1 line was" if count == 1 else f"{count} lines were"
            tell(self.form.hold_label, f"{lines} taken over. Undo takes them back in one step.")

        self._tasks.run(f"Taking over {len(keys)} lines", work, done, self._fail)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            raise error
        self._busy = False
        self._show_state()
        tell(self.form.hold_label, str(error))
