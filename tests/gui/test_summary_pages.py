"""The printed summary: on every page what belongs there, nothing cut off, one code path for all outputs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from opcoord.errors import OpcoordError
from opcoord.model.terms import Qualifier
from opcoord.queries.views import NotableView
from opcoord.reports.composer import Slice, compose
from opcoord.reports.document import Column, Row
from opcoord.reports.grid import table
from opcoord.reports.kind_names import KIND_NAMES
from opcoord.reports.paper import CONTENT_WIDTH, PT, Text, font
from opcoord.reports.summary import SummaryOptions
from opcoord.reports.summary_document import SummaryPages, build_summary, print_to, to_image, write_pdf
from tests.unit.test_reports_fake import NOTICE, Answer, FakeQueries, crowded, example, phase

pytestmark = pytest.mark.usefixtures("qapp")

PRINTED = dt.datetime(2024, 3, 25, 14, 5)
EMPTY = replace(example(), answers={})
BARE = FakeQueries([], [], [replace(phase(1, PRINTED.date(), [], []), windows=(), theme="")])
CASES = {
    "example": (example(), 7),
    "no returns": (EMPTY, 7),
    "nothing planned": (BARE, 1),
    "12 forces and 45 measures": (crowded(), 1),
    "long handling": (replace(example(), handling="Not to be passed on without leave. " * 8), 7),
    "a long notice": (replace(example(), notice=NOTICE + " Words of the notice." * 25), 7),
}
each_case = pytest.mark.parametrize(("store", "number"), CASES.values(), ids=list(CASES))


def pages_of(store: FakeQueries, number: int = 7) -> SummaryPages:
    return build_summary(store, SummaryOptions(number), PRINTED)


def texts(pages: SummaryPages, folder: Path) -> list[str]:
    path = folder / "summary.pdf"
    write_pdf(pages, path)
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


@each_case
def test_every_page_says_what_it_is(store: FakeQueries, number: int, tmp_path: Path) -> None:
    pages = pages_of(store, number)
    found = texts(pages, tmp_path)
    assert len(found) == pages.page_count
    for index, text in enumerate(found):
        assert text.count("OFFICIAL-SENSITIVE") == 2
        assert f"Page {index + 1} of {pages.page_count}" in text
        for words in (
            NOTICE,
            "DRAFT",
            f"Phase {number}",
            "Operation Example",
            "25 March 2024, 14:05",
            "a1b2c3d4",
        ):
            assert words in text


@each_case
def test_nothing_is_painted_outside_the_margins(store: FakeQueries, number: int) -> None:
    pages = pages_of(store, number)
    for index in range(pages.page_count):
        image = to_image(pages, index, 72)
        assert not _has_ink(image, range(0, 49))
        assert not _has_ink(image, range(image.width() - 48, image.width()))


@each_case
def test_the_content_ends_above_the_foot(store: FakeQueries, number: int) -> None:
    pages = pages_of(store, number)
    for placed in pages._pages:
        assert all(each.y + each.slice.height <= pages._bottom - pages._top for each in placed)


@pytest.mark.parametrize("kind", [each for each in KIND_NAMES if each != "summary"])
@each_case
def test_other_kinds_make_sound_pages(store: FakeQueries, number: int, kind: str, tmp_path: Path) -> None:
    if kind == "force" and not store.agency_list:
        pytest.skip("nobody to make a sheet for")
    force = store.agency_list[0].code if store.agency_list else ""
    pages = build_summary(store, SummaryOptions(number, kind=kind, agency=force), PRINTED)
    found = texts(pages, tmp_path)
    for index, text in enumerate(found):
        assert text.count("OFFICIAL-SENSITIVE") == 2
        for words in (NOTICE, "DRAFT", "25 March 2024, 14:05", f"Page {index + 1} of {len(found)}"):
            assert words in text
    for placed in pages._pages:
        assert all(each.y + each.slice.height <= pages._bottom - pages._top for each in placed)
    if kind in ("brief", "plan"):
        assert pages.page_count == 1


def test_what_finds_no_room_on_the_brief_is_named(tmp_path: Path) -> None:
    store = crowded()
    store.notables = [NotableView(1, "F00", "Force", "Words of a result. " * 200, True, None)]
    pages = build_summary(store, SummaryOptions(1, kind="brief"), PRINTED)
    (text,) = texts(pages, tmp_path)
    _, said, left_out = text.partition("Left out for want of room on one page: ")
    assert said
    assert "notable results" in left_out
    # What fits is kept, whatever stands before it; the rest is named. Which is which is for the font to say.
    for section in ("Enforcement and safeguarding", "Notable results", "Direction of travel"):
        assert (section in text) != (section.lower() in left_out)


def test_missing_provisional_and_over_are_all_on_paper(tmp_path: Path) -> None:
    store = example()
    store.answers[7, "AS", "arrests"] = Answer(41, Qualifier.OVER, state="provisional")
    text = " ".join(texts(pages_of(store), tmp_path)).replace("\u00a0", " ")
    # The large total, the chart, and the row of the table.
    assert "over 67 Arrests 2 of 5 forces, provisional" in text
    assert "Arrests: over 67 (provisional) in phase 7 from 2 of 5 forces" in text
    assert "over 67 p" in text and "over 41 p" in text
    assert "p provisional" in text and "– no return" in text


def test_totals_are_printed_with_their_completeness(tmp_path: Path) -> None:
    text = " ".join(texts(pages_of(example()), tmp_path)).replace("\u00a0", " ")
    assert "67 Arrests 2 of 5 forces 27 fewer than phase 6" in text
    assert "over £150,000" in text
    assert "no return" in text


def test_a_table_head_stands_on_every_page(tmp_path: Path) -> None:
    found = texts(pages_of(crowded(5, 45), 1), tmp_path)
    with_rows = [text for text in found if "11 of 12" in text or "4 of 5" in text.replace("\u00a0", " ")]
    assert len(with_rows) > 2
    assert all("Measure" in text or "Headline totals" in text for text in with_rows)


def test_a_pdf_is_a_document_with_a_name(tmp_path: Path) -> None:
    write_pdf(pages_of(example()), tmp_path / "summary.pdf")
    facts = PdfReader(tmp_path / "summary.pdf").metadata
    assert facts is not None
    assert (
        facts.title
        == "Phase summary (DRAFT), Operation Example, Phase 7: Ring of steel: visible street dealing"
    )
    assert facts.creator == "opcoord"
    assert [path.name for path in tmp_path.iterdir()] == ["summary.pdf"]


def test_a_failed_pdf_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "summary.pdf"
    target.mkdir()
    with pytest.raises(OpcoordError, match=r"summary\.pdf could not be written"):
        write_pdf(pages_of(example()), target)
    assert [path.name for path in tmp_path.iterdir()] == ["summary.pdf"]
    with pytest.raises(OpcoordError):
        write_pdf(pages_of(example()), tmp_path / "no such folder" / "summary.pdf")


def test_the_printer_gets_the_same_pages(tmp_path: Path, qapp: QApplication) -> None:
    pages = pages_of(example())
    for name, first, last, expected in (("all", 0, 0, pages.page_count), ("second", 2, 2, 1)):
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / f"{name}.pdf"))
        if first:
            printer.setFromTo(first, last)
        print_to(pages, printer)
        printed = PdfReader(tmp_path / f"{name}.pdf").pages
        assert len(printed) == expected
    assert f"Page 2 of {pages.page_count}" in " ".join(printed[0].extract_text().split())


def test_imported_text_is_printed_as_it_is(tmp_path: Path) -> None:
    store = example()
    store.phase_list = [replace(each, runs_with="<b>Bold</b> & \x07 co\nnext") for each in store.phase_list]
    assert "<b>Bold</b> & co next" in texts(pages_of(store), tmp_path)[0]


def test_text_is_broken_but_never_wider_than_its_place() -> None:
    for words in ("W" * 300, "a few words " * 30, "", "£1,234,567,890"):
        assert Text(words, font(9), 60 * PT).widest <= 60 * PT + 1


def test_a_table_breaks_no_number_that_fits() -> None:
    columns = [Column("Measure"), *[Column("Force", number=True)] * 5]
    rows = [Row((f"Measure {index} with many words", *["£1,234,567"] * 5)) for index in range(3)]
    one_line = table(columns, [Row(("M", *["1"] * 5))])[0].height
    assert all(each.height < 3 * one_line for each in table(columns, rows))


def test_a_heading_is_never_left_alone_and_heads_come_again() -> None:
    def strip(height: float, keep: bool = False, head: Slice | None = None) -> Slice:
        return Slice(height, lambda painter, x, y: None, keep_with_next=keep, head=head)

    head = strip(10)
    heading = strip(20, keep=True)
    rows = [strip(30, head=head) for _ in range(5)]
    pages = compose([strip(50), heading, *rows], 100)
    assert [[placed.slice for placed in page] for page in pages] == [
        [pages[0][0].slice],
        [heading, head, rows[0], rows[1]],
        [head, rows[2], rows[3], rows[4]],
    ]
    assert compose([], 100) == [[]]


def test_a_picture_has_the_size_of_the_page() -> None:
    image = to_image(pages_of(example()), 0, 72)
    assert (image.width(), image.height()) == (595, 842)
    assert CONTENT_WIDTH < 595 * PT


def _has_ink(image: QImage, columns: range) -> bool:
    return any(image.pixelColor(x, y).lightness() < 200 for x in columns for y in range(0, image.height(), 2))
