"""From every number of the preview to its path: by mouse, by keys, and to cells or announcements that make it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from opcoord.gui.lineage.lineage_dialog import LineageDialog
from opcoord.gui.summary.page_widget import PageWidget
from opcoord.gui.summary.summary_page import SummaryPage
from opcoord.model.basis import Basis
from opcoord.model.joint import JointRule
from opcoord.model.qualified import Qualified
from opcoord.model.units import format_amount
from opcoord.queries.lineage import Lineage, NumberReference, PublishedReference
from opcoord.queries.reconciliation_views import ReconciledReference
from opcoord.reports.composer import Place
from opcoord.reports.content import Target
from opcoord.reports.document import (
    ByForce,
    Chart,
    Document,
    Heading,
    Paragraph,
    Table,
    Tiles,
    Tone,
    force_columns,
)
from opcoord.reports.frozen import freeze, thaw
from opcoord.reports.issuing import issued_document, prepare_issue
from opcoord.reports.page_layout import block_slices, lay_out
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_document import build_summary, read_document
from opcoord.services.workspace import Workspace
from tests.gui.sample_file import sample_copy
from tests.integration.returns_made import candidate, figure

pytestmark = pytest.mark.usefixtures("qapp")
PRINTED = dt.datetime(2024, 3, 25, 14, 5)
#: What stands after a number in the same cell or place.
_AFTER = re.compile(r",? (p|\d+ of \d+.*|phase \d+)$")
#: A coordinator's decision, not a figure: it comes from nowhere.
_DECIDED = {("Targets", "Target")}


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Workspace]:
    """The sample with a joint result, a target and a revision in it."""
    made = sample_copy(tmp_path)
    made.returns.accept(candidate("BTP", 7, figure("arrests", 3, joint=(3, "Dorset"))))
    made.joint.record(7, "arrests", "DO", "BTP", JointRule.LARGEST, "Agreed with both")
    made.standards.set_target("arrests", 100, 1)
    yield made
    made.close()


@pytest.fixture
def page(sample: Workspace, qtbot: QtBot) -> Iterator[SummaryPage]:
    made = SummaryPage(sample)
    qtbot.addWidget(made)
    made.resize(1080, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.at_rest and made.page_count > 1, timeout=20_000)
    yield made
    for dialog in made.findChildren(LineageDialog):
        dialog.close()


def numbers(document: Document) -> Iterator[tuple[str, Target | None, bool]]:
    """Every text of the document that may lead somewhere: what it says, its target, and whether it must have one."""
    heading = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.words
        elif isinstance(block, Tiles):
            for each in block.headlines:
                said = f"{each.qualifier} {each.amount}".strip()
                yield said, each.target, _is_number(said)
        elif isinstance(block, Chart):
            for point in block.data.phases:
                shown = point.total if block.data.kind == "bars" else point.cumulative
                yield shown.text(block.data.unit) if shown else "", point.target, shown is not None
        elif isinstance(block, (Table, ByForce)):
            columns, rows = (
                (block.columns, block.rows)
                if isinstance(block, Table)
                else force_columns(block.results, block.results.codes)
            )
            for row in rows:
                targets = (*row.targets, *[None] * len(row.cells))
                for column, cell, target in zip(columns, row.cells, targets, strict=False):
                    figure_ = column.number and not column.grey and not row.group
                    must = figure_ and _is_number(cell) and (heading, column.title) not in _DECIDED
                    yield cell, target, must


def _is_number(text: str) -> bool:
    return text == "nil" or bool(re.search(r"\d", text))


def ends(found: Lineage) -> int:
    """What the cells or announcements at the end of a path make, with what is taken off."""
    amounts = [each.amount or 0 for each in found.figures] or [each.value.stored for each in found.accounts]
    return sum(amounts) - sum(each.amount for each in found.adjustments)


def said_by(found: Lineage) -> set[str]:
    """All that a page may print of a path's number."""
    unit, value = found.measure.unit, found.value or Qualified(0)
    off = sum(each.amount for each in found.adjustments)
    gross = found.gross.text(unit) if found.gross else ""
    said = {value.text(unit), gross, str(found.reference), *([format_amount(-off, unit)] if off else [])}
    said |= {format_amount(each.amount, unit) for each in found.adjustments}
    return said | {each.correction for each in found.figures} | ({"nil"} if value.stored == 0 else set())


