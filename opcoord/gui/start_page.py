"""What is shown while no file is open: the sample, a new operation, or a recent file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCommandLinkButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from opcoord.gui.icons import icon
from opcoord.gui.recent_files import RecentFiles
from opcoord.gui.theme import PAGE, RHYTHM, WIDE, set_text_role

_WIDTH = 620


class StartPage(QWidget):
    """Says what opcoord does and how to begin."""

    sample_requested = Signal()
    new_requested = Signal()
    open_requested = Signal()
    receive_requested = Signal()
    file_chosen = Signal(object)

    def __init__(self, recent: RecentFiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent = recent
        title = QLabel("Where do you want to begin?", self)
        set_text_role(title, "title")
        self.sample_button = self._button(
            "Open the &sample operation",
            "Six finished phases of published figures and one that waits for its returns.",
            "sample",
        )
        self.sample_button.clicked.connect(self.sample_requested)
        self.new_button = self._button(
            "&New operation", "Name it, choose where to keep it, plan the first phase.", "new"
        )
        self.new_button.clicked.connect(self.new_requested)
        self.recent_label = QLabel("&Recent operations", self)
        set_text_role(self.recent_label, "heading")
        self.list = QListWidget(self)
        self.list.setFrameShape(QFrame.Shape.StyledPanel)
        self.list.setAlternatingRowColors(True)
        self.recent_label.setBuddy(self.list)
        self.list.itemActivated.connect(self._open_item)
        self.list.itemClicked.connect(self._open_item)
        self.open_button = QPushButton(icon("open"), "&Open another file…", self)
        self.open_button.clicked.connect(self.open_requested)
        self.receive_button = QPushButton(icon("import"), "Recei&ve a hand-over…", self)
        self.receive_button.clicked.connect(self.receive_requested)
        self.clear_button = QPushButton("&Clear list", self)
        self.clear_button.clicked.connect(recent.clear)
        self._lay_out(title)
        self.show_recent()

    def focus_first(self) -> None:
        """The keyboard starts at the sample, or at the recent files where there are any."""
        (self.list if self.list.count() else self.sample_button).setFocus()

    def show_recent(self) -> None:
        """List the recent files anew."""
        self.list.clear()
        for path in self._recent.paths():
            item = QListWidgetItem(icon("phase"), f"{path.stem}\n{path.parent}", self.list)
            item.setData(Qt.ItemDataRole.UserRole, str(path))
        if self.list.count():
            self.list.setCurrentRow(0)
        for widget in (self.recent_label, self.list, self.clear_button):
            widget.setVisible(self.list.count() > 0)
        row = 2 * self.fontMetrics().height() + RHYTHM
        self.list.setFixedHeight(min(self.list.count(), 5) * row + RHYTHM)

    def _open_item(self, item: QListWidgetItem) -> None:
        self.file_chosen.emit(Path(item.data(Qt.ItemDataRole.UserRole)))

    def _button(self, text: str, description: str, icon_name: str) -> QCommandLinkButton:
        button = QCommandLinkButton(text, description, self)
        button.setIcon(icon(icon_name))
        button.setIconSize(QSize(28, 28))
        button.setAccessibleDescription(description)
        return button

    def _lay_out(self, title: QLabel) -> None:
        column = QVBoxLayout()
        column.setSpacing(RHYTHM)
        column.addStretch(2)
        column.addWidget(title)
        column.addSpacing(WIDE)
        column.addWidget(self.sample_button)
        column.addWidget(self.new_button)
        column.addSpacing(WIDE)
        column.addWidget(self.recent_label)
        column.addWidget(self.list)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.receive_button)
        buttons.addWidget(self.clear_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(3)
        holder = QWidget(self)
        holder.setLayout(column)
        holder.setFixedWidth(_WIDTH)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        layout.addWidget(holder, 0, Qt.AlignmentFlag.AlignHCenter)
