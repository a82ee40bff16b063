"""The head of the Returns page: its title and the buttons with which work begins."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from opcoord.gui.icons import icon
from opcoord.gui.theme import RHYTHM, set_text_role
from opcoord.gui.widgets.permission import allow


class ReturnsHead(QWidget):
    """Holds buttons and the menu; whoever made it connects them."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.accept_all_button = QPushButton("Accept all &returns", self)
        self.import_button = QPushButton(icon("import"), "&Import returns…", self)
        self.key_button = QPushButton("Ke&y in a return…", self)
        self.templates_button = QPushButton(icon("workbooks"), "Ma&ke return workbooks…", self)
        self.more_button = QPushButton("M&ore", self)
        menu = QMenu(self.more_button)
        self.folder_action = menu.addAction(icon("open"), "Import &folder…")
        self.learned_action = menu.addAction("What was &learned…")
        self.notes_action = menu.addAction("All &notes…")
        self.more_button.setMenu(menu)
        heading = QLabel(title, self)
        set_text_role(heading, "title")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM)
        layout.addWidget(heading)
        layout.addStretch(1)
        for button in (
            self.accept_all_button,
            self.import_button,
            self.key_button,
            self.templates_button,
            self.more_button,
        ):
            layout.addWidget(button)

    def set_state(self, clean: int, busy: bool, read_only_reason: str) -> None:
        """Offer what can be done: `clean` returns are ready to be accepted together."""
        for button in (self.import_button, self.key_button):
            allow(button, read_only_reason)
        self.folder_action.setEnabled(not read_only_reason)
        self.accept_all_button.setText(f"Accept {clean} &return{'' if clean == 1 else 's'}")
        self.accept_all_button.setVisible(clean > 0)
        self.accept_all_button.setEnabled(not read_only_reason and not busy)
