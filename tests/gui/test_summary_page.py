"""The Summary page: preview, options and PDF through the same painting."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QMessageBox, QToolTip

from opcoord.gui.summary.summary_page import SummaryPage
from opcoord.gui.widgets.save_dialog import SaveDialog
from opcoord.reports.kind_names import KIND_NAMES
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
    assert asked.args == ["plan", "new"]
    assert not page.print_button.isVisible()


def test_the_preview_fits_the_width(page: SummaryPage, qtbot: Any) -> None:
    first = page.preview.pages[0]
    assert first.accessibleName() == f"Page 1 of {page.page_count}"
    assert first.width() == page.preview.page_width
    page.resize(900, 700)
    qtbot.waitUntil(lambda: page.preview.pages[0].width() == page.preview.page_width)
    assert page.state_label.text().endswith("A4")


def test_only_pages_that_there_are_can_be_printed(page: SummaryPage) -> None:
    dialog = page.leaving.ask_print(page.page_count)
    assert (dialog.minPage(), dialog.maxPage()) == (1, page.page_count)
    dialog.close()


def test_options_change_the_pages(page: SummaryPage, qtbot: Any) -> None:
    before = page.preview.pages[0]
    page.options_panel.readers.public_button.setChecked(True)
    sections = page.options_panel.sections.list
    (annex,) = sections.findItems(Section.ANNEX, Qt.MatchFlag.MatchExactly)
    annex.setCheckState(Qt.CheckState.Unchecked)
    options = page.options_panel.options()
    assert options is not None
    assert options.public
    assert Section.ANNEX not in options.sections
    qtbot.waitUntil(lambda: idle(page) and page.preview.pages[0] is not before, timeout=10_000)


def test_pdf_is_written(page: SummaryPage, tmp_path: Path, qtbot: Any) -> None:
    path = tmp_path / "summary.pdf"
    page.leaving.save(path)
    qtbot.waitUntil(lambda: idle(page) and bool(page.findChildren(QMessageBox)), timeout=10_000)
    assert path.read_bytes().startswith(b"%PDF")
    (message,) = page.findChildren(QMessageBox)
    assert message.text() == "summary.pdf was saved."
    message.close()


def test_sections_are_printed_in_the_order_chosen(page: SummaryPage, qtbot: Any) -> None:
    chosen = page.options_panel.sections
    assert not chosen.up_button.isEnabled()
    with qtbot.waitSignal(page.options_panel.changed):
        chosen.down_button.click()
    options = page.options_panel.options()
    assert options is not None
    assert options.sections[:2] == (Section.CHARTS, Section.HEADLINES)
    chosen.move_current(len(Section))
    assert page.options_panel.options() == options
    qtbot.waitUntil(lambda: idle(page), timeout=10_000)


def test_each_kind_asks_only_for_what_it_needs(page: SummaryPage, qtbot: Any) -> None:
    panel = page.options_panel
    panel.readers.public_button.setChecked(True)
    for key, kind in KIND_NAMES.items():
        panel.kind_combo.setCurrentIndex(panel.kind_combo.findData(key))
        assert panel.force_combo.isVisible() == kind.of_force
        assert panel.sections.up_button.isVisible() == kind.sectioned
        assert panel.readers.public_button.isEnabled() == kind.publishable
        options = panel.options()
        assert options is not None
        assert (options.kind, bool(options.agency)) == (key, kind.of_force)
        if not kind.publishable:
            assert not options.public
        qtbot.waitUntil(lambda: idle(page) and page.page_count > 0, timeout=10_000)
        assert not page.findChildren(QMessageBox)


@pytest.mark.parametrize("ending", [".xlsx", ".txt"])
def test_other_forms_are_written(page: SummaryPage, tmp_path: Path, qtbot: Any, ending: str) -> None:
    button = page.book_button if ending == ".xlsx" else page.text_button
    button.click()
    dialog = page.findChildren(SaveDialog)[0]
    assert Path(dialog.selectedFiles()[0]).name == f"Phase 1 summary (internal){ending}"
    dialog.fileSelected.emit(str(tmp_path / f"summary{ending}"))
    dialog.reject()
    qtbot.waitUntil(lambda: idle(page) and bool(page.findChildren(QMessageBox)), timeout=10_000)
    (message,) = page.findChildren(QMessageBox)
    assert message.text() == f"summary{ending} was saved."
    assert (tmp_path / f"summary{ending}").stat().st_size > 500
    message.close()


def test_a_folder_that_refuses_is_told(page: SummaryPage, tmp_path: Path, qtbot: Any) -> None:
    page.leaving.save(tmp_path / "no folder" / "summary.pdf")
    qtbot.waitUntil(lambda: idle(page) and bool(page.findChildren(QMessageBox)), timeout=10_000)
    (message,) = page.findChildren(QMessageBox)
    assert "could not be written" in message.text()
    message.close()


def test_the_pdf_is_proposed_beside_the_operation(page: SummaryPage, workspace: Workspace) -> None:
    page.pdf_button.click()
    dialog = page.findChildren(SaveDialog)[0]
    assert [Path(each) for each in dialog.selectedFiles()] == [
        Path(workspace.path).resolve().parent / "Phase 1 summary (internal).pdf"
    ]
    dialog.reject()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_long_theme_is_told_whole(page: SummaryPage, workspace: Workspace, qtbot: Any) -> None:
    theme = "Organised crime <and> commercial cannabis cultivation in rented houses across the region"
    workspace.plan.save(dataclasses.replace(workspace.plan.draft_of(1), theme=theme), 1)
    page.reload()
    combo = page.options_panel.phase_combo
    middle = combo.rect().center()
    QApplication.sendEvent(combo, QHelpEvent(QEvent.Type.ToolTip, middle, combo.mapToGlobal(middle)))
    assert combo.toolTip() == f"<qt>Phase 1: {theme.replace('<', '&lt;')}</qt>"
    whole = combo.fontMetrics().horizontalAdvance(combo.currentText())
    assert combo.width() < whole
    combo.showPopup()
    assert combo.view().width() >= whole
    combo.hidePopup()
    QToolTip.hideText()
    qtbot.waitUntil(lambda: idle(page), timeout=10_000)


def test_the_first_page_comes_before_the_others(page: SummaryPage, qtbot: Any) -> None:
    shown: list[tuple[int, bool]] = []

    def note() -> None:
        last = page.preview.pages[-1]._picture
        shown.append((page.page_count, _is_blank(last)))

    page.preview.first_shown.connect(note)
    with qtbot.waitSignal(page.preview.first_shown, timeout=10_000):
        page.options_panel.readers.public_button.click()
    qtbot.waitUntil(lambda: idle(page), timeout=10_000)
    assert page.page_count > 1
    assert shown == [(page.page_count, True)]
    assert not any(_is_blank(each._picture) for each in page.preview.pages)


def test_only_the_last_of_many_choices_is_laid_out(
    page: SummaryPage, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []
    original = page._maker.document
    monkeypatch.setattr(
        page._maker, "document", lambda options, issue: (made.append(options), original(options, issue))[1]
    )
    readers = page.options_panel.readers
    for _ in range(4):
        for button in (readers.public_button, readers.internal_button):
            button.click()
            page._timer.timeout.emit()
    readers.public_button.click()
    qtbot.waitUntil(lambda: idle(page), timeout=10_000)
    # Nine were chosen; nobody waits for what was passed by.
    assert len(made) <= 4
    assert made[-1].public
    assert page.state_label.text().endswith("A4")


def _is_blank(picture: QImage) -> bool:
    return all(
        picture.pixelColor(x, y) == QColor("white")
        for x in range(0, picture.width(), 7)
        for y in range(0, picture.height(), 7)
    )
