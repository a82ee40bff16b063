"""Progress of long work in the status bar: what, how far, and a button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import RHYTHM

#: Work that is over sooner shows only a busy cursor.
SHOW_AFTER_MS = 600


class TaskBar(QWidget):
    """Follows a `TaskRunner`; appears when a task takes longer than a moment."""

    def __init__(self, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(self)
        self._bar.setAccessibleName("Progress")
        self._bar.setFixedWidth(180)
        self._bar.setTextVisible(False)
        self.cancel_button = QPushButton("Cancel", self)
        self.cancel_button.setAccessibleName("Cancel the running work")
        self.cancel_button.clicked.connect(self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM)
        for widget in (self._label, self._bar, self.cancel_button):
            layout.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_AFTER_MS)
        self._timer.timeout.connect(self._appear)
        self._tasks = tasks
        tasks.started.connect(self._start)
        tasks.progress.connect(self._step)
        tasks.finished.connect(self._finish)
        self.hide()

    def _start(self, label: str) -> None:
        self._label.setText(label)
        self._bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._timer.start()

    def _appear(self) -> None:
        from opcoord.gui.widgets.announcing import announce

        self.show()
        announce(self, self._label.text())

    def _step(self, done: int, total: int, text: str) -> None:
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(done)
        counts = f" ({done} of {total})" if total else ""
        self._label.setText(f"{text}{counts}")

    def _finish(self, _label: str) -> None:
        self._timer.stop()
        self.hide()

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self._label.setText("Stopping…")
        self._tasks.cancel()
