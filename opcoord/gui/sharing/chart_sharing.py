"""Takes the chart that is on screen to other people: as a picture, as its numbers, as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from opcoord.errors import OpcoordError
from opcoord.gui.icons import icon
from opcoord.gui.messages import show_error, show_message
from opcoord.gui.results.look import Look, Shown
from opcoord.gui.results.pictures import make_picture
from opcoord.gui.sharing.words import Origin, file_stem, words_for
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.widgets.clipboard import clipboard_data
from opcoord.gui.widgets.permission import allow
from opcoord.gui.widgets.save_dialog import SaveDialog

if TYPE_CHECKING:
    from opcoord.gui.sharing.sheet import ChartSheet
    from opcoord.services.workspace import Workspace

_FORMS = "PNG pictures (*.png);;SVG drawings (*.svg)"
_SVG = "image/svg+xml"


class ChartSharing(QObject):
    """A button with a menu, the same menu on the chart, and a key for each of its actions.

    `table_wanted` asks the page to copy the numbers it shows; `said` tells what was done.
    """

    table_wanted = Signal()
    said = Signal(str)

    def __init__(self, workspace: Workspace, tasks: TaskRunner, page: QWidget) -> None:
        super().__init__(page)
        self._workspace, self._tasks, self._page = workspace, tasks, page
        self._shown = Shown(Look())
        self.button = QPushButton("&Share chart", page)
        self.menu = QMenu(self.button)
        # A menu is silent about why something cannot be chosen unless it is told to speak.
        self.menu.setToolTipsVisible(True)
        self.picture_action = self._action("copy", "Copy &picture", "Ctrl+Shift+C", self._copy_picture)
        self.table_action = self._action("copy", "Copy &table", "Ctrl+Shift+T", self.table_wanted.emit)
        self.save_action = self._action("export", "&Save picture…", "Ctrl+Shift+S", self.ask_save)
        self.button.setMenu(self.menu)

    def origin(self) -> Origin:
        """Where what is taken at this moment comes from."""
        queries = self._workspace.queries
        return Origin(queries.operation(), queries.audit_head(), dt.datetime.now().astimezone())

    def offer(self, shown: Shown, no_picture: str, no_table: str) -> None:
        """Take this from now on, unless there are sentences that say why not."""
        self._shown = shown
        for action, refusal in (
            (self.picture_action, no_picture),
            (self.save_action, no_picture),
            (self.table_action, no_table),
        ):
            action.setEnabled(not refusal)
            # Empty, Qt would repeat the action's name.
            action.setToolTip(refusal or action.shortcut().toString())
        allow(self.button, no_picture if no_picture and no_table else "")

    def follow(self, chart: QWidget) -> None:
        """Open the menu on this chart too, by the right button or the menu key."""
        chart.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        chart.customContextMenuRequested.connect(lambda at: self.menu.popup(chart.mapToGlobal(at)))

    def ask_save(self) -> None:
        """Ask for a file; the picture is the one on screen at this moment."""
        shown = self._shown
        name = f"{file_stem(shown)}.png"
        dialog = SaveDialog("Save picture", Path(self._workspace.path), name, _FORMS, self._page)
        dialog.fileSelected.connect(lambda chosen: self.save(Path(chosen), shown))
        dialog.open()

    def save(self, path: Path, shown: Shown) -> None:
        """Write the picture of these results in the form that the name's ending says."""
        from opcoord.gui.sharing.picture_files import check_picture_name, save_picture

        try:
            check_picture_name(path)
        except OpcoordError as error:
            show_error(self._page, error)
            return
        make = self._maker(shown)
        self._tasks.run(
            f"Save {path.name}",
            lambda _progress: save_picture(make(), path),
            lambda _result: show_message(self._page, f"{path.name} was saved.", f"It lies in {path.parent}."),
            self._show_failure,
        )

    def _copy_picture(self) -> None:
        from opcoord.gui.sharing.picture_files import image_of, svg_of

        make = self._maker(self._shown)

        def work(_progress: object) -> tuple[QImage, bytes]:
            sheet = make()
            return image_of(sheet), svg_of(sheet)

        self._tasks.run("Copy picture", work, self._take_picture, self._show_failure)

    def _take_picture(self, drawn: tuple[QImage, bytes]) -> None:
        image, svg = drawn
        data = clipboard_data()
        data.setImageData(image)
        data.setData(_SVG, svg)
        QGuiApplication.clipboard().setMimeData(data)
        self.said.emit("Picture copied")

    def _maker(self, shown: Shown) -> Callable[[], ChartSheet]:
        """Lays the sheet out in the thread that calls it, for its texts belong to that thread."""
        # Here and not in the worker: two threads must not look up the same class of Qt at the same time.
        from opcoord.gui.sharing.sheet import ChartSheet

        words = words_for(shown, self.origin())
        return lambda: ChartSheet(make_picture(shown), words)

    def _show_failure(self, error: Exception) -> None:
        if not isinstance(error, OpcoordError):
            raise error
        show_error(self._page, error)

    def _action(self, icon_name: str, text: str, key: str, do: Callable[[], object]) -> QAction:
        action = QAction(icon(icon_name), text, self)
        action.setShortcut(key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: do())
        self.menu.addAction(action)
        self._page.addAction(action)
        return action
