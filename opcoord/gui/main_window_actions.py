"""The main window's actions and menus; each action is declared once and connected by the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from opcoord.gui.icons import icon
from opcoord.gui.page_registry import PAGES
from opcoord.gui.recent_files import RecentFiles
from opcoord.gui.theme import Appearance, saved_appearance

Key = QKeySequence.StandardKey


class MainWindowActions:
    """All actions by name, and the menus that hold them."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._without_icon: list[tuple[QAction, str]] = []
        self.new = self._action("&New operation…", "new", Key.New)
        self.sample = self._action("Open &sample operation", "sample")
        self.open = self._action("&Open…", "open", Key.Open)
        self.import_returns = self._action("&Import returns…", "import", "Ctrl+I")
        self.hand_over = self._action("&Hand over…", "export", "Ctrl+Shift+H")
        self.receive = self._action("Recei&ve a hand-over…", "import", "Ctrl+Shift+R")
        self.take_back = self._action("&Take back…", "undo")
        self.compare = self._action("Com&pare with another file…", "reconcile", "Ctrl+Shift+D")
        self.close = self._action("&Close", "", Key.Close, "Ctrl+W")
        # Windows has no standard key for it, X11 none but Ctrl+Shift+Z for Redo: what the help says works everywhere.
        self.quit = self._action("&Quit", "", Key.Quit, "Ctrl+Q")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.undo = self._action("&Undo", "undo", Key.Undo)
        self.redo = self._action("&Redo", "redo", Key.Redo, "Ctrl+Y")
        self.find = self._action("&Find phase, force or measure…", "search", "Ctrl+K")
        self.help = self._action("&First ten minutes", "help", Key.HelpContents)
        self.about = self._action("&About opcoord", "")
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.pages = {
            entry.key: self._action(f"&{number} {entry.title}", entry.icon_name, f"Ctrl+{number}")
            for number, entry in enumerate(PAGES, 1)
        }
        for action in self.pages.values():
            action.setCheckable(True)
        self.appearances = self._appearance_actions()
        self.recent_menu = QMenu("&Recent files", window)
        self._build_menus()

    def show_recent(self, recent: RecentFiles, on_open: Callable[[Path], object]) -> None:
        """Fill the Recent menu anew."""
        menu = self.recent_menu
        menu.clear()
        for number, path in enumerate(recent.paths(), 1):
            # An ampersand in a file name is no mnemonic.
            name = path.name.replace("&", "&&")
            action = menu.addAction(f"&{number} {name}")
            action.setToolTip(str(path))
            action.triggered.connect(lambda _checked=False, path=path: on_open(path))
        menu.addSeparator()
        menu.addAction("&Clear this list").triggered.connect(recent.clear)
        menu.setEnabled(bool(recent.paths()))

    def _build_menus(self) -> None:
        bar = self._window.menuBar()
        file_menu = bar.addMenu("&File")
        file_menu.addActions([self.new, self.sample, self.open])
        file_menu.addMenu(self.recent_menu)
        file_menu.addSeparator()
        file_menu.addAction(self.import_returns)
        file_menu.addSeparator()
        file_menu.addActions([self.hand_over, self.take_back, self.receive, self.compare])
        file_menu.addSeparator()
        file_menu.addActions([self.close, self.quit])
        edit_menu = bar.addMenu("&Edit")
        edit_menu.addActions([self.undo, self.redo])
        edit_menu.addSeparator()
        edit_menu.addAction(self.find)
        view_menu = bar.addMenu("&View")
        group = QActionGroup(self._window)
        for action in self.pages.values():
            group.addAction(action)
        view_menu.addActions(list(self.pages.values()))
        view_menu.addSeparator()
        view_menu.addMenu("&Appearance").addActions(list(self.appearances.values()))
        help_menu = bar.addMenu("&Help")
        help_menu.addActions([self.help, self.about])
        for menu in (file_menu, edit_menu, view_menu, help_menu):
            menu.aboutToShow.connect(self._draw_icons)

    def _draw_icons(self) -> None:
        """Give the actions their icons when a menu is opened: the first window does not wait for them."""
        while self._without_icon:
            action, name = self._without_icon.pop()
            action.setIcon(icon(name))

    def _appearance_actions(self) -> dict[Appearance, QAction]:
        group = QActionGroup(self._window)
        titles = {Appearance.SYSTEM: "As the &system", Appearance.LIGHT: "&Light", Appearance.DARK: "&Dark"}
        actions = {}
        for appearance, title in titles.items():
            action = QAction(title, group)
            action.setCheckable(True)
            action.setChecked(appearance is saved_appearance())
            actions[appearance] = action
        return actions

    def _action(self, text: str, icon_name: str, keys: Key | str | None = None, also: str = "") -> QAction:
        action = QAction(text, self._window)
        if icon_name:
            self._without_icon.append((action, icon_name))
        if isinstance(keys, QKeySequence.StandardKey):
            action.setShortcuts(keys)
            if also:
                # The one that the help names comes first, for the menu shows it.
                first = QKeySequence(also)
                action.setShortcuts([first, *(each for each in action.shortcuts() if each != first)])
        elif keys is not None:
            action.setShortcut(QKeySequence(keys))
        return action