def check_paths(workspace: Workspace, document: Document, issued: int | None = None) -> int:
    """Every number that must lead somewhere does, to what makes it, or made it once issued; how many there are."""
    walked = 0
    for text, target, must in numbers(document):
        if target is None:
            assert not must, text
            continue
        if isinstance(target, ReconciledReference):
            rows = workspace.queries.reconciliation(target.phase).rows
            assert any(each.measure == target.measure for each in rows)
            continue
        basis = Basis.RETURNED if issued is None else Basis.ISSUED
        basis = target.basis if isinstance(target, PublishedReference) else basis
        reference = target.reference if isinstance(target, PublishedReference) else target
        assert isinstance(reference, NumberReference)
        found = workspace.queries.lineage(reference, basis, issued)
        assert found is not None and found.value is not None, (text, reference)
        assert ends(found) == found.value.stored, (text, reference)
        shown = " ".join(text.replace("\u00a0", " ").replace("\n", ", ").split())
        while shown != (shorter := _AFTER.sub("", shown)):
            shown = shorter
        assert shown in said_by(found), (text, str(reference), said_by(found))
        walked += 1
    return walked


def laid_out(document: Document) -> set[Target]:
    """All that the document's pages lead to."""
    pages = lay_out(document)
    return {each.target for number in range(pages.page_count) for each in pages.targets(number)}


@pytest.mark.parametrize("public", [False, True], ids=["internal", "public"])
def test_every_number_of_every_summary_leads_to_what_makes_it(sample: Workspace, public: bool) -> None:
    walked = 0
    for phase in sample.queries.phases():
        options = SummaryOptions(phase.number, public=public)
        document = read_document(sample.queries, options, PRINTED)
        walked += check_paths(sample, document)
    assert walked > 500
    # And each of them can be clicked, on the last one's pages.
    assert laid_out(document) == {target for _, target, _ in numbers(document) if target is not None}


@pytest.mark.parametrize(
    ("kind", "public", "least"),
    [
        ("cumulative", False, 100),
        ("cumulative", True, 80),
        ("brief", False, 15),
        ("force", False, 8),
        ("plan", False, 0),
    ],
)
def test_every_number_of_the_other_papers_does_too(
    sample: Workspace, kind: str, public: bool, least: int
) -> None:
    options = SummaryOptions(7, kind=kind, agency="DO", public=public)
    document = read_document(sample.queries, options, PRINTED)
    assert check_paths(sample, document) >= least
    places = laid_out(document)
    if kind != "brief":
        assert places == {target for _, target, _ in numbers(document) if target is not None}
    assert places or not least


def test_what_is_compared_of_some_forces_leads_to_these(sample: Workspace) -> None:
    document = read_document(sample.queries, SummaryOptions(7), PRINTED)
    references = [target for _, target, _ in numbers(document) if isinstance(target, NumberReference)]
    shared = next(each for each in references if len(each.agencies) > 1)
    found = sample.queries.lineage(shared)
    assert found is not None
    assert {each.agency for each in found.figures} == set(shared.agencies)


def test_hidden_cells_of_a_public_document_lead_nowhere(sample: Workspace) -> None:
    # Dorset safeguarded four people in phase 6.
    document = read_document(sample.queries, SummaryOptions(6, public=True), PRINTED)
    marked = [target for text, target, _ in numbers(document) if "[c]" in text]
    assert len(marked) > 1
    assert marked == [None] * len(marked)
    hidden = NumberReference("safeguarded", 6, "DO")
    assert hidden not in [target for _, target, _ in numbers(document)]
    inside = read_document(sample.queries, SummaryOptions(6), PRINTED)
    assert hidden in [target for _, target, _ in numbers(inside)]


def test_an_issued_document_keeps_its_paths(sample: Workspace) -> None:
    for kind in ("summary", "cumulative"):
        document = read_document(sample.queries, SummaryOptions(7, kind=kind), PRINTED)
        kept = thaw(freeze(document))
        assert [target for _, target, _ in numbers(kept)] == [target for _, target, _ in numbers(document)]
        bases = [t.basis for _, t, _ in numbers(kept) if isinstance(t, PublishedReference)]
        assert all(isinstance(each, Basis) for each in bases)


@pytest.mark.parametrize("kind", ["summary", "cumulative"])
def test_numbers_of_an_issued_document_lead_to_what_was_counted_in_it(sample: Workspace, kind: str) -> None:
    now = dt.datetime(2024, 4, 5, 10, 30, tzinfo=dt.UTC)
    options = SummaryOptions(7, kind=kind)
    issued_id = sample.papers.issue(prepare_issue(sample.queries, options, "", now))
    for phase in (6, 7):
        sample.returns.accept(candidate("DO", phase, figure("arrests", 999), replacing=sample))
    sample.joint.remove(1)
    document, _ = issued_document(sample.queries, issued_id)
    walked = check_paths(sample, document, issued_id)
    assert walked > 100
    with pytest.raises(AssertionError):
        check_paths(sample, document)


