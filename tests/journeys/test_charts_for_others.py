"""Friday at four: phase 7 is in, and the chief wants the chart in an e-mail, a slide and a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import cast
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from opcoord.app.workspaces import LazyWorkspaces
from opcoord.gui.main_window import MainWindow
from opcoord.gui.results.look import ChartView
from opcoord.gui.results.results_page import ResultsPage
from opcoord.gui.widgets.save_dialog import SaveDialog
from tests.journeys.conftest import Sample

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_chart_goes_to_the_chief(sample: Sample, tmp_path: Path, qtbot: QtBot) -> None:
    QSettings().clear()
    for candidate in sample.workspace.returns.inspect([sample.waiting]):
        sample.workspace.returns.accept(candidate)
    path = Path(sample.workspace.path)
    sample.workspace.close()

    window = MainWindow(LazyWorkspaces())
    qtbot.addWidget(window)
    window.show()
    window.documents.open(path)
    qtbot.waitUntil(lambda: window.workspace is not None)
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    page = cast(ResultsPage, window.page("results"))
    qtbot.waitUntil(lambda: page.isVisible() and page.at_rest)
    page.show_item("arrests")
    finding = "68 in phase 7 from 2 of 5 forces"
    assert finding in page.chart.title.text()

    # A picture for the e-mail.
    qtbot.keyClick(window, Qt.Key.Key_C, CONTROL_SHIFT)
    qtbot.waitUntil(lambda: page.said_label.text() == "Picture copied")
    assert isinstance(QGuiApplication.clipboard().mimeData().imageData(), QImage)

    # The numbers for the spreadsheet.
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL_SHIFT)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert finding in lines[1]
    (last,) = [line for line in lines if line.startswith("7\t")]
    assert last.split("\t")[1] == "68"

    # A drawing for the slide, by the menu.
    page.choices.view_combo.setCurrentIndex(page.choices.view_combo.findData(ChartView.SHARE))
    qtbot.mouseClick(page.sharing.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.sharing.menu.isVisible)
    qtbot.keyClick(page.sharing.menu, Qt.Key.Key_S)
    (dialog,) = page.findChildren(SaveDialog)
    name_edit = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name_edit, QLineEdit)
    assert name_edit.text() == "Arrests, share by force, phases 1 to 7.png"
    name_edit.setText("for the chief.svg")
    dialog.accept()
    drawing = path.resolve().parent / "for the chief.svg"
    qtbot.waitUntil(lambda: page.at_rest and drawing.exists())
    texts = "".join(ElementTree.parse(drawing).getroot().itertext())
    assert "Dorset Police has 54 % of phase 7" in texts
    assert "OFFICIAL" in texts and "Source: returns to Operation Scorpion" in texts
    for box in page.findChildren(QMessageBox):
        box.close()
    window.close()
