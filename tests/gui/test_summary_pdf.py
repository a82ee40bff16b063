"""The PDF as a file: its properties, its outline, its fonts, and the same bytes for the same pages."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from opcoord.reports.frozen import freeze, thaw
from opcoord.reports.pages import SummaryPages
from opcoord.reports.pdf import pdf_bytes
from opcoord.reports.summary import Issue, Section, SummaryOptions
from opcoord.reports.summary_document import build_summary, lay_out, read_document, write_pdf
from tests.unit.test_reports_fake import FakeQueries, crowded, example

pytestmark = pytest.mark.usefixtures("qapp")

SUMMER_TIME = dt.timezone(dt.timedelta(hours=1))
PRINTED = dt.datetime(2024, 6, 25, 14, 5, tzinfo=SUMMER_TIME)
_ELSEWHERE = """
import datetime as dt, hashlib, sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(["test"])
from tests.gui.test_summary_pdf import made
sys.stdout.write(hashlib.sha256(made()).hexdigest())
"""


def pages_of(
    store: FakeQueries, number: int = 7, kind: str = "summary", at: dt.datetime = PRINTED
) -> SummaryPages:
    return build_summary(store, SummaryOptions(number, kind=kind, agency="AS"), at)


def made(store: FakeQueries | None = None, **more: Any) -> bytes:
    return pdf_bytes(pages_of(store or example(), **more))


def opened(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content), strict=True)


def outline(reader: PdfReader) -> list[tuple[int, str, int, float]]:
    """Level, words, page from 0 and height from the page's foot of every entry."""

    def walk(entries: Any, level: int) -> list[tuple[int, str, int, float]]:
        found = []
        for each in entries:
            if isinstance(each, list):
                found += walk(each, level + 1)
            else:
                page = reader.get_destination_page_number(each)
                found.append((level, str(each.title), -1 if page is None else page, float(each.top or 0)))
        return found

    return walk(reader.outline, 1)


def test_the_properties_say_what_it_is() -> None:
    reader = opened(made())
    facts = reader.metadata
    assert facts is not None
    assert (
        facts.title
        == "Phase summary (DRAFT), Operation Example, Phase 7: Ring of steel: visible street dealing"
    )
    assert (facts.author, facts.creator) == ("opcoord", "opcoord")
    assert facts.creation_date == facts.modification_date == PRINTED
    assert reader.root_object["/Lang"] == "en-GB"
    preferences: Any = reader.root_object["/ViewerPreferences"]
    assert preferences["/DisplayDocTitle"]
    archived = reader.xmp_metadata
    assert archived is not None
    assert archived.dc_title == {"x-default": facts.title}
    assert archived.dc_language == ["en-GB"]
    assert archived.xmp_create_date == PRINTED.astimezone(dt.UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("options", "title"),
    [
        (SummaryOptions(7, public=True), "Phase summary (public, DRAFT), Operation Example, Phase 7: "),
        (
            SummaryOptions(7, public=True, issue=Issue(1)),
            "Phase summary (public), Operation Example, Phase 7: ",
        ),
        (SummaryOptions(7, kind="brief", issue=Issue(2)), "One-page brief, Operation Example, Phase 7: "),
        (SummaryOptions(7, kind="cumulative"), "Cumulative report (DRAFT), Operation Example, Phases 4 to 7"),
        (SummaryOptions(7, kind="plan"), "Plan on a page (DRAFT), Operation Example, Phase 7: "),
        (
            SummaryOptions(7, kind="force", agency="DO"),
            "Force sheet: Dorset Police (DRAFT), Operation Example, Phase 7",
        ),
    ],
)
def test_the_title_says_which_document_it_is_and_for_whom(options: SummaryOptions, title: str) -> None:
    facts = opened(pdf_bytes(build_summary(example(), options, PRINTED))).metadata
    assert facts is not None and facts.title is not None
    whole = title + "Ring of steel: visible street dealing" if title.endswith(": ") else title
    assert facts.title == whole


def test_what_was_issued_before_titles_named_the_kind_keeps_its_bytes() -> None:
    options = SummaryOptions(7, public=True, issue=Issue(1))
    record = json.loads(freeze(read_document(example(), options, PRINTED)))
    for later in ("document", "public"):
        del record["document"]["page"][later]
    thawed = thaw(json.dumps(record).encode())
    facts = opened(pdf_bytes(lay_out(thawed))).metadata
    # The title of then: the kept file is printed anew to the byte.
    assert facts is not None
    assert facts.title == "Operation Example, Phase 7: Ring of steel: visible street dealing"