def test_places_stand_where_the_numbers_are_painted(sample: Workspace) -> None:
    pages = build_summary(sample.queries, SummaryOptions(7), PRINTED)
    size = pages.page_size
    for number in range(pages.page_count):
        rects = [each.rect for each in pages.targets(number)]
        assert all(each.left() > 0 and each.right() < size.width() for each in rects)
        assert all(each.top() > 0 and each.bottom() < size.height() for each in rects)
        for index, rect in enumerate(rects):
            assert not any(rect.adjusted(1, 1, -1, -1).intersects(each) for each in rects[index + 1 :])
    (arrests,) = [
        each
        for each in pages.targets(0)
        if each.target == NumberReference("arrests", 7) and "," in each.words
    ][:1]
    assert arrests.words == "Arrests: 68, 3 of 6 forces"


def test_a_paragraph_of_several_lines_is_one_place() -> None:
    slices = block_slices(Paragraph("Many words of one paragraph. " * 20, Tone.PLAIN, target=("words", 1)))
    links = {link for each in slices for _, link in each.links}
    assert len(slices) > 2
    assert [link.target for link in links] == [("words", 1)]


def place(widget: PageWidget, words: str) -> int:
    return next(i for i, each in enumerate(widget.places) if each.words.startswith(words))


def opened(page: SummaryPage, qtbot: QtBot) -> LineageDialog:
    (dialog,) = [each for each in page.findChildren(LineageDialog) if each.isVisible()]
    qtbot.waitUntil(lambda: dialog.at_rest)
    return dialog


def test_one_click_opens_the_path(page: SummaryPage, qtbot: QtBot) -> None:
    first = page.preview.pages[0]
    middle = first.rect_of(place(first, "Arrests: 68")).center()
    qtbot.mouseMove(first, middle)
    assert first.cursor().shape() is Qt.CursorShape.PointingHandCursor
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=middle)
    assert opened(page, qtbot).heading.text() == "Arrests, phase 7: 68 (3 of 6 forces)"
    qtbot.mouseMove(first, QPoint(2, 2))
    assert first.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_a_press_that_is_let_go_elsewhere_chooses_nothing(page: SummaryPage, qtbot: QtBot) -> None:
    first = page.preview.pages[0]
    qtbot.mousePress(first, Qt.MouseButton.LeftButton, pos=first.rect_of(0).center())
    qtbot.mouseRelease(first, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not page.findChildren(LineageDialog)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_L])
def test_keys_walk_the_numbers_and_open_one(page: SummaryPage, qtbot: QtBot, key: Qt.Key) -> None:
    first = page.preview.pages[0]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert first.current == 0
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert first.current == 1
    assert first.accessibleDescription().startswith(first.places[1].words)
    qtbot.keyClick(first, Qt.Key.Key_Left)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert first.places[first.current].rect.top() > first.places[0].rect.bottom() - 1
    qtbot.keyClick(first, Qt.Key.Key_Up)
    assert first.current == 0
    modifier = Qt.KeyboardModifier.ControlModifier if key is Qt.Key.Key_L else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(first, key, modifier)
    assert opened(page, qtbot).reference_edit.text() == str(first.places[0].target)


def test_keys_go_on_to_the_next_page_and_scroll_there(page: SummaryPage, qtbot: QtBot) -> None:
    first, second = page.preview.pages[:2]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(first, Qt.Key.Key_End)
    assert first.current == len(first.places) - 1
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus() and second.current == 0
    middle = second.mapTo(page.preview.viewport(), second.rect_of(0).center())
    assert page.preview.viewport().rect().contains(middle)
    qtbot.keyClick(second, Qt.Key.Key_Left)
    assert first.hasFocus() and first.current == len(first.places) - 1


def test_the_keyboard_stays_where_it_was_when_the_pages_are_made_anew(
    page: SummaryPage, qtbot: QtBot
) -> None:
    first = page.preview.pages[0]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(first, Qt.Key.Key_Right)
    page.reload()
    qtbot.waitUntil(lambda: page.at_rest and page.preview.pages[0] is not first, timeout=20_000)
    again = page.preview.pages[0]
    assert again.hasFocus() and again.current == 1


def test_a_sum_of_returns_and_announcements_leads_to_its_row(page: SummaryPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.page_requested) as asked:
        page.preview.target_chosen.emit(ReconciledReference(7, "arrests"))
    assert asked.args == ["reconcile", ReconciledReference(7, "arrests")]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_tool_tip_says_a_place_in_full_and_as_plain_text(qtbot: QtBot, page: SummaryPage) -> None:
    first = page.preview.pages[0]
    first.places = (Place(first.places[0].rect, "x", "<b>Arrests</b>: 1"),)
    middle = first.rect_of(0).center()
    QApplication.sendEvent(first, QHelpEvent(QEvent.Type.ToolTip, middle, first.mapToGlobal(middle)))
    assert QToolTip.text() == "<qt>&lt;b&gt;Arrests&lt;/b&gt;: 1</qt>"
    QToolTip.hideText()
