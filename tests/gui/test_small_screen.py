"""With 200 % text on a laptop 683 by 384 points are left: what has no room there scrolls, and the buttons can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, QSize
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from opcoord.app.workspaces import LazyWorkspaces
from opcoord.gui.handover.give_dialog import Givable, GiveDialog
from opcoord.gui.main_window import MainWindow
from opcoord.gui.page_registry import PAGES
from opcoord.gui.tasks import TaskRunner
from opcoord.gui.widgets.fitted_dialog import FittedDialog
from opcoord.gui.widgets.scrolling import LeastRoom
from tests.gui.sample_file import sample_copy

KEYS = [entry.key for entry in PAGES]
#: A screen of 1366 by 768 pixels at 200 %, less the frame of a window.
SMALL = QSize(667, 344)
#: The same at 150 %.
MIDDLE = QSize(910, 512)
_LINES = 60


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    QSettings().clear()
    workspace = sample_copy(tmp_path)
    path = Path(workspace.path)
    workspace.close()
    made = MainWindow(LazyWorkspaces())
    qtbot.addWidget(made)
    made.show()
    made.documents.open(path)
    qtbot.waitUntil(lambda: made.workspace is not None)
    yield made
    made.close()


@pytest.mark.parametrize("key", KEYS)
def test_a_page_fits_a_small_window_or_scrolls(qtbot: QtBot, window: MainWindow, key: str) -> None:
    window.show_page(key)
    window.resize(SMALL)
    page, area = window.page(key), _area(window)
    qtbot.waitUntil(lambda: page.at_rest and window.size() == SMALL)
    qtbot.waitUntil(lambda: page.size() == page.size().expandedTo(page.minimumSizeHint()))
    assert page.width() - area.viewport().width() <= area.horizontalScrollBar().maximum()
    assert page.height() - area.viewport().height() <= area.verticalScrollBar().maximum()


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("size", [SMALL, MIDDLE], ids=["200 %", "150 %"])
def test_no_text_of_a_page_is_cut(qtbot: QtBot, window: MainWindow, key: str, size: QSize) -> None:
    window.show_page(key)
    window.resize(size)
    page = window.page(key)
    qtbot.waitUntil(lambda: page.at_rest and window.size() == size)
    qtbot.waitUntil(lambda: _cut(page) == [])


@pytest.mark.parametrize("key", KEYS)
def test_a_page_does_not_scroll_where_it_has_room(qtbot: QtBot, window: MainWindow, key: str) -> None:
    window.show_page(key)
    window.resize(1280, 800)
    page, area = window.page(key), _area(window)
    tabs = getattr(page, "tabs", None)
    for tab in range(tabs.count() if tabs is not None else 1):
        if tabs is not None:
            tabs.setCurrentIndex(tab)
        qtbot.waitUntil(lambda: page.at_rest and window.width() == 1280)
        assert (area.horizontalScrollBar().maximum(), area.verticalScrollBar().maximum()) == (0, 0)


@pytest.mark.parametrize("key", KEYS)
def test_what_has_the_keyboard_can_be_seen(qtbot: QtBot, window: MainWindow, key: str) -> None:
    window.show_page(key)
    window.resize(SMALL)
    qtbot.waitUntil(lambda: window.page(key).at_rest and window.size() == SMALL)
    window.page(key).focus_first()
    for _ in range(12):
        window.focusNextChild()
        focused = QApplication.focusWidget()
        if focused is not None and window.page(key).isAncestorOf(focused):
            assert _seen(focused, _area(window)), f"{type(focused).__name__} {focused.accessibleName()}"


def test_a_narrow_window_shows_the_pages_as_signs(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.width() == 1280)
    wide = window.sidebar.width()
    window.resize(SMALL)
    qtbot.waitUntil(lambda: window.sidebar.width() < wide / 2)
    assert window.sidebar.model().index(0, 0).data() == "Overview"


def test_the_window_is_no_larger_than_the_screen(qtbot: QtBot) -> None:
    QSettings().clear()
    made = MainWindow(LazyWorkspaces())
    qtbot.addWidget(made)
    made.resize(5000, 4000)
    made.fit_screen()
    screen = made.screen().availableGeometry().size()
    assert made.width() < screen.width()
    assert made.height() < screen.height()


def test_a_large_dialog_scrolls_above_its_buttons(qtbot: QtBot, tmp_path: Path) -> None:
    tasks = TaskRunner()
    given = Givable(tmp_path / "a.opcoord", "Operation Heron", ["Dorset Police"], "", "", (), ())
    dialog = GiveDialog(given, tasks)
    qtbot.addWidget(dialog)
    dialog.fit_into(SMALL)
    dialog.show()
    assert (dialog.width(), dialog.height()) <= (SMALL.width(), SMALL.height())
    for button in (dialog.form.give_button, dialog.form.cancel_button):
        assert dialog.rect().contains(QRect(button.mapTo(dialog, QPoint(0, 0)), button.size()))
    area = dialog.findChild(LeastRoom)
    assert area is not None
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.form.lock_check.setChecked(True)
    dialog.form.again_edit.setFocus()
    assert _seen(dialog.form.again_edit, area)


def test_a_dialog_that_fits_is_left_alone(qtbot: QtBot) -> None:
    dialog = FittedDialog()
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    layout.addWidget(QWidget(dialog))
    layout.addWidget(QPushButton("Close", dialog))
    dialog.resize(300, 200)
    dialog.show()
    assert dialog.findChild(LeastRoom) is None
    assert dialog.size() == QSize(300, 200)


def _area(window: MainWindow) -> LeastRoom:
    return next(each for each in window.findChildren(LeastRoom) if each.isAncestorOf(window.stack))


def _seen(widget: QWidget, area: LeastRoom) -> bool:
    """Whether the widget is in sight; of a large one, a few lines of it."""
    place = QRect(widget.mapTo(area.viewport(), QPoint(0, 0)), widget.size())
    both = place.intersected(area.viewport().rect())
    return both.height() >= min(place.height(), _LINES) and both.width() >= min(place.width(), _LINES)


def _cut(page: QWidget) -> list[str]:
    """Texts that are shown with less height or width than they need."""
    shown = [each for each in page.findChildren(QLabel) if each.isVisible() and each.text()]
    return [
        each.text()
        for each in shown
        if (
            each.height() < each.heightForWidth(each.width())
            if each.wordWrap()
            else each.width() < each.sizeHint().width()
        )
    ]
