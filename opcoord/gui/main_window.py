"""The main window: sidebar, pages, menus, status bar; opens no file and knows no page from inside."""

from __future__ import annotations

import gc
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from opcoord.errors import OpcoordError
from opcoord.gui.changes import ChangeNotifier
from opcoord.gui.documents import HANDOVER_SUFFIX, SUFFIX, Documents, Workspaces
from opcoord.gui.main_window_actions import MainWindowActions
from opcoord.gui.main_window_dialogs import MainWindowDialogs
from opcoord.gui.page_registry import PAGES
from opcoord.gui.recent_files import RecentFiles
from opcoord.gui.start_page import StartPage
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.theme import FRAME, RHYTHM, set_appearance
from opcoord.gui.widgets.banner import Banner
from opcoord.gui.widgets.task_bar import TaskBar

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent

    from opcoord.gui.focus_keeper import FocusKeeper
    from opcoord.gui.handover.handovers import Handovers
    from opcoord.gui.page import Page
    from opcoord.gui.page_loader import PageLoader
    from opcoord.gui.sidebar import Sidebar
    from opcoord.services.workspace import Workspace

#: A window that is less wide than this, in device-independent pixels, needs its width for the page.
NARROW = 1000
_AFTER_FIRST_SIGHT_MS = 100


