"""The Summary page: preview, options and PDF through the same painting."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox

from opcoord.gui.summary.summary_page import SummaryPage
from opcoord.reports.summary import Section
from opcoord.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace.create(tmp_path / "test.opcoord", "Operation Test")
    yield made
    made.close()


@pytest.fixture
def page(workspace: Workspace, qtbot: Any) -> SummaryPage:
    draft = workspace.plan.propose_next()
    workspace.plan.save(dataclasses.replace(draft, number=1, theme="County lines", expected=("AS", "DC")))
    made = SummaryPage(workspace)
    qtbot.addWidget(made)
    made.resize(1080, 700)
    made.show()
    qtbot.waitUntil(lambda: idle(made) and made.page_count > 0, timeout=10_000)
    return made


def idle(page: SummaryPage) -> bool:
    return not page._tasks.busy and not page._timer.isActive()


def test_without_a_phase_it_says_what_to_do(workspace: Workspace, qtbot: Any) -> None:
    page = SummaryPage(workspace)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.page_requested) as asked:
        page.empty.button.click()
    assert asked.args == ["plan", None]
    assert not page.print_button.isEnabled()


def test_the_preview_fits_the_width(page: SummaryPage, qtbot: Any) -> None:
    first = page.preview.pages[0]
    assert first.accessibleName() == f"Page 1 of {page.page_count}"
    assert first.width() == page.preview.page_width
    page.resize(900, 700)
    qtbot.waitUntil(lambda: page.preview.pages[0].width() == page.preview.page_width)
    assert page.state_label.text().endswith("A4")


def test_options_change_the_pages(page: SummaryPage, qtbot: Any) -> None:
    before = page.preview.pages[0]
    page.options_panel.public_button.setChecked(True)
    page.options_panel.section_boxes[Section.ANNEX].setChecked(False)
    options = page.options_panel.options()
    assert options is not None
    assert options.public
    assert Section.ANNEX not in options.sections
    qtbot.waitUntil(lambda: idle(page) and page.preview.pages[0] is not before, timeout=10_000)


def test_pdf_is_written(page: SummaryPage, tmp_path: Path, qtbot: Any) -> None:
    path = tmp_path / "summary.pdf"
    page.save_pdf(path)
    qtbot.waitUntil(lambda: idle(page) and bool(page.findChildren(QMessageBox)), timeout=10_000)
    assert path.read_bytes().startswith(b"%PDF")
    (message,) = page.findChildren(QMessageBox)
    assert message.text() == "summary.pdf was saved."
    message.close()


def test_a_folder_that_refuses_is_told(page: SummaryPage, tmp_path: Path, qtbot: Any) -> None:
    page.save_pdf(tmp_path / "no folder" / "summary.pdf")
    qtbot.waitUntil(lambda: idle(page) and bool(page.findChildren(QMessageBox)), timeout=10_000)
    (message,) = page.findChildren(QMessageBox)
    assert "could not be written" in message.text()
    message.close()
