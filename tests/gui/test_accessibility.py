"""Every control on every page has a name for screen readers; mnemonics do not compete; contrast is enough."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPlainTextEdit,
    QStyle,
    QStyleFactory,
    QStyleOptionViewItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from opcoord.app.workspaces import LazyWorkspaces
from opcoord.gui import theme
from opcoord.gui.main_window import MainWindow
from opcoord.gui.page_registry import PAGES
from opcoord.gui.results.colours import PALETTE, legible
from opcoord.gui.widgets.padded_delegate import PaddedDelegate, TickDelegate
from opcoord.gui.widgets.records_model import Column, RecordsModel
from opcoord.gui.widgets.table_view import TableView
from opcoord.services.workspace import Workspace

INPUTS = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)
MNEMONIC = re.compile(r"&(\w)")
KEYS = [entry.key for entry in PAGES]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    QSettings().clear()
    path = tmp_path / "names.opcoord"
    workspace = Workspace.create(path, "Operation Scorpion")
    draft = workspace.plan.propose_next()
    workspace.plan.save(type(draft)(**{**_fields(draft), "theme": "County lines"}))
    workspace.close()
    made = MainWindow(LazyWorkspaces())
    qtbot.addWidget(made)
    made.show()
    made.documents.open(path)
    qtbot.waitUntil(lambda: made.workspace is not None)
    yield made
    made.close()


def _fields(draft: object) -> dict[str, object]:
    return {name: getattr(draft, name) for name in draft.__slots__}  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", KEYS)
def test_every_control_has_a_name(window: MainWindow, key: str) -> None:
    window.show_page(key)
    assert _nameless(window.page(key)) == []


@pytest.mark.parametrize("key", KEYS)
def test_mnemonics_of_a_page_are_unique(window: MainWindow, key: str) -> None:
    window.show_page(key)
    texts = [each.text() for each in window.page(key).findChildren(QAbstractButton) if each.isVisible()]
    texts += [each.text() for each in window.page(key).findChildren(QLabel) if each.buddy()]
    texts += [action.text() for action in window.menuBar().actions()]
    assert _twice(texts) == []


def test_start_page_controls_have_names(window: MainWindow) -> None:
    window.documents.close()
    assert _nameless(window.start_page) == []


def test_mnemonics_of_each_menu_are_unique(window: MainWindow) -> None:
    for menu in window.menuBar().findChildren(QMenu):
        assert _twice([action.text() for action in menu.actions()]) == [], menu.title()


def test_shortcuts_are_unique(window: MainWindow) -> None:
    actions = [*vars(window.actions_).values(), *window.actions_.pages.values()]
    keys = [key.toString() for each in actions if hasattr(each, "shortcuts") for key in each.shortcuts()]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


@pytest.mark.parametrize("palette", [theme._light_palette(), theme._dark_palette()], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(palette: QPalette) -> None:
    role = QPalette.ColorRole
    for text, ground in (
        (role.WindowText, role.Window), (role.Text, role.Base), (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button), (role.HighlightedText, role.Highlight),
        (role.PlaceholderText, role.Window), (role.PlaceholderText, role.Base), (role.Link, role.Base),
    ):  # fmt: skip
        assert _contrast(palette.color(text), palette.color(ground)) >= 4.5, (text, ground)
    assert _contrast(palette.color(role.Accent), palette.color(role.Window)) >= 3


@pytest.mark.parametrize("palette", [theme._light_palette(), theme._dark_palette()], ids=["light", "dark"])
def test_a_box_that_is_not_ticked_is_seen(qtbot: QtBot, palette: QPalette) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.setPalette(palette)
    box = QCheckBox(holder)
    box.setStyle(QStyleFactory.create("Fusion"))
    box.setPalette(theme.edged(palette))
    drawn = holder.grab(box.rect()).toImage()
    ground = palette.color(QPalette.ColorRole.Window)
    along = [drawn.pixelColor(x, drawn.height() // 2) for x in range(drawn.width())]
    assert max(_contrast(each, ground) for each in along) >= 3


def test_the_theme_gives_that_edge_to_all_of_them(qapp: QApplication) -> None:
    worn = qapp.palette()
    try:
        theme._wear(qapp, theme._dark_palette())
        box = QCheckBox()
        box.ensurePolished()
        edge = box.palette().color(QPalette.ColorRole.Window)
        assert edge == theme.edged(theme._dark_palette()).color(QPalette.ColorRole.Window)
        assert QLabel().palette().color(QPalette.ColorRole.Window) != edge
    finally:
        theme._wear(qapp, worn)


@pytest.mark.parametrize("palette", [theme._light_palette(), theme._dark_palette()], ids=["light", "dark"])
def test_signs_stand_out_in_a_selected_row(qtbot: QtBot, palette: QPalette) -> None:
    sign = QPixmap(16, 16)
    sign.fill(Qt.GlobalColor.transparent)
    with QPainter(sign) as painter:
        painter.fillRect(4, 4, 8, 8, legible(QColor(PALETTE[1]), palette.color(QPalette.ColorRole.Base)))
    model = RecordsModel([Column[str]("State", str, icon=lambda _text: QIcon(sign))])
    table = TableView("States")
    qtbot.addWidget(table)
    table.setPalette(palette)
    table.show_model(model)
    model.set_records(["received"])
    table.select_row(0)
    table.show()
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    option.state |= QStyle.StateFlag.State_Selected
    index = table.model().index(0, 0)
    delegate = table.itemDelegate()
    assert isinstance(delegate, PaddedDelegate)
    delegate.initStyleOption(option, index)
    drawn = option.icon.pixmap(QSize(16, 16), QIcon.Mode.Selected).toImage()
    assert _contrast(drawn.pixelColor(8, 8), drawn.pixelColor(8, 2)) >= 3
    assert drawn.pixelColor(8, 2) == palette.color(QPalette.ColorRole.Base)


def test_an_empty_box_in_a_list_can_be_seen(qtbot: QtBot) -> None:
    ticked = QListWidget()
    qtbot.addWidget(ticked)
    ticked.setPalette(theme._dark_palette())
    item = QListWidgetItem("Dorset Police", ticked)
    item.setCheckState(Qt.CheckState.Unchecked)
    option = QStyleOptionViewItem()
    ticked.initViewItemOption(option)
    delegate = TickDelegate(ticked)
    delegate.initStyleOption(option, ticked.indexFromItem(item))
    edge = option.palette.color(QPalette.ColorRole.Window).darker(140)
    assert _contrast(edge, ticked.palette().color(QPalette.ColorRole.Base)) >= 3


def _nameless(page: QWidget) -> list[str]:
    buddies = {label.buddy() for label in page.findChildren(QLabel)}
    found = []
    for widget in page.findChildren(QWidget):
        internal = widget.objectName().startswith("qt_") or _is_part(widget)
        if internal or not widget.isVisibleTo(page):
            continue
        if isinstance(widget, INPUTS) and widget not in buddies and not widget.accessibleName():
            found.append(f"{type(widget).__name__} {widget.objectName()}")
        if isinstance(widget, QAbstractButton) and not widget.text() and not widget.accessibleName():
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def _is_part(widget: QWidget) -> bool:
    """Fields and lists that Qt puts inside a combo, a spin box or a table."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, (QComboBox, QAbstractSpinBox, QAbstractItemView, QLineEdit)):
            return True
        parent = parent.parentWidget()
    return type(widget).__name__ in ("QTabBar", "CloseButton") or "QHeaderView" in type(widget).__name__


def _twice(texts: list[str]) -> list[str]:
    letters = Counter(
        match.group(1).lower() for text in texts if (match := MNEMONIC.search(text.replace("&&", "")))
    )
    return [letter for letter, count in letters.items() if count > 1]


def _contrast(first: QColor, second: QColor) -> float:
    """The ratio as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