def test_what_was_typed_does_not_break_the_properties() -> None:
    store = example()
    store.phase_list = [replace(each, theme="<b>Ring</b> & \x07steel\nnext]]>") for each in store.phase_list]
    reader = opened(made(store))
    facts, archived = reader.metadata, reader.xmp_metadata
    assert facts is not None and archived is not None
    assert facts.title == "Phase summary (DRAFT), Operation Example, Phase 7: <b>Ring</b> & steel next]]>"
    assert archived.dc_title == {"x-default": facts.title}


def test_the_author_is_who_the_pages_name() -> None:
    pages = pages_of(example())
    pages.facts = replace(pages.facts, author="Dorset Police")
    facts = opened(pdf_bytes(pages)).metadata
    assert facts is not None and facts.author == "Dorset Police"


@pytest.mark.parametrize(("store", "number"), [(example(), 7), (crowded(), 1)], ids=["example", "crowded"])
def test_the_outline_leads_to_every_heading(store: FakeQueries, number: int) -> None:
    reader = opened(made(store, number=number))
    entries = outline(reader)
    assert [words for level, words, _, _ in entries if level == 1] == [each.value for each in Section]
    annex = [words for level, words, _, _ in entries[entries.index(_entry(entries, "Annex")) :] if level == 2]
    assert annex == ["Returns", "Accepted warnings", "References to totals", "Counting rules"]
    assert [page for _, _, page, _ in entries] == sorted(page for _, _, page, _ in entries)
    for _, words, page, height in entries:
        assert words in " ".join(reader.pages[page].extract_text().split())
        assert 0 < height < 842


def _entry(entries: list[tuple[int, str, int, float]], words: str) -> tuple[int, str, int, float]:
    return next(each for each in entries if each[1] == words)


@pytest.mark.parametrize("kind", ["summary", "cumulative", "brief", "force", "plan"])
def test_fonts_are_embedded_and_text_is_found(kind: str) -> None:
    reader = opened(made(kind=kind))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    for font in fonts:
        (part,) = (each.get_object() for each in font["/DescendantFonts"])
        assert "/FontFile2" in part["/FontDescriptor"] or "/FontFile3" in part["/FontDescriptor"]
        assert "/ToUnicode" in font
        assert font["/BaseFont"] == part["/FontDescriptor"]["/FontName"]
    assert all("OFFICIAL-SENSITIVE" in page.extract_text() for page in reader.pages)


def test_figures_is_found() -> None:
    text = " ".join(" ".join(page.extract_text() for page in opened(made()).pages).split())
    assert "figures published at the time may differ" in text


@pytest.mark.parametrize("kind", ["summary", "cumulative", "brief", "force", "plan"])
def test_the_same_pages_are_the_same_bytes(kind: str) -> None:
    pages = pages_of(example(), kind=kind)
    assert pdf_bytes(pages) == pdf_bytes(pages) == made(kind=kind)


def test_another_process_makes_the_same_bytes() -> None:
    import hashlib

    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.stdout == hashlib.sha256(made()).hexdigest(), done.stderr


def test_only_the_moment_of_printing_is_a_date_in_the_file() -> None:
    def dated(content: bytes) -> str | None:
        facts = opened(content).metadata
        assert facts is not None
        return facts.creation_date_raw

    assert dated(made()) == "D:20240625140500+01'00'"
    # A moment without a zone, as some stores keep it.
    assert dated(made(at=PRINTED.replace(tzinfo=None))) == "D:20240625140500"
    unknown = pages_of(example())
    unknown.facts = replace(unknown.facts, made_at=None)
    assert dated(pdf_bytes(unknown)) is None


def test_other_pages_are_another_file() -> None:
    def identity(content: bytes) -> Any:
        return opened(content).trailer["/ID"]

    assert identity(made()) != identity(made(kind="brief"))
    assert identity(made()) == identity(made())
    assert identity(made()) != identity(made(at=PRINTED + dt.timedelta(minutes=1)))


def test_the_file_on_disk_is_those_bytes(tmp_path: Path) -> None:
    path = tmp_path / "summary.pdf"
    path.write_bytes(b"what was there before")
    write_pdf(pages_of(example()), path)
    assert path.read_bytes() == made()
    assert [each.name for each in tmp_path.iterdir()] == ["summary.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_who_may_read_the_folder_may_read_the_file(tmp_path: Path) -> None:
    import os

    mask = os.umask(0o022)
    try:
        write_pdf(pages_of(example()), tmp_path / "summary.pdf")
    finally:
        os.umask(mask)
    assert (tmp_path / "summary.pdf").stat().st_mode & 0o777 == 0o644