class MainWindow(QMainWindow):
    """Shows the start page until a file is open, then its pages; each page is built when first shown."""

    def __init__(self, workspaces: Workspaces) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.tasks = TaskRunner(self)
        self.recent = RecentFiles(self)
        self.documents = Documents(workspaces, self.tasks, self.recent, self)
        self._changes = ChangeNotifier(self, lambda: self.tasks.busy)
        self._focus_keeper: FocusKeeper | None = None
        self._pages: dict[str, Page] = {}
        self._current_key = ""
        self._undo = self._redo = ""
        self.actions_ = MainWindowActions(self)
        self.dialogs = MainWindowDialogs(self, self.documents)
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self._restore_place()
        self._show_start()
        # Once the window is there: it does not wait for what loads the rest.
        self._seen = QTimer(self, singleShot=True, interval=_AFTER_FIRST_SIGHT_MS)
        self._seen.timeout.connect(lambda: self._page_loader.begin())
        self._seen.start()

    # Building

    def _build(self) -> None:
        #: The start page, and the pages of an open file.
        self.front = QStackedWidget(self)
        self.start_page = StartPage(self.recent, self)
        self.front.addWidget(_with_least_room(self.start_page) if _is_small(self) else self.start_page)
        self.notice_banner = Banner("Sample data", "sample", self)
        self.read_only_banner = Banner("Read-only", "lock", self)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        for widget in (self.notice_banner, self.read_only_banner):
            right.addWidget(widget)
        right.addWidget(self.front, 1)
        central = QWidget(self)
        self._across = QHBoxLayout(central)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._across.addLayout(right, 1)
        self.setCentralWidget(central)
        self.state_label = QLabel(self)
        self.state_label.setTextFormat(Qt.TextFormat.PlainText)
        self.state_label.setContentsMargins(RHYTHM, 0, 0, 0)
        # Why a file is read-only may take a long sentence; the window need not be as wide.
        self.state_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.state_label, 1)
        self.task_bar = TaskBar(self.tasks, self)
        self.statusBar().addPermanentWidget(self.task_bar)
        self.setWindowIcon(QIcon(":/icons/opcoord.svg"))

    @cached_property
    def stack(self) -> QStackedWidget:
        """The pages of an open file, which scroll where there is no room; made when the first file opens."""
        return QStackedWidget(self)

    @cached_property
    def _room(self) -> QWidget:
        room = _with_least_room(self.stack)
        self.front.addWidget(room)
        return room

    @cached_property
    def sidebar(self) -> Sidebar:
        """The list of pages; made when the first file opens, for the start page does without it."""
        from opcoord.gui.sidebar import Sidebar

        sidebar = Sidebar(PAGES, self)
        sidebar.hide()
        sidebar.page_chosen.connect(self.show_page)
        sidebar.set_narrow(self.width() < NARROW)
        self._across.insertWidget(0, sidebar)
        self.setTabOrder(sidebar, self.front)
        return sidebar

    @cached_property
    def _page_loader(self) -> PageLoader:
        from opcoord.gui.page_loader import PageLoader

        return PageLoader(self)

    def _keep_focus(self) -> None:
        """Keep the keyboard in its place while work runs: from the first file on."""
        if self._focus_keeper is None:
            from opcoord.gui.focus_keeper import FocusKeeper

            self._focus_keeper = FocusKeeper(self.tasks, self)

    @cached_property
    def handovers(self) -> Handovers:
        """Hands over, receives, takes back; made when it is first asked for."""
        from opcoord.gui.handover.handovers import Handovers

        made = Handovers(self, self.documents, self.tasks)
        made.changed.connect(self.documents.show_again)
        made.note_wanted.connect(lambda: self.show_page("summary", "handover"))
        return made

    def _connect(self) -> None:
        actions = self.actions_
        actions.new.triggered.connect(self.dialogs.new_operation)
        actions.open.triggered.connect(self.dialogs.choose_file)
        actions.sample.triggered.connect(lambda: self.documents.open_sample())
        actions.import_returns.triggered.connect(lambda: self.dialogs.choose_returns(self.import_paths))
        actions.hand_over.triggered.connect(lambda: self.handovers.give())
        actions.take_back.triggered.connect(lambda: self.handovers.take_back())
        actions.receive.triggered.connect(lambda: self.handovers.choose_received())
        actions.compare.triggered.connect(lambda: self.handovers.comparing.choose())
        actions.close.triggered.connect(self.documents.close)
        actions.quit.triggered.connect(self.close)
        actions.undo.triggered.connect(lambda: self._step(forward=False))
        actions.redo.triggered.connect(lambda: self._step(forward=True))
        actions.find.triggered.connect(lambda: self.dialogs.find(self.show_page))
        actions.help.triggered.connect(self.dialogs.help)
        actions.about.triggered.connect(self.dialogs.about)
        for key, action in actions.pages.items():
            action.triggered.connect(lambda _checked=False, key=key: self.show_page(key))
        for appearance, action in actions.appearances.items():
            action.triggered.connect(lambda _checked=False, chosen=appearance: set_appearance(chosen))
        self.start_page.new_requested.connect(self.dialogs.new_operation)
        self.start_page.open_requested.connect(self.dialogs.choose_file)
        self.start_page.receive_requested.connect(lambda: self.handovers.choose_received())
        self.start_page.sample_requested.connect(lambda: self.documents.open_sample())
        self.start_page.file_chosen.connect(self.documents.open)
        self.documents.opened.connect(self._show_workspace)
        self.documents.closed.connect(self._show_start)
        self.documents.failed.connect(self.dialogs.show_error)
        self.documents.handover_chosen.connect(lambda path: self.handovers.receive(path))
        self.documents.both_went_on.connect(lambda path: self.handovers.comparing.ask(path))
        self.read_only_banner.activated.connect(lambda: self.handovers.take_back())
        self.tasks.failed.connect(self._show_failure)
        self.tasks.started.connect(lambda _label: self._work_began())
        self.tasks.finished.connect(lambda _label: self._work_ended())
        self._changes.changed.connect(self._take_change)
        self.recent.changed.connect(self._show_recent)
        self._show_recent()

    # The open file

    @property
    def workspace(self) -> Workspace | None:
        """The open operation file."""
        return self.documents.workspace

    def _show_workspace(self, workspace: Workspace) -> None:
        self._drop_pages()
        self._keep_focus()
        self.front.setCurrentIndex(self.front.indexOf(self._room))
        self._changes.follow(workspace)
        self.sidebar.show()
        self._show_operation()
        self.show_page(PAGES[0].key)
        # What is loaded by now stays; left to the collector, one look through it all stalls the window.
        gc.freeze()
        self._page_loader.begin()

    def _show_operation(self) -> None:
        """Bring title, banners, status and undo up to date with the open file."""
        workspace = self.workspace
        if workspace is None:
            return
        notice = workspace.queries.operation().notice
        sample = " [sample]" if notice else ""
        self.setWindowTitle(f"{Path(workspace.path).name}{sample} – opcoord")
        self.notice_banner.set_text(notice)
        reason = workspace.read_only_reason if workspace.read_only else ""
        self.read_only_banner.set_text(reason, "Take back…" if workspace.handed_over else "")
        self._update_actions()

    def _show_start(self) -> None:
        self._changes.follow(None)
        self.setWindowTitle("opcoord")
        self.notice_banner.set_text("")
        self.read_only_banner.set_text("")
        if "sidebar" in vars(self):
            self.sidebar.hide()
        self.front.setCurrentIndex(0)
        self._drop_pages()
        self._update_actions()
        self.start_page.focus_first()

    def _drop_pages(self) -> None:
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._current_key = ""

    # Pages

    def page(self, key: str) -> Page:
        """The page of that key, built now if it was never shown. Only with a file open."""
        assert self.workspace is not None
        if key not in self._pages:
            entry = next(entry for entry in PAGES if entry.key == key)
            page = entry.build(self.workspace, self.tasks)
            page.page_requested.connect(self.show_page)
            self._pages[key] = page
            self.stack.addWidget(page)
        return self._pages[key]

    def show_page(self, key: str, item: object = None) -> None:
        """Show a page and, where given, an item on it."""
        if self.workspace is None:
            return
        page = self.page(key)
        self.sidebar.set_current(key)
        self.actions_.pages[key].setChecked(True)
        self.stack.setCurrentWidget(page)
        if key != self._current_key and not self.sidebar.hasFocus():
            page.focus_first()
            self._say(page.title)
        self._current_key = key
        if item is not None:
            page.show_item(item)

    def import_paths(self, paths: list[Path]) -> None:
        """Check these files or folders as returns, on the Returns page."""
        if self.workspace is None:
            self.dialogs.show_message(
                "No operation is open.", "Open or make an operation, then drop the returns."
            )
            return
        if self.workspace.read_only:
            self.dialogs.show_message("Returns cannot be imported.", self.workspace.read_only_reason)
            return
        self.show_page("returns")
        self.page("returns").import_paths(paths)  # type: ignore[attr-defined]

    def _take_change(self, tables: frozenset[str]) -> None:
        for page in self._pages.values():
            if page.tables & tables:
                page.mark_stale()
        self._show_operation()

    # Actions

    def _step(self, forward: bool) -> None:
        """Undo or redo; by the worker, for the disk may take its time to make sure of it."""
        workspace = self.workspace
        if workspace is not None and not self.tasks.busy:
            step, label, said = (
                (workspace.redo, f"Redo {self._redo}", f"Redone: {self._redo}")
                if forward
                else (workspace.undo, f"Undo {self._undo}", f"Undone: {self._undo}")
            )
            self.tasks.run(label, lambda _progress: step(), lambda _done: self._say(said), self._show_failure)

    def _say(self, words: str) -> None:
        from opcoord.gui.widgets.announcing import announce

        announce(self, words)

    def _update_actions(self) -> None:
        workspace, actions = self.workspace, self.actions_
        idle = not self.tasks.busy
        writable = workspace is not None and not workspace.read_only and idle
        if idle or workspace is None:
            # Not while a worker writes: the screen would wait for its lock to be told what cannot be undone yet.
            self._undo = (workspace.undo_label or "") if workspace else ""
            self._redo = (workspace.redo_label or "") if workspace else ""
        actions.undo.setText(f"&Undo {self._undo}".strip().replace("&&", "&"))
        actions.redo.setText(f"&Redo {self._redo}".strip())
        actions.undo.setEnabled(writable and bool(self._undo))
        actions.redo.setEnabled(writable and bool(self._redo))
        actions.import_returns.setEnabled(writable)
        actions.hand_over.setEnabled(writable)
        actions.take_back.setEnabled(workspace is not None and workspace.handed_over and idle)
        actions.receive.setEnabled(idle)
        actions.compare.setEnabled(workspace is not None and idle)
        for action in (*actions.pages.values(), actions.find):
            action.setEnabled(workspace is not None)
        for action in (actions.new, actions.open, actions.sample):
            action.setEnabled(idle)
        actions.close.setEnabled(workspace is not None and idle)
        self.start_page.setEnabled(idle)
        self.state_label.setText(self._state())

    def _state(self) -> str:
        if self.workspace is None:
            return ""
        if self.workspace.read_only:
            return self.workspace.read_only_reason or "Read-only"
        return "All changes saved"

    def _work_began(self) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        self._update_actions()

    def _work_ended(self) -> None:
        QGuiApplication.restoreOverrideCursor()
        self._update_actions()
        if self.workspace is None:
            self.start_page.focus_first()

    def _show_failure(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            raise error
        self.dialogs.show_error(error)

    def _show_recent(self) -> None:
        self.actions_.show_recent(self.recent, self.documents.open)
        self.start_page.show_recent()

    # Window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders; of what has no file it is said when it is dropped."""
        from opcoord.gui.drops import is_without_file, local_paths, take_copy

        if local_paths(event) or is_without_file(event):
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """An operation file is opened; anything else is checked as returns."""
        from opcoord.gui.drops import WITHOUT_FILE, is_without_file, local_paths, take_copy

        paths = local_paths(event)
        take_copy(event)
        if len(paths) == 1 and paths[0].suffix.lower() in (SUFFIX, HANDOVER_SUFFIX):
            self.documents.open(paths[0])
        elif paths:
            self.import_paths(paths)
        elif is_without_file(event):
            self.dialogs.show_message(*WITHOUT_FILE)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop running work (what is in stays in), keep the window's place, close the file."""
        if not self.tasks.close():
            self.dialogs.show_message("A step is still running.", "Close the window again in a moment.")
            event.ignore()
            return
        self._seen.stop()
        if "_page_loader" in vars(self):
            self._page_loader.stop()
        settings = QSettings()
        settings.setValue("window/geometry", self.saveGeometry())
        self.documents.close()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, as it does in a dialog."""
        from PySide6.QtWidgets import QToolButton

        focused = QApplication.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(focused, (QPushButton, QToolButton)):
            focused.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is narrow, the pages at the left are signs only."""
        super().resizeEvent(event)
        if "sidebar" in vars(self):
            self.sidebar.set_narrow(self.width() < NARROW)

    def fit_screen(self) -> None:
        """Be no larger than the screen, which is small in device-independent pixels where text is large."""
        self.resize(self.size().boundedTo(self.screen().availableGeometry().size() - FRAME))

    def _restore_place(self) -> None:
        geometry = QSettings().value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)


def _is_small(window: QWidget) -> bool:
    """Whether the screen is small in device-independent pixels, as it is where text is large."""
    return window.screen().availableGeometry().width() < NARROW


def _with_least_room(content: QWidget) -> QWidget:
    # Its class takes its time to come, and the first window of most screens does without.
    from opcoord.gui.widgets.scrolling import LeastRoom

    return LeastRoom(content)
